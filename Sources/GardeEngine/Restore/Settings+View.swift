import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Settings {
    /// The one part of a tree to restore; nil for all. Throws a `Failure` for one that cannot be.
    func view(of recipe: Recipe, _ root: FilePath) throws(Failure) -> (any TreeView)? {
        guard let text = self[.path] else { return try mailbox(of: recipe) }
        guard self[.mailbox] == nil, !self[.replacesMailbox] else { throw Failure("restore.path-or-mailbox") }
        guard let path = TypedPath(text, in: root) else { throw .badPath(text) }
        let trees = recipe.sources.filter { $0.kind is any TreeKind && !($0.kind is SQLite) && isChosen($0, "RESTORE") }
        let named = trees.filter { path.isPart(of: $0, in: root) }
        let source =
            named.count == 1 ? named.first : path.deepest(of: named, in: root) ?? (trees.count == 1 ? trees.first : nil)
        guard let source else { throw .pathOfNone(text, named.isEmpty ? trees : named) }
        return PathView(path, of: source, beside: self[.folder] != nil)
    }

    private func mailbox(of recipe: Recipe) throws(Failure) -> MailboxView? {
        guard let text = self[.mailbox] else {
            if self[.replacesMailbox] { throw Failure.replaceWithoutMailbox }
            return nil
        }
        guard let mailbox = Mailbox(text) else { throw Failure.badMailbox(text) }
        for source in recipe.sources where isChosen(source, "RESTORE") {
            guard let path = source.kind.mailboxes else { continue }
            return MailboxView(mailbox, in: path, replaces: self[.replacesMailbox])
        }
        throw Failure.mailboxWithoutMail
    }
}

extension Failure {
    fileprivate static func pathOfNone(_ path: String, _ trees: [Source]) -> Failure {
        Failure(
            "restore.path-of-none",
            ["path": path, "list": trees.isEmpty ? nil : trees.map(\.name).joined(separator: ", ")])
    }
}
