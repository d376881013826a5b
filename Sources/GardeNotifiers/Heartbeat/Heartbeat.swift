public import GardeCore
import GardeWords
import GardeIO

extension Notice {
    /// A dead man's switch that takes pings as healthchecks.io does: it tells people when none comes.
    public static func heartbeat(_ url: any SettingConvertible) -> Notice {
        Notice(URLWord<Heartbeat>(address: url.setting))
    }
}

private struct Heartbeat: URLNotifier {
    static let word = "heartbeat"
    static let hearsAll = true
    let url: String

    var name: String { "heartbeat" }
    /// It knows what the last ping said.
    var mayRepeat: Bool { true }

    func send(_ message: Message, limit: Duration) async throws {
        guard let call = HeartbeatCall(url).call(for: message) else { return }
        var curl = try Curl(call.url)
        if let text = call.posted { curl.send(text, as: "text/plain; charset=utf-8") }
        try await curl.run(limit: limit)
    }
}
