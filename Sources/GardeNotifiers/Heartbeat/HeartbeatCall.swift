import GardeCore
/// A dead man's switch, by what its address tells of it.
struct HeartbeatCall: Sendable {
    private enum Kind: Sendable {
        /// healthchecks.io and what is made like it: `/start` and `/fail` behind a UUID, a name, or `/ping/…`.
        case signals
        /// Uptime Kuma's push monitor: `/api/push/TOKEN?status=up&msg=OK&ping=`.
        case push
        /// Any other: a ping says that all went well, and silence that it did not.
        case plain
    }

    private let url: String
    private let kind: Kind

    init(_ url: String) {
        self.url = url
        let address = URLParts(url)
        let path = (address?.rest ?? "").prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/")
        let isService = address?.server.lowercased().hasSuffix("://hc-ping.com") == true
        let signals = isService || parts.contains("ping") || parts.contains(where: isUUID)
        kind = path.contains("/api/push/") ? .push : signals ? .signals : .plain
    }

    /// What is called for a message, and what is posted there; nil when this kind has no word for it.
    func call(for message: Message) -> (url: String, posted: String?)? {
        switch kind {
        case .signals: return (URLParts.adding(message.event.word, to: url), message.text)
        case .push:
            guard message.event != .start else { return nil }
            let state = message.event == .failure ? "down" : "up"
            let place = url.prefix { $0 != "?" && $0 != "#" }
            return ("\(place)?status=\(state)&msg=\(URLParts.escaped(message.subject))&ping=", nil)
        case .plain:
            return message.event == .start || message.event == .failure ? nil : (url, nil)
        }
    }
}

extension Message.Event {
    /// As healthchecks.io has it behind the address.
    fileprivate var word: String {
        switch self {
        case .start: "start"
        case .success: ""
        case .failure: "fail"
        case .test: "log"
        }
    }
}

private func isUUID(_ text: Substring) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
        && text.allSatisfy { $0.isHexDigit || $0 == "-" }
}
