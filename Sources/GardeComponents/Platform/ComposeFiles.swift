import GardeIO
import SystemPackage

/// The compose files of a platform that exist: those that COMPOSE_FILE names, else the first of
/// Compose's own names and its override.
package func composeFiles(in root: String, named list: String?, separator: Character = ":") -> [String] {
    let root = FilePath(root)
    let named = list.map { $0.split(separator: separator).map(String.init) } ?? []
    func found(_ names: [String]) -> [FilePath] { names.map { FilePath($0).absolute(in: root) }.filter(\.exists) }
    guard named.isEmpty else { return found(named).map(\.string) }
    guard let own = found(Compose.ownFiles).first else { return [] }
    return ([own] + found(Compose.overrideFiles).prefix(1)).map(\.string)
}
