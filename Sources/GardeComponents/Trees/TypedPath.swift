package import GardeCore
import GardeWords
package import GardeIO
package import SystemPackage

/// A path of a backup as a person types it: as the platform has it (`data/mail/domain/user`, or absolute), as an archive
/// has it (`mail/domain/user`), or behind the component's name (`mail/mail/domain/user`).
package struct TypedPath: Sendable, Hashable {
    package let shown: String
    let names: [[UInt8]]
    /// `config/` is a folder, `config` may be the component.
    let endsInSlash: Bool

    /// Nil for what leads nowhere, or out of a tree.
    package init?(_ text: String, in root: FilePath) {
        (shown, endsInSlash) = (text, text.hasSuffix("/"))
        var names = text.utf8.split(separator: 0x2f).map(Array.init).filter { $0 != [0x2e] }
        if text.hasPrefix("/"), names.starts(with: root.names) { names.removeFirst(root.names.count) }
        guard !names.isEmpty, !names.contains([0x2e, 0x2e]), !text.utf8.contains(0) else { return nil }
        self.names = names
    }

    /// Whether it is the name of this component, and so all of it.
    package func isName(of component: Component.ID) -> Bool { !endsInSlash && names == [Array(component.name.utf8)] }

    /// Whether its first name is that of this component.
    package func begins(with component: Component.ID) -> Bool { names[0] == Array(component.name.utf8) }

    /// Whether the recipe alone says that it is this source's.
    package func isPart(of source: Source, in root: FilePath) -> Bool {
        begins(with: source.id) || TreeNames(source, in: root)?.lead(to: names) == true
    }

    /// The one of these sources whose path leads furthest to it; nil where none does, or several as far.
    package func deepest(of sources: [Source], in root: FilePath) -> Source? {
        let depths = sources.map { TreeNames($0, in: root)?.depth(of: names) ?? 0 }
        guard let most = depths.max(), most > 0, depths.count(where: { $0 == most }) == 1 else { return nil }
        return depths.firstIndex(of: most).map { sources[$0] }
    }

    /// Under which names an archive of the component may have it, the likeliest first; `source` is the recipe's word for
    /// it, where there is one.
    func members(of component: Component.ID, _ source: Source?, in root: FilePath) -> [[[UInt8]]] {
        let known = source.flatMap { TreeNames($0, in: root) }
        let below = Array(names.dropFirst())
        let both = begins(with: component) && !below.isEmpty ? [names, below] : [names]
        return both.flatMap { names in known?.members(called: names) ?? [names] }
    }
}

/// An entry of a backup's tree that a person named.
package struct FoundEntry: Sendable {
    /// In the archive; empty for the whole tree.
    package let names: [[UInt8]]
    /// Nil for a folder that the archive has only entries of.
    package let member: TarMember?

    package var isFolder: Bool { member.map { $0.kind == .folder } ?? true }
}

extension TypedPath {
    /// Looks for it among a tree's entries; nil where nothing is called so.
    ///
    /// What has a name that is no text, or with control characters, is found by the name that is shown of it, too.
    package func find(
        in walk: ((_ names: [[UInt8]], TarMember) throws -> Void) throws -> Void, of component: Component.ID,
        _ source: Source?, root: FilePath
    ) throws -> FoundEntry? {
        if isName(of: component) { return FoundEntry(names: [], member: nil) }
        let ways = members(of: component, source, in: root)
        let texts = ways.map { String(decoding: Array($0.joined(separator: [0x2f])), as: UTF8.self) }
        let isOdd = texts.contains { $0.contains("\\") }
        var (exact, above, shown) = ([Int: FoundEntry](), Set<Int>(), [Int: FoundEntry]())
        try walk { names, member in
            for (place, way) in ways.enumerated() where names.starts(with: way) {
                if names.count > way.count {
                    above.insert(place)
                } else {
                    exact[place] = FoundEntry(names: names, member: member)
                }
            }
            guard isOdd, exact.isEmpty else { return }
            let name = visible(names.joined(separator: [0x2f]))
            if let place = texts.firstIndex(of: name) { shown[place] = FoundEntry(names: names, member: member) }
        }
        for (place, way) in ways.enumerated() {
            if let entry = exact[place] { return entry }
            if above.contains(place) { return FoundEntry(names: way, member: nil) }
        }
        return shown.min { $0.key < $1.key }?.value
    }

    /// Names that are much like it, in the form that it takes.
    package func alike(in walk: ((_ names: [[UInt8]], TarMember) throws -> Void) throws -> Void) throws -> [String] {
        let last = String(decoding: names[names.count - 1], as: UTF8.self).lowercased()
        var found: [(distance: Int, name: String)] = []
        try walk { names, _ in
            guard let name = names.last.map({ visible($0).lowercased() }) else { return }
            let isNear = name == last || (last.count > 2 && (name.contains(last) || last.contains(name)))
            let distance = isNear ? 0 : abs(name.count - last.count) < 3 ? editDistance(name, last) : 9
            guard distance < 3, distance < max(1, last.count / 2) || isNear else { return }
            found.append((distance, visible(names.joined(separator: [0x2f]))))
            if found.count > 200 { found = Array(found.sorted { $0.distance < $1.distance }.prefix(10)) }
        }
        return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(5).map(\.name)
    }
}
