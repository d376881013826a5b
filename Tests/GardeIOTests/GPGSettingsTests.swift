import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What gpg's own settings may not do, and what they may.
@Suite struct GPGSettingsTests {
    let scratch = Scratch()
    let keys: ThrowawayKeys

    init() throws { keys = try ThrowawayKeys() }

    /// Lines of gpg.conf as people have them; `spy@example.com` is somebody whom nobody named.
    static let settings = [
        "textmode", "armor", "rfc2440", "rfc4880", "rfc4880bis", "openpgp", "multifile", "dry-run", "set-filesize 5",
        "max-output 10", "recipient spy@example.com", "hidden-recipient spy@example.com", "encrypt-to spy@example.com",
        "hidden-encrypt-to spy@example.com", "default-recipient spy@example.com", "default-recipient-self",
        "default-key spy@example.com", "comment x", "compress-level 9", "compress-algo bzip2", "compress-algo zlib",
        "cipher-algo 3DES", "personal-cipher-preferences AES256", "s2k-cipher-algo AES256", "throw-keyids",
        "no-encrypt-to", "batch", "yes", "no", "quiet", "verbose", "interactive", "no-tty", "output /dev/null",
        "list-only", "unwrap", "no-literal", "force-ocb", "disable-mdc", "no-such-option-at-all", "charset latin1",
        "display-charset utf-8", "trust-model direct", "auto-key-locate wkd", "with-fingerprint", "keyid-format 0xlong",
        "list-options show-photos", "status-fd 1", "logger-file /dev/null", "use-agent", "no-greeting",
        "emit-version", "for-your-eyes-only", "set-filename x", "set-notation a@b=c", "require-secmem",
    ]

    @Test func `no line of gpg.conf changes what is encrypted, who reads it, or that it opens elsewhere`() async throws
    {
        try await keys.make("a@example.com")
        try await keys.make("spy@example.com")
        let here = try ThrowawayKeys()
        try await here.take("a@example.com", "spy@example.com", from: keys)
        let content = noise(70_000) + Array("a\r\nb \n\r\rc".utf8)
        for line in Self.settings {
            for home in [here.home, keys.home] { try write(line + "\n", home) }
            let ring = Keyring(home: here.home.string)
            let key = try await ring.keys("a@example.com")
            let inspect = Inspect(OpenPGPMessage(for: key.map(\.keyIDs)))
            let message = try await output(of: [Bytes(content), Encrypt(to: key, in: ring), inspect], in: scratch)
            #expect(message.first.map { $0 & 0x80 != 0 } == true, "\(line)")
            var seen = OpenPGPMessage()
            seen.see(message)
            #expect(seen.keyIDs.count == 1 && key[0].keyIDs.contains(seen.keyIDs[0]), "\(line): \(seen.keyIDs)")
            let opened = try await output(
                of: [Bytes(message), Decrypt(in: Keyring(home: keys.home.string))], in: scratch)
            #expect(opened == content, "\(line)")
        }
    }

    @Test func `a message with one more reader than were named is refused`() async throws {
        try await keys.make("a@example.com")
        try await keys.make("spy@example.com")
        let ring = Keyring(home: keys.home.string)
        let (one, other) = (try await ring.keys("a@example.com"), try await ring.keys("spy@example.com"))
        await #expect(throws: OpenPGPFailed.self) {
            try await output(
                of: [
                    Bytes([1]), Encrypt(to: one + other, in: ring), Inspect(OpenPGPMessage(for: one.map(\.keyIDs))),
                ], in: scratch)
        }
    }

    @Test func `where gpg.conf says that the keys are, they are found`() async throws {
        try await keys.make("a@example.com")
        let here = try ThrowawayKeys()
        let file = here.home.appending("other keys.kbx").string
        #expect(try await run("cp", [keys.home.appending("pubring.kbx").string, file]).status == 0)
        try write("no-default-keyring\nkeyring \"\(file)\" \n", here.home)
        let ring = Keyring(home: here.home.string)
        let key = try await ring.keys("a@example.com")
        #expect(key.count == 1)
        let message = try await output(of: [Bytes([1, 2, 3]), Encrypt(to: key, in: ring)], in: scratch)
        let opened = try await output(of: [Bytes(message), Decrypt(in: Keyring(home: keys.home.string))], in: scratch)
        #expect(opened == [1, 2, 3])
    }

    @Test func `a card's stub is no private half, and a message for it asks for the card`() async throws {
        try await keys.make("a@example.com")
        let here = try ThrowawayKeys()
        try await here.take("a@example.com", from: keys)
        let ring = Keyring(home: here.home.string)
        let key = try await ring.keys("a@example.com")
        let grip = try #require(key.first?.parts.first { $0.encrypts }?.keygrip)
        let made = try await run("python3", ["-c", Self.stub, keys.home.string, here.home.string, grip])
        #expect(made.status == 0, "\(made)")
        #expect(!ring.holdsPrivateHalf(of: key[0]) && Keyring(home: keys.home.string).holdsPrivateHalf(of: key[0]))
        let message = try await output(of: [Bytes([1, 2, 3]), Encrypt(to: key, in: ring)], in: scratch)
        do {
            _ = try await output(of: [Bytes(message), Decrypt(in: ring)], in: scratch)
            Issue.record("it opened")
        } catch { #expect((error as? OpenPGPFailed)?.reason == .cardMissing, "\(error)") }
    }

    private func write(_ text: String, _ home: FilePath) throws {
        let file = try FileDescriptor.open(
            home.appending("gpg.conf"), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    /// Writes what gpg-agent keeps for a key whose private half lies on a card.
    private static let stub = #"""
        import os, re, subprocess, sys
        home, new, grip = sys.argv[1:]
        ask = ["gpg-connect-agent", "--homedir", home, "READKEY " + grip, "/bye"]
        said = subprocess.run(ask, capture_output=True, check=True).stdout
        key = re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), said[2:said.rindex(b"\nOK")])
        serial = bytes.fromhex("D2760001240102010006123456780000")
        card = b"(8:shadowed5:t1-v1(16:" + serial + b"9:OPENPGP.2))"
        os.makedirs(new + "/private-keys-v1.d", mode=0o700, exist_ok=True)
        body = key[len(b"(10:public-key"):-2]
        with open(new + "/private-keys-v1.d/" + grip + ".key", "wb") as file:
            file.write(b"(20:shadowed-private-key" + body + card + b"))")
        """#
}
