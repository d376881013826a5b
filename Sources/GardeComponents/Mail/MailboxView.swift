package import GardeCore
package import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// One mailbox, or one folder of it, in place of all mail.
package final class MailboxView: TreeView {
    let mailbox: Mailbox
    /// Whether the backup's state takes the place of what is there; else only messages that are missing come.
    package let replaces: Bool
    /// The folder of all mail, as the recipe has it.
    private let root: String
    /// Where the backup has the mailbox; found before anything is staged.
    private let found = Mutex<Selection?>(nil)

    package init(_ mailbox: Mailbox, in root: String, replaces: Bool) {
        (self.mailbox, self.root, self.replaces) = (mailbox, root, replaces)
    }

    package var selection: Selection? { found.withLock { $0 } }

    /// Looks for the mailbox in the backup; throws a `Failure` when it is not there, or may not be replaced here.
    package func isPart(of source: Source) -> Bool { source.kind.mailboxes != nil }

    package var shown: String { mailbox.shown }
    package var said: Text { .onlyMailbox(mailbox, replaces: replaces) }

    package func find(in tree: RestoreTree, _ site: Site) async throws {
        try await look(in: tree, site)
        if replaces { try refuseLinks(site) }
    }

    /// The safety copy has all mail, but a link in it as a link.
    private func refuseLinks(_ site: Site) throws {
        let all = settledPath(site.root.pushing(FilePath(root)))
        for path in paths.map({ site.root.pushing(FilePath($0)) }) {
            let place = settledPath(path)
            guard place.starts(with: all) else { throw Failure.mailboxBehindLink(path.string, place.string) }
        }
    }

    private func look(in tree: RestoreTree, _ site: Site) async throws {
        let (top, places) = (FilePath(root).names.last ?? [], mailbox.places)
        let (map, folders) = try await tree.walk { reader in
            var met: Set<[[UInt8]]> = []
            let map = try MailboxMap(reader, below: top) { names in
                for place in places where names.starts(with: place) { met.insert(place) }
            }
            return (map, met)
        }
        let live = liveRoot(site)
        if let place = try map.find(mailbox, root: live) {
            return found.withLock { $0 = Selection(top: top, below: place.path, only: place.only, live: live) }
        }
        guard let folder = places.first(where: folders.contains) else {
            throw Failure.noSuchMailbox(mailbox.shown, map.accounts.map(\.shown))
        }
        let holdsMaildirs = map.boxes.contains { $0.path.starts(with: folder) }
        guard replaces || holdsMaildirs else { throw Failure.noMaildir(mailbox.shown) }
        found.withLock { $0 = Selection(top: top, below: folder, only: nil, live: live) }
    }

    /// Below the platform's root, as the archive's members are called then.
    private func liveRoot(_ site: Site) -> [[UInt8]] {
        var path = site.root.pushing(FilePath(root)).lexicallyNormalized()
        if !path.removePrefix(site.root) { path.root = nil }
        return path.names
    }

    /// The recipe's path, narrowed.
    package var paths: [String] {
        guard let selection else { return [root] }
        let folder = FilePath(root).appending(names: selection.below)
        guard replaces, let only = selection.only else { return [folder.string] }
        return only.map { folder.appending(names: [$0]).string }
    }
}

extension Failure {
    fileprivate static func mailboxBehindLink(_ path: String, _ place: String) -> Failure {
        Failure("mail.mailbox-behind-link", ["path": path, "place": place])
    }

    package static let mailboxWithoutMail = Failure("mail.mailbox-without-mail")

    package static let replaceWithoutMailbox = Failure("mail.replace-without-mailbox")
}

extension Text {
    static func onlyMailbox(_ mailbox: Mailbox, replaces: Bool) -> Text {
        let name = mailbox.shown
        return replaces
            ? Text("mail.only-mailbox", ["name": name])
            : Text("mail.only-missing-messages", ["name": name])
    }
}
