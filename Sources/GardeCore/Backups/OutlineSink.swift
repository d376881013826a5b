package import GardeIO
import Synchronization
package import SystemPackage

/// The last filter of an archive's pipeline: reads its outline, and lets somebody else read its members in the same pass.
package final class OutlineSink: Filter {
    private let isBase: Bool
    private let keepsMembers: Bool
    private let alongside: (@Sendable (any MemberReader) -> Void)?
    private let holding: @Sendable (MemberPath, _ isFolder: Bool) -> Outline.Holding
    private let found = Mutex<Outline?>(nil)

    /// `alongside` may stop before the last member; what it has against them is its own.
    package init(
        isBase: Bool, keepsMembers: Bool = false, alongside: (@Sendable (any MemberReader) -> Void)? = nil,
        holding: @escaping @Sendable (MemberPath, _ isFolder: Bool) -> Outline.Holding = { _, _ in .content }
    ) {
        (self.isBase, self.keepsMembers, self.alongside) = (isBase, keepsMembers, alongside)
        self.holding = holding
    }

    /// Nil until an archive was read to its end.
    package var result: Outline? { found.withLock { $0 } }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let reader = OutlineReader(
            try TarReader(input), isBase: isBase, keepsMembers: keepsMembers, holding: holding)
        alongside?(reader)
        let outline = try reader.outline()
        found.withLock { $0 = outline }
    }
}
