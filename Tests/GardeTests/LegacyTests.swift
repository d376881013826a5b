import Garde
import GardeComponents
import GardeCore
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// An old backup.sh inside of a run.
@Suite struct LegacyTests {
    private let script = "scripts/backup/backup.sh.bash"

    private func scene(_ fault: String = "none") async throws -> RecipeScene {
        try await .withOldScript(fault) { _ in
            mail()
            legacy(script, saves: config(with: "config"), certificates())
        }
    }

    @Test func `what an old script saves is one backup with the rest, by one call, and comes back like it`()
        async throws
    {
        let scene = try await scene()
        let run = try await scene.backup()
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.calls() == 1)
        #expect(try await scene.names(".legacy-") == [])
        let id = try #require(try await scene.names("20").first)
        let manifest = try #require(Manifest(in: scene.backups.appending(id)))
        #expect(manifest.components.filter(\.value).keys.map(\.name).sorted() == ["certificates", "config", "mail"])
        #expect(manifest.files?.count == 3)
        #expect(try await scene.verify("latest").end == .done)
        try await scene.shell("rm -r config/nginx config/certificates/server.crt")
        let restored = try await scene.restore("--yes", "latest")
        #expect(restored.end == .done, "\(restored)")
        #expect(try await scene.shell("cat config/nginx/site.conf config/certificates/server.crt") == "site\npem\n")
    }

    @Test func `an increment points to what the script wrote as before`() async throws {
        let scene = try await scene()
        #expect(try await scene.backup().end == .done)
        let second = try await scene.backup("--type", "incremental")
        #expect(
            second.end == .done && second.said.says("backup.unchanged", ["name": "certificates"], in: .english),
            "\(second)")
        try await scene.shell("echo new >config/nginx/site.conf")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let ids = try await scene.names("20").sorted()
        let last = try #require(Manifest(in: scene.backups.appending(ids[2])))
        #expect(last.files?.contains { $0.component == .config } == true)
        #expect(last.files?.contains { $0.component == .certificates } == false)
    }

    @Test(arguments: [
        ("fail", "legacy.failed"), ("nothing", "legacy.nothing"), ("encrypt", "legacy.encrypted"),
        ("cut", "legacy.damaged"), ("foreign", "legacy.foreign"), ("errors", "legacy.unfinished"),
    ])
    func `what a script does wrong is the failure of its components, and of no other`(
        _ fault: String, _ id: String
    ) async throws {
        let scene = try await scene(fault)
        let run = try await scene.backup()
        #expect(run.end == .incomplete && run.said.says(id, in: .english), "\(run)")
        #expect(!run.said.contains("hush-hush"), "\(run)")
        let made = try #require(try await scene.names("20").first)
        let manifest = try #require(Manifest(in: scene.backups.appending(made)))
        #expect(manifest.components[.mail] == true && manifest.components[.config] == false)
        #expect(try await scene.names(".legacy-") == [])
        #expect(try await scene.calls() == 1)
    }

    @Test func `a script that hangs is ended with all that it started`() async throws {
        let scene = try await scene("hang")
        let screen = Screen(
            try FileDescriptor.open("/dev/null", .writeOnly), isTerminal: false, hasColour: false)
        let console = Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen)
        let site = Site(
            root: scene.root, usesCompose: false, compose: nil, console: console, variable: { _ in nil },
            savedDatabases: [], session: "")
        let old = LegacyScript(script, at: site, limit: .seconds(1))
        let failure = await #expect(throws: Failure.self) {
            _ = try await old.run(into: scene.backups.appending("into"))
        }
        #expect(failure?.id == "legacy.too-long")
        #expect(try await run("pgrep", ["-f", "sleep 1000"]).output == "")
    }

    @Test func `a script that leads to Garde, is not there, or reads what contradicts is refused before it runs`()
        async throws
    {
        let scene = try await scene()
        try await scene.shell("chmod -x \(script)")
        #expect(try await scene.backup().said.says("legacy.not-executable", in: .english))
        try await scene.shell("chmod +x \(script); echo BACKUP_ROOT=/data/backups >>.env; echo '. ./.env' >>\(script)")
        let reads = try await scene.backup()
        #expect(reads.said.says("legacy.reads-settings", ["names": "BACKUP_ROOT"], in: .english), "\(reads)")
        try await scene.shell("cp '\(packageFolder)/bin/backup.sh' \(script)")
        #expect(try await scene.backup().said.says("legacy.is-garde", in: .english))
        try await scene.shell("rm \(script)")
        #expect(try await scene.backup().said.says("legacy.missing", in: .english))
        #expect(try await scene.shell("ls scripts/backup") == "")
    }

    @Test func `validation refuses what both save, and what the guide's script does not know`() {
        func findings(@RecipeBuilder _ words: () -> Recipe) -> [Failure] { words().findings { _ in nil } }
        let twice = findings {
            config()
            legacy("old.sh", saves: redis(), config())
        }
        #expect(twice == [Failure("recipe.legacy-twice", ["name": "config", "script": "old.sh"])])
        let strange = findings { legacy("old.sh", saves: files("uploads", "uploads"), keep(daily: 3)) }
        #expect(strange.map(\.id) == ["recipe.legacy-not-of-guide", "recipe.legacy-not-of-guide"])
        #expect(
            findings { legacy("old.sh", saves: mail(incremental: true)) }.map(\.id) == ["recipe.legacy-incremental"])
        #expect(
            findings { legacy("../old.sh", saves: mail(), timeLimit: .minutes(0)) }.map(\.id) == [
                "recipe.path", "recipe.too-few",
            ])
        #expect(findings { legacy("old.sh", saves: postgres(), redis()) } == [])
    }
}
