import SystemPackage

/// A server of the tests that takes web hooks, pings and letters, and keeps what came.
package final class Receiver: Sendable {
    /// `http://127.0.0.1:PORT`; a path with "hang" in it never answers, one with "slow" late, one with
    /// "shut" is closed without an answer, one with a number answers with that status,
    /// one that begins with `/moved` is below `/kuma` now, and before one that begins with `/walled` is a login.
    package let web: String
    /// `127.0.0.1:PORT`.
    package let mail: String
    /// The same with TLS from the first byte, and by STARTTLS; both want a login, and take any.
    package let mailByTLS: String
    package let mailBySTARTTLS: String
    /// The file with the certificate of these two.
    package let certificate: String
    private let scratch: Scratch
    private var folder: FilePath { scratch.path }

    private init(_ ports: [String: String], _ scratch: Scratch) {
        let place = { (name: String) in "127.0.0.1:\(ports[name] ?? "")" }
        (web, mail) = ("http://\(place("HTTP_PORT"))", place("SMTP_PORT"))
        (mailByTLS, mailBySTARTTLS) = (place("SMTPS_PORT"), place("STARTTLS_PORT"))
        certificate = scratch.path.appending("certificate").string
        self.scratch = scratch
    }

    package static func with<Value: Sendable>(_ body: (Receiver) async throws -> Value) async throws -> Value {
        let scratch = Scratch()
        return try await withServer("receiver", in: scratch.path) { try await body(Receiver($0, scratch)) }
    }

    /// What was called, in its order, as `POST /path`.
    package func calls() async throws -> [String] {
        try await run("sh", ["-c", "cat \"$0\"/calls 2>/dev/null || :", folder.string]).output.lines
            .map { String($0.drop { $0 != " " }.dropFirst()) }
    }

    /// The logins that were given, as `user:password`.
    package func logins() async throws -> [String] {
        try await run("sh", ["-c", "cat \"$0\"/logins 2>/dev/null || :", folder.string]).output.lines
    }

    /// What came with the calls of this path, oldest first.
    package func bodies(_ path: String) async throws -> [String] {
        let numbers = try await calls().enumerated().filter { $1 == "POST \(path)" }.map { $0.offset + 1 }
        return try numbers.map { String(decoding: try folder.appending("body.\($0)").read(), as: UTF8.self) }
    }

    /// The same of calls whose method and path begin so, as `PUT /_matrix/`.
    package func bodies(beginning call: String) async throws -> [String] {
        let numbers = try await calls().enumerated().filter { $1.hasPrefix(call) }.map { $0.offset + 1 }
        return try numbers.map { String(decoding: try folder.appending("body.\($0)").read(), as: UTF8.self) }
    }

    /// The texts of what Slack got at this path.
    package func slack(_ path: String = "/slack") async throws -> [String] {
        var texts: [String] = []
        for body in try await bodies(path) { texts.append(try await run("jq", ["-r", ".text"], input: body).output) }
        return texts
    }

    /// Every letter as Python's own library understands it: sender and recipients of its envelope, headers, an empty
    /// line, its text.
    package func letters() async throws -> [String] {
        let script = """
            import email, email.policy, glob, sys
            for name in sorted(glob.glob(sys.argv[1] + "/letter.*"), key=lambda name: int(name.split(".")[-1])):
                sender, recipients, content = open(name, "rb").read().split(b"\\n", 2)
                letter = email.message_from_bytes(content, policy=email.policy.default)
                print(sender.decode(), recipients.decode(), sep="\\n")
                for key in ("From", "To", "Subject", "Auto-Submitted"): print(f"{key}: {letter[key]}")
                print("Defects:", letter.defects, letter["Date"].datetime is not None, bool(letter["Message-ID"]))
                print("", letter.get_content().replace("\\r", ""), "\\0", sep="\\n")
            """
        return try await run("/usr/bin/python3", ["-c", script, folder.string]).output.split(separator: "\0\n")
            .map { String($0) }
    }
}
