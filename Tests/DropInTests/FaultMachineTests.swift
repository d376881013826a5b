import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    /// What this machine lacks, or reads wrongly, is not the backup's fault.
    @Suite(.tags(.server), .enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
    struct MachineTests {
        let platform = FaultPlatform.platform.apart()

        private func failing(_ fault: String, _ words: [String], of path: String? = nil) async throws -> ToolResult {
            let call = String(fault.prefix { $0 != ":" })
            let place = path.map { ["-P", $0] } ?? []
            let trace = [
                "timeout", "-k", "1", "110", "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
                "trace=\(call)",
            ]
            return try await platform.backup(words, by: trace + place + ["-e", "inject=\(fault)"])
        }

        @Test func `a dump that its tool fails to read here is as good as its digest says`() async throws {
            #expect(try await platform.backup(["--no-mail", "--no-redis"]).status == 0)
            let library = try await GardeTestSupport.run(
                "sh", ["-c", "ldconfig -p | sed -n 's/.*libpq.so.5 .* => //p'"])
            let run = try await failing("openat:error=EMFILE", ["verify", "latest"], of: library.output.lines[0])
            #expect(run.status == 1 && run.error.says("verify.not-read-by-tool.fix"), "\(run)")
            let again = try await platform.backup(["verify", "latest"])
            #expect(again.status == 0, "\(again)")
        }

        @Test func `a folder that cannot be listed is lacking by its name`() async throws {
            let folder = platform.root.appending("config/nginx")
            _ = try await GardeTestSupport.run("mkdir", ["-p", folder.string])
            let run = try await failing("getdents64:error=EIO", littleOnly, of: folder.string)
            #expect(run.status == 3 && run.error.contains("config/nginx"), "\(run)")
            #expect(!run.error.says("system.not-written-let"), "\(run)")
        }

        @Test func `a folder of mail that cannot be listed for an increment is named`() async throws {
            let words = ["--no-postgres", "--no-redis"]
            #expect(try await platform.backup(words).status == 0)
            let root = try await GardeTestSupport.run(
                "sh", ["-c", "find '\(platform.root)' -type d -name cur | head -n 1"])
            let folder = String(root.output.dropLast())
            let run = try await failing("getdents64:error=EIO", words + ["--type", "incremental"], of: folder)
            #expect(run.status == 3 && run.error.says("system.not-read", ["name": folder]), "\(run)")
        }

        @Test func `where no threads can be had the run ends at once, and says what limits them`() async throws {
            for fault in [
                "clone,clone3:error=EAGAIN:when=2+", "clone,clone3:error=EAGAIN:when=9+", "clone3,clone:error=EAGAIN",
            ] {
                let calls = String(fault.prefix { $0 != ":" })
                let trace = [
                    "timeout", "-k", "1", "60", "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
                ]
                let run = try await platform.backup(
                    littleOnly, by: trace + ["trace=\(calls)", "-e", "inject=\(fault)"])
                #expect(run.status == 1 && run.error.says("usage.few-threads.fix"), "\(run)")
            }
        }

        @Test func `files that may not grow are named`() async throws {
            let run = try await platform.backup(littleOnly, by: ["sh", "-c", "ulimit -f 0; exec \"$0\" \"$@\""])
            #expect(run.status == 1 && run.error.contains("[ERROR]"), "\(run)")
        }

        @Test func `attributes that cannot be read are lacking, not absent`() async throws {
            let run = try await failing("flistxattr:error=EIO", littleOnly)
            #expect(run.status == 3, "\(run)")
        }
    }
}
