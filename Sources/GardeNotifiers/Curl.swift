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

    /// Throws a `Failure` when the other side did not take it within `limit`: an answer of 200 to 299 is a yes.
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

    /// Its code, and the address that a redirection names.
    private func answer(limit: Duration) async throws -> (code: String, place: String) {
        let seconds = max(1, limit.components.seconds)
        let flags = flags.map { $0 + "\n" }.joined()
        let limits = "max-time = \(seconds)\noutput = \"/dev/null\"\nwrite-out = \"%{response_code} %{redirect_url}\"\n"
        let config = flags + limits + ([("url", url)] + options).map { "\($0) = \(Self.quoted($1))\n" }.joined()
        // -q: no ~/.curlrc. Half a second more than its own limit, whose words say more.
        let call = Invocation("curl", ["-q", "--config", "-"])
        do {
            let answer = try await call.capture(timeout: limit + .milliseconds(500), input: Array(config.utf8))
            let (code, place) = try answer.whenSuccessful().cut(at: " ")
            return (String(code), place.map { String($0) } ?? "")
        } catch let failed as ToolFailed { throw Failure.notTaken(failed) } catch is ToolMissing {
            throw Failure.curlMissing
        }
    }

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

    /// curl's own words, which name the host and not the address.
    fileprivate static func notTaken(_ failed: ToolFailed) -> Failure {
        // What follows the line that says why is advice to read a web page.
        let said = failed.said.first { $0.hasPrefix("curl: ") } ?? failed.said.last ?? "curl \(failed.ending)"
        let why = Text.verbatim(said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said)
        // 60: whoever signed the certificate is unknown here; 77: the file of those who are known cannot be read.
        let isUntrusted = failed.ending == .exited(60) || failed.ending == .exited(77)
        return isUntrusted ? .certificateRefused(why) : Failure("notify.not-taken", why)
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
