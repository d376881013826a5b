import GardeCore
package import GardeWords
import GardeIO

/// What `--mailbox` names: `user@domain`, a path below the folder of all mail, or one folder of either.
package struct Mailbox: Sendable, Hashable {
    let shown: String
    /// Between slashes.
    let names: [String]

    /// Nil for what leads nowhere.
    package init?(_ text: String) {
        shown = text
        names = text.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !names.isEmpty, !names.contains(".."), !text.contains("\0"), !text.hasPrefix("@") else { return nil }
    }

    var address: MailAddress? { MailAddress(names[0]) }

    /// Where what is no maildir may lie: a folder of Dovecot's dbox formats.
    var places: [[[UInt8]]] {
        let ways = [address.map { [$0.domain, $0.user] + names.dropFirst() }, names]
        return ways.compactMap(\.self).map { $0.map { Array($0.utf8) } }
    }

    /// What belongs to the inbox alone, in the mailbox's own folder.
    static let inbox = ["cur", "new", "tmp", "dovecot-uidlist", "dovecot-keywords"].map { Array($0.utf8) }
}

/// A mailbox in a backup: where it lies below the folder of all mail, and the names in there that count; nil for all.
struct FoundMailbox: Sendable {
    let path: [[UInt8]]
    let only: [[UInt8]]?
}

extension MailboxMap {
    /// Nil when there is no such account; throws the `Failure` that names what there is.
    ///
    /// `root` are the names of the folder of all mail, which a path may begin with.
    func find(_ mailbox: Mailbox, root: [[UInt8]]) throws(Failure) -> FoundMailbox? {
        if let (account, folder) = try byAddress(mailbox) {
            return try place(mailbox, account, folder, whole: account.home)
        }
        let root = root.map { String(decoding: $0, as: UTF8.self) }
        for skipped in [0] + root.indices.map({ root.count - $0 })
        where mailbox.names.starts(with: root.suffix(skipped)) {
            if let (account, folder) = byPath(Array(mailbox.names.dropFirst(skipped))) {
                return try place(mailbox, account, folder, whole: account.home)
            }
        }
        return nil
    }

    private func byAddress(_ mailbox: Mailbox) throws(Failure) -> (Account, [String])? {
        guard let address = mailbox.address else { return nil }
        let all = accounts
        var found = all.filter { $0.address == address }
        if found.isEmpty { found = all.filter { MailboxName.isSame($0.address?.shown ?? "", address.shown) } }
        guard found.count <= 1 else {
            throw .severalMailboxes(mailbox.shown, found.map { visible($0.path.joined(separator: [0x2f])) })
        }
        return found.first.map { ($0, Array(mailbox.names.dropFirst())) }
    }

    /// The account that lies deepest on this path.
    private func byPath(_ names: [String]) -> (Account, [String])? {
        let ways = accounts.flatMap { account in Set([account.path, account.home]).map { (account, $0) } }
        let fitting = ways.filter { way in
            let path = way.1.map { String(decoding: $0, as: UTF8.self) }
            return !path.isEmpty && path.count <= names.count && zip(path, names).allSatisfy(MailboxName.isSame)
        }
        let exact = fitting.filter { way in zip(way.1, names).allSatisfy { $0.elementsEqual($1.utf8) } }
        let best = (exact.isEmpty ? fitting : exact).max { $0.1.count < $1.1.count }
        return best.map { ($0.0, Array(names.dropFirst($0.1.count))) }
    }

    private func place(
        _ mailbox: Mailbox, _ account: Account, _ folder: [String], whole: [[UInt8]]
    ) throws(Failure) -> FoundMailbox {
        guard let first = folder.first else { return FoundMailbox(path: whole, only: nil) }
        let own = boxes.filter { $0.account == account && !$0.isInbox }
        if let box = own.first(where: { $0.isCalled(folder, isSame: ==) }) ?? own.first(where: { $0.isCalled(folder) })
        {
            return FoundMailbox(path: box.path, only: nil)
        }
        if MailboxName.isSame(first, "INBOX") {
            let rest = Array(folder.dropFirst())
            return rest.isEmpty
                ? FoundMailbox(path: account.path, only: Mailbox.inbox)
                : try place(mailbox, account, rest, whole: whole)
        }
        throw .noSuchFolder(mailbox.shown, own.map { $0.levels.joined(separator: "/") })
    }
}

extension MailboxMap.Box {
    /// By its levels, with a slash or a dot between, or as its folder is called on disk.
    fileprivate func isCalled(
        _ folder: [String], isSame: (String, String) -> Bool = MailboxName.isSame
    ) -> Bool {
        let onDisk = path.dropFirst(account.path.count).map { String(decoding: $0, as: UTF8.self) }
        let names = [levels.joined(separator: "/"), levels.joined(separator: "."), onDisk.joined(separator: "/")]
        let wanted = folder.joined(separator: "/")
        let withoutInbox = wanted.lowercased().hasPrefix("inbox.") ? String(wanted.dropFirst(6)) : wanted
        return names.contains { isSame($0, wanted) || isSame($0, withoutInbox) }
    }
}

extension Failure {
    static func noSuchMailbox(_ name: String, _ others: [String]) -> Failure {
        let list = shorten(others)
        return Failure(
            "mail.no-such-mailbox",
            [
                "name": name, "program": programWord,
                "why": (others.isEmpty ? nil : Text("mail.mailboxes-there", ["list": list])),
            ])
    }

    static func noSuchFolder(_ name: String, _ others: [String]) -> Failure {
        let list = shorten(others)
        return Failure("mail.no-such-folder", ["name": name, "list": list])
    }

    static func severalMailboxes(_ name: String, _ paths: [String]) -> Failure {
        let list = paths.joined(separator: ", ")
        return Failure("mail.several-mailboxes", ["name": name, "why": list])
    }

    static func noMaildir(_ name: String) -> Failure {
        Failure("mail.no-maildir", ["name": name])
    }

    package static func badMailbox(_ text: String) -> Failure {
        Failure("mail.bad-mailbox", ["text": text])
    }
}
