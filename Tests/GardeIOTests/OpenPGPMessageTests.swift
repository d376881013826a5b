import GardeIO
import GardeTestSupport
import Testing

/// Messages looked at from outside, without a key.
@Suite struct OpenPGPMessageTests {
    /// A recipient, then data in two partial chunks and a last one.
    private let message: [UInt8] =
        [0x84, 10, 3, 1, 2, 3, 4, 5, 6, 7, 8, 1] + [0xD2, 0xE3] + noise(8) + [0xE2] + noise(4) + [3, 1, 2, 3]

    private func look(_ bytes: [UInt8], for recipients: [[String]] = [], chunk: Int = 5) -> OpenPGPFailed.Reason? {
        var message = OpenPGPMessage(for: recipients)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            message.see(Array(bytes[start..<min(start + chunk, bytes.count)]))
        }
        do { try message.end() } catch { return (error as? OpenPGPFailed)?.reason }
        return nil
    }

    @Test(arguments: [1, 2, 5, 100]) func `a whole message is whole however it arrives`(chunk: Int) {
        #expect(look(message, for: [["0102030405060708"]], chunk: chunk) == nil)
    }

    @Test func `each of its beginnings is cut short, and what follows it is too much`() {
        for length in message.indices { #expect(look(Array(message.prefix(length))) == .damaged, "\(length)") }
        for more in [[UInt8(0)], [0xD2, 1, 1], message] { #expect(look(message + more) == .damaged) }
    }

    @Test func `a key that cannot open it is named`() {
        #expect(look(message, for: [["1102030405060708"]]) == .keyUnusable)
        #expect(look(message, for: [["0102030405060708"], ["1102030405060708"]]) == .keyUnusable)
        var hidden = message
        hidden.replaceSubrange(3..<11, with: [UInt8](repeating: 0, count: 8))
        #expect(look(hidden, for: [["0102030405060708"]]) == nil)
    }

    @Test func `whoever was not named may not open it, another part of a key that was may`() {
        let other: [UInt8] = [0x84, 10, 3, 9, 9, 9, 9, 9, 9, 9, 9, 1]
        #expect(look(other + message, for: [["0102030405060708"]]) == .settings)
        #expect(look(other + message, for: [["0102030405060708", "0909090909090909"]]) == nil)
        let hidden: [UInt8] = [0x84, 10, 3] + [UInt8](repeating: 0, count: 8) + [1]
        #expect(look(hidden + message, for: [["0102030405060708", "0909090909090909"]]) == .settings)
        #expect(look(hidden + message, for: [["0102030405060708"], ["0909090909090909"]]) == nil)
    }

    @Test func `all ways to write a length are understood`() {
        let long = noise(1000)
        for data in [
            [0xD2, 3, 1, 2, 3], [0xD2, 0xC3, 0x28] + long, [0xD2, 0xFF, 0, 0, 3, 0xE8] + long,
            [0xCA, 3, 0x50, 0x47, 0x50, 0xD4, 1, 1],
            [0x85, 0, 2, 3, 1, 0xD2, 1, 1], [0x86, 0, 0, 0, 2, 3, 1, 0xD2, 1, 1],
        ] as [[UInt8]] {
            #expect(look(data) == nil)
            #expect(look(data.dropLast()) == .damaged)
        }
    }

    @Test(arguments: [1, 3, 1000]) func `one in armor is whole from its first line to its last`(chunk: Int) {
        let text = "-----BEGIN PGP MESSAGE-----\n\nhQIMA\n=abcd\n-----END PGP MESSAGE-----"
        for end in ["", "\n", "\r\n"] { #expect(look(Array((text + end).utf8), chunk: chunk) == nil) }
        for cut in 1...40 { #expect(look(Array(text.utf8).dropLast(cut), chunk: chunk) == .damaged, "\(cut)") }
        #expect(look(Array((text + "x").utf8), chunk: chunk) == .damaged)
        #expect(look(Array(text.utf8), for: [["0102030405060708"]], chunk: chunk) == .damaged)
    }

    @Test func `what is no encrypted message is refused`() {
        let others: [[UInt8]] = [
            [], [0x1f, 0x8b, 8], Array("-----BEGIN PGP MESSAGE-----".utf8), [0xCB, 1, 1], [0xC9, 1, 1],
            [0xC1, 0xE1, 1, 2],
        ]
        for other in others { #expect(look(other) == .damaged) }
    }
}
