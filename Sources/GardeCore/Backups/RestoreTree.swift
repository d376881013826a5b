package import GardeIO
import Synchronization
import SystemPackage

/// A tree as a backup has it: in one archive, or in a chain of them.
package struct RestoreTree: Sendable {
    /// The base first.
    let archives: [RestoreFile]
    /// Nil for a single archive.
    let succession: Succession?

    package init(archives: [RestoreFile], succession: Succession?) {
        (self.archives, self.succession) = (archives, succession)
    }

    /// No less than what all entries hold.
    package var contentBytes: Int { archives.reduce(0) { $0 + $1.contentBytes } }

    /// Only what is selected, under its own name.
    package func selecting(_ selection: Selection) -> RestoreTree {
        RestoreTree(archives: archives, succession: (succession ?? Succession([Outline()])).selecting(selection))
    }

    /// Undoes the files' encodings and gives the members within to `body`, on a thread of its own.
    package func walk<Value: Sendable>(_ body: @escaping @Sendable (any MemberReader) throws -> Value) async throws
        -> Value
    {
        guard let succession else { return try await archives[0].walk { try body($0) } }
        let result = Mutex<Value?>(nil)
        try await GardeCore.walk(archives) { next in
            let value = try body(ChainReader(succession, next))
            result.withLock { $0 = value }
        }
        guard let value = result.withLock({ $0 }) else { throw CancellationError() }
        return value
    }
}
