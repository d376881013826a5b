import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Increments of a PostgreSQL server by its write-ahead log.
@Suite(.tags(.server)) struct PostgresIncrementTests {
    private static let limit = "max_slot_wal_keep_size=2GB"

    /// A platform whose database has a table of numbered rows.
    private func scene(_ variables: [String: String]) async throws -> RecipeScene {
        var scene = try RecipeScene { _ in
            postgres(database: "mssante", in: .here, incremental: true)
            config(".env")
        }
        scene.variables = variables
        _ = try await sql("CREATE DATABASE mssante", variables, database: "postgres")
        try await write(1, variables)
        return scene
    }

    private func write(_ number: Int, _ variables: [String: String]) async throws {
        try await sql(
            """
            CREATE TABLE IF NOT EXISTS numbers (n int, at timestamptz DEFAULT clock_timestamp());
            INSERT INTO numbers VALUES (\(number)); CREATE ROLE role_\(number);
            """, variables, database: "mssante")
    }

    private func with(
        _ settings: [String] = [limit], _ body: (RecipeScene, PostgresBench) async throws -> Void
    ) async throws {
        try await PostgresBench.with(settings) { bench in try await body(try await scene(bench.variables), bench) }
    }

    private func newest(_ scene: RecipeScene) throws -> Manifest { try #require(History(scene.backups).backups.first) }

    private func isIncrement(_ scene: RecipeScene) throws -> Bool { try newest(scene).isIncrement(.postgresql) }

    private func slots(_ bench: PostgresBench) async throws -> [String] {
        try await bench.sql("SELECT slot_name FROM pg_replication_slots").split(separator: "\n").map(String.init)
    }

    // MARK: What is stored

    @Test
    func `plain tools bring back exactly the rows and roles of each increment, by the commands of the documentation`()
        async throws
    {
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            let base = try newest(scene)
            #expect(!base.isIncrement(.postgresql))
            #expect(try #require(base.wal[.postgresql]).timeline == 1)
            var ids = [base.backup.id]
            for number in 2...4 {
                try await write(number, bench.variables)
                let run = try await scene.backup()
                #expect(run.end == .done, "\(run.said)")
                let made = try newest(scene)
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
            socket=$(mktemp -d /tmp/garde-socket-XXXXXX)
            chmod 777 "$socket"
            $as "$bin/postgres" -D "$1" -c listen_addresses= -c unix_socket_directories="$socket" -c port=5432 \\
                -c hba_file="$1/here.conf" -c restore_command=false -c recovery_target_name="garde_$last" \\
                -c recovery_target_action=promote >"$1/log" 2>&1 &
            pid=$!
            trap 'kill -QUIT $pid; wait $pid || :; rm -r "$socket"' EXIT
            for round in $(seq 200); do
                if psql -XAtq -h "$socket" -U mssante -d mssante -c 'select pg_is_in_recovery()' 2>&1 | grep -q f; then break; fi
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
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await bench.sql("SELECT pg_switch_wal()")
            try await write(2, bench.variables)
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
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await write(2, bench.variables)
            #expect(try await scene.backup().end == .done)
            let second = try newest(scene).backup.id
            try await write(3, bench.variables)
            #expect(try await scene.backup().end == .done)
            try await write(4, bench.variables)
            try await bench.sql("DROP TABLE numbers; CREATE TABLE other (x int)", "mssante")
            let check = try await scene.restore("--dry-run", "latest")
            #expect(check.end == .done, "\(check.said)")
            let all = try await scene.restore("--yes", "latest")
            #expect(all.end == .done, "\(all.said)")
            #expect(try await numbers(bench) == "1 2 3\n")
            let earlier = try await scene.restore("--yes", second)
            #expect(earlier.end == .done, "\(earlier.said)")
            #expect(try await numbers(bench) == "1 2\n")
            #expect(try await bench.databases() == ["mssante"])
            #expect(try await scene.names(".restore").isEmpty)
            try await write(5, bench.variables)
            let next = try await scene.backup()
            #expect(next.end == .done, "\(next.said)")
        }
    }

    @Test func `--until brings back exactly the commits of that moment, and says which moment the rest gets`()
        async throws
    {
        try await with([Self.limit, "track_commit_timestamp=on"]) { scene, bench in
            #expect(try await scene.backup().end == .done)
            let start = LocalTime.now()
            for number in 10..<34 {
                try await bench.sql("INSERT INTO numbers VALUES (\(number))", "mssante")
                if number % 8 == 1 { #expect(try await scene.backup().end == .done) }
                try await Task.sleep(for: .milliseconds(350))
            }
            #expect(try await scene.backup().end == .done)
            let end = try #require(try newest(scene).wal[.postgresql]).moment
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
                        "restore.until-exact", ["name": "postgresql", "moment": moment.readable], in: .english),
                    "\(run.said)")
                #expect(run.said.says("restore.until-nearest", ["name": "config"], in: .english), "\(run.said)")
                #expect(try await numbers(bench) == rows)
            }
        }
    }

    @Test func `list says from when to when any moment can be had, a window a chain`() async throws {
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await Task.sleep(for: .milliseconds(1100))
            #expect(try await scene.backup().end == .done)
            try await bench.sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")
            #expect(try await scene.backup().end == .done)
            try await Task.sleep(for: .milliseconds(1100))
            #expect(try await scene.backup().end == .done)
            let said = try await scene.list().said
            let windows = said.split(separator: "\n").filter { $0.contains("--until") }
            #expect(windows.count == 2, "\(said)")
        }
    }

    @Test func `a moment outside of what is held is refused with the window that is`() async throws {
        try await with { scene, bench in
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

    // MARK: Holes

    enum Fault: String, CaseIterable {
        case dropped, taken, removed, differs, timeline, rewound, overwritten
    }

    @Test(arguments: Fault.allCases)
    func `a hole in the log is said and a new base made in the same run; the next one is an increment again`(
        fault: Fault
    )
        async throws
    {
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await write(2, bench.variables)
            if fault == .rewound || fault == .overwritten { try await copy(bench) }
            try await write(3, bench.variables)
            #expect(try await scene.backup().end == .done)
            try #require(try isIncrement(scene))
            let slot = try #require(try await slots(bench).first)
            let (words, undo) = try await make(fault, slot, scene, bench)
            let run = try await scene.backup()
            #expect(run.said.says("mail.new-base", ["component": "postgresql"], in: .english), "\(run.said)")
            #expect(run.said.says(words, in: .english), "\(run.said)")
            #expect(run.end == .done)
            #expect(try !isIncrement(scene))
            try await undo()
            if fault == .taken { #expect(try await scene.backup().end == .done) }
            #expect(try newest(scene).wal[.postgresql] != nil, "\(run.said)")
            try await write(9, bench.variables)
            let next = try await scene.backup()
            #expect(try isIncrement(scene), "\(next.said)")
            #expect(next.end == .done)
        }
    }

    @Test func `another server under the same name gets a new base`() async throws {
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await withServer("postgres", in: scene.scratch("other"), [Self.limit]) { variables in
                _ = try await sql("CREATE DATABASE mssante", variables, database: "postgres")
                try await write(7, variables)
                var other = scene
                other.variables = variables
                let run = try await other.backup()
                #expect(run.said.says("postgres.hole-system", in: .english), "\(run.said)")
                #expect(run.end == .done)
                #expect(try !isIncrement(scene))
                #expect(try await other.backup().end == .done)
                #expect(try isIncrement(scene))
            }
        }
    }

    /// Gives the id of what is to be said, and what ends the fault.
    private func make(
        _ fault: Fault, _ slot: String, _ scene: RecipeScene, _ bench: PostgresBench
    ) async throws -> (String, () async throws -> Void) {
        let server = bench.scratch("server").string
        switch fault {
        case .dropped:
            try await bench.sql("SELECT pg_drop_replication_slot('\(slot)')")
            return ("postgres.hole-no-slot", {})
        case .taken:
            let place = bench.scratch("taken").string
            let script = "mkdir '\(place)'; pg_receivewal -D '\(place)' -S \(slot) >/dev/null 2>&1 & echo $!"
            let started = try await bench.tool("sh", ["-c", script])
            try await until { try await bench.sql("SELECT active FROM pg_replication_slots") == "t\n" }
            return (
                "postgres.hole-slot-taken",
                {
                    _ = try await run("kill", [started.output.split(separator: "\n").map(String.init)[0]])
                    try await self.until { try await bench.sql("SELECT active FROM pg_replication_slots") == "f\n" }
                }
            )
        case .removed:
            try await bench.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'; SELECT pg_reload_conf()")
            for _ in 0..<8 {
                try await bench.sql(
                    "SELECT pg_logical_emit_message(false, 'x', 'y'); SELECT pg_switch_wal(); CHECKPOINT")
            }
            try await bench.sql("ALTER SYSTEM RESET max_slot_wal_keep_size; SELECT pg_reload_conf()")
            return ("postgres.hole-removed", {})
        case .differs:
            let position = try #require(try newest(scene).wal[.postgresql])
            let number = String(position.end.bytes / UInt64(position.segmentBytes) - 1, radix: 16).uppercased()
            let name = "00000001" + String(repeating: "0", count: 16 - number.count) + number
            let script = "printf x | dd of='\(server)/cluster/pg_wal/\(name)' bs=1 seek=9000 conv=notrunc status=none"
            let result = try await run("sh", ["-c", script])
            try #require(result.status == 0, "\(result.error)")
            return ("postgres.hole-differs", {})
        case .timeline:
            try await restart(bench) {
                "touch '\($0)/recovery.signal'; chown --reference='\($0)' '\($0)/recovery.signal'"
            }
            return ("postgres.hole-timeline", {})
        case .rewound, .overwritten:
            try await restart(bench) { "rm -r '\($0)'; mv '\($0).then' '\($0)'" }
            guard fault == .overwritten else { return ("postgres.hole-rewound", {}) }
            for _ in 0..<4 {
                try await bench.sql("SELECT pg_logical_emit_message(false, 'x', 'y'); SELECT pg_switch_wal()")
            }
            return ("postgres.hole-differs", {})
        }
    }

    private func until(_ isTrue: () async throws -> Bool) async throws {
        for _ in 0..<100 {
            if try await isTrue() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("waited ten seconds")
    }

    /// The server's data as they are, beside it.
    private func copy(_ bench: PostgresBench) async throws {
        try await restart(bench) { "cp -a '\($0)' '\($0).then'" }
    }

    /// Stops the server, runs what `script` says of its data directory, and starts it again.
    private func restart(_ bench: PostgresBench, _ script: (String) -> String) async throws {
        let folder = bench.scratch("server").string
        try await throwaway("postgres", ["stop", folder])
        let result = try await run("sh", ["-ec", script("\(folder)/cluster")])
        try #require(result.status == 0, "\(result.error)")
        try await throwaway("postgres", ["start", folder, "restore_command=false"])
    }

    // MARK: Where none can be made

    @Test func `without a limit on what slots keep there is a whole dump, no slot, and the line to type`() async throws
    {
        try await with([]) { scene, bench in
            for _ in 0..<2 {
                let run = try await scene.backup()
                #expect(run.end == .done)
                #expect(
                    run.said.says("postgres.no-increments", ["component": "postgresql"], in: .english), "\(run.said)")
                #expect(run.said.contains("ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'"))
                #expect(try !isIncrement(scene))
            }
            #expect(try await slots(bench).isEmpty)
            try await bench.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '10GB'; SELECT pg_reload_conf();")
            #expect(try await scene.backup().end == .done)
            #expect(try await scene.backup().end == .done)
            #expect(try isIncrement(scene))
        }
    }

    @Test func `a recipe that wants no increments any more drops the slot`() async throws {
        try await with { scene, bench in
            #expect(try await scene.backup().end == .done)
            #expect(try await slots(bench).count == 1)
            let plain = try RecipeScene { _ in
                postgres(database: "mssante", in: .here)
                config(".env")
            }
            #expect(try await scene.with(plain).backup().end == .done)
            #expect(try await slots(bench).isEmpty)
        }
    }
}
