import SystemPackage

/// What of gpg's configuration counts for a backup: where keys are, and who is meant by a name.
struct GPGSettings: Sendable {
    /// As gpg takes it on its command line.
    private(set) var words: [String] = []
    /// Keys by the name of their group, in small letters.
    private(set) var groups: [String: [String]] = [:]

    /// Options that say where.
    private static let places = [
        "keyring", "primary-keyring", "no-default-keyring", "agent-program", "lock-once", "lock-multiple", "lock-never",
        "try-secret-key", "no-autostart",
    ]

    /// Options that no other sets back: they add readers, or nothing is written as it should be.
    private static let harmful = [
        "recipient", "hidden-recipient", "recipient-file", "hidden-recipient-file", "dry-run", "multifile", "list-only",
        "no-literal", "unwrap", "override-session-key",
    ]

    mutating func read(_ file: FilePath) {
        for (name, value) in Self.options(in: file) {
            if name == "group" { add(group: value) }
            if Self.places.contains(name) { words += ["--" + name] + (value.isEmpty ? [] : [value]) }
        }
    }

    /// The first option of the whole machine's configuration that would harm.
    static func harm(in file: FilePath) -> String? { options(in: file).map(\.name).first(where: harmful.contains) }

    /// `name = key key`; lines of one name add up.
    private mutating func add(group text: String) {
        let (name, keys) = text.cut(at: "=")
        let list = (keys ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        groups[name.filter { !$0.isWhitespace }.lowercased(), default: []] += list
    }

    private static func options(in file: FilePath) -> [(name: String, value: String)] {
        guard let bytes = smallFile(realPath(file)) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
            guard let name = words.first, name.first != "#" else { return nil }
            let value = words.dropFirst().first.map(trimmed) ?? ""
            return (String(name.drop { $0 == "-" }).lowercased(), value)
        }
    }

    /// Without blanks at the end, and without quotation marks around.
    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        guard text.first == "\"" else { return String(text) }
        return String(text.dropFirst().last == "\"" ? text.dropFirst().dropLast() : text.dropFirst())
    }
}

extension Keyring {
    /// The machine's configuration, which `--no-options` does not keep away.
    private static let wholeMachine: FilePath = "/etc/gnupg/gpg.conf"

    func settings() throws -> GPGSettings {
        if let option = GPGSettings.harm(in: Self.wholeMachine) {
            throw OpenPGPFailed(.settings, said: "\(Self.wholeMachine): \(option)")
        }
        var settings = GPGSettings()
        settings.read(folder.appending("gpg.conf"))
        return settings
    }

    /// The keys that gpg.conf means by this name; nil when it is no group's.
    package func group(_ name: String) throws -> [String]? { try settings().groups[name.lowercased()] }
}
