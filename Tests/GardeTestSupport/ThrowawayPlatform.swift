import Synchronization
package import SystemPackage

/// The root of a whole platform with a PostgreSQL and a Redis of its own, on free ports, in a folder of its own.
///
/// The platform's `.env` says how the servers are reached, less hosts and ports, which `environment` gives.
package final class ThrowawayPlatform: Sendable {
    /// Which servers there are, and how they are set up.
    package struct Shape: Sendable {
        package var messages = 300
        /// Rows of the database's tables; nil for no PostgreSQL at all.
        package var rows: Int? = 200
        /// Keys of the server; nil for no Redis at all.
        package var keys: Int? = 200
        package var redisPassword: String?
        package var appendonly = false
        /// Lines of redis.conf.
        package var redisSettings: [String] = []
        /// Lines of the platform's `.env`, `NAME=VALUE`.
        package var settings: [String] = []

        package init(_ change: (inout Shape) -> Void = { _ in }) { change(&self) }
    }

    /// Everything lies below it; nobody else can look into it.
    package let folder: FilePath
    package let root: FilePath
    /// PLATFORM_ROOT, PLATFORM, and where the servers are.
    package let environment: [String: String]
    /// What the servers' scripts printed, such as PGPASSWORD.
    package let postgres: [String: String]
    package let redis: [String: String]

    /// Where its backups go: data/backups below the root, unless this is an `apart()` view.
    package let backupRoot: FilePath

    private init(
        folder: FilePath, postgres: [String: String], redis: [String: String], backupRoot: FilePath? = nil
    ) {
        (self.folder, self.postgres, self.redis) = (folder, postgres, redis)
        root = folder.appending("platform")
        self.backupRoot = backupRoot ?? root.pushing("data/backups")
        var all = ["PLATFORM_ROOT": root.string, "PLATFORM": "here"]
        all["BACKUP_ROOT"] = backupRoot?.string
        for name in ["PGHOST", "PGPORT"] { all[name] = postgres[name] }
        for name in ["REDIS_HOST", "REDIS_PORT"] { all[name] = redis[name] }
        environment = all
    }

    /// The same platform with a folder of backups of its own, so that tests that share it do not wait for each other.
    package func apart() -> ThrowawayPlatform {
        let place = folder.appending("backups-\(UInt32.random(in: 0 ... .max))")
        return ThrowawayPlatform(folder: folder, postgres: postgres, redis: redis, backupRoot: place)
    }

    /// Makes a platform for `body`, and takes it away however that ends; no more than two with servers at a time.
    package static func with<Value: Sendable>(
        _ shape: Shape = Shape(), _ body: (ThrowawayPlatform) async throws -> Value
    ) async throws -> Value {
        try await (shape.rows == nil && shape.keys == nil ? seatsWithoutServers : seats).taken {
            try await withoutWaiting(shape, body)
        }
    }

    /// The same at once, for a suite that shares a platform: its tests wait for their turn to run, so that a seat taken
    /// meanwhile could be what the tests before them wait for.
    package static func withoutWaiting<Value: Sendable>(
        _ shape: Shape = Shape(), _ body: (ThrowawayPlatform) async throws -> Value
    ) async throws -> Value {
        let scratch = Scratch()
        defer { withExtendedLifetime(scratch) {} }
        do {
            let platform = try await make(shape, in: scratch.path)
            let value = try await body(platform)
            try await stop(in: scratch.path)
            return value
        } catch {
            try? await stop(in: scratch.path)
            throw error
        }
    }

    private static let seats = Seats(2)
    private static let seatsWithoutServers = Seats(3)

    // MARK: Making

    private static func make(_ shape: Shape, in folder: FilePath) async throws -> ThrowawayPlatform {
        async let postgres = startPostgres(shape, folder)
        async let redis = startRedis(shape, folder)
        let (database, cache) = (try await postgres, try await redis)
        let passwords = [
            "POSTGRES_PASSWORD=\(database["PGPASSWORD"] ?? "")", "REDIS_PASSWORD=\(shape.redisPassword ?? "")",
        ]
        let settings = (passwords + shape.settings).flatMap { ["--set", $0] }
        let root = folder.appending("platform").string
        try await throwaway("platform", ["create", root, "--messages", "\(shape.messages)"] + settings)
        return ThrowawayPlatform(folder: folder, postgres: database, redis: cache)
    }

    private static func startPostgres(_ shape: Shape, _ folder: FilePath) async throws -> [String: String] {
        guard let rows = shape.rows else { return [:] }
        let place = folder.appending("postgres").string
        let variables = try await throwaway("postgres", ["start", place])
        try await throwaway("postgres", ["fill", place, "mssante", "\(rows)"])
        return variables
    }

    private static func startRedis(_ shape: Shape, _ folder: FilePath) async throws -> [String: String] {
        guard let keys = shape.keys else { return [:] }
        let place = folder.appending("redis").string
        // A server that sends its data to a pipe waits five seconds for a second reader.
        let settings = (["repl-diskless-sync-delay 0"] + shape.redisSettings).flatMap { ["--with", $0] }
        let password = shape.redisPassword.map { ["--password", $0] } ?? []
        let more = (shape.appendonly ? ["--appendonly"] : []) + password + settings
        let variables = try await throwaway("redis", ["start", place] + more)
        if keys > 0 { try await throwaway("redis", ["fill", place, "\(keys)"]) }
        return variables
    }

    private static func stop(in folder: FilePath) async throws {
        for server in ["postgres", "redis"] { try await throwaway(server, ["stop", folder.appending(server).string]) }
    }
}

/// Runs a script of Tests/throwaway with `variables` added to the environment; gives the `NAME=VALUE` lines that it
/// prints.
@discardableResult
package func throwaway(
    _ script: String, _ arguments: [String], _ variables: [String: String] = [:]
) async throws -> [String: String] {
    let words = variables.map { "\($0)=\($1)" } + ["\(packageFolder)/Tests/throwaway/\(script)"] + arguments
    let result = try await run("env", words)
    guard result.status == 0 else { throw ThrowawayFailed(script: script, result: result) }
    let lines = result.output.split(separator: "\n").map { String($0) }
    let pairs = lines.compactMap { line -> (String, String)? in
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    return Dictionary(pairs) { $1 }
}

/// A script that did not do its work.
package struct ThrowawayFailed: Error {
    package let script: String
    package let result: ToolResult
}

/// Lets so many in at a time; the others wait in a row.
package actor Seats {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package init(_ count: Int) { free = count }

    package nonisolated func taken<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        await sit()
        do {
            let value = try await body()
            await rise()
            return value
        } catch {
            await rise()
            throw error
        }
    }

    private func sit() async {
        if free > 0 { return free -= 1 }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func rise() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
