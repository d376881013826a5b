import GardeComponents
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What `my.cnf` says to MariaDB's clients.
@Suite(.tags(.server)) struct MariaDBOptionFilesTests {
    @Test func `who asks is taken from option files, and nothing that changes what a dump holds`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            let before = try await bench.picture()
            try bench.scene.scratch.write(
                "home/.my.cnf",
                """
                [client]
                user = root
                password = "\(bench.password)"
                socket = \(bench.socket)
                [mysqldump]
                where = "1 = 0"
                ignore-table = app.many
                ignore_table_data = app.parent
                no-data
                skip-tz-utc
                skip-dump-date
                [mariadb-dump]
                no-create-info
                [mysql]
                vertical
                init-command = "SET time_zone = '+05:00'"
                """)
            var scene = bench.scene
            for name in ["MARIADB_ROOT_PASSWORD", "MARIADB_ROOT_USER", "MARIADB_SOCKET"] { scene.variables[name] = nil }
            try await Invocation.$surroundings.withValue(["HOME": scene.scratch("home").string]) {
                let saved = try await scene.backup()
                #expect(saved.end == .done, "\(saved)")
                try await bench.sql("DROP DATABASE app")
                let run = try await scene.restore("--yes", "latest")
                #expect(run.end == .done, "\(run)")
            }
            #expect(try await bench.picture() == before)
        }
    }

    @Test func `a client that hides the password is refused when something else stands beside it`() {
        let line = "mysqldump would have been started with the following arguments:\n"
        let told = MariaDBOptionFiles(printed: line + "--loose-ssl_ca=/a b.pem --password=a --b --quick --no-data \n")
        #expect(told.words == ["--no-defaults", "--loose-ssl_ca=/a b.pem"] && told.remaining.isEmpty)
        let hidden = MariaDBOptionFiles(
            printed: line + "--user=a --password=***** --quick --column-statistics=0 --where=1\n")
        #expect(hidden.words.isEmpty && hidden.password == nil && hidden.remaining == ["where"])
        #expect(MariaDBOptionFiles(printed: "").words == ["--no-defaults"])
    }
}
