import GardeCore
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

/// Places whose old data could not be put back by this process: their staging folders hold it, and stay.
final class StuckFolders: Sendable {
    private let places = Mutex<Set<FilePath>>([])

    func add(_ place: FilePath) { places.withLock { _ = $0.insert(place) } }
    func has(_ place: FilePath) -> Bool { places.withLock { $0.contains(place) } }
}

/// Takes single steps of a tree's restore back, from what the journal says of them and nothing else.
struct TreeUndo {
    let component: Component.ID
    let console: any Reporter
    let stuck: StuckFolders

    /// A step that did not happen, or is back already, is no error; nor is a folder that is gone.
    func run(_ step: TreeStep) throws { try naming(step.path) { try take(back: step) } }

    private func take(back step: TreeStep) throws {
        switch step {
        case .create(let folders): removeEmpty(folders)
        case .attributes: break
        case .stage(let place, let staging, let attributes):
            if stuck.has(place.folder) { throw Failure.stillAside(place.folder.string) }
            try removeStaging(place, staging)
            try set(attributes, of: TreeFolder(place: place.folder, staging: staging))
        case .since(let folder, let time): try guarded(folder) { try keepMessages(in: folder, since: time) }
        case .folder(let folder, let attributes): try set(attributes, of: folder)
        case .exchange(let folder, let units): try guarded(folder) { try exchangeBack(units, in: folder) }
        case .inPlace(let folder, let name): try guarded(folder) { try writeBack(name, in: folder) }
        }
    }

    /// Removes a staging folder with all that is in it; the folder around it keeps its time.
    func removeStaging(_ place: TreePlace, _ staging: [UInt8]) throws {
        let folder = try existing { try Folder.open(withoutLinks: place.folder) }
        guard let folder, folder.has(staging) else { return }
        let attributes = try folder.attributes()
        try folder.removeTree(staging, at: place.folder)
        try folder.set(attributes)
        try folder.sync()
    }

    private func guarded(_ folder: TreeFolder, _ work: () throws -> Void) throws {
        do { try work() } catch {
            stuck.add(folder.place)
            throw error
        }
    }

    private func existing<Value>(_ work: () throws -> Value) throws -> Value? {
        do { return try work() } catch Errno.noSuchFileOrDirectory { return nil }
    }

    private func exchangeBack(_ units: [TreeUnit], in folder: TreeFolder) throws {
        // Without its staging nothing was exchanged, or everything is back already.
        guard let (live, staged) = try existing({ try folder.open() }) else { return }
        var failure: (any Error)?
        for unit in units.reversed() {
            do {
                try naming(live.path(of: [unit.name])) { try TreeSwap(live: live, staged: staged).undo(unit) }
            } catch { failure = failure ?? error }
        }
        try live.sync()
        try staged.sync()
        if let failure { throw failure }
    }

    /// What was delivered into the restored mailboxes goes to those that are back, before the restored ones are removed.
    private func keepMessages(in folder: TreeFolder, since time: FileTime) throws {
        guard !stuck.has(folder.place), let (live, staged) = try existing({ try folder.open() }) else { return }
        var carrier = MessageCarrier(new: live, moves: true) { !($1.changed < time) }
        try carrier.visit(staged, [])
        if carrier.carried > 0 { console.warning(.deliveredMeanwhile(component, carrier.carried, folder.place)) }
    }

    private func writeBack(_ name: [UInt8], in folder: TreeFolder) throws {
        guard let (live, staged) = try existing({ try folder.open() }) else { return }
        guard staged.has(TreeSwap.aside(name)) else { return }
        try live.overwrite(name, with: TreeSwap.aside(name), of: staged)
    }

    private func set(_ attributes: FileAttributes, of folder: TreeFolder) throws {
        let live = try existing { try Folder.open(withoutLinks: folder.place).folder(folder.names) }
        if let live { try live.set(attributes) }
    }

    /// What has come into them meanwhile stays, and so do they.
    private func removeEmpty(_ folders: [FilePath]) {
        for path in folders.reversed() {
            guard let name = path.names.last else { continue }
            try? Folder.open(withoutLinks: path.removingLastComponent()).removeFolder(name)
        }
    }
}

extension Failure {
    static func stillAside(_ folder: String) -> Failure {
        Failure("files.still-aside", ["folder": folder])
    }
}
