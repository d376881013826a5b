import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

/// Where `restore --to` places files before its folder has them: what is still in it is not whole.
final class Unfinished: Sendable {
    static let name = ".garde-unfinished"
    private static let margin = 16 << 20

    private let folder: FilePath
    /// What was there before, of its path.
    private let there: FilePath
    private let hasBegun = Atomic(false)
    private var place: FilePath { folder.appending(Self.name) }

    init(in folder: FilePath) { (self.folder, there) = (folder, nearestFolder(folder)) }

    /// Throws a `Failure` where so many bytes do not fit.
    func checkRoom(_ bytes: Int) throws {
        let (needed, free) = (bytes + Self.margin, try room(at: nearestFolder(folder)).free)
        if free < needed { throw Failure.notEnoughRoom(folder.string, needed, free) }
    }

    /// Made anew, without what an earlier run left in it.
    func begin() throws -> FilePath {
        hasBegun.store(true, ordering: .relaxed)
        try Durable.createFolders(folder)
        try? Durable.removeTree(place)
        try Durable.createFolder(place)
        return place
    }

    /// Gives the folder all that is placed.
    func moveUp() throws {
        try naming(folder) {
            let (from, to) = (try Folder.open(place), try Folder.open(folder))
            try from.moveAll(to: to)
            try to.removeFolder(Array(Self.name.utf8))
            try to.syncFileSystem()
        }
    }

    /// Takes away what was placed.
    func clear() { if hasBegun.load(ordering: .relaxed) { try? Durable.removeTree(place) } }

    /// The same, and the folders that were made for it.
    func remove() {
        clear()
        var made = folder
        while hasBegun.load(ordering: .relaxed), made != there, let name = made.names.last {
            made.removeLastComponent()
            guard (try? Folder.open(made).removeFolder(name)) != nil else { break }
        }
    }
}
