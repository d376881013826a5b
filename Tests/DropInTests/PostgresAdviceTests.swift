import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What is said to type when a server takes no session, and which client is used.
@Suite(.tags(.server)) struct PostgresAdviceTests {
    private func with(_ body: (Scratch, [String: String]) async throws -> Void) async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server")) { server in
            try await sql("CREATE DATABASE app; CREATE TABLE t ()", server, database: "postgres")
            try await sql("CREATE TABLE t ()", server, database: "app")
            try scratch.write("site/.env", "")
            let place = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
            try await body(scratch, server.merging(place.merging(["POSTGRES_DB": "app"]) { $1 }) { $1 })
        }
    }

    @Test func `pg_isready is advice where nothing answers, and nowhere else`() async throws {
        try await with { _, variables in
            let psql = "psql -h 127.0.0.1 -p \(variables["PGPORT"]!) -U mssante"
            let absent = Failure("postgres.no-such-database", ["name": "absent", "list": "app, postgres"])
            let troubles: [(change: [String: String], reason: String, advice: String, words: [String: String])] = [
                (
                    ["PGPORT": "1"], "Connection refused", "postgres.typed",
                    ["command": "pg_isready -h 127.0.0.1 -p 1"]
                ),
                (
                    ["PGHOST": "", "PGPORT": "1"], "No such file or directory", "postgres.nobody-said-where",
                    ["command": "pg_isready -p 1"]
                ),
                (
                    ["PGPASSWORD": "wrong"], "password authentication failed", "postgres.password",
                    ["user": "mssante", "session": "\(psql) -d app"]
                ),
                (
                    ["PGSSLMODE": "require"], "does not support SSL", "postgres.rules",
                    ["session": "\(psql) -d app"]
                ),
                (["POSTGRES_DB": "absent"], absent.line(.english), "postgres.no-such-database.fix", [:]),
                (["PGUSER": "nobody"], "nobody", "postgres.password", ["user": "nobody"]),
            ]
            for (change, reason, advice, said) in troubles {
                for words in [["backup"], ["restore", "--yes", "latest"]]
                where change["POSTGRES_DB"] == nil || words.count == 1 {
                    if words.count > 1 {
                        let good = try await runBackup(["backup", "--quiet"], variables, recipe: "database")
                        #expect(good.status == 0, "\(good.error)")
                    }
                    let run = try await runBackup(words, variables.merging(change) { $1 }, recipe: "database")
                    #expect(run.status == 1 && run.error.contains(reason), "\(run.error)")
                    // A restore asks another database.
                    let said = said.filter { words.count == 1 || $0.key == "user" }
                    #expect(run.error.says(advice, said, in: .english), "\(words) \(run.error)")
                    #expect(run.error.contains("pg_isready") == (change["PGPORT"] != nil), "\(run.error)")
                }
            }
        }
    }

    @Test func `a client on PATH that is newer than the packaged ones is found`() async throws {
        try await with { scratch, variables in
            for name in ["pg_dump", "psql"] {
                let script = "#!/bin/sh\n[ \"$1\" = --version ] && echo '\(name) (PostgreSQL) 99.1 (own)' && exit\n"
                let path = try scratch.write(
                    "newer/\(name)", "\(script)echo \(name) >>'\(scratch("used"))'\nexec /usr/bin/\(name) \"$@\"\n")
                _ = try await run("chmod", ["755", path.string])
            }
            let path = ["PATH": "\(scratch("newer")):/usr/bin:/bin"]
            let backup = try await runBackup(["backup"], variables.merging(path) { $1 }, recipe: "database")
            #expect(backup.status == 0, "\(backup.error)")
            let used = try await run("sort", ["-u", scratch("used").string]).output
            // The newest for questions; for the dump that of the server's own major.
            #expect(used == "psql\n")
        }
    }
}
