package import GardeCore
package import GardeWords
package import GardeIO
import Synchronization
import SystemPackage

/// One file or folder of a tree, in place of all of it.
package final class PathView: TreeView {
    let path: TypedPath
    private let source: Source
    /// Whether it goes into a folder beside the platform: then nothing here stands in its way.
    private let isBeside: Bool
    private let found = Mutex<(selection: Selection, paths: [String])?>(nil)

    package init(_ path: TypedPath, of source: Source, beside isBeside: Bool) {
        (self.path, self.source, self.isBeside) = (path, source, isBeside)
    }

    package var replaces: Bool { true }
    package var changesOnlyItsPaths: Bool { true }
    package var selection: Selection? { found.withLock { $0?.selection } }
    package var paths: [String] { found.withLock { $0?.paths } ?? source.paths }
    package var shown: String { path.shown }
    package var said: Text { Text("files.only-path", ["component": source.id, "path": path.shown]) }

    package var asksForEnvironment: Bool { path.names.last == Array(".env".utf8) }

    package var changesProject: Bool {
        let name = path.names.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if ["compose", "docker-compose", ".env"].contains(where: name.hasPrefix) { return true }
        // A folder of configuration may hold such files, and one that `env_file:` or COMPOSE_FILE names has any name.
        guard (source.kind as? Files)?.isConfiguration == true else { return false }
        return !name.contains(".") || [".env", ".yml", ".yaml"].contains(where: name.hasSuffix)
    }

    package func isPart(of source: Source) -> Bool { source.id == self.source.id }

    package func find(in tree: RestoreTree, _ site: Site) async throws {
        let (path, source, root) = (path, source, site.root)
        let entry = try await tree.walk { reader in
            let entries = try HeaderList(reader)
            guard let entry = try path.find(in: entries.forEach, of: source.id, source, root: root) else {
                throw Failure.noSuchPath(path, source.id, try path.alike(in: entries.forEach))
            }
            return entry
        }
        guard !entry.names.isEmpty else { throw Failure.pathIsAll(path, source.id) }
        let names = TreeNames(source, in: root)
        let live = names?.home(of: entry.names) ?? entry.names
        let place = names?.place(of: entry.names)
        let own = place.map { FilePath(source.paths[$0.path]) } ?? ""
        let rest = place?.rest ?? entry.names
        if !isBeside {
            guard rest.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) else {
                throw Failure.pathIsNoText(path)
            }
            try refuseLinks(root.pushing(own), rest)
        }
        let paths = [own.appending(names: rest[...]).string]
        found.withLock { $0 = (Selection(entry.names, as: live), paths) }
    }

    /// The safety copy has all of the component, but a link in it as a link: what is behind one would be lost.
    private func refuseLinks(_ own: FilePath, _ rest: [[UInt8]]) throws {
        guard !rest.isEmpty else { return }
        let place = own.appending(names: rest[...])
        let settled = settledPath(place)
        guard settled != settledPath(own).appending(names: rest[...]) else { return }
        throw Failure("files.path-behind-link", ["path": place.string, "place": settled.string])
    }
}

/// The headers of a tree, read to its end.
package struct HeaderList: Sendable {
    private var entries: [(names: [[UInt8]], member: TarMember)] = []

    package var members: [TarMember] { entries.map(\.member) }

    package init(_ reader: any MemberReader) throws {
        while let member = try reader.next() { entries.append((try MemberPath(member.name).names, member)) }
    }

    package func forEach(_ body: (_ names: [[UInt8]], TarMember) throws -> Void) throws {
        for (names, member) in entries { try body(names, member) }
    }
}

extension Failure {
    package static func noSuchPath(_ path: TypedPath, _ component: Component.ID, _ alike: [String]) -> Failure {
        Failure(
            "files.no-such-path",
            [
                "program": programWord, "path": path.shown, "component": component,
                "list": alike.isEmpty ? nil : shorten(alike),
            ])
    }

    fileprivate static func pathIsAll(_ path: TypedPath, _ component: Component.ID) -> Failure {
        Failure("files.path-is-all", ["path": path.shown, "component": component])
    }

    fileprivate static func pathIsNoText(_ path: TypedPath) -> Failure {
        Failure("files.path-is-no-text", ["path": path.shown])
    }

    package static func badPath(_ text: String) -> Failure { Failure("files.bad-path", ["path": text]) }
}
