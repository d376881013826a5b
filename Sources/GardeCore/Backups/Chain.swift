package import GardeWords
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

        package init(folder: FilePath, manifest: Manifest) { (self.folder, self.manifest) = (folder, manifest) }
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
        return Failure("chain.broken", ["child": child, "id": id, "list": list, "place": places.first ?? ""])
    }

    static func chainForeign(_ id: String, of child: String) -> Failure {
        Failure("chain.foreign", ["id": id, "child": child])
    }

    package static func chainIncomplete(_ component: String, _ path: TreePath) -> Failure {
        let name = visible(path.shown)
        return Failure("chain.incomplete", ["component": component, "name": name])
    }

    static func chainRound(_ id: String) -> Failure {
        Failure("chain.round", ["id": id])
    }

    static func chainUnnamed(_ id: String) -> Failure {
        Failure("chain.unnamed", ["id": id])
    }
}
