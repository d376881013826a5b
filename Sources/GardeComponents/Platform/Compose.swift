package import GardeCore
internal import GardeWords
import GardeIO
import Synchronization
package import SystemPackage

/// A running container of the platform's own Compose project.
package struct Container: Sendable, Hashable {
    package let id: String
    package let service: String
    /// What its image and the compose file set, such as POSTGRES_USER.
    package let environment: [String: String]
    /// The words that lead Compose to it, as an administrator types them.
    package let command: String
}

/// The platform's Compose project: the one whose containers run from its root, whatever it is called; where there are
/// none, the one that Compose would make there.
package struct Compose: Sendable {
    let root: FilePath
    private let tool: [String]
    /// Python's, whose words differ here and there.
    let isVersion1: Bool
    private let names: Names
    private let found = Found()

    /// Which project is meant where several run from one root.
    package struct Names: Sendable {
        /// Of this run's own environment: asked for.
        let asked: String?
        /// Of the platform's `.env` too.
        let usual: String?
        /// COMPOSE_FILE, whose files may lie in another folder, which Compose then takes for the project's.
        let files: String?

        package init(asked: String? = nil, usual: String? = nil, files: String? = nil) {
            (self.asked, self.usual, self.files) = (asked, usual, files)
        }
    }

    /// Throws a `Failure` when neither `docker compose` nor `docker-compose` answers.
    package static func find(root: FilePath, _ names: Names = Names()) async throws -> Compose {
        guard let (tool, version) = await installed() else { throw await trouble() }
        let isVersion1 = version.contains("docker-compose version 1.")
        return Compose(root: root, tool: tool, isVersion1: isVersion1, names: names)
    }

    /// The words that call it here, and what it says of its version; nil where there is none.
    private static func installed() async -> (tool: [String], version: String)? {
        for tool in [usual, ["docker-compose"]] {
            let version = Invocation(tool[0], tool.dropFirst() + ["version"])
            if let answer = try? await version.capture(timeout: .seconds(20)), answer.ending.isSuccess {
                return (tool, answer.output)
            }
        }
        return nil
    }

    private static let usual = ["docker", "compose"]

    /// The words that call it here, or would once it is installed.
    package static func typed() async -> [String] { await installed()?.tool ?? usual }

    // MARK: What runs

    /// The project that the containers of this root belong to; nil when there are none.
    ///
    /// Throws a `Failure` when they are of several, and nothing says which is meant; and when Compose would take another
    /// folder's project for this one: a copy of the platform must never reach production.
    package func project() async throws -> ComposeProject? {
        if let known = found.project { return known }
        _ = try await containers()
        return found.project
    }

    /// Takes this one for the platform's where nothing runs that tells it; a name that was asked for counts before.
    package func assume(_ saved: Manifest.ComposeFacts, isSamePlace: Bool) {
        guard found.project == nil else { return }
        let name = names.asked ?? (isSamePlace ? saved.project : names.usual ?? plannedName)
        let project = ComposeProject(saved, called: name, root: root)
        // Elsewhere Compose knows best what it calls a project of its usual files, whose `name:` only it reads.
        guard !name.isEmpty, isSamePlace || names.asked != nil || !hasUsualFiles(project) else { return }
        found.project = project
    }

    /// Its name, once its containers were looked at.
    var knownName: String? { found.project?.name }

    /// The one running container of `service`; throws a `Failure` that says what to start or install.
    package func container(of service: String) async throws -> Container {
        let made = try await containers(of: [service])
        guard let running = made.first(where: { $0.status == "running" }) else {
            throw try await notRunning(service, made)
        }
        return Container(
            id: running.id, service: service, environment: running.environment, command: command)
    }

    /// What keeps it from running, and from being started: never the advice to start a second server on what another has
    /// open.
    private func notRunning(_ service: String, _ made: [ContainerState]) async throws -> Failure {
        if made.contains(where: { $0.status == "paused" }) { return .servicePaused(service, command) }
        try await checkNobodyWrites()
        if let known = try? await services(), !known.contains(service) { return .noSuchService(service, known) }
        if made.isEmpty { try await checkUnused(plannedFor: service) } else { try await checkUnused(made) }
        return .serviceNotRunning(service, command)
    }

    /// The project's containers, running or not; all of it when no service is named.
    package func containers(of services: [String] = []) async throws -> [ContainerState] {
        let all = try await everywhere()
        guard let name = try chosen(all.filter(isOurs)) else {
            if let foreign = try await taken() { throw Failure.foreignProject(services.first, foreign) }
            return []
        }
        let project = all.filter { $0.project == name }
        if let foreign = project.first(where: { !isOurs($0) }) {
            throw Failure.foreignProject(services.first, foreign)
        }
        found.project = found.project ?? ComposeProject(of: project, called: name, root: root)
        return project.filter { !$0.isOneOff && (services.isEmpty || services.contains($0.service)) }
    }

    /// From this root; or by the name that was asked for, where a manager in a container (Portainer, Dockge) made it from a
    /// folder that only it sees.
    func isOurs(_ container: ContainerState) -> Bool {
        if container.isFrom(root) || isMadeFromNamedFiles(container) { return true }
        let isHidden = !container.folder.isEmpty && (try? FilePath(container.folder).stat()) == nil
        return isHidden && container.project == names.asked
    }

    private func isMadeFromNamedFiles(_ container: ContainerState) -> Bool {
        guard let list = names.files else { return false }
        let named = Set(composeFiles(in: root.string, named: list).map { realPath(FilePath($0)) })
        let files = ComposeProject(of: [container], called: container.project, root: root).files.map(realPath)
        // One that several platforms share makes it nobody's.
        guard let first = files.first, first.starts(with: realPath(root)) else { return false }
        return files.allSatisfy(named.contains)
    }

    private func everywhere() async throws -> [ContainerState] {
        do { return try await ContainerState.ofCompose() } catch {
            throw await engineAnswers() ? error : Self.trouble()
        }
    }

    /// What runs counts before what does not, and what was asked for before what is found.
    private func chosen(_ ours: [ContainerState]) throws -> String? {
        if let known = found.project?.name { return known }
        let projects = Dictionary(grouping: ours, by: \.project)
        let running = projects.filter { $0.value.contains(where: \.isRunning) }
        let candidates = running.isEmpty ? projects : running
        if let asked = names.asked, candidates[asked] != nil { return asked }
        guard candidates.count > 1 else { return candidates.keys.first }
        if let usual = names.usual, candidates[usual] != nil, !overlap(candidates) { return usual }
        throw Failure.severalProjects(candidates.keys.sorted(), root)
    }

    /// Whether two of them have a service of the same name.
    private func overlap(_ projects: [String: [ContainerState]]) -> Bool {
        let services = projects.values.flatMap { Set($0.map(\.service)) }
        return Set(services).count < services.count
    }

    /// A container of another folder's project that has the name which Compose would use here: only Compose knows it.
    private func taken() async throws -> ContainerState? {
        let ids = try await run("ps", "-a", "-q").split(separator: "\n").map(String.init)
        return try await ContainerState.inspect(ids).first { !isOurs($0) }
    }

    /// What was seen once stays so for the run: containers go and come meanwhile.
    private final class Found: Sendable {
        private let seen = Mutex<ComposeProject?>(nil)

        var project: ComposeProject? {
            get { seen.withLock { $0 } }
            set { seen.withLock { $0 = newValue } }
        }
    }

    // MARK: Compose itself

    /// What it makes of the project's files; nil where it refuses them.
    func config() async -> YAML? {
        guard let text = try? await run("config") else { return nil }
        return try? YAML(Array(text.utf8))
    }

    /// What it calls the project where nothing runs yet.
    var plannedName: String {
        let letters = root.lastComponent?.string.lowercased().filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))
        }
        return knownName ?? names.usual ?? letters.map { String($0.drop { "_-".contains($0) }) } ?? ""
    }

    /// `docker compose` as an administrator has to type it here: with the name and the files of what runs, where they are
    /// not what Compose finds by itself.
    package var command: String { (tool + (found.project.map(typed) ?? [])).joined(separator: " ") }

    private func typed(_ project: ComposeProject) -> [String] {
        let usual = names.usual ?? root.lastComponent?.string
        let isUsual = project.name == usual && realPath(project.folder) == project.folder && hasUsualFiles(project)
        return isUsual ? [] : project.options.map(shellWord)
    }

    private func hasUsualFiles(_ project: ComposeProject) -> Bool {
        project.files.map(realPath) == composeFiles(in: root.string, named: nil).map { realPath(FilePath($0)) }
            && project.environmentFiles.allSatisfy { realPath($0) == root.appending(".env") }
    }

    func run(_ arguments: String...) async throws -> String { try await run(arguments) }

    /// An exported variable is part of what Compose makes, a password too; what would change its work is set back.
    func run(_ arguments: [String], timeout: Duration = .seconds(60)) async throws -> String {
        let options = found.project?.options ?? ["--project-directory", root.string]
        if let lost = found.project?.lost, !lost.isEmpty { throw Failure.composeFilesLost(lost) }
        let all = tool.dropFirst() + options + arguments
        let environment = Self.environment(in: found.project?.folder ?? root)
        let call = Invocation(tool[0], all, environment: environment, inherits: .given, in: root)
        let answer = try await call.capture(timeout: timeout)
        guard answer.ending.isSuccess else {
            throw await engineAnswers()
                ? Failure.composeRefused((tool + options + arguments).map(shellWord), answer.said, command)
                : Self.trouble()
        }
        return answer.output
    }

    /// What it makes of `project` with other files, and with these variables where this process has none of that name.
    func config(
        _ project: ComposeProject, _ files: [FilePath], _ variables: [String: String], _ words: [String] = []
    ) async throws -> String {
        let names =
            files.flatMap { ["-f", $0.string] } + project.environmentFiles.flatMap { ["--env-file", $0.string] }
        let options = ["--project-directory", project.folder.string, "-p", project.name] + names
        let given = processEnvironment()
        let more = variables.filter { given[$0.key] == nil }.mapValues(Optional.some)
        return try await Invocation(
            tool[0], tool.dropFirst() + options + ["config"] + words,
            environment: Self.environment(in: project.folder).merging(more) { $1 },
            inherits: .given, in: root
        ).capture(timeout: .seconds(60), limit: 16 << 20).whenSuccessful()
    }

    /// Compose files name PWD, which a shell in the project's folder has: another would be other mounts, so other containers.
    private static func environment(in folder: FilePath) -> [String: String?] {
        [
            "GPG_PASSPHRASE": nil, "COMPOSE_REMOVE_ORPHANS": "false", "COMPOSE_STATUS_STDOUT": "false",
            "COMPOSE_ANSI": "never", "COMPOSE_MENU": "false", "PWD": folder.string,
        ]
    }

    /// Compose tells its version without an engine, and without one says so in a page of its own innards.
    private func engineAnswers() async -> Bool {
        let version = Invocation(
            "docker", ["version", "--format", "{{.Server.Version}}"])
        return (try? await version.capture(timeout: .seconds(20)))?.ending.isSuccess == true
    }
}
