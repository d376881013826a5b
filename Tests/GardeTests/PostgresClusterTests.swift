import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// `restore --cluster`: a whole server's data, made from base and log.
@Suite(.tags(.server)) struct PostgresClusterTests {
    /// What a server of one session says of the data in a folder.
    private func ask(_ folder: String, _ database: String, _ sql: String) async throws -> String {
        let script = """
            bin=$(ls -d /usr/lib/postgresql/*/bin | while read -r d; do [ "${d#*/postgresql/}" = "$(cat "$0/PG_VERSION")/bin" ] && echo "$d"; done)
            if [ "$(id -u)" = 0 ]; then as='setpriv --reuid=postgres --regid=postgres --clear-groups --'; else as=''; fi
            printf '%s\\n' "$2" | $as "$bin/postgres" --single -D "$0" "$1"
            """
        let result = try await run("sh", ["-c", script, folder, database, sql])
        #expect(result.status == 0, "\(result)")
        return result.output
    }

    private func place() -> String { "/tmp/garde-cluster-\(UInt32.random(in: 0 ... .max))" }

    private func remove(_ place: String) async throws { _ = try await run("rm", ["-rf", "--", place]) }

    @Test func `all databases and roles are there, to the end of a chain and to a moment, and a server starts on it`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            try await bench.sql("CREATE DATABASE other")
            try await bench.sql("CREATE TABLE t AS SELECT 1 AS a", "other")
            #expect(try await scene.backup().end == .done)
            try await bench.sql("INSERT INTO t VALUES (2); ALTER SYSTEM SET work_mem = '5MB'", "other")
            try await writeNumber(2, bench.variables)
            #expect(try await scene.backup().end == .done)
            try await Task.sleep(for: .milliseconds(1100))
            let moment = LocalTime.now().iso8601
            try await Task.sleep(for: .milliseconds(1100))
            try await bench.sql("INSERT INTO t VALUES (3)", "other")
            #expect(try await scene.backup().end == .done)
            for (words, rows) in [(["latest"], 3), (["--until", moment, "latest"], 2)] {
                let place = place()
                let run = try await scene.restore(["--cluster", place] + words)
                #expect(run.end == .done, "\(run.said)")
                #expect(run.said.says("postgres.cluster-restored", ["folder": place], in: .english), "\(run.said)")
                let rest = run.said.split(separator: "\n").last { $0.contains(" --no-postgres ") }
                #expect(rest?.contains("--cluster") == false && rest?.hasSuffix(" latest") == true, "\(run.said)")
                #expect(try await ask(place, "other", "select count(*) as n from t").contains("n = \"\(rows)\""))
                #expect(try await ask(place, "mssante", "select max(n) as n from numbers").contains("n = \"2\""))
                let roles = "select count(*) as n from pg_roles where rolname like 'role%'"
                #expect(try await ask(place, "postgres", roles).contains("n = \"2\""))
                let names = try await GardeTestSupport.run("ls", ["-A", place]).output.split(separator: "\n")
                #expect(!names.contains("server") && !names.contains("garde") && !names.contains("recovery.signal"))
                try await remove(place)
            }
            // The live server was neither asked nor touched.
            #expect(try await bench.sql("SELECT count(*) FROM t", "other") == "3\n")
        }
    }

    @Test func `a folder that is not empty, and a backup without a base, are refused and left as they are`()
        async throws
    {
        try await PostgresBench.withIncrements([]) { scene, bench in
            #expect(try await scene.backup().end == .done)
            let none = try await scene.restore(["--cluster", place(), "latest"])
            #expect(none.end == nil && none.said.says("restore.cluster-none", in: .english), "\(none.said)")
            #expect(try await scene.backup("--allow-settings", "--type", "full").end == .done)
            let place = place()
            _ = try await run("sh", ["-c", "mkdir \"$0\" && echo mine >\"$0/file\"", place])
            let full = try await scene.restore(["--cluster", place, "latest"])
            #expect(full.end == nil && full.said.says("postgres.cluster-folder", ["folder": place], in: .english))
            #expect(try await run("ls", ["-A", place]).output == "file\n")
            try await remove(place)
        }
    }
}
