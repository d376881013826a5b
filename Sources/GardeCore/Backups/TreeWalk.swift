package import GardeWords
package import GardeIO
import Synchronization
package import SystemPackage

/// The last filter of a pipeline: hands its input to a reader of tars.
package struct TarSink: Filter {
    let body: @Sendable (TarReader) throws -> Void

    package init(body: @escaping @Sendable (TarReader) throws -> Void) {
        self.body = body
    }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try body(try TarReader(input)) }
}

extension RestoreFile {
    /// Undoes the file's encodings and gives the tar within to `body`, on a thread of its own.
    package func walk<Value: Sendable>(_ body: @escaping @Sendable (TarReader) throws -> Value) async throws -> Value {
        let result = Mutex<Value?>(nil)
        let sink = TarSink { reader in
            let value = try body(reader)
            result.withLock { $0 = value }
        }
        try await pipeline(source + [sink])
        guard let value = result.withLock({ $0 }) else { throw CancellationError() }
        return value
    }
}

/// Runs what blocks on a thread of its own.
package func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(executorPreference: OwnThread()) { try work() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

extension Failure {
    /// What an administrator reads when an archive holds something that must not be placed.
    package static func entryRefused(_ component: Component.ID, _ refused: EntryRefused) -> Failure {
        let name = shown(refused.entry)
        return Failure("files.entry-refused", ["component": component, "name": name, "why": refused.reason.text])
    }

    package static func entryRefused(_ refused: EntryRefused, in path: String) -> Failure {
        let name = shown(refused.entry)
        return Failure("files.entry-not-restored", ["path": path, "name": name, "why": refused.reason.text])
    }

    package static func entryRefused(_ refused: EntryRefused) -> Failure {
        Failure("files.entry-refused", .verbatim(shown(refused.entry)), why: refused.reason.text)
    }
}

extension EntryRefused {
    /// Nobody could place it: the archive is not what was written.
    package var isDamaged: Bool { if case .fault = reason { true } else { false } }
}

extension EntryRefused.Reason {
    var text: Text {
        switch self {
        case .fault(.damaged): Text("files.entry-damaged")
        case .fault(.sizeConflict): Text("files.entry-two-sizes")
        case .fault(.nulInName): Text("files.entry-nul-in-name")
        case .fault(.unknownKind): Text("files.entry-unknown-kind")
        case .emptyName: Text("files.empty-name")
        case .absoluteName: Text("files.absolute-name")
        case .leavesFolder: Text("files.leaves-folder")
        case .doubled:
            Text("files.doubled")
        case .device: Text("files.device")
        case .setID: Text("files.set-id")
        case .tooLong: Text("files.too-long")
        case .tooDeep: Text("files.too-deep")
        case .throughLink: Text("files.through-link")
        case .linkTarget: Text("files.link-target")
        case .tooBigHere:
            Text("files.too-big-here")
        case .tooLarge(let expected):
            Text("files.too-large", ["expected": expected])
        }
    }
}

/// The name of a member as people write it, a folder's without the slash.
package func shown(_ name: [UInt8]) -> String { visible(name.last == 0x2f ? name.dropLast() : name[...]) }
