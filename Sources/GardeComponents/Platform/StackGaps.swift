import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What a platform's Compose project needs, or holds, and a run does not save.
struct StackGaps: Sendable {
    let unsaved: [FilePath]
    let besides: [Stack.Beside]
    let unread: [FilePath: YAML.Malformed]

    /// `paths` are those of all components that the recipe has.
    init(_ stack: Stack, _ paths: [String], in root: FilePath, dataServices: Set<String>) {
        unsaved = stack.unsaved(by: paths, in: root)
        besides = stack.unsavedBesides(by: paths, in: root, dataServices: dataServices)
        unread = stack.unread
    }

    /// What a start needs is a warning, what may be data or source text only a remark.
    func say(_ console: any Reporter) {
        if !unsaved.isEmpty { console.warning(.notSaved(unsaved)) }
        for (file, why) in unread.sorted(by: { $0.key.string < $1.key.string }) { console.warning(.unread(file, why)) }
        for beside in besides { console.info(.beside(beside)) }
    }
}

extension Text {
    fileprivate static func notSaved(_ files: [FilePath]) -> Text {
        let list = shorten(files.map(\.string))
        return Text("compose.not-saved", ["list": list])
    }

    fileprivate static func unread(_ file: FilePath, _ why: YAML.Malformed) -> Text {
        Text("compose.unread", ["file": file, "line": why.line, "reason": why.reason])
    }

    fileprivate static func beside(_ found: Stack.Beside) -> Text {
        let (path, service) = (found.path.string, found.service)
        return found.isBuilt
            ? Text("compose.not-in-backup", ["path": path, "service": service])
            : Text("compose.mounted-not-saved", ["path": path, "service": service])
    }
}
