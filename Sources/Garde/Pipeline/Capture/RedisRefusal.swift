/// Why a server took no command, as far as it or its client says so, and what helps.
struct RedisRefusal {
    let said: String
    let reach: Reach
    let client: String
    /// Where the server is and as whom it is asked; no passwords.
    let options: [String]

    var fix: Text {
        if says("without any password", "no password is set", "but no password") { return noPassword }
        if says("NOAUTH", "WRONGPASS", "invalid password") { return password }
        if says("NOPERM") { return rights }
        if says("certificate", "SSL", "Server closed the connection", "Connection reset") { return encryption }
        if case .container(let container) = reach { return typed("\(container.command) ps -a \(container.service)") }
        return typed(listener)
    }

    private func says(_ words: String...) -> Bool { words.contains { said.contains($0) } }

    private func option(_ name: String) -> String? {
        options.firstIndex(of: name).flatMap { $0 + 1 < options.count ? options[$0 + 1] : nil }
    }

    private var user: String { option("--user") ?? "default" }

    private func typed(_ command: String) -> Text { Text("Type: \(command)", fr: "Tapez : \(command)") }

    /// The client as it was called; it asks for the password.
    private func session(_ words: String) -> String {
        let call = ([client] + options.map(shellWord) + ["--askpass", words]).joined(separator: " ")
        guard case .container(let container) = reach else { return call }
        return "\(container.command) exec \(container.service) \(call)"
    }

    private var password: Text {
        Text(
            "Set REDIS_PASSWORD to the password of the user \(user), which this tries: \(session("PING"))",
            fr: "Mettez dans REDIS_PASSWORD le mot de passe du compte \(user), à essayer ainsi : \(session("PING"))")
    }

    private var noPassword: Text {
        Text(
            "The server has no password: take REDIS_PASSWORD away.",
            fr: "Le serveur n'a pas de mot de passe : retirez REDIS_PASSWORD.")
    }

    private var rights: Text {
        let command = session("ACL GETUSER \(user)")
        return Text(
            "Give the user \(user) what is named. Its rights: \(command)",
            fr: "Donnez au compte \(user) ce qui est nommé. Ses droits : \(command)")
    }

    private var encryption: Text {
        options.contains("--tls")
            ? Text(
                "Set REDIS_TLS_CA_FILE to the certificate of its authority, or take REDIS_TLS away where it has no TLS.",
                fr:
                    "Mettez dans REDIS_TLS_CA_FILE le certificat de son autorité, ou retirez REDIS_TLS s'il n'a pas TLS."
            )
            : Text(
                "Set REDIS_TLS=yes where it speaks TLS only, with REDIS_TLS_CA_FILE.",
                fr: "Mettez REDIS_TLS=yes s'il ne parle qu'en TLS, avec REDIS_TLS_CA_FILE.")
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
        Failure(
            Text("Redis cannot be reached or refuses", fr: "Redis n'est pas accessible ou refuse"),
            why: .verbatim(refusal.said), fix: refusal.fix)
    }
}
