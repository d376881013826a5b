package import GardeIO

/// What S3 calls an object by: the MD5 of its content, or for what came in parts that of their MD5s, a dash and their
/// number.
package struct ETag: Sendable, Hashable {
    let md5: String
    /// Nil where it came whole.
    let parts: Int?

    package init?(_ text: String) {
        let words = text.filter { $0 != "\"" }.lowercased().split(separator: "-", omittingEmptySubsequences: false)
        guard let md5 = words.first, md5.count == 32, words.count < 3 else { return nil }
        (self.md5, parts) = (String(md5), words.count == 2 ? Int(words[1]) : nil)
        if words.count == 2, parts ?? 0 < 1 { return nil }
    }

    /// As far as nobody has to be asked for it: of parts where they may be of a usual size.
    package func digest(of bytes: Int) -> StoredDigest? {
        guard let parts else { return .md5(md5) }
        return Self.usualPart(of: bytes, parts).map { .parts(md5: md5, size: $0) }
    }

    /// Sizes that aws takes by itself, or is told to by most, are powers of two MiB; of these one at most makes that many
    /// parts.
    private static func usualPart(of bytes: Int, _ parts: Int) -> Int? {
        var size = 1 << 20
        while count(bytes, size) > parts { size *= 2 }
        return count(bytes, size) == parts ? size : nil
    }

    private static func count(_ bytes: Int, _ size: Int) -> Int { (bytes + size - 1) / size }

    /// What aws makes of so many bytes unless it is told otherwise: 10,000 parts at most.
    package static func kind(of bytes: Int) -> StoredDigest {
        let least = 8 << 20
        guard bytes >= least else { return .md5("") }
        var size = least
        while count(bytes, size) > 10_000 { size *= 2 }
        return .parts(md5: "", size: size)
    }
}
