import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Entries of a folder move to another one, or stay.
@Suite struct MoveAllTests {
    @Test func `what is in the way of one keeps all where they were`() throws {
        let scratch = Scratch()
        for name in ["a", "b", "c/d", "z"] { try scratch.write("from/\(name)", name) }
        try scratch.write("to/.keep", "")
        let (from, to) = (try Folder.open(scratch("from")), try Folder.open(scratch("to")))
        for name in try from.entries().map(\.name) {
            try scratch.write("to/\(String(decoding: name, as: UTF8.self))", "in the way")
            #expect(throws: Errno.fileExists) { try from.moveAll(to: to) }
            try to.removeTree(name)
            #expect(try from.entries().count == 4)
            #expect(try to.entries().count == 1)
        }
        try from.moveAll(to: to)
        #expect(try from.entries().isEmpty)
        #expect(try to.entries().count == 5)
    }
}
