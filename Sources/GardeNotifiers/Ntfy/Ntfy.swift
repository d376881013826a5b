public import GardeCore
import GardeWords
import GardeIO

extension Notice {
    /// A topic of ntfy.sh, or of a server of one's own: `.ntfy("https://ntfy.example.com/backups")`.
    ///
    /// Its name is all that protects a public topic, so it counts as a secret. `token` is an access token of the server.
    public static func ntfy(_ topic: any SettingConvertible, token: any SettingConvertible = "") -> Notice {
        Notice(NtfyWord(address: topic.setting, token: token.setting))
    }
}

private struct NtfyWord: NotifierWord {
    let address: Setting
    let token: Setting

    var word: String { "ntfy" }
    var secrets: [Setting] { [address, token] }

    func notifier(to address: String, value: (Setting) -> String?) -> any Notifier {
        Ntfy(topic: address, token: value(token))
    }
}

/// Source of the format: https://docs.ntfy.sh/publish/#publish-as-json
private struct Ntfy: Notifier {
    let topic: String
    let token: String?

    /// What a message of ntfy holds, in bytes; longer ones become a file to fetch.
    private static let mostBytes = 4096

    var name: String { "ntfy" }
    var secrets: [String] { [topic, token].compactMap(\.self) }

    func send(_ message: Message, limit: Duration) async throws {
        let (server, name) = parts
        var curl = try Curl(server)
        let isBad = message.event == .failure
        let json = JSON.object([
            "topic": .string(name), "title": .string(message.subject),
            "message": .string(message.lines.joined(separator: "\n").cut(to: Self.mostBytes)),
            "priority": .number(isBad ? 4 : 3), "tags": .array([.string(isBad ? "rotating_light" : "floppy_disk")]),
        ])
        curl.send(json.text(), as: "application/json")
        if let token { curl.header("Authorization", "Bearer \(token)") }
        try await curl.run(limit: limit)
    }

    /// The server, which takes JSON at its root, and the topic, which is the last part of the path.
    private var parts: (server: String, name: String) {
        let plain = topic.prefix { $0 != "?" && $0 != "#" }
        let path = plain.hasSuffix("/") ? plain.dropLast() : plain
        guard let slash = path.lastIndex(of: "/") else { return (String(path), "") }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }
}
