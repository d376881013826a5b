import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Streams that are damaged or cut, and children that do not behave.
@Suite struct FaultStreamTests {
    let scratch = Scratch()

    @Test(arguments: [0, 1, 300, 5000])
    func `a bit flipped in what the compressor gave is found, but for a few that change no byte`(size: Int) throws {
        let block = noise(size).map { $0 & 0x1f }
        let member = try GzipMember.compress(block, level: 6)
        try GzipMember.verify(member, holds: block)
        var escaped = 0
        for bit in 0..<(8 * member.count) {
            var broken = member
            broken[bit / 8] ^= 1 << (bit % 8)
            do {
                try GzipMember.verify(broken, holds: block)
                escaped += 1
            } catch GzipFailed.damaged {}
        }
        // Bits that fill up a byte, or belong to a code that no symbol uses.
        #expect(escaped < 10)
        for count in 0..<member.count {
            #expect(throws: GzipFailed.self) { try GzipMember.verify(Array(member.prefix(count)), holds: block) }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a pipeline whose last end cannot be had ends before its first stage begins`() async throws {
        let endless = Bytes(noise(8 << 20))
        let closed = FileDescriptor(rawValue: -1)
        await #expect(throws: Errno.badFileDescriptor) { try await pipeline([endless, Gzip(level: 1)], into: closed) }
    }

    /// An RDB file of a Redis 7 with one key, and its checksum.
    private static let rdb: [UInt8] = {
        let head = Array("REDIS0010".utf8) + [0xfa, 9] + Array("redis-ver".utf8) + [6] + Array("7.0.15".utf8)
        let body = head + [0xfe, 0, 0xfb, 1, 0, 0, 3] + Array("key".utf8) + [0x40, 200] + noise(200) + [0xff]
        var crc = CRC64()
        crc.update(body)
        return body + (0..<8).map { UInt8(truncatingIfNeeded: crc.value >> (8 * $0)) }
    }()

    @Test(arguments: [false, true])
    func `an RDB stream cut at any byte is refused, with the transfer's mark and without`(hasMark: Bool) async throws {
        let mark = hasMark ? Array("0123456789abcdef0123456789abcdef01234567".utf8) : []
        let whole = Self.rdb + mark
        #expect(try await output(of: [Bytes(whole), RedisDump()], in: scratch) == Self.rdb)
        // Cut inside the mark, the file itself is whole, but nobody has said so.
        for count in 0..<whole.count where count != Self.rdb.count {
            await #expect(throws: RedisDumpFailed.self, "cut after \(count) bytes") {
                _ = try await output(of: [Bytes(Array(whole.prefix(count))), RedisDump()], in: scratch)
            }
        }
    }

    @Test func `a byte changed anywhere in an RDB stream is found by its checksum`() async throws {
        for place in 0..<Self.rdb.count {
            var broken = Self.rdb
            broken[place] ^= 0x10
            await #expect(throws: RedisDumpFailed.self, "byte \(place)") {
                _ = try await output(of: [Bytes(broken), RedisDump()], in: scratch)
            }
        }
    }
}

@Suite struct FaultChildTests {
    let scratch = Scratch()

    private func sh(_ script: String) -> Child { Child(Invocation("sh", ["-c", script])) }

    /// Cancels a pipeline of this script when it has written its first line; gives how long it then took.
    private func cancelled(_ script: String) async throws -> Duration {
        let path = scratch("sink")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        defer { try? file.close() }
        let work = Task { [child = sh(script)] in try await pipeline([child], into: file) }
        while try path.stat().size == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let clock = ContinuousClock()
        let begin = clock.now
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        return clock.now - begin
    }

    @Test func `a child that ignores SIGTERM is ended by force, with its children`() async throws {
        let script = "trap '' TERM; echo $$; sleep 61 & echo $!; while :; do sleep 0.1; done"
        let took = try await cancelled(script)
        #expect(took < .seconds(20))
        let pids = try await run("cat", [scratch("sink").string]).output.lines
        #expect(!pids.isEmpty)
        for pid in pids { #expect(try await isGone(pid)) }
    }

    @Test func `a child that stops itself is ended too`() async throws {
        #expect(try await cancelled("echo $$; kill -STOP $$") < .seconds(20))
    }

    @Test func `a grandchild that keeps the pipe ends with its parent`() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let bytes = try await output(of: [sh("sleep 60 & echo $!"), Gzip(level: 1)], in: scratch)
        #expect(!bytes.isEmpty && clock.now - begin < .seconds(20))
    }

    @Test func `a flood on standard error does not stop the data`() async throws {
        let script = "yes 'a line of complaint' | head -c 4000000 >&2 & head -c 5000000 /dev/zero; wait"
        #expect(try await output(of: [sh(script)], in: scratch).count == 5_000_000)
    }

    @Test func `a child that floods and fails is quoted by its last lines`() async throws {
        await #expect {
            _ = try await output(of: [sh("yes | head -n 100000 >&2; echo the end >&2; exit 4")], in: scratch)
        } throws: { ($0 as? ToolFailed)?.ending == .exited(4) && ($0 as? ToolFailed)?.said.last == "the end" }
    }

    @Test func `children work in the root folder, wherever the run was started`() async throws {
        #expect(try await Invocation("pwd").capture().whenSuccessful() == "/\n")
    }

    private func isGone(_ pid: String) async throws -> Bool {
        for _ in 1...100 {
            let state = try await run("sh", ["-c", "ps -o stat= -p \"$0\" | grep -v '^Z'", pid])
            if state.output.isEmpty { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
