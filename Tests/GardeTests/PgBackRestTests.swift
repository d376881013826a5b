import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// A PostgreSQL cluster that the site's own pgBackRest keeps.
@Suite(.tags(.server)) struct PgBackRestTests {
    @Test func `full and incremental runs drive it, and each comes back as it ended`() async throws {
        try await PgBackRestScene.with { site in
            let first = try await site.scene.backup("--type", "incremental")
            #expect(first.end == .done, "\(first.said)")
            #expect(first.said.contains("made a full backup"), "\(first.said)")
            let base = try site.scene.newest()
            #expect(
                base.files?.filter { $0.component == .postgresql }.map(\.name) == [
                    "postgresql_\(base.backup.id).pgbackrest.gz"
                ])
            #expect(!base.isIncrement(.postgresql))
            try await writeNumber(2, site.bench.variables)
            let second = try await site.scene.backup("--type", "incremental")
            #expect(second.end == .done, "\(second.said)")
            #expect(try await site.pgbackrest("info").contains("incr backup"))
            try await writeNumber(3, site.bench.variables)
            #expect(try await site.filesOfOthers().isEmpty || getuid() != 0)
            let verified = try await site.scene.verify()
            #expect(verified.end == .done, "\(verified.said)")
            let listed = try await site.scene.list()
            #expect(listed.said.contains("postgresql  pgBackRest main: 2 backups"), "\(listed.said)")

            let latest = try await site.scene.restore("--yes", "latest")
            #expect(latest.end == .done, "\(latest.said)")
            #expect(try await site.numbers() == "1 2\n")
            let roles = "SELECT count(*) FROM pg_roles WHERE rolname = 'role_2'"
            #expect(try await site.bench.sql(roles) == "1\n")
            let older = try await site.scene.restore("--yes", base.backup.id)
            #expect(older.end == .done, "\(older.said)")
            #expect(try await site.numbers() == "1\n")
            #expect(try await site.bench.databases() == ["mssante"])
        }
    }

    @Test func `everything as it was at a moment after the last run`() async throws {
        try await PgBackRestScene.with { site in
            #expect(try await site.scene.backup().end == .done)
            try await Task.sleep(for: .seconds(2))
            try await writeNumber(2, site.bench.variables)
            try await Task.sleep(for: .milliseconds(1100))
            let moment = LocalTime.now()
            try await Task.sleep(for: .milliseconds(1100))
            try await writeNumber(3, site.bench.variables)
            let run = try await site.scene.restore("--yes", "--until", moment.iso8601)
            #expect(run.end == .done, "\(run.said)")
            #expect(try await site.numbers() == "1 2\n")
            // Nothing was committed after the restore: the log still leads there.
            try await Task.sleep(for: .seconds(2))
            let now = LocalTime.now()
            try await Task.sleep(for: .seconds(1))
            let idle = try await site.scene.restore("--yes", "--until", now.iso8601)
            #expect(idle.end == .done, "\(idle.said)")
        }
    }

    @Test func `a stanza that is not there, of another cluster or without a word is refused`() async throws {
        try await PgBackRestScene.with(stanza: "wrong") { site in
            let run = try await site.scene.backup()
            #expect(run.end != .done)
            #expect(run.said.contains("--stanza=wrong stanza-create"), "\(run.said)")
            try await PostgresBench.with { other in
                var scene = try RecipeScene { _ in
                    postgres(database: "postgres", in: .here, engine: .pgBackRest(stanza: "main"))
                    config(".env")
                }
                scene.variables = other.variables
                let run = try await scene.backup()
                #expect(run.end != .done)
                #expect(run.said.contains("of another cluster"), "\(run.said)")
            }
        }
    }

    @Test func `a backup that expired is bad, and a lost repository refuses restore and backup`() async throws {
        try await PgBackRestScene.with { site in
            #expect(try await site.scene.backup().end == .done)
            #expect(try await site.scene.verify().end == .done)
            for _ in 1...2 { try await site.pgbackrest("--type=full", "backup") }
            let verified = try await site.scene.verify()
            #expect(verified.end == .failed)
            #expect(verified.said.contains("no longer has the backup"), "\(verified.said)")
            let restored = try await site.scene.restore("--yes", site.scene.newest().backup.id)
            #expect(restored.said.contains("no longer has the backup"), "\(restored.said)")
            #expect(try await site.numbers() == "1\n")
            _ = try await run("sh", ["-ec", "rm -r \"$1\"/*", "sh", site.folder.appending("repo").string])
            let lost = try await site.scene.backup()
            #expect(lost.end != .done)
            #expect(lost.said.contains("stanza-create"), "\(lost.said)")
        }
    }

    @Test func `words that make no sense together are findings`() {
        func ids(_ word: Word) -> [String] { Recipe([word]).findings { _ in nil }.map(\.id) }
        #expect(
            ids(postgres(incremental: true, engine: .pgBackRest(stanza: "main"))) == ["postgres.pgbackrest-incremental"]
        )
        #expect(ids(postgres(engine: .pgBackRest(stanza: ""))) == ["postgres.pgbackrest-not-named"])
        #expect(ids(postgres(engine: .pgBackRest(stanza: "main"))).isEmpty)
    }
}
