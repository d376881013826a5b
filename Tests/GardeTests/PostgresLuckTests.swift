import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

/// What bad luck gets of increments by the write-ahead log, beside holes in it.
@Suite(.tags(.server)) struct PostgresLuckTests {
    @Test func `two recipes on one server go on side by side, each by a slot and a chain of its own`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            let other = scene.called("other")
            for one in [scene, other] { #expect(try await one.backup().end != nil) }
            #expect(try await bench.slots().count == 2)
            for number in 2...3 {
                try await writeNumber(number, bench.variables)
                for one in [scene, other] {
                    let run = try await one.backup("--type", "incremental")
                    #expect(!run.said.says("mail.new-base", ["component": "postgresql"], in: .english), "\(run.said)")
                    #expect(try scene.isIncrement(), "\(run.said)")
                }
            }
            let ids = try await scene.names("20").sorted()
            try await writeNumber(4, bench.variables)
            for (one, id) in [(scene, ids[2]), (other, ids[5])] {
                let run = try await one.restore("--yes", "--force", "--only", "postgresql", id)
                #expect(run.end == .done, "\(run.said)")
                let rows = try await bench.sql("SELECT n FROM numbers ORDER BY n", "mssante")
                #expect(rows == (id == ids[2] ? "1\n2\n" : "1\n2\n3\n"))
            }
        }
    }

    @Test func `tables without a log are named, and empty after an increment`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            try await bench.sql("CREATE UNLOGGED TABLE sessions AS SELECT 1 AS n", "mssante")
            #expect(try await scene.backup().end == .done)
            try await writeNumber(2, bench.variables)
            let run = try await scene.backup("--type", "incremental")
            #expect(run.said.says("postgres.unlogged", ["component": "postgresql", "names": "sessions"], in: .english))
            #expect(try scene.isIncrement(), "\(run.said)")
            #expect(try await scene.restore("--yes", "latest").end == .done)
            #expect(try await bench.sql("SELECT count(*) FROM numbers", "mssante") == "2\n")
            #expect(try await bench.sql("SELECT count(*) FROM sessions", "mssante") == "0\n")
        }
    }

    @Test func `a server with a tablespace is dumped whole, and no slot holds anything back`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await bench.withFolderOfServer { place in
                try await bench.sql("COPY (SELECT) TO PROGRAM 'cat >/dev/null && mkdir -m 700 \(place)/space'")
                try await bench.sql("CREATE TABLESPACE disk LOCATION '\(place)/space'")
                let run = try await scene.backup("--type", "incremental")
                #expect(run.end == .incomplete, "\(run.said)")
                #expect(run.said.says("postgres.no-increments", ["component": "postgresql"], in: .english))
                #expect(run.said.contains("disk"), "\(run.said)")
                #expect(try !scene.isIncrement() && (try scene.newest()).wal.isEmpty)
                #expect(try await bench.slots().isEmpty)
                try await bench.sql("DROP TABLESPACE disk")
            }
            // Between the last increment and this base lies what nobody has.
            let again = try await scene.backup()
            #expect(again.end == .incomplete, "\(again.said)")
            #expect(again.said.says("postgres.chain-ended", ["component": "postgresql"], in: .english))
            #expect(try scene.newest().wal[.postgresql] != nil)
            #expect(try await scene.backup().end == .done)
        }
    }

    @Test func `what a transaction that goes on wrote comes with its end, not before`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let long = "BEGIN; INSERT INTO numbers VALUES (50); SELECT pg_sleep(5); COMMIT"
            async let end = bench.sql(long, "mssante")
            try await Task.sleep(for: .milliseconds(1200))
            try await writeNumber(2, bench.variables)
            try await Task.sleep(for: .milliseconds(1200))
            let moment = LocalTime.now().iso8601
            _ = try await end
            #expect(try await scene.backup("--type", "incremental").end == .done)
            try #require(try scene.isIncrement())
            for (words, rows) in [(["--until", moment], "1\n2\n"), (["latest"], "1\n2\n50\n")] {
                let run = try await scene.restore(["--yes", "--force", "--only", "postgresql"] + words)
                #expect(run.end == .done, "\(run.said)")
                #expect(try await bench.sql("SELECT n FROM numbers ORDER BY n", "mssante") == rows)
            }
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func `without room for the log a whole backup says why`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            let place = scene.backups.string
            let mount = try await run("mount", ["-t", "tmpfs", "-o", "mode=700,size=240m", "tmpfs", place])
            try #require(mount.status == 0, "\(mount.error)")
            do {
                #expect(try await scene.backup().end == .done)
                try await writeNumber(2, bench.variables)
                let run = try await scene.backup("--type", "incremental")
                #expect(run.end == .incomplete, "\(run.said)")
                #expect(run.said.says("postgres.hole-no-room", in: .english), "\(run.said)")
                #expect(try !scene.isIncrement() && (try scene.newest()).wal[.postgresql] != nil)
            } catch { Issue.record(error) }
            _ = try await run("umount", ["-l", place])
        }
    }
}
