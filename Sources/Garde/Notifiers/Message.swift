import GardeWords
import GardeIO
import SystemPackage

/// What somebody is told, in the forms that the ways of telling take.
struct Message: Sendable {
    /// What a dead man's switch hears.
    enum Ping: String, Sendable {
        case start, success = "", failure = "fail"
        /// Changes nothing there.
        case log
    }

    let subject: String
    let lines: [String]
    let json: JSON
    let ping: Ping

    var text: String { ([subject] + lines).joined(separator: "\n") }

    /// Hands it over once; throws a `Failure` or `TimedOut` when that does not come to its end within `limit`.
    func send(_ way: Addressee.Way, limit: Duration) async throws {
        switch way {
        case .slack(let url):
            try await post(JSON.object(["text": .string(slackText)]).text(), as: "application/json", to: url, limit)
        case .webhook(let url): try await post(json.text(), as: "application/json", to: url, limit)
        case .heartbeat(let url): try await beat(Heartbeat(url), limit)
        case .mail(let box): try await mail(box, limit)
        }
    }

    private func post(_ text: String, as type: String, to url: String, _ limit: Duration) async throws {
        var curl = try Curl(url, ["https", "http"])
        curl.post(text, as: type)
        try await curl.run(limit: limit)
    }

    private func beat(_ heart: Heartbeat, _ limit: Duration) async throws {
        guard let call = heart.call(for: self) else { return }
        var curl = try Curl(call.url, ["https", "http"])
        if let text = call.posted { curl.post(text, as: "text/plain; charset=utf-8") }
        try await curl.run(limit: limit)
    }

    /// Slack takes three characters for its own; what else it reads, as `*`, changes no more than the looks.
    private var slackText: String {
        let escaped = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")]
        let plain = { (text: String) in escaped.reduce(text) { $0.replacing($1.0, with: $1.1) } }
        return (["*\(plain(subject))*"] + lines.map(plain)).joined(separator: "\n")
    }

    // MARK: Letters

    private func mail(_ box: Addressee.Letterbox, _ limit: Duration) async throws {
        let login = box.server.flatMap { URLParts($0)?.user }
        let address = login.flatMap { $0.contains("@") ? $0 : nil } ?? "\(userName())@\(hostName())"
        let letter = Letter(
            from: box.from ?? "Garde <\(address)>", to: box.to, subject: subject,
            text: lines.joined(separator: "\n"), host: hostName(), date: .now())
        if let address = letter.unwritable { throw Failure.addressNotASCII(address) }
        if let server = box.server {
            try await mail(letter, through: server, limit)
        } else {
            try await sendmail(letter, limit)
        }
    }

    private func sendmail(_ letter: Letter, _ limit: Duration) async throws {
        for program in ["sendmail", "/usr/lib/sendmail"] {
            let call = Invocation(program, ["-i", "-t"])
            do {
                _ = try await call.capture(timeout: limit, input: letter.encoded()).whenSuccessful()
                return
            } catch is ToolMissing { continue }
        }
        throw Failure.noSendmail
    }

    /// Its login never goes over the net in plain; curl reads the letter by the path of a descriptor that no folder names.
    private func mail(_ letter: Letter, through server: String, _ limit: Duration) async throws {
        let content = try FileDescriptor.inMemory(letter.encoded(lineEnd: "\r\n"))
        defer { try? content.close() }
        var curl = try Curl(URLParts(server)?.canonical ?? server, ["smtp", "smtps"])
        curl.add("mail-from", Letter.address(letter.from) ?? "")
        for recipient in letter.recipients { curl.add("mail-rcpt", recipient) }
        curl.add("upload-file", "/proc/\(processID())/fd/\(content.rawValue)")
        if URLParts(server)?.login != nil { curl.requireEncryption() }
        try await curl.run(limit: limit)
    }
}

extension Failure {
    fileprivate static func addressNotASCII(_ address: String) -> Failure {
        Failure("notify.address-not-ascii", ["address": address])
    }

    fileprivate static let noSendmail = Failure("notify.no-sendmail")
}
