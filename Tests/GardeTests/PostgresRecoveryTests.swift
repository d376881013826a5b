import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// Increments of PostgreSQL: a physical base and WAL, made by hand as `postgres(incremental: true)` makes them.
@Suite(.tags(.server)) struct PostgresRecoveryTests {
    @Test func `an increment comes back as it ended: later rows are absent, a role made in between is there`()
        async throws
    {
        try await PostgresBench.recovering(["max_prepared_transactions=5"]) { bench in
            let base = try await bench.base()
            try await bench.sql("INSERT INTO t VALUES (2)", "mssante")
            let first = try await bench.increment("20240315_030000", after: base)
            try await bench.sql("INSERT INTO t VALUES (3); CREATE ROLE between PASSWORD 'secret'", "mssante")
            // Its lock would be waited for.
            try await bench.sql("BEGIN; LOCK t; INSERT INTO t VALUES (33); PREPARE TRANSACTION 'held'", "mssante")
            let second = try await bench.increment("20240315_040000", after: first)
            try await bench.sql("ROLLBACK PREPARED 'held'; INSERT INTO t VALUES (4)", "mssante")
            try await bench.sql("DROP ROLE between", "mssante")
            for (files, rows) in [(second.files, "1 2 3"), (first.files, "1 2")] {
                let load = try bench.load("mssante")
                try await load.analyze(files)
                #expect(try await bench.rows() == (rows == "1 2" ? "1 2 3" : "1 2 3 4"))
                #expect(bench.recoveryIs([".dump", "_roles.sql", "lock"]))
                // As the beginning of a restore does it.
                try Durable.removeTree(bench.scratch("restore"))
                try bench.scratch.write("restore/here", "")
                let journal = try bench.journal()
                try await load.stage(files, journal)
                try await load.swap(journal)
                try await load.check(files)
                for entry in journal.entries.reversed() { try await load.finish(entry) }
                #expect(try await bench.rows() == rows)
                #expect(try await bench.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'between'") == "1\n")
            }
            #expect(try bench.leftovers().isEmpty)
            #expect(bench.recoveryIs(nil))
            #expect(try !bench.said().contains("SCRAM-SHA-256"))
        }
    }

    @Test func `prepared transactions come back that neither the base's server nor the live one has room for`()
        async throws
    {
        try await PostgresBench.recovering { bench in
            let base = try await bench.base()
            let server = bench.scratch("server").string
            try await throwaway("postgres", ["stop", server])
            try await throwaway("postgres", ["start", server, "max_prepared_transactions=100"])
            let open = (1...80).map { "BEGIN; INSERT INTO t VALUES (\($0)); PREPARE TRANSACTION 'p\($0)';" }
            try await bench.sql(open.joined(separator: "\n"), "mssante")
            let increment = try await bench.increment("20240315_030000", after: base)
            let close = (1...80).map { "COMMIT PREPARED 'p\($0)';" }
            try await bench.sql(close.joined(separator: "\n"), "mssante")
            try await throwaway("postgres", ["stop", server])
            try await throwaway("postgres", ["start", server, "max_prepared_transactions=0"])
            try await bench.restore(bench.load("mssante"), increment.files)
            #expect(try await bench.rows() == "1")
        }
    }

    @Test func `a missing segment is a refusal, and nothing else happens`() async throws {
        try await PostgresBench.recovering { bench in
            let base = try await bench.base()
            let first = try await bench.increment("20240315_030000", after: base)
            try await bench.sql("INSERT INTO t VALUES (2)", "mssante")
            let second = try await bench.increment("20240315_040000", after: first)
            let before = try await bench.picture("mssante")
            let files = RestoreFiles(
                id: second.files.id, files: second.files.files, earlier: base.files.files, succession: nil)
            let load = try bench.load("mssante")
            let failure = await #expect(throws: Failure.self) { try await load.analyze(files) }
            #expect(failure?.id == "postgres.not-recovered")
            #expect(failure?.line(.english).contains("before configured recovery target") == true)
            #expect(bench.recoveryIs(nil))
            let other = RestoreFiles(
                id: "20240315_050000", files: second.files.files, earlier: second.files.earlier, succession: nil)
            let unknown = await #expect(throws: Failure.self) { try await load.analyze(other) }
            #expect(unknown?.id == "postgres.not-recovered")
            #expect(try await bench.picture("mssante") == before)
            #expect(bench.recoveryIs(nil))
        }
    }

    @Test func `what the base's server was told to do is not done`() async throws {
        try await PostgresBench.recovering { bench in
            let marker = bench.scratch("archived")
            for setting in [
                "archive_mode = 'on'", "archive_command = 'touch \(marker); false'", "restore_command = 'false'",
                "ssl = 'on'", "listen_addresses = '*'", "port = 1", "recovery_target = 'immediate'",
                "shared_preload_libraries = 'plpgsql'", "max_connections = 3", "hot_standby = 'on'",
                "primary_conninfo = 'host=/nowhere'", "data_sync_retry = 'on'", "logging_collector = 'on'",
            ] { try await bench.sql("ALTER SYSTEM SET \(setting)") }
            let base = try await bench.base()
            try await bench.sql("ALTER SYSTEM RESET ALL")
            try await bench.sql("INSERT INTO t VALUES (2)", "mssante")
            let increment = try await bench.increment("20240315_030000", after: base)
            try await bench.sql("INSERT INTO t VALUES (3)", "mssante")
            try await bench.restore(bench.load("mssante"), increment.files)
            #expect(try await bench.rows() == "1 2")
            #expect((try? marker.stat()) == nil)
        }
    }

    @Test func `a server that a killed run left is ended, and its folder goes, with the next backup that is looked at`()
        async throws
    {
        try await PostgresBench.recovering { bench in
            let base = try await bench.base()
            let increment = try await bench.increment("20240315_030000", after: base)
            let files = increment.files
            let place = try await bench.abandoned(files, to: .restorePoint("garde_postgresql_20240315_030000"))
            let server = try #require(try await place.server())
            #expect(kill(pid_t(server), 0) == 0)
            // Of another kind, which has nothing to recover.
            try await bench.load("mssante").analyze(bench.backup("mssante"))
            #expect(kill(pid_t(server), 0) != 0)
            #expect(bench.recoveryIs(nil))

            let again = try await bench.abandoned(files, to: .restorePoint("garde_postgresql_20240315_030000"))
            let other = try #require(try await again.server())
            try await bench.restore(bench.load("mssante"), files)
            #expect(kill(pid_t(other), 0) != 0)
            #expect(bench.recoveryIs(nil))
            // Each of them had it but for a moment.
            #expect(try await bench.rows() == "1")
        }
    }

    @Test func `what no server here can be started on is refused, each for its reason`() async throws {
        try await PostgresBench.recovering { bench in
            let base = try await bench.base()
            let increment = try await bench.increment("20240315_030000", after: base)
            func refusal(_ base: RestoreFile?) async throws -> String? {
                let files = RestoreFiles(
                    id: increment.files.id, files: increment.files.files, earlier: base.map { [$0] } ?? [],
                    succession: nil)
                return await #expect(throws: Failure.self) { try await bench.load("mssante").analyze(files) }?.id
            }
            #expect(try await refusal(nil) == "postgres.base-missing")
            #expect(try await refusal(bench.base(of: ["PG_VERSION": "9\n"])) == "postgres.no-server-of-major")
            #expect(try await refusal(bench.base(of: ["other": ""])) == "postgres.not-a-base")
            let spaces = try await bench.base(of: ["PG_VERSION": "15\n", "tablespace_map": "16400 /srv/space\n"])
            #expect(try await refusal(spaces) == "postgres.base-has-tablespaces")
            let large = try await bench.base(of: ["PG_VERSION": "15\n"], contentBytes: 1 << 60)
            #expect(try await refusal(large) == "postgres.no-room")
            #expect(bench.recoveryIs(nil))
            let ground = try await RecoveryGround.take(bench.recovery)
            #expect(try await refusal(base.files.files[0]) == "postgres.recovery-runs")
            #expect(bench.recoveryIs(["lock"]))
            withExtendedLifetime(ground) {}
        }
    }

    @Test func `a server is led to a time, and what it lacks is named`() async throws {
        try await PostgresBench.recovering { bench in
            let base = try await bench.base()
            try await bench.sql("INSERT INTO t VALUES (2)", "mssante")
            try await Task.sleep(for: .milliseconds(50))
            let time = try await bench.sql("SELECT clock_timestamp()").dropLast()
            try await Task.sleep(for: .milliseconds(50))
            try await bench.sql("INSERT INTO t VALUES (3)", "mssante")
            let increment = try await bench.increment("20240315_030000", after: base)
            let ground = try await RecoveryGround.take(bench.recovery)
            let live = LiveServer(major: 15, folder: bench.cluster.string, users: ["nobody", "mssante"])
            let place = RecoveryPlace(.here, in: ground.path, user: try await live.user(.here))
            let recovery = PostgresRecovery(place, live) { _ in }
            let found: Result<(String, Failure?), any Error>
            do {
                let all = increment.files.earlier + increment.files.files
                try await recovery.recover(
                    ArchivedBase(all[0], Array(all.dropFirst())), to: .time(String(time)))
                let dump = bench.scratch("dump")
                try await Durable.create(dump) { try await pipeline(try await recovery.dump("mssante"), into: $0) }
                let rows = try await bench.tool("pg_restore", ["--data-only", "-f", "-", dump.string]).output
                let failure = await #expect(throws: Failure.self) { try await recovery.dump("other") }
                found = .success((rows, failure))
            } catch { found = .failure(error) }
            try await recovery.remove()
            try await recovery.remove()
            let (rows, failure) = try found.get()
            #expect(rows.contains("\n1\n2\n\\.\n"))
            #expect(failure?.id == "postgres.not-in-recovered")
            #expect(failure?.line(.english).contains("mssante, postgres") == true)
            #expect((try? place.folder.stat()) == nil)
        }
    }
}

