import GardeIO
package import SystemPackage

extension Manifest {
    /// The one component that `--type incremental` concerns.
    package static let incrementalComponent = "mail"

    /// Whether the backup holds only what changed of this component since another one.
    package func isIncrement(_ component: String) -> Bool {
        backup.type == "incremental" && component == Self.incrementalComponent
    }
}

/// A backup and all that it builds on, the base first.
package struct Chain: Sendable {
    package struct Link: Sendable {
        package let folder: FilePath
        package let manifest: Manifest
    }

    package let links: [Link]
    package var base: Link { links[0] }

    /// Finds what the increment in `folder` needs, in the folders that `places` hold, in their order.
    ///
    /// Throws the `Failure` that names the first link that is missing or is not the one that was built on.
    package init(of folder: FilePath, _ manifest: Manifest, _ component: String, in places: [FilePath]) throws(Failure)
    {
        var links = [Link(folder: folder, manifest: manifest)]
        while let newest = links.last?.manifest, newest.isIncrement(component) {
            guard let parent = newest.backup.parent else { throw .chainUnnamed(newest.backup.id) }
            guard !links.contains(where: { $0.manifest.backup.id == parent }) else { throw .chainRound(parent) }
            links.append(try Self.parent(parent, of: newest, component, in: places))
        }
        guard let base = links.last?.manifest.backup.id, links.count == 1 || manifest.backup.base == base else {
            throw .chainForeign(manifest.backup.base ?? "?", of: manifest.backup.id)
        }
        self.links = links.reversed()
    }

    private static func parent(
        _ id: String, of child: Manifest, _ component: String, in places: [FilePath]
    ) throws(Failure) -> Link {
        // An id is a name in a folder, whatever a manifest says.
        guard LocalTime(id: id) != nil else { throw .chainUnnamed(child.backup.id) }
        var found: Failure?
        for place in places {
            let folder = place.appending(id)
            switch Manifest.look(in: folder) {
            case .absent: continue
            case .damaged: found = found ?? .manifestDamaged(folder.appending("manifest.json").string)
            case .read(let manifest):
                guard manifest.sha256 != nil, manifest.sha256 == child.backup.parentSha256,
                    manifest.components[component] == true
                else {
                    found = found ?? .chainForeign(id, of: child.backup.id)
                    continue
                }
                return Link(folder: folder, manifest: manifest)
            }
        }
        throw found ?? .chainBroken(id, of: child.backup.id, places.map(\.string))
    }

    /// The failure of the first file of this component that is not there in its size.
    package func absence(of component: String) -> Failure? {
        for link in links {
            for file in link.manifest.files ?? [] where file.component == component {
                let path = link.folder.appending(file.name)
                if (try? path.stat())?.size != Int64(file.bytes) { return .fileMissing(path.string) }
            }
        }
        return nil
    }
}

extension Failure {
    static func chainBroken(_ id: String, of child: String, _ places: [String]) -> Failure {
        let list = shorten(places)
        return Failure(
            Text("\(child) needs the backup \(id)", fr: "\(child) a besoin de la sauvegarde \(id)"),
            why: Text(
                "it is an increment, and \(id) is not in \(list)",
                fr: "c'est un incrément, et \(id) n'est pas dans \(list)"),
            fix: Text(
                "Copy \(id) beside it, or restore a full backup: \(programPath()) list",
                fr: "Copiez \(id) à côté, ou restaurez une sauvegarde complète : \(programPath()) list"))
    }

    static func chainForeign(_ id: String, of child: String) -> Failure {
        Failure(
            Text(
                "\(id) is not the backup that \(child) builds on",
                fr: "\(id) n'est pas la sauvegarde sur laquelle \(child) s'appuie"),
            why: Text(
                "the digest of its manifest is another one", fr: "l'empreinte de son manifeste en est une autre"),
            fix: Text(
                "Copy the right one beside it, or restore a full backup.",
                fr: "Copiez la bonne à côté, ou restaurez une sauvegarde complète."))
    }

    static func chainIncomplete(_ component: String, _ path: TreePath) -> Failure {
        let name = visible(path.shown)
        return Failure(
            Text("\(component): Damaged archive", fr: "\(component) : Archive corrompue"),
            why: Text(
                "\(name) comes from an earlier increment, and none holds it",
                fr: "\(name) vient d'un incrément précédent, et aucun ne le contient"),
            fix: Text("Restore an older backup.", fr: "Restaurez une sauvegarde plus ancienne."))
    }

    static func chainRound(_ id: String) -> Failure {
        Failure(
            Text("the increments lead back to \(id)", fr: "les incréments ramènent à \(id)"),
            fix: Text("Restore a full backup.", fr: "Restaurez une sauvegarde complète."))
    }

    static func chainUnnamed(_ id: String) -> Failure {
        Failure(
            Text(
                "\(id) is an increment that does not say of what",
                fr: "\(id) est un incrément qui ne dit pas de quoi"),
            fix: Text("Restore a full backup.", fr: "Restaurez une sauvegarde complète."))
    }
}
