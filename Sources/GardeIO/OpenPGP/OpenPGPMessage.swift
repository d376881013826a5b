package import SystemPackage

/// Looks at an encrypted message from outside, without a key: is it whole, and who can open it?
///
/// RFC 4880, § 4: one packet a recipient that holds the session's key, then one packet of data up to the end. Of a message
/// in ASCII armor (§ 6.2) only the first and the last line are looked at, and no key is known.
package struct OpenPGPMessage: StreamInspector {
    private let expected: [[String]]
    private var state = State.header([])
    private var hasData = false
    private var isBroken = false
    /// The keys that can open it, as far as seen; all zeros for one that the message does not name.
    package private(set) var keyIDs: [String] = []

    /// Each recipient, as the ids of its keys, must be able to open it; nobody to look only.
    package init(for recipients: [[String]] = []) { expected = recipients }

    private enum State {
        /// Bytes of a packet's header, as many as there are so far.
        case header([UInt8])
        /// The first bytes of a session's key, so many in all.
        case key([UInt8], length: Int)
        /// Bytes to go; more chunks follow a partial one.
        case body(Int, isPartial: Bool)
        case chunkHeader([UInt8])
        /// A body of no stated length.
        case toEnd
        /// The first bytes of an armored message, and the last ones so far.
        case armor(start: [UInt8], end: [UInt8])
    }

    package mutating func see(_ chunk: [UInt8]) {
        var rest = chunk[...]
        if case .header([]) = state, !hasData, keyIDs.isEmpty, chunk.first == Armor.begin[0] {
            state = .armor(start: [], end: [])
        }
        while !isBroken, !rest.isEmpty { step(&rest) }
    }

    /// Throws `OpenPGPFailed`, as damaged, when it is no whole message, or not for the keys and nobody else.
    package func end() throws {
        if case .armor(let start, let end) = state, expected.isEmpty { return try Armor.check(start, end) }
        guard !isBroken, hasData, isBetweenPackets else { throw OpenPGPFailed(.damaged) }
        let unnamed = keyIDs.count { $0.allSatisfy { $0 == "0" } }
        let missing = expected.filter { !$0.contains(where: keyIDs.contains) }
        guard missing.count <= unnamed else { throw OpenPGPFailed(.keyUnusable, said: missing[0].first ?? "") }
        // Nobody reads it who was not named, nor belongs to a key that was, as what its owner added for decryption (ADSK).
        let named = Set(expected.joined())
        guard expected.isEmpty || keyIDs.count(where: { !named.contains($0) }) <= missing.count else {
            throw OpenPGPFailed(.settings, said: "\(keyIDs.count) readers")
        }
    }

    private var isBetweenPackets: Bool {
        switch state {
        case .header(let bytes): bytes.isEmpty
        case .toEnd: true
        case .key, .body, .chunkHeader, .armor: false
        }
    }

    private mutating func step(_ rest: inout ArraySlice<UInt8>) {
        switch state {
        case .header(let bytes): readHeader(bytes + [rest.removeFirst()])
        case .chunkHeader(let bytes): readLength(bytes + [rest.removeFirst()])
        case .key(let bytes, let length):
            let all = bytes + [rest.removeFirst()]
            if all.count < min(9, length) { return state = .key(all, length: length) }
            if all.count == 9 { keyIDs.append(all[1...].map(\.hexadecimal).joined()) }
            state = length > all.count ? .body(length - all.count, isPartial: false) : .header([])
        case .body(let count, let isPartial):
            let taken = min(count, rest.count)
            rest.removeFirst(taken)
            if taken < count { return state = .body(count - taken, isPartial: isPartial) }
            state = isPartial ? .chunkHeader([]) : .header([])
        case .toEnd: rest.removeAll()
        case .armor(let start, let end):
            let begun = start + rest.prefix(Armor.begin.count - start.count)
            state = .armor(start: begun, end: (end + rest).suffix(Armor.end.count + 2))
            rest.removeAll()
        }
    }

    /// Of a packet: what it is, and how long.
    private mutating func readHeader(_ bytes: [UInt8]) {
        guard !hasData, bytes[0] & 0x80 != 0 else { return isBroken = true }
        let isNew = bytes[0] & 0x40 != 0
        let tag = isNew ? bytes[0] & 0x3f : bytes[0] >> 2 & 0x0f
        guard [1, 3, 10, 18, 20].contains(tag) else { return isBroken = true }
        let length = isNew ? ChunkLength(bytes.dropFirst()) : ChunkLength(old: bytes)
        guard let length else { return state = .header(bytes) }
        hasData = tag == 18 || tag == 20
        switch length {
        case .indeterminate: hasData ? (state = .toEnd) : (isBroken = true)
        case .whole(let count): state = tag == 1 && count > 0 ? .key([], length: count) : next(count)
        case .partial(let count): hasData ? (state = .body(count, isPartial: true)) : (isBroken = true)
        }
    }

    /// Of the next chunk of a packet.
    private mutating func readLength(_ bytes: [UInt8]) {
        switch ChunkLength(bytes[...]) {
        case nil: state = .chunkHeader(bytes)
        case .whole(let count): state = next(count)
        case .partial(let count): state = .body(count, isPartial: true)
        case .indeterminate: isBroken = true
        }
    }

    private func next(_ count: Int) -> State { count > 0 ? .body(count, isPartial: false) : .header([]) }
}

/// The lines around a message that is written as text.
private enum Armor {
    static let begin = Array("-----BEGIN PGP MESSAGE-----".utf8)
    static let end = Array("-----END PGP MESSAGE-----".utf8)

    static func check(_ first: [UInt8], _ last: [UInt8]) throws {
        var last = last[...]
        while let byte = last.last, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { last.removeLast() }
        guard first == begin, last.suffix(end.count) == end[...] else { throw OpenPGPFailed(.damaged) }
    }
}

/// How long a packet's body is, or the next piece of it.
private enum ChunkLength {
    case whole(Int)
    case partial(Int)
    case indeterminate

    /// The newer way; nil while bytes are missing.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first else { return nil }
        let more = bytes.dropFirst()
        switch first {
        case ..<192: self = .whole(Int(first))
        case ..<224:
            guard let second = more.first else { return nil }
            self = .whole((Int(first) - 192) << 8 + Int(second) + 192)
        case 255:
            guard more.count == 4 else { return nil }
            self = .whole(more.reduce(0) { $0 << 8 | Int($1) })
        default: self = .partial(1 << Int(first & 31))
        }
    }

    /// The older way, in which the packet's first byte says how many bytes tell the length.
    init?(old bytes: [UInt8]) {
        guard bytes[0] & 3 < 3 else {
            self = .indeterminate
            return
        }
        guard bytes.count == 1 + 1 << Int(bytes[0] & 3) else { return nil }
        self = .whole(bytes.dropFirst().reduce(0) { $0 << 8 | Int($1) })
    }
}

extension OpenPGPMessage {
    /// The keys that can open the message in this file, by its first bytes; empty when it names none.
    package static func keyIDs(of path: FilePath) throws -> [String] {
        let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
        defer { try? file.close() }
        var message = OpenPGPMessage()
        message.see(try file.read(upTo: 1 << 16))
        return message.keyIDs
    }
}

extension UInt8 {
    /// Two upper-case digits.
    fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16, uppercase: true) }
}
