import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What is known of how a Redis server will start: its configuration file, and its container's arguments.
///
/// A server that was started by hand does not say its arguments, and a file that includes others does not say all.
struct RedisStart: Sendable {
    /// Whether it will start with append-only files; nil where that is not known.
    let isAppendOnly: Bool?

    static func of(_ server: RedisServer, _ info: [String: String]) async throws -> RedisStart {
        let words = try await arguments(server)
        if let place = words.lastIndex(of: "--appendonly"), place + 1 < words.count {
            return RedisStart(isAppendOnly: words[place + 1].lowercased() == "yes")
        }
        guard let file = info["config_file"], !file.isEmpty,
            let text = try? await server.reach.invocation("cat", [file]).capture().whenSuccessful()
        else { return RedisStart(isAppendOnly: nil) }
        return RedisStart(isAppendOnly: stated(in: text))
    }

    private static func arguments(_ server: RedisServer) async throws -> [String] {
        guard case .container(let container) = server.reach else { return [] }
        let format = "{{range .Args}}{{println .}}{{end}}"
        let ask = Invocation("docker", ["inspect", "--format", format, container.id])
        return try await ask.capture().whenSuccessful().split(separator: "\n").map(String.init)
    }

    /// The last line counts; without one, off is the server's own choice.
    static func stated(in text: String) -> Bool? {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.lowercased().split { $0 == " " || $0 == "\t" || $0 == "\"" }
        }
        if lines.contains(where: { $0.first == "include" }) { return nil }
        return lines.last { $0.first == "appendonly" }.map { $0.dropFirst().first == "yes" } ?? false
    }
}

extension RedisLoad {
    /// A server that would start otherwise than it runs loses what it holds by any restart, also by one of ours.
    func checkStart(_ server: RedisServer, _ info: [String: String]) async throws {
        let isOn = try await server.setting("appendonly") == "yes"
        guard let starts = try await RedisStart.of(server, info).isAppendOnly, starts != isOn else { return }
        throw Failure.redisWouldStartOtherwise(isOn)
    }
}

extension Failure {
    static func redisWouldStartOtherwise(_ isOn: Bool) -> Failure {
        let (runs, starts) = isOn ? ("yes", "no") : ("no", "yes")
        return Failure("redis.would-start-otherwise", ["runs": runs, "starts": starts])
    }
}
