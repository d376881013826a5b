package import GardeWords
package import GardeIO

extension Failure {
    /// What gpg could not do, and the next command to type.
    package static func openPGP(_ failed: OpenPGPFailed) -> Failure {
        let said = failed.said.isEmpty ? nil : Text.verbatim(failed.said)
        switch failed.reason {
        case .noEngine:
            return Failure("encryption.open-pgp-no-engine")
        case .noPrivateKey: return .noPrivateKey
        case .cardMissing: return .cardMissing
        case .wrongPassphrase: return .wrongPassphrase
        case .passphraseNeeded: return .passphraseNeeded
        case .noAgent: return .noAgent(said)
        case .noLoopback: return Failure("encryption.no-loopback")
        case .damaged: return .messageDamaged
        case .keyUnusable:
            return Failure("encryption.open-pgp-key-unusable", ["why": said])
        case .settings: return .harmfulSetting(failed.said)
        case .other: return Failure("encryption.open-pgp-other", ["why": said])
        }
    }

    static let noPrivateKey = Failure("encryption.no-private-key")

    static let cardMissing = Failure("encryption.card-missing")

    /// `place` is the file and the option.
    static func harmfulSetting(_ place: String) -> Failure {
        Failure("encryption.harmful-setting", ["why": place])
    }

    package static let wrongPassphrase = Failure("encryption.wrong-passphrase", ["fix": Text.givePassphrase])

    static let passphraseNeeded = Failure("encryption.passphrase-needed", ["fix": Text.givePassphrase])

    static func noAgent(_ said: Text?) -> Failure {
        Failure("encryption.no-agent", ["why": said])
    }

    /// Killed, or out of memory: it says nothing then, and what it wrote has no end.
    static let gpgEndedEarly = Failure("encryption.gpg-ended-early")

    static let messageDamaged = Failure("encryption.message-damaged")
}

extension Text {
    fileprivate static let givePassphrase = Text("encryption.give-passphrase")
}
