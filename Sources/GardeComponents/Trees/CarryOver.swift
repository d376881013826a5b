package import GardeCore
package import GardeIO
import SystemPackage

/// How a message is known to have come after the safety copy.
package enum NewMessages: Sendable {
    /// Its name, less its flags, is in none of these files of the safety copy.
    case unknown(to: [RestoreFile])
    /// Its inode changed at or after this time, by delivery or by a flag.
    case since(FileTime)
}

extension TreeLoad {
    /// Brings messages that reached the old tree after the safety copy into the same folders of the new one, as links
    /// or copies; gives how many. To be called after the swap, before anything is finished.
    ///
    /// A message whose name, less its flags, the new folder has already stays as the backup has it.
    package func carryOver(_ which: NewMessages, _ journal: Journal) async throws -> Int {
        let isNew = try await test(for: which)
        let steps = journal.entries.filter { $0.owner == .component(id) }.compactMap { TreeStep($0) }
        return try await onOwnThread {
            var carried = 0
            for case .stage(let place, let staging, _) in steps where place.isWhole {
                carried += try naming(place.folder) {
                    let live = try Folder.open(withoutLinks: place.folder)
                    var carrier = MessageCarrier(new: live, isNew: isNew)
                    try carrier.visit(try live.folder(staging), [])
                    return carrier.carried
                }
            }
            return carried
        }
    }

    private func test(for which: NewMessages) async throws -> @Sendable (_ name: [UInt8], Stat) -> Bool {
        switch which {
        case .since(let time): return { !($1.changed < time) }
        case .unknown(let files):
            var known: Set<Int> = []
            for file in files { known.formUnion(try await file.walk { try messageNames(of: $0) }) }
            return { [known] name, _ in !known.contains(Maildir.baseName(name).hashValue) }
        }
    }
}

/// Hashes of the names, less their flags, of all files in folders `cur` and `new`: eight bytes a message.
private func messageNames(of reader: TarReader) throws -> Set<Int> {
    var names: Set<Int> = []
    while let member = try reader.next() {
        let parts = member.name.split(separator: 0x2f)
        guard parts.count > 1, let name = parts.last else { continue }
        let folder = Array(parts[parts.count - 2])
        if folder == Maildir.cur || folder == Maildir.new { names.insert(Maildir.baseName(Array(name)).hashValue) }
    }
    return names
}

/// Walks an old tree beside the new one and links, or moves, what is missing there.
struct MessageCarrier {
    private let new: Folder
    private let moves: Bool
    private let isNew: (_ name: [UInt8], Stat) -> Bool
    private(set) var carried = 0
    private var oldRoot: Folder?

    /// `moves` where the old tree goes: a message is in one of them then, whole, whenever this is cut short.
    init(new: Folder, moves: Bool = false, isNew: @escaping (_ name: [UInt8], Stat) -> Bool) {
        (self.new, self.moves, self.isNew) = (new, moves, isNew)
    }

    mutating func visit(_ old: Folder, _ names: [[UInt8]]) throws {
        if names.isEmpty { oldRoot = old }
        let entries = try old.entries()
        let isMaildir = Maildir.isOne(entries)
        for entry in entries where entry.kind == .folder || entry.kind == .unknown {
            guard let folder = try? old.folder(entry.name) else { continue }
            if isMaildir, entry.name == Maildir.cur || entry.name == Maildir.new {
                try carry(from: folder, names, entry.name)
            } else if !(isMaildir && Maildir.isPart(entry)) {
                try visit(folder, names + [entry.name])
            }
        }
    }

    private mutating func carry(from old: Folder, _ maildir: [[UInt8]], _ part: [UInt8]) throws {
        let messages = try old.entries().filter { $0.kind == .file || $0.kind == .unknown }
        let missing = try messages.filter { isNew($0.name, try old.status($0.name)) }
        guard !missing.isEmpty else { return }
        let present = try presentNames(maildir)
        for message in missing where !present.contains(Maildir.baseName(message.name)) {
            let folder = try folder(maildir + [part])
            try moves ? old.move(message.name, to: folder, as: message.name) : link(message.name, of: old, in: folder)
            try folder.sync()
            carried += 1
        }
    }

    private func presentNames(_ maildir: [[UInt8]]) throws -> Set<ArraySlice<UInt8>> {
        var names: Set<ArraySlice<UInt8>> = []
        for part in [Maildir.cur, Maildir.new] {
            guard let folder = try? new.folder(maildir + [part]) else { continue }
            names.formUnion(try folder.entries().map { Maildir.baseName($0.name) })
        }
        return names
    }

    private func link(_ name: [UInt8], of old: Folder, in folder: Folder) throws {
        do { try folder.createHardLink(name, to: name, in: old) } catch let error as Errno {
            guard error.hasNoLinks else { throw error }
            _ = try folder.copy(name, of: old, as: name)
        }
    }

    /// A folder of the new tree; one that the backup does not know is made as it was in the old tree, `tmp` with it.
    private func folder(_ names: [[UInt8]]) throws -> Folder {
        var (folder, path) = (new, [[UInt8]]())
        for name in names {
            path.append(name)
            if !folder.has(name) {
                try make(name, in: folder, like: path)
                if [Maildir.cur, Maildir.new].contains(name) { try makeParts(beside: path, in: folder) }
            }
            folder = try folder.folder(name)
        }
        return folder
    }

    private func makeParts(beside path: [[UInt8]], in folder: Folder) throws {
        for part in [Maildir.cur, Maildir.new, Maildir.tmp] where !folder.has(part) {
            try make(part, in: folder, like: path.dropLast() + [part])
        }
    }

    private func make(_ name: [UInt8], in folder: Folder, like path: [[UInt8]]) throws {
        try folder.createFolder(name)
        guard let model = try? oldRoot?.folder(path) else { return }
        try folder.folder(name).set(try model.attributes())
    }
}
