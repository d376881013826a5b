import GardeCore
import GardeWords
import GardeIO

/// Why an increment that was asked for becomes a new base.
enum NewBase: Error, Sendable {
    case first
    /// There is no backup of it.
    case noBackup
    case indexDamaged
    /// The backup that the index belongs to is not there, or is another one now.
    case indexOfAnother(String)
    case chain(Failure)
    case old(days: Int)
    /// The increments hold more than their base, in bytes: to replay them takes longer than a new base.
    case long(Int, base: Int)
    /// `verify` found what it would build on damaged.
    case bad(String)
    /// The last one is of another path.
    case otherPlace(String)
    case otherKind(TreePath)
    /// An entry has lost its ACL or its extended attributes.
    case attributesTaken(TreePath)
    case dbox(TreePath)
    /// A path of the recipe lies below another one, behind a link.
    case overlapping
    case unreadable(TreePath)
    case changedMuch
    case shrank(from: Int, to: Int)
    /// The last backup of a database says nothing of its write-ahead log.
    case noPosition
    /// It would build on what nobody has looked at.
    case suspect(String)
    /// The write-ahead log does not go on where the last backup ended.
    case hole(Text)

    var isHole: Bool { if case .hole = self { true } else { false } }

    /// Nothing is wrong: said in passing.
    var isUsual: Bool {
        switch self {
        case .first, .noBackup, .old, .long, .changedMuch, .otherKind, .attributesTaken, .dbox, .otherPlace,
            .overlapping,
            .noPosition:
            true
        case .indexDamaged, .indexOfAnother, .chain, .bad, .unreadable, .shrank, .suspect, .hole: false
        }
    }
}

extension Text {
    static func newBase(_ component: Component.ID, _ reason: NewBase) -> Text {
        let why = reason.text
        return Text("mail.new-base", ["component": component, "why": why])
    }

    static func incrementOf(_ component: Component.ID, _ parent: String, base: String) -> Text {
        Text("mail.increment-of", ["component": component, "parent": parent, "base": base])
    }
}

extension NewBase {
    fileprivate var text: Text {
        switch self {
        case .first:
            Text("mail.first")
        case .noBackup: Text("mail.no-backup")
        case .indexDamaged: Text("mail.index-damaged")
        case .indexOfAnother(let id):
            Text("mail.index-of-another", ["id": id])
        case .chain(let failure): failure.text
        case .old(let days):
            Text("mail.old", ["days": days])
        case .long(let bytes, let base):
            Text("mail.long", ["bytes": Bytes(bytes), "base": Bytes(base)])
        case .bad(let id): Text("mail.bad", ["id": id])
        case .otherPlace(let path): Text("mail.other-place", ["path": path])
        case .otherKind(let path):
            about(path, Text("mail.other-kind"))
        case .attributesTaken(let path):
            about(path, Text("mail.attributes-taken"))
        case .dbox(let path):
            about(
                path,
                Text("mail.dbox"))
        case .noPosition: Text("postgres.no-position")
        case .suspect(let id): Text("mail.suspect", ["id": id])
        case .hole(let text): text
        case .overlapping: Text("mail.overlapping")
        case .unreadable(let path): about(path, Text("mail.unreadable"))
        case .changedMuch: Text("mail.changed-much")
        case .shrank(let before, let now):
            Text("mail.shrank", ["before": before, "now": now])
        }
    }

    private func about(_ path: TreePath, _ why: Text) -> Text {
        let name = visible(path.member.dropFirst(2))
        return Text("mail.about", ["name": name, "why": why])
    }
}
