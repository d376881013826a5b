/// The frame of a tar, read from its headers beside libarchive: where each member begins, and where all ends.
///
/// libarchive is lenient where readers of tar disagree, and a hostile archive lives on that: two sizes for one member,
/// a name cut by a NUL, an archive that just stops. What this sees and libarchive does not say is a fault of the member
/// that it belongs to; where the two do not agree on a member's place, the archive is refused.
///
/// Formats: POSIX.1-2017 pax and ustar, GNU tar 1.34 (`src/tar.h`).
struct TarFrame {
    private static let block = 512
    /// As libarchive: a header longer than that is no header.
    private static let longest = 1 << 20
    /// The largest size that eleven octal digits hold.
    private static let largestOctal = 0o777_7777_7777

    private enum State {
        case header
        case content(left: Int)
        case extended(type: UInt8, size: Int)
        case sparseMap(size: Int)
        case over
    }

    private var state = State.header
    /// The block, or the extended header, that is not whole yet.
    private var partial: [UInt8] = []
    private var position = 0
    /// Where the first header of the next member began.
    private var start: Int?
    private var fault: TarFault?
    private var paxSize: Int?
    private var own = SeenMember()
    /// What was seen and not yet asked for.
    private var members: ArraySlice<SeenMember> = []
    private var end: Int?
    private var hasDataAfterEnd = false

