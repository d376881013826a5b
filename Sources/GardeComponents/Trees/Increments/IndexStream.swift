import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Writes records in the order of their paths: each path as what it does not share with the one before.
///
/// A record: kind (and a bit for extended attributes), bytes shared, bytes that follow, these, inode as a difference, content (8), change (4), and of a
/// folder its device, and its rights (4) where the first byte has their bit. Numbers without a size are of seven bits a byte, the lowest first. None crosses a block's end.
struct IndexWriter {
    /// The longest path fits: no tree is deeper than 512 folders.
    private static let room = 1 << 18

    fileprivate static let extended: UInt8 = 0x80, withRights: UInt8 = 0x40

    private let blocks: GzipBlockWriter
    private var block: [UInt8] = []
    private var path: [UInt8] = []
    private var inode: UInt64 = 0
    private(set) var count = 0

    init(_ file: FileDescriptor) { blocks = GzipBlockWriter(file) }

    mutating func write(_ record: IndexRecord) throws {
        count += 1
        let bits = (record.isExtended ? Self.extended : 0) | (record.rights != 0 ? Self.withRights : 0)
        block.append(record.kind.rawValue | bits)
        let shared = path.shared(with: record.path.bytes)
        block.append(number: UInt64(shared))
        block.append(number: UInt64(record.path.bytes.count - shared))
        block.append(contentsOf: record.path.bytes[shared...])
        let step = Int64(bitPattern: record.inode &- inode)
        block.append(number: UInt64(bitPattern: step << 1 ^ step >> 63))
        block.append(fixed: record.content)
        block.append(fixed: record.change)
        if record.kind == .folder { block.append(number: record.device) }
        if record.rights != 0 { block.append(fixed: record.rights) }
        (path, inode) = (record.path.bytes, record.inode)
        if block.count > GzipBlockWriter.most - Self.room { try flush() }
    }

    mutating func finish() throws {
        if !block.isEmpty { try flush() }
        try blocks.finish()
    }

    private mutating func flush() throws {
        try blocks.write(block)
        block.removeAll(keepingCapacity: true)
    }
}

/// Reads the records that `IndexWriter` wrote, one after the other; throws `GzipFailed` for what it cannot have written.
struct IndexReader {
    private let blocks: GzipBlockReader
    private var block: [UInt8] = []
    private var place = 0
    private(set) var count = 0
    /// The record that was read last; meaningless before the first and after the last.
    private(set) var record = IndexRecord()
    private(set) var isThere = true

    init(_ file: FileDescriptor) { blocks = GzipBlockReader(file) }

    /// Goes on to the next record; `isThere` is false behind the last one.
    mutating func advance() throws {
        guard isThere else { return }
        if place == block.count {
            guard let next = try blocks.next() else { return isThere = false }
            (block, place) = (next, 0)
        }
        count += 1
        let first = try byte()
        let kind = IndexRecord.Kind(rawValue: first & ~(IndexWriter.extended | IndexWriter.withRights))
        guard let kind else { throw GzipFailed.damaged }
        (record.kind, record.isExtended) = (kind, first & IndexWriter.extended != 0)
        let (shared, added) = (Int(clamping: try number()), Int(clamping: try number()))
        guard shared <= record.path.bytes.count, added <= block.count - place else { throw GzipFailed.damaged }
        record.path.bytes.removeLast(record.path.bytes.count - shared)
        block.withUnsafeBufferPointer {
            record.path.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[place..<place + added]))
        }
        place += added
        let step = try number()
        record.inode = record.inode &+ (step >> 1 ^ (0 &- (step & 1)))
        (record.content, record.change) = (try fixed(8), UInt32(try fixed(4)))
        record.device = kind == .folder ? try number() : 0
        record.rights = first & IndexWriter.withRights != 0 ? UInt32(try fixed(4)) : 0
    }

    private mutating func byte() throws -> UInt8 {
        guard place < block.count else { throw GzipFailed.damaged }
        defer { place += 1 }
        return block[place]
    }

    private mutating func fixed(_ size: Int) throws -> UInt64 {
        guard size <= block.count - place else { throw GzipFailed.damaged }
        var value: UInt64 = 0
        for offset in 0..<size { value |= UInt64(block[place + offset]) << (8 * offset) }
        place += size
        return value
    }

    private mutating func number() throws -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7f) << shift
            if next & 0x80 == 0 { return value }
            shift += 7
        }
        throw GzipFailed.damaged
    }
}

extension [UInt8] {
    /// The lowest byte first.
    fileprivate mutating func append(fixed number: some FixedWidthInteger & UnsignedInteger) {
        for place in 0..<number.bitWidth / 8 { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }

    fileprivate mutating func append(number: UInt64) {
        var rest = number
        while rest > 0x7f {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}
