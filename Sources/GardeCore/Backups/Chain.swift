package import GardeWords
import GardeIO
package import SystemPackage

extension Manifest {
    /// Whether the backup holds only what changed of this component since another one.
    package func isIncrement(_ component: Component.ID) -> Bool { increments[component] != nil }

    /// What this component's increment builds on; nil for what is whole, and where it is not said.
    package func lineage(of component: Component.ID) -> Lineage? { increments[component] ?? nil }
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
    package init(of folder: FilePath, _ manifest: Manifest, _ component: Component.ID, in places: [FilePath])
        throws(Failure)
    {
        var links = [Link(folder: folder, manifest: manifest)]
        var met: Set = [manifest.backup.id]
        while let newest = links.last?.manifest, let parent = try Self.parent(of: newest, component, in: places) {
            let id = parent.manifest.backup.id
            guard met.insert(id).inserted else { throw .chainRound(id) }
            links.append(parent)
        }
        let said = manifest.lineage(of: component)?.base
        guard let base = links.last?.manifest.backup.id, links.count == 1 || said == base else {
            throw .chainForeign(said ?? "?", of: manifest.backup.id)
        }
        self.links = links.reversed()
    }

    /// What an increment was built on; nil of what is whole.
    static func parent(
        of child: Manifest, _ component: Component.ID, in places: [FilePath]
    ) throws(Failure) -> Link? {
        guard child.isIncrement(component) else { return nil }
        guard let lineage = child.lineage(of: component) else { throw .chainUnnamed(child.backup.id) }
        let id = lineage.parent
        // An id is a name in a folder, whatever a manifest says.
        guard LocalTime.isID(id) else { throw .chainUnnamed(child.backup.id) }
        var found: Failure?
        for place in places {
            let folder = place.appending(id)
            let look = Manifest.look(in: folder)
            guard case .read(let manifest) = look else {
                found = found ?? look.refusal(folder.appending("manifest.json").string)
                continue
            }
            let isParent = manifest.isKnown(as: lineage.parentSha256) && manifest.components[component] == true
            if isParent { return Link(folder: folder, manifest: manifest) }
            found = found ?? .chainForeign(id, of: child.backup.id)
        }
        throw found ?? .chainBroken(id, of: child.backup.id, places.map(\.string))
    }

    /// Increments that hold no more, in bytes, are replayed in seconds.
    package static let neverLong = 1 << 30

    /// What the base of this component holds, and all increments on it together: what a restore reads.
    package func contentBytes(of component: Component.ID) -> (base: Int, since: Int) {
        let sizes = links.map { link in
            (link.manifest.files ?? []).filter { $0.component == component }.reduce(0) { $0 + $1.contentBytes }
        }
        return (sizes[0], sizes.dropFirst().reduce(0, +))
    }

    /// The failure of the first file of this component that is not there in its size.
    package func absence(of component: Component.ID) -> Failure? {
        for link in links {
            for file in link.manifest.files ?? [] where file.component == component {
                let path = link.folder.appending(file.name)
                if (try? path.stat())?.size != Int64(file.bytes) { return .fileMissing(path.string) }
            }
        }
        return nil
    }
}

extension Manifest {
    /// The backups in `root` that this one cannot be restored without, the oldest first, and itself.
    package func links(in root: FilePath) throws(Failure) -> [Chain.Link] {
        var links = [backup.id: Chain.Link(folder: root.appending(backup.id), manifest: self)]
        for component in increments.keys where components[component] == true {
            for link in try Chain(of: root.appending(backup.id), self, component, in: [root]).links {
                links[link.manifest.backup.id] = link
            }
        }
        return links.values.sorted {
            ($0.manifest.start?.seconds ?? 0, $0.manifest.backup.id) < (
                $1.manifest.start?.seconds ?? 0, $1.manifest.backup.id
            )
        }
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

    package static func chainIncomplete(_ component: Component.ID, _ path: TreePath) -> Failure {
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
