import GardeCore
public import GardeWords
package import GardeIO
import SystemPackage

/// A place away from this machine, and how files get there and back.
///
/// Names are those below `address`, with a slash between a backup's folder and its file: `20260315_020000/mail.tar.gz`.
/// A call that throws a `Failure` is not tried again, one that throws anything else is, three times and a few seconds
/// apart. Calls come one after the other for one place, on threads of their own: they may block, but not for ever.
public protocol Destination: Sendable {
    /// Where it is: the request has it.
    var address: DestinationAddress { get }

    /// The names of the folders there; none where nothing was ever sent.
    func folders() async throws -> [String]
    /// The files of one of these folders; none where there is no such folder. A digest that takes its time to find may be
    /// left out where nobody asks `withDigests`.
    func files(in folder: String, withDigests: Bool) async throws -> [CopiedFile]
    /// Sends the file at `path` of this machine, over whatever has its name there. When this has returned, the store keeps
    /// it; what is half sent must not be taken for the whole.
    func put(_ path: String, as name: String) async throws
    /// Hands over what a file holds, in pieces of any size.
    func read(_ name: String, _ write: @escaping @Sendable (_ bytes: [UInt8]) throws -> Void) async throws
    /// One that is not there is as good as removed.
    func remove(_ name: String) async throws

    // MARK: What may be left out

    /// The program that does it, as messages call it; left out, what addresses begin with.
    var tool: String { get }
    /// What a person types to look into the place without Garde.
    var lookCommand: String? { get }
    /// What no try can mend, as far as it shows without the network: a program that is missing, a setting.
    func finding() async -> Failure?
    /// Bytes by name of all files in all folders that are named like a backup.
    func sizes() async throws -> [String: Int]
    /// Puts files below `folder` of this machine, each under its whole name; those that are not there are left out.
    func fetch(_ names: [String], into folder: String) async throws
    /// Why a file cannot be removed yet, as in "locked until Monday"; nil when nothing is known against it.
    func lock(on name: String) async throws -> Text?
    /// Whether the digest that `files` gives is none of the content, since the store encrypts what it keeps.
    func hidesDigest(of name: String) async throws -> Bool
}

extension Destination {
    public var tool: String { address.scheme }
    public var lookCommand: String? { nil }
    public func finding() async -> Failure? { nil }
    public func lock(on name: String) async throws -> Text? { nil }
    public func hidesDigest(of name: String) async throws -> Bool { false }

    public func sizes() async throws -> [String: Int] {
        var found: [String: Int] = [:]
        for folder in try await folders() where LocalTime.isID(folder) {
            for file in try await files(in: folder, withDigests: false) { found["\(folder)/\(file.name)"] = file.bytes }
        }
        return found
    }

    public func fetch(_ names: [String], into folder: String) async throws {
        for (id, names) in Dictionary(grouping: names, by: { String($0.prefix { $0 != "/" }) }) {
            let there = Set(try await files(in: id, withDigests: false).map { "\(id)/\($0.name)" })
            for name in names where there.contains(name) {
                let path = FilePath(folder).appending(name)
                try Durable.createFolders(path.removingLastComponent())
                try? Durable.remove(path)
                try await Durable.create(path) { file in
                    try await pipeline([Reading(place: self, name: name)], into: file)
                }
            }
        }
    }
}

/// A place whose tool sends several files at a time faster than one after the other.
package protocol SendsTogether: Destination {
    /// Sends these files of `folder` of this machine, each under its own name, to the folder `id` there; as `put` else.
    func put(_ names: [String], of folder: String, to id: String) async throws
}

/// A place of which it is known what its digests are made of.
package protocol ForeseesDigests: Destination {
    /// The kind of digest, without digits, that a file of so many bytes will have once it is sent; most do.
    func foreseen(_ bytes: Int) -> StoredDigest
    /// The size of the parts that a file came in, asked of the store; `files` takes for granted what most have.
    func partSize(of name: String) async throws -> Int?
}

extension Destination {
    /// The content of a small file.
    package func content(of name: String) async throws -> [UInt8] {
        let memory = try FileDescriptor.inMemory([])
        defer { try? memory.close() }
        try await within(.seconds(120)) { try await pipeline([Reading(place: self, name: name)], into: memory) }
        try memory.seek(offset: 0, from: .start)
        return try memory.readAll()
    }

    /// What all of a file comes to, read back from the store; `count` hears how many bytes came.
    package func sha256(
        of name: String, _ count: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> String {
        let tally = Tally()
        try await pipeline([Reading(place: self, name: name, count: count), tally])
        return tally.result.sha256
    }
}

private struct Reading: Filter {
    let place: any Destination
    let name: String
    var count: @Sendable (Int) -> Void = { _ in }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await place.read(name) { bytes in
            count(bytes.count)
            try output.writeAll(bytes)
        }
    }
}

/// The last step of a pipeline, which hands over what comes.
struct HandingOver: Filter {
    private let write: @Sendable ([UInt8]) throws -> Void

    init(_ write: @escaping @Sendable ([UInt8]) throws -> Void) { self.write = write }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try input.forEachChunk(write) }
}

/// A file of a place away from this machine, as the store lists it.
public struct CopiedFile: Sendable, Hashable {
    /// What a backup's copy is known by, which is sent last, and who sends it.
    package static let manifest = "manifest.json"
    package static let claimEnding = ".sender"
    /// Where the program itself lies, beside the backups.
    package static let programFolder = "garde"

    package let name: String
    package let bytes: Int
    /// Nil where the store gives none, or was not asked.
    package let digest: StoredDigest?

    package init(name: String, bytes: Int, digest: StoredDigest?) {
        (self.name, self.bytes, self.digest) = (name, bytes, digest)
    }

    /// `name` is that in its folder. Without `sha256`, in hexadecimal digits, every file is read back after it was sent.
    public init(_ name: String, bytes: Int, sha256: String? = nil) {
        self.init(name: name, bytes: bytes, digest: sha256.map { .sha256($0.lowercased()) })
    }

    /// Whether a file of this name is read before anything is thawed.
    static func isSmall(_ name: String) -> Bool {
        name.hasSuffix(manifest) || name.hasSuffix(claimEnding) || name.hasPrefix(programFolder + "/")
    }
}
