import GardeIO

/// What a store's tool said when it failed, sorted by what helps.
enum RemoteTrouble: Sendable, Hashable {
    /// No try of ours mends these.
    case credentials, stranger, missing, full, frozen
    /// The line or the store: worth another try.
    case passing

    init(_ error: any Error) {
        guard let failed = error as? ToolFailed else {
            self = .passing
            return
        }
        let said = failed.said.joined(separator: "\n").lowercased()
        let known = Self.marks.first { _, words in words.contains(where: said.contains) }
        self = known?.0 ?? .passing
    }

    private static let marks: [(RemoteTrouble, [String])] = [
        (
            .frozen,
            ["invalidobjectstate", "storage class glacier", "storage class deep_archive", "in glacier, restore first"]
        ),
        (
            .full,
            [
                "quotaexceeded", "quota exceeded", "insufficientstorage", "storagefull", "no space left",
                "xminiostoragefull", "status code: 507", "disk quota", "insufficient storage",
            ]
        ),
        (.stranger, ["knownhosts: key", "host key verification failed", "key mismatch", "key is unknown"]),
        (
            .credentials,
            [
                "expiredtoken", "invalidaccesskeyid", "signaturedoesnotmatch", "accessdenied", "access denied",
                "unable to locate credentials", "nocredentialproviders", "invalidtoken", "unable to authenticate",
                "token has expired", "forbidden", "(403)", "could not be found", "invalidclienttokenid",
                "permission denied", "couldn't connect to ssh-agent", "failed to parse private key",
            ]
        ),
        (
            .missing,
            ["nosuchbucket", "directory not found", "didn't find section in config file", "bucket does not exist"]
        ),
    ]
}

extension ToolFailed {
    /// What it said, each thing once, without rclone's clock and what it only notes.
    fileprivate var reason: Text? {
        let lines = said.filter { !$0.isEmpty && !$0.contains(" NOTICE: ") }.map { line in
            let words = line.split(separator: " ", maxSplits: 2)
            let hasClock = words.count == 3 && (words[0] + words[1]).allSatisfy { $0.isNumber || "/:".contains($0) }
            return hasClock ? String(words[2]) : line
        }
        let once = lines.enumerated().filter { !lines[..<$0.offset].contains($0.element) }.map(\.element)
        return once.isEmpty ? nil : .verbatim(once.joined(separator: " / "))
    }
}

/// Does `work` again after a while when it fails for a reason that passes; four times at most.
func withRetries<Value: Sendable>(
    _ console: Console, _ what: String, _ work: () async throws -> Value
) async throws -> Value {
    for wait in [1, 3, 9] {
        do { return try await work() } catch {
            try Task.checkCancellation()
            if error is CancellationError || error is Failure || error is ToolMissing || error is TimedOut {
                throw error
            }
            guard RemoteTrouble(error) == .passing else { throw error }
            console.info(.triesAgain(what, wait))
            try await Task.sleep(for: .seconds(wait))
        }
    }
    return try await work()
}

extension Text {
    fileprivate static func triesAgain(_ what: String, _ seconds: Int) -> Text {
        Text("\(what) failed, again in \(seconds) s", fr: "\(what) : échec, nouvel essai dans \(seconds) s")
    }
}

extension Failure {
    /// What an administrator reads when a store's tool failed.
    static func remote(_ error: any Error, _ store: any RemoteStore) -> Failure {
        guard error is ToolFailed || error is TimedOut else { return Failure(describing: error) }
        let (url, look) = (store.address.url, store.lookCommand)
        let why = (error as? ToolFailed)?.reason ?? Failure(describing: error).what
        switch RemoteTrouble(error) {
        case .credentials:
            return Failure(
                Text("\(url) refuses this machine", fr: "\(url) refuse cette machine"), why: why,
                fix: Text(
                    "Look at its credentials and rights. Type: \(look)",
                    fr: "Vérifiez ses identifiants et ses droits. Tapez : \(look)"))
        case .stranger:
            return Failure(
                Text(
                    "\(url): the server's key is not the one that is known here",
                    fr: "\(url) : la clé du serveur n'est pas celle que l'on connaît ici"), why: why,
                fix: Text(
                    "It may be another server. Compare its key on the spot, then mend known_hosts.",
                    fr: "C'est peut-être un autre serveur. Comparez sa clé sur place, puis corrigez known_hosts."))
        case .missing:
            return Failure(
                Text("\(url) does not exist", fr: "\(url) n'existe pas"), why: why,
                fix: Text("Create it, or look at its name: \(look)", fr: "Créez-le, ou vérifiez son nom : \(look)"))
        case .full:
            return Failure(
                Text("\(url) is full", fr: "\(url) est plein"), why: why,
                fix: Text(
                    "Make room there, or have old copies removed: sync(to:, keep:)",
                    fr: "Libérez-y de la place, ou faites supprimer les anciennes copies : sync(to:, keep:)"))
        case .frozen, .passing:
            return Failure(
                Text("\(url) does not answer as it should", fr: "\(url) ne répond pas comme il faut"), why: why,
                fix: Text(
                    "Look whether it can be reached and has room. Type: \(look)",
                    fr: "Vérifiez qu'il est joignable et a de la place. Tapez : \(look)"))
        }
    }

    static func toolMissing(_ tool: String, for address: RemoteAddress) -> Failure {
        let package = tool == "aws" ? "awscli" : tool
        return Failure(
            Text("\(tool) is not installed", fr: "\(tool) n'est pas installé"),
            why: Text("\(address.url) is reached through it", fr: "on accède à \(address.url) par ce programme"),
            fix: Text("Type: apt install \(package)", fr: "Tapez : apt install \(package)"))
    }

    static let invalidEndpoint = Failure(
        Text("AWS_ENDPOINT_URL is no address of a server", fr: "AWS_ENDPOINT_URL n'est pas l'adresse d'un serveur"),
        why: Text(
            "https://host is expected, without user and password",
            fr: "il faut https://hôte, sans compte ni mot de passe"
        ))

    /// `known` are the names that it has, each with its colon.
    static func unknownRemote(_ address: RemoteAddress, known: [String]) -> Failure {
        let list = known.joined(separator: " ")
        let path = address.path.split(separator: "/").joined(separator: "/")
        return Failure(
            Text("rclone knows no remote \(address.name)", fr: "rclone ne connaît pas de distant \(address.name)"),
            why: known.isEmpty
                ? Text("it has none here", fr: "il n'en a aucun ici")
                : Text("it has \(list)", fr: "il a \(list)"),
            fix: address.name == "s3"
                ? Text("A bucket is written s3://\(path)", fr: "Un bucket s'écrit s3://\(path)")
                : Text("Type: rclone config", fr: "Tapez : rclone config"))
    }
}
