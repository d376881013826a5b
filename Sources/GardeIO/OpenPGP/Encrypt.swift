package import SystemPackage

/// OpenPGP for these keys and nobody else, binary and without gpg's own compression.
///
/// Let an `OpenPGPMessage` inspect what comes out.
package struct Encrypt: Filter {
    private let keyring: Keyring
    private let recipients: [String]

    /// `keys` were looked at by whoever asks: their owners' trust does not count.
    package init(to keys: [OpenPGPKey], in keyring: Keyring = .own) {
        (self.keyring, recipients) = (keyring, keys.map(\.recipient))
    }

    /// Throws `OpenPGPFailed` when gpg fails, or is killed.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let how = ["--compress-algo", "none", "--trust-model", "always", "--encrypt"]
        let words = how + recipients.flatMap { ["--recipient", $0] }
        _ = try await keyring.run(words, input, output) { $0.has("INV_RECP") ? .keyUnusable : .other }
    }
}