/// A backup and where the WAL after it begins.
struct RecoveryBackup: Sendable {
    let files: RestoreFiles
    let segment: String
}

extension PostgresBench {
    static func recovering(
        _ settings: [String] = [], _ body: (PostgresBench) async throws -> Void
    ) async throws {
        try await with(["wal_level=replica", "wal_keep_size=1GB"] + settings) { bench in
            try await bench.sql("CREATE DATABASE mssante")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS i", "mssante")
            try await body(bench)
        }
    }

    var cluster: FilePath { scratch("server").appending("cluster") }
    var recovery: FilePath { scratch("restore-postgresql") }

    func rows() async throws -> String {
        try await sql("SELECT string_agg(i::text, ' ' ORDER BY i) FROM t", "mssante").split(separator: "\n").joined()
    }

    /// Whether exactly these, by the ends of their names, lie where recoveries do; nil for no such folder.
    func recoveryIs(_ ends: [String]?) -> Bool {
        guard let entries = try? Folder.open(recovery).entries() else { return ends == nil }
        let names = entries.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
        guard let ends, names.count == ends.count else { return false }
        return ends.allSatisfy { end in names.contains { $0.hasSuffix(end) } }
    }

    func base() async throws -> RecoveryBackup {
        let path = scratch("base.tar.gz")
        let made = try await tool(
            "bash", ["-eo", "pipefail", "-c", "pg_basebackup -D - -Ft -X fetch -c fast | gzip -1 >'\(path)'"])
        try #require(made.status == 0, "\(made.error)")
        let file = RestoreFile(path: path, part: Part(infix: "_base", ending: ".tar"), contentBytes: 50_000_000)
        return RecoveryBackup(files: RestoreFiles(id: "20240315_020000", files: [file]), segment: try await segment())
    }

