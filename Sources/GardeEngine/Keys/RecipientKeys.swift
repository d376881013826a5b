import GardeComponents
package import GardeCore
package import GardeWords
package import GardeIO

/// The keys that stand for a run's recipients in gpg's keyring, looked at before the first byte.
package struct RecipientKeys: Sendable {
    /// Each once, fit to encrypt to; in the order of the recipients.
    package private(set) var keys: [OpenPGPKey] = []
    /// Why recipients have no such key.
    package private(set) var findings: [Failure] = []
    package private(set) var warnings: [Text] = []

    /// A key that ends within so many days is worth a warning.
    private static let notice = 30

    /// Finds a key for each recipient: there, one only, able to encrypt, neither expired nor revoked nor disabled.
    package static func find(_ recipients: [Recipient], at now: LocalTime = .now()) async -> RecipientKeys {
        var found = RecipientKeys()
        for recipient in recipients {
            guard case .text(let name) = recipient.key else { continue }
            do {
                let members = try Keyring.own.group(name) ?? [name]
                guard !members.isEmpty else { throw Failure.noPublicKey(name) }
                for member in members { found.add(try await key(member)) }
            } catch { found.findings.append(Failure(describing: error)) }
        }
        found.warnings = found.keys.compactMap { key in
            guard let end = key.encryptsUntil, end - now.seconds < notice * 86400 else { return nil }
            return .keyEnds(key, LocalTime(secondsSince1970: end))
        }
        return found
    }

    private mutating func add(_ key: OpenPGPKey) { if !keys.contains(key) { keys.append(key) } }

    /// A name that ends with `!` is a fingerprint or an id, and means this part of the key alone.
    private static func key(_ name: String) async throws -> OpenPGPKey {
        guard name.hasSuffix("!") else { return try choose(name, from: await Keyring.own.keys(pattern(name))) }
        let digits = name.dropLast().drop { $0 == " " }
        let plain = String(digits.lowercased().hasPrefix("0x") ? digits.dropFirst(2) : digits)
        let found = try await Keyring.own.keys(plain).compactMap { $0.choosing(plain) }
        return try choose(name, from: found)
    }

    /// An address alone means this address, and not every one that ends so.
    private static func pattern(_ name: String) -> String {
        name.contains("@") && !name.contains("<") && !name.contains(" ") ? "<\(name)>" : name
    }

    /// Keys that have ended or been revoked do not stand in the way of the one that replaced them.
    private static func choose(_ name: String, from found: [OpenPGPKey]) throws -> OpenPGPKey {
        let fit = found.filter { unfitness(of: $0, name) == nil }
        if fit.count == 1 { return fit[0] }
        if fit.count > 1 { throw Failure.keyAmbiguous(name, fit) }
        throw found.first.flatMap { unfitness(of: $0, name) } ?? .noPublicKey(name)
    }

    private static func unfitness(of key: OpenPGPKey, _ name: String) -> Failure? {
        if key.isRevoked { return .keyRevoked(name, key) }
        if key.isExpired { return .keyExpired(name, key) }
        if key.isDisabled { return .keyDisabled(name, key) }
        return key.encrypts ? nil : .keyCannotEncrypt(name, key)
    }
}

extension Failure {
    /// The guide's words.
    static func noPublicKey(_ name: String) -> Failure {
        Failure("encryption.no-public-key", ["name": name])
    }

    static func keyAmbiguous(_ name: String, _ keys: [OpenPGPKey]) -> Failure {
        let list = keys.map(\.fingerprint).joined(separator: ", ")
        return Failure(
            "encryption.key-ambiguous",
            ["keys": keys.count, "name": name, "why": list, "fingerprint": keys[0].fingerprint])
    }

    static func keyRevoked(_ name: String, _ key: OpenPGPKey) -> Failure {
        Failure("encryption.key-revoked", ["name": name, "why": key.fingerprint])
    }

    static func keyExpired(_ name: String, _ key: OpenPGPKey) -> Failure {
        Failure("encryption.key-expired", ["name": name, "why": key.fingerprint, "fix": Text.extend(key)])
    }

    static func keyDisabled(_ name: String, _ key: OpenPGPKey) -> Failure {
        Failure("encryption.key-disabled", ["name": name, "why": key.fingerprint, "fingerprint": key.fingerprint])
    }

    /// It signs only, or the part of it that encrypts has expired.
    static func keyCannotEncrypt(_ name: String, _ key: OpenPGPKey) -> Failure {
        Failure("encryption.key-cannot-encrypt", ["name": name, "fingerprint": key.fingerprint])
    }
}

extension Text {
    static func encryptsTo(_ key: OpenPGPKey) -> Text {
        Text("encryption.encrypts-to", ["name": key.name, "fingerprint": key.fingerprint])
    }

    static func keyEnds(_ key: OpenPGPKey, _ end: LocalTime) -> Text {
        let (day, extend) = (end.iso8601.prefix(10), Text.extend(key))
        return Text("encryption.key-ends", ["name": key.name, "day": day, "extend": extend])
    }

    fileprivate static func extend(_ key: OpenPGPKey) -> Text {
        let command =
            "gpg --quick-set-expire \(key.fingerprint) 2y && gpg --quick-set-expire \(key.fingerprint) 2y '*'"
        return Text("encryption.extend", ["command": command])
    }
}
