import GardeWords
import GardeIO

extension Notice {
    /// A program that takes JSON by POST at this address.
    public static func webhook(_ url: any SettingConvertible) -> Notice { Notice(WebHookWord(address: url.setting)) }
}

private struct WebHookWord: NotifierWord {
    let address: Setting
    let word = "webhook"

    func notifier(to address: String, _ settings: Settings) -> any Notifier { WebHook(url: address) }
}

private struct WebHook: Notifier {
    let url: String

    var name: String { "webhook" }
    var secrets: [String] { [url] }

    func send(_ message: Message, limit: Duration) async throws {
        var curl = try Curl(url, ["https", "http"])
        curl.post(message.json.text(), as: "application/json")
        try await curl.run(limit: limit)
    }
}
