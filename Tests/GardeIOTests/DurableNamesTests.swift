import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct DurableNamesTests {
    private let scratch = Scratch()

    @Test func `a file that has both names already keeps the new one alone`() async throws {
        _ = try await run("sh", ["-c", "cd \"$0\" && echo x >one && ln one two", scratch.path.string])
        try Durable.rename(scratch("two"), over: scratch("one"))
        #expect(try await run("ls", [scratch.path.string]).output == "one\n")
    }
}
