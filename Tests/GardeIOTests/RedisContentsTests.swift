import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What an RDB stream holds, as found without a server.
@Suite struct RedisContentsTests {
    private func survey(_ bytes: [UInt8]) async throws -> RedisContents? {
        let (survey, scratch) = (RedisSurvey(), Scratch())
        _ = try await output(of: [Bytes(bytes), survey], in: scratch)
        return survey.contents
    }

    /// A stream of format 10 with these entries.
    private func stream(_ entries: [[UInt8]]) -> [UInt8] {
        Array("REDIS0010".utf8) + entries.flatMap(\.self) + [0xff] + [UInt8](repeating: 0, count: 8)
    }

    private func milliseconds(_ time: Int) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: time >> (8 * $0)) } }

    private func key(_ name: String, expiry: Int? = nil) -> [UInt8] {
        let time = expiry.map { [0xfc] + milliseconds($0) } ?? []
        return time + [0, UInt8(name.utf8.count)] + Array(name.utf8) + [1, UInt8(ascii: "x")]
    }

    @Test func `keys are counted by database, and names in any of Redis' short forms are the same names`() async throws
    {
        let plain = stream([[0xfe, 0], [0, 2, 0x31, 0x32, 1, 0x78], [0xfe, 3], key("aaaaaaaaaaaaaaaaaaaaaaa")])
        // 12 as a number, 23 times "a" compressed: one as it is, then 22 from one byte back.
        let short = stream([
            [0xfe, 0], [0, 0xc0, 12, 1, 0x78], [0xfe, 3], [0, 0xc3, 5, 23, 0, 0x61, 0xe0, 13, 0, 1, 0x78],
        ])
        let (one, other) = (try #require(try await survey(plain)), try #require(try await survey(short)))
        #expect(one.keys == [0: 1, 3: 1] && other.keys == one.keys)
        #expect(one.sum(after: 0) == other.sum(after: 0))
    }

    @Test func `another name, database, type or expiry time gives another sum; another order does not`() async throws {
        let later = (FileTime.now().seconds + 1000) * 1000
        let sum = try #require(try await survey(stream([key("a"), key("b", expiry: later)]))).sum(after: 0)
        #expect(try await survey(stream([key("b", expiry: later), key("a")]))?.sum(after: 0) == sum)
        for other in [
            [key("a"), key("c", expiry: later)], [key("a"), key("b", expiry: later + 1)], [key("a"), key("b")],
            [key("a"), [0xfe, 1], key("b", expiry: later)], [key("a")],
            [key("a"), [0xfc] + milliseconds(later) + [1, 1, 0x62, 1, 1, 0x78]],
        ] {
            #expect(try await survey(stream(other))?.sum(after: 0) != sum)
        }
    }

    @Test func `what has expired is counted apart, and what expires before the cut is left out of the sum`()
        async throws
    {
        let now = FileTime.now().seconds
        let all = stream([key("old", expiry: 1000), key("soon", expiry: (now + 5) * 1000), key("stays")])
        let found = try #require(try await survey(all))
        #expect(found.expired == 1 && found.keyCount == 2)
        #expect(found.sum(after: now + 6) == (try await survey(stream([key("stays")])))?.sum(after: now + 6))
        #expect(found.sum(after: now).count == 2)
    }

    @Test(arguments: [22, 24]) func `hashes with times in them may go or become plain, and no other key`(form: UInt8)
        async throws
    {
        let start = form == 22 ? "VALKEY080" : "REDIS0012"
        func contents(_ entries: [UInt8]...) async throws -> RedisContents {
            try #require(try await survey(Array(start.utf8) + entries.flatMap(\.self) + [0xff]))
        }
        func hash(_ name: Character, _ form: UInt8) -> [UInt8] {
            let (key, times) = ([form, 1] + Array(String(name).utf8), milliseconds(9_999_999_999_999))
            switch form {
            case 22: return key + [1, 1, 0x61, 1, 0x31] + times
            case 24: return key + times + [1, 1, 1, 0x61, 1, 0x31]
            default: return key + [1, 1, 0x61, 1, 0x31]
            }
        }
        let (saved, now) = (try await contents(key("k"), hash("h", form), hash("i", form), hash("p", 4)), 0)
        #expect(saved.keyCount == 4 && saved.counts(after: now) == 2...4)
        for live in [
            [key("k"), hash("h", form), hash("i", form), hash("p", 4)], [key("k"), hash("h", 4), hash("p", 4)],
            [key("k"), hash("p", 4)],
        ] {
            #expect(saved.matches(try await contents(live.flatMap(\.self)), after: now), "\(live)")
        }
        for live in [
            [hash("h", form), hash("i", form), hash("p", 4)], [key("k")], [key("l"), hash("h", 4), hash("p", 4)],
            [key("k"), hash("h", form), hash("i", form), hash("p", 4), hash("q", 4)],
        ] {
            #expect(!saved.matches(try await contents(live.flatMap(\.self)), after: now), "\(live)")
        }
        let (plain, other) = (try await contents(hash("p", 4)), try await contents(hash("q", 4)))
        #expect(plain.matches(plain, after: now) && !plain.matches(other, after: now))
    }

    // MARK: Other formats

    @Test func `Valkey 9 is read: its name, hashes whose fields expire, slots on their way`() async throws {
        let never = [UInt8](repeating: 0xff, count: 8)
        let hash: [UInt8] =
            [22, 1, 0x68, 2] + [1, 0x61, 1, 0x31] + never + [1, 0x62, 1, 0x32] + milliseconds(9_999_999_999_999)
        let slots: [UInt8] = [0xf3, 3, 0x6a, 0x6f, 0x62, 1, 0, 0x40, 0x64]
        let field: [UInt8] = [0xfa, 10] + Array("valkey-ver".utf8) + [5] + Array("9.0.1".utf8)
        let body = Array("VALKEY080".utf8) + field + slots + [0xfe, 0] + hash + key("x") + [0xff]
        var crc = CRC64()
        crc.update(body)
        let whole = body + (0..<8).map { UInt8(truncatingIfNeeded: crc.value >> (8 * $0)) }
        let scratch = Scratch()
        let mark = Array(String(repeating: "a1", count: 20).utf8)
        #expect(try await output(of: [Bytes(whole + mark), RedisDump()], in: scratch) == whole)
        await #expect(throws: RedisDumpFailed.cutShort) {
            _ = try await output(of: [Bytes(Array(whole.dropLast(3))), RedisDump()], in: scratch)
        }
        let found = try #require(try await survey(whole))
        #expect(found.format == 80 && found.writer == "9.0.1" && found.keys == [0: 2])
        // 23 is a hash of Valkey 9.2, and something else in Redis: named, not guessed.
        let later = Array("VALKEY081".utf8) + [23, 1, 0x68]
        await #expect(throws: RDBFailed.unknown(23)) { try await survey(later) }
    }

    @Test(arguments: [2, 3, 4]) func `formats without a checksum end with their last byte`(format: Int) async throws {
        let times: [UInt8] = format == 2 ? [0xfd, 0xff, 0xff, 0xff, 0x7f] : [0xfc] + milliseconds(9_999_999_999_999)
        let body = Array("REDIS000\(format)".utf8) + [0xfe, 0] + times + key("a") + key("b") + [0xff]
        let scratch = Scratch()
        #expect(try await output(of: [Bytes(body), RedisDump()], in: scratch) == body)
        for cut in [1, 5, body.count - 9, body.count - 3] {
            await #expect(throws: RedisDumpFailed.cutShort) {
                _ = try await output(of: [Bytes(Array(body.dropLast(cut))), RedisDump()], in: scratch)
            }
        }
        #expect(try await survey(body)?.keys == [0: 2])
    }

    @Test func `what is no RDB file, cut short, damaged or of an unknown kind is refused`() async throws {
        let whole = stream([key("abc")])
        for (bytes, expected) in [
            ([], RDBFailed.notRDB), (Array("PGDMP1234567".utf8), .notRDB), (Array(whole.prefix(12)), .cutShort),
            (stream([[0, 1, 0x61, 0xc3, 0x81] + [UInt8](repeating: 0xff, count: 8)]), .damaged),
            // What follows an unknown kind need not be a name.
            (stream([[99, 1, 0x61, 1, 0x78]]), .unknown(99)), (stream([[99, 0xc4]]), .unknown(99)),
        ] {
            await #expect(throws: expected) { try await survey(bytes) }
        }
    }
}
