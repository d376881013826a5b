import GardeComponents
package import GardeDestinations
package import GardeCore
import GardeWords

/// What holds between settings, and between them and the recipe.
///
/// What is wrong with the recipe's own words, unset variables included, is for `Recipe.findings` to say.
extension Settings {
    mutating func settleRecipients(_ recipe: Recipe) {
        let floor = recipe.encryption?.recipients ?? []
        if !floor.isEmpty { holdEncryption() }
        guard self[.encrypts] else { return }
        let added = recipientList(self[.recipient] ?? "").map(\.recipient)
        recipients = (floor.flatMap(resolved) + added).reduce(into: []) { found, next in
            if !found.contains(where: { $0.key == next.key }) { found.append(next) }
        }
        if recipients.isEmpty, floor.isEmpty { findings.append(.noRecipient) }
    }

    private mutating func holdEncryption() {
        if let said = values["ENCRYPT_BACKUP"], said.text == "false", said.origin != .builtIn {
            warnings.append(.encryptionStays)
        }
        values["ENCRYPT_BACKUP"] = Value(text: "true", origin: .recipe)
    }

    /// The keys in plain words: a variable may name several.
    private func resolved(_ recipient: Recipient) -> [Recipient] {
        guard case .environment(let variable) = recipient.key else { return [recipient] }
        return recipientList(text(variable) ?? "").map(\.recipient)
    }

    mutating func settleDestinations(_ recipe: Recipe) {
        guard self[.syncs] || self[.isOfCopies] else { return }
        let said = values["REMOTE_DESTINATION"]
        if said == nil, recipe.remotes.isEmpty, !self[.isOfCopies] { findings.append(.noDestination) }
        if let said, !DestinationAddress.isWellFormed(said.text) { findings.append(.invalidRemote(said)) }
        let urls = said.map { [$0.text] } ?? recipe.remotes.compactMap { text($0.url) }
        destinations = urls.filter(DestinationAddress.isWellFormed).map(withoutLastSlash)
    }

    /// The same with how each is kept; what the recipe says of a place counts also when a flag names that place.
    package func remotes(_ recipe: Recipe) -> [CopyPlace] {
        destinations.compactMap { url in
            guard let address = DestinationAddress(url) else { return nil }
            let word = recipe.remotes.first { text($0.url).flatMap(DestinationAddress.init) == address }
            let limit = self[.bandwidthLimit].map { $0 * 1000 }
            return CopyPlace(
                address: address, storageClass: self[.storageClass] ?? word?.storageClass?.name, keep: word?.keep,
                limit: limit ?? word?.limit?.bytesPerSecond)
        }
    }

    /// What serves an address, with this run's variables.
    func destinationAccess(_ console: any Reporter) -> DestinationAccess {
        DestinationAccess(copyWords, hear: console.heard) { own($0) }
    }

    mutating func check(_ arguments: Arguments) {
        if role == .prune, self[.asJSON], !self[.plansOnly], !self[.isDryRun] {
            findings.append(Failure("usage.json-of-plan"))
        }
        let ways = ["--cluster", "--to", "--to-database", "--table", "--keys"].filter { arguments.given[$0] != nil }
        let parts = ["--path", "--mailbox"].compactMap { arguments.given[$0]?.flag }
        for flag in ways.dropFirst() + (ways.first == "--to" ? [] : ways.isEmpty ? [] : parts) {
            findings.append(Failure("usage.not-both", ["one": ways[0], "other": flag]))
        }
        if let flag = arguments.given["--at"]?.flag, !self[.plansOnly], !self[.isDryRun] {
            findings.append(.onlyWith("--plan", flag))
        }
        for (flag, variable, needed) in [
            ("GPG_RECIPIENT", "ENCRYPT_BACKUP", "--encrypt"), ("REMOTE_DESTINATION", "SYNC_REMOTE", "--sync-remote"),
            ("GPG_PASSPHRASE", "DECRYPT_BACKUP", "--decrypt"),
        ] where arguments.given[flag] != nil && !isOn(variable) && Option.named(variable)?.roles.contains(role) == true
        {
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
    let id = word.hasSuffix("!") ? word.dropLast() : word
    let digits = id.hasPrefix("0x") ? id.dropFirst(2) : id
    return word.contains("@") || (digits.count >= 8 && digits.allSatisfy(\.isHexDigit))
}

/// A slash at the end would double in a joined path; that of `name:/` is the path itself.
private func withoutLastSlash(_ url: String) -> String {
    var bytes = Array(url.utf8)
    while bytes.last == UInt8(ascii: "/"), bytes.dropLast().last != UInt8(ascii: ":") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
}

// MARK: What is said

extension Failure {
    static let noRecipient = Failure("usage.no-recipient")

    fileprivate static let noDestination = Failure("usage.no-destination")

    /// What is removed is removed today.
    fileprivate static func onlyWith(_ needed: String, _ flag: String) -> Failure {
        Failure("usage.only-with", ["flag": flag, "needed": needed])
    }

    fileprivate static func invalidRemote(_ value: Settings.Value) -> Failure {
        Failure(
            "usage.invalid-remote",
            value.origin.label("REMOTE_DESTINATION", value.text),
            why: .remoteForms)
    }
}

extension Text {
    static let remoteForms = Text("usage.remote-forms")

    fileprivate static let announced: [(String, Text)] = [
        ("DRY_RUN", Text("usage.announced")),
        ("FORCE", Text("option.part-force")),
        ("SKIP_CONFIRMATION", Text("usage.announced-yes")),
    ]

    fileprivate static func fromEnvironment(_ variable: String, _ effect: Text) -> Text {
        Text("usage.from-environment", ["variable": variable, "effect": effect])
    }

    fileprivate static func noEffect(_ flag: String, without needed: String) -> Text {
        Text("usage.no-effect", ["flag": flag, "needed": needed])
    }

    fileprivate static let encryptionStays = Text("usage.encryption-stays")
}
