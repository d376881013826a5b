import GardeComponents
import GardeCore
import GardeEngine
import GardeIO
import GardeWords
import SystemPackage

/// Reads what lies in a platform's folder, and writes down what a recipe would say of it.
///
/// Only what the files tell for sure becomes a word. Values of `.env` stay there: none is written, but for the folders that
/// volumes lie in.
struct Drafting {
    let root: FilePath
    /// As Compose reads it, and the variables of this process.
    let envFile: [String: String]
    let variables: [String: String]
    let stack: Stack
    let services: [ComposeService]
    let servers: [(service: ComposeService, kind: ServerKind)]
    /// Lines of crontabs that name the folder.
    let calls: [CrontabLine]
    let script: OldScript
    let mounts: [Mount]
    /// How Compose is typed here.
    let compose: String
    var page: Page
    /// Names of components that are taken.
    var names: Set<String> = ["config"]

    init(_ root: FilePath, typed: FilePath, _ environment: [String: String], _ language: Language) async {
        self.root = root
        let environment = environment.merging(["PWD": root.string]) { $1 }
        envFile = DotEnv(in: root.string, environment: environment).values
        let variables = environment.merging(envFile) { own, _ in own }
        self.variables = variables
        let stack = Stack(root: root, environment: environment)
        self.stack = stack
        let names = stack.services.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        services = names.map { name in
            ComposeService(name, stack.services.filter { $0.name == name }) { variables[$0] }
        }
        servers = services.compactMap { service in
            let kind =
                service.program.flatMap(ServerKind.init)
                ?? ServerKind(variables: Set(service.environment.keys), stack.targets(of: service.name))
            return kind.map { (service, $0) }
        }
        calls = await CrontabLines.of([root, typed])
        script = OldScript(of: root, calls: calls.map(\.text), knownElsewhere: Set(envFile.keys))
        mounts = Mount.all(of: stack)
        compose = await Compose.typed().joined(separator: " ")
        page = Page(language)
    }

    /// Whether Docker Compose starts the platform.
    var usesCompose: Bool { !composeFiles(in: root.string, named: variables["COMPOSE_FILE"]).isEmpty }

    func page() async -> Page {
        var drafting = self
        await drafting.draft()
        return drafting.page
    }

    private mutating func draft() async {
        for (file, why) in stack.unread.sorted(by: { $0.key.string < $1.key.string }) {
            let what: [String: any Sayable] = ["path": shown(file), "line": why.line, "reason": why.reason]
            page.leave(Text("draft.unread", what), to: .servers)
        }
        leaveOtherFiles()
        draftServers()
        await draftData()
        draftHandling()
        draftSchedule()
    }

    /// Compose files by names that somebody has to type.
    private mutating func leaveOtherFiles() {
        let names = ((try? Folder.open(root).entries()) ?? []).filter { $0.kind == .file }
            .map { String(decoding: $0.name, as: UTF8.self) }
        let others = names.sorted().filter { name in
            name.contains("compose") && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
                && !stack.files.contains(root.appending(name))
        }
        guard !others.isEmpty else { return }
        page.leave(Text("draft.other-compose", ["list": others.joined(separator: ", ")]), to: .servers)
    }

    // MARK: What others ask

    /// A path as a recipe says it: below the platform's folder without that.
    func shown(_ path: FilePath) -> String {
        guard path != root else { return root.string }
        var path = path
        if path.removePrefix(root) { path.root = nil }
        return path.string
    }

    /// A component's name that is still free, of the first of these that gives one.
    mutating func freeName(_ wanted: [String]) -> String {
        let plain = wanted.map(Self.plain).filter { !$0.isEmpty }
        let numbered = (2...).lazy.map { "\(plain.first ?? "files")_\($0)" }
        let free = plain.first { !names.contains($0) } ?? numbered.first { [names] in !names.contains($0) }!
        names.insert(free)
        return free
    }

    private static func plain(_ text: String) -> String {
        let letters = text.lowercased().map {
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) ? $0 : "_"
        }
        let name = String(String(letters).drop { "_-".contains($0) })
        return name == "manifest" ? "\(name)_files" : name
    }

    private mutating func draftSchedule() {
        guard !calls.isEmpty else { return }
        page.remark(Text("draft.crontab"), to: .schedule)
        let secrets = envFile.filter { isSecret($0.key) && $0.value.count > 3 }.map(\.value)
        for line in calls {
            let hidden = secrets.reduce(shownLine(line.text)) { $0.replacing($1, with: "…") }
            page.remark(.verbatim("    \(line.place): \(hidden)"), to: .schedule)
        }
    }
}

/// Whether a variable's name says that nobody else is to know what it holds.
func isSecret(_ variable: String) -> Bool {
    let name = variable.uppercased()
    return ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "WEBHOOK", "DSN", "SALT"].contains(
        where: name.contains)
}
