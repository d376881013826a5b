import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct MachineTests {
    private let scratch = Scratch()

    @Test func `a program that was replaced while it runs is called by the path that is there now`() async throws {
        let link = scratch("exe")
        #expect(try await run("ln", ["-s", "/usr/lib/garde/a b/x (deleted)", link.string]).status == 0)
        #expect(programPath(by: link) == "/usr/lib/garde/a b/x")
        #expect(programPath().isAbsolute && programPath() != "/proc/self/exe")
    }
}
