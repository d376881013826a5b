import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A restore of Redis that is refused, fails, or is killed half-way.
@Suite(.tags(.server)) struct RedisLoadTroubleTests {
    // MARK: Taken back

    @Test(arguments: [[], ["--appendonly"], ["--with", "save \"\""]])
    func `taken back after each step, the old keys are there and nothing else`(options: [String]) async throws {
        try await RedisBench.with(options) { bench in
            let files = try await bench.backup()
            try await bench.replaceEverything()
            let before = try await bench.content()
            for step in 1...3 {
                let (load, journal) = (try await bench.load(), try bench.journal())
                try await load.stage(files, journal)
                if step > 1 { try await load.swap(journal) }
                if step > 2 { try await load.check(files) }
                let isOld = try await bench.content() == before
                #expect(isOld == (step == 1))
                // What a process that was killed was writing.
                let written = [journal.entries[0].text(1), step > 1 ? journal.entries[2].text(3) : ""].filter {
                    !$0.isEmpty
                }
                for name in written { try bench.write("\(name).writing", "half") }
                // Another process does it, and its predecessor may have been killed while it did.
                for entry in journal.entries.reversed() { try await bench.load().undo(entry) }
                try await bench.undo(try await bench.load(), journal)
                #expect(try await bench.content() == before, "\(step)")
                #expect(try await bench.leftovers() == [], "\(step)")
            }
            try await bench.stop()
            try await bench.start()
            #expect(try await bench.content() == before)
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.cli("EXISTS", "live") == "0\n")
        }
    }

    @Test(arguments: [[], ["--appendonly"]])
    func `a server that does not stop, or does not start, keeps its keys`(options: [String]) async throws {
        try await RedisBench.with(options) { bench in
            let (files, usual) = (
                try await bench.backup(), try #require(try await bench.services.control(of: bench.source))
            )
            try await bench.cli("SET", "live", "x")
            let before = try await bench.content()
            let broken = [
                ServiceControl(
                    name: "redis", isRunning: usual.isRunning, stop: { throw Broken() }, start: usual.start),
                ServiceControl(
                    name: "redis", isRunning: usual.isRunning, stop: usual.stop, start: { throw Broken() }),
            ]
            for control in broken {
                let journal = try bench.journal()
                let load = try await bench.load(control: control)
                try await load.stage(files, journal)
                await #expect(throws: Broken.self) { try await load.swap(journal) }
                try await bench.undo(try await bench.load(), journal)
                #expect(try await bench.content() == before)
                #expect(try await bench.leftovers() == [])
            }
        }
    }

    private struct Broken: Error {}

    /// Cancelled at many instants, which leaves the files as a kill does.
    @Test(arguments: [[], ["--appendonly"]])
    func `ended at any instant, it is taken back by the next process`(options: [String]) async throws {
        try await RedisBench.with(options) { bench in
            let files = try await bench.backup()
            try await bench.replaceEverything()
            let before = try await bench.content()
            var whole = 0
            for milliseconds in stride(from: 5, to: 700, by: 60) {
                let journal = try bench.journal()
                let run = Task {
                    let load = try await bench.load()
                    try await load.stage(files, journal)
                    try await load.swap(journal)
                }
                try await Task.sleep(for: .milliseconds(milliseconds))
                run.cancel()
                if case .success = await run.result { whole += 1 }
                try await bench.undo(try await bench.load(), journal)
                #expect(try await bench.content() == before, "\(milliseconds)")
                #expect(try await bench.leftovers() == [], "\(milliseconds)")
            }
            #expect(whole < 12)
        }
    }

    @Test func `a file that differs from the backup's size is not put in place`() async throws {
        try await RedisBench.with(["--appendonly"]) { bench in
            let (files, before, journal) = (try await bench.backup(), try await bench.content(), try bench.journal())
            let file = try #require(files.files.first)
            let load = try await bench.load()
            await #expect(throws: Failure.self) {
                try await load.stage(bench.files(file.path, file.contentBytes + 1), journal)
            }
            try await bench.undo(load, journal)
            #expect(try await bench.content() == before)
            #expect(try await bench.leftovers() == [])
        }
    }

    // MARK: Refused

    private func refusal(
        _ options: [String] = [], _ change: (RedisBench, RestoreFiles) async throws -> RestoreFiles? = { _, _ in nil }
    ) async throws -> String {
        var line = "nothing"
        try await RedisBench.with(options, keys: 3) { bench in
            let files = try await bench.backup()
            let changed = try await change(bench, files) ?? files
            let before = try await bench.content()
            do { try await bench.load().analyze(changed) } catch { line = Failure(describing: error).line(.english) }
            #expect(try await bench.content() == before)
            #expect(try await bench.leftovers() == [])
        }
        return line
    }

    /// The backup with other bytes in its RDB file.
    private func changed(
        _ bench: RedisBench, _ files: RestoreFiles, _ change: (inout [UInt8]) -> Void
    ) async throws -> RestoreFiles {
        var bytes = try await output(of: files.files[0].source, in: bench.scratch)
        change(&bytes)
        let path = bench.scratch("changed.rdb.gz")
        try await Durable.create(path) { [bytes] file in
            try await pipeline([Bytes(bytes), Gzip(level: 1)], into: file)
        }
        return bench.files(path, bytes.count)
    }

    @Test func `a dump of a newer Redis is refused, with both versions`() async throws {
        let line = try await refusal { bench, files in
            try await changed(bench, files) { bytes in
                bytes.replaceSubrange(5..<9, with: Array("0012".utf8))
                // The version of the writer is in the first field.
                let place = bytes.firstRange(of: Array("redis-ver".utf8))!.upperBound + 1
                bytes.replaceSubrange(place..<place + 1, with: Array("8".utf8))
            }
        }
        #expect(line.says("redis.too-old", in: .english))
        #expect(
            line.says("redis.too-old.why", ["writer": "8."], in: .english)
                && line.says("redis.too-old.why", ["format": 12], in: .english))
    }

    @Test func `versions of Redis and Valkey are told apart`() {
        let redis = { RedisVersion(["redis_version": $0]) }
        let valkey = { RedisVersion(["redis_version": "7.2.4", "valkey_version": $0]) }
        #expect(redis("7.0.15").reads(10, from: "7.0.1") && !redis("7.0.15").reads(11, from: "7.2.0"))
        #expect(redis("6.0.16").reads(9, from: "") && !redis("6.0.16").reads(10, from: "7.0.0"))
        #expect(redis("8.4.0").reads(13, from: "8.4.0") && !redis("8.0.0").reads(13, from: "8.4.0"))
        #expect(redis("8.0.0").reads(12, from: "7.4.1") && !redis("8.0.0").reads(80, from: "9.0.0"))
        #expect(valkey("8.0.1").reads(11, from: "7.2.4") && !valkey("8.0.1").reads(12, from: "7.4.0"))
        #expect(valkey("9.0.0").reads(80, from: "9.0.0") && !valkey("9.0.0").reads(81, from: "9.2.0"))
        #expect(valkey("9.2.0").reads(81, from: "9.2.0") && !valkey("9.2.0").reads(12, from: "7.4.0"))
    }

    @Test func `a damaged dump is refused by the server's own judge`() async throws {
        let flipped = try await refusal { bench, files in
            try await changed(bench, files) { $0[$0.count - 20] ^= 1 }
        }
        #expect(
            flipped.says("redis.refuses-dump", in: .english) && flipped.says("redis.refuses-dump.why", in: .english),
            "\(flipped)")
        let cut = try await refusal { bench, files in try await changed(bench, files) { $0.removeLast(500_000) } }
        #expect(cut.says("redis.dump-damaged", in: .english))
        let none = try await refusal { _, files in RestoreFiles(id: files.id, files: []) }
        #expect(none.says("redis.no-redis-dump", ["id": "20240315_020000"], in: .english))
    }

    @Test func `a replica, a master with replicas and a node of a cluster are refused`() async throws {
        try await RedisBench.with(keys: 1) { master in
            let replica = ["--with", "replicaof 127.0.0.1 \(master.variables["REDIS_PORT"]!)"]
            let script = ["start", master.server.appending("replica").string] + replica
            let files = try await master.backup()
            let variables = try await throwaway("redis", script)
            while try await redisCLI(["INFO", "replication"], variables).contains("master_link_status:down") {}
            let line = await line(of: master, files)
            try await throwaway("redis", ["stop", master.server.appending("replica").string])
            #expect(
                line.says("redis.has-replicas", ["count": 1], in: .english)
                    && line.says("redis.has-replicas.why", in: .english), "\(line)")
        }
        let replica = try await refusal { bench, _ in
            try await bench.cli("REPLICAOF", "127.0.0.1", "1")
            return nil
        }
        #expect(
            replica.says("redis.is-replica", in: .english) && replica.says("redis.is-replica.why", in: .english),
            "\(replica)")
        let port = Int.random(in: 12_000...31_000)
        let options = ["cluster-enabled yes", "cluster-port \(port)"].flatMap { ["--with", $0] }
        try await RedisBench.with(options, keys: 0) { bench in
            let said = await line(of: bench, try await bench.backup())
            #expect(
                said.says("redis.in-cluster", in: .english)
                    && said.says("redis.in-cluster.why", ["nodes": 1, "slots": 0], in: .english), "\(said)")
        }
    }

    private func line(of bench: RedisBench, _ files: RestoreFiles) async -> String {
        do { try await bench.load().analyze(files) } catch { return Failure(describing: error).line(.english) }
        return "nothing"
    }

    @Test func `what a CONFIG SET hides is named: the server would start otherwise than it runs`() async throws {
        let line = try await refusal { bench, _ in
            try await bench.cli("CONFIG", "SET", "appendonly", "yes")
            return nil
        }
        #expect(
            line.says("redis.would-start-otherwise", ["runs": "yes", "starts": "no"], in: .english)
                && line.says("redis.would-start-otherwise.fix", ["starts": "no"], in: .english))
    }

    @Test func `a server that is down, or wants another password, is refused with what to do`() async throws {
        try await RedisBench.with(keys: 1) { bench in
            let files = try await bench.backup()
            try await bench.stop()
            let down = await line(of: bench, files)
            #expect(down.says("redis.must-run", in: .english))
            #expect(down.contains("Connection refused") && down.says("redis.must-run.fix", in: .english))
            try await bench.start()
        }
        try await RedisBench.with(["--password", "abc"], keys: 1, secret: "wrong") { bench in
            let said = await line(of: bench, try await bench.backup())
            #expect(said.contains("WRONGPASS"))
        }
    }
}
