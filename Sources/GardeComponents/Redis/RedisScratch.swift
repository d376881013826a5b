import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A Redis server of this restore alone, on an RDB file, which the real one copies.
struct RedisScratch: Sendable {
    /// Of this user alone; holds the RDB file, the configuration with the password, and where the server listens.
    let folder: FilePath

    private var configuration: FilePath { folder.appending("redis.conf") }
    private var whereabouts: FilePath { folder.appending("server") }

    /// Such as `redis-server`, of the kin of the server that copies; nil where this machine has none.
    static func program(for info: [String: String]) -> String? {
        RedisClient.program("server", of: RedisClient.kins(info))
    }

    /// Of that program, from a line such as `Redis server v=7.0.15 sha=00000000:0 …`; nil when it does not say.
    static func version(of program: String) async -> RedisVersion? {
        let call = Reach.here.invocation(program, ["--version"])
        let said = try? await call.capture(timeout: .seconds(10)).whenSuccessful()
        guard let word = said?.split(separator: " ").first(where: { $0.hasPrefix("v=") }) else { return nil }
        return RedisVersion(String(word.dropFirst(2)), isValkey: said?.hasPrefix("Valkey") == true)
    }

    /// A running one: how it is asked, and where the real server finds it.
    struct Running: Sendable {
        let server: RedisServer
        let address: String
        let port: Int
        let password: String
    }

    /// Starts it on the file of this name, runs `body` once all is loaded, and ends it.
    ///
    /// - Parameter program: Such as `redis-server`.
    /// - Parameter password: Empty where the real server cannot be told one.
    func serving<Value: Sendable>(
        _ dump: String, by program: String, at address: String, databases: Int, password: String,
        _ body: @escaping @Sendable (Running) async throws -> Value
    ) async throws -> Value {
        for attempt in 1... {
            let port = Int.random(in: 20_000...60_000)
            try await write(dump, address, port, databases, password)
            do { return try await run(program, running(address, port, password), body) } catch is Ended {
                // Somebody else may have the port.
                guard attempt < 5 else { throw Failure.redisAddressNotOurs(address) }
            }
        }
        throw Failure.redisAddressNotOurs(address)
    }

    /// Ends one that outlived the process that had started it.
    func end() async {
        guard let file = try? FileDescriptor.open(whereabouts, .readOnly, options: .closeOnExec),
            let text = try? file.thenClose({ String(decoding: try file.readAll(limit: 1024), as: UTF8.self) })
        else { return }
        let words = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard words.count >= 3, let port = Int(words[1]) else { return }
        _ = try? await running(words[0], port, words[2]).server.ask("SHUTDOWN", "NOSAVE")
    }

    private struct Ended: Error {}

    private func run<Value: Sendable>(
        _ program: String, _ running: Running, _ body: @escaping @Sendable (Running) async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask {
                do {
                    try await pipeline([Child(Reach.here.invocation(program, [configuration.string])), Drain()])
                } catch is ToolFailed {}
                throw Ended()
            }
            group.addTask {
                try await waitUntilLoaded(running.server)
                return try await body(running)
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw Ended() }
            return value
        }
    }

    private func waitUntilLoaded(_ server: RedisServer) async throws {
        while (try? await server.info()["loading"]) != "0" {
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func running(_ address: String, _ port: Int, _ password: String) -> Running {
        let options = ["-h", address, "-p", "\(port)"]
        let server = RedisServer(
            reach: .here, client: RedisClient.name(for: .here), options: options,
            password: password.isEmpty ? nil : password)
        return Running(server: server, address: address, port: port, password: password)
    }

    private func write(
        _ dump: String, _ address: String, _ port: Int, _ databases: Int, _ password: String
    ) async throws {
        let lines = [
            "bind \(address)", "port \(port)", "dir \"\(folder)\"", "dbfilename \(dump)", "databases \(databases)",
            "save \"\"", "appendonly no", "daemonize no", "protected-mode no", "repl-diskless-sync-delay 0",
            password.isEmpty ? "" : "requirepass \(password)",
        ]
        try await Durable.replace(configuration, with: Array((lines.joined(separator: "\n") + "\n").utf8))
        try await Durable.replace(whereabouts, with: Array("\(address)\n\(port)\n\(password)\n".utf8))
    }
}

extension Failure {
    static let redisServerMissing = Failure("redis.server-missing")

    static func redisScratchTooOld(_ program: String, _ version: RedisVersion, _ server: RedisVersion) -> Failure {
        Failure("redis.scratch-too-old", ["program": program, "version": version.text, "server": server.text])
    }

    static func redisAddressNotOurs(_ address: String) -> Failure {
        Failure("redis.address-not-ours", ["address": address])
    }
}
