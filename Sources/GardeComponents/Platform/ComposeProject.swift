package import GardeCore
import GardeIO
package import SystemPackage

/// A Compose project that runs from a platform's root, as the labels of its containers tell: what it is called, and
/// what it was made from.
package struct ComposeProject: Sendable, Hashable {
    let name: String
    /// As it was written, a symbolic link included: mounts were made relative to it.
    let folder: FilePath
    /// Absolute, in their order; empty where the containers do not say.
    package let files: [FilePath]
    package let environmentFiles: [FilePath]

    /// Of containers of one project; the newest says what it is made from now.
    init(of containers: [ContainerState], called name: String, root: FilePath) {
        let newest = containers.max { $0.created < $1.created }
        let folder = newest.map { FilePath($0.folder) } ?? root
        (self.name, self.folder) = (name, folder)
        files = Self.paths(newest?.composeFiles ?? "", in: folder)
        environmentFiles = Self.paths(newest?.environmentFiles ?? "", in: folder)
    }

    /// The one that a backup names, to be started from `root` under this name.
    package init(_ saved: Manifest.ComposeFacts, called name: String, root: FilePath) {
        (self.name, folder) = (name, root.pushing(FilePath(saved.folder)))
        (files, environmentFiles) = (
            saved.files.map { root.pushing(FilePath($0)) }, saved.environmentFiles.map { root.pushing(FilePath($0)) }
        )
    }

    /// As a backup says it; nil where its files are a manager's, which this machine does not see.
    package func facts(in root: FilePath) -> Manifest.ComposeFacts? {
        guard lost.isEmpty else { return nil }
        let named = { (path: FilePath) in
            var rest = realPath(path)
            return rest.removePrefix(realPath(root)) ? rest.string : path.string
        }
        return Manifest.ComposeFacts(
            project: name, folder: named(folder), files: files.map(named), environmentFiles: environmentFiles.map(named)
        )
    }

    /// Compose 2 writes absolute paths, 1 what was typed: relative to a folder that the label of files does not name, which is
    /// the project's own or above it. A path may have a comma of its own.
    private static func paths(_ label: String, in folder: FilePath) -> [FilePath] {
        guard !label.isEmpty else { return [] }
        let parts = place(label, in: folder).isThere ? [label] : label.split(separator: ",").map(String.init)
        return parts.map { place($0, in: folder) }
    }

    private static func place(_ path: String, in folder: FilePath) -> FilePath {
        let above = sequence(first: folder) { $0.components.isEmpty ? nil : $0.removingLastComponent() }
        let places = above.map { $0.pushing(FilePath(path)).lexicallyNormalized() }
        return places.first(where: \.isThere) ?? places[0]
    }

    /// What it was made from and is no longer there.
    var lost: [FilePath] { (files + environmentFiles).filter { !$0.isThere } }

    /// What Compose is told so that it means this project and no other.
    var options: [String] {
        let names = files.flatMap { ["-f", $0.string] } + environmentFiles.flatMap { ["--env-file", $0.string] }
        return ["--project-directory", folder.string, "-p", name] + names
    }
}

extension FilePath {
    fileprivate var isThere: Bool { !isEmpty && (try? stat()) != nil }
}
