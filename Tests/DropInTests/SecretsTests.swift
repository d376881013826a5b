import GardeTestSupport
import SystemPackage
import Testing

extension SavedPlatform {
    @Suite(.tags(.server)) struct SecretsTests {
        let platform = SavedPlatform.scene.platform.apart()

        @Test func `no program is ever given a password among its arguments`() async throws {
            let started = try await Started.by(platform, ["--no-mail"])
            for program in ["psql", "pg_dump", "pg_dumpall", "pg_restore", "redis-cli"] {
                #expect(started.lines.contains { $0.contains("/\(program)\"") })
            }
            #expect(!started.contains(platform.postgres["PGPASSWORD"]!))
        }

        @Test func `no secret of the environment reaches a program that has no use for it`() async throws {
            let started = try await Started.by(platform, ["--no-mail"], Self.nobodysBusiness, with: ["-v"])
            #expect(started.contains("PGAPPNAME=") && !started.dropFirstLine.contains("phrase-0x7"))
            // This machine or a container may speak another language than its tools are read in.
            let asked = started.lines.filter { $0.contains("/psql\"") }
            #expect(!asked.isEmpty && asked.allSatisfy { $0.contains("\"LC_ALL=C\"") })
            let password = platform.postgres["PGPASSWORD"]!
            for line in started.dropFirstLine.lines where line.contains(password) {
                #expect(line.contains("/psql\"") || line.contains("/pg_"))
            }
        }

        /// A passphrase, a web hook, and what the recipe of another platform calls its password.
        private static let nobodysBusiness = Dictionary(
            uniqueKeysWithValues: ["GPG_PASSPHRASE", "HEARTBEAT_URL", "SECOND_DB_PASSWORD", "RCLONE_CONFIG_PASS"].map {
                ($0, "phrase-0x7")
            })

        @Test func `settings that a user made for the tools change nothing of what is saved`() async throws {
            let settings = [
                "PGOPTIONS": "-c statement_timeout=1", "PGCLIENTENCODING": "LATIN1", "PGDATESTYLE": "German",
                "PG_COLOR": "always", "PGTZ": "Asia/Tokyo", "FAKETTY": "1",
                "TAR_OPTIONS": "--totals", "GZIP": "-v", "OPENSSL_CONF": "/nonexistent", "GIT_DIR": "/nonexistent",
                "LC_ALL": "C", "POSIXLY_CORRECT": "1",
            ]
            let run = try await platform.backup(["--no-mail"], settings)
            #expect(run.status == 0, "\(run)")
            let (plain, other) = (SavedPlatform.scene.backup, try await platform.newestBackup())
            #expect(try await dump(of: other) == dump(of: plain))
        }

        /// The SQL of a backup's database, less what is new each time.
        private func dump(of backup: BackupRead) async throws -> String {
            let script = "gunzip -c \"$0\"/postgresql_2*.dump.gz | pg_restore -f - | grep -v '^.[un]*restrict '"
            let read = try await GardeTestSupport.run("sh", ["-c", script, backup.folder.string])
            #expect(read.status == 0 && read.output.count > 1000, "\(read.error)")
            return read.output
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
        let strace =
            ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "8192", "-e", "trace=execve", "-o", trace] + options
        let run = try await platform.backup(arguments, environment, by: strace)
        #expect(run.status == 0)
        return try await GardeTestSupport.run("grep", ["-a", "execve(", trace]).output
    }
}

extension String {
    /// Without the first line: the run itself, which was given everything.
    fileprivate var dropFirstLine: String { String(drop { $0 != "\n" }.dropFirst()) }
}
