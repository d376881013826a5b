import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Increments of PostgreSQL for the holder of a key, copied to S3, and a machine that has nothing.
@Suite(.tags(.server)) struct IncrementsElsewhereTests {
    private static let address = "backup@example.com", passphrase = "phrase 0x7"

    private struct Scene {
        let scratch: Scratch
        let servers: RemoteServers
        let keys: ThrowawayKeys

        var url: String { servers.url(.s3ByAWS, "increments") }

        func call(_ words: [String], _ server: [String: String], at root: String) async throws -> ToolResult {
            let variables = [
                "PLATFORM": "here", "PLATFORM_ROOT": scratch(root).string, "POSTGRES_DB": "mssante",
                "BACKUP_ROOT": scratch("\(root)-backups").string, "GPG_PASSPHRASE": passphrase,
            ].merging(servers.environment) { $1 }.merging(keys.variables) { $1 }.merging(server) { $1 }
            return try await runBackup(words, variables, recipe: "quarter")
        }

        func backup(_ server: [String: String]) async throws {
            let words = [
                "backup", "--type", "incremental", "--no-redis", "--no-mail", "--encrypt", "--gpg-recipient", address,
                "--sync-remote", "--remote-dest", url,
            ]
            let run = try await call(words, server, at: "live")
            #expect(run.status == 0, "\(run)")
        }

        /// Makes the newest backup whole, and gives the id of what it made.
        func compact(_ server: [String: String]) async throws -> String {
            let ids = try await run("ls", [scratch("live-backups").string]).output.lines.filter { $0.hasPrefix("20") }
            let variables = ["SYNC_REMOTE": "true", "REMOTE_DESTINATION": url].merging(server) { $1 }
            let run = try await call(["compact", try #require(ids.last)], variables, at: "live")
            #expect(run.status == 0 && (run.output + run.error).says("compact.done", in: .english), "\(run)")
            return try #require(LocalTime(id: ids.last!)).adding(seconds: 1).id
        }

        func adopt(_ server: [String: String], at root: String) async throws {
            let refused = try await call(["restore", "--yes", "--decrypt", "\(url)/latest"], server, at: root)
            #expect(refused.status == 1 && refused.error.says("restore.others-unasked", in: .english), "\(refused)")
            let command = try #require(refused.error.firstMatch(of: /adopt ([^\s]+)/))
            let adopted = try await call(["adopt", String(command.1)], server, at: root)
            #expect(adopted.status == 0, "\(adopted)")
        }

        func restore(
            _ words: [String], _ server: [String: String], at root: String, from id: String = "latest"
        ) async throws {
            try scratch.write("\(root)/.env", "")
            let all = ["restore", "--yes", "--no-stop", "--no-start", "--no-redis", "--no-mail", "--decrypt"] + words
            let run = try await call(all + ["\(url)/\(id)"], server, at: root)
            #expect(run.status == 0, "\(run)")
        }
    }

    private func write(_ number: Int, _ scene: Scene, _ server: [String: String]) async throws {
        for name in ["mssante", "shop"] {
            try await sql(
                "CREATE TABLE IF NOT EXISTS numbers (n int); INSERT INTO numbers VALUES (\(number))", server,
                database: name)
        }
        try scene.scratch.write("live/data/uploads/\(number)", "\(number)")
    }

    private func numbers(_ server: [String: String], _ name: String) async throws -> String {
        try await sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers", server, database: name)
    }

    @Test func `a chain in S3 comes back on an empty machine, to its end and to a moment, and from nowhere else`()
        async throws
    {
        let (scratch, keys) = (Scratch(), try ThrowawayKeys())
        try await keys.make(Self.address, passphrase: Self.passphrase)
        let limit = ["max_slot_wal_keep_size=1GB"]
        try await RemoteServers.with(in: scratch.path) { servers in
            let scene = Scene(scratch: scratch, servers: servers, keys: keys)
            let (moment, last, whole) = try await withServer("postgres", in: scratch("postgres"), limit) { live in
                for name in ["mssante", "shop"] { try await sql("CREATE DATABASE \(name)", live, database: "postgres") }
                try scratch.write("live/.env", "A=1\n")
                try await write(1, scene, live)
                try await scene.backup(live)
                try await write(2, scene, live)
                try await scene.backup(live)
                try await write(3, scene, live)
                try await Task.sleep(for: .milliseconds(1100))
                let moment = LocalTime.now().iso8601
                try await Task.sleep(for: .milliseconds(1100))
                try await write(4, scene, live)
                try await scene.backup(live)
                return (moment, try await numbers(live, "shop"), try await scene.compact(live))
            }
            #expect(last == "1 2 3 4\n")
            try await withServer("postgres", in: scratch("empty")) { empty in
                try await scene.restore([], empty, at: "bare")
                for name in ["mssante", "shop"] { #expect(try await numbers(empty, name) == "1 2 3 4\n") }
                let files = try await run("ls", [scratch("bare/data/uploads").string])
                #expect(files.output == "1\n2\n3\n4\n")
                try scratch.write("bare/data/uploads/5", "5")
                try await scene.restore([], empty, at: "bare", from: whole)
                for name in ["mssante", "shop"] { #expect(try await numbers(empty, name) == "1 2 3 4\n") }
                #expect(try await run("ls", [scratch("bare/data/uploads").string]).output == "1\n2\n3\n4\n")
                let names = try await run("ls", [scratch("live-backups/\(whole)").string]).output
                #expect(names.contains("shop_\(whole).dump.gz.gpg") && !names.contains("_wal_"), "\(names)")
                // It has data by now, and was not told yet that the other one's backups are its own.
                try await scene.adopt(empty, at: "bare")
                try await scene.restore(["--until", moment], empty, at: "bare")
                for name in ["mssante", "shop"] { #expect(try await numbers(empty, name) == "1 2 3\n") }
                #expect(try await run("ls", [scratch("bare/data/uploads").string]).output == "1\n2\n")
            }
        }
    }
}
