import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Encrypt, Decrypt and gpg itself, each undoing the others.
@Suite struct OpenPGPTests {
    let scratch = Scratch()
    let keys: ThrowawayKeys
    let keyring: Keyring

    init() throws {
        keys = try ThrowawayKeys()
        keyring = Keyring(home: keys.home.string)
    }

    private func gpg(_ arguments: String...) -> Child {
        let fixed = ["--homedir", keys.home.string, "--batch", "--quiet", "--pinentry-mode", "loopback"]
        return Child(Invocation("gpg", fixed + arguments))
    }

    private func encrypted(_ bytes: [UInt8], to names: String...) async throws -> [UInt8] {
        var found: [OpenPGPKey] = []
        for name in names { found += try await keyring.keys(name) }
        return try await output(
            of: [Bytes(bytes), Encrypt(to: found, in: keyring), Inspect(OpenPGPMessage(for: found.map(\.keyIDs)))],
            in: scratch)
    }

    private func decrypted(
        _ bytes: [UInt8], _ passphrase: Passphrase = .none, in keyring: Keyring? = nil
    ) async throws -> [UInt8] {
        try await output(of: [Bytes(bytes), Decrypt(passphrase, in: keyring ?? self.keyring)], in: scratch)
    }

    @Test(arguments: [ThrowawayKeys.Kind.rsa, .curve, .renewed])
    func `gpg reads what Encrypt writes, and Decrypt what gpg writes with its own compression`(
        kind: ThrowawayKeys.Kind
    ) async throws {
        try await keys.make("a@example.com", kind)
        for size in [0, 1, 5_000_000] {
            let bytes = noise(size)
            let ours = try await encrypted(bytes, to: "a@example.com")
            #expect(try await output(of: [Bytes(ours), gpg("--decrypt")], in: scratch) == bytes)
            let theirs = try await output(
                of: [Bytes(bytes), gpg("--encrypt", "-r", "a@example.com", "--trust-model", "always")], in: scratch)
            for message in [ours, theirs] { #expect(try await decrypted(message) == bytes) }
        }
    }

    @Test func `either of two recipients opens a message, a third does not`() async throws {
        for name in ["a@example.com", "b@example.com", "c@example.com"] { try await keys.make(name) }
        let message = try await encrypted(Array("secret".utf8), to: "a@example.com", "b@example.com")
        for name in ["a@example.com", "b@example.com"] {
            let alone = try ThrowawayKeys()
            try await alone.take(name, from: keys, privateToo: true)
            let opened = try await decrypted(message, in: Keyring(home: alone.home.string))
            #expect(opened == Array("secret".utf8))
        }
        let third = try ThrowawayKeys()
        try await third.take("c@example.com", from: keys, privateToo: true)
        #expect(
            await refusal {
                try await decrypted(message, in: Keyring(home: third.home.string))
            } == .noPrivateKey)
    }

    @Test func `the configuration of gpg adds nobody who can read`() async throws {
        try await keys.make("a@example.com")
        try await keys.make("spy@example.com")
        let settings = keys.home.appending("gpg.conf")
        _ = try await run("sh", ["-c", "echo encrypt-to spy@example.com >\"$0\"", settings.string])
        var message = OpenPGPMessage()
        message.see(try await encrypted([1, 2, 3], to: "a@example.com"))
        #expect(message.keyIDs.count == 1)
    }

    @Test func `nothing is compressed`() async throws {
        try await keys.make("a@example.com")
        #expect(try await encrypted([UInt8](repeating: 0, count: 3 << 20), to: "a@example.com").count > 3 << 20)
    }

    @Test func `a passphrase opens a key, a wrong one is refused at once, none says that one is needed`() async throws {
        try await keys.make("a@example.com", passphrase: "right one")
        let message = try await encrypted([1, 2, 3], to: "a@example.com")
        let ids = try await keyring.keys("a@example.com").flatMap(\.parts).map(\.keyID)
        await keyring.forgetPassphrases(of: ids)
        #expect(await refusal { try await decrypted(message, .given("wrong")) } == .wrongPassphrase)
        #expect(await refusal { try await decrypted(message) } == .passphraseNeeded)
        #expect(try await decrypted(message, .given("right one")) == [1, 2, 3])
        await keyring.forgetPassphrases(of: ids)
        #expect(await refusal { try await decrypted(message, .given("wrong")) } == .wrongPassphrase)
    }

