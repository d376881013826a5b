import Garde
import GardeIO
import GardeNotifiers
import GardeTestSupport
import Testing

/// What whoever speaks as Slack does gets.
@Suite struct SlackTests {
    @Test(arguments: [("<&>", 300), ("été ", 600), ("x", 5000)])
    func `a text is never longer than the least of them takes`(piece: String, count: Int) async throws {
        try await Receiver.with { receiver in
            let notice = Notice.slack("https://example.com")
            let way = notice.way.notifier(to: "\(receiver.web)/slack") { _ in nil }
            let lines = ["first", String(repeating: piece, count: count), "last"]
            let long = Message(.failure, subject: "a & b", lines: lines, json: .null)
            try await way.send(long, limit: .seconds(5))
            try await way.send(Message(.failure, subject: "s", lines: ["a", "b"], json: .null), limit: .seconds(5))
            let texts = try await receiver.slack()
            try #require(texts.count == 2)
            let text = texts[0].trimmed
            #expect((1900...2000).contains(text.utf8.count) && text.hasSuffix("\n…"), "\(text.utf8.count)")
            #expect(text.hasPrefix("*a &amp; b*\nfirst\n") && !text.contains("last"), "\(text)")
            #expect(text.dropLast(2).split(separator: "&").dropFirst().allSatisfy { $0.contains(";") }, "\(text)")
            #expect(texts[1].trimmed == "*s*\na\nb")
        }
    }
}

extension String {
    fileprivate var trimmed: Substring { hasSuffix("\n") ? dropLast() : self[...] }
}
