import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A recipe that a user adds: two databases, files, and what commands print.
@Suite(.tags(.server)) struct NewRecipeTests {
    @Test(.timeLimit(.minutes(15)))
    func `a recipe added to a built checkout is built and saves what it names`() async throws {
        try await withRecipe(main) { name, program in
            try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (10, nil, 1) }) { platform in
                try await platform.sql("CREATE DATABASE seconde")
                try await platform.sql("CREATE TABLE t AS SELECT 'ici' AS x", database: "seconde")
                try await lookAtBackup(by: program, named: name, of: platform)
                try await lookAtFailures(by: program, of: platform)
                try await lookAtTopic(by: program, of: platform)
            }
        }
    }

    private let main = """
        import Garde

        let words = ["printf", "%s\\\\n", "a 'quoted' $HOME; exit 1", "été"]
        backup {
            postgres("premiere", database: "mssante")
            postgres("deuxieme", database: "seconde")
            files("site", "config/nginx", "/etc/hostname")
            command("inventaire", dump: words, load: ["cat"])
            command("fragile", dump: ["sh", "-c", "eval \\"$WHAT\\""], load: ["cat"])
            notify(.ntfy(.environment("OPS_NTFY"), token: .environment("OPS_TOKEN")))
        }
        """

    private func lookAtBackup(by program: String, named name: String, of platform: ThrowawayPlatform) async throws {
        let run = try await platform.backup(["--quiet"], ["WHAT": "pwd"], recipe: program)
        #expect(run.status == 0)
        #expect(run.output + run.error == "")
        let backup = try await platform.newestBackup()
        #expect(
            try await backup.names() == [
                "deuxieme_<id>.dump.gz", "deuxieme_roles_<id>.sql.gz", "fragile_<id>.data.gz",
                "inventaire_<id>.data.gz", "manifest.json", "premiere_<id>.dump.gz", "premiere_roles_<id>.sql.gz",
                "site_<id>.tar.gz",
            ])
        let second = try await backup.sh("gunzip -c deuxieme_$id.dump.gz | pg_restore -f - | grep -c '^ici$'")
        #expect(second.output == "1\n")
        let first = try await backup.sh("gunzip -c premiere_$id.dump.gz | pg_restore -l | grep -c journal")
        #expect(first.output != "0\n")
        #expect(try await backup.sh("gunzip -c inventaire_$id.data.gz").output == "a 'quoted' $HOME; exit 1\nété\n")
        #expect(try await backup.sh("gunzip -c fragile_$id.data.gz").output == "\(platform.root)\n")
        let members = try await backup.sh("tar -tzf site_$id.tar.gz").output.lines
        #expect(members.contains("config/nginx/mssante.conf") && members.contains("etc/hostname"))
        let saved = try await backup.manifest(".components | to_entries[] | select(.value) | .key").lines
        #expect(Set(saved) == ["premiere", "deuxieme", "site", "inventaire", "fragile"])
        #expect(try await backup.manifest(".recipe") == name)
    }

    private func lookAtTopic(by program: String, of platform: ThrowawayPlatform) async throws {
        try await Receiver.with { receiver in
            let told = ["OPS_NTFY": "\(receiver.web)/sauvegardes", "OPS_TOKEN": "tk_abc", "WHAT": "pwd"]
            let test = try await platform.backup(["notify", "--test"], told, recipe: program)
            #expect(test.status == 0 && !test.output.contains("sauvegardes"), "\(test)")
            #expect(try await platform.backup(["--quiet"], told, recipe: program).status == 0)
            let bodies = try await receiver.bodies("/")
            try #require(bodies.count == 2)
            let fields = try await run(
                "jq", ["-r", "[.topic, .priority, (.message | length > 10)] | @csv"], input: bodies[1])
            #expect(fields.output == "\"sauvegardes\",3,true\n")
        }
    }

    /// A dump that fails, is killed, or says nothing.
    private func lookAtFailures(by program: String, of platform: ThrowawayPlatform) async throws {
        for (what, said, why) in [
            ("echo half; echo why >&2; exit 3", Text("system.tool-exited", ["name": "sh", "code": 3]), ": why"),
            ("echo half; kill -9 $$", Text("system.tool-signaled", ["name": "sh", "signal": 9]), ""),
            ("true", Text("command.said-nothing"), ""),
        ] {
            let run = try await platform.backup([], ["WHAT": what], recipe: program)
            #expect(run.status == 3)
            #expect(run.error.contains("fragile: \(said[.english])\(why)"))
            let backup = try await platform.newestBackup()
            #expect(try await !backup.names().contains("fragile_<id>.data.gz"))
            #expect(try await backup.manifest("[.components.fragile, .components.site] | @csv") == "false,true")
        }
    }

    /// SwiftPM keeps its lock in TMPDIR, and these tests' own run holds that of the usual one.
    private let build = """
        cd "$1" && TMPDIR=$(mktemp -d) && export TMPDIR && bin/recipe build "$0"
        status=$?; rm -rf "$TMPDIR"; exit "$status"
        """

    /// Hands `body` the program built of `main` as a recipe of this checkout, which goes afterwards.
    ///
    /// Nothing else is compiled where the recipes are built as they are shipped.
    private func withRecipe(_ main: String, _ body: (String, String) async throws -> Void) async throws {
        let name = "essai\(UInt32.random(in: 0 ... .max))"
        let folder = FilePath(packageFolder).appending("recipes").appending(name).string
        let script = "rm -rf recipes/essai[0-9]*; mkdir \"$0\" && cat >\"$0/main.swift\""
        let added = try await run("sh", ["-c", "cd \"$1\" && \(script)", folder, packageFolder], input: main)
        try #require(added.status == 0, "\(added.error)")
        let result: Result<Void, any Error>
        do {
            let built = try await run("sh", ["-c", build, name, packageFolder])
            try #require(built.status == 0, "\(built.output)\(built.error)")
            result = .success(try await body(name, "\(packageFolder)/.build/recipes/\(name)"))
        } catch { result = .failure(error) }
        _ = try await run("sh", ["-c", "rm -rf \"$0\" \"$1\"/.build/re*/essai[0-9]*", folder, packageFolder])
        try result.get()
    }
}
