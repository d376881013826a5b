public import GardeCore
import GardeWords
import GardeIO

extension Notice {
    /// A program that takes JSON by POST at this address.
    public static func webhook(_ url: any SettingConvertible) -> Notice {
        Notice(URLWord<WebHook>(address: url.setting))
    }
}

private struct WebHook: URLNotifier {
    static let word = "webhook"
    let url: String

    var name: String { "webhook" }

    func send(_ message: Message, limit: Duration) async throws {
        var curl = try Curl(url)
        curl.send(message.json.text(), as: "application/json")
        try await curl.run(limit: limit)
    }
}
