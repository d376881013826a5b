import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A call over the web. Address, headers and text go to curl's standard input: arguments are everybody's to see.
public struct Curl: Sendable {
    private var options: [(name: String, value: String)] = []
    private var flags = ["fail", "silent", "show-error", "globoff"]
    private var url: String

    /// Throws a `Failure` unless this is an address of the web: `https://` or `http://`.
    public init(_ url: String) throws { try self.init(url, ["https", "http"]) }

    /// Throws a `Failure` unless the address has one of these schemes: `file:` would read this machine.
    init(_ url: String, _ schemes: [String]) throws {
        guard let parts = URLParts(url), schemes.contains(parts.scheme) else { throw Failure.noAddress(schemes) }
        self.url = url
    }

    /// A header beside those that curl sends by itself: `curl.header("Authorization", "Bearer …")`.
    public mutating func header(_ name: String, _ value: String) { add("header", "\(name): \(value)") }

    /// An option of curl's by its long name.
    mutating func add(_ name: String, _ value: String) { options.append((name, value)) }

    /// No word goes out before the connection is encrypted.
    mutating func requireEncryption() { flags.append("ssl-reqd") }

    /// A text to send, of a type such as `application/json`.
    public mutating func send(_ text: String, as type: String, by method: String = "POST") {
        if method != "POST" { add("request", method) }
        header("Content-Type", type)
        add("data-raw", text)
    }

    /// Throws a `Failure` when the other side did not take it within `limit`: an answer of 200 to 299 is a yes. Where none came
    /// to what was sent, the failure says that it may have arrived.
    ///
    /// A proxy that wants this very address otherwise spelled, such as by `https://`, is followed.
    public func run(limit: Duration) async throws {
        let end = ContinuousClock.now + limit
        var call = self
        for _ in 0..<Self.hops {
            let answer = try await call.answer(limit: end - .now)
            if answer.code.hasPrefix("2") { return }
            // A redirection is no failure to curl, and nobody has read the message.
            guard answer.code.hasPrefix("3"), URLParts(call.url)?.follows(to: answer.place) == true else {
                throw Failure.answered(answer.code, URLParts(answer.place)?.server)
            }
            call.url = answer.place
        }
        throw Failure.answered("3xx", nil)
    }

    private static let hops = 4
    /// For a connection alone, in seconds: who cannot be reached is soon known, who answers slowly has the rest.
    private static let connecting: Int64 = 6

    /// Its code, and the address that a redirection names.
    private func answer(limit: Duration) async throws -> (code: String, place: String) {
        let seconds = max(1, limit.components.seconds)
        let flags = flags.map { $0 + "\n" }.joined()
        let limits = "max-time = \(seconds)\nconnect-timeout = \(min(seconds, Self.connecting))\n"
        let words =
            "output = \"/dev/null\"\nwrite-out = \"%{size_request} %{size_upload} %{response_code} %{redirect_url}\"\n"
        let config =
            flags + limits + words + ([("url", url)] + options).map { "\($0) = \(Self.quoted($1))\n" }.joined()
        // -q: no ~/.curlrc. Half a second more than its own limit, whose words say more.
        let call = Invocation("curl", ["-q", "--config", "-"])
        let ended: ToolOutput
        do {
            ended = try await call.capture(timeout: limit + .milliseconds(500), input: Array(config.utf8))
        } catch is ToolMissing { throw Failure.curlMissing }
        let parts = ended.output.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { throw Failure.notTaken(ended) }
        guard ended.ending.isSuccess else {
            let isSent = parts[0] != "0" || parts[1] != "0"
            let isOpen = Self.withoutAnswer.contains(ended.ending) || parts[2] == "504"
            let failure = Failure.notTaken(ended)
            throw isSent && isOpen && !failure.isOfRecipient ? Failure.unanswered(ended) : failure
        }
        return (parts[2], parts[3])
    }

    /// How curl ends where an answer came not, or not whole: in time, at all, in one piece. A gateway says it by 504.
    private static let withoutAnswer: [Ending] = [28, 52, 55, 56, 92].map { .exited($0) }

    /// As curl's config files have it: in double quotes, five escapes.
    private static func quoted(_ text: String) -> String {
        let escapes: [Character: String] = [
            "\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\r\n": "\\r\\n",
        ]
        return "\"" + text.filter { $0 != "\0" }.map { escapes[$0] ?? String($0) }.joined() + "\""
    }
}

extension Failure {
    fileprivate static func noAddress(_ schemes: [String]) -> Failure {
        Failure("notify.no-address", ["schemes": Text.oneOf(schemes.map { "\($0)://" })])
    }

    fileprivate static func notTaken(_ ended: ToolOutput) -> Failure {
        // 60: whoever signed the certificate is unknown here; 77: the file of those who are known cannot be read.
        let isUntrusted = ended.ending == .exited(60) || ended.ending == .exited(77)
        return isUntrusted ? .certificateRefused(words(ended)) : Failure(notTakenID, words(ended))
    }

    private static let unansweredID = "notify.unanswered"

    fileprivate static func unanswered(_ ended: ToolOutput) -> Failure {
        Failure(unansweredID, ["why": words(ended)])
    }

    static let notToAllID = "notify.not-to-all"

    /// Whether it was sent, and may have arrived, or did for some of them.
    package var mayHaveArrived: Bool { id == Self.unansweredID || id == Self.notToAllID }

    /// Whether a mail server refused an address, before anything of the letter was sent.
    var isOfRecipient: Bool { id == Self.notTakenID && what[.english].contains(Self.refusedAddress) }

    private static let notTakenID = "notify.not-taken"
    private static let refusedAddress = "RCPT failed"

    /// curl's own words, which name the host and not the address.
    private static func words(_ ended: ToolOutput) -> Text {
        // What follows the line that says why is advice to read a web page.
        let said = ended.said.first { $0.hasPrefix("curl: ") } ?? ended.said.last ?? "curl \(ended.ending)"
        return .verbatim(said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said)
    }

    private static func certificateRefused(_ why: Text) -> Failure {
        Failure("notify.certificate-refused", ["why": why])
    }

    /// `server`: whom a redirection names that is not followed; the rest of its address may be secret.
    fileprivate static func answered(_ code: String, _ server: String?) -> Failure {
        guard let server else { return Failure("notify.answered", ["code": code]) }
        return Failure("notify.redirected", ["code": code, "server": server])
    }

    fileprivate static let curlMissing = Failure("notify.curl-missing")
}
