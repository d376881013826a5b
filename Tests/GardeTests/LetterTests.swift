import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Testing

@Suite struct LetterTests {
    private func letter(subject: String = "s", text: String = "t", to: String = "a@example.com") -> Letter {
        let date = LocalTime(iso8601: "2024-03-15T02:00:00+01:00")!
        return Letter(
            from: "Garde <g@example.com>", to: to, subject: subject, text: text, host: "h.example.com", date: date)
    }

    private func lines(_ letter: Letter) -> [String] { String(decoding: letter.encoded(), as: UTF8.self).lines }

    @Test(arguments: [
        ("é@example.com", "é@example.com"), ("Zoé <zoe@example.com>, Été <été@example.com>", "été@example.com"),
        ("Zoé <zoe@example.com>", nil), ("a@étude.example", nil),
    ]) func `an address that most servers refuse is named, a name with accents is none`(to: String, named: String?) {
        #expect(letter(to: to).unwritable == named)
    }

    @Test func `whatever subject and text hold, another program reads the same`() async throws {
        let texts = [
            "", "a = b\n.\nFrom here\n\n\tend  \n ", "été – 日本語 🚑 " + String(repeating: "long é ", count: 60),
            String(repeating: "x", count: 200) + "\n" + String(repeating: "=", count: 76), "trailing space \nx",
        ]
        let script = """
            import email, email.policy, sys
            letter = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print(letter["Subject"], letter.get_content(), sep="\\n", end="")
            """
        for text in texts {
            let subject = "Sauvegarde « réussie » " + text.replacing("\n", with: " ").replacing("\t", with: " ")
            let bytes = letter(subject: subject, text: text).encoded()
            let read = try await run("/usr/bin/python3", ["-c", script], input: String(decoding: bytes, as: UTF8.self))
            let isShort = String(decoding: bytes, as: UTF8.self).split(separator: "\n").allSatisfy {
                $0.utf8.count <= 78
            }
            #expect(isShort)
            let parts = read.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "\(read)")
            #expect(parts[0].filter { $0 != " " } == subject.filter { $0 != " " })
            #expect(parts[1] == text + "\n")
        }
    }

    @Test func `nothing in a subject or an address begins a header of its own`() {
        let sent = lines(letter(subject: "x\r\nBcc: b@example.com", to: "a@example.com\nBcc: c@example.com"))
        #expect(!sent.contains { $0.hasPrefix("Bcc") })
        #expect(sent.contains { $0.hasPrefix("Subject: x\\x0d\\x0aBcc") })
    }

    @Test func `names that are not ASCII, and names with commas, are read by another program`() async throws {
        let letter = letter(to: #"José Ángel <jose@example.com>, "Lemaître, Ana" <ana@example.com>, c@example.com"#)
        #expect(letter.recipients == ["jose@example.com", "ana@example.com", "c@example.com"])
        let bytes = letter.encoded()
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let script = """
            import email, email.policy, sys
            letter = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print(*[f"{a.display_name} {a.addr_spec}" for a in letter["To"].addresses], sep="\\n")
            """
        let read = try await run("/usr/bin/python3", ["-c", script], input: String(decoding: bytes, as: UTF8.self))
        #expect(
            read.output.lines == ["José Ángel jose@example.com", "Lemaître, Ana ana@example.com", " c@example.com"])
    }

    @Test func `it has a date and recipients as the standard wants them`() {
        let sent = letter(to: "Admin <a@example.com>, b@example.com,")
        let date = LocalTime(iso8601: "2024-03-15T02:00:00+01:00")!.letterDate
        #expect(lines(sent).contains("Date: \(date)") && ["Thu, 14", "Fri, 15"].contains(date.prefix(7)))
        #expect(sent.recipients == ["a@example.com", "b@example.com"])
    }
}

@Suite struct DiscretionTests {
    private let discretion = Discretion(
        secrets: ["s3cret", "postgres", "abc"], privatePaths: ["/srv/data/mail/", "data/mail/", "mail/"])

    @Test(arguments: [
        ("psql: s3cret is wrong (s3cret)", "psql: … is wrong (…)"),
        ("postgresql: role \"postgres\" is missing", "postgresql: role \"…\" is missing"),
        ("cannot read /srv/data/mail/domain/jean.dupont/cur/1 2: denied", "cannot read /srv/data/mail/…"),
        ("mail: mail/domain/jean (unreadable)", "mail: mail/…"), ("webmail/x is fine", "webmail/x is fine"),
        ("two\nlines", "two\\x0alines"), ("abc is too short to be taken out", "abc is too short to be taken out"),
    ])
    func `secrets and names of people's files are taken out`(text: String, shown: String) {
        #expect(discretion(text) == shown)
    }

    @Test func `each part of a failure by itself`() {
        let failure = Failure(
            "test.mail", Text("mail: 1 file", fr: "mail : 1 fichier"), why: Text("mail/d/jean", fr: "mail/d/jean"),
            fix: Text("Type: id", fr: "Tapez : id"))
        #expect(discretion(failure, .english) == "mail: 1 file: mail/…. Type: id")
    }
}
