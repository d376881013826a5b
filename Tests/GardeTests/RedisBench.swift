import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage

/// A Redis server of a test's own on this machine, a backup of it, and what restores it.
struct RedisBench: Sendable {
    let scratch = Scratch()
    let site: Site
    let source: Source
    let services: Services
    let variables: [String: String]
    let server: FilePath
    /// What was said on standard error, warnings and errors.
    let said: FilePath

    var data: FilePath { server.appending("data") }

    /// A server with these options of Tests/throwaway/redis, and so many keys of every type.
    static func with(
        _ options: [String] = [], keys: Int = 100, user: String? = nil, secret: String? = nil,
        settings: @Sendable (Scratch) async throws -> [String: String] = { _ in [:] },
        _ body: (RedisBench) async throws -> Void
    ) async throws {
        let scratch = Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let server = scratch("redis")
        let usual = ["enable-debug-command yes", "repl-diskless-sync-delay 0"].flatMap { ["--with", $0] }
        try await withServer("redis", in: server, usual + options) { variables in
            if keys > 0 { try await throwaway("redis", ["fill", server.string, "\(keys)"]) }
            var mine = variables
            mine["REDIS_USERNAME"] = user
            mine["REDIS_PASSWORD"] = secret ?? variables["REDIS_PASSWORD"]
            mine.merge(try await settings(scratch)) { $1 }
            try await body(try RedisBench(mine, variables, server))
        }
    }

    private init(_ mine: [String: String], _ variables: [String: String], _ server: FilePath) throws {
        (self.variables, self.server, said) = (variables, server, scratch("said"))
        let screen = Screen(
            try FileDescriptor.open(said, .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite]),
            isTerminal: false, hasColour: false)
        site = Site(
            root: scratch.path, usesCompose: false, compose: nil,
            console: Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen),
            variable: { name in mine[name].flatMap { $0.isEmpty ? nil : $0 } }, savedDatabases: [], session: "test")
        let recipe = Self.recipe(server)
        source = recipe.sources[0]
        services = Services(recipe.sources, recipe.services, at: site, systemctl: "/nonexistent/systemctl")
    }

    private static func recipe(_ server: FilePath) -> Recipe {
        let script = "\(packageFolder)/Tests/throwaway/redis"
        let looks = "cd \"$0\" && me=test && . ./common.sh && remembered \"$1/redis.pid\" >/dev/null"
        return words {
            redis()
            service(
                "redis", stop: [script, "stop", server.string], start: [script, "start", server.string],
                isRunning: ["sh", "-c", looks, "\(packageFolder)/Tests/throwaway", server.string])
        }
    }

    func load(
        control: ServiceControl? = nil, isAlone: Bool = true
    ) async throws -> RedisLoad {
        guard let redis = source.kind as? Redis else { throw Unexpected(source) }
        let usual = try await services.control(of: source)
        return RedisLoad(
            id: "redis", redis: redis, site: site, scratch: scratch.path, control: control ?? usual, isAlone: isAlone)
    }

    /// Where nothing known stops and starts the server.
    func loose(isAlone: Bool = true) throws -> RedisLoad {
        guard let redis = source.kind as? Redis else { throw Unexpected(source) }
        return RedisLoad(id: "redis", redis: redis, site: site, scratch: scratch.path, control: nil, isAlone: isAlone)
    }

    func capture() throws -> RedisCapture {
        guard let redis = source.kind as? Redis else { throw Unexpected(source) }
        return RedisCapture(id: "redis", redis: redis, site: site, note: scratch("note"))
    }

    /// The server's stream as a backup holds it.
    func backup() async throws -> RestoreFiles {
        let (path, tally) = (scratch("redis_20240315_020000.rdb.gz"), Tally())
        _ = try? await run("rm", ["-f", path.string])
        let password = variables["REDIS_PASSWORD"].flatMap { $0.isEmpty ? nil : ["REDISCLI_AUTH": $0] } ?? [:]
        let stream = Child(
            Invocation(
                "redis-cli", ["-h", "127.0.0.1", "-p", variables["REDIS_PORT"]!, "-e", "--rdb", "-"],
                environment: password))
        try await Durable.create(path) { file in
            try await pipeline([stream, RedisDump(), tally, Gzip(level: 1)], into: file)
        }
        return files(path, tally.result.bytes)
    }

    func files(_ path: FilePath, _ bytes: Int) -> RestoreFiles {
        RestoreFiles(id: "20240315_020000", files: [RestoreFile(path: path, part: .rdb, contentBytes: bytes)])
    }

    /// Everything that the server holds.
    func content() async throws -> String { try await redisContent(variables) }

    @discardableResult
    func cli(_ words: String...) async throws -> String { try await redisCLI(words, variables) }

    /// A file in the server's folder.
    func write(_ name: String, _ text: String) throws {
        let file = try FileDescriptor.open(
            data.appending(name), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    /// Other keys in the place of all.
    func replaceEverything() async throws {
        try await cli("FLUSHALL")
        try await cli("SET", "live", "and only here")
        try await cli("XADD", "stream", "*", "other", "entry")
        try await cli("XGROUP", "CREATE", "stream", "workers", "0")
    }

    func stop() async throws { try await throwaway("redis", ["stop", server.string]) }
    func start() async throws { try await throwaway("redis", ["start", server.string]) }

    /// What a restore of ours leaves in the server's folder, of which nothing may stay.
    func leftovers() async throws -> [String] {
        try await run(
            "find", [data.string, "-name", "*-old*", "-o", "-name", "garde-restore-*.rdb", "-o", "-name", "*.writing"]
        )
        .output.lines
    }

    func journal() throws -> Journal { try Journal.begin(in: scratch.path) }

    func finish(_ load: RedisLoad, _ journal: Journal) async throws {
        for _ in 1...2 {
            for entry in journal.entries { try await load.finish(entry) }
        }
        try journal.close()
    }

    func undo(_ load: RedisLoad, _ journal: Journal) async throws {
        for entry in journal.entries.reversed() { try await load.undo(entry) }
        try journal.close()
    }

    /// All steps of a restore that goes well.
    func restore(_ files: RestoreFiles, _ load: RedisLoad) async throws {
        let journal = try journal()
        try await load.analyze(files)
        try await load.stage(files, journal)
        try await load.swap(journal)
        try await load.check(files)
        try await finish(load, journal)
    }

    func warnings() async throws -> String { try await run("cat", [said.string]).output }
}

/// `recipe` where a function of that name is in the way.
private func words(@RecipeBuilder _ words: () -> Recipe) -> Recipe { words() }
