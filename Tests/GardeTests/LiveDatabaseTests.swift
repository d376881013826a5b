import Garde
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Databases whose files lie among those that `files` saves.
@Suite struct LiveDatabaseTests {
    private func isNamed(_ run: RecipeScene.Run, _ database: String) -> Bool {
        run.said.says("files.live-databases", ["name": "site"], in: .english) && run.said.contains(database)
    }

    private func isNamed(_ run: RecipeScene.Run) -> Bool { run.said.says("files.live-databases", in: .english) }

    /// A program that has `data/app.db` open until a file `stop` is there, and has written to it.
    private var holder: String {
        """
        cat >../holder.py <<'END'
        import os, sqlite3, time
        base = sqlite3.connect("data/app.db", isolation_level=None)
        base.execute("PRAGMA journal_mode=wal")
        base.executescript("CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        open("../ready", "w")
        end = time.time() + 60
        while not os.path.exists("../stop") and time.time() < end: time.sleep(0.05)
        END
        python3 ../holder.py >../holder.said 2>&1 & for i in $(seq 600); do [ -e ../ready ] || sleep 0.05; done
        """
    }

    @Test func `SQLite with a write-ahead log is named, also by an increment, until it is closed or left out`()
        async throws
    {
        let scene = try RecipeScene { _ in files("site", "data", incremental: true) }
        let other = try RecipeScene { _ in files("site", "data", exclude: ["app.db*"]) }
        let own = try RecipeScene { _ in
            files("site", "data")
            sqlite("data/app.db")
        }
        try await scene.shell("mkdir data; echo >data/notes.db-wal; \(holder)")
        let first = try await scene.backup()
        #expect(isNamed(first, "data/app.db (SQLite)"), "\(first)")
        #expect(first.end == .done && !first.said.contains("notes.db ("), "\(first)")
        try await scene.shell("touch data/app.db-wal")
        #expect(isNamed(try await scene.backup("--type", "incremental"), "data/app.db (SQLite)"))
        for recipe in [other, own] { #expect(!isNamed(try await scene.with(recipe).backup())) }
        try await scene.shell(": >../stop; for i in $(seq 600); do [ ! -e data/app.db-wal ] || sleep 0.05; done")
        #expect(!isNamed(try await scene.backup()))
    }

    @Test func `the data folder of a PostgreSQL server that runs is named`() async throws {
        let scene = try RecipeScene { scratch in files("site", "data", scratch("pg/cluster").string) }
        try await scene.shell("mkdir data")
        let folder = scene.scratch("pg")
        try await withServer("postgres", in: folder) { _ in
            let run = try await scene.backup()
            #expect(isNamed(run, "pg/cluster (PostgreSQL)"), "\(run)")
        }
        let stopped = try await scene.backup()
        #expect(!isNamed(stopped), "\(stopped)")
    }

    @Test func `files that only look like it are not named`() async throws {
        let scene = try RecipeScene { _ in files("site", "data") }
        try await scene.shell("mkdir -p data/x; echo a >data/my-journal; echo b >data/x/y-wal; : >data/ibtmp")
        let run = try await scene.backup()
        #expect(run.end == .done && !isNamed(run), "\(run)")
    }
}
