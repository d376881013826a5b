import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// A file of a folder away from this machine, as the store lists it.
package struct RemoteFile: Sendable, Hashable {
    /// What a backup's copy is known by, which is sent last, and who sends it.
    package static let manifest = "manifest.json"
    package static let claimEnding = ".sender"

    package let name: String
    package let bytes: Int
    /// Nil where the store gives none, or was not asked.
    package let digest: StoredDigest?

    /// Whether a file of this name is read before anything is thawed.
    static func isSmall(_ name: String) -> Bool { name.hasSuffix(manifest) || name.hasSuffix(claimEnding) }
}

/// A place away from this machine. Each call runs a tool; names begin at the destination: `<id>/<file>`.
package protocol RemoteStore: Sendable {
    var destination: Destination { get }
    /// The program that does it.
    var tool: String { get }

    /// The failure that no try can mend, as far as it shows without the network.
    func finding() async -> Failure?
    /// The names of the folders in the destination.
    func folders() async throws -> [String]
    /// The files of a folder; empty when there is none.
    func files(in folder: String, withDigests: Bool) async throws -> [RemoteFile]
    /// What lies in folders that are named like a backup: bytes by `<id>/<file>`.
    func sizes() async throws -> [String: Int]
    /// Sends a file, over whatever has its name.
    func put(_ file: FilePath, as name: String, _ hear: @escaping @Sendable (String) -> Void) async throws
    /// Writes the file to its standard output.
    func reader(of name: String) -> Invocation
    /// Puts files into `folder` under their whole names; those that are not there are left out.
    func fetch(_ names: [String], into folder: FilePath) async throws
    func remove(_ name: String) async throws
    /// Why a file cannot be removed yet; nil when nothing is known against it.
    func lock(on name: String) async throws -> Text?
    /// Whether the digest that the store lists is none of the content, since the store encrypted it.
    func hidesDigest(of name: String) async throws -> Bool
    /// What a person types so that a file in cold storage can be read.
    func thawCommand(for name: String) -> String
    /// What a person types to look into the destination with the same tool.
    var lookCommand: String { get }
}

extension RemoteStore {
    package var address: RemoteAddress { destination.address }

    package func lock(on name: String) async throws -> Text? { nil }
    package func hidesDigest(of name: String) async throws -> Bool { false }

    /// The content of a small file.
    package func content(of name: String) async throws -> [UInt8] {
        let memory = try FileDescriptor.inMemory([])
        defer { try? memory.close() }
        let child = Child(reader(of: name))
        try await within(.seconds(120)) { try await pipeline([child], into: memory) }
        try memory.seek(offset: 0, from: .start)
        return try memory.readAll()
    }

    /// What all of a file comes to, read back from the store.
    package func sha256(of name: String) async throws -> String {
        let tally = Tally()
        try await pipeline([Child(reader(of: name)), tally])
        return tally.result.sha256
    }
}

/// What this process's environment says of the stores.
package struct RemoteAccess: Sendable {
    private let own: @Sendable (String) -> String?

    package init(_ own: @escaping @Sendable (String) -> String? = { _ in nil }) { self.own = own }

    func value(_ variable: String) -> String? { own(variable) }

    /// Where an S3 is that is not Amazon's, by the names that Amazon's own tools know.
    var endpoint: String? { own("AWS_ENDPOINT_URL_S3") ?? own("AWS_ENDPOINT_URL") }

    /// An address with a login in it would show that as an argument, and in what tools say.
    var endpointFinding: Failure? {
        guard let endpoint else { return nil }
        guard let parts = URLParts(endpoint), ["http", "https"].contains(parts.scheme), parts.login == nil else {
            return .invalidEndpoint
        }
        return nil
    }

    var region: String? { own("AWS_REGION") ?? own("AWS_DEFAULT_REGION") }

    /// Whether a program is there to be run.
    func finds(_ program: String) -> Bool { findProgram(program) != nil }

    /// By aws where it is installed, else by rclone, which knows S3 too.
    package func store(for destination: Destination) -> any RemoteStore {
        destination.address.kind == .s3 && (finds("aws") || !finds("rclone"))
            ? AWSStore(destination: destination, access: self)
            : RcloneStore(destination: destination, access: self)
    }
}
