/// A pattern of gitignore(5), matched byte by byte against a path whose names are parted by slashes.
///
/// `*` and `?` match no slash, `**` between slashes matches any number of folders, `[…]` is a bracket expression of
/// POSIX in the C locale, `\` takes a byte as it is.
package struct GlobPattern: Sendable, Hashable {
    private let bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    package func matches(_ path: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { pattern in
            path.withUnsafeBufferPointer { Match(pattern: pattern, text: $0).run(0, 0) == .yes }
        }
    }
}

private struct Match {
    enum Outcome {
        case yes, no
        /// No longer text would do either.
        case noMore
        /// Only a `**` before could go on.
        case notInFolder
    }

    let pattern: UnsafeBufferPointer<UInt8>
    let text: UnsafeBufferPointer<UInt8>

    private static let slash = UInt8(ascii: "/"), star = UInt8(ascii: "*"), escape = UInt8(ascii: "\\")

    func run(_ patternStart: Int, _ textStart: Int) -> Outcome {
        var (p, t) = (patternStart, textStart)
        while p < pattern.count {
            if t == text.count, pattern[p] != Self.star { return .noMore }
            switch pattern[p] {
            case Self.star: return runStar(p, t)
            case UInt8(ascii: "?"):
                if text[t] == Self.slash { return .no }
                (p, t) = (p + 1, t + 1)
            case UInt8(ascii: "["):
                guard let (end, isMatch) = bracket(p, text[t]) else { return .noMore }
                if !isMatch || text[t] == Self.slash { return .no }
                (p, t) = (end, t + 1)
            case Self.escape:
                guard p + 1 < pattern.count, pattern[p + 1] == text[t] else { return .no }
                (p, t) = (p + 2, t + 1)
            default:
                if pattern[p] != text[t] { return .no }
                (p, t) = (p + 1, t + 1)
            }
        }
        return t == text.count ? .yes : .no
    }

    private func runStar(_ start: Int, _ textStart: Int) -> Outcome {
        var (p, t, crosses) = (start + 1, textStart, false)
        if p < pattern.count, pattern[p] == Self.star {
            while p < pattern.count, pattern[p] == Self.star { p += 1 }
            let isBounded = start == 0 || pattern[start - 1] == Self.slash
            if isBounded, p == pattern.count || pattern[p] == Self.slash {
                // No folder at all is any number too.
                if p < pattern.count, run(p + 1, t) == .yes { return .yes }
                crosses = true
            }
        }
        if p == pattern.count {
            return crosses || !text[t...].contains(Self.slash) ? .yes : .notInFolder
        }
        while t < text.count {
            let outcome = run(p, t)
            if outcome != .no, !crosses || outcome != .notInFolder { return outcome }
            if !crosses, text[t] == Self.slash { return .notInFolder }
            t += 1
        }
        return .noMore
    }

    /// Where a bracket expression ends, and whether it has this byte; nil for one without an end.
    private func bracket(_ start: Int, _ byte: UInt8) -> (end: Int, isMatch: Bool)? {
        var p = start + 1
        guard p < pattern.count else { return nil }
        let isNegated = pattern[p] == UInt8(ascii: "!") || pattern[p] == UInt8(ascii: "^")
        if isNegated { p += 1 }
        var (isMatch, last) = (false, UInt8?.none)
        let first = p
        while p < pattern.count, p == first || pattern[p] != UInt8(ascii: "]") {
            if pattern[p] == UInt8(ascii: "["), p + 1 < pattern.count, pattern[p + 1] == UInt8(ascii: ":") {
                guard let (end, isMember) = characterClass(p + 2, byte) else { return nil }
                if let isMember {
                    (isMatch, last, p) = (isMatch || isMember, nil, end)
                    continue
                }
            }
            if pattern[p] == UInt8(ascii: "-"), let low = last, p + 1 < pattern.count,
                pattern[p + 1] != UInt8(ascii: "]")
            {
                guard let (high, end) = single(p + 1) else { return nil }
                isMatch = isMatch || low <= byte && byte <= high
                (last, p) = (nil, end)
                continue
            }
            guard let (one, end) = single(p) else { return nil }
            isMatch = isMatch || one == byte
            (last, p) = (one, end)
        }
        return p < pattern.count ? (p + 1, isMatch != isNegated) : nil
    }

    private func single(_ place: Int) -> (byte: UInt8, end: Int)? {
        guard pattern[place] == Self.escape else { return (pattern[place], place + 1) }
        return place + 1 < pattern.count ? (pattern[place + 1], place + 2) : nil
    }

    /// Of `alpha:]`, where it ends and whether it has this byte; the latter nil for what is no class; nil for an unknown
    /// one.
    private func characterClass(_ start: Int, _ byte: UInt8) -> (end: Int, isMember: Bool?)? {
        guard let end = pattern[start...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        guard end > start, pattern[end - 1] == UInt8(ascii: ":") else { return (start, nil) }
        let name = String(decoding: pattern[start..<(end - 1)], as: UTF8.self)
        guard let isMember = byte.isIn(class: name) else { return nil }
        return (end + 1, isMember)
    }
}

extension UInt8 {
    /// Of POSIX, in the C locale; nil for an unknown name.
    fileprivate func isIn(class name: String) -> Bool? {
        let isUpper = (0x41...0x5a).contains(self), isLower = (0x61...0x7a).contains(self)
        let isDigit = (0x30...0x39).contains(self), isGraph = (0x21...0x7e).contains(self)
        switch name {
        case "alpha": return isUpper || isLower
        case "digit": return isDigit
        case "alnum": return isUpper || isLower || isDigit
        case "upper": return isUpper
        case "lower": return isLower
        case "space": return self == 0x20 || (0x09...0x0d).contains(self)
        case "blank": return self == 0x20 || self == 0x09
        case "cntrl": return self < 0x20 || self == 0x7f
        case "graph": return isGraph
        case "print": return isGraph || self == 0x20
        case "punct": return isGraph && !(isUpper || isLower || isDigit)
        case "xdigit": return isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
        default: return nil
        }
    }
}
