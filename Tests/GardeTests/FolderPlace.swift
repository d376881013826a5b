import Garde
import GardeCore
import GardeTestSupport
import GardeDestinations
import GardeIO
import Synchronization
import SystemPackage

/// A place of copies that is a folder here: without digests, and down, or up for a while, as a test wants it.
struct FolderPlace: DestinationWord {
    /// What a test does with the place, and what was done there.
    final class State: Sendable {
        private let state = Mutex(
            (down: false, failsTogether: 0, refused: String?.none, reads: [String](), puts: [String]()))
        /// What happens there before a file of this name comes.
        private let meanwhile = Mutex<(@Sendable (_ name: String) async -> Void)?>(nil)

        init() {}

        var isDown: Bool {
            get { state.withLock { $0.down } }
            set { state.withLock { $0.down = newValue } }
        }

        /// How many times sending several together ends after the first file.
        var failsTogether: Int {
            get { state.withLock { $0.failsTogether } }
            set { state.withLock { $0.failsTogether = newValue } }
        }

        /// Nothing is taken whose name has this in it.
        var refused: String? {
            get { state.withLock { $0.refused } }
            set { state.withLock { $0.refused = newValue } }
        }

        /// Names, as they were read to their ends.
        var reads: [String] { state.withLock { $0.reads } }
        /// Names, as they were sent, those that were sent together in one.
        var puts: [String] { state.withLock { $0.puts } }

        func before(_ happens: @escaping @Sendable (_ name: String) async -> Void) {
            meanwhile.withLock { $0 = happens }
        }

        fileprivate func read(_ name: String) { state.withLock { $0.reads.append(name) } }
        fileprivate func put(_ name: String) async {
            await meanwhile.withLock { $0 }?(name)
            state.withLock { $0.puts.append(name) }
        }
        fileprivate func takesFailure() -> Bool {
            state.withLock { state in
                guard state.failsTogether > 0 else { return false }
                state.failsTogether -= 1
                return true
            }
        }
    }

    let state: State

    init(_ state: State) { self.state = state }

    static func == (one: Self, other: Self) -> Bool { one.state === other.state }
    func hash(into hasher: inout Hasher) {}

    func takes(_ address: DestinationAddress) -> Bool { address.scheme == "folder" }

    func destination(_ request: DestinationRequest) -> any Destination {
        FolderDestination(address: request.address, state: state)
    }
}

private struct FolderDestination: SendsTogether {
    struct Down: Error {}

    let address: DestinationAddress
    let state: FolderPlace.State

    private var root: FilePath { FilePath(address.path) }

    func finding() async -> Failure? { state.isDown ? Failure("folder.down", Text("the folder is down", fr: "")) : nil }

    private func names(in folder: FilePath) throws -> [String] {
        guard folder.exists else { return [] }
        return try Folder.open(folder).entries().map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    func folders() throws -> [String] { try names(in: root) }

    func files(in folder: String, withDigests: Bool) throws -> [CopiedFile] {
        try names(in: root.appending(folder)).map {
            CopiedFile($0, bytes: Int(try root.appending(folder).appending($0).stat().size))
        }
    }

    func put(_ path: String, as name: String) async throws {
        if let refused = state.refused, name.contains(refused) { throw Down() }
        await state.put(name)
        try copy(FilePath(path), name)
    }

    func put(_ names: [String], of folder: String, to id: String) async throws {
        await state.put(names.joined(separator: " "))
        let fails = state.takesFailure()
        for name in fails ? Array(names.prefix(1)) : names {
            try copy(FilePath(folder).appending(name), "\(id)/\(name)")
        }
        if fails { throw Down() }
    }

    private func copy(_ path: FilePath, _ name: String) throws {
        let target = root.pushing(FilePath(name))
        try Durable.createFolders(target.removingLastComponent())
        let file = try FileDescriptor.open(
            target, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
        _ = try file.thenClose { try file.writeAll(try path.read()) }
    }

    func read(_ name: String, _ write: @escaping @Sendable ([UInt8]) throws -> Void) throws {
        state.read(name)
        try write(try root.pushing(FilePath(name)).read())
    }

    func remove(_ name: String) throws { try? Durable.remove(root.pushing(FilePath(name))) }
}
