import Garde
import GardeEngine
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The old script and the recipe, held against each other.
@Suite struct CompareTests {
    private func scene(_ fault: String = "none") async throws -> RecipeScene {
        try await .withOldScript(fault) { _ in
            mail()
            config(with: "config")
            certificates("config/certificates")
            files("scripts", "scripts/backup")
        }
    }

    /// A script that saves the components of the scene.
    private func compare(_ scene: RecipeScene, after change: String = "") async throws -> RecipeScene.Run {
        let file = "scripts/backup/backup.sh.bash"
        try await scene.shell(
            "sed -i -e 's/^wanted=.*/wanted=\"mail config certificates\"/' -e 's|^saved()|\(change)\\n&|' \(file)")
        try await Task.sleep(for: .milliseconds(60))
        return try await scene.compare()
    }

    @Test func `what both save the same way is the same, and nothing is left of it`() async throws {
        let scene = try await scene()
        let run = try await compare(scene)
        #expect(run.end == .done && run.said.says("compare.safe", in: .english), "\(run)")
        #expect(run.said.says("compare.only-in-recipe", in: .english))
        #expect(try await scene.names("20") == [])
        #expect(try await scene.names(".compare-") == [])
    }

    /// As most scripts are; and as `bin/recipe install` keeps one that lay in another folder.
    @Test func `a script without a manifest is compared, too, and found where it was kept`() async throws {
        let scene = try await scene()
        let old = "scripts/backup/backup.sh.bash"
        try await scene.shell(
            """
            sed -e 's/^wanted=.*/wanted="mail config certificates"/' -e '/^saved()/,/^MANIFEST/d' \
                -e 's|dirname "$0")/../..|dirname "$0")/..|' \(old) >scripts/backup.sh.before-garde
            chmod 755 scripts/backup.sh.before-garde; rm \(old); mkdir -p scripts/backup
            """)
        let run = try await scene.compare()
        #expect(run.end == .done && run.said.says("compare.safe", in: .english), "\(run)")
        #expect(run.said.says("compare.no-manifest", in: .english), "\(run)")
    }

    @Test func `what the recipe excludes is excused, and what changes meanwhile too`() async throws {
        let scene = try await RecipeScene.withOldScript { _ in
            mail()
            config(with: "config", exclude: ["cache/"])
            certificates("config/certificates")
        }
        let user = "\"$platform\"/data/mail/domain.example/user"
        let run = try await compare(scene, after: "rm \(user)/cur/1.*; echo more >>\(user)/cur/2.host:2,S")
        #expect(run.end == .done, "\(run)")
        #expect(run.said.says("compare.left-out", ["count": 2], in: .english), "\(run)")
        // The folder that a letter left changed neither mode nor owner.
        #expect(run.said.says("compare.changed", ["count": 2], in: .english), "\(run)")
    }

    @Test func `a recipe that looks elsewhere, or lacks a component, is not safe`() async throws {
        let scene = try await RecipeScene.withOldScript { _ in
            mail("data/other/mail")
            config()
        }
        try await scene.shell("mkdir -p data/other/mail; echo x >data/other/mail/x")
        let run = try await compare(scene)
        #expect(run.end == .incomplete, "\(run)")
        #expect(run.said.says("compare.lacks", ["component": "mail"], in: .english), "\(run)")
        #expect(run.said.says("compare.lacks", ["component": "config"], in: .english), "\(run)")
        #expect(run.said.says("compare.not-in-recipe", ["component": "certificates"], in: .english))
    }

    @Test func `a file of another content or mode is named`() async throws {
        let scene = try await scene()
        // As it was is what the script has: the clock of the file is put back.
        let change =
            "f=\"$platform\"/config/nginx/site.conf; cp -p $f $f.old; "
            + "gzip -d \"$folder\"/config*.gz; tar -C \"$platform\" --delete -f \"$folder\"/config*.tar config/nginx/site.conf; "
            + "mkdir -p /tmp/garde-$$/config/nginx; echo other >/tmp/garde-$$/config/nginx/site.conf; "
            + "tar -C /tmp/garde-$$ -rf \"$folder\"/config*.tar config/nginx/site.conf; gzip \"$folder\"/config*.tar; rm -r /tmp/garde-$$ $f.old"
        let run = try await compare(scene, after: change)
        #expect(run.end == .incomplete && run.said.contains("config/nginx/site.conf"), "\(run)")
    }

    @Test(arguments: [
        ("encrypt", "legacy.encrypted", ExitCode?.none), ("cut", "legacy.damaged", .incomplete),
        ("foreign", "legacy.foreign", .incomplete),
        ("fail", "legacy.failed", nil), ("nothing", "legacy.nothing", nil),
    ])
    func `what cannot be read is not safe, and what does not run is not compared`(
        _ fault: String, _ id: String, _ end: ExitCode?
    ) async throws {
        let scene = try await scene(fault)
        let run = try await compare(scene)
        #expect(run.end == end && run.said.says(id, in: .english), "\(run)")
        #expect(try await scene.names(".compare-") == [])
    }

    @Test func `without an old script, and with Garde's own, there is nothing to compare`() async throws {
        let scene = try await scene()
        try await scene.shell("cp '\(packageFolder)/bin/backup.sh' scripts/backup/backup.sh")
        #expect(try await scene.compare("scripts/backup/backup.sh").said.says("legacy.is-garde", in: .english))
        try await scene.shell("rm scripts/backup/backup.sh.bash")
        #expect(try await scene.compare().said.says("compare.no-script", in: .english))
    }
}
