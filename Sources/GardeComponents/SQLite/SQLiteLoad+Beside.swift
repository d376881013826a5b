import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The way of a file of another name, beside the live one or anywhere else.
extension SQLiteLoad: DatabaseLoad {
    private static let step = "beside"

    /// A name alone lies beside the live file, a path where it leads.
    private func place(_ name: String) -> FilePath {
        let folder = name.contains("/") ? .current : settledPath(file.path).removingLastComponent()
        return FilePath(name).absolute(in: folder)
    }

    func shown(_ database: String) -> String { place(database).string }

    func analyze(_ files: RestoreFiles, as database: String) async throws {
        try SQLiteProgram.require()
        guard let tree = files.tree else { throw Failure.nothingOfThis(id, files.id) }
        let place = place(database)
        let folder = place.removingLastComponent()
        guard !database.isEmpty, !database.hasSuffix("/"), folder.isFolder else {
            throw Failure("sqlite.beside-no-folder", ["database": database, "folder": folder])
        }
        try checkIsFree(place)
        let (needed, free) = (tree.contentBytes, try room(at: folder).free)
        guard needed < free else { throw Failure.notEnoughRoom(folder.string, needed, free) }
    }

    private func checkIsFree(_ place: FilePath) throws {
        if let other = SQLiteFile(path: place).all.first(where: { (try? $0.stat(followTargetSymlink: false)) != nil }) {
            throw Failure("sqlite.beside-exists", ["path": other])
        }
    }

    /// In a folder of its own until it is whole: only that one is ever removed.
    func load(_ files: RestoreFiles, as database: String, _ journal: Journal) async throws {
        guard let tree = files.tree else { throw Failure.nothingOfThis(id, files.id) }
        let place = place(database)
        let staging = place.removingLastComponent().appending(".garde-beside-\(name)-\(LocalTime.now().id)")
        try journal.record(id, Self.step, staging.string)
        try Durable.createFolder(staging)
        let staged = SQLiteFile(path: staging.appending(place.lastComponent?.string ?? ""))
        try await put(tree, as: staged, in: staging)
        guard staged.path.exists else { throw Failure.nothingOfThis(id, files.id) }
        try await prove(staged)
        try checkIsFree(place)
        try naming(place) { try Folder.open(staging).moveAll(to: Folder.open(place.removingLastComponent())) }
        try Durable.removeTree(staging)
    }

    /// The database, and what a safety copy has beside it, under the new name.
    private func put(_ tree: RestoreTree, as staged: SQLiteFile, in folder: FilePath) async throws {
        let names = zip(file.all, staged.all).map { ($0.names.last ?? [], $1.names.last ?? []) }
        let targets = Dictionary(names) { one, _ in one }
        try await tree.walk { reader in
            let (placer, staging) = (
                TreePlacer(limit: tree.contentBytes, setID: .drop), Staging(try Folder.open(folder))
            )
            while let member = try reader.next() {
                guard case .file = member.kind, let target = targets[try MemberPath(member.name).names.last ?? []]
                else { continue }
                try placer.place(member, from: reader, at: Spot(staging, MemberPath(names: [target])))
            }
            try placer.finish()
        }
    }

    /// Nil for a step of another way.
    func stagingBeside(_ entry: Journal.Entry) -> FilePath? {
        entry.step == Self.step ? FilePath(entry.text(0)) : nil
    }
}
