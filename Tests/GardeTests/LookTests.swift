import Garde
import GardeCore
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `ls` and `find`: what backups hold, without restoring any.
@Suite struct LookTests {
    /// Two files and mailboxes' trees, saved in full and once more as an increment.
    private func scene() async throws -> RecipeScene {
        let scene = try RecipeScene { _ in
            config(".env", "config")
            files("uploads", "data/uploads", incremental: true)
            mail("data/mail")
        }
        try await scene.shell(
            """
            mkdir -p config/nginx data/uploads/2023 data/mail/domain.example/user/cur data/mail/domain.example/user/new
            echo 'server {}' >config/nginx/site.conf; ln -s nginx/site.conf config/current
            head -c 5000 /dev/zero >data/uploads/2023/big; echo kept >data/uploads/kept
            printf x >"data/uploads/$(printf 'two\\nlines 100%% été')"; printf y >"data/uploads/$(printf 'latin\\351')"
            echo hello >data/mail/domain.example/user/cur/1700000000.M1P1.host:2,S
            chmod 640 config/nginx/site.conf; touch -d '2024-03-15 02:00' config/nginx/site.conf
            """)
        #expect(try await scene.backup().end == .done)
        try await scene.shell(
            "rm -r data/uploads/2023; mv data/uploads/kept data/uploads/moved; echo new >data/uploads/new")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        return scene
    }

    @Test func `a database that is found comes back as the component that it is`() async throws {
        let scene = try RecipeScene { _ in sqlite("notes", "data/notes.db") }
        try await scene.shell("mkdir data; sqlite3 data/notes.db 'CREATE TABLE n(x); INSERT INTO n VALUES (1)'")
        #expect(try await scene.backup().end == .done)
        let run = try await scene.look("find", "notes*")
        let id = try #require(try await scene.names("20").first)
        #expect(run.end == .done && run.said.contains("restore --only notes \(id)"), "\(run)")
    }

    private func lines(_ run: RecipeScene.Run) -> [String] { run.said.split(separator: "\n").map(String.init) }

