import GardeCore
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct JournalTests {
    @Test func `steps come back in their order, with any bytes, and a line cut short counts for nothing`() throws {
        let scratch = Scratch()
        let journal = try Journal.begin(in: scratch.path)
        let odd: [UInt8] = [0xff, 0x09, 0x0a, 0x25, 0x41]
        try journal.record(.restore, "of", "20260315_020000")
        try journal.record(.init("files", "exchange", [odd, Array("é".utf8), []]))
        let entries = journal.entries
        let file = try FileDescriptor.open(journal.path, .writeOnly, options: .append)
        try file.closeAfter { _ = try file.writeAll(Array(".restore\tgoo".utf8)) }
        let found = try #require(try Journal.unfinished(in: scratch.path))
        #expect(found.entries == entries)
        try found.record(.restore, "good")
        #expect(try Journal.unfinished(in: scratch.path)?.entries.map(\.step) == ["of", "exchange", "good"])
        #expect(entries[1].arguments[0] == odd)
    }

    @Test func `a journal of a folder with very many files is read whole`() throws {
        let scratch = Scratch()
        try scratch.write(Journal.name, "files\texchange\t\(String(repeating: "a", count: 17 << 20))\n.restore\tgood\n")
        let journal = try #require(try Journal.unfinished(in: scratch.path))
        #expect(journal.entries.map(\.step) == ["exchange", "good"])
        #expect(journal.entries[0].arguments[0].count == 17 << 20)
    }
}
