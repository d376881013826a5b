internal import CGarde
package import SystemPackage

/// OpenPGP for these keys and nobody else, binary and without gpg's own compression.
///
/// GPGME does not hear of a gpg that was killed: let an `OpenPGPMessage` inspect what comes out.
package struct Encrypt: Filter {
    private let keyring: Keyring
    private let fingerprints: [String]

    /// `keys` were looked at by whoever asks: their owners' trust does not count.
    package init(to keys: [OpenPGPKey], in keyring: Keyring = .own) {
        (self.keyring, fingerprints) = (keyring, keys.map(\.fingerprint))
    }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try GPGContext(keyring).encrypt(to: fingerprints, input, output)
    }
}

extension GPGContext {
    fileprivate func encrypt(
        to fingerprints: [String], _ input: FileDescriptor, _ output: FileDescriptor
    ) throws {
        var keys: [gpgme_key_t?] = []
        defer { for key in keys { key.map { gpgme_key_unref($0) } } }
        for fingerprint in fingerprints {
            var key: gpgme_key_t?
            do { try check(gpgme_get_key(raw, fingerprint, &key, 0)) } catch {
                throw OpenPGPFailed(.keyUnusable, said: "\(fingerprint)")
            }
            keys.append(key)
        }
        let plain = try GPGStream(input)
        let sealed = try GPGStream(output)
        let flags = [GPGME_ENCRYPT_NO_COMPRESS, GPGME_ENCRYPT_ALWAYS_TRUST, GPGME_ENCRYPT_NO_ENCRYPT_TO]
        var list = keys + [nil]
        let all = gpgme_encrypt_flags_t(flags.reduce(0) { $0 | $1.rawValue })
        let (from, to) = (plain.raw, sealed.raw)
        try GPGLoop.run(self) { gpgme_op_encrypt_start($0, &list, all, from, to) }
    }
}
