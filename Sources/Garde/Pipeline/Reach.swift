package import GardeIO
import Synchronization
package import SystemPackage

/// Where a server's own tools run.
package enum Reach: Sendable, Hashable {
    case here
    case container(Container)

    /// `program` with what its environment adds; values never become arguments.
    package func invocation(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) -> Invocation {
        switch self {
        case .here: return Invocation(program, arguments, environment: environment)
        case .container(let container):
            let names = environment.keys.sorted().flatMap { ["-e", $0] }
            return Invocation(
                "docker", ["exec", "-i"] + names + [container.id, program] + arguments, environment: environment)
        }
    }
}

/// A running container of the platform's own Compose project.
package struct Container: Sendable, Hashable {
    package let id: String
    package let service: String
    /// What its image and the compose file set, such as POSTGRES_USER.
    package let environment: [String: String]
}

/// The platform's Compose project.
package struct Compose: Sendable {
    let root: FilePath
    private let tool: [String]
    private let project = Project()

    /// Throws a `Failure` when neither `docker compose` nor `docker-compose` answers.
    package static func find(root: FilePath) async throws -> Compose {
        for tool in [["docker", "compose"], ["docker-compose"]] {
            let version = Invocation(tool[0], tool.dropFirst() + ["version"])
            if let answer = try? await version.capture(timeout: .seconds(20)), answer.ending.isSuccess {
                return Compose(root: root, tool: tool)
            }
        }
        throw Failure.composeMissing
    }

    /// The one running container of `service`; throws a `Failure` that says what to start or install.
    package func container(of service: String) async throws -> Container {
        guard let found = try await containers(of: [service]).first(where: { $0.status == "running" }) else {
            throw Failure.serviceNotRunning(service)
        }
        return Container(id: found.id, service: service, environment: found.environment)
    }

    /// The project's containers, running or not; all of it when no service is named.
    ///
    /// Throws a `Failure` when one belongs to another folder's project of the same name: a copy of the platform must
    /// never reach production.
    func containers(of services: [String] = []) async throws -> [ContainerState] {
        let all: [ContainerState]
        if let name = project.name {
            all = try await ContainerState.all(of: name)
        } else {
            // Only Compose knows the project's name; its containers have it once there are any.
            let ids = try await run("ps", "-a", "-q").split(separator: "\n").map(String.init)
            all = try await ContainerState.inspect(ids)
            project.name = all.first?.project
        }
        for container in all where realPath(FilePath(container.folder)) != realPath(root) {
            throw Failure.foreignProject(services.first ?? container.service, container.folder)
        }
        return all.filter { !$0.isOneOff && (services.isEmpty || services.contains($0.service)) }
    }

    /// What the project is called, once that was seen.
    private final class Project: Sendable {
        private let seen = Mutex<String?>(nil)

        var name: String? {
            get { seen.withLock { $0 } }
            set { seen.withLock { $0 = newValue } }
        }
    }

    func run(_ arguments: String...) async throws -> String { try await run(arguments) }

    /// An exported variable is part of what Compose makes, a password too; what would change its work is set back.
    func run(_ arguments: [String], timeout: Duration = .seconds(60)) async throws -> String {
        let all = tool.dropFirst() + ["--project-directory", root.string] + arguments
        let call = Invocation(tool[0], all, environment: Self.plain, inherits: .given, in: root)
        let answer = try await call.capture(timeout: timeout)
        guard answer.ending.isSuccess else {
            throw await engineAnswers() ? Failure.composeRefused(arguments, answer.said) : Failure.composeMissing
        }
        return answer.output
    }

    private static let plain: [String: String?] = [
        "GPG_PASSPHRASE": nil, "COMPOSE_REMOVE_ORPHANS": "false", "COMPOSE_STATUS_STDOUT": "false",
        "COMPOSE_ANSI": "never", "COMPOSE_MENU": "false",
    ]

    /// Compose tells its version without an engine, and without one says so in a page of its own innards.
    private func engineAnswers() async -> Bool {
        let version = Invocation(
            "docker", ["version", "--format", "{{.Server.Version}}"])
        return (try? await version.capture(timeout: .seconds(20)))?.ending.isSuccess == true
    }
}

extension Failure {
    static let composeMissing = Failure(
        Text("Docker Compose does not answer", fr: "Docker Compose ne répond pas"),
        fix: Text(
            "Start the Docker engine, or set PLATFORM=here if the servers run without Docker.",
            fr: "Démarrez le moteur Docker, ou définissez PLATFORM=here si les serveurs tournent sans Docker."))

    static func composeRefused(_ arguments: [String], _ said: [String]) -> Failure {
        let command = "docker compose " + arguments.joined(separator: " ")
        let why = said.joined(separator: " / ")
        return Failure(
            Text("\(command) failed", fr: "\(command) a échoué"), why: Text(why, fr: why),
            fix: Text("Type: \(command)", fr: "Tapez : \(command)"))
    }

    static func serviceNotRunning(_ service: String) -> Failure {
        Failure(
            Text("the service \(service) is not running", fr: "le service \(service) ne tourne pas"),
            fix: Text(
                "Type: docker compose up -d \(service)", fr: "Tapez : docker compose up -d \(service)"))
    }

    static func foreignProject(_ service: String, _ folder: String) -> Failure {
        Failure(
            Text(
                "the container of \(service) belongs to another project",
                fr: "le conteneur de \(service) appartient à un autre projet"),
            why: Text("its folder is \(folder)", fr: "son dossier est \(folder)"),
            fix: Text(
                "Set PLATFORM_ROOT to that folder, or COMPOSE_PROJECT_NAME to this platform's own name.",
                fr: "Définissez PLATFORM_ROOT avec ce dossier, ou COMPOSE_PROJECT_NAME avec le nom de cette plateforme."
            ))
    }
}
