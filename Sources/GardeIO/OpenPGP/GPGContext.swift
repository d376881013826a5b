internal import CGarde
import SystemPackage

/// Why gpg could not do what it was asked to.
package struct OpenPGPFailed: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// No program gpg, or one too old for GPGME.
        case noEngine
        /// None of the private keys that could open the message is here.
        case noPrivateKey
        case wrongPassphrase
        /// The private key has a passphrase, and nobody was there to give it.
        case passphraseNeeded
        /// gpg-agent, which holds the private keys, does not run and cannot be started.
        case noAgent
        /// The message is cut short, changed, or none.
        case damaged
        /// A key that was there a moment ago can no longer be encrypted to.
        case keyUnusable
        case other
    }

    package let reason: Reason
    /// GPGME's own words.
    package let said: String

    package init(_ reason: Reason, said: String = "") { (self.reason, self.said) = (reason, said) }
}

/// Owns a `gpgme_ctx_t`: one a stream, used by one thread.
final class GPGContext {
    let raw: gpgme_ctx_t

    init(_ keyring: Keyring) throws {
        _ = Self.isPrepared
        var made: gpgme_ctx_t?
        try check(gpgme_new(&made))
        raw = made!
        do {
            if let home = keyring.home {
                try check(gpgme_ctx_set_engine_info(raw, GPGME_PROTOCOL_OpenPGP, nil, home))
            }
            try check(gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP))
        } catch {
            gpgme_release(raw)
            throw error
        }
    }

    deinit { gpgme_release(raw) }

    /// GPGME wants to be asked for its version before it is used.
    private static let isPrepared: Bool = gpgme_check_version(nil) != nil
}

/// Owns a `gpgme_data_t` over a descriptor, which stays open.
struct GPGStream: ~Copyable {
    let raw: gpgme_data_t

    init(_ descriptor: FileDescriptor) throws { raw = try Self.make(descriptor) }

    deinit { gpgme_data_release(raw) }

    private static func make(_ descriptor: FileDescriptor) throws -> gpgme_data_t {
        var made: gpgme_data_t?
        try check(gpgme_data_new_from_fd(&made, descriptor.rawValue))
        // GPGME's chunks are 4 KiB otherwise; what it refuses costs speed alone.
        gpgme_data_set_flag(made, "io-buffer-size", "1048576")
        return made!
    }
}

/// Throws what GPGME's code stands for: an `Errno` for the system's own errors, so that a broken pipe stays one.
func check(_ error: gpgme_error_t) throws {
    guard error != 0 else { return }
    let number = gpgme_err_code_to_errno(gpgme_err_code(error))
    guard number == 0 else { throw Errno(rawValue: number) }
    throw OpenPGPFailed(reason(of: gpgme_err_code(error)), said: words(error))
}

private func reason(of code: gpgme_err_code_t) -> OpenPGPFailed.Reason {
    switch code {
    case GPG_ERR_INV_ENGINE, GPG_ERR_NO_ENGINE: .noEngine
    case GPG_ERR_NO_SECKEY: .noPrivateKey
    case GPG_ERR_BAD_PASSPHRASE: .wrongPassphrase
    case GPG_ERR_CANCELED, GPG_ERR_FULLY_CANCELED, GPG_ERR_NO_PIN_ENTRY, GPG_ERR_NO_PASSPHRASE: .passphraseNeeded
    case GPG_ERR_NO_AGENT, GPG_ERR_AGENT: .noAgent
    case GPG_ERR_NO_DATA, GPG_ERR_DECRYPT_FAILED, GPG_ERR_BAD_DATA, GPG_ERR_INV_PACKET, GPG_ERR_CHECKSUM: .damaged
    case GPG_ERR_UNUSABLE_PUBKEY, GPG_ERR_NO_PUBKEY: .keyUnusable
    default: .other
    }
}

/// GPGME's words for an error.
private func words(_ error: gpgme_error_t) -> String {
    var room = [CChar](repeating: 0, count: 256)
    gpgme_strerror_r(error, &room, room.count)
    return String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
