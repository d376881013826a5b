import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct FileWriterTests {
    /// A process that has `mail/f` open in this way; ended by its id.
    private func holding(_ way: String, _ scratch: Scratch, _ body: (String) async throws -> Void) async throws {
        let script =
            "mkdir -p \"$0/mail\" && : >>\"$0/mail/f\"; (exec sleep 60 3\(way)\"$0/mail/f\") >/dev/null 2>&1 & echo $!"
        let id = try #require(try await run("sh", ["-c", script, scratch.path.string]).output.lines.first)
        try await body(id)
        _ = try await run("kill", [id])
    }

    @Test func `who has a file open for writing is found by its folder, who reads or is elsewhere is not`() async throws
    {
        let scratch = Scratch()
        let folder = scratch("mail")
        try await holding("<", scratch) { _ in #expect(FileWriter.first(below: [folder]) == nil) }
        try await holding(">>", scratch) { id in
            while FileWriter.first(below: [folder]) == nil { try await Task.sleep(for: .milliseconds(20)) }
            #expect(FileWriter.first(below: [scratch("other"), folder])?.id == id)
            #expect(FileWriter.first(below: [scratch("other")]) == nil)
        }
    }
}
