import GardeIO
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

@Suite struct TerminalTests {
    @Test func `a text is cut at the first mark, a combining letter after it or not`() {
        #expect("NAME=a=b".cut(at: "=") == ("NAME", "a=b"))
        #expect("NAME=".cut(at: "=") == ("NAME", ""))
        #expect("NAME=\u{301}".cut(at: "=") == ("NAME", "\u{301}"))
        #expect("NAME".cut(at: "=") == ("NAME", nil))
    }

    @Test func `the environment is read as it was given`() async {
        await #expect(processExitsWith: .success) {
            setenv("GARDE_TEST", "a=é\nb", 1)
            setenv("GARDE_EMPTY", "", 1)
            #expect(processEnvironment()["GARDE_TEST"] == "a=é\nb")
            #expect(processEnvironment()["GARDE_EMPTY"] == "")
        }
    }

    @Test func `a path is resolved through links, to nothing when nothing is there`() throws {
        let scratch = Scratch()
        try scratch.write("folder/file", "")
        symlink("folder", scratch("link").string)
        let root = try #require(scratch.path.resolved)
        #expect(scratch("link/../link/file").resolved == root.appending("folder/file"))
        #expect(scratch("none").resolved == nil && !scratch("none").exists)
        #expect(scratch("link").isFolder && !scratch("link/file").isFolder)
    }

    @Test func `a file is no terminal`() throws {
        let scratch = Scratch()
        let file = try FileDescriptor.open(try scratch.write("file", ""), .readOnly)
        try file.closeAfter { #expect(!file.isTerminal && file.columns == nil) }
    }
}