    /// One that has only these files.
    func base(of files: [String: String], contentBytes: Int = 1000) async throws -> RestoreFile {
        let name = "base-\(UInt32.random(in: 0 ... .max))"
        for (file, text) in files { try scratch.write("\(name)/\(file)", text) }
        let path = scratch("\(name).tar")
        let made = try await tool("tar", ["-C", scratch(name).string, "-cf", path.string, "."])
        try #require(made.status == 0, "\(made.error)")
        return RestoreFile(path: path, part: Part(infix: "_base", ending: ".tar"), contentBytes: contentBytes)
    }

    private func segment() async throws -> String {
        String(try await sql("SELECT pg_walfile_name(pg_current_wal_insert_lsn())").dropLast())
    }

    /// All whole segments since then, ended by a restore point.
    func increment(_ id: String, after parent: RecoveryBackup) async throws -> RecoveryBackup {
        try await sql("SELECT pg_create_restore_point('garde_postgresql_\(id)')")
        try await sql("SELECT pg_switch_wal()")
        // The switch leaves the position at the segment's end until something is written.
        try await sql("CREATE TEMP TABLE x (); CHECKPOINT")
        let next = try await segment()
        let all = try Folder.open(cluster.appending("pg_wal")).entries()
            .map { String(decoding: $0.name, as: UTF8.self) }.filter { $0.utf8.count == 24 }
        let names = all.filter { $0 >= parent.segment && $0 < next }.sorted().map { "pg_wal/\($0)" }
        try #require(!names.isEmpty)
        let path = scratch("wal_\(id).tar.gz")
        let made = try await tool("tar", ["-C", cluster.string, "-czf", path.string] + names)
        try #require(made.status == 0, "\(made.error)")
        let file = RestoreFile(
            path: path, part: Part(infix: "_wal", ending: ".tar"), contentBytes: names.count << 24)
        let files = RestoreFiles(
            id: id, files: [file], earlier: parent.files.earlier + parent.files.files, succession: nil)
        return RecoveryBackup(files: files, segment: next)
    }

    /// A recovery whose run is gone, but not its server.
    func abandoned(_ files: RestoreFiles, to target: PostgresRecovery.Target) async throws -> RecoveryPlace {
        let ground = try await RecoveryGround.take(recovery)
        let live = LiveServer(major: 15, folder: cluster.string, users: ["mssante"])
        let place = RecoveryPlace(.here, in: ground.path, user: try await live.user(.here))
        try await ground.expects(place)
        let all = files.earlier + files.files
        try await PostgresRecovery(place, live) { _ in }.recover(
            ArchivedBase(all[0], Array(all.dropFirst())), to: target)
        return place
    }
}
