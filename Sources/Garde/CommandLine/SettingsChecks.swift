internal import GardeIO

/// What holds between settings, and between them and the recipe.
extension Settings {
    mutating func settleRecipients(_ recipe: Recipe) {
        let floor = recipe.encryption?.recipients ?? []
        let known = findings.count
        if !floor.isEmpty { holdEncryption() }
        guard isOn("ENCRYPT_BACKUP") else { return }
        let named = floor.flatMap { recipientsNamed(by: $0.key) } + recipientList(text("GPG_RECIPIENT") ?? "")
        recipients = named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        if recipients.isEmpty, findings.count == known { findings.append(.noRecipient) }
    }

    private mutating func holdEncryption() {
        if let said = values["ENCRYPT_BACKUP"], said.text == "false", said.origin != .builtIn {
            warnings.append(.encryptionStays)
        }
        values["ENCRYPT_BACKUP"] = Value(text: "true", origin: .recipe)
    }

    private mutating func recipientsNamed(by key: Setting) -> [String] {
        if case .text(let name) = key { return [name] }
        return required(key).map(recipientList) ?? []
    }

    mutating func settleDestinations(_ recipe: Recipe) {
        guard isOn("SYNC_REMOTE") else { return }
        if let said = values["REMOTE_DESTINATION"] {
            return add(said.text, .invalidRemote(said.origin.label("REMOTE_DESTINATION", said.text)))
        }
        if recipe.remotes.isEmpty { findings.append(.noDestination) }
        for remote in recipe.remotes {
            guard let url = required(remote.url) else { continue }
            add(url, .invalidRemote(Text("sync(to: \(url))", fr: "sync(to: \(url))")))
        }
    }

    private mutating func add(_ url: String, _ failure: Failure) {
        guard let canonical = canonicalRemote(url) else { return findings.append(failure) }
        destinations.append(canonical)
    }

    /// What a recipe cannot do without.
    private mutating func required(_ setting: Setting) -> String? {
        let found = text(setting)
        if found == nil, case .environment(let variable) = setting { findings.append(.unset(variable)) }
        return found
    }

    mutating func check(_ arguments: Arguments) {
        for (flag, variable, needed) in [
            ("GPG_RECIPIENT", "ENCRYPT_BACKUP", "--encrypt"), ("REMOTE_DESTINATION", "SYNC_REMOTE", "--sync-remote"),
            ("GPG_PASSPHRASE", "DECRYPT_BACKUP", "--decrypt"),
        ] where arguments.given[flag] != nil && !isOn(variable) {
            warnings.append(.noEffect(arguments.given[flag]!.flag, without: needed))
        }
        for (variable, effect) in Text.announced where isOn(variable) && origin(of: variable) == .environment {
            warnings.append(.fromEnvironment(variable, effect))
        }
    }
}

/// The keys that a text names: by commas, and by spaces too where every word is an address or a key id, since a name
/// such as `Backup Admin <admin@example.com>` holds spaces itself.
func recipientList(_ text: String) -> [String] {
    text.split(separator: ",").flatMap { part in
        let words = part.split(whereSeparator: \.isWhitespace)
        return words.allSatisfy(standsAlone) ? words.map(String.init) : [words.joined(separator: " ")]
    }
}

private func standsAlone(_ word: Substring) -> Bool {
    if word.contains("<") { return false }
    let digits = word.hasPrefix("0x") ? word.dropFirst(2) : word
    return word.contains("@") || (digits.count >= 8 && digits.allSatisfy(\.isHexDigit))
}

/// `s3://bucket/prefix` or rclone's `name:path`, without the slashes at its end, which would double in a joined path;
/// nil for anything else.
func canonicalRemote(_ text: String) -> String? {
    let (name, path) = text.cut(at: ":")
    guard var path, !name.isEmpty, name.utf8.allSatisfy({ isRemoteByte($0) }), name.first != "-" else { return nil }
    while path.utf8.last == UInt8(ascii: "/"), path.utf8.count > 1 { path.removeLast() }
    guard path.hasPrefix("//") else {
        return name == "s3" && path.hasPrefix("/") ? nil : "\(name):\(path)"
    }
    let bucket = path.dropFirst(2).prefix { $0 != "/" }
    return name == "s3" && isBucket(bucket) ? "\(name):\(path)" : nil
}

/// What rclone lets a remote be called.
private func isRemoteByte(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte >= 0x80 || Array("-.+@ ".utf8).contains(byte)
}

private func isBucket(_ name: Substring) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
}

// MARK: What is said

extension Failure {
    static let noRecipient = Failure(
        Text("encryption is on but nobody could read the backup", fr: "chiffrement demandé sans destinataire GPG"),
        fix: Text(
            "Name a key: --gpg-recipient ID, or GPG_RECIPIENT",
            fr: "Indiquez une clé : --gpg-recipient ID, ou GPG_RECIPIENT"))

    static let noDestination = Failure(
        Text("sync is on without a destination", fr: "synchronisation demandée sans destination distante"),
        fix: Text(
            "Give one: --remote-dest s3://bucket/path, or REMOTE_DESTINATION",
            fr: "Indiquez-en une : --remote-dest s3://bucket/chemin, ou REMOTE_DESTINATION"))

    fileprivate static func invalidRemote(_ what: Text) -> Failure {
        Failure(
            what,
            why: Text(
                "s3://bucket/path is expected, or rclone's name:path",
                fr: "il faut s3://bucket/chemin, ou nom:chemin de rclone"))
    }

    static func unset(_ variable: String) -> Failure {
        Failure(
            Text("\(variable) is not set", fr: "\(variable) n'est pas définie"),
            why: Text("the recipe needs it", fr: "la recette en a besoin"))
    }

}

extension Text {
    fileprivate static let announced: [(String, Text)] = [
        ("DRY_RUN", Text("nothing will be written", fr: "rien ne sera écrit")),
        ("FORCE", Text("an existing .env will be overwritten", fr: "un .env existant sera écrasé")),
        ("SKIP_CONFIRMATION", Text("no confirmation will be asked", fr: "aucune confirmation ne sera demandée")),
    ]

    fileprivate static func fromEnvironment(_ variable: String, _ effect: Text) -> Text {
        Text(
            "\(variable) is set in the environment: \(effect[.english])",
            fr: "\(variable) est active dans l'environnement : \(effect[.french])")
    }

    fileprivate static func noEffect(_ flag: String, without needed: String) -> Text {
        Text("\(flag) has no effect without \(needed)", fr: "\(flag) est sans effet sans \(needed)")
    }

    fileprivate static let encryptionStays = Text(
        "ENCRYPT_BACKUP=false is ignored: the recipe encrypts",
        fr: "ENCRYPT_BACKUP=false est ignoré : la recette chiffre")
}
