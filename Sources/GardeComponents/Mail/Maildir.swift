import GardeCore
import GardeIO

/// What the names in a maildir mean (Dovecot's Maildir++ layout).
enum Maildir {
    /// Whether a folder with these entries is a maildir.
    static func isOne(_ entries: [FolderEntry]) -> Bool {
        let folders = entries.filter { $0.kind == .folder || $0.kind == .unknown }.map(\.name)
        return folders.contains(cur) && folders.contains(new)
    }

    /// `cur`, `new` and `tmp`.
    static func isPart(_ entry: FolderEntry) -> Bool { [cur, new, tmp].contains(entry.name) }

    /// What is not needed: the parts are walked elsewhere, and Dovecot makes its cache anew.
    static func isLeftOut(_ entry: FolderEntry) -> Bool {
        isPart(entry) || entry.name == cache
    }

    /// What servers write beside the messages.
    static func isMetadata(_ name: [UInt8]) -> Bool {
        ["dovecot", "subscriptions", "maildir", "."].contains { name.starts(with: Array($0.utf8)) }
    }

    /// Dovecot's list of UIDs comes after the messages that it names, and last of all.
    static func metadataLast(_ entries: [FolderEntry]) -> [FolderEntry] {
        let isList = { (entry: FolderEntry) in entry.name == listOfUIDs }
        return entries.filter { !isList($0) } + entries.filter(isList)
    }

    /// A message's identity: its name up to the flags.
    ///
    /// They follow `:2,`; where names may hold no colon, as in a maildir that a program on Windows filled, `!2,` or `;2,`.
    static func baseName(_ name: [UInt8]) -> ArraySlice<UInt8> {
        let end = name.indices.first { place in
            switch name[place] {
            case UInt8(ascii: ":"): true
            case UInt8(ascii: "!"), UInt8(ascii: ";"): name[(place + 1)...].starts(with: flags)
            default: false
            }
        }
        return name[..<(end ?? name.endIndex)]
    }

    private static let flags = Array("2,".utf8)

    static let listOfUIDs = Array("dovecot-uidlist".utf8)
    static let cache = Array("dovecot.index.cache".utf8)
    /// Seconds since 1970 at which a message was delivered: what its name begins with; nil for a name of another form.
    static func delivery(_ name: [UInt8]) -> Int? { Int(String(decoding: name.prefix { $0 != 0x2e }, as: UTF8.self)) }

    static let cur = Array("cur".utf8), new = Array("new".utf8), tmp = Array("tmp".utf8)
}
