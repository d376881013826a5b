import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What is said of recipients before the first byte.
@Suite struct RecipientKeysTests {
    let keys: ThrowawayKeys

    init() throws { keys = try ThrowawayKeys() }

    private func find(_ names: String...) async -> RecipientKeys {
        await Invocation.$surroundings.withValue(keys.variables) {
            await RecipientKeys.find(names.map { $0.recipient })
        }
    }

    private func lines(_ names: String..., in language: Language = .english) async -> [String] {
        await Invocation.$surroundings.withValue(keys.variables) {
            await RecipientKeys.find(names.map { $0.recipient }).findings.map { $0.line(language) }
        }
    }

    @Test func `a key is found by address, name, id and fingerprint, and stands once`() async throws {
        let fingerprint = try await keys.make("Sauvegarde <a@example.com>")
        try await keys.make("Other <ba@example.com>")
        let found = await find(
            "a@example.com", "Sauvegarde", "<a@example.com>", fingerprint, String(fingerprint.suffix(16)),
            "0x" + fingerprint.suffix(16))
        #expect(found.findings == [] && found.warnings == [])
        #expect(found.keys.map(\.fingerprint) == [fingerprint])
    }

    @Test func `a part that is named with its mark is the one that is used, or the name is refused`() async throws {
        let fingerprint = try await keys.make("a@example.com")
        try await keys.gpg("--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encr", "never")
        let parts = try #require(await find("a@example.com").keys.first).parts
        try #require(parts.count == 3)
        for part in parts.dropFirst() {
            for name in [part.fingerprint, part.keyID, "0x" + part.keyID] {
                #expect(await find(name + "!").keys.map(\.keyIDs) == [[part.keyID]])
            }
        }
        for whole in [fingerprint, "a@example.com"] { #expect(await lines(whole + "!").count == 1) }
    }

    @Test func `a group of gpg's settings stands for its keys`() async throws {
        let both = [try await keys.make("a@example.com"), try await keys.make("b@example.com")]
        let settings = keys.home.appending("gpg.conf").string
        let text = "# who reads\\ngroup Team = a@example.com\\ngroup team=b@example.com\\n"
        _ = try await run("sh", ["-c", "printf '\(text)' >\"$0\"", settings])
        #expect(await find("team").keys.map(\.fingerprint) == both)
        for line in [
            "group nobody =", "group nobody = a@example.com\\nungroup nobody", "group nobody=a@example.com\\nno-groups",
        ] {
            _ = try await run("sh", ["-c", "printf '\(line)\\n' >\"$0\"", settings])
            let found = await find("nobody")
            #expect(found.keys.isEmpty && found.findings.map(\.id) == ["encryption.no-public-key"], "\(line)")
        }
    }

    @Test func `a public key that was imported and nobody trusts serves`() async throws {
        let other = try ThrowawayKeys()
        try await other.make("a@example.com")
        try await keys.take("a@example.com", from: other)
        #expect(await find("a@example.com").keys.count == 1)
    }

    @Test func `a missing key is said in the guide's words with the command that imports it`() async throws {
        #expect(
            await lines("nobody@example.com") == [
                "GPG: No public key for nobody@example.com. Type: gpg --import /path/to/backup-public.key"
            ])
        #expect(
            await lines("nobody@example.com", in: .french) == [
                "GPG: No public key (nobody@example.com). Tapez\u{a0}: gpg --import /chemin/de/backup-public.key"
            ])
    }

    @Test func `expired, revoked, disabled and signing keys are refused, each with what to do`() async throws {
        try await keys.make("expired@example.com", .expired)
        try await keys.make("signing@example.com", .signing)
        let disabled = try await keys.make("disabled@example.com")
        let revoked = try await keys.make("revoked@example.com")
        try await keys.gpg("--command-fd", "0", "--edit-key", disabled, input: "disable\nsave\n")
        let certificate = keys.home.appending("openpgp-revocs.d").appending(revoked + ".rev").string
        let text = try await run("sed", ["s/^:---/---/", certificate]).output
        try await keys.gpg("--import", input: text)
        let said = await lines(
            "expired@example.com", "revoked@example.com", "disabled@example.com", "signing@example.com")
        try #require(said.count == 4)
        #expect(
            said[0].says("encryption.key-expired", ["name": "expired@example.com"], in: .english)
                && said[0].contains("--quick-set-expire"))
        #expect(
            said[1]
                == Failure("encryption.key-revoked", ["name": "revoked@example.com", "why": revoked]).line(.english))
        #expect(said[2].says("encryption.key-disabled.fix", ["fingerprint": disabled], in: .english))
        #expect(
            said[3].says("encryption.key-cannot-encrypt", ["name": "signing@example.com"], in: .english)
                && said[3].says("encryption.key-cannot-encrypt.fix", in: .english))
    }

    @Test func `two keys of one address are refused with their fingerprints, unless only one is fit`() async throws {
        let first = try await keys.make("a@example.com")
        try await keys.make("a@example.com <a@example.com>")
        let said = await lines("a@example.com")
        #expect(
            said.count == 1
                && said.allSatisfy { $0.contains(first) && $0.says("encryption.key-ambiguous.fix", in: .english) })
        #expect(await find(first).keys.map(\.fingerprint) == [first])
        try await keys.make("b@example.com", .expired)
        let fit = try await keys.make("B <b@example.com>")
        #expect(await find("b@example.com").keys.map(\.fingerprint) == [fit])
    }

    @Test func `a key that ends within thirty days is warned of`() async throws {
        try await keys.make("soon@example.com", expires: "10d")
        try await keys.make("later@example.com", expires: "60d")
        let found = await find("soon@example.com", "later@example.com")
        #expect(found.keys.count == 2 && found.findings == [])
        try #require(found.warnings.count == 1)
        #expect(found.warnings[0][.french].says("encryption.key-ends", ["name": "soon@example.com"]))
        #expect(found.warnings[0][.english].contains("gpg --quick-set-expire"))
    }
}
