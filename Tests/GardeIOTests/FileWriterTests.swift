import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct FileWriterTests {
    /// Who is found while a process has `mail/f` open in this way.
    private func found(_ way: String, in scratch: Scratch, _ look: () throws -> FileWriter?) async throws -> FileWriter?
    {
        let script = """
            cd "$0" && mkdir mail && : >mail/f && exec 3\(way)mail/f && : >ready
            until [ -e stop ]; do sleep 0.1; done
            """
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await run("timeout", ["300", "sh", "-c", script, scratch.path.string]) }
            while (try? scratch("ready").stat()) == nil { try await Task.sleep(for: .milliseconds(20)) }
            let found = try look()
            try scratch.write("stop", "")
            try await group.waitForAll()
            return found
        }
    }

    @Test(arguments: [("<", "mail", false), (">>", "mail", true), (">>", "other", false)])
    func `who has a file open for writing is found by its folder, who reads or is elsewhere is not`(
        way: String, folder: String, isFound: Bool
    ) async throws {
        let scratch = Scratch()
        let writer = try await found(way, in: scratch) { FileWriter.first(below: [scratch(folder)]) }
        #expect((writer != nil) == isFound)
        #expect(writer.map { ["sh", "sleep"].contains($0.name) } != false)
    }

    @Test func `who has a file open is found by the file itself, under another name too and only to read`() async throws
    {
        let scratch = Scratch()
        let holder = try await found("<", in: scratch) {
            try Durable.link(scratch("mail/f"), as: scratch("g"))
            return FileWriter.first(holding: [try FileIdentity(of: scratch("g"))])
        }
        #expect(holder.map { ["sh", "sleep"].contains($0.name) } == true)
        #expect(try FileWriter.first(holding: [FileIdentity(of: scratch("g"))]) == nil, "it has ended")
    }
}
