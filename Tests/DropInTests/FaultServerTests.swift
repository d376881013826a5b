import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    /// PostgreSQL and Redis that fail in the middle; each test has a server of its own.
    @Suite(.tags(.server)) struct ServerTests {
        let platform = FaultPlatform.platform.apart()
        let withConfig = ["--no-mail", "--no-certs"]

        /// A PostgreSQL with one table of about 80 MB.
        private func withBigTable(_ body: ([String: String], FilePath) async throws -> Void) async throws {
            let place = platform.folder.appending("postgres-\(UInt32.random(in: 0 ... .max))")
            try await withServer("postgres", in: place) { server in
                try await sql("CREATE DATABASE mssante", server, database: "postgres")
                try await sql(
                    "CREATE TABLE big AS SELECT i, md5(i::text) || md5((7 * i)::text) t FROM generate_series(1, 800000) i",
                    server, database: "mssante")
                let reach = ["PGHOST": server["PGHOST"]!, "PGPORT": server["PGPORT"]!]
                try await body(reach.merging(["POSTGRES_PASSWORD": server["PGPASSWORD"]!]) { $1 }, place)
            }
        }

        @Test func `a PostgreSQL that is killed half-way through the dump fails its component alone`() async throws {
            try await withBigTable { reach, place in
                let platform = platform
                let after = try await platform.disturbed(withConfig + ["--no-redis"], reach) { _ in
                    let isUnderWay = try await platform.eventually {
                        try await platform.written("postgresql_*.dump.gz") > 1 << 20
                    }
                    #expect(isUnderWay)
                    try await throwaway("postgres", ["kill", place.string])
                }
                #expect(after.result.status == 3 && after.left.isEmpty)
                #expect(
                    after.result.error.says("system.tool-exited", ["name": "pg_dump", "code": 1], of: "postgresql"))
                let backup = try await platform.newestBackup()
                #expect(try await backup.names() == ["config_<id>.tar.gz", "manifest.json"])
                #expect(try await platform.trouble() == nil)
                try await throwaway("postgres", ["start", place.string])
                #expect(try await platform.backup(withConfig + ["--no-redis"], reach).status == 0)
            }
        }

        @Test func `a dump that waits for a locked table ends by SIGTERM, and no session is left`() async throws {
            try await withBigTable { reach, place in
                let platform = platform
                let server = [
                    "PGHOST": reach["PGHOST"]!, "PGPORT": reach["PGPORT"]!, "PGUSER": "mssante",
                    "PGPASSWORD": reach["POSTGRES_PASSWORD"]!,
                ]
                let sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'garde\\_%'"
                let locked = "BEGIN; LOCK TABLE big IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(120)"
                let holder = Task { try? await sql(locked, server, database: "mssante") }
                let locks = "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
                let isHeld = try await platform.eventually {
                    try await sql(locks, server, database: "mssante") == "1\n"
                }
                #expect(isHeld)
                let after = try await platform.disturbed(["--no-redis"], reach) { run in
                    let waits = sessions + " AND wait_event_type = 'Lock'"
                    let isWaiting = try await platform.eventually {
                        try await sql(waits, server, database: "mssante") == "1\n"
                    }
                    #expect(isWaiting)
                    try await run.signal(15)
                }
                #expect(after.result.status == 143 && after.took < .seconds(20) && after.left.isEmpty)
                #expect(try await sql(sessions, server, database: "mssante") == "0\n")
                try await sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(120)%'"
                        + " AND pid <> pg_backend_pid()", server, database: "mssante")
                _ = await holder.value
                #expect(try await platform.trouble() == nil)
                #expect(try await platform.backup(["--quiet", "--no-redis"], reach).status == 0)
            }
        }

        @Test(.enabled("no mount is allowed here") { await canMount() }, arguments: [100, 20_000, 200_000])
        func `half a dump of a pg_dump that exits with 0 is no dump`(bytes: Int) async throws {
            let script = """
                for dump in /usr/lib/postgresql/*/bin/pg_dump; do
                    cp $dump "$BACKUP_ROOT-real" && printf '#!/bin/sh\\n"%s-real" "$@" | head -c %s\\n' \
                        "$BACKUP_ROOT" \(bytes) >"$BACKUP_ROOT-false" && chmod 755 "$BACKUP_ROOT-false"
                    mount --bind "$BACKUP_ROOT-false" $dump || exit 99
                done
                exec "$0" "$@"
                """
            let run = try await platform.backup(
                withConfig + ["--no-redis"], by: ["unshare", "--mount", "sh", "-c", script])
            #expect(run.status == 3)
            #expect(
                run.error.says("system.tool-exited", ["name": "pg_restore", "code": 1], of: "postgresql"), "\(run)")
            #expect(try await platform.newestBackup().names() == ["config_<id>.tar.gz", "manifest.json"])
        }

        @Test func `a Redis that is killed during the transfer fails its component alone`() async throws {
            let place = platform.folder.appending("redis-\(UInt32.random(in: 0 ... .max))")
            // Three seconds for the keys.
            let slow = ["--with", "repl-diskless-sync-delay 0", "--with", "rdb-key-save-delay 3000"]
            try await withServer("redis", in: place, slow + ["--password", "abc"]) { server in
                try await throwaway("redis", ["fill", place.string, "1000"])
                let reach = ["REDIS_PORT": server["REDIS_PORT"]!, "REDIS_PASSWORD": "abc"]
                let platform = platform
                let after = try await platform.disturbed(withConfig + ["--no-postgres"], reach) { _ in
                    let isUnderWay = try await platform.eventually {
                        try await redisCLI(["INFO", "persistence"], server).contains("rdb_bgsave_in_progress:1")
                    }
                    #expect(isUnderWay)
                    try await throwaway("redis", ["kill", place.string])
                }
                #expect(after.result.status == 3 && after.left.isEmpty)
                #expect(after.result.error.contains("[ERROR] redis\u{a0}: "))
                #expect(try await platform.newestBackup().names() == ["config_<id>.tar.gz", "manifest.json"])
                #expect(try await platform.trouble() == nil)
            }
        }

        @Test func `a BGSAVE that fails is not taken for an old file that worked`() async throws {
            let place = platform.folder.appending("redis-\(UInt32.random(in: 0 ... .max))")
            try await withServer("redis", in: place, ["--password", "abc"]) { server in
                try await throwaway("redis", ["fill", place.string, "20"])
                try await redisCLI(["SAVE"], server)
                let rights = ["on", ">abc", "~*", "&*", "+@all", "-sync", "-psync"]
                try await redisCLI(["ACL", "SETUSER", "sauvegarde"] + rights, server)
                // Its temporary file cannot be renamed over a folder.
                let dump = place.appending("data/dump.rdb").string
                _ = try await run("sh", ["-c", "mv \"$0\" \"$0.old\" && mkdir \"$0\" && touch \"$0/x\"", dump])
                let reach = [
                    "REDIS_PORT": server["REDIS_PORT"]!, "REDIS_USERNAME": "sauvegarde", "REDIS_PASSWORD": "abc",
                ]
                let run = try await platform.backup(withConfig + ["--no-postgres"], reach)
                #expect(run.status == 3)
                #expect(run.error.says("redis.save-failed.why"), "\(run)")
            }
        }
    }
}
