internal import SystemPackage

/// Writes entries in the order of their keys into a part of a file: each key as what it does not share with the one before.
///
/// An entry: bytes shared (4), bytes that follow (4), these, the value.
struct RunWriter {
    private static let buffer = 1 << 16

    private let file: FileDescriptor
    private let start: Int
    private var end: Int
    private var key: [UInt8] = []
    private var waiting: [UInt8] = []

    init(_ file: FileDescriptor, at place: Int) { (self.file, start, end) = (file, place, place) }

    mutating func write(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws {
        let shared = self.key.withUnsafeBytes { $0.shared(with: key) }
        for count in [shared, key.count - shared] { withUnsafeBytes(of: UInt32(count)) { waiting += $0 } }
        waiting += key[shared...]
        waiting += value
        self.key.replace(with: key)
        if waiting.count > Self.buffer { try flush() }
    }

    /// Gives the part that was written.
    mutating func finish() throws -> Range<Int> {
        try flush()
        return start..<end
    }

    private mutating func flush() throws {
        try waiting.withUnsafeBytes { try file.writeAll($0, at: end) }
        end += waiting.count
        waiting.removeAll(keepingCapacity: true)
    }
}

/// Reads what `RunWriter` wrote.
struct RunReader {
    private let file: FileDescriptor
    private let valueSize: Int
    private let size: Int
    /// What is still in the file.
    private var rest: Range<Int>
    private var buffer: [UInt8] = []
    private var place = 0
    private(set) var key: [UInt8] = []
    private(set) var value: [UInt8] = []

    init(_ file: FileDescriptor, _ part: Range<Int>, valueSize: Int, buffer: Int) {
        (self.file, rest, self.valueSize, size) = (file, part, valueSize, buffer)
    }

    /// Goes on to the next entry; false at the end.
    mutating func advance() throws -> Bool {
        if place == buffer.count && rest.isEmpty { return false }
        let (shared, added) = (try count(), try count())
        key.removeLast(key.count - shared)
        key += try take(added)
        value.replace(with: try take(valueSize))
        return true
    }

    private mutating func count() throws -> Int {
        let bytes = try take(MemoryLayout<UInt32>.size)
        return Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
    }

    private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        if buffer.count - place < count { try fill(count) }
        defer { place += count }
        return buffer[place..<place + count]
    }

    private mutating func fill(_ count: Int) throws {
        buffer.removeFirst(place)
        place = 0
        let wanted = min(max(size, count) - buffer.count, rest.count)
        buffer += try file.read(at: rest.lowerBound, wanted)
        rest = rest.lowerBound + wanted..<rest.upperBound
        guard buffer.count >= count else { throw Errno.ioError }
    }
}

/// Reads several runs as one, in the order of keys; of keys alike, that of the last run.
struct RunMerge {
    private var readers: [RunReader]
    /// Those that are not at their end, as a heap: each comes before both that it stands above.
    private var heap: [Int] = []
    private(set) var key: [UInt8] = []
    private(set) var value: [UInt8] = []

    init(_ runs: [RunReader]) throws {
        readers = runs
        for run in runs.indices where try readers[run].advance() { heap.append(run) }
        for place in heap.indices.reversed() { sink(place) }
    }

    /// Goes on to the next key; false at the end.
    mutating func next() throws -> Bool {
        guard let first = heap.first else { return false }
        key.replace(with: readers[first].key)
        value.replace(with: readers[first].value)
        repeat { try step() } while heap.first.map { readers[$0].key.isSame(as: key) } == true
        return true
    }

    private mutating func step() throws {
        if try !readers[heap[0]].advance() {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink(0)
    }

    private mutating func sink(_ start: Int) {
        var (place, least) = (start, start)
        repeat {
            heap.swapAt(least, place)
            place = least
            for below in 2 * place + 1...2 * place + 2 where below < heap.count && isBefore(below, least) {
                least = below
            }
        } while least != place
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        let order = readers[heap[one]].key.order(readers[heap[other]].key)
        return order != 0 ? order < 0 : heap[one] > heap[other]
    }
}

extension [UInt8] {
    /// In the memory that it has.
    fileprivate mutating func replace(with other: some Sequence<UInt8>) {
        removeAll(keepingCapacity: true)
        self += other
    }
}
