package import GardeCore
import GardeWords
package import GardeIO
package import SystemPackage

/// The steps of a tree's restore in the journal, with what undoing and finishing need to know of each.
package enum TreeStep {
    /// Missing folders are made, the topmost first.
    case create([FilePath])
    /// A staging folder is made in `place`, whose attributes are these.
    case stage(TreePlace, staging: [UInt8], FileAttributes)
    /// All is staged, and entries of the place are exchanged from this time on; nothing is done yet.
    case since(TreeFolder, FileTime)
    /// What the backup says of a place's own attributes; nothing is done yet.
    case attributes(FilePath, FileAttributes)
    /// Entries of a folder that stays where it is are about to move; its attributes are these.
    case folder(TreeFolder, FileAttributes)
    /// Entries change places with those staged, one after the other.
    case exchange(TreeFolder, [TreeUnit])
    /// A single file that is a mount point is written anew in its place.
    case inPlace(TreeFolder, name: [UInt8])
}

/// A folder below a place, and the folder of the same path below the staging.
package struct TreeFolder: Sendable, Hashable {
    let place: FilePath
    let staging: [UInt8]
    /// Below the place; empty for itself.
    var names: [[UInt8]] = []

    /// Both are opened without following links.
    func open() throws -> (live: Folder, staged: Folder) {
        let place = try Folder.open(withoutLinks: place)
        return (try place.folder(names), try place.folder(staging).folder(names))
    }

    /// Its path on this machine.
    var live: [[UInt8]] { place.names + names }
}

/// One entry of a folder, on both sides; the inode numbers of before say later whether it was exchanged.
package struct TreeUnit: Sendable, Hashable {
    let name: [UInt8]
    let live: UInt64?
    let staged: UInt64?

    package init(name: [UInt8], live: UInt64?, staged: UInt64?) {
        (self.name, self.live, self.staged) = (name, live, staged)
    }
}

extension TreeStep {
    /// What it changes, or that around it.
    var path: FilePath {
        switch self {
        case .create(let folders): folders.first ?? ""
        case .stage(let place, _, _): place.folder
        case .attributes(let path, _): path
        case .since(let folder, _), .folder(let folder, _), .exchange(let folder, _), .inPlace(let folder, _):
            FilePath(names: folder.live[...])
        }
    }

    /// Where it stages, and where the old data is after the exchange; nil for other steps.
    package var staging: FilePath? {
        guard case .stage(let place, let name, _) = self else { return nil }
        return FilePath(bytes: place.folder.bytes + [0x2f] + name)
    }

    func entry(_ component: Component.ID) -> Journal.Entry {
        switch self {
        case .create(let folders): .init(component, "create", folders.map(\.bytes))
        case .stage(let place, let staging, let attributes):
            .init(
                component, "stage",
                [place.folder.bytes, staging, Array((place.isWhole ? "whole" : "named").utf8)] + attributes.fields)
        case .since(let folder, let time): .init(component, "since", folder.fields + time.fields)
        case .attributes(let folder, let attributes):
            .init(component, "attributes", [folder.bytes] + attributes.fields)
        case .folder(let folder, let attributes): .init(component, "folder", folder.fields + attributes.fields)
        case .exchange(let folder, let units):
            .init(component, "exchange", folder.fields + units.flatMap(\.fields))
        case .inPlace(let folder, let name): .init(component, "in-place", folder.fields + [name])
        }
    }

    /// Nil for what no version of Garde wrote.
    package init?(_ entry: Journal.Entry) {
        let (all, rest) = (entry.arguments, entry.arguments.dropFirst(3))
        switch entry.step {
        case "create": self = .create(all.map { FilePath(bytes: $0) })
        case "stage":
            guard all.count > 3, let attributes = FileAttributes(fields: rest) else { return nil }
            let place = TreePlace(folder: FilePath(bytes: all[0]), isWhole: all[2] == Array("whole".utf8))
            self = .stage(place, staging: all[1], attributes)
        case "since":
            guard let folder = TreeFolder(all), let time = FileTime(fields: rest) else { return nil }
            self = .since(folder, time)
        case "attributes":
            guard let first = all.first, let found = FileAttributes(fields: all.dropFirst()) else { return nil }
            self = .attributes(FilePath(bytes: first), found)
        case "folder":
            guard let folder = TreeFolder(all), let attributes = FileAttributes(fields: rest) else { return nil }
            self = .folder(folder, attributes)
        case "exchange":
            guard let folder = TreeFolder(all) else { return nil }
            self = .exchange(folder, TreeUnit.units(Array(rest)))
        case "in-place":
            guard let folder = TreeFolder(all), let name = rest.first else { return nil }
            self = .inPlace(folder, name: name)
        default: return nil
        }
    }
}

extension TreeFolder {
    var fields: [[UInt8]] { [place.bytes, staging, Array(names.joined(separator: [0x2f]))] }

    init?(_ fields: [[UInt8]]) {
        guard fields.count >= 3 else { return nil }
        (place, staging) = (FilePath(bytes: fields[0]), fields[1])
        names = fields[2].split(separator: 0x2f).map(Array.init)
    }
}

extension FileTime {
    fileprivate var fields: [[UInt8]] { [seconds, nanoseconds].map { Array("\($0)".utf8) } }

    fileprivate init?(fields: ArraySlice<[UInt8]>) {
        let numbers = fields.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 2 else { return nil }
        self.init(seconds: numbers[0], nanoseconds: numbers[1])
    }
}

extension TreeUnit {
    fileprivate var fields: [[UInt8]] { [name, Self.text(live), Self.text(staged)] }

    fileprivate static func units(_ fields: [[UInt8]]) -> [TreeUnit] {
        stride(from: 0, to: fields.count - 2, by: 3).map {
            TreeUnit(name: fields[$0], live: number(fields[$0 + 1]), staged: number(fields[$0 + 2]))
        }
    }

    private static func text(_ inode: UInt64?) -> [UInt8] { Array((inode.map { String($0) } ?? "-").utf8) }
    private static func number(_ text: [UInt8]) -> UInt64? { UInt64(String(decoding: text, as: UTF8.self)) }
}
