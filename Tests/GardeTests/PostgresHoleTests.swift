import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Holes in the write-ahead log that increments go by.
@Suite(.tags(.server)) struct PostgresHoleTests {
    enum Fault: String, CaseIterable {
        case dropped, recreated, taken, removed, differs, timeline, rewound, overwritten
    }

    @Test(arguments: Fault.allCases)
    func `a hole in the log is said and a new base made in the same run; the next one is an increment again`(
        fault: Fault
    )
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await writeNumber(2, bench.variables)
            if fault == .rewound || fault == .overwritten { try await copy(bench) }
            try await writeNumber(3, bench.variables)
            #expect(try await scene.backup().end == .done)
            try #require(try scene.isIncrement())
            let slot = try #require(try await bench.slots().first)
            let (words, undo) = try await make(fault, slot, scene, bench)
            let run = try await scene.backup()
            #expect(run.said.says("mail.new-base", ["component": "postgresql"], in: .english), "\(run.said)")
            #expect(run.said.says(words, in: .english), "\(run.said)")
            // --quiet lets errors through, and no warnings.
            #expect(run.said.says("postgres.chain-ended", ["component": "postgresql"], in: .english), "\(run.said)")
            #expect(run.end == .incomplete)
            #expect(try !scene.isIncrement())
            try await undo()
            if fault == .taken { #expect(try await scene.backup().end == .done) }
            #expect(try scene.newest().wal[.postgresql] != nil, "\(run.said)")
            try await writeNumber(9, bench.variables)
            let next = try await scene.backup()
            #expect(try scene.isIncrement(), "\(next.said)")
            #expect(next.end == .done)
        }
    }

    @Test func `another server under the same name gets a new base`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            try await withServer("postgres", in: scene.scratch("other"), [PostgresBench.slotLimit]) { variables in
                _ = try await sql("CREATE DATABASE mssante", variables, database: "postgres")
                try await writeNumber(7, variables)
                var other = scene
                other.variables = variables
                let run = try await other.backup()
                #expect(run.said.says("postgres.hole-system", in: .english), "\(run.said)")
                #expect(run.end == .incomplete)
                #expect(try !scene.isIncrement())
                #expect(try await other.backup().end == .done)
                #expect(try scene.isIncrement())
            }
        }
    }

    /// Gives the id of what is to be said, and what ends the fault.
    private func make(
        _ fault: Fault, _ slot: String, _ scene: RecipeScene, _ bench: PostgresBench
    ) async throws -> (String, () async throws -> Void) {
        switch fault {
        case .dropped:
            try await bench.sql("SELECT pg_drop_replication_slot('\(slot)')")
            return ("postgres.hole-no-slot", {})
        case .recreated:
            // Somebody else's, of the same name.
            try await bench.sql("SELECT pg_drop_replication_slot('\(slot)'); SELECT pg_switch_wal()")
            try await bench.sql("SELECT pg_logical_emit_message(false, 'x', 'y'); SELECT pg_switch_wal(); CHECKPOINT")
            try await bench.sql("SELECT pg_create_physical_replication_slot('\(slot)', true)")
            return ("postgres.hole-removed", {})
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
            let script =
                "printf x | dd of='\(try bench.lastSegment(of: scene))' bs=1 seek=9000 conv=notrunc status=none"
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
}
