import GardeIO

/// Why an increment that was asked for becomes a new base.
enum NewBase: Error, Sendable {
    case first
    case indexDamaged
    /// The backup that the index belongs to is not there, or is another one now.
    case indexOfAnother(String)
    case chain(Failure)
    case old(days: Int)
    /// `verify` found what it would build on damaged.
    case bad(String)
    /// The last one is of another path.
    case otherPlace(String)
    case otherKind(TreePath)
    /// An entry has lost its ACL or its extended attributes.
    case attributesTaken(TreePath)
    case dbox(TreePath)
    case unreadable(TreePath)
    case changedMuch
    case shrank(from: Int, to: Int)

    /// Nothing is wrong: said in passing.
    var isUsual: Bool {
        switch self {
        case .first, .old, .changedMuch, .otherKind, .attributesTaken, .dbox, .otherPlace: true
        case .indexDamaged, .indexOfAnother, .chain, .bad, .unreadable, .shrank: false
        }
    }
}

extension Text {
    static func newBase(_ component: String, _ reason: NewBase) -> Text {
        let why = reason.text
        return Text(
            "\(component): saved whole, as a new base: \(why[.english])",
            fr: "\(component) : sauvegarde entière, nouvelle base : \(why[.french])")
    }

    static func incrementOf(_ component: String, _ parent: String, base: String) -> Text {
        Text(
            "\(component): increment of \(parent), base \(base)",
            fr: "\(component) : incrément de \(parent), base \(base)")
    }
}

extension NewBase {
    fileprivate var text: Text {
        switch self {
        case .first:
            Text("there is no index of an earlier backup", fr: "il n'y a pas d'index d'une sauvegarde précédente")
        case .indexDamaged: Text("the index is damaged", fr: "l'index est abîmé")
        case .indexOfAnother(let id):
            Text(
                "the index belongs to \(id), which is not there as it was",
                fr: "l'index appartient à \(id), qui n'est plus là telle quelle")
        case .chain(let failure): failure.text
        case .old(let days):
            Text("the last one is \(days) days old", fr: "la dernière a \(days) jours")
        case .bad(let id): Text("\(id) is damaged", fr: "\(id) est abîmée")
        case .otherPlace(let path): Text("the last one is of \(path)", fr: "la dernière est celle de \(path)")
        case .otherKind(let path):
            about(path, Text("was a folder, or is one now", fr: "était un dossier, ou en est devenu un"))
        case .attributesTaken(let path):
            about(path, Text("has lost its attributes", fr: "a perdu ses attributs"))
        case .dbox(let path):
            about(
                path,
                Text(
                    "mdbox and sdbox have no increments: their files hold many messages and change",
                    fr:
                        "mdbox et sdbox n'ont pas d'incréments : leurs fichiers changent et contiennent plusieurs messages"
                ))
        case .unreadable(let path): about(path, Text("cannot be read", fr: "est illisible"))
        case .changedMuch: Text("too much has changed", fr: "trop de changements")
        case .shrank(let before, let now):
            Text("of \(before) files \(now) are left", fr: "de \(before) fichiers il en reste \(now)")
        }
    }

    private func about(_ path: TreePath, _ why: Text) -> Text {
        let name = visible(path.member.dropFirst(2))
        return Text("\(name): \(why[.english])", fr: "\(name) : \(why[.french])")
    }
}
