import GardeIO

extension Failure {
    /// What gpg could not do, and the next command to type.
    static func openPGP(_ failed: OpenPGPFailed) -> Failure {
        let said = failed.said.isEmpty ? nil : Text.verbatim(failed.said)
        switch failed.reason {
        case .noEngine:
            return Failure(
                Text("gpg is not installed", fr: "gpg n'est pas installé"),
                fix: Text("Type: apt install gnupg", fr: "Tapez : apt install gnupg"))
        case .noPrivateKey: return .noPrivateKey
        case .cardMissing: return .cardMissing
        case .wrongPassphrase: return .wrongPassphrase
        case .passphraseNeeded: return .passphraseNeeded
        case .noAgent: return .noAgent(said)
        case .damaged: return .messageDamaged
        case .keyUnusable:
            return Failure(Text("gpg cannot encrypt to the key", fr: "gpg ne peut pas chiffrer pour la clé"), why: said)
        case .settings: return .harmfulSetting(failed.said)
        case .other: return Failure(Text("gpg failed", fr: "gpg a échoué"), why: said)
        }
    }

    static let noPrivateKey = Failure(
        Text("GPG: No secret key", fr: "GPG: No secret key (clé privée absente)"),
        why: Text(
            "none of the keys that can open the backup is on this machine",
            fr: "aucune des clés qui ouvrent la sauvegarde n'est sur cette machine"),
        fix: Text("Type: gpg --import backup-private.key", fr: "Tapez : gpg --import backup-private.key"))

    static let cardMissing = Failure(
        Text("the private key is on a card that is not here", fr: "la clé privée est sur une carte absente"),
        fix: Text(
            "Put the card in and type: gpg --card-status (without that program: apt install scdaemon)",
            fr: "Insérez la carte et tapez : gpg --card-status (s'il ne la lit pas : apt install scdaemon)"))

    /// `place` is the file and the option.
    static func harmfulSetting(_ place: String) -> Failure {
        Failure(
            Text(
                "gpg's settings of this machine would change what is kept",
                fr: "les réglages de gpg sur cette machine changeraient ce qui est gardé"),
            why: .verbatim(place),
            fix: Text("Take that line out of the file.", fr: "Retirez cette ligne du fichier."))
    }

    static let wrongPassphrase = Failure(
        Text("the passphrase of the private key is wrong", fr: "la passphrase de la clé privée est fausse"),
        fix: .givePassphrase)

    static let passphraseNeeded = Failure(
        Text("the private key has a passphrase", fr: "la clé privée a une passphrase"),
        why: Text(
            "none was given, and nobody could be asked", fr: "elle n'est pas donnée, et personne à qui la demander"),
        fix: .givePassphrase)

    static func noAgent(_ said: Text?) -> Failure {
        Failure(
            Text(
                "gpg-agent, which holds the private keys, does not start",
                fr: "gpg-agent, qui tient les clés privées, ne démarre pas"),
            why: said,
            fix: Text(
                "Type: gpgconf --launch gpg-agent. A GNUPGHOME of over 90 characters is too long for it.",
                fr: "Tapez : gpgconf --launch gpg-agent. Un GNUPGHOME de plus de 90 caractères est trop long pour lui.")
        )
    }

    /// Killed, or out of memory: it says nothing then, and what it wrote has no end.
    static let gpgEndedEarly = Failure(
        Text("gpg ended before the encrypted message did", fr: "gpg s'est arrêté avant la fin du message chiffré"),
        fix: Text("Type: dmesg | tail", fr: "Tapez : dmesg | tail"))

    static let messageDamaged = Failure(
        Text(
            "the encrypted message is damaged, cut short, or none",
            fr: "le message chiffré est abîmé, incomplet, ou n'en est pas un"))
}

extension Text {
    fileprivate static let givePassphrase = Text(
        "Give it in --gpg-passphrase, GPG_PASSPHRASE, or GPG_PASSPHRASE_FILE (a file whose first line it is).",
        fr:
            "Donnez-la par --gpg-passphrase, GPG_PASSPHRASE, ou GPG_PASSPHRASE_FILE (un fichier dont c'est la première ligne)."
    )
}
