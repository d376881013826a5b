package import GardeCore
import GardeIO
import SystemPackage

/// What files of a backup hold, entry by entry, so that two backups of one component can be held against each other.
package struct Contents: Sendable {
    /// What tells an entry from every other state of it, by its name: the path of a file on this machine, a table, a key.
    package var entries: [[UInt8]: String] = [:]
    /// Names in an archive that lead to no path of the recipe's.
    package var strange: Set<[UInt8]> = []

    package init() {}
}

/// How the live data stood before the first of two backups was made.
package struct StandBefore: Sendable {
    let time: FileTime
    /// A server's own counts of changes, by the name of the entry.
    let marks: [[UInt8]: String]

    /// The clock of a file system may be a tick behind.
    private static let tick = 20_000_000

    package init(_ source: Source, at site: Site) async {
        let now = FileTime.now()
        time =
            now.nanoseconds >= Self.tick
            ? FileTime(seconds: now.seconds, nanoseconds: now.nanoseconds - Self.tick)
            : FileTime(seconds: now.seconds - 1, nanoseconds: now.nanoseconds + 1_000_000_000 - Self.tick)
        marks = await source.kind.changeMarks(site)
    }
}

extension ComponentKind {
    /// Tables with their rows, of what counts them.
    package func contents(of files: [RestoreFile], _ source: Source, _ site: Site) async throws -> Contents? {
        guard let holding = try await holding(of: files, site) else { return nil }
        var contents = Contents()
        for part in holding.parts { contents.entries[Array(part.name.utf8)] = "\(part.count)" }
        return contents
    }

    package func changeMarks(_ site: Site) async -> [[UInt8]: String] { [:] }

    /// By what its server counts.
    package func changed(_ names: [[UInt8]], since before: StandBefore, _ source: Source, _ site: Site) async -> Set<
        [UInt8]
    > {
        guard !before.marks.isEmpty else { return [] }
        let now = await changeMarks(site)
        return Set(names.filter { name in before.marks[name].map { $0 != now[name] } == true })
    }

    package func leftOut(_ names: [[UInt8]], _ source: Source, _ site: Site) -> Set<[UInt8]> { [] }

    package func shown(_ name: [UInt8]) -> String { visible(name) }
}
