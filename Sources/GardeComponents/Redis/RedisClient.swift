import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Redis' own command line, or that of one of its kin, and the words by which it finds the server.
enum RedisClient {
    /// Valkey's packages and some of its images have no `redis-cli`.
    static func name(for reach: Reach) -> String {
        switch reach {
        case .here: program("cli") ?? "redis-cli"
        case .container(let container):
            ["VALKEY_VERSION", "VALKEY_PORT_NUMBER"].contains { container.environment[$0] != nil }
                ? "valkey-cli" : "redis-cli"
        }
    }

    /// The first of `redis-cli`, `valkey-cli` and so on that PATH finds; nil when it finds none.
    static func program(_ kind: String, of kins: [String] = ["redis", "valkey", "redict", "keydb"]) -> String? {
        let folders = (processEnvironment()["PATH"] ?? "").split(separator: ":").map { FilePath(String($0)) }
        return kins.map { "\($0)-\(kind)" }.first { name in
            folders.contains { isExecutable($0.appending(name)) }
        }
    }

    /// What reads a dump as the server does, of its own kin where both are here.
    static func checker(for reach: Reach, _ info: [String: String]) -> String {
        reach == .here ? program("check-rdb", of: kins(info)) ?? "redis-check-rdb" : "redis-check-rdb"
    }

    /// The server's own kin first.
    static func kins(_ info: [String: String]) -> [String] {
        let others = ["redis", "valkey", "redict", "keydb"]
        return info["valkey_version"] == nil ? others : ["valkey"] + others.filter { $0 != "valkey" }
    }

    static func options(_ site: Site, _ reach: Reach) -> [String] {
        switch reach {
        case .here: return place(site) + tls(site) { site.variable($0) }
        case .container(let container):
            let inside = container.environment
            let port = inside["REDIS_PORT"].map { ["-p", $0] } ?? []
            // Where the image itself is set to TLS, its variables name files of its own.
            if isOn(inside["REDIS_TLS_ENABLED"]) {
                return (inside["REDIS_TLS_PORT_NUMBER"].map { ["-p", $0] } ?? port) + ["--tls"] + files { inside[$0] }
            }
            return port + tls(site) { site.variable($0) }
        }
    }

    /// A socket, also where REDIS_HOST is one as PHP writes it.
    private static func place(_ site: Site) -> [String] {
        let host = site.variable("REDIS_HOST") ?? "127.0.0.1"
        let socket = site.variable("REDIS_SOCKET") ?? (host.hasPrefix("/") ? host : nil)
        return socket.map { ["-s", $0] } ?? ["-h", host, "-p", site.variable("REDIS_PORT") ?? "6379"]
    }

    private static func tls(_ site: Site, _ variable: (String) -> String?) -> [String] {
        isOn(site.variable("REDIS_TLS")) ? ["--tls"] + files(variable) : []
    }

    private static func files(_ variable: (String) -> String?) -> [String] {
        let options = [
            ("--cacert", "REDIS_TLS_CA_FILE"), ("--cert", "REDIS_TLS_CERT_FILE"), ("--key", "REDIS_TLS_KEY_FILE"),
        ]
        return options.flatMap { option, name in variable(name).map { [option, $0] } ?? [] }
    }

    private static func isOn(_ value: String?) -> Bool {
        ["true", "yes", "1", "on"].contains(value?.lowercased() ?? "")
    }
}

extension RedisServer {
    /// Whether this user may ask for settings; where CONFIG is refused or renamed, no file of the server can be found.
    func showsSettings() async -> Bool { (try? await settings("dir"))?["dir"] != nil }

    /// Why a restore will be refused: neither the server's files can be found, nor may it copy another server.
    func cannotBePutBack() async -> Text? {
        guard await !showsSettings(), let refusal = await refusalToReplicate() else { return nil }
        return .redisCannotBePutBack(refusal)
    }

    /// Nothing is changed: the server is asked what it would say.
    private func refusalToReplicate() async -> String? {
        let known = try? await ask("COMMAND", "INFO", "REPLICAOF")
        if let known, known.allSatisfy(\.isEmpty) { return "unknown command 'REPLICAOF'" }
        let user = (try? await ask("ACL", "WHOAMI").first) ?? "default"
        do {
            let answer = try await ask("ACL", "DRYRUN", user, "REPLICAOF", "NO", "ONE")
            return answer.first == "OK" ? nil : answer.first
        } catch let failure as Failure {
            // Before 7 there is no such question.
            let said = failure.why?[.english] ?? ""
            return said.contains("NOPERM") ? said : nil
        } catch { return nil }
    }
}

extension Text {
    static func redisCannotBePutBack(_ said: String) -> Text {
        Text("redis.cannot-be-put-back", ["said": said])
    }
}
