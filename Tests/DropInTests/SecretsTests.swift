import GardeTestSupport
import SystemPackage
import Testing

extension SavedPlatform {
    @Suite struct SecretsTests {
        let platform = SavedPlatform.scene.platform.apart()

        @Test func `no program is ever given a password among its arguments`() async throws {
            let started = try await Started.by(platform, ["--no-mail"])
            for program in ["psql", "pg_dump", "pg_dumpall", "pg_restore", "redis-cli"] {
                #expect(started.lines.contains { $0.contains("/\(program)\"") })
            }
            #expect(!started.contains(platform.postgres["PGPASSWORD"]!))
        }

        @Test func `no secret of the environment reaches a program that has no use for it`() async throws {
            let started = try await Started.by(platform, ["--no-mail"], ["GPG_PASSPHRASE": "phrase-0x7"], with: ["-v"])
            #expect(started.contains("PGAPPNAME=") && !started.dropFirstLine.contains("phrase-0x7"))
            let password = platform.postgres["PGPASSWORD"]!
            for line in started.dropFirstLine.lines where line.contains(password) {
                #expect(line.contains("/psql\"") || line.contains("/pg_"))
            }
        }
    }
}

/// What strace tells of every program that a run starts.
enum Started {
    static func by(
        _ platform: ThrowawayPlatform, _ arguments: [String], _ environment: [String: String] = [:],
        with options: [String] = []
    ) async throws -> String {
        let trace = platform.folder.appending("trace-\(UInt32.random(in: 0 ... .max))").string
        let strace = ["strace", "-f", "-qq", "-s", "8192", "-e", "trace=execve", "-o", trace] + options
        let run = try await platform.backup(arguments, environment, by: strace)
        #expect(run.status == 0)
        return try await GardeTestSupport.run("grep", ["-a", "execve(", trace]).output
    }
}

extension String {
    /// Without the first line: the run itself, which was given everything.
    fileprivate var dropFirstLine: String { String(drop { $0 != "\n" }.dropFirst()) }
}
