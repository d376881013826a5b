import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What keeps the write-ahead log from arriving for a while, and makes no hole in it.
@Suite(.tags(.server)) struct PostgresInterruptionTests {
    enum Trouble: String, CaseIterable { case ended, busy, restarted }

    @Test(arguments: Trouble.allCases)
    func `trouble that passes while the log arrives costs an increment seconds, and nothing else`(trouble: Trouble)
        async throws
    {
        try await withOneSender { scene, bench in
            let base = try scene.newest().backup.id
            try await writeNumber(2, bench.variables)
            try await fillLog(bench)
            let holder = trouble == .busy ? try await takeSender(bench) : nil
            async let undone: Void = make(trouble, bench, holder)
            let run = try await scene.backup()
            try await undone
            #expect(run.said.says("postgres.log-again", ["component": "postgresql"], in: .english), "\(run.said)")
            #expect(run.end == .done, "\(run.said)")
            #expect(try scene.newest().lineage(of: .postgresql)?.parent == base, "\(run.said)")
            try await expectNumbers("1 2", scene, bench)
        }
    }

    @Test
    func
        `a log that does not arrive at all is an error with a whole dump, and the next increment goes on from its parent`()
        async throws
    {
        try await withOneSender { scene, bench in
            let base = try scene.newest().backup.id
            try await writeNumber(2, bench.variables)
            let release = try await takeSender(bench)
            let run = try await scene.backup()
            #expect(run.end == .incomplete, "\(run.said)")
            #expect(
                run.said.says("postgres.log-not-received", ["component": "postgresql", "parent": base], in: .english),
                "\(run.said)")
            // Which --quiet lets through.
            #expect(run.said.contains("[ERROR] postgresql: saved as a whole dump"), "\(run.said)")
            let dump = try scene.newest()
            #expect(!dump.isIncrement(.postgresql) && dump.wal[.postgresql] == nil)
            #expect(try await scene.restore("--dry-run", dump.backup.id).end == .done)
            // Nor does a night's full backup without a base end the chain.
            let full = try await scene.backup("--type", "full")
            #expect(full.end == .incomplete, "\(full.said)")
            #expect(full.said.says("postgres.no-base", ["component": "postgresql"], in: .english), "\(full.said)")
            try await release()
            try await writeNumber(3, bench.variables)
            let next = try await scene.backup()
            #expect(next.end == .done, "\(next.said)")
            #expect(try scene.newest().lineage(of: .postgresql)?.parent == base, "\(next.said)")
            #expect(try await scene.verify().end == .done)
            try await expectNumbers("1 2 3", scene, bench)
        }
    }

    @Test
    func
        `what does not pass is tried twice, and said with what shows its cause; mended, the increments go on`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let base = try scene.newest().backup.id
            try await writeNumber(2, bench.variables)
            try await bench.refuseReplication()
            let run = try await scene.backup()
            #expect(run.end == .incomplete, "\(run.said)")
            let said = ["component": "postgresql", "parent": base]
            #expect(run.said.says("postgres.log-stays-away", said, in: .english), "\(run.said)")
            #expect(run.said.contains("[ERROR] postgresql: saved as a whole dump"), "\(run.said)")
            #expect(run.said.ranges(of: "asking again in").count == 1, "\(run.said)")
            let typed = try #require(run.said.firstMatch(of: /: (psql .*? IDENTIFY_SYSTEM) – .*: (df -h [^ \n]+)/))
            #expect(try await bench.tool("sh", ["-c", String(typed.1)]).error.contains("pg_hba.conf"))
            #expect(try await bench.tool("sh", ["-c", String(typed.2)]).status == 0, "\(typed.2)")
            try await bench.allowReplication()
            #expect(try await bench.tool("sh", ["-c", String(typed.1)]).status == 0, "\(typed.1)")
            try await writeNumber(3, bench.variables)
            let next = try await scene.backup()
            #expect(next.end == .done, "\(next.said)")
            #expect(try scene.newest().lineage(of: .postgresql)?.parent == base, "\(next.said)")
            try await expectNumbers("1 2 3", scene, bench)
        }
    }

    @Test func `a tool of the log that is missing is said at once, and the dump saved`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let folder = scene.scratch("programs").string
            try await scene.shell("mkdir '\(folder)'; ln -s /usr/bin/* '\(folder)'; rm '\(folder)/dd'")
            let run = try await Invocation.$surroundings.withValue(["PATH": folder]) { try await scene.backup() }
            #expect(run.end == .incomplete, "\(run.said)")
            #expect(run.said.says("postgres.log-stays-away", in: .english), "\(run.said)")
            #expect(run.said.says("system.let", ["program": "dd"], in: .english), "\(run.said)")
            #expect(!run.said.says("postgres.log-again", in: .english), "\(run.said)")
            #expect(try scene.newest().components[.postgresql] == true)
            #expect(try await scene.backup().end == .done)
            #expect(try scene.isIncrement())
        }
    }

    @Test func `a base that fails for good is tried once in a run, whatever databases the server has`() async throws {
        try await PostgresBench.withTwo { scene, bench in
            // The second comes to its base long after the first.
            try await bench.sql(
                "CREATE TABLE big AS SELECT repeat(md5(n::text), 40) FROM generate_series(1, 40000) n", "shop")
            try await bench.refuseReplication()
            let run = try await scene.backup()
            #expect(run.end == .incomplete, "\(run.said)")
            for component in ["postgresql", "shop"] {
                #expect(run.said.says("postgres.no-base", ["component": component], in: .english), "\(run.said)")
            }
            let log = try bench.scratch("server/postgres.log").read()
            let refusals = String(decoding: log, as: UTF8.self).split(separator: "\n").count {
                $0.contains("pg_hba.conf rejects replication")
            }
            #expect(refusals == 1)
        }
    }

    @Test func `a question that the server does not answer for a moment leaves the slot to the next increment`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let base = try scene.newest().backup.id
            try await writeNumber(2, bench.variables)
            try await bench.sql("ALTER FUNCTION pg_control_system() RENAME TO pg_control_system_away", "mssante")
            let run = try await scene.backup("--type", "full")
            #expect(run.end == .incomplete, "\(run.said)")
            #expect(run.said.says("postgres.no-base", ["component": "postgresql"], in: .english), "\(run.said)")
            #expect(try await bench.slots().count == 1)
            try await bench.sql("ALTER FUNCTION pg_control_system_away() RENAME TO pg_control_system", "mssante")
            let next = try await scene.backup()
            #expect(next.end == .done, "\(next.said)")
            #expect(try scene.newest().lineage(of: .postgresql)?.parent == base, "\(next.said)")
        }
    }

    @Test func `two databases that share a log try again together`() async throws {
        try await PostgresBench.withTwo([PostgresBench.slotLimit, "max_wal_senders=1"]) { scene, bench in
            #expect(try await scene.backup().end == .done)
            let release = try await takeSender(bench)
            async let undone: Void = make(.busy, bench, release)
            let run = try await scene.backup()
            try await undone
            #expect(run.end == .done, "\(run.said)")
            #expect(try scene.isIncrement() && (try scene.newest()).isIncrement("shop"), "\(run.said)")
        }
    }

    @Test func `dumps alone until the day is over are an error of each run, and rotation goes on`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            for _ in 0..<2 {
                try await bench.sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
                let run = try await scene.backup()
                #expect(run.end == .incomplete, "\(run.said)")
                #expect(
                    run.said.says("postgres.chain-ended", ["component": "postgresql"], in: .english), "\(run.said)")
            }
            for _ in 0..<2 {
                let run = try await scene.backup()
                #expect(run.end == .incomplete, "\(run.said)")
                #expect(run.said.says("postgres.two-bases", in: .english), "\(run.said)")
                #expect(!run.said.says("prune.not-after-incomplete", in: .english), "\(run.said)")
            }
        }
    }

    @Test func `a slot that goes after log did not arrive is a chain that ended, whatever dumps lie between`()
        async throws
    {
        try await withOneSender { scene, bench in
            let release = try await takeSender(bench)
            let first = try await scene.backup()
            #expect(first.said.says("postgres.log-not-received", in: .english), "\(first.said)")
            try await release()
            try await bench.sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
            let next = try await scene.backup()
            #expect(next.end == .incomplete, "\(next.said)")
            #expect(next.said.says("postgres.chain-ended", ["component": "postgresql"], in: .english), "\(next.said)")
            #expect(try await scene.backup().end == .done)
        }
    }

    // MARK: The scene

    /// A platform with a base, whose server sends its log to one at a time.
    private func withOneSender(_ body: (RecipeScene, PostgresBench) async throws -> Void) async throws {
        try await PostgresBench.withIncrements([PostgresBench.slotLimit, "max_wal_senders=1"]) { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await body(scene, bench)
        }
    }

    /// Enough for somebody to come between.
    private func fillLog(_ bench: PostgresBench) async throws {
        for _ in 0..<24 {
            try await bench.sql("SELECT pg_logical_emit_message(false, 'x', 'y'); SELECT pg_switch_wal()")
        }
    }

    private func make(
        _ trouble: Trouble, _ bench: PostgresBench, _ release: (@Sendable () async throws -> Void)?
    ) async throws {
        switch trouble {
        case .ended: try await bench.sql(meanwhile("PERFORM pg_terminate_backend(pid) FROM pg_stat_replication;"))
        case .busy:
            try await Task.sleep(for: .seconds(2))
            try await release?()
        case .restarted:
            // As by a power cut: what ends orderly sends all that it has first.
            let end = "cat >/dev/null; kill -QUIT $(head -n 1 postmaster.pid)"
            _ = try? await bench.sql(meanwhile("COPY (SELECT) TO PROGRAM '\(end)';"))
            let folder = bench.scratch("server").string
            try await throwaway("postgres", ["stop", folder])
            try await throwaway("postgres", ["start", folder])
        }
    }

    /// What the server does as soon as it sends its log.
    private func meanwhile(_ statement: String) -> String {
        """
        DO $$ BEGIN FOR round IN 1..20000 LOOP
            PERFORM pg_stat_clear_snapshot();
            IF EXISTS (SELECT FROM pg_stat_replication) THEN \(statement) EXIT; END IF;
            PERFORM pg_sleep(0.001);
        END LOOP; END $$
        """
    }

    /// Somebody else's, who stays until what is returned is called.
    private func takeSender(_ bench: PostgresBench) async throws -> @Sendable () async throws -> Void {
        let place = bench.scratch("holder").string
        let script = "mkdir -p '\(place)'; PGAPPNAME=holder pg_receivewal -D '\(place)' >/dev/null 2>&1 & echo $!"
        let started = try await bench.tool("sh", ["-c", script])
        let pid = started.output.split(separator: "\n").map(String.init)[0]
        let count = "SELECT count(*) FROM pg_stat_replication"
        while try await bench.sql(count) == "0\n" { try await Task.sleep(for: .milliseconds(20)) }
        return {
            _ = try await run("kill", [pid])
            while try await bench.sql(count) == "1\n" { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    private func expectNumbers(_ numbers: String, _ scene: RecipeScene, _ bench: PostgresBench) async throws {
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == .done, "\(run.said)")
        #expect(
            try await bench.sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers", "mssante") == numbers + "\n")
    }
}
