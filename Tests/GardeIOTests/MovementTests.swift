import GardeIO
import GardeTestSupport
import Synchronization
import SystemPackage
import Testing

/// Pipelines in which nothing moves for a while.
@Suite struct MovementTests {
    /// What is said while these filters run.
    private func stalls(_ filters: [any Filter]) async throws -> [Stall] {
        let heard = Mutex<[Stall]>([])
        let sink = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
        defer { try? sink.close() }
        try await Movement.$patience.withValue(.milliseconds(100)) {
            try await Movement.$listener.withValue(.init { stall in heard.withLock { $0.append(stall) } }) {
                try await pipeline(filters, into: sink)
            }
        }
        return heard.withLock { $0 }
    }

    @Test func `a program that gives nothing is named with its process and those who wait for it, and goes on`()
        async throws
    {
        let first = try #require(try await stalls([Child(Invocation("sleep", ["2"])), Gzip(level: 1)]).first)
        #expect(first.slow == "sleep" && first.waiting == ["Gzip"])
        #expect(first.process != nil)
    }

    @Test func `a program that reads nothing is named, not those in front of it`() async throws {
        let late = Child(Invocation("sh", ["-c", "sleep 2; cat >/dev/null"]))
        let first = try #require(try await stalls([Bytes([UInt8](repeating: 7, count: 8 << 20)), late]).first)
        #expect(first.slow == "sh" && first.waiting == ["Bytes"])
    }

    @Test func `a program that cannot start for want of its folder, or is no program, says so`() async throws {
        await #expect(throws: NotRead.self) { try await Invocation("true", in: "/nowhere").capture() }
        await #expect(throws: ToolMissing.self) { try await Invocation("no-such-program").capture() }
        await #expect(throws: ToolMissing.self) { try await Invocation("/etc").capture() }
        let scratch = Scratch()
        let broken = try scratch.write("broken", Array("#!/no/interpreter\n".utf8), mode: [.ownerReadWriteExecute])
        await #expect(throws: NotStarted.self) { try await Invocation(broken.string).capture() }
    }
}
