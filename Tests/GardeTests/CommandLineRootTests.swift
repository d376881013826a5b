import Garde
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct CommandLineRootTests {
    private let scratch = Scratch()

    private func root(
        _ environment: [String: String] = [:], recipe root: String? = nil, from folder: String = "",
        program: String = "bin/mssante", _ role: Role = .backup
    ) throws -> String {
        var recipe = recipe { postgres() }
        recipe.root = root
        let found = try PlatformRoot(
            environment: environment, recipe: recipe, folder: scratch(folder).string, program: scratch(program).string
        ).find(for: role)
        return String(found.dropFirst(scratch.path.string.count))
    }

    private func refusal(_ language: Language, _ body: () throws -> String) -> String? {
        do { return "found \(try body())" } catch {
            return (error as? Failure)?.line(language).replacing(scratch.path.string, with: "")
        }
    }

    init() throws {
        for name in ["a", "b", "c", "d", "link target"] { try scratch.write("\(name)/docker-compose.yml", "") }
        try scratch.write("c/scripts/backup/backup.sh", "")
        try scratch.write("empty/scripts/backup/backup.sh", "")
    }

    @Test func `PLATFORM_ROOT comes first, then the recipe, the launcher's folder, the current one`() throws {
        let (recipe, launcher) = (scratch("b").string, scratch("c/scripts/backup").string)
        let all = ["PLATFORM_ROOT": scratch("a").string, "GARDE_LAUNCHER": launcher]
        #expect(try root(all, recipe: recipe, from: "d") == "/a")
        #expect(try root(["GARDE_LAUNCHER": launcher, "PLATFORM_ROOT": ""], recipe: recipe, from: "d") == "/b")
        #expect(try root(["GARDE_LAUNCHER": launcher + "/"], from: "d") == "/c")
        #expect(try root(["GARDE_LAUNCHER": scratch("empty/scripts").string], from: "d") == "/d")
        #expect(try root(from: "d") == "/d")
    }

    @Test func `a program in the platform's scripts/backup knows its platform, wherever it is typed`() throws {
        #expect(try root(from: "d", program: "c/scripts/backup/mssante") == "/c")
        #expect(try root(["PLATFORM_ROOT": scratch("a").string], program: "c/scripts/backup/mssante") == "/a")
    }

    /// As where the old backup.sh lay in `scripts`, and cron calls it from another folder.
    @Test(arguments: ["c", "c/scripts", "c/tools/backup"])
    func `a launcher or program in a folder of a platform with a compose file knows it, too`(folder: String) throws {
        try scratch.write("\(folder)/backup.sh", "")
        #expect(try root(["GARDE_LAUNCHER": scratch(folder).string], from: "empty") == "/c")
        #expect(try root(from: "d", program: "\(folder)/mssante") == "/c")
        #expect(try root(["GARDE_LAUNCHER": scratch("a/one/two/three").string], from: "d") == "/d")
    }

    @Test func `relative roots begin at the current directory, links are resolved`() throws {
        #expect(try root(["PLATFORM_ROOT": "../a/."], from: "d") == "/a")
        #expect(try root(["GARDE_LAUNCHER": "./scripts/backup"], from: "c") == "/c")
    }

    @Test(arguments: [".env", "compose.yaml", "compose.yml", "docker-compose.yaml", "data/x", "config/x"])
    func `one sign of a platform is enough`(name: String) throws {
        try scratch.write("signs/\(name)", "")
        #expect(try root(from: "signs") == "/signs")
    }

    @Test func `COMPOSE_FILE may name the compose file`() throws {
        try scratch.write("named/prod.yml", "")
        #expect(try root(["COMPOSE_FILE": "base.yml:prod.yml"], from: "named") == "/named")
        #expect(
            composeFiles(in: scratch("named").string, named: "base.yml:prod.yml") == [scratch("named/prod.yml").string])
        #expect(composeFiles(in: scratch("a").string, named: nil) == [scratch("a/docker-compose.yml").string])
        #expect(composeFiles(in: scratch("empty").string, named: nil) == [])
    }

    @Test func `a folder without any sign of a platform is refused with the variable to set`() {
        let launched = ["GARDE_LAUNCHER": scratch("empty/scripts/backup").string]
        let advice = Text("usage.set-platform-root")
        let empty = Failure("usage.no-platform", ["path": "/empty", "fix": advice])
        #expect(refusal(.english) { try root(launched) } == empty.line(.english))
        #expect(refusal(.french) { try root(from: "empty") } == empty.line(.french))
        let nowhere = Failure("usage.no-such-root", ["path": "/nowhere", "fix": advice])
        #expect(refusal(.english) { try root(["PLATFORM_ROOT": "nowhere"]) } == nowhere.line(.english))
        let file = "/etc/garde/mssante.conf"
        let packaged = Failure(
            "usage.no-platform", ["path": "/empty", "fix": Text("usage.set-platform-root-in", ["path": file])])
        #expect(refusal(.english) { try root(["GARDE_SETTINGS": file], from: "empty") } == packaged.line(.english))
    }

    @Test func `a restore, and a look before it, may name a bare folder, but not merely stand in one`() throws {
        for role in [Role.restore, .list, .verify, .status] {
            #expect(try root(["PLATFORM_ROOT": scratch("empty").string], role) == "/empty")
        }
        let empty = Text("usage.no-platform", ["path": "/empty"])[.english]
        #expect(refusal(.english) { try root(from: "empty", .restore) }?.hasPrefix(empty) == true)
    }
}
