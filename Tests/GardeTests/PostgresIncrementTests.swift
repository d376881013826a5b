import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Increments of a PostgreSQL server by its write-ahead log.
@Suite(.tags(.server)) struct PostgresIncrementTests {
    // MARK: What is stored

    @Test
    func `plain tools bring back exactly the rows and roles of each increment, by the commands of the documentation`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let base = try scene.newest()
            #expect(!base.isIncrement(.postgresql))
            #expect(try #require(base.wal[.postgresql]).timeline == 1)
            var ids = [base.backup.id]
            for number in 2...4 {
                try await writeNumber(number, bench.variables)
                let run = try await scene.backup()
                #expect(run.end == .done, "\(run.said)")
                let made = try scene.newest()
                #expect(made.lineage(of: .postgresql)?.parent == ids.last, "\(run.said)")
                #expect(
                    made.files?.filter { $0.component == .postgresql }.map(\.name) == [
                        "postgresql_wal_\(made.backup.id).tar.gz"
                    ])
                ids.append(made.backup.id)
            }
            #expect(try await scene.names(".garde-wal").isEmpty)
            for last in 1...3 {
                let found = try await recover(scene, ids, through: last)
                #expect(found == (1...last + 1).map { "\($0)" }.joined(separator: "\n") + "|\(last + 1)\n")
            }
        }
    }

    /// The numbers and how many roles there are, in a server that plain tools made of these backups.
    private func recover(_ scene: RecipeScene, _ ids: [String], through last: Int) async throws -> String {
        let folder = scene.scratch("recovered-\(last)").string
        let script = """
            mkdir -p "$1" && chmod 700 "$1"
            cd "$2"
            gunzip -c "$3/postgresql_base_$3.tar.gz" | tar -xp -C "$1"
            for id in $(echo $4); do gunzip -c "$id/postgresql_wal_$id.tar.gz" | tar -xp -C "$1"; last=$id; done
            touch "$1/recovery.signal"
            echo 'local all all trust' >"$1/here.conf"
            bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
            as=
            reach=
            if [ "$(id -u)" = 0 ]; then
                chown -R postgres: "$1"
                as="setpriv --reuid=postgres --regid=postgres --init-groups --ambient-caps=+dac_read_search --inh-caps=+dac_read_search"
            fi
            # Short, since a socket's path has 107 bytes, and not root's; the trap below removes it.
            socket=$(mktemp -d /tmp/garde-socket-XXXXXX)
            chmod 777 "$socket"
            $as "$bin/postgres" -D "$1" -c listen_addresses= -c unix_socket_directories="$socket" -c port=5432 \\
                -c hba_file="$1/here.conf" -c restore_command=false -c recovery_target_name="$(jq -r .wal.postgresql.restore_point "$last/manifest.json")" \\
                -c hot_standby=off -c archive_mode=off -c primary_conninfo= -c max_logical_replication_workers=0 \\
                -c max_worker_processes=0 -c recovery_target_action=promote >"$1/log" 2>&1 &
            pid=$!
            trap 'kill -QUIT $pid; wait $pid || :; rm -r "$socket"' EXIT
            for round in $(seq 200); do
                if psql -XAtq -h "$socket" -U mssante -d mssante -c 'select pg_is_in_recovery()' 2>&1 | grep -qx f; then break; fi
                kill -0 $pid 2>/dev/null || { cat "$1/log" >&2; break; }
                sleep 0.1
            done
            psql -XAtq -h "$socket" -U mssante -d mssante -c "select string_agg(n::text, E'\\n' order by n) || '|' ||
                (select count(*) from pg_roles where rolname like 'role\\_%') from numbers"
            """
        let result = try await run(
            "bash", ["-ec", script, "bash", folder, scene.backups.string, ids[0], ids[1...last].joined(separator: " ")])
        #expect(result.status == 0, "\(result.error)")
        return result.output
    }

    @Test func `verify reads base and log, and finds a segment that is missing, doubled or of another server`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await bench.sql("SELECT pg_switch_wal()")
            try await writeNumber(2, bench.variables)
            #expect(try await scene.backup().end == .done)
            let said = try await scene.verify()
            #expect(said.end == .done, "\(said.said)")
        }
    }

    // MARK: Restoring

    private func numbers(_ bench: PostgresBench) async throws -> String {
        try await bench.sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers", "mssante")
    }

    @Test func `an increment is restored to the end of its run, and the newest by latest`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await writeNumber(2, bench.variables)
            #expect(try await scene.backup().end == .done)
            let second = try scene.newest().backup.id
            try await writeNumber(3, bench.variables)
            #expect(try await scene.backup().end == .done)
            try await writeNumber(4, bench.variables)
            try await bench.sql("DROP TABLE numbers; CREATE TABLE other (x int)", "mssante")
            let check = try await scene.restore("--dry-run", "latest")
            #expect(check.end == .done, "\(check.said)")
            #expect(check.said.contains("(chain of 3 backups)"), "\(check.said)")
            let all = try await scene.restore("--yes", "latest")
            #expect(all.end == .done, "\(all.said)")
            #expect(try await numbers(bench) == "1 2 3\n")
            let earlier = try await scene.restore("--yes", second)
            #expect(earlier.end == .done, "\(earlier.said)")
            #expect(try await numbers(bench) == "1 2\n")
            #expect(try await bench.databases() == ["mssante"])
            #expect(try await scene.names(".restore").isEmpty)
            try await writeNumber(5, bench.variables)
            let next = try await scene.backup()
            #expect(next.end == .done, "\(next.said)")
        }
    }

    @Test func `--until brings back exactly the commits of that moment, and says which moment the rest gets`()
        async throws
    {
        try await PostgresBench.withIncrements([PostgresBench.slotLimit, "track_commit_timestamp=on"]) { scene, bench in
            #expect(try await scene.backup().end == .done)
            let start = LocalTime.now()
            for number in 10..<34 {
                try await bench.sql("INSERT INTO numbers VALUES (\(number))", "mssante")
                if number % 8 == 1 { #expect(try await scene.backup().end == .done) }
                try await Task.sleep(for: .milliseconds(350))
            }
            #expect(try await scene.backup().end == .done)
            let end = try #require(try scene.newest().wal[.postgresql]).moment
            let last = try #require(LocalTime(iso8601: end.prefix(19) + "Z"))
            let moments = (start.seconds + 1...last.seconds).shuffled().prefix(6).map {
                LocalTime(secondsSince1970: $0)
            }
            var expected: [String] = []
            for moment in moments {
                let sql = """
                    SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers
                    WHERE pg_xact_commit_timestamp(xmin) <= '\(moment.iso8601)'
                    """
                expected.append(try await bench.sql(sql, "mssante"))
            }
            for (moment, rows) in zip(moments, expected) {
                let run = try await scene.restore("--yes", "--until", moment.iso8601)
                #expect(run.end == .done, "\(run.said)")
                #expect(
                    run.said.says(
                        "restore.until-exact", ["name": "postgresql", "moment": moment.iso8601], in: .english),
                    "\(run.said)")
                #expect(run.said.says("restore.until-nearest", ["name": "config"], in: .english), "\(run.said)")
                #expect(try await numbers(bench) == rows)
            }
        }
    }

    @Test func `list says from when to when any moment can be had, a window a chain`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await Task.sleep(for: .milliseconds(2100))
            #expect(try await scene.backup().end == .done)
            try await bench.sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
            #expect(try await scene.backup().end == .incomplete)
            try await Task.sleep(for: .milliseconds(2100))
            #expect(try await scene.backup().end == .done)
            let said = try await scene.list().said
            let windows = said.split(separator: "\n").filter { $0.contains("--until") }
            #expect(windows.count == 2, "\(said)")
        }
    }

    @Test func `a moment outside of what is held is refused with the window that is`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            let before = try await numbers(bench)
            for moment in ["2001-01-01 10:00", "2038-01-01"] {
                let run = try await scene.restore("--yes", "--until", moment)
                #expect(run.end == nil)
                #expect(run.said.says("restore.outside-window", in: .english), "\(run.said)")
            }
            #expect(try await numbers(bench) == before)
        }
    }

    // MARK: How much there is

    @Test
    func `a database that lost most of its rows is no increment: a whole dump, suspect until somebody accepts it`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            try await bench.sql(
                "CREATE TABLE big AS SELECT n, repeat('x', 100) FROM generate_series(1, 20000) n; VACUUM ANALYZE big",
                "mssante")
            #expect(try await scene.backup().end == .done)
            #expect(try await scene.backup().end == .done)
            let good = try scene.newest().backup.id
            try await bench.sql("TRUNCATE big", "mssante")
            let run = try await scene.backup()
            #expect(run.said.says("postgres.shrank", in: .english), "\(run.said)")
            #expect(run.end == .incomplete && run.said.says("backup.shrank", in: .english), "\(run.said)")
            #expect(try !scene.isIncrement())
            let next = try await scene.backup()
            #expect(next.said.says("mail.suspect", in: .english), "\(next.said)")
            #expect(try !scene.isIncrement())
            let restored = try await scene.restore("--yes", "latest")
            #expect(restored.said.contains(good), "\(restored.said)")
            #expect(try await bench.sql("SELECT count(*) FROM big", "mssante") == "20000\n")
        }
    }

    @Test func `two databases of one server have a slot each, and one base and one log`() async throws {
        try await PostgresBench.withTwo { scene, bench in
            let first = try await scene.backup()
            #expect(first.end == .done && !first.said.contains("[WARNING]"), "\(first.said)")
            // Its own slots are none that could go.
            #expect(!first.said.contains("pg_drop_replication_slot"), "\(first.said)")
            #expect(try await linked("base", scene))
            for name in ["mssante", "shop"] { try await bench.sql("INSERT INTO numbers VALUES (2)", name) }
            let second = try await scene.backup()
            #expect(second.end == .done && !second.said.contains("[WARNING]"), "\(second.said)")
            #expect(try scene.isIncrement() && (try scene.newest()).isIncrement("shop"))
            #expect(try await linked("wal", scene))
            #expect(try await bench.slots().count == 2)
            for name in ["mssante", "shop"] { try await bench.sql("INSERT INTO numbers VALUES (3)", name) }
            let run = try await scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run.said)")
            for name in ["mssante", "shop"] {
                #expect(try await bench.sql("SELECT n FROM numbers ORDER BY n", name) == "1\n2\n")
            }
        }
    }

    /// Whether the newest backup has one file of both databases.
    private func linked(_ part: String, _ scene: RecipeScene) async throws -> Bool {
        let id = try scene.newest().backup.id
        let names = ["postgresql", "shop"].map { scene.backups.appending(id).appending("\($0)_\(part)_\(id).tar.gz") }
        return try FileIdentity(of: names[0]) == FileIdentity(of: names[1])
    }

    @Test func `of two databases of one server one alone goes on, and then each saves its own log until the next full`()
        async throws
    {
        try await PostgresBench.withTwo { scene, bench in
            #expect(try await scene.backup().end == .done)
            for (number, words) in [(2, ["--only", "shop"]), (3, []), (4, [])] {
                for name in ["mssante", "shop"] { try await bench.sql("INSERT INTO numbers VALUES (\(number))", name) }
                let run = try await scene.run(["--type", "incremental"] + words)
                #expect(run.end == .done && !run.said.contains("[WARNING]"), "\(run.said)")
                #expect(try scene.newest().isIncrement("shop"))
                guard number > 2 else { continue }
                #expect(try scene.isIncrement())
                let isOneFile = try await linked("wal", scene)
                #expect(!isOneFile, "their logs end at different places until the next full")
            }
            #expect(try await scene.verify().end == .done)
            let run = try await scene.restore("--yes", "latest")
            #expect(run.end == .done, "\(run.said)")
            for name in ["mssante", "shop"] {
                #expect(try await bench.sql("SELECT count(*) FROM numbers", name) == "4\n")
            }
        }
    }

    // MARK: Where none can be made

    @Test func `without a limit on what slots keep there is a whole dump, no slot, and the line to type`() async throws
    {
        try await PostgresBench.withIncrements([]) { scene, bench in
            for _ in 0..<2 {
                let run = try await scene.backup()
                #expect(run.end == .done)
                #expect(
                    run.said.says("postgres.no-increments", ["component": "postgresql"], in: .english), "\(run.said)")
                #expect(run.said.contains("ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'"))
                #expect(try !scene.isIncrement())
            }
            #expect(try await bench.slots().isEmpty)
            try await bench.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'; SELECT pg_reload_conf();")
            #expect(try await scene.backup().end == .done)
            #expect(try await scene.backup().end == .done)
            #expect(try scene.isIncrement())
            // A limit that is taken away takes the slot with it.
            try await bench.sql("ALTER SYSTEM RESET max_slot_wal_keep_size; SELECT pg_reload_conf();")
            #expect(try await scene.backup().end == .incomplete)
            #expect(try await bench.slots().isEmpty)
            // That was said; a server that has none is warned of, no more.
            #expect(try await scene.backup().end == .done)
        }
    }

    @Test
    func
        `--allow-settings sets the limit, and status tells what is held back, since when every moment is there, and a loss`()
        async throws
    {
        try await PostgresBench.withIncrements([]) { scene, bench in
            let first = try await scene.backup("--allow-settings")
            #expect(first.end == .done)
            #expect(
                first.said.says("postgres.slots-limited", ["component": "postgresql", "size": "10GB"], in: .english))
            // A window is told in seconds.
            try await Task.sleep(for: .milliseconds(2100))
            #expect(try await scene.backup().end == .done)
            #expect(try scene.isIncrement())
            let json = try await scene.status("--json").said
            #expect(json.contains("\"wal_held_limit_bytes\": \(10 << 30)"), "\(json)")
            let since = try #require(json.split(separator: "any_moment_since\": \"").dropFirst().first?.prefix(19))
            let to = try #require(json.split(separator: "restorable_to\": \"").dropFirst().first?.prefix(19))
            #expect(since < to)
            try await bench.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'; SELECT pg_reload_conf()")
            for _ in 0..<8 {
                try await bench.sql(
                    "SELECT pg_logical_emit_message(false, 'x', 'y'); SELECT pg_switch_wal(); CHECKPOINT")
            }
            let lost = try await scene.status()
            #expect(lost.said.says("status.log-lost", ["name": "postgresql"], in: .english), "\(lost.said)")
            #expect(lost.end == .failed)
        }
    }

    @Test func `a recipe that wants no increments any more drops the slot`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            #expect(try await bench.slots().count == 1)
            let plain = try RecipeScene { _ in
                postgres(database: "mssante", in: .here)
                config(".env")
            }
            #expect(try await scene.with(plain).backup().end == .done)
            #expect(try await bench.slots().isEmpty)
        }
    }
}
