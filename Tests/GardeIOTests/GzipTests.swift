import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct GzipTests {
    let scratch = Scratch()

    @Test(arguments: [0, 1, 1000, 1 << 20, (1 << 20) + 1, 5_000_000], [1, 6, 9])
    func `gzip reads back what Gzip writes`(size: Int, level: Int) async throws {
        let text = noise(size).map { $0 & 0x0f }
        let packed = try await output(of: [Bytes(text), Gzip(level: level)], in: scratch)
        #expect(try await output(of: [Bytes(packed), Child(Invocation("gzip", ["-dc"]))], in: scratch) == text)
    }

    @Test func `one member for little data, an empty last one behind several`() async throws {
        let end: [UInt8] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 8, 0, 0x4d, 0x5a, 4, 0]
        let small = try await output(of: [Bytes([1, 2, 3]), Gzip(level: 6)], in: scratch)
        #expect(Array(small.prefix(16)) == end && Array(small.suffix(4)) == [3, 0, 0, 0])
        let large = try await output(of: [Bytes(noise(3 << 20)), Gzip(level: 6)], in: scratch)
        #expect(Array(large.suffix(4)) == [0, 0, 0, 0])
    }
}

@Suite struct PipelineTests {
    let scratch = Scratch()

    @Test func `a filter that fails ends the others and is the one that is named`() async throws {
        await #expect {
            _ = try await output(
                of: [
                    Child(Invocation("yes")), Gzip(level: 1), Child(Invocation("sh", ["-c", "echo no >&2; exit 3"])),
                ],
                in: scratch)
        } throws: { ($0 as? ToolFailed)?.ending == .exited(3) && ($0 as? ToolFailed)?.said == ["no"] }
    }

    @Test func `a source that dies half-way fails the pipeline`() async throws {
        await #expect(throws: ToolFailed.self) {
            _ = try await output(
                of: [Child(Invocation("sh", ["-c", "echo half; kill -9 $$"])), Gzip(level: 1)], in: scratch)
        }
    }

    @Test func `a grandchild that keeps the pipes open does not hang the run`() async throws {
        let out = try await output(
            of: [Child(Invocation("sh", ["-c", "sleep 1000 & echo done"])), Gzip(level: 1)], in: scratch)
        #expect(!out.isEmpty)
    }

    @Test func `a cancelled pipeline ends its children within seconds`() async throws {
        let started = ContinuousClock.now
        let run = Task { [scratch] in
            try await output(
                of: [Child(Invocation("sh", ["-c", "trap '' TERM; yes"])), Gzip(level: 1), Tally()], in: scratch)
        }
        try await Task.sleep(for: .milliseconds(200))
        run.cancel()
        await #expect(throws: (any Error).self) { try await run.value }
        #expect(ContinuousClock.now - started < .seconds(5))
    }

    @Test func `a missing program is named`() async throws {
        await #expect { _ = try await output(of: [Child(Invocation("no-such-tool"))], in: scratch) } throws: {
            ($0 as? ToolMissing)?.program == "no-such-tool"
        }
    }

    @Test func `Tally gives the count and digest that sha256sum gives`() async throws {
        let tally = Tally()
        _ = try await output(of: [Bytes(Array("abc".utf8)), tally], in: scratch)
        #expect(tally.result.bytes == 3)
        #expect(tally.result.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `a proof that refuses the stream fails it, however early it leaves`() async throws {
        await #expect(throws: ToolFailed.self) {
            _ = try await output(of: [Bytes(noise(5 << 20)), Prove(with: Invocation("false"))], in: scratch)
        }
        let bytes = noise(5 << 20)
        #expect(try await output(of: [Bytes(bytes), Prove(with: Invocation("wc"))], in: scratch) == bytes)
    }
}
