import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct ReadPositionTests {
    @Test func `it is how far this process has read`() throws {
        let scratch = Scratch()
        try scratch.write("file", String(repeating: "x", count: 5000))
        #expect(readPosition(of: scratch("file")) == 0 && readPosition(of: scratch("missing")) == 0)
        let file = try FileDescriptor.open(scratch("file"), .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        _ = try file.read(upTo: 3000)
        #expect(readPosition(of: scratch("file")) == 3000)
    }

    @Test func `and how far a child's child has`() async throws {
        let scratch = Scratch()
        try scratch.write("file", String(repeating: "x", count: 5000))
        let script =
            "sh -c 'dd bs=1000 count=2 of=/dev/null status=none; echo read >\"$0\"; exec sleep 60' \"$1\" <\"$0\"; :"
        let (file, mark) = (scratch("file").string, scratch("mark").string)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await Invocation("sh", ["-c", script, file, mark]).capture() }
            while (try? FilePath(mark).stat()) == nil { try await Task.sleep(for: .milliseconds(10)) }
            #expect(readPosition(of: scratch("file")) == 2000)
            group.cancelAll()
        }
    }
}
