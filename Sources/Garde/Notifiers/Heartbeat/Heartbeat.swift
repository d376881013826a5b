import GardeWords
import GardeIO

extension Notice {
    /// A dead man's switch that takes pings as healthchecks.io does: it tells people when none comes.
    public static func heartbeat(_ url: any SettingConvertible) -> Notice {
        Notice(HeartbeatWord(address: url.setting))
    }
}

private struct HeartbeatWord: NotifierWord {
    let address: Setting
    let word = "heartbeat"
    let hearsAll = true

    func notifier(to address: String, _ settings: Settings) -> any Notifier { Heartbeat(url: address) }
}

private struct Heartbeat: Notifier {
    let url: String

    var name: String { "heartbeat" }
    var secrets: [String] { [url] }

    func send(_ message: Message, limit: Duration) async throws {
        guard let call = HeartbeatCall(url).call(for: message) else { return }
        var curl = try Curl(call.url, ["https", "http"])
        if let text = call.posted { curl.post(text, as: "text/plain; charset=utf-8") }
        try await curl.run(limit: limit)
    }
}
