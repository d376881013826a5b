internal import CGarde
package import SystemPackage

/// Where the passphrase of a private key comes from.
package enum Passphrase: Sendable, Hashable {
    /// Handed to gpg through a descriptor, each key once.
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
        let context = try GPGContext(keyring)
        defer { if isGivenPassphrase { Keyring.remember(context.keyIDs) } }
        try context.decrypt(passphrase, input, output)
    }
}

extension GPGContext {
    fileprivate func decrypt(
        _ passphrase: Passphrase, _ input: FileDescriptor, _ output: FileDescriptor
    ) throws {
        let sealed = try GPGStream(input)
        let plain = try GPGStream(output)
        switch passphrase {
        case .asked: try decrypt(sealed, to: plain)
        case .none:
            try check(gpgme_set_pinentry_mode(raw, GPGME_PINENTRY_MODE_ERROR))
            try decrypt(sealed, to: plain)
        case .given(let text):
            try check(gpgme_set_pinentry_mode(raw, GPGME_PINENTRY_MODE_LOOPBACK))
            try answering(with: text) { try decrypt(sealed, to: plain) }
        }
    }

    private func decrypt(_ sealed: borrowing GPGStream, to plain: borrowing GPGStream) throws {
        let (from, to) = (sealed.raw, plain.raw)
        try GPGLoop.run(self) { gpgme_op_decrypt_start($0, from, to) }
    }

    /// The keys that the message which was decrypted last names.
    fileprivate var keyIDs: [String] {
        list(gpgme_op_decrypt_result(raw)?.pointee.recipients) { $0.pointee.next }.map { text($0.pointee.keyid) }
    }

    private func answering(with text: String, _ work: () throws -> Void) throws {
        let answer = Answer(text)
        gpgme_set_passphrase_cb(raw, passphraseWanted, Unmanaged.passUnretained(answer).toOpaque())
        defer { gpgme_set_passphrase_cb(raw, nil, nil) }
        try withExtendedLifetime(answer) {
            do { try work() } catch let failed as OpenPGPFailed where answer.wasRefused {
                throw OpenPGPFailed(.wrongPassphrase, said: failed.said)
            }
        }
    }
}

/// A passphrase, and the keys that it was given for: none is asked twice.
private final class Answer {
    let line: [UInt8]
    private var given: Set<String> = []
    /// It was given and gpg asked again.
    private(set) var wasRefused = false

    init(_ text: String) { line = Array("\(text)\n".utf8) }

    func isFirst(for key: String, wasBad: Bool) -> Bool {
        guard !wasBad, given.insert(key).inserted else {
            wasRefused = true
            return false
        }
        return true
    }
}

/// GPGME's question for a passphrase; the answer goes to the descriptor.
private func passphraseWanted(
    _ hook: UnsafeMutableRawPointer?, _ key: UnsafePointer<CChar>?, _ info: UnsafePointer<CChar>?, _ wasBad: CInt,
    _ descriptor: CInt
) -> gpgme_error_t {
    let refused = gpgme_error_t(GPG_ERR_CANCELED.rawValue)
    guard let hook else { return refused }
    let answer = Unmanaged<Answer>.fromOpaque(hook).takeUnretainedValue()
    guard answer.isFirst(for: key.map { String(cString: $0) } ?? "", wasBad: wasBad != 0) else { return refused }
    return gpgme_io_writen(descriptor, answer.line, answer.line.count) == 0 ? 0 : refused
}
