import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A Redis server that answered.
struct RedisServer: Sendable {
    let reach: Reach
    private let client: String
    private let options: [String]
    private let environment: [String: String]

    /// Prepares the way; `info` is what connects.
    static func reach(_ redis: Redis, _ site: Site) async throws -> RedisServer {
        let reach = try await site.reach(redis.place)
        let password =
            switch reach {
            case .here: try await site.value(redis.password)
            case .container(let container): try await Self.password(redis, site, reach, container)
            }
        let user = site.value(redis.user).map { ["--user", $0] } ?? []
        return RedisServer(
            reach: reach, client: RedisClient.name(for: reach), options: RedisClient.options(site, reach) + user,
            password: password)
    }

    /// A file that is named for the container's own eyes may not be here: then the container says what is in it.
    private static func password(
        _ redis: Redis, _ site: Site, _ reach: Reach, _ container: Container
    ) async throws -> String? {
        func own() async throws -> String? {
            for name in ["REDIS_PASSWORD", "VALKEY_PASSWORD"] {
                if let password = try await reach.value(name, container) { return password }
            }
            return nil
        }
        do { if let password = try await site.value(redis.password) { return password } } catch let failure as Failure {
            guard let password = try await own() else { throw failure }
            return password
        }
        return try await own()
    }

    init(reach: Reach, client: String, options: [String], password: String?) {
        (self.reach, self.client, self.options) = (reach, client, options)
        let names = ["REDISCLI_AUTH", "VALKEYCLI_AUTH"]
        environment = password.map { word in Dictionary(uniqueKeysWithValues: names.map { ($0, word) }) } ?? [:]
    }

    /// `redis-cli`, which exits with 1 when the server answers with an error.
    func command(_ words: String...) -> Invocation {
        reach.invocation(client, ["-e"] + options + words, environment: environment)
    }

    /// For what makes a connection of its own (`--rdb`, `--pipe`): there `redis-cli` ends when a server that wants no
    /// password is given one, which it only says elsewhere.
    func connection(_ words: String...) async throws -> Invocation {
        let isRefused =
            environment.isEmpty
            ? false : RedisRefusal.wantsNoPassword(try await command("PING").capture(timeout: .seconds(30)).said)
        return reach.invocation(client, ["-e"] + options + words, environment: isRefused ? [:] : environment)
    }

    /// Sets a value that no list of processes shows.
    func set(_ setting: String, to value: String) async throws {
        let answer = try await command("-x", "CONFIG", "SET", setting).capture(input: Array(value.utf8))
        guard answer.ending.isSuccess else { throw refusal(answer.said + [answer.output]) }
    }

    /// The answer's lines; throws a `Failure` with the server's own words.
    func ask(_ words: String..., within patience: Duration = .seconds(30)) async throws -> [String] {
        var invocation = command()
        invocation.arguments += words
        let answer: ToolOutput
        do { answer = try await invocation.capture(timeout: patience) } catch is TimedOut {
            throw refusal(["no answer in \(patience.components.seconds) s"])
        } catch is ToolMissing {
            throw Failure.redisClientMissing
        }
        let lines = answer.output.split(whereSeparator: \.isNewline).map(String.init)
        guard answer.ending.isSuccess else { throw refusal(answer.said + lines) }
        return lines
    }

    private func refusal(_ said: [String]) -> Failure {
        .redisUnreachable(
            RedisRefusal(
                said: said.filter { !$0.isEmpty }.joined(separator: " / "), reach: reach, client: client,
                options: options))
    }

    /// The fields of `INFO`.
    func info() async throws -> [String: String] { Self.fields(try await ask("INFO")) }

    private static func fields(_ lines: [String]) -> [String: String] {
        let pairs = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...]))
        }
        return Dictionary(pairs) { $1 }
    }

    /// What one server has of its cluster.
    struct Share: Sendable {
        let nodes: String
        let slots: String

        var words: [String: String] { ["nodes": nodes, "slots": slots] }
    }

    /// Nil where the server holds every key that there is: without a cluster, or as the only node of one.
    func shareOfCluster(_ info: [String: String]) async throws -> Share? {
        guard let facts = try await cluster(info) else { return nil }
        let share = Share(nodes: facts["cluster_known_nodes"] ?? "?", slots: facts["cluster_slots_assigned"] ?? "?")
        return share.nodes == "1" && share.slots == "16384" ? nil : share
    }

    /// A node that has just started answers for some seconds that its cluster is down.
    func servesKeys(_ info: [String: String]) async throws -> Bool {
        try await cluster(info).map { $0["cluster_state"] == "ok" } ?? true
    }

    /// The fields of `CLUSTER INFO`; nil where there is no cluster.
    private func cluster(_ info: [String: String]) async throws -> [String: String]? {
        info["cluster_enabled"] == "1" ? Self.fields(try await ask("CLUSTER", "INFO")) : nil
    }

    /// The value of one setting, empty when the server has no such setting.
    func setting(_ name: String) async throws -> String { try await ask("CONFIG", "GET", name).dropFirst().first ?? "" }

    /// The server's folder, where its files can be read; nil when the server runs on another machine.
    ///
    /// The server works in its folder, so here its process must be there; a port can lead anywhere.
    func folder(_ info: [String: String]) async throws -> FilePath? {
        let folder = FilePath(try await setting("dir"))
        guard reach == .here else { return folder }
        let process = FilePath("/proc/\(info["process_id"] ?? "-")/cwd")
        guard let own = try? FileIdentity(of: process), let named = try? FileIdentity(of: folder) else { return nil }
        return own == named ? folder : nil
    }

    /// Those settings whose names fit the pattern; one that is empty may be missing.
    func settings(_ pattern: String) async throws -> [String: String] {
        let lines = try await ask("CONFIG", "GET", pattern)
        let pairs = stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], lines[$0 + 1]) }
        return Dictionary(pairs) { $1 }
    }

    /// Asks until `isSo` holds for `INFO`, each half second, an hour at most.
    func wait(until isSo: ([String: String]) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(3600)
        while !isSo(try await info()) {
            guard ContinuousClock.now < end else { throw Failure.redisNeverEnds }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}

extension Failure {
    static let redisNeverEnds = Failure("redis.never-ends")

    static let redisElsewhere = Failure("redis.elsewhere")

    static let redisClientMissing = Failure("redis.client-missing")
}
