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
    func say(_ console: Console) {
        if !unsaved.isEmpty { console.warning(.notSaved(unsaved)) }
        for (file, why) in unread.sorted(by: { $0.key.string < $1.key.string }) { console.warning(.unread(file, why)) }
        for beside in besides { console.info(.beside(beside)) }
    }
}

extension Text {
    fileprivate static func notSaved(_ files: [FilePath]) -> Text {
        let list = shorten(files.map(\.string))
        return Text(
            "config: Docker Compose needs \(list) to start the platform, and no component saves it. "
                + "Name it in the recipe: config(with: …)",
            fr: "config : Docker Compose a besoin de \(list) pour démarrer la plateforme, et aucun composant ne le "
                + "sauvegarde. Nommez-le dans la recette : config(with: …)")
    }

    fileprivate static func unread(_ file: FilePath, _ why: YAML.Malformed) -> Text {
        Text(
            "config: \(file), line \(why.line), is no YAML (\(why.reason)): the files that it names are not known",
            fr: "config : \(file), ligne \(why.line), n'est pas du YAML (\(why.reason)) : "
                + "les fichiers qu'il nomme sont inconnus")
    }

    fileprivate static func beside(_ found: Stack.Beside) -> Text {
        let (path, service) = (found.path.string, found.service)
        return found.isBuilt
            ? Text(
                "not saved: \(path), from which the service \(service) is built",
                fr: "non sauvegardé : \(path), dont le service \(service) est construit")
            : Text(
                "not saved: \(path), which the service \(service) mounts",
                fr: "non sauvegardé : \(path), que monte le service \(service)")
    }
}