    mutating func see(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch state {
            case .header: take(&rest, Self.block) { $0.readHeader($1) }
            case .sparseMap(let size): take(&rest, Self.block) { $0.readSparseMap($1, size) }
            case .extended(let type, let size):
                take(&rest, Self.padded(size)) { $0.readExtended($1.prefix(size), type) }
            case .content(let left): skip(&rest, left)
            case .over:
                hasDataAfterEnd = hasDataAfterEnd || rest.contains { $0 != 0 }
                position += rest.count
                rest = rest.dropFirst(rest.count)
            }
        }
    }

    /// What was seen of the member that libarchive found at `start`.
    mutating func member(at start: Int) -> SeenMember {
        guard let member = members.popFirst(), member.start == start else { return SeenMember(fault: .damaged) }
        return member
    }

    /// Whether everything was seen to an end of two empty blocks, the first of them at `start`, and nothing after it.
    func isWhole(endingAt start: Int) -> Bool {
        members.isEmpty && end == start && position - start >= 2 * Self.block && !hasDataAfterEnd
    }

    // MARK: Bytes

    private mutating func take(
        _ rest: inout Slice<UnsafeRawBufferPointer>, _ count: Int, _ read: (inout TarFrame, [UInt8]) -> Void
    ) {
        let taken = rest.prefix(count - partial.count)
        partial += taken
        position += taken.count
        rest = rest.dropFirst(taken.count)
        guard partial.count == count else { return }
        let whole = partial
        partial.removeAll(keepingCapacity: true)
        read(&self, whole)
    }

    private mutating func skip(_ rest: inout Slice<UnsafeRawBufferPointer>, _ left: Int) {
        let skipped = min(left, rest.count)
        rest = rest.dropFirst(skipped)
        position += skipped
        state = left == skipped ? .header : .content(left: left - skipped)
    }

    // MARK: Headers

    private mutating func readHeader(_ header: [UInt8]) {
        guard header.contains(where: { $0 != 0 }) else {
            end = position - Self.block
            return state = .over
        }
        start = start ?? position - Self.block
        let size = Self.number(header[124..<136])
        guard let size, size >= 0, size <= Int.max - Self.block else { return endMember(.damaged, content: 0) }
        switch header[156] {
        case UInt8(ascii: "x"), UInt8(ascii: "g"), UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "V"):
            if size > Self.longest { return endMember(.damaged, content: size) }
            state = size == 0 ? .header : .extended(type: header[156], size: size)
        case UInt8(ascii: "0"), UInt8(ascii: "7"), UInt8(ascii: "D"), 0: readFile(size)
        case UInt8(ascii: "S"):
            // An old GNU header with more of the map in blocks behind it.
            if header[482] != 0 { state = .sparseMap(size: size) } else { readFile(size) }
        case UInt8(ascii: "1")...UInt8(ascii: "6"):
            let hasContent = size > 0 || (paxSize ?? 0) > 0
            endMember(hasContent ? .sizeConflict : nil, content: 0)
        default: endMember(.unknownKind, content: size)
        }
    }

    private mutating func readFile(_ size: Int) {
        let isConflict = paxSize.map { $0 != size && $0 <= Self.largestOctal } ?? false
        endMember(isConflict ? .sizeConflict : nil, content: paxSize ?? size)
    }

    private mutating func readSparseMap(_ block: [UInt8], _ size: Int) {
        if block[504] == 0 { readFile(size) }
    }

    private mutating func endMember(_ found: TarFault?, content: Int) {
        (own.start, own.fault) = (start ?? position, fault ?? found)
        members.append(own)
        (start, fault, paxSize, own) = (nil, nil, nil, SeenMember())
        let padded = Self.padded(content)
        state = padded == 0 ? .header : .content(left: padded)
    }

    private mutating func readExtended(_ content: ArraySlice<UInt8>, _ type: UInt8) {
        state = .header
        switch type {
        case UInt8(ascii: "x"), UInt8(ascii: "g"): readRecords(content, isGlobal: type == UInt8(ascii: "g"))
        case UInt8(ascii: "L"), UInt8(ascii: "K"):
            let name = content.prefix { $0 != 0 }
            if content[name.endIndex...].contains(where: { $0 != 0 }) { fault = .nulInName }
        default: break
        }
    }

    private mutating func readRecords(_ content: ArraySlice<UInt8>, isGlobal: Bool) {
        guard let records = PaxRecords.parse(content) else { return fault = .damaged }
        for (key, value) in records { note(String(decoding: key, as: UTF8.self), value, isGlobal) }
    }

    private mutating func note(_ key: String, _ value: ArraySlice<UInt8>, _ isGlobal: Bool) {
        switch key {
        case "path", "linkpath", "GNU.sparse.name":
            // Of all members that follow: GNU tar obeys, libarchive does not.
            if isGlobal { fault = .damaged }
            if value.contains(0) { fault = .nulInName }
        case "size":
            guard !isGlobal, let size = Int(String(decoding: value, as: UTF8.self)), size >= 0,
                size <= Int.max - Self.block
            else { return fault = .damaged }
            if let paxSize, paxSize != size { fault = .sizeConflict }
            paxSize = size
        case "GNU.dumpdir": own.listing = Array(value)
        case "mtime": if !isGlobal { own.modified = PaxTime.parse(value) }
        default: if key.hasPrefix("LIBARCHIVE.xattr.") { own.isOfLibarchive = true }
        }
    }

    // MARK: Numbers

    private static func padded(_ size: Int) -> Int { (size + block - 1) / block * block }

    /// Octal digits between blanks, or GNU's and star's binary form whose first bit is set.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            guard first == 0x80, field.dropFirst().prefix(3).allSatisfy({ $0 == 0 }) else { return nil }
            let value = field.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value)
        }
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}

/// What the headers of a member say that libarchive does not tell, or tells otherwise.
struct SeenMember {
    var start = -1
    var fault: TarFault?
    /// libarchive reads a fraction of a second before 1970 as one after it.
    var modified: FileTime?
    /// GNU tar's list of what a folder holds, which its archives in pax form have in a header.
    var listing: [UInt8]?
    /// Whether its extended attributes come in libarchive's own form too.
    var isOfLibarchive = false
}

/// What is wrong with a member of a tar before anybody looks where it would go.
package enum TarFault: Sendable, Hashable {
    /// Headers that no two readers understand alike, or that none does.
    case damaged
    /// Two headers give it different sizes, or one that has no content gives a size.
    case sizeConflict
    case nulInName
    case unknownKind
}
