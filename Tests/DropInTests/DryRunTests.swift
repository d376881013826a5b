import GardeTestSupport
import SystemPackage
import Testing

extension SavedPlatform {
    @Suite(.tags(.server)) struct DryRunTests {
        let scene = SavedPlatform.scene!

        @Test func `a dry run names every file that a run would write, and touches nothing`() async throws {
            let run = try await untouched([:])
            #expect(run.status == 0)
            let names = [
                "postgresql_", "postgresql_roles_", "redis_", "mail_", "config_", "certificates_", "manifest.json",
            ]
            for name in names { #expect(run.output.contains("/\(name)")) }
            #expect(run.output.says("backup.would-write", ["file": "\(scene.platform.backupRoot)/2"]))
            #expect(run.output.says("backup.would-create"))
        }

        @Test func `a dry run with the servers down says so, and touches nothing`() async throws {
            let run = try await untouched(["PGPORT": "1", "REDIS_PORT": "1"])
            #expect(run.status == 3)
            #expect(run.error.says("postgres.text"))
            #expect(run.error.says("redis.unreachable"))
            #expect(run.output.contains("/mail_"))
        }

        @Test func `a dry run before the first backup makes no folder`() async throws {
            let platform = scene.platform.apart()
            #expect(try await platform.backup(["--dry-run"]).status == 0)
            #expect(try await platform.backup([], ["DRY_RUN": "true"]).status == 0)
            #expect(try await run("test", ["-e", platform.backupRoot.string]).status == 1)
        }

        /// Runs dry; every name, time, size and content of the platform must be the same before and after.
        private func untouched(_ environment: [String: String]) async throws -> ToolResult {
            let before = try await state()
            let run = try await scene.platform.backup(["--dry-run"], environment)
            #expect(try await state() == before)
            return run
        }

        private func state() async throws -> String {
            let found = try await run(
                "find", [scene.platform.root.string, "-printf", "%p %i %y %m %U:%G %s %T@ %C@ %l\\n"])
            #expect(found.output.lines.count > 300)
            return found.output.lines.sorted().joined(separator: "\n")
        }
    }
}
