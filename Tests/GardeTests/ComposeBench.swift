import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A platform in containers of an engine of its own, as the library sees it.
struct ComposeBench: Sendable {
    @TaskLocal static var shared: ComposeBench!

    let root: FilePath
    let site: Site
    /// Where the service cache is, which has no volume; and redis, which has one.
    let ports: [String: String]
    let password: String
    private let scratch: Scratch

    /// Brings it up for `body` and takes it down again; false, and said aloud, where no engine can run.
    static func with(_ body: () async throws -> Void) async throws {
        let scratch = Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let engine = scratch("engine").string
        do {
            let variables: [String: String]
            do { variables = try await throwaway("docker-engine", ["start", engine]) } catch let failed
                as ThrowawayFailed
                where failed.result.status == 77
            {
                let words = "!!!!!!!! SKIPPED, so not passed: services and Redis in containers. \(failed.result.error)"
                _ = try FileDescriptor.standardError.writeAll(words.utf8)
                return
            }
            try await throwaway("docker-engine", ["image", engine])
            try await Invocation.$surroundings.withValue(variables) {
                try await $shared.withValue(try await ComposeBench(scratch)) { try await body() }
            }
            try await throwaway("docker-engine", ["stop", engine])
        } catch {
            _ = try? await throwaway("docker-engine", ["stop", engine])
            throw error
        }
    }

    private init(_ scratch: Scratch) async throws {
        (self.scratch, root, password) = (scratch, scratch("platform"), "s3cret 'é\(UInt32.random(in: 0 ... .max))")
        try await throwaway(
            "platform", ["create", root.string, "--messages", "1", "--set", "REDIS_PASSWORD=\"\(password)\""])
        let free = try await run("sh", ["-c", ". \"$0/common.sh\" && free_ports 1", Self.scripts]).output.lines
        // Debug commands give digests; a cache without append-only files lies in its container alone.
        let compose = try await run("cat", [root.appending("docker-compose.yml").string]).output
        let quick = "\"--enable-debug-command\", \"yes\", \"--repl-diskless-sync-delay\", \"0\""
        try await Self.write(
            compose.replacing("\"--appendonly\", \"yes\"", with: "\"--appendonly\", \"yes\", \(quick)")
                + """

                  cache:
                    <<: *service
                    command: ["redis-server", \(quick)]
                    environment:
                      REDIS_PASSWORD_FILE: /run/word
                      REDIS_PORT: \(free[0])
                    volumes: ["./word:/run/word:ro"]

                """, to: root.appending("docker-compose.yml"))
        try await Self.write(password, to: root.appending("word"))
        let env = try await run("cat", [root.appending(".env").string]).output.lines
        let redis = env.last { $0.hasPrefix("REDIS_PORT=") }.map { String($0.dropFirst(11)) }
        ports = ["redis": redis ?? "", "cache": free[0]]
        _ = try await Invocation(
            "\(Self.scripts)/compose", ["up", root.string], inherits: .everything
        ).capture(timeout: .seconds(120)).whenSuccessful()
        let said = try FileDescriptor.open(
            scratch("said"), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        let screen = Screen(said, isTerminal: false, hasColour: false)
        site = Site(
            root: root, usesCompose: true, compose: try await Compose.find(root: root),
            console: Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen),
            variable: { _ in nil }, savedDatabases: [], session: "test")
    }

    private static let scripts = "\(packageFolder)/Tests/throwaway"

    static func write(_ text: String, to path: FilePath) async throws {
        try await Durable.replace(path, with: Array(text.utf8))
    }

    func services(_ recipe: Recipe, at site: Site? = nil, limit: Duration = .seconds(60)) -> Services {
        Services(
            recipe.sources, recipe.services, at: site ?? self.site, systemctl: "/nonexistent/systemctl", limit: limit)
    }

    func journal() throws -> Journal { try Journal.begin(in: root.appending("data/backups")) }

    @discardableResult
    func docker(_ words: String...) async throws -> String {
        try await Invocation("docker", words).capture(timeout: .seconds(120)).whenSuccessful()
    }

    /// What people are told.
    func said() async throws -> String { try await run("cat", [scratch("said").string]).output }

    /// The services that run, in alphabetical order.
    func up() async throws -> [String] {
        let label = "{{.Label \"com.docker.compose.service\"}}"
        return try await docker("ps", "--format", label).lines.filter { !$0.isEmpty }.sorted()
    }

    func container(_ service: String) async throws -> String {
        let answer = try await docker("ps", "-aq", "--filter", "label=com.docker.compose.service=\(service)")
        return try #require(answer.lines.first)
    }

    /// What leads to a service's Redis from this machine, whose network it shares.
    func variables(_ service: String) -> [String: String] {
        ["REDIS_HOST": "127.0.0.1", "REDIS_PORT": ports[service]!, "REDIS_PASSWORD": password]
    }

    func fill(_ service: String) async throws {
        let script = """
            /usr/bin/python3 "$0/redis_content.py" 50 7 | REDISCLI_AUTH=$1 redis-cli -h 127.0.0.1 -p "$2" --pipe
            """
        let answer = try await run("sh", ["-c", script, Self.scripts, password, ports[service]!])
        try #require(answer.output.contains("errors: 0,"), "\(answer)")
    }

    func backup(_ service: String) async throws -> RestoreFiles {
        let (path, tally) = (root.appending("\(service).rdb.gz"), Tally())
        let stream = Child(
            Invocation(
                "redis-cli", ["-h", "127.0.0.1", "-p", ports[service]!, "-e", "--rdb", "-"],
                environment: ["REDISCLI_AUTH": password]))
        _ = try? await run("rm", ["-f", path.string])
        try await Durable.create(path) { file in
            try await pipeline([stream, RedisDump(), tally, Gzip(level: 1)], into: file)
        }
        return RestoreFiles(
            id: "x", files: [RestoreFile(path: path, part: .rdb, contentBytes: tally.result.bytes)])
    }

    func load(_ service: String) async throws -> RedisLoad {
        let source = recipe { redis(in: .compose(service)) }.sources[0]
        guard let redis = source.kind as? Redis else { throw Unexpected(source) }
        let control = try await services(recipe { mail() }).control(of: source)
        return RedisLoad(id: "redis", redis: redis, site: site, scratch: scratch.path, control: control)
    }
}

struct ComposeBenchTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ComposeBench.with { try await function() }
    }
}

extension Trait where Self == ComposeBenchTrait {
    static var composeBench: Self { Self() }
}
