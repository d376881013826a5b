import Garde
import GardeCore
import GardeEngine
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `explain`: what recipe and settings come to, in plain words.
@Suite struct ExplanationTests {
    private func explain(
        _ recipe: Recipe, env: String = "", _ environment: [String: String] = [:],
        in language: Language = .english
    ) throws -> String {
        let scratch = Scratch()
        try scratch.write(".env", env)
        let root = scratch.path.string
        let settings = Settings(
            arguments: Arguments(["explain"], program: "shop"), environment: environment,
            envFile: DotEnv(in: root, environment: environment), recipe: recipe, root: root)
        #expect(settings.findings == [])
        let said = try scratch.write("said", "")
        let screen = Screen(
            try FileDescriptor.open(said, .writeOnly, options: .append), isTerminal: false, hasColour: false)
        let console = Console(language, Console.Manner(), out: screen, err: screen) { "noon" }
        #expect(Explanation(recipe, settings, root: FilePath(root), console).run() == .done)
        return String(decoding: try said.read(), as: UTF8.self)
    }

    private let recipe = GardeTests.recipe {
        postgres(in: "db", incremental: true, usedBy: "web", "worker")
        redis()
        files("uploads", "data/uploads", "/srv/more")
        config(with: "config")
        command("ldap", dump: ["slapcat"], load: ["slapadd"])
        sqlite("data/app.db")
        store(in: "/srv/backups")
        keep(daily: 7, weekly: 4, monthly: 6, incrementals: .days(3))
        encrypt(to: "backup@example.com")
        sync(to: .s3("bucket/shop"), keep: .daily(90))
        sync(to: "depot:shop")
        notify(.mail(to: "ops@example.com"))
    }

    @Test func `what is kept for no week or month is not said`() throws {
        let text = try explain(
            GardeTests.recipe {
                files("uploads", "u"); keep(daily: 14, weekly: 0, monthly: 0)
            })
        #expect(text.contains("  14 days\n"), "\(text)")
    }

    @Test func `everything that a recipe says is in it`() throws {
        let text = try explain(recipe, env: "POSTGRES_DB=shop\n")
        #expect(
            text.says(
                "explain.database", ["name": "shop", "place": Text("explain.service", ["service": "db"])], in: .english)
        )
        #expect(text.says("explain.stops", ["names": "postgresql", "list": "web, worker"], in: .english))
        let others = "redis, uploads, config, ldap, app"
        #expect(text.says("explain.stops-all", ["names": others], in: .english), "\(text)")
        #expect(text.says("explain.sqlite", ["path": "data/app.db"], in: .english) && !text.contains("-wal"))
        #expect(text.says("explain.increments", in: .english))
        #expect(text.says("explain.server", in: .english))
        #expect(text.says("explain.paths", ["list": "data/uploads, /srv/more"], in: .english))
        #expect(text.says("explain.stack-and-more", ["list": "config"], in: .english))
        #expect(text.says("explain.command", in: .english))
        #expect(text.contains("/srv/backups"))
        #expect(text.contains("  7 days, then one a week for 4 weeks, then one a month for 6 months\n"), "\(text)")
        #expect(text.says("explain.increments-kept", ["days": 3], in: .english))
        #expect(text.says("explain.encrypted", ["key": "backup@example.com"], in: .english))
        #expect(text.says("explain.copy-kept", ["url": "s3://bucket/shop"], in: .english))
        #expect(text.says("explain.copy", ["url": "depot:shop"], in: .english))
        #expect(text.contains("ops@example.com"))
    }

    @Test func `what counts is told, and not what the recipe says`() throws {
        let env = "RETENTION_DAYS=14\nBACKUP_ROOT=/mnt/disk\nPOSTGRES_PASSWORD=geheim\n"
        let text = try explain(recipe, env: env, ["BACKUP_REDIS": "false"])
        #expect(text.contains("  14 days, then one a week for 4 weeks, then one a month for 6 months\n"), "\(text)")
        #expect(text.contains("/mnt/disk") && !text.contains("/srv/backups") && !text.contains("geheim"))
        #expect(text.says("explain.left-out", ["name": "redis"], in: .english))
        #expect(text.says("explain.variable", ["variable": "POSTGRES_DB"], in: .english))
    }

    @Test func `the smallest recipe is told in both languages`() throws {
        for language in [Language.english, .french] {
            let text = try explain(GardeTests.recipe { postgres() }, in: language)
            for id in ["explain.no-copies", "explain.not-encrypted", "explain.nobody", "explain.service-or-here"] {
                #expect(text.says(id, in: language), "\(id): \(text)")
            }
        }
    }
}
