import GardeCore
import GardeIO
import SystemPackage

/// Brings records into the order of their paths, as bytes and in bounded memory.
final class IndexSorter {
    /// A record without its path.
    fileprivate struct Rest: BitwiseCopyable {
        let inode: UInt64
        let device: UInt64
        let content: UInt64
        let change: UInt32
        let rights: UInt32
        let kind: IndexRecord.Kind
        let isExtended: Bool
    }

    private let sorter: KeySorter

    /// `folder` is where what memory is not for lies, in a file without a name.
    init(in folder: FilePath) { sorter = KeySorter(scratch: folder, valueSize: MemoryLayout<Rest>.size) }

    func add(_ record: IndexRecord) throws {
        try withUnsafeBytes(of: Rest(record)) { try sorter.add(record.path.bytes, $0) }
    }

    /// Hands all records to `body` in order; of several for one path, the one that was added last.
    func drain(_ body: (IndexRecord) throws -> Void) throws {
        try sorter.drain { path, rest in
            try body(rest.loadUnaligned(as: Rest.self).record(TreePath(bytes: path)))
        }
    }
}

extension IndexSorter.Rest {
    fileprivate init(_ record: IndexRecord) {
        self.init(
            inode: record.inode, device: record.device, content: record.content, change: record.change,
            rights: record.rights, kind: record.kind, isExtended: record.isExtended)
    }

    fileprivate func record(_ path: TreePath) -> IndexRecord {
        IndexRecord(
            path: path, kind: kind, isExtended: isExtended, inode: inode, device: device, content: content,
            change: change, rights: rights)
    }
}
