package import SystemPackage

/// Brings keys, each with a value of a fixed size, into the order of their bytes in bounded memory: sorted runs go to one
/// file without a name, then are merged.
package final class KeySorter {
    private let scratch: FilePath
    private let valueSize: Int
    /// Bytes of one run, and of all buffers that runs are read with.
    private let room: Int
    /// Of each entry the size of its key (4 bytes), its key, its value.
    private var held: [UInt8] = []
    private var starts: [UInt32] = []
    private var file: FileDescriptor?
    private var runs: [Range<Int>] = []

    /// `scratch` is the folder of the file.
    package init(scratch: FilePath, valueSize: Int, room: Int = 4 << 20) {
        (self.scratch, self.valueSize, self.room) = (scratch, valueSize, room)
    }

    deinit { try? file?.close() }

    package func add(_ key: [UInt8], _ value: UnsafeRawBufferPointer) throws {
        if !held.isEmpty, held.count + key.count + valueSize + 4 > room { try spill() }
        // What grows would leave pieces behind that are of no use for anything else.
        if starts.isEmpty { held.reserveCapacity(room) }
        starts.append(UInt32(held.count))
        withUnsafeBytes(of: UInt32(key.count)) { held += $0 }
        held += key
        held += value
    }

    /// Hands all keys to `body` in order, once; of several alike, the one that was added last.
    package func drain(_ body: (_ key: [UInt8], _ value: UnsafeRawBufferPointer) throws -> Void) throws {
        if runs.isEmpty { return try forEachHeld { try body(Array($0), $1) } }
        try spill()
        (held, starts) = ([], [])
        var merge = try namingRead(scratch) { try RunMerge(readers) }
        while try namingRead(scratch, { try merge.next() }) {
            try merge.value.withUnsafeBytes { try body(merge.key, $0) }
        }
    }

    private var readers: [RunReader] {
        let size = max(1 << 12, min(1 << 16, room / runs.count))
        return runs.compactMap { run in file.map { RunReader($0, run, valueSize: valueSize, buffer: size) } }
    }

    private func spill() throws {
        let file = try self.file ?? Durable.namelessFile(in: scratch)
        self.file = file
        try naming(scratch) {
            var writer = RunWriter(file, at: runs.last?.upperBound ?? 0)
            try forEachHeld { try writer.write($0, $1) }
            runs.append(try writer.finish())
        }
        held.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        returnFreeMemory()
    }

    private func forEachHeld(_ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) throws -> Void)
        throws
    {
        try held.withUnsafeBytes { held in
            starts.sort { one, other in
                let order = held.key(at: one).order(held.key(at: other))
                return order != 0 ? order < 0 : one < other
            }
            for (place, start) in starts.enumerated() {
                let key = held.key(at: start)
                if place + 1 < starts.count, key.order(held.key(at: starts[place + 1])) == 0 { continue }
                let end = Int(start) + 4 + key.count
                try body(key, UnsafeRawBufferPointer(rebasing: held[end..<end + valueSize]))
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Of the entry that begins there.
    fileprivate func key(at start: UInt32) -> UnsafeRawBufferPointer {
        let (start, size) = (Int(start) + 4, Int(loadUnaligned(fromByteOffset: Int(start), as: UInt32.self)))
        return UnsafeRawBufferPointer(rebasing: self[start..<start + size])
    }
}
