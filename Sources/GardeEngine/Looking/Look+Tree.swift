import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Look {
    /// The entries of a folder of a component's tree, or what a database holds.
    func list(_ text: String) async throws -> ExitCode {
        if let path = TypedPath(text, in: plan.root),
            let component = try names().first(where: { path.isName(of: $0) && !isTree($0) })
        {
            return try await listData(of: component)
        }
        let (tree, entry) = try await locate(text)
        var contents = try FolderContents(tree.state, entry.names)
        // Of a component whose archive is one folder, what is in that says more.
        if entry.names.isEmpty, let folder = contents.onlyFolder { contents = try FolderContents(tree.state, [folder]) }
        console.table(Table(contents.rows(console.language), right: [2]))
        return .done
    }

    /// The bytes of one file, and nothing else.
    func cat(_ text: String) async throws -> ExitCode {
        let (tree, entry) = try await locate(text)
        guard !entry.isFolder, let member = entry.member else {
            throw Failure(
                "look.is-folder",
                ["path": text, "command": plan.typed.line("ls \(shellWord(tree.id)) \(shellWord(text))")])
        }
        switch member.kind {
        case .file, .hardLink: break
        case .symbolicLink(let target): throw Failure("look.is-link", ["path": text, "target": visible(target)])
        case .folder, .fifo, .device: throw Failure("look.is-no-file", ["path": text])
        }
        let output = FileDescriptor.standardOutput
        do {
            try await tree.tree.selecting(Selection(entry.names, as: entry.names)).walk { reader in
                while let member = try reader.next() {
                    guard case .file(let size) = member.kind else { continue }
                    var end = 0
                    try reader.content { place, bytes in
                        try output.writeZeros(place - end)
                        try output.writeAll(bytes)
                        end = place + bytes.count
                    }
                    try output.writeZeros(size - end)
                }
            }
        } catch Errno.brokenPipe {
            // Whoever reads has seen enough.
            return .signal(13)
        } catch let incomplete as ChainIncomplete { throw Failure.chainIncomplete(tree.component, incomplete.path) }
        return .done
    }
}

extension FileDescriptor {
    fileprivate func writeZeros(_ count: Int) throws {
        var rest = count
        while rest > 0 {
            let zeros = [UInt8](repeating: 0, count: min(rest, 1 << 16))
            try writeAll(zeros)
            rest -= zeros.count
        }
    }
}

/// What lies in a folder of a tree, with the size of all that is below; of a file, itself.
struct FolderContents {
    private struct Entry {
        var member: TarMember?
        var bytes = 0
        var isFolder = false
    }

    private var entries: [[UInt8]: Entry] = [:]

    init(_ state: TreeState, _ folder: [[UInt8]]) throws {
        let linked = try state.linkedSizes()
        try state.forEach { names, member in
            guard names.starts(with: folder) else { return }
            if names.count == folder.count, member.kind == .folder { return }
            let name = names.count == folder.count ? names.last ?? [] : names[folder.count]
            var entry = entries[name] ?? Entry()
            if case .file(let size) = member.kind { entry.bytes += size }
            // What has several names is counted at its first one alone, but shown at each.
            if names.count <= folder.count + 1, let target = try member.linkTarget { entry.bytes = linked[target] ?? 0 }
            if names.count <= folder.count + 1 { entry.member = member }
            entry.isFolder = entry.isFolder || names.count > folder.count + 1 || member.kind == .folder
            entries[name] = entry
        }
    }

    /// Where there is one folder, and nothing else.
    var onlyFolder: [UInt8]? { entries.count == 1 ? entries.first { $0.value.isFolder }?.key : nil }

    /// Mode, owner, size, time and name of each, by name.
    func rows(_ language: Language) -> [[String]] {
        entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, entry in
            let attributes = entry.member?.attributes
            return [
                mode(entry), attributes.map { "\($0.owner):\($0.group)" } ?? "", language.bytes(entry.bytes),
                attributes.map { LocalTime(secondsSince1970: $0.modified.seconds).readable } ?? "",
                visible(name) + ending(entry),
            ]
        }
    }

    private func ending(_ entry: Entry) -> String {
        switch entry.member?.kind {
        case .symbolicLink(let target): " -> \(visible(target))"
        case .hardLink(let target): " = \(visible(target))"
        default: entry.isFolder ? "/" : ""
        }
    }

    private func mode(_ entry: Entry) -> String {
        let kind: Character =
            switch entry.member?.kind {
            case .symbolicLink: "l"
            case .fifo: "p"
            case .folder: "d"
            case nil: entry.isFolder ? "d" : "-"
            default: "-"
            }
        return String(kind) + (entry.member.map { letters($0.attributes.mode) } ?? "?????????")
    }

    /// As ls(1) writes it.
    private func letters(_ mode: UInt32) -> String {
        var letters = ""
        for (shift, special, set) in [(6, UInt32(0o4000), "s"), (3, 0o2000, "s"), (0, 0o1000, "t")] {
            let bits = mode >> UInt32(shift) & 7
            letters += bits & 4 != 0 ? "r" : "-"
            letters += bits & 2 != 0 ? "w" : "-"
            let runs = bits & 1 != 0
            letters += mode & special != 0 ? (runs ? set : set.uppercased()) : runs ? "x" : "-"
        }
        return letters
    }
}
