package import SystemPackage

/// Where the passphrase of a private key comes from.
package enum Passphrase: Sendable, Hashable {
    /// Handed to gpg through a descriptor.
    case given(String)
    /// gpg asks by its own pinentry.
    case asked
    /// Nobody is asked: keys without one serve, and those that gpg-agent holds open.
    case none
}

/// OpenPGP undone, whoever encrypted it and whatever compression gpg put inside.
///
/// Bytes come out before gpg knows that they are right: what uses them waits for the end of the pipeline.
package struct Decrypt: Filter, Hashable {
    private let keyring: Keyring
    private let passphrase: Passphrase

    package init(_ passphrase: Passphrase = .none, in keyring: Keyring = .own) {
        (self.keyring, self.passphrase) = (keyring, passphrase)
    }

    package var isGivenPassphrase: Bool { if case .given = passphrase { true } else { false } }

    /// Throws `OpenPGPFailed` unless gpg says that the whole message was good (DECRYPTION_OKAY).
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        switch passphrase {
        case .asked: try await decrypt([], input, output)
        case .none: try await decrypt(["--pinentry-mode", "error"], input, output)
        case .given(let text):
            let line = try FileDescriptor.inMemory(Array("\(text)\n".utf8))
            defer { try? line.close() }
            // A path that no folder names; only this user can follow it.
            let path = "/proc/\(processID())/fd/\(line.rawValue)"
            try await decrypt(["--pinentry-mode", "loopback", "--passphrase-file", path], input, output)
        }
    }

    private func decrypt(_ words: [String], _ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let all = words + ["--skip-verify", "--decrypt"]
        let said = try await keyring.run(
            all, input, output, isGood: { $0.has("DECRYPTION_OKAY") && !$0.has("DECRYPTION_FAILED") }, orElse: reason)
        if isGivenPassphrase { Keyring.remember(said.arguments(of: "ENC_TO")) }
    }

    private func reason(_ said: GPGWords) -> OpenPGPFailed.Reason {
        if isGivenPassphrase { Keyring.remember(said.arguments(of: "ENC_TO")) }
        if said.plain.contains(where: { $0.contains("connect to the agent") }) { return .noAgent }
        if said.plain.contains(where: { $0.contains("pinentry mode 'loopback' failed") }) { return .noLoopback }
        let errors = said.keyErrors
        if errors.contains(11) { return isGivenPassphrase ? .wrongPassphrase : .passphraseNeeded }
        // No pinentry, cancelled, no passphrase.
        if !errors.isDisjoint(with: [85, 99, 177, 198]) { return .passphraseNeeded }
        // A card that is missing, another one, or no program that reads cards.
        if !errors.isDisjoint(with: [91, 108, 109, 110, 111, 112, 119, 120, 123]) { return .cardMissing }
        if !errors.isEmpty { return .other }
        return said.has("NO_SECKEY") ? .noPrivateKey : .damaged
    }
}
