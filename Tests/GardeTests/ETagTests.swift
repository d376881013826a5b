import GardeDestinations
import GardeIO
import Testing

/// What S3 calls an object by, and what can be told of it without asking.
@Suite struct ETagTests {
    private static let md5 = "0123456789abcdef0123456789abcdef"
    private static let mebi = 1 << 20

    @Test(arguments: [(0, "\"\(md5)\""), (9_000_000, md5.uppercased())])
    func `what came whole is known by its content`(bytes: Int, text: String) {
        #expect(ETag(text)?.digest(of: bytes) == .md5(Self.md5))
    }

    @Test(arguments: [
        (9_000_000, 2, 8), (50_000_000, 6, 8), (8 * mebi, 1, 8), (40_000_000, 3, 16), (40_000_000, 5, 8),
        (1_000_000_000, 60, 16), (100_000_000_000, 5961, 16), (5, 1, 1),
    ])
    func `parts of a power of two MiB are known by their number`(bytes: Int, parts: Int, size: Int) {
        #expect(
            ETag("\"\(Self.md5)-\(parts)\"")?.digest(of: bytes) == .parts(md5: Self.md5, size: size * Self.mebi))
    }

    @Test(arguments: [(17_800_000, 4), (100_000_000, 7), (0, 1), (2_000_000, 9)])
    func `a number that fits no such size is asked for`(bytes: Int, parts: Int) throws {
        let tag = try #require(ETag("\"\(Self.md5)-\(parts)\""))
        #expect(tag.digest(of: bytes) == nil)
    }

    @Test(arguments: ["", "\"\"", "0123", "\(md5)-", "\(md5)-0", "\(md5)-x", "\(md5)-1-2"])
    func `what is no tag is none`(text: String) {
        #expect(ETag(text) == nil)
    }

    @Test(arguments: [
        (8_388_607, nil), (8_388_608, 8), (80_000 * mebi, 8), (80_000 * mebi + 1, 16), (400_000 * mebi, 64),
    ])
    func `aws sends parts of 8 MiB, and larger ones where these were more than 10,000`(bytes: Int, size: Int?) {
        #expect(ETag.kind(of: bytes) == (size.map { .parts(md5: "", size: $0 * Self.mebi) } ?? .md5("")))
    }
}
