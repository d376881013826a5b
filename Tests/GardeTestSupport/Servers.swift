internal import GardeIO
internal import Glibc
package import SystemPackage

/// A server that a test adds to its platform, such as one to restore into; stopped when `body` ends, however it does.
package func withServer<Value: Sendable>(
    _ script: String, in folder: FilePath, _ options: [String] = [], _ variables: [String: String] = [:],
    _ body: ([String: String]) async throws -> Value
) async throws -> Value {
    do {
        let value = try await body(try await throwaway(script, ["start", folder.string] + options, variables))
        try await throwaway(script, ["stop", folder.string])
        return value
    } catch {
        _ = try? await throwaway(script, ["stop", folder.string])
        throw error
    }
}

extension ThrowawayPlatform {
    /// Runs SQL on the platform's server and gives what psql prints, unaligned; throws when the server refuses.
    @discardableResult
    package func sql(_ text: String, database: String = "mssante") async throws -> String {
        try await GardeTestSupport.sql(text, postgres, database: database)
    }

    /// What redis-cli prints for these words on the platform's server.
    @discardableResult
    package func redisCLI(_ words: String...) async throws -> String {
        try await GardeTestSupport.redisCLI(words, redis)
    }
}

/// Runs SQL on the server that `variables`, as the script postgres prints them, lead to.
@discardableResult
package func sql(_ text: String, _ variables: [String: String], database: String) async throws -> String {
    let variables = variables.merging(["PGDATABASE": database, "PGCLIENTENCODING": "UTF8"]) { $1 }
    let result = try await run(
        psql, ["-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-"], input: text, variables: usual.merging(variables) { $1 })
    guard result.status == 0 else { throw ThrowawayFailed(script: "psql", result: result) }
    return result.output
}

/// What redis-cli prints for these words on the server that `variables`, as the script redis prints them, lead to.
@discardableResult
package func redisCLI(_ words: [String], _ variables: [String: String]) async throws -> String {
    let place = ["-h", variables["REDIS_HOST"] ?? "", "-p", variables["REDIS_PORT"] ?? ""]
    let password = ["REDISCLI_AUTH": variables["REDIS_PASSWORD"] ?? ""].filter { !$0.value.isEmpty }
    let result = try await run("redis-cli", ["-e"] + place + words, variables: usual.merging(password) { $1 })
    guard result.status == 0 else { throw ThrowawayFailed(script: "redis-cli", result: result) }
    return result.output
}

/// Everything that Redis holds, as text: the digests of names, values and expiry times of all databases, what a
/// stream's group has not acknowledged, functions.
package func redisContent(_ variables: [String: String]) async throws -> String {
    let expiries = """
        local names, sum = redis.call('KEYS', '*'), ''
        table.sort(names)
        for _, name in ipairs(names) do sum = redis.sha1hex(sum .. name .. redis.call('PEXPIRETIME', name)) end
        return #names .. ' ' .. sum
        """
    var text = try await redisCLI(["DEBUG", "DIGEST"], variables)
    for database in ["0", "3"] { text += try await redisCLI(["-n", database, "EVAL", expiries, "0"], variables) }
    text += try await redisCLI(["XPENDING", "stream", "workers"], variables)
    return text + (try await redisCLI(["FUNCTION", "LIST"], variables))
}

/// The variables of every program here, whoever started the tests; DOCKER_CONFIG is where `bin/test` has Compose 2.
let usual: [String: String] = {
    var all = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent"]
    all["DOCKER_CONFIG"] = getenv("DOCKER_CONFIG").map { String(cString: $0) }
    return all
}()

/// PostgreSQL's own; Debian's is a script that takes ten times as long to find it.
private let psql: String = {
    let majors = ((try? Folder.open("/usr/lib/postgresql").entries()) ?? []).compactMap {
        Int(String(decoding: $0.name, as: UTF8.self))
    }
    return majors.max().map { "/usr/lib/postgresql/\($0)/bin/psql" } ?? "psql"
}()
