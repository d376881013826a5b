import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What was brought back from a place away from this machine, below BACKUP_ROOT for as long as it is needed.
struct Fetched: Sendable {
    /// Beginning of the folder's name, before the process; the next run sweeps one that was left.
    private static let name = ".fetched-"
    /// A place with more than that holds others' things, or an attacker's.
    private static let most = 20_000

    let store: any Destination
    let backupRoot: FilePath
    let console: any Reporter

    /// What an increment builds on may be taken from BACKUP_ROOT too; else a copy stands by itself.
    var usesBackupsHere = true

    var folder: FilePath { backupRoot.appending(ownedName(Self.name)) }

    /// Takes away what was fetched; nothing there is no error.
    func remove() { try? Durable.removeTree(folder) }

    /// Takes away what this process and ended ones left; while somebody sends, who may be in another container, its own.
    static func sweep(_ backupRoot: FilePath) {
        sweepOwned(by: name, in: backupRoot, isOwnAlone: RunLock.sender(backupRoot, .anybody) != nil)
    }

    /// The folders there that are named like a backup, newest first.
    func ids() async throws -> [String] {
        let names = try await withRetries(console, store.address.url) { try await store.folders() }
        let ids = names.filter { LocalTime.isID($0) }.sorted(by: >)
        if ids.count > Self.most { console.warning(.tooManyThere(ids.count, store.address)) }
        return Array(ids.prefix(Self.most))
    }

    /// Fetches the manifests of these; one without is no backup.
    func manifests(_ ids: [String]) async throws {
        try prepare()
        // As many at a time as fit on a command line.
        for start in stride(from: 0, to: ids.count, by: 1000) {
            try await bring(ids[start...].prefix(1000).map { "\($0)/\(CopiedFile.manifest)" })
        }
    }

    /// Fetches the files of these components, all when nil, of a backup whose manifest is here, and of what it builds on.
    func files(of id: String, _ components: Set<Component.ID>?) async throws {
        let whole = try manifest(id)
        var names = try await wanted(whole, components)
        let places = usesBackupsHere ? [folder, backupRoot] : [folder]
        for component in whole.increments.keys.sorted() where components?.contains(component) != false {
            let chain = try Chain(of: folder.appending(id), whole, component, in: places)
            names = try await wanted(Array(chain.links.dropLast()), component) + names
        }
        try await fetch(names, of: id)
    }

    /// Fetches what an increment that lies here builds on and that is gone from here.
    func links(of backup: FoundBackup, _ component: Component.ID) async throws {
        guard let manifest = backup.manifest, let base = manifest.lineage(of: component)?.base else { return }
        if let finding = await store.finding() { throw finding }
        let id = manifest.backup.id
        try await manifests(ids().filter { base <= $0 && $0 < id })
        let places = [backup.folder.removingLastComponent(), backupRoot, folder]
        let links = try Chain(of: backup.folder, manifest, component, in: places).links
        try await fetch(wanted(links, component), of: id)
    }

    private func fetch(_ names: [(name: String, bytes: Int)], of id: String) async throws {
        let missing = names.filter { (try? folder.appending($0.name).stat())?.size != Int64($0.bytes) }
        let (bytes, free) = (missing.reduce(0) { $0 + $1.bytes }, try room(at: folder).free)
        guard bytes < free else { throw Failure.notEnoughRoom(backupRoot.string, bytes, free) }
        console.info(.fetching(id, store.address, bytes))
        try await bring(missing, of: id, bytes)
        for file in missing where (try? folder.appending(file.name).stat())?.size != Int64(file.bytes) {
            throw Failure.farMissing(file.name, store.address)
        }
    }

    func manifest(_ id: String) throws(Failure) -> Manifest {
        let look = Manifest.look(in: folder.appending(id))
        if case .read(let manifest) = look { return manifest }
        throw look.refusal("\(store.address.url)/\(id)/\(CopiedFile.manifest)") ?? .noCopy(id, store.address)
    }

    /// Of those links whose manifests were fetched.
    private func wanted(
        _ links: [Chain.Link], _ component: Component.ID
    ) async throws -> [(name: String, bytes: Int)] {
        var names: [(name: String, bytes: Int)] = []
        for link in links where link.folder.removingLastComponent() == folder {
            names += try await wanted(link.manifest, [component])
        }
        return names
    }

    private func wanted(_ manifest: Manifest, _ components: Set<Component.ID>?) async throws -> [(
        name: String, bytes: Int
    )] {
        let id = manifest.backup.id
        let files: [(name: String, component: Component.ID?, bytes: Int)]
        if let listed = manifest.files {
            files = listed.map { ($0.name, $0.component, $0.bytes) }
        } else {
            // The bash pair's manifests name no files.
            files = try await withRetries(console, id) { try await store.files(in: id, withDigests: false) }
                .map { ($0.name, FileNames.backup(id: id).read($0.name)?.component, $0.bytes) }
                .filter { $0.1 != nil }
        }
        var found: [(name: String, bytes: Int)] = []
        for file in files where components == nil || file.component.map({ components?.contains($0) == true }) == true {
            guard file.name.isPlainName else { throw Failure.unknownFile(file.name) }
            found.append(("\(id)/\(file.name)", file.bytes))
        }
        return found
    }

    private func prepare() throws {
        try Durable.createFolders(backupRoot)
        try Durable.createFolders(folder)
        console.call(folder.string, by: store.address.url)
    }

    /// With a line of progress, by what has landed so far.
    private func bring(_ files: [(name: String, bytes: Int)], of id: String, _ total: Int) async throws {
        let (meter, landing) = (Meter(), Landing(files, in: folder))
        console.track(id, meter, total: total)
        defer { console.untrack(id) }
        try await console.withProgress {
            try await console.following(meter, { landing.bytes }) { try await bring(files.map(\.name)) }
        }
    }

    private func bring(_ names: [String]) async throws {
        guard !names.isEmpty else { return }
        try await withRetries(console, store.address.url) { try await store.fetch(names, into: folder.string) }
    }
}

extension String {
    /// Of no meaning to a shell, a pattern or a path.
    fileprivate var isPlainName: Bool {
        !hasPrefix(".") && !hasPrefix("-")
            && utf8.allSatisfy { byte in
                "._-".utf8.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            }
    }
}

extension Failure {
    static func noCopies(_ address: DestinationAddress) -> Failure {
        Failure("copy.no-copies", ["url": address.url])
    }

    static func noCopy(_ id: String, _ address: DestinationAddress) -> Failure {
        Failure("copy.no-copy", ["id": id, "url": address.url, "programPath": programWord])
    }

    static func farMissing(_ name: String, _ address: DestinationAddress) -> Failure {
        Failure("copy.far-missing", ["url": address.url, "name": name, "programPath": programWord])
    }

}

extension Text {
    static func fetching(_ id: String, _ address: DestinationAddress, _ bytes: Int) -> Text {
        return Text("copy.fetching", ["id": id, "url": address.url, "bytes": Bytes(bytes)])
    }

    static func tooManyThere(_ count: Int, _ address: DestinationAddress) -> Text {
        Text("copy.too-many-there", ["url": address.url, "count": count])
    }
}
