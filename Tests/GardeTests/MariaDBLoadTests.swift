import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The steps of a restore of MariaDB, refused, cut off and taken back.
@Suite(.tags(.server)) struct MariaDBLoadTests {
    @Test func `taken back after a kill at any statement, everything is as it was`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql(
                """
                DROP TABLE child; CREATE TABLE later (x INT); DROP PROCEDURE p; DROP USER 'o''hara'@localhost;
                CREATE TRIGGER u BEFORE INSERT ON many FOR EACH ROW SET NEW.n = 1; REVOKE SELECT ON app.* FROM app_ro;
                CREATE PROCEDURE q() SELECT 1; GRANT EXECUTE ON PROCEDURE app.q TO app_ro; ALTER DATABASE CHARACTER SET latin1;
                """, "app")
            let (before, files) = (try await bench.picture(), try await bench.files())
            let wrapper = try wrapper(bench)
            var (kill, isOver) = (1, false)
            while !isOver {
                let place = "journal-\(kill)"
                isOver = try await self.restore(bench, files, try bench.journal(place), killedAt: kill, wrapper)
                let read = try #require(try Journal.unfinished(in: bench.scene.scratch(place)))
                for _ in 0...kill % 2 {
                    let load = try await bench.load()
                    for entry in read.entries.reversed() { try await load.undo(entry) }
                }
                #expect(try await bench.picture() == before, "killed at statement \(kill)")
                #expect(try await bench.databases() == ["app"], "killed at statement \(kill)")
                kill += 1
            }
            #expect(kill > 10, "\(kill)")
            let said = String(decoding: try bench.scene.scratch("calls").read(), as: UTF8.self)
            #expect(said.contains("--socket=") && !said.contains(bench.password), "no password is an argument")
        }
    }

    /// Whether it came to its end; the first half of the fatal script is run where that is a program's own.
    private func restore(
        _ bench: MariaDBBench, _ files: RestoreFiles, _ journal: Journal, killedAt kill: Int, _ wrapper: FilePath
    ) async throws -> Bool {
        let load = try await bench.load()
        try await load.stage(files, journal)
        try bench.scene.scratch.write("left", "\(kill)\n")
        do {
            try await Invocation.$surroundings.withValue(["PATH": "\(wrapper):/usr/bin:/bin"]) {
                try await load.swap(journal)
            }
        } catch { return false }
        try await load.check(files)
        return true
    }

    /// A `mariadb` that does no more from the n-th statement on that changes something.
    private func wrapper(_ bench: MariaDBBench) throws -> FilePath {
        let folder = bench.scene.scratch("bin")
        let (left, calls) = (bench.scene.scratch("left"), bench.scene.scratch("calls"))
        let script =
            """
            #!/bin/sh
            script=$(mktemp); cat >"$script"; echo "$*" >>\(calls)
            if grep -Eq '^(CREATE|DROP|ALTER|RENAME|GRANT|REVOKE|SET DEFAULT|KILL|/\\*!)' "$script"; then
                left=$(cat \(left)); echo $((left - 1)) >\(left)
                if [ "$left" -le 1 ]; then
                    # Half of a long script happens.
                    [ "$left" -lt 1 ] || [ "$(wc -l <"$script")" -lt 40 ] || head -n 60 "$script" | /usr/bin/mariadb "$@"
                    rm "$script"; echo "ERROR 2013 (HY000): Lost connection" >&2; exit 1
                fi
            fi
            /usr/bin/mariadb "$@" <"$script"; status=$?; rm "$script"; exit $status
            """
        try bench.scene.scratch.write("bin/mariadb", Array(script.utf8), mode: .ownerReadWriteExecute)
        return folder
    }

    @Test func `tables of which a server that ended moved some go back where they were`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql("CREATE TABLE later (x INT); DELETE FROM many LIMIT 5; DROP TABLE child", "app")
            let (before, files) = (try await bench.picture(), try await bench.files())
            let (load, journal) = (try await bench.load(), try bench.journal("journal"))
            try await load.stage(files, journal)
            try await load.swap(journal)
            let exchange = try #require(journal.entries.last { $0.step == "exchange" })
            let (new, old) = (exchange.text(1), exchange.text(2))
            // As if the statement had stopped before its last tables.
            try await bench.sql(
                """
                DROP VIEW app.a_view, app.v; RENAME TABLE app.many TO `\(new)`.many, app.empty TO `\(new)`.empty;
                RENAME TABLE `\(old)`.many TO app.many;
                """)
            for _ in 1...2 { for entry in journal.entries.reversed() { try await load.undo(entry) } }
            #expect(try await bench.picture() == before)
            #expect(try await bench.databases() == ["app"])
        }
    }

    @Test func `a newer server's dump, a statement too long, keys of others: refused before anything changes`()
        async throws
    {
        try await MariaDBBench.with(["--max-allowed-packet=1M"]) { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            try await bench.sql(
                "CREATE DATABASE other; CREATE TABLE other.c (p INT, FOREIGN KEY (p) REFERENCES app.parent (id))")
            let load = try await bench.load()
            #expect(
                await refusal { try await load.analyze(try await bench.files()) }?.says(
                    "mariadb.referred", ["database": "app"], in: .english)
                    == true)
            try await bench.sql("DROP DATABASE other")
            try await load.analyze(try await bench.files())
            let newer = try await bench.files("sed 's/^-- Server version.*/-- Server version\\t99.1.2-MariaDB/'")
            let said = await refusal { try await load.analyze(newer) }
            #expect(
                said?.says("mariadb.newer-dump.why", ["dump": "99.1", "server": "10.11"], in: .english) == true,
                "\(said ?? "")")
            let long = try await bench.files(
                "python3 -c 'import sys; sys.stdout.write(sys.stdin.read().replace(\"(1,1)\", \"(1,\" + \"0\" * 2000000 + \")\", 1))'"
            )
            #expect(await refusal { try await load.analyze(long) }?.says("mariadb.packet.fix", in: .english) == true)
        }
    }

    @Test func `what the server did not take, or took otherwise, leaves the live database alone`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.fill()
            #expect(try await bench.scene.backup().end == .done)
            let before = try await bench.picture()
            for edit in [
                "sed 's/^(3,2);/(3,,2);/'", "sed 's/^INSERT INTO `child`/-- &/; s/^(3,2)/-- &/'",
            ] {
                let files = try await bench.files(edit)
                let (load, journal) = (try await bench.load(), try bench.journal("journal-\(edit.count)"))
                try await load.analyze(files)
                #expect(await refusal { try await load.stage(files, journal) } != nil, "\(edit)")
                for entry in journal.entries.reversed() { try await load.undo(entry) }
                #expect(try await bench.picture() == before)
                #expect(try await bench.databases() == ["app"])
            }
        }
    }

    private func refusal(_ work: () async throws -> Void) async -> String? {
        do { try await work() } catch { return Failure(describing: error).line(.english) }
        return nil
    }
}
