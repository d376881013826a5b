import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// Small file systems, which only root may mount.
@Suite(.tags(.server), .enabled(if: geteuid() == 0)) struct PostgresLoadRoomTests {
    @Test func `a dump that has no room when it is decompressed is loaded as it comes`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let (before, files) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            try await bench.sql("DROP TABLE vide; ALTER TABLE parent ADD d int", "mssante")
            try await mounted(bench.scratch("restore").string, "1m") {
                let (load, journal) = (try bench.load("mssante"), try bench.journal())
                try await load.analyze(files)
                #expect(try bench.said().says("postgres.loads-alone", in: .english))
                try await load.stage(files, journal)
                try await load.swap(journal)
                try await load.check(files)
                for entry in journal.entries.reversed() { try await load.finish(entry) }
                #expect(!journal.entries.contains { $0.step == "dump" })
            }
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"])
        }
    }

    @Test func `one whose room goes while it is decompressed leaves nothing`() async throws {
        try await PostgresBench.with { bench in
            try await bench.fill("mssante", rows: 20)
            let (before, backup) = (try await bench.picture("mssante"), try await bench.backup("mssante"))
            // As if there had been room at first.
            let files = RestoreFiles(
                id: backup.id, files: backup.files.map { RestoreFile(path: $0.path, part: $0.part, contentBytes: 1) })
            try await mounted(bench.scratch("restore").string, "1m") {
                let (load, journal) = (try bench.load("mssante"), try bench.journal())
                try await load.analyze(files)
                let full = await #expect(throws: NotWritten.self) { try await load.stage(files, journal) }
                #expect(full?.reason == .noSpace && full?.path.starts(with: bench.scratch("restore")) == true)
                #expect(try bench.leftovers().allSatisfy { $0.contains("roles_undo") })
                try await bench.undo("mssante", journal.entries)
            }
            #expect(try await bench.picture("mssante") == before)
            #expect(try await bench.databases() == ["mssante"])
        }
    }

    @Test func `a server whose disk fills up while it loads keeps its database`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withFolderOfServer { place in
                try await mounted(place, "21m") {
                    try await bench.sql("COPY (SELECT) TO PROGRAM 'cat >/dev/null && mkdir -m 700 \(place)/space'")
                    try await bench.sql("CREATE TABLESPACE small LOCATION '\(place)/space'")
                    try await bench.sql("CREATE DATABASE mssante TABLESPACE small")
                    let rows = "CREATE TABLE t AS SELECT i, repeat('x', 1000) FROM generate_series(1, 8000) AS i"
                    // A database just made is a file of holes until a checkpoint.
                    try await bench.sql("\(rows); CHECKPOINT", "mssante")
                    let files = try await bench.backup("mssante")
                    let journal = try bench.journal()
                    let load = try bench.load("mssante")
                    let refusal = await #expect(throws: Failure.self) { try await load.stage(files, journal) }
                    #expect(refusal?.line(.english).contains("No space left on device") == true)
                    try await bench.undo("mssante", journal.entries)
                    #expect(try await bench.sql("SELECT count(*) FROM t", "mssante") == "8000\n")
                    #expect(try await bench.databases() == ["mssante"])
                    try await bench.sql("DROP DATABASE mssante; DROP TABLESPACE small")
                }
            }
        }
    }

    @Test func `a dump that may take more than there is gets a warning, one that certainly does a refusal`()
        async throws
    {
        try await PostgresBench.with { bench in
            try await bench.sql("CREATE DATABASE mssante")
            let backup = try await bench.backup("mssante")
            let free = try GardeIO.room(at: bench.scratch("server")).free
            func files(_ bytes: Int) -> RestoreFiles {
                RestoreFiles(
                    id: backup.id,
                    files: backup.files.map { RestoreFile(path: $0.path, part: $0.part, contentBytes: bytes) })
            }
            try await bench.load("mssante").analyze(files(free / 4))
            #expect(try !bench.said().says("postgres.little-room", in: .english))
            try await bench.load("mssante").analyze(files(free / 2))
            #expect(try bench.said().says("postgres.little-room", in: .english))
            let refusal = await #expect(throws: Failure.self) {
                try await bench.load("mssante").analyze(files(2 * free))
            }
            #expect(refusal?.id == "postgres.no-room")
        }
    }

    private func mounted(_ place: String, _ size: String, _ body: () async throws -> Void) async throws {
        let mount = try await run("mount", ["-t", "tmpfs", "-o", "mode=1777,size=\(size)", "tmpfs", place])
        try #require(mount.status == 0, "\(mount.error)")
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        _ = try await run("umount", ["-l", place])
        try result.get()
    }
}
