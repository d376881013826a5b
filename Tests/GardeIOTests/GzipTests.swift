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

@Suite struct GunzipTests {
    let scratch = Scratch()

    private func gunzip(_ bytes: [UInt8]) async throws -> [UInt8] {
        try await output(of: [Bytes(bytes), Gunzip()], in: scratch)
    }

    @Test(arguments: [0, 1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_000])
    func `Gunzip gives back what Gzip took`(size: Int) async throws {
        let text = noise(size).map { $0 & 0x0f }
        #expect(try await output(of: [Bytes(text), Gzip(level: 6), Gunzip()], in: scratch) == text)
    }

    @Test(arguments: ["gzip", "pigz"]) func `Gunzip reads what others wrote, one member or several`(tool: String)
        async throws
    {
        let text = noise(700_000).map { $0 & 0x0f }
        let one = try await output(of: [Bytes(text), Child(Invocation(tool, ["-c"]))], in: scratch)
        #expect(try await gunzip(one) == text)
        #expect(try await gunzip(one + one) == text + text)
    }

    @Test func `a stream cut anywhere is refused, between members too`() async throws {
        let packed = try await output(of: [Bytes(noise(2_200_000)), Gzip(level: 1)], in: scratch)
        let members = try await output(of: [Bytes(noise(1 << 20)), Gzip(level: 1)], in: scratch).count - 30
        for length in [0, 1, 19, 20, 500, members, packed.count - 30, packed.count - 1] {
            await #expect(throws: GzipFailed.self, "\(length)") { try await gunzip(Array(packed.prefix(length))) }
        }
        let foreign = try await output(of: [Bytes(noise(5000)), Child(Invocation("gzip"))], in: scratch)
        for length in [0, 5, 2000, foreign.count - 1] {
            await #expect(throws: GzipFailed.self) { try await gunzip(Array(foreign.prefix(length))) }
        }
    }

    @Test func `one flipped bit is refused, in the data or in what says its size`() async throws {
        let packed = try await output(of: [Bytes(Array("a few words, a few words".utf8)), Gzip(level: 6)], in: scratch)
        for place in packed.indices where !(3..<16).contains(place) {
            var bad = packed
            bad[place] ^= 1
            await #expect(throws: GzipFailed.self, "byte \(place)") { try await gunzip(bad) }
        }
    }

    @Test func `garbage behind the end is refused`() async throws {
        let packed = try await output(of: [Bytes([1, 2, 3]), Gzip(level: 6)], in: scratch)
        await #expect(throws: GzipFailed.self) { try await gunzip(packed + [0x41]) }
    }

    @Test(arguments: [1, 700, 600_000]) func `zeros behind the end are taken as gunzip takes them`(count: Int)
        async throws
    {
        let zeros = [UInt8](repeating: 0, count: count)
        for text in [noise(5), noise(2_200_000)] {
            for tool: any Filter in [Gzip(level: 1), Child(Invocation("gzip", ["-c"]))] {
                let packed = try await output(of: [Bytes(text), tool], in: scratch)
                #expect(try await gunzip(packed + zeros) == text)
                let plain = try await output(of: [Bytes(packed + zeros), Child(Invocation("gunzip"))], in: scratch)
                #expect(plain == text)
                await #expect(throws: GzipFailed.self) { try await gunzip(packed + zeros + [1]) }
                await #expect(throws: GzipFailed.self) { try await gunzip(packed.dropLast(25) + zeros) }
            }
        }
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

    @Test(.timeLimit(.minutes(2))) func `a cancelled pipeline ends children that ignore SIGTERM`() async throws {
        let run = Task { [scratch] in
            try await output(
                of: [Child(Invocation("sh", ["-c", "trap '' TERM; yes"])), Gzip(level: 1), Tally()], in: scratch)
        }
        try await Task.sleep(for: .milliseconds(200))
        run.cancel()
        await #expect(throws: (any Error).self) { try await run.value }
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
