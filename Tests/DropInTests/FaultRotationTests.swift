import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

extension FaultPlatform {
    /// Rotation at the end of a run.
    @Suite(.tags(.server)) struct RotationTests {
        let platform = FaultPlatform.platform.apart()
        let old: OldBackups

        init() throws { old = try OldBackups(of: platform.root) }

        /// A run of this platform into the folder of old backups.
        private func backup(_ arguments: [String] = littleOnly, _ more: [String: String] = [:]) async throws
            -> ToolResult
        {
            try await platform.backup(arguments, ["BACKUP_ROOT": old.root.string].merging(more) { $1 })
        }

        private let little = OldBackups.Facts(components: ["config", "certificates"])

        @Test func `a good run removes what may go, says it with the reason, and its dry run said so before`()
            async throws
        {
            let ids = try [1, 2, 3, 800].map { try old.add(daysAgo: $0, little) }
            let dry = try await backup(littleOnly + ["--dry-run"])
            #expect(
                dry.output.says(
                    "prune.would-remove", ["name": "\(ids[3])", "age": 800, "reason": Text("prune.outlived")]), "\(dry)"
            )
            #expect(try await old.names().count == 4)
            let run = try await backup()
            #expect(
                run.status == 0
                    && run.output.says(
                        "prune.removed", ["name": "\(ids[3])", "age": 800, "reason": Text("prune.outlived")])
            )
            #expect(run.output.says("prune.rotated", ["removed": 1, "stay": 4]))
            let left = try await old.names()
            #expect(left.count == 4 && !left.contains(ids[3]))
            #expect(try await GardeTestSupport.run("ls", ["-t", old.root.string]).output.lines.first == left.last)
        }

        @Test func `a run that failed, wholly or in part, removes nothing`() async throws {
            let ids = try [1, 2, 3, 800].map { try old.add(daysAgo: $0) }
            let partly = try await backup(["--no-postgres", "--no-mail"], ["REDIS_PORT": "1"])
            #expect(partly.status == 3, "\(partly)")
            #expect(partly.output.says("prune.not-after-incomplete"))
            let wholly = try await backup(
                ["--no-postgres", "--no-mail", "--no-config", "--no-certs"], ["REDIS_PORT": "1"])
            #expect(wholly.status == 1)
            #expect(try await old.names().starts(with: ids.reversed()))
            let pruned = try await old.call("prune", "--yes")
            #expect(pruned.status == 1 && pruned.error.says("prune.incomplete"), "\(pruned)")
            #expect(try await old.names().starts(with: ids.reversed()))
        }

        @Test func `a good run whose rotation is held back is a backup, and ends with 3`() async throws {
            let ids = try [1, 2, 3, 800, 801, 802, 803].map { try old.add(daysAgo: $0, little) }
            let run = try await backup(littleOnly + ["--quiet"])
            #expect(run.status == 3 && run.output == "", "\(run)")
            #expect(run.error.says("prune.too-many", ["count": 4, "limit": 3]))
            #expect(run.error.contains("prune --yes"))
            let left = try await old.names()
            #expect(left.starts(with: ids.reversed()) && left.count == 8)
        }

        @Test(.enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
        func `what a killed rotation left half removed, the next backup sweeps`() async throws {
            _ = try [1, 2, 3, 800].map { try old.add(daysAgo: $0, little) }
            let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=unlinkat:signal=SIGKILL:when=1"]
            #expect(try await old.call("prune", by: strace).status == -9)
            #expect(try await old.names().count { $0.hasSuffix(".removed") } == 1)
            let run = try await backup()
            #expect(run.status == 0 && run.output.says("backup.swept", ["name": ".removed"]))
            #expect(try await old.names().count == 4)
        }
    }
}