    @Test func `components come with their sizes and what they are`() async throws {
        let scene = try await scene()
        let ids = try await scene.names("20").sorted()
        let full = try await scene.look("ls", ids[0])
        #expect(
            full.end == .done && lines(full).map { String($0.prefix { $0 != " " }) } == ["config", "mail", "uploads"])
        #expect(lines(full).allSatisfy { $0.says("look.full", in: .english) }, "\(full)")
        let last = try await scene.look("ls")
        #expect(last.said.says("look.increment-of", ["id": ids[0]], in: .english), "\(last)")
        #expect(last.said.says("look.unchanged", ["id": ids[0]], in: .english), "\(last)")
    }

    @Test func `a folder is listed as it was at that backup, by each of the names that it has`() async throws {
        let scene = try await scene()
        let ids = try await scene.names("20").sorted()
        for path in ["config/nginx", "config/config/nginx", "\(scene.root)/config/nginx", "./config/nginx/"] {
            let run = try await scene.look("ls", "latest", path)
            #expect(run.end == .done && lines(run).count == 1, "\(path): \(run)")
            #expect(run.said.hasPrefix("-rw-r-----  ") && run.said.contains("2024-03-15 02:00:00  site.conf"), "\(run)")
        }
        func names(_ id: String, _ path: String) async throws -> [String] {
            lines(try await scene.look("ls", id, path)).map {
                String($0.split(separator: ":").last?.dropFirst(4) ?? "")
            }
        }
        let odd = ["latin\\xe9", "two\\x0alines 100% été"]
        #expect(try await names(ids[0], "data/uploads") == ["2023/", "kept", odd[0], odd[1]].sorted())
        #expect(try await names("latest", "uploads/data/uploads") == [odd[0], "moved", "new", odd[1]])
        #expect(try await names("latest", "mail/domain.example") == ["user/"])
        #expect(try await names("latest", "mail") == ["domain.example/"])
        #expect(try await names("latest", "config/current") == ["current -> nginx/site.conf"])
        #expect(try await names("latest", "data/uploads/two\\x0alines 100% été") == [odd[1]])
        #expect(try await names("latest", "data/uploads/two\nlines 100% été") == [odd[1]])
        let folder = try await scene.look("ls", ids[0], "data/uploads/")
        #expect(lines(folder).first?.contains("5.0 kB") == true, "\(folder)")
    }

    @Test func `what is not there is said with what is like it`() async throws {
        let scene = try await scene()
        for (path, id) in [
            ("config/nginx/sites.conf", "files.no-such-path.why"), ("data/uploads/2023", "files.no-such-path"),
            ("../config", "files.bad-path"), ("config/../../x", "files.bad-path"), ("", "files.bad-path"),
        ] {
            let run = try await scene.look("ls", "latest", path)
            #expect(run.end == nil && run.said.says(id, in: .english), "\(path): \(run)")
        }
        let none = try await scene.look("ls", "20200101_000000")
        #expect(none.end == nil && none.said.says("restore.no-such-source", in: .english), "\(none)")
        #expect(none.said.contains("Type: BACKUP_ROOT=\(scene.backups) ") && none.said.contains(" list\n"), "\(none)")
    }

    @Test func `what is found is one line for as long as it was the same`() async throws {
        let scene = try await scene()
        try await scene.shell("echo changed >config/nginx/site.conf")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let ids = try await scene.names("20").sorted()
        let run = try await scene.look("find", "*.conf")
        #expect(run.end == .done && run.said.says("look.brings-back", in: .english), "\(run)")
        let found = lines(run).filter { $0.hasPrefix("20") }
        #expect(found.count == 2 && found[0].hasPrefix("\(ids[2])  ") && found[0].hasSuffix("config/nginx/site.conf"))
        #expect(found[1].hasPrefix("\(ids[0]) … \(ids[1])  ") && found[1].contains("2024-03-15 02:00:00"), "\(found)")
        let gone = try await scene.look("find", "uploads/20*/b?g", "--quiet")
        #expect(lines(gone).count == 1 && gone.said.hasPrefix("\(ids[0])  5.0 kB"), "\(gone)")
        let renamed = try await scene.look("find", "moved", "-q")
        #expect(lines(renamed).count == 1 && renamed.said.hasPrefix("\(ids[1]) … \(ids[2])"), "\(renamed)")
        let box = try await scene.look("find", "user@*", "-q")
        #expect(box.said.says("look.messages", ["count": 1], in: .english) && box.said.contains("user@domain.example"))
        let odd = try await scene.look("find", "two*", "-q")
        #expect(odd.said.contains("two\\x0alines 100% été") && lines(odd).count == 1)
        let nothing = try await scene.look("find", "nothing-*")
        #expect(nothing.end == nil && nothing.said.says("look.nothing-found", in: .english))
    }

    @Test func `a backup that cannot be read is said, and the others are looked through`() async throws {
        let scene = try await scene()
        let ids = try await scene.names("20").sorted()
        try await scene.shell("cd \(scene.backups)/\(ids[1]) && echo damaged >uploads_\(ids[1]).tar.gz")
        let run = try await scene.look("find", "kept")
        #expect(run.end == .incomplete && run.said.contains("\(ids[0])  5 bytes"), "\(run)")
        #expect(run.said.says("verify.damaged", in: .english))
        let list = try await scene.look("ls", ids[1], "data/uploads")
        #expect(list.end == nil && list.said.says("verify.damaged", in: .english), "\(list)")
    }

    @Test(.tags(.server)) func `tables of MariaDB come with their rows`() async throws {
        try await MariaDBBench.with { bench in
            try await bench.sql("CREATE DATABASE app; CREATE TABLE app.`two ``words` (n INT, t TEXT)")
            try await bench.sql("CREATE TABLE app.none (n INT)")
            try await bench.sql(#"INSERT INTO app.`two ``words` VALUES (1, 'a),(b'), (2, '\n'), (3, '''')"#)
            #expect(try await bench.scene.backup().end == .done)
            let run = try await bench.scene.look("ls", "latest", "mariadb")
            #expect(run.end == .done && lines(run) == ["0 rows  none", "3 rows  two `words"], "\(run)")
        }
    }
}
