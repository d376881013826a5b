import GardeCore
import GardeWords
package import GardeIO

/// The mailboxes of a tree of mail, known by what they are: folders with `cur` and `new`.
package struct MailboxMap: Sendable {
    /// All mail of one user.
    struct Account: Hashable, Sendable {
        /// Below the folder of all mail.
        let path: [[UInt8]]
        let address: MailAddress?

        init(path: [[UInt8]]) { (self.path, address) = (path, MailAddress(path: path)) }

        /// The folder that belongs to the user: without `Maildir` behind.
        var home: [[UInt8]] {
            let isInside =
                path.count > 1 && MailAddress.isMaildirName(String(decoding: path[path.count - 1], as: UTF8.self))
            return isInside ? Array(path.dropLast()) : path
        }

        var shown: String { address?.shown ?? visible(path.joined(separator: [0x2f])) }
    }

    /// One folder of an account; the inbox is the account's own.
    package struct Box: Sendable {
        let account: Account
        package let path: [[UInt8]]
        package let messages: Int

        var isInbox: Bool { path == account.path }

        /// Its levels as people type them.
        ///
        /// Maildir++ writes `.Archives.2024`, Dovecot's LAYOUT=fs `Archives/2024`.
        var levels: [String] {
            let own = Array(path.dropFirst(account.path.count))
            guard let first = own.first, first.first == 0x2e else { return own.map(MailboxName.shown) }
            return first.dropFirst().split(separator: 0x2e).map { MailboxName.shown(Array($0)) }
                + own.dropFirst().map(MailboxName.shown)
        }

        /// What `--mailbox` takes for it.
        package var shown: String { ([account.shown] + (isInbox ? ["INBOX"] : levels)).joined(separator: "/") }
    }

    /// In the order of their paths.
    package let boxes: [Box]

    package init(boxes: [Box]) {
        self.boxes = boxes
    }

    var accounts: [Account] { boxes.filter(\.isInbox).map(\.account) }

    /// Reads a tree to its end; `top` is the name of the folder of all mail, and all else is left out.
    package init(_ reader: any MemberReader, below top: [UInt8], _ look: (_ names: [[UInt8]]) -> Void = { _ in }) throws
    {
        var found: [TreePath: Parts] = [:]
        while let member = try reader.next() {
            let names = try MemberPath(member.name).names
            guard let first = names.firstIndex(of: top) else { continue }
            let path = Array(names[(first + 1)...])
            look(path)
            let isFolder = member.kind == .folder
            guard let part = isFolder ? path.last : path.dropLast().last, part == Maildir.cur || part == Maildir.new
            else { continue }
            found[TreePath(names: path.dropLast(isFolder ? 1 : 2)), default: Parts()].add(part, isFolder ? 0 : 1)
        }
        let maildirs = found.filter { $0.value.names.count == 2 }
        var accounts: [TreePath: Account] = [:]
        boxes = maildirs.keys.sorted().map { place in
            let path = place.bytes.isEmpty ? [] : place.names
            let account = Self.account(of: path, accounts)
            accounts[place] = account
            return Box(account: account, path: path, messages: maildirs[place]?.messages ?? 0)
        }
    }

    private struct Parts {
        var names: Set<[UInt8]> = []
        var messages = 0

        mutating func add(_ name: [UInt8], _ count: Int) {
            names.insert(name)
            messages += count
        }
    }

    /// That of the nearest maildir above, unless the path from there is an address of its own, as below the mail of the
    /// owner of several domains (cPanel).
    private static func account(of path: [[UInt8]], _ known: [TreePath: Account]) -> Account {
        for count in stride(from: path.count - 1, through: 0, by: -1) {
            guard let account = known[TreePath(names: Array(path.prefix(count)))] else { continue }
            let rest = Array(path.dropFirst(account.path.count))
            let isOwn = rest.first?.first != 0x2e && MailAddress(path: rest) != nil
            return isOwn ? Account(path: path) : account
        }
        return Account(path: path)
    }
}
