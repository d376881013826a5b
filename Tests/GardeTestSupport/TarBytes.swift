/// A tar made by hand, header by header, so that a test can say what no tar program would write.
package struct TarBytes {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// A ustar header and its content; `size` is what the header claims, when it is not the content's.
    package mutating func add(
        _ name: some Sequence<UInt8>, type: Character = "0", _ content: [UInt8] = [], size: Int? = nil,
        link: some Sequence<UInt8> = [], mode: Int = 0o644
    ) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ place: Int, _ field: some Sequence<UInt8>) {
            for (offset, byte) in field.enumerated() { header[place + offset] = byte }
        }
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array(String(repeating: "0", count: max(0, digits - text.count)).utf8) + Array(text.utf8)
        }
        put(0, name)
        put(100, octal(mode, 7))
        put(108, octal(0, 7))
        put(116, octal(0, 7))
        put(124, octal(size ?? content.count, 11))
        put(136, octal(1_700_000_000, 11))
        put(156, [type.asciiValue ?? 0])
        put(157, link)
        put(257, Array("ustar\u{0}00".utf8))
        put(148, [UInt8](repeating: 0x20, count: 8))
        put(148, octal(header.reduce(0) { $0 + Int($1) }, 6) + [0])
        bytes += header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    package mutating func add(
        _ name: String, type: Character = "0", _ content: [UInt8] = [], size: Int? = nil, link: String = "",
        mode: Int = 0o644
    ) { add(name.utf8, type: type, content, size: size, link: link.utf8, mode: mode) }

    /// A pax header for the member that follows.
    package mutating func pax(_ records: [(key: String, value: [UInt8])], type: Character = "x") {
        let content = records.flatMap { record -> [UInt8] in
            let rest = Array(" \(record.key)=".utf8) + record.value + [0x0a]
            var length = rest.count + 1
            while "\(length)".utf8.count + rest.count > length { length += 1 }
            return Array("\(length)".utf8) + rest
        }
        add("PaxHeaders/x", type: type, content)
    }

    /// GNU's long name (`L`) or long link (`K`) for the member that follows.
    package mutating func long(_ name: [UInt8], type: Character = "L") { add("././@LongLink", type: type, name + [0]) }

    /// With the end of an archive.
    package var whole: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }
}
