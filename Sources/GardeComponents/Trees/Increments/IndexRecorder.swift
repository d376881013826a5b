import GardeCore
import GardeIO

/// Notes what goes into an archive, for the index of its backup.
final class IndexRecorder {
    /// A change within so many seconds may not show in the time of the inode's last change.
    private static let resolution = 2

    private let add: (IndexRecord) throws -> Void

    init(_ add: @escaping (IndexRecord) throws -> Void) { self.add = add }

    /// A message or another file, looked at before it was read; `isWhole` when what was stored is what was there.
    func note(file name: [UInt8], _ facts: FileFacts, isExtended: Bool, isMessage: Bool, isWhole: Bool) throws {
        var record = IndexRecord(TreePath(member: name), facts, isExtended: isExtended)
        if !isWhole { record.content = 0 }
        if !isMessage, facts.changed.seconds + Self.resolution >= FileTime.now().seconds { record.change = 0 }
        try add(record)
    }

    /// A folder, a link, a FIFO.
    func note(_ name: [UInt8], _ facts: FileFacts, isExtended: Bool = false) throws {
        try add(IndexRecord(TreePath(member: name), facts, isExtended: isExtended))
    }
}
