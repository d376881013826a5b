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

    /// Options of which it is known that ours set them back, or that no content, reader or word of ours changes by them.
    private static let harmless = [
        // Set back.
        "armor", "no-armor", "textmode", "no-textmode", "gnupg", "openpgp", "rfc2440", "rfc4880", "rfc4880bis",
        "max-output", "set-filesize", "output", "batch", "no-batch", "no-tty", "encrypt-to", "hidden-encrypt-to",
        "no-encrypt-to", "default-recipient", "default-recipient-self", "no-default-recipient", "throw-keyids",
        "no-throw-keyids", "auto-key-locate", "no-auto-key-locate", "auto-check-trustdb", "no-auto-check-trustdb",
        "compress-algo", "compress-level", "bzip2-compress-level", "trust-model", "always-trust", "status-fd",
        // Of signatures, key servers and listings.
        "default-key", "local-user", "keyserver", "keyserver-options", "auto-key-retrieve", "no-auto-key-retrieve",
        "list-options", "verify-options", "import-options", "export-options", "with-fingerprint", "keyid-format",
        "fixed-list-mode", "default-new-key-algo", "default-preference-list", "personal-cipher-preferences",
        "personal-digest-preferences", "personal-compress-preferences", "cert-digest-algo", "digest-algo",
        "weak-digest", "default-sig-expire", "default-cert-expire", "ask-cert-level", "no-ask-cert-level",
        "require-cross-certification", "dirmngr-program", "disable-dirmngr", "sig-notation", "cert-notation",
        "set-notation", "sig-policy-url", "cert-policy-url", "sig-keyserver-url", "default-keyserver-url",
        // Of the cipher, of what stands beside the content, and of what gpg says.
        "cipher-algo", "s2k-mode", "s2k-count", "s2k-cipher-algo", "s2k-digest-algo", "no-symkey-cache", "comment",
        "no-comments", "emit-version", "no-emit-version", "set-filename", "for-your-eyes-only", "charset",
        "display-charset", "utf8-strings", "no-utf8-strings", "quiet", "no-verbose", "no-greeting",
        "no-permission-warning", "verbose", "compliance", "pinentry-mode", "with-keygrip",
        "with-subkey-fingerprint", "with-key-data", "force-mdc", "disable-mdc", "no-random-seed-file",
        "ignore-time-conflict", "tofu-default-policy", "photo-viewer", "include-key-block", "enable-progress-filter",
        "no-secmem-warning", "require-secmem", "use-agent", "expert", "no-expert", "group",
        "ungroup",
        "no-groups",
    ]

    mutating func read(_ file: FilePath) {
        for (name, value) in Self.options(in: file) {
            switch name {
            case "group": add(group: value)
            case "ungroup": groups[value.lowercased()] = nil
            case "no-groups": groups = [:]
            default: break
            }
            if Self.places.contains(name) { words += ["--" + name] + (value.isEmpty ? [] : [value]) }
        }
    }

    /// Options by which any call takes one descriptor for another, or does something else than it was asked to.
    private static let harmful = [
        "passphrase-fd", "passphrase-file", "command-fd", "command-file", "logger-fd", "attribute-fd", "status-file",
        "override-session-key", "override-session-key-fd", "dry-run", "multifile", "list-only", "no-literal", "unwrap",
    ]

    /// The first option of the whole machine's configuration that would harm a call; where something is encrypted, of
    /// which nobody knows whether it would.
    static func harm(in file: FilePath, encrypting: Bool) -> String? {
        options(in: file).map(\.name).first { name in
            encrypting ? !harmless.contains(name) && !places.contains(name) : harmful.contains(name)
        }
    }

    /// `name = key key`; lines of one name add up.
    private mutating func add(group text: String) {
        let (name, keys) = text.cut(at: "=")
        let list = (keys ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        groups[name.filter { !$0.isWhitespace }.lowercased(), default: []] += list
    }

    private static func options(in file: FilePath) -> [(name: String, value: String)] {
        guard let bytes = smallFile(realPath(file)) else { return [] }
        let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
        return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
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

    /// What is decrypted has digests and ends of its own: only what is encrypted depends on lines that nobody knows.
    func settings(encrypting: Bool = false) throws -> GPGSettings {
        if let option = GPGSettings.harm(in: Self.wholeMachine, encrypting: encrypting) {
            throw OpenPGPFailed(.settings, said: "\(Self.wholeMachine): \(option)")
        }
        var settings = GPGSettings()
        settings.read(folder.appending("gpg.conf"))
        return settings
    }

    /// The keys that gpg.conf means by this name; nil when it is no group's.
    package func group(_ name: String) throws -> [String]? { try settings(encrypting: true).groups[name.lowercased()] }
}
