package import GardeWords
package import SystemPackage

/// What the increments of a folder lack of what they build on; each link is looked at once.
package struct ChainCheck {
    private struct Link: Hashable {
        let id: String
        let component: Component.ID
    }

    private let root: FilePath
    /// The id of what a link ends in, or the failure of the first that is not there.
    private var ends: [Link: Result<String, Failure>] = [:]

    package init(in root: FilePath) { self.root = root }

    /// What `Chain` throws; nil where all is there.
    package mutating func failure(of manifest: Manifest, _ component: Component.ID) -> Failure? {
        switch end(of: manifest, component) {
        case .failure(let failure): return failure
        case .success(let base):
            guard let said = manifest.lineage(of: component)?.base, said != base else { return nil }
            return .chainForeign(said, of: manifest.backup.id)
        }
    }

    private mutating func end(of manifest: Manifest, _ component: Component.ID) -> Result<String, Failure> {
        var (met, next, end): (Set<Link>, Manifest?, Result<String, Failure>?) = ([], manifest, nil)
        while end == nil, let current = next {
            let link = Link(id: current.backup.id, component: component)
            if let known = ends[link] {
                end = known
            } else if !met.insert(link).inserted {
                end = .failure(.chainRound(link.id))
            } else {
                do throws(Failure) {
                    next = try Chain.parent(of: current, component, in: [root])?.manifest
                    if next == nil { end = .success(link.id) }
                } catch { end = .failure(error) }
            }
        }
        let found = end ?? .success(manifest.backup.id)
        for link in met { ends[link] = found }
        return found
    }
}
