import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A write-ahead log that makes a tablespace: a server aside that followed it would work in the live server's files.
@Suite(.tags(.server)) struct PostgresTablespaceTests {
    @Test func `an increment in which a tablespace came and went is a new base; the next one is an increment again`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await bench.withFolderOfServer { place in
                try await bench.sql("CREATE TABLESPACE fast LOCATION '\(place)'")
                try await bench.sql("DROP TABLESPACE fast")
                let run = try await scene.backup()
                #expect(run.said.says("postgres.hole-tablespace", ["place": place], in: .english), "\(run.said)")
                #expect(run.end == .incomplete)
                #expect(try !scene.isIncrement())
                #expect(try scene.newest().wal[.postgresql] != nil)
                #expect(try await scene.backup().end == .done)
                #expect(try scene.isIncrement())
            }
        }
    }

    @Test
    func `no server aside follows one that an older increment holds, and the live server's files stay as they are`()
        async throws
    {
        try await PostgresBench.recovering { bench in
            try await bench.withFolderOfServer { place in
                let base = try await bench.base()
                try await bench.sql("CREATE TABLESPACE fast LOCATION '\(place)'")
                try await bench.sql("CREATE TABLE moved TABLESPACE fast AS SELECT 1 AS i", "mssante")
                let first = try await bench.increment("20240315_030000", after: base)
                let before = try await run("find", [place, "-ls"]).output
                let failure = await #expect(throws: Failure.self) {
                    try await bench.load("mssante").analyze(first.files)
                }
                #expect(failure?.id == "postgres.log-makes-tablespace")
                #expect(failure?.line(.english).contains(place) == true)
                #expect(try await run("find", [place, "-ls"]).output == before)
                #expect(bench.recoveryIs(nil))
                try await bench.sql("DROP TABLE moved", "mssante")
                // What a server aside had left there would be in the way.
                try await bench.sql("DROP TABLESPACE fast")
            }
        }
    }

    @Test func `neither does one that pgBackRest's repository has the log for`() async throws {
        try await PgBackRestScene.with { site in
            #expect(try await site.scene.backup().end == .done)
            try await site.bench.withFolderOfServer { place in
                try await site.bench.sql("CREATE TABLESPACE fast LOCATION '\(place)'")
                try await site.bench.sql("CREATE TABLE moved TABLESPACE fast AS SELECT 1 AS i", "mssante")
                try await Task.sleep(for: .milliseconds(1100))
                let moment = LocalTime.now()
                let before = try await run("find", [place, "-type", "f", "-ls"]).output
                let restore = try await site.scene.restore("--yes", "--until", moment.iso8601)
                #expect(restore.end != .done, "\(restore.said)")
                #expect(restore.said.says("postgres.pgbackrest-log", ["list": "fast"], in: .english), "\(restore.said)")
                #expect(try await run("find", [place, "-type", "f", "-ls"]).output == before)
                try await site.bench.sql("DROP TABLE moved", "mssante")
                try await site.bench.sql("DROP TABLESPACE fast")
            }
        }
    }
}
