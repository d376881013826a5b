import Glibc
package import SystemPackage

/// Docker Compose 2 as a program of its own: it reads files without an engine. Nil where it cannot be had, which is said aloud.
package enum ComposePlugin {
    package static func path() async throws -> String? {
        let found = try await run("\(packageFolder)/Tests/throwaway/compose-plugin", [])
        if found.status == 0 { return String(found.output.prefix { $0 != "\n" }) }
        guard found.status == 77 else { throw ThrowawayFailed(script: "compose-plugin", result: found) }
        _ = try FileDescriptor.standardError.writeAll("!!!!!!!! \(found.error)".utf8)
        return nil
    }
}

/// Nearly everybody has the second, Debian 12 the first.
package enum ComposeVersion: Sendable, CaseIterable { case two, one }

/// A Docker engine for tests: the one that DOCKER_HOST leads to, else one of their own.
package actor DockerEngine {
    package static let shared = DockerEngine()

    private let scratch = Scratch()
    private var state = State.unknown
    private var users = 0

    private enum State {
        case unknown
        case running([String: String], isOurs: Bool)
        case impossible
    }

    /// DOCKER_HOST and DOCKER_CONFIG, with the tests' image loaded; nil where no engine can run, which it says aloud.
    package func variables(_ version: ComposeVersion = .two) async throws -> [String: String]? {
        if case .unknown = state { state = try await start() }
        guard case .running(var variables, _) = state else { return nil }
        if version == .one, let folder = variables["DOCKER_CONFIG_1"] { variables["DOCKER_CONFIG"] = folder }
        return variables
    }

    private func start() async throws -> State {
        if let host = getenv("DOCKER_HOST") {
            let names = ["DOCKER_CONFIG", "DOCKER_CONFIG_1"]
            let folders = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
            return .running(Dictionary(folders + [("DOCKER_HOST", String(cString: host))]) { $1 }, isOurs: false)
        }
        do {
            let variables = try await throwaway("docker-engine", ["start", scratch.path.string])
            try await throwaway("docker-engine", ["image", scratch.path.string])
            return .running(variables, isOurs: true)
        } catch let failed as ThrowawayFailed where failed.result.status == 77 {
            let words = "!!!!!!!! SKIPPED, so not passed: the tests with Docker. \(failed.result.error)"
            _ = try FileDescriptor.standardError.writeAll(words.utf8)
            return .impossible
        }
    }

    /// Calls `body` while the engine runs; one of our own ends with its last user.
    package func use(_ body: @Sendable @concurrent () async throws -> Void) async throws {
        users += 1
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        users -= 1
        if users == 0, case .running(_, isOurs: true) = state {
            state = .unknown
            try await throwaway("docker-engine", ["stop", scratch.path.string])
        }
        try result.get()
    }
}

/// A platform whose servers run in containers of its own Compose project.
package struct ComposePlatform: Sendable {
    package let root: FilePath
    /// What `runBackup` needs to find it, the engine included.
    package let environment: [String: String]
    /// What the script compose printed, such as REDIS_CONTAINER.
    package let services: [String: String]
    /// A password that both servers have.
    package let password: String

    /// Brings the services of a platform up for `body`, and down again however that ends.
    package static func with(_ body: (ComposePlatform) async throws -> Void) async throws {
        guard let engine = try await DockerEngine.shared.variables() else { return }
        let password = "s3cret-\(UInt64.random(in: 0 ... .max))"
        let shape = ThrowawayPlatform.Shape {
            ($0.messages, $0.rows, $0.keys) = (60, nil, nil)
            $0.settings = ["POSTGRES_PASSWORD=\(password)", "REDIS_PASSWORD=\(password)"]
        }
        try await ThrowawayPlatform.withoutWaiting(shape) { platform in
            let result: Result<Void, any Error>
            do {
                let services = try await throwaway("compose", ["up", platform.root.string], engine)
                try await throwaway("compose", ["fill", platform.root.string, "100", "100"], engine)
                let here = ["PLATFORM_ROOT": platform.root.string].merging(engine) { $1 }
                try await body(
                    ComposePlatform(root: platform.root, environment: here, services: services, password: password))
                result = .success(())
            } catch { result = .failure(error) }
            _ = try? await throwaway("compose", ["down", platform.root.string], engine)
            try result.get()
        }
    }

    package func docker(_ words: String...) async throws -> ToolResult {
        try await run("docker", words, variables: usual.merging(environment) { $1 })
    }
}
