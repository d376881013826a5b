import GardeCore
import GardeWords

/// Why a server took no command, as far as it or its client says so, and what helps.
struct RedisRefusal {
    let said: String
    let reach: Reach
    let client: String
    /// Where the server is and as whom it is asked; no passwords.
    let options: [String]

    var fix: Text {
        if Self.wantsNoPassword([said]) { return noPassword }
        if says("NOAUTH", "WRONGPASS", "invalid password") { return password }
        if says("NOPERM") { return rights }
        if says("certificate", "SSL", "Server closed the connection", "Connection reset") { return encryption }
        if case .container(let container) = reach { return typed("\(container.command) ps -a \(container.service)") }
        let isUnsaid = options.starts(with: ["-h", "127.0.0.1", "-p", "6379"])
        return isUnsaid ? Text("redis.nobody-said-where", ["command": listener]) : typed(listener)
    }

    /// Whether it is given a password that it has not, in the words of one of its versions.
    static func wantsNoPassword(_ said: [String]) -> Bool {
        ["without any password", "no password is set", "but no password"].contains { words in
            said.contains { $0.contains(words) }
        }
    }

    private func says(_ words: String...) -> Bool { words.contains { said.contains($0) } }

    private func option(_ name: String) -> String? {
        options.firstIndex(of: name).flatMap { $0 + 1 < options.count ? options[$0 + 1] : nil }
    }

    private var user: String { option("--user") ?? "default" }

    private func typed(_ command: String) -> Text { Text("redis.typed", ["command": command]) }

    /// The client as it was called; it asks for the password.
    private func session(_ words: String) -> String {
        let call = ([client] + options.map(shellWord) + ["--askpass", words]).joined(separator: " ")
        guard case .container(let container) = reach else { return call }
        return "\(container.command) exec \(container.service) \(call)"
    }

    private var password: Text {
        Text("redis.password", ["user": user, "PING": session("PING")])
    }

    private var noPassword: Text {
        Text("redis.no-password")
    }

    private var rights: Text {
        let command = session("ACL GETUSER \(user)")
        return Text("redis.rights", ["user": user, "command": command])
    }

    private var encryption: Text {
        options.contains("--tls")
            ? Text("redis.encryption")
            : Text("redis.encryption-2")
    }

    /// Whether anything listens there.
    private var listener: String {
        if let socket = option("-s") { return "ls -l \(shellWord(socket))" }
        let (host, port) = (option("-h") ?? "127.0.0.1", option("-p") ?? "6379")
        let isHere = ["127.0.0.1", "localhost", "::1"].contains(host)
        return isHere ? "ss -ltn 'sport = :\(port)'" : "nc -vz \(shellWord(host)) \(port)"
    }
}

extension Failure {
    static func redisUnreachable(_ refusal: RedisRefusal) -> Failure {
        Failure("redis.unreachable", ["why": refusal.said, "fix": refusal.fix])
    }
}