    @Test func `a keyring without the private half says so, a stub of the primary key does not matter`() async throws {
        try await keys.make("a@example.com")
        let message = try await encrypted([1, 2, 3], to: "a@example.com")
        let (without, stub) = (try ThrowawayKeys(), try ThrowawayKeys())
        try await without.take("a@example.com", from: keys)
        #expect(
            await refusal {
                try await decrypted(message, in: Keyring(home: without.home.string))
            } == .noPrivateKey)
        let parts = try await keys.gpg("--armor", "--export-secret-subkeys", "a@example.com")
        try await stub.gpg("--import", input: parts)
        #expect(try await decrypted(message, in: Keyring(home: stub.home.string)) == [1, 2, 3])
        let key = try #require(try await keyring.keys("a@example.com").first)
        #expect(Keyring(home: stub.home.string).holdsPrivateHalf(of: key))
        #expect(!Keyring(home: without.home.string).holdsPrivateHalf(of: key))
    }

    @Test func `a message that was changed or cut, or is none, is refused`() async throws {
        try await keys.make("a@example.com")
        let message = try await encrypted(noise(3000), to: "a@example.com")
        for place in stride(from: 0, to: message.count, by: 211) {
            var changed = message
            changed[place] ^= 0x10
            await #expect(throws: OpenPGPFailed.self) { try await decrypted(changed) }
            await #expect(throws: OpenPGPFailed.self) { try await decrypted(Array(message.prefix(place))) }
        }
        await #expect(throws: OpenPGPFailed.self) { try await decrypted(Array("plain text".utf8)) }
        let forged = try await output(of: [Bytes([1, 2, 3]), gpg("--store")], in: scratch)
        await #expect(throws: OpenPGPFailed.self) { try await decrypted(forged) }
    }

    @Test func `a gpg that is killed in the stream fails it, also when it had not taken all that was there`()
        async throws
    {
        let found = try await keyring.keys(try await keys.make("a@example.com"))
        let inspect = Inspect(OpenPGPMessage(for: found.map(\.keyIDs)))
        let noise = noise(8 << 20)
        let message = try await output(of: [Bytes(noise), Encrypt(to: found, in: keyring)], in: scratch)
        #expect(
            await refusal {
                try await pipeline([Killing(noise, keys), Encrypt(to: found, in: keyring), inspect])
            } == .damaged)
        await #expect(throws: OpenPGPFailed.self) {
            try await pipeline([Killing(message, keys), Decrypt(in: keyring), Counted { _ in }])
        }
    }

    @Test func `a cancelled stream leaves no gpg behind`() async throws {
        let found = try await keyring.keys(try await keys.make("a@example.com"))
        let stream = Task {
            try await pipeline([Child(Invocation("sleep", ["60"])), Encrypt(to: found, in: keyring)])
        }
        while try await gpgs(keys).isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        stream.cancel()
        await #expect(throws: (any Error).self) { try await stream.value }
        for _ in 1...100 where try await !gpgs(keys).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await gpgs(keys).isEmpty)
    }

    @Test func `a GNUPGHOME too long for the agent's socket encrypts`() async throws {
        try await keys.make("a@example.com")
        let long = try ThrowawayKeys(String(repeating: "x", count: 140))
        // gpg itself would start an agent to import it.
        let copy = [keys.home.appending("pubring.kbx").string, long.home.string]
        #expect(try await run("cp", copy).status == 0)
        let ring = Keyring(home: long.home.string)
        let key = try await ring.keys("a@example.com")
        let message = try await output(of: [Bytes([1, 2, 3]), Encrypt(to: key, in: ring)], in: scratch)
        #expect(try await decrypted(message) == [1, 2, 3])
        await #expect(throws: OpenPGPFailed.self) { try await decrypted(message, in: ring) }
    }
}

/// Stops the gpg of a keyring once it has been given a megabyte, fills its pipe, and kills it.
private struct Killing: Filter {
    private let bytes: [UInt8]
    private let keys: ThrowawayKeys

    init(_ bytes: [UInt8], _ keys: ThrowawayKeys) { (self.bytes, self.keys) = (bytes, keys) }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try output.writeAll(bytes.prefix(1 << 20))
        while try await gpgs(keys).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        for process in try await gpgs(keys) {
            let script = "kill -STOP $0 && { sleep 0.5; kill -9 $0; } >/dev/null 2>&1 &"
            _ = try await GardeTestSupport.run("sh", ["-c", script, process])
        }
        try output.writeAll(bytes.dropFirst(1 << 20))
    }
}

/// The processes of gpg that work on a stream with these keys.
private func gpgs(_ keys: ThrowawayKeys) async throws -> [String] {
    try await run("pgrep", ["-f", "(^|/)gpg .*\(keys.home.string) .*--(en|de)crypt"]).output.lines
}

/// Why gpg refused; nil when it did not.
private func refusal<Value>(_ work: () async throws -> Value) async -> OpenPGPFailed.Reason? {
    do { _ = try await work() } catch { return (error as? OpenPGPFailed)?.reason }
    return nil
}
