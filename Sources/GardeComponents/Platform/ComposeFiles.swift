import GardeIO
package import SystemPackage

/// The platform that a program in `folder` belongs to: of a `scripts/backup` the folder that has it, of any other the nearest
/// with a compose file, itself or one of the two above it.
package func platform(above folder: FilePath) -> FilePath? {
    let (first, second) = (folder.removingLastComponent(), folder.removingLastComponent().removingLastComponent())
    if folder.ends(with: "scripts/backup") { return second }
    return [folder, first, second].first { !composeFiles(in: $0.string, named: nil).isEmpty }
}

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
