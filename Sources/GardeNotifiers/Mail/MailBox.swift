public import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

extension Notice {
    /// Somebody with a mailbox; several addresses have commas between.
    ///
    /// The letter goes through `server`, as in `smtps://mail.example.com`, or the one that SMTP_URL names, else through
    /// the machine's own sendmail.
    public static func mail(
        to address: any SettingConvertible, from sender: any SettingConvertible = "",
        through server: any SettingConvertible = ""
    ) -> Notice {
        Notice(MailBoxWord(address: address.setting, from: sender.setting, server: server.setting))
    }
}

private struct MailBoxWord: NotifierWord {
    /// Addresses with commas between.
    let address: Setting
    let from: Setting
    /// `smtp://` or `smtps://`; SMTP_URL where it is empty, else the machine's sendmail.
    let server: Setting

    var word: String { "mail(to:)" }
    var secrets: [Setting] { [server] }

    var findings: [Failure] {
        guard case .text(let url) = server, url.contains("@") else { return [] }
        return [.passwordInServer]
    }

    func notifier(to address: String, value: (Setting) -> String?) -> any Notifier {
        MailBox(
            to: address, from: value(from) ?? value(.environment("ALERT_FROM")),
            server: (value(server) ?? value(.environment("SMTP_URL"))).map(URLParts.bare))
    }
}

private struct MailBox: Notifier {
    /// Addresses with commas between.
    let to: String
    /// Nil: this user at this machine.
    let from: String?
    /// `smtp://` or `smtps://`; nil: the machine's own sendmail.
    let server: String?

    var name: String { to }
    var secrets: [String] { [server].compactMap(\.self).filter { URLParts($0)?.login != nil } }

    func send(_ message: Message, limit: Duration) async throws {
        let login = server.flatMap { URLParts($0)?.user }
        let address = login.flatMap { $0.contains("@") ? $0 : nil } ?? "\(userName())@\(hostName())"
        let letter = Letter(
            from: from ?? "Garde <\(address)>", to: to, subject: message.subject,
            text: message.lines.joined(separator: "\n"), host: hostName(), date: .now())
        if let address = letter.unwritable { throw Failure.addressNotASCII(address) }
        if let server {
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

    /// To all at once; one by one where the server refuses an address, for which curl sends the letter to nobody.
    private func mail(_ letter: Letter, through server: String, _ limit: Duration) async throws {
        let content = try FileDescriptor.inMemory(letter.encoded(lineEnd: "\r\n"))
        defer { try? content.close() }
        let (end, all) = (ContinuousClock.now + limit, letter.recipients)
        func hand(to some: [String]) async throws {
            try await curl(letter, content, to: some, through: server).run(limit: end - .now)
        }
        do { try await hand(to: all) } catch let failure as Failure where failure.isOfRecipient && all.count > 1 {
            var refused: [(address: String, failure: Failure)] = []
            for address in all {
                do { try await hand(to: [address]) } catch let failure as Failure { refused.append((address, failure)) }
            }
            guard !refused.isEmpty else { return }
            let isToNobody = refused.count == all.count && !refused.contains { $0.failure.mayHaveArrived }
            throw isToNobody ? failure : Failure.notToAll(refused)
        }
    }

    /// Its login never goes over the net in plain; curl reads the letter by the path of a descriptor that no folder names.
    private func curl(
        _ letter: Letter, _ content: FileDescriptor, to some: [String], through server: String
    ) throws -> Curl {
        var curl = try Curl(URLParts(server)?.canonical ?? server, ["smtp", "smtps"])
        curl.add("mail-from", Letter.address(letter.from) ?? "")
        for recipient in some { curl.add("mail-rcpt", recipient) }
        curl.add("upload-file", "/proc/\(processID())/fd/\(content.rawValue)")
        if URLParts(server)?.login != nil { curl.requireEncryption() }
        return curl
    }
}

extension Failure {
    fileprivate static func addressNotASCII(_ address: String) -> Failure {
        Failure("notify.address-not-ascii", ["address": address])
    }

    fileprivate static func notToAll(_ refused: [(address: String, failure: Failure)]) -> Failure {
        let list = shorten(refused.map { [.verbatim($0.address), $0.failure.what].joined(separator: ": ") })
        return Failure(notToAllID, ["why": list])
    }

    fileprivate static let noSendmail = Failure("notify.no-sendmail")

    package static let passwordInServer = Failure("recipe.password-in-server")
}
