import Garde
import GardeCore
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --path`: one file or folder back to its place; `restore --to`: beside the live data.
@Suite struct OnePathTests {
    private func scene() async throws -> RecipeScene {
        let scene = try RecipeScene { _ in
            config(".env", "config")
            certificates("config/certificates")
            files("uploads", "data/uploads", exclude: ["tmp/cache"], incremental: true)
        }
        try await scene.shell(
            """
            mkdir -p config/nginx config/certificates data/uploads/tmp/cache data/uploads/a
            echo 'server {}' >config/nginx/site.conf; echo other >config/nginx/other.conf
            echo KEY >config/certificates/server.pem; chmod 750 config; chown 33:34 config/nginx; chmod 2770 config/nginx; touch -d '2024-01-01' config/nginx config
            echo one >"data/uploads/a/$(printf 'two\\nlines 100%% été')"; echo kept >data/uploads/a/first
            echo cached >data/uploads/tmp/cache/c; echo t >data/uploads/tmp/t
            """)
        #expect(try await scene.backup().end == .done)
        try await scene.shell("mv data/uploads/a data/uploads/b; echo more >data/uploads/b/more")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        return scene
    }

    private func listing(_ folder: FilePath) async throws -> [String] {
        let result = try await run("\(packageFolder)/Tests/throwaway/tree-listing", [folder.string])
        try #require(result.status == 0, "\(result)")
        return result.output.lines
    }

    @Test func `what --only names and --to cannot restore is refused, and a dry run of --to takes no lock`()
        async throws
    {
        let scene = try RecipeScene { _ in
            files("uploads", "uploads")
            command("notes", dump: ["echo", "x"], load: ["cat"])
        }
        try await scene.shell("mkdir uploads; echo 1 >uploads/1")
        #expect(try await scene.backup().end == .done)
        let folder = scene.scratch("out").string
        let refused = try await scene.restore("latest", "--only", "uploads,notes", "--to", folder)
        #expect(
            refused.end == nil
                && refused.said.says("restore.only-not-so", ["names": "notes", "flag": "--to"], in: .english),
            "\(refused)")
        let lock = try await scene.names(".backup.lock")
        let dry = try await scene.restore("latest", "--to", folder, "--dry-run")
        #expect(dry.end == .done, "\(dry)")
        #expect(try await scene.names("restore.log").isEmpty)
        #expect(try await scene.names(".backup.lock") == lock)
        #expect(try await scene.restore("latest", "--to", folder).end == .done)
        #expect(try await !scene.names("restore.log").isEmpty)
    }

    @Test func `one file comes back, the present one is in the safety copy, and can be taken back`() async throws {
        let scene = try await scene()
        try await scene.shell("echo changed >config/nginx/site.conf; echo later >config/nginx/other.conf")
        let before = try await listing(scene.root.appending("config"))
        let dry = try await scene.restore("latest", "--path", "config/nginx/site.conf", "--dry-run")
        #expect(dry.end == .done && dry.said.says("files.only-path", in: .english), "\(dry)")
        #expect(try await listing(scene.root.appending("config")) == before)
        let run = try await scene.restore("--yes", "latest", "--path", "config/nginx/site.conf")
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell("cat config/nginx/site.conf config/nginx/other.conf") == "server {}\nlater\n")
        let copy = try #require(try await scene.names("pre_restore_").first)
        let back = try await scene.restore("--yes", copy, "--path", "config/nginx/site.conf")
        #expect(back.end == .done, "\(back)")
        #expect(try await scene.shell("cat config/nginx/site.conf") == "changed\n")
        #expect(try await scene.restore("--yes", "--force", copy).end == .done)
        #expect(try await listing(scene.root.appending("config")) == before)
    }

    @Test func `a file that is gone comes back, with the folder that it lay in; .env when it is named`() async throws {
        let scene = try await scene()
        let look = "stat -c '%n %a %u:%g %y' config config/nginx"
        let before = try await scene.shell(look)
        try await scene.shell("rm -r config; echo B=2 >.env")
        #expect(try await scene.restore("--yes", "latest", "--path", "config/nginx/site.conf").end == .done)
        #expect(try await scene.shell(look) == before)
        #expect(try await scene.shell("ls config/nginx; cat config/nginx/site.conf") == "site.conf\nserver {}\n")
        #expect(try await scene.shell("cat .env") == "B=2\n")
        #expect(try await scene.restore("--yes", "latest", "--path", ".env").end == .done)
        #expect(try await scene.shell("cat .env") == "A=1\n")
    }

    @Test(arguments: ["config/x/config", "uploads/a/uploads", "uploads/a/uploads/file"])
    func `what is called as a folder above it is goes to its own place`(path: String) async throws {
        let scene = try RecipeScene { _ in
            config(".env", "config")
            files("uploads", "uploads")
        }
        try await scene.shell(
            "mkdir -p config/x uploads/a/uploads; echo 1 >config/x/config; echo 2 >uploads/a/uploads/file; echo 3 >uploads/b"
        )
        #expect(try await scene.backup().end == .done)
        let look = "find . | sort; find . -type f | sort | xargs cat"
        let before = try await scene.shell(look)
        try await scene.shell("echo live >'\(path)/live' || echo live >'\(path)'; [ ! -d '\(path)' ] || rm '\(path)'/*")
        let run = try await scene.restore("--yes", "latest", "--path", path)
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell(look) == before)
    }

    @Test func `a folder of an increment is as it was then, and what is excluded stays`() async throws {
        let scene = try await scene()
        let saved = try await listing(scene.root.appending("data/uploads/b"))
        try await scene.shell(
            "rm data/uploads/b/*; echo x >data/uploads/b/x; echo live >data/uploads/tmp/cache/c; rm data/uploads/tmp/t")
        #expect(try await scene.restore("--yes", "latest", "--path", "data/uploads/b").end == .done)
        #expect(try await listing(scene.root.appending("data/uploads/b")) == saved)
        #expect(try await scene.shell("cat data/uploads/tmp/cache/c; ls data/uploads/tmp") == "live\ncache\n")
        #expect(try await scene.restore("--yes", "latest", "--path", "uploads/tmp").end == .done)
        #expect(try await scene.shell("cat data/uploads/tmp/cache/c data/uploads/tmp/t") == "live\nt\n")
        #expect(try await scene.shell("find . -name '.garde*'") == "")
        let file = try await scene.restore("--yes", "latest", "--path", "data/uploads/b/two\nlines 100% été")
        #expect(file.end == .done, "\(file)")
    }

    @Test func `what is not there, leads out or through a link is refused, and nothing changes`() async throws {
        let scene = try await scene()
        try await scene.shell("mv config/nginx elsewhere; ln -s ../elsewhere config/nginx")
        let before = try await listing(scene.root)
        for (path, id) in [
            ("../root/.env", "files.bad-path"), ("config/nginx/none", "files.no-such-path"),
            ("config/nginx/site.conf", "files.path-behind-link"), ("uploads", "files.path-is-all"),
            ("nowhere/at/all", "restore.path-of-none"),
        ] {
            let run = try await scene.restore("--yes", "latest", "--path", path)
            #expect(run.end == nil && run.said.says(id, in: .english), "\(path): \(run)")
        }
        #expect(try await listing(scene.root) == before)
        #expect(try await scene.names("pre_restore_") == [])
    }

    @Test func `a folder beside gets all as it lies below the root, and nothing live is touched`() async throws {
        let scene = try await scene()
        let saved = try await listing(scene.root)
        try await scene.shell("echo changed >config/nginx/site.conf; rm -r data/uploads/b")
        let (live, backups) = (try await listing(scene.root), try await scene.names("20"))
        let run = try await scene.restore("latest", "--to", scene.scratch("beside").string)
        #expect(run.end == .done && run.said.says("restore.to-done", in: .english), "\(run)")
        #expect(try await listing(scene.root) == live)
        #expect(try await scene.names("20") == backups)
        #expect(try await scene.names("pre_restore_") == [])
        try await scene.shell("rm -r data/uploads/tmp/cache")
        for part in ["config", "data/uploads/b"] {
            let own = saved.filter { $0.contains(part) }
            let found = try await listing(scene.scratch("beside")).filter { $0.contains(part) }
            let difference = found.difference(from: own)
            #expect(difference.isEmpty, "\(difference.prefix(4).map { "\($0)" })")
        }
        let again = try await scene.restore("latest", "--to", scene.scratch("beside").string)
        #expect(again.end == nil && again.said.says("restore.to-not-empty", in: .english))
        let inside = try await scene.restore("latest", "--to", scene.root.appending("config/x").string)
        #expect(inside.end == nil && inside.said.says("restore.to-live", in: .english), "\(inside)")
    }

    @Test func `--path with --to brings only that, also what the platform could not take back`() async throws {
        let scene = try await scene()
        let ids = try await scene.names("20").sorted()
        let folder = scene.scratch("one")
        try await scene.shell("mkdir \(folder); mv config/nginx elsewhere; ln -s ../elsewhere config/nginx")
        let run = try await scene.restore(ids[0], "--to", folder.string, "--path", "config/nginx/site.conf")
        #expect(run.end == .done, "\(run)")
        #expect(
            try await scene.shell("cd \(folder); find . -type f; cat config/nginx/site.conf")
                == "./config/nginx/site.conf\nserver {}\n")
        let old = scene.scratch("old")
        let earlier = try await scene.restore(ids[0], "--to", old.string, "--path", "data/uploads/a")
        #expect(earlier.end == .done, "\(earlier)")
        #expect(try await scene.shell("cd \(old); ls data/uploads/a | wc -l; ls -A") == "3\ndata\n")
        let none = try await scene.restore(ids[0], "--to", scene.scratch("none").string, "--path", "data/uploads/none")
        #expect(none.end == nil && none.said.says("files.no-such-path", in: .english))
        #expect((try? scene.scratch("none").stat()) == nil)
    }
}
