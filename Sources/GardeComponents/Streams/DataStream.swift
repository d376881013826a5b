public import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// Data that can be written as one stream of bytes, and replaced by such a stream: what a package of its own adds to Garde.
///
/// A recipe names a value of it: `source("directory", Directory(…))`. What a method throws is shown as the reason; a
/// `Failure` of one's own says it in both languages, with the next command to type. Methods run on threads of their own
/// and may block; side by side with other components, except where services are stopped.
public protocol DataStream: Sendable, Hashable {
    /// Throws what stands against saving it. Changes nothing; a dry run asks this too.
    func check(_ platform: PlatformAccess) async throws

    /// Writes the data in pieces of any size. A stream without a byte is a failure; what the run then lacks is said.
    func save(_ platform: PlatformAccess, _ write: @Sendable (_ bytes: [UInt8]) throws -> Void) async throws

    /// Throws where the stream is cut or is nothing that `load` can read; `read` gives nil behind its end.
    ///
    /// Looks at nothing else. Asked while a stream is saved, and before a restore changes anything.
    func inspect(_ read: @Sendable () throws -> [UInt8]?) async throws

    /// Throws what stands against `load`. Changes nothing; asked before anything is stopped.
    func checkTarget(_ platform: PlatformAccess) async throws

    /// Replaces all that is there by the stream; `read` gives nil behind its end, which has to be reached.
    ///
    /// Called again with what was there before when a restore is taken back, also by a later process, and also after a
    /// load that was killed half-way.
    func load(_ platform: PlatformAccess, _ read: @Sendable () throws -> [UInt8]?) async throws

    /// Throws where what is there now is not what the stream says, which was just loaded.
    func compare(_ platform: PlatformAccess, _ read: @Sendable () throws -> [UInt8]?) async throws

    /// What of a server is saved, such as a database's name rather than an address: a backup of another one is not taken
    /// for this one's. It stands in the manifest and in messages, without the login of an address; `value` gives what a
    /// setting holds.
    func subject(_ value: (Setting) -> String?) -> String?

    /// The command that reads the stream on its standard input where Garde is not at hand.
    var commandByHand: String? { get }

    /// What it is authenticated by: taken from the environment of every child, given by `PlatformAccess`.
    var secrets: [Secret] { get }
}

extension DataStream {
    public func check(_ platform: PlatformAccess) async throws {}
    public func inspect(_ read: @Sendable () throws -> [UInt8]?) async throws {}
    public func checkTarget(_ platform: PlatformAccess) async throws {}
    public func compare(_ platform: PlatformAccess, _ read: @Sendable () throws -> [UInt8]?) async throws {}
    public func subject(_ value: (Setting) -> String?) -> String? { nil }
    public var commandByHand: String? { nil }
    public var secrets: [Secret] { [] }
}

/// Data of a kind that a package of its own knows how to save.
public func source(
    _ name: String, _ data: some DataStream, suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    Source.word(name, kind: StreamKind(stream: data), usedBy: services, suspectBelow: suspectBelow)
}

struct StreamKind<Stream: DataStream>: ComponentKind {
    let stream: Stream

    func capture(_ request: CaptureRequest) -> any Capture {
        StreamCapture(stream: stream, platform: request.site.access(request.source.id))
    }

    func restorer(_ request: LoadRequest) -> any Load {
        StreamLoad(request, DataStreamTarget(stream: stream, platform: request.site.access(request.source.id)))
    }

    func subject(_ site: Site) -> String? { stream.subject(site.value).map(URLParts.withoutLogin) }
    var secrets: [Secret] { stream.secrets }

    func byHand(_ content: (Part) -> String) -> [String] {
        [stream.commandByHand.map { "\(content(.data)) | \($0)" } ?? "\(content(.data)) > FILE"]
    }
}

extension Site {
    fileprivate func access(_ component: Component.ID) -> PlatformAccess {
        PlatformAccess(site: self, component: component)
    }
}

private struct StreamCapture<Stream: DataStream>: Capture {
    let stream: Stream
    let platform: PlatformAccess

    var id: Component.ID { platform.component }

    func parts() -> [Part] { [.data] }

    func check() async throws { try await stream.check(platform) }

    func save(to files: ComponentFiles) async throws {
        try await files.store(
            .data, [Written(stream: stream, platform: platform), Inspected(stream: stream), NotEmpty()])
    }
}

private struct DataStreamTarget<Stream: DataStream>: StreamTarget {
    let stream: Stream
    let platform: PlatformAccess

    func analyze(_ file: RestoreFile?) async throws {
        if let file { try await read(file) { try await stream.inspect($0) } }
        try await stream.checkTarget(platform)
    }

    func load(_ file: RestoreFile) async throws {
        let loads = Read { try await stream.load(platform, $0) }
        try await pipeline(file.source + [ReadsAll(loader: platform.component.name, filter: loads)])
    }

    func check(_ file: RestoreFile) async throws {
        try await read(file) { try await stream.compare(platform, $0) }
    }

    /// Who looks need not look to the end.
    private func read(
        _ file: RestoreFile, _ body: @escaping @Sendable (@Sendable () throws -> [UInt8]?) async throws -> Void
    ) async throws {
        let looks = Read { read in
            try await body(read)
            while try read() != nil {}
        }
        try await pipeline(file.source + [looks])
    }
}

// MARK: In a pipeline

/// The bytes of one piece that is handed over.
private let pieceBytes = 1 << 17

private struct Written<Stream: DataStream>: Filter {
    let stream: Stream
    let platform: PlatformAccess

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await stream.save(platform) { try output.writeAll($0) }
    }
}

/// Passes on what the stream's own inspection sees.
private struct Inspected<Stream: DataStream>: Filter {
    let stream: Stream

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let read: @Sendable () throws -> [UInt8]? = {
            let bytes = try input.read(upTo: pieceBytes)
            try output.writeAll(bytes)
            return bytes.isEmpty ? nil : bytes
        }
        try await stream.inspect(read)
        while try read() != nil {}
    }
}

private struct Read: Filter {
    let body: @Sendable (@Sendable () throws -> [UInt8]?) async throws -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await body {
            let bytes = try input.read(upTo: pieceBytes)
            return bytes.isEmpty ? nil : bytes
        }
    }
}
