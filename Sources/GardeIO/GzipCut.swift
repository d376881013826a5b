/// A block as members: where nothing repeats by `LiteralDeflate`, the rest by libdeflate, cut where the one ends.
///
/// Between two members a decoder forgets what it has seen, which costs nothing here: behind a stretch in which nothing
/// repeats there is little to remember.
enum GzipCut {
    /// `mayCut` is false of a stream's first block: one member that is not full has to be all there is.
    static func encode(_ block: [UInt8], level: CInt, mayCut: Bool) throws -> [UInt8] {
        try block.withUnsafeBufferPointer { bytes in
            var stretches = Stretches.of(bytes)
            if stretches.isEmpty || (!mayCut && stretches.count > 1) { stretches = [(bytes.indices, false)] }
            let deflater = try Deflater(level: level)
            return try stretches.reduce(into: []) { members, stretch in
                let part = UnsafeBufferPointer(rebasing: bytes[stretch.range])
                members += try stretch.isFlat ? GzipMember.encodeFlat(part) : GzipMember.encode(part, deflater)
            }
        }
    }
}
