public import GardeCore
import GardeWords
import GardeIO

extension Notice {
    /// A Slack channel, by the address of its incoming web hook.
    public static func slack(_ webHook: any SettingConvertible) -> Notice {
        Notice(URLWord<Slack>(address: webHook.setting))
    }
}

private struct Slack: URLNotifier {
    static let word = "slack"
    let url: String

    /// What Discord takes behind `/slack`, the least of those who speak as Slack does.
    private static let most = 2000

    var name: String { "Slack" }

    func send(_ message: Message, limit: Duration) async throws {
        var curl = try Curl(url)
        curl.send(JSON.object(["text": .string(text(message))]).text(), as: "application/json")
        try await curl.run(limit: limit)
    }

    /// Slack takes three characters for its own; what else it reads, as `*`, changes no more than the looks.
    private func text(_ message: Message) -> String {
        let escaped = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")]
        let plain = { (text: String) in escaped.reduce(text) { $0.replacing($1.0, with: $1.1) } }
        let subject = "*\(plain(message.subject))*\n"
        let lines = message.lines.joined(separator: "\n")
        return subject + plain(lines.cut(to: Self.most - subject.utf8.count) { plain(String($0)).utf8.count })
    }
}
