import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// Where `restore --to` places files before its folder has them: what is still in it is not whole.
struct Unfinished: Sendable {
    static let name = ".garde-unfinished"
    private static let margin = 16 << 20

    private let folder: FilePath
    private let isNew: Bool
    private var place: FilePath { folder.appending(Self.name) }

    init(in folder: FilePath) { (self.folder, isNew) = (folder, (try? folder.stat()) == nil) }

    /// Throws a `Failure` where so many bytes do not fit.
    func checkRoom(_ bytes: Int) throws {
        let (needed, free) = (bytes + Self.margin, try room(at: nearestFolder(folder)).free)
        if free < needed { throw Failure.notEnoughRoom(folder.string, needed, free) }
    }

    /// Made anew, without what an earlier run left in it.
    func begin() throws -> FilePath {
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

    /// Takes away what was placed, and the folder too where it was not there before.
    func remove() {
        try? Durable.removeTree(place)
        if isNew { try? Folder.open(folder.removingLastComponent()).removeFolder(folder.names.last ?? []) }
    }
}
