import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct RedisLoadTests {
    private static let password = #"mot de "passe" à $5 \ ici"#

    @Test(arguments: [
        [], ["--appendonly"], ["--password", password], ["--appendonly", "--password", password],
        ["--with", "save \"\""],
        ["--appendonly", "--with", "appendfilename other.aof", "--with", "appenddirname aofs"],
        ["--with", "dbfilename other.rdb"],
    ])
    func `every key of every database comes back, and is there after a restart`(options: [String]) async throws {
        try await RedisBench.with(options) { bench in
            let (before, files) = (try await bench.content(), try await bench.backup())
            try await bench.cli("FLUSHALL")
            try await bench.cli("SET", "later", "than the backup")
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.content() == before)
            try await bench.cli("SET", "written", "after")
            try await bench.cli("DEL", "written")
            try await bench.stop()
            try await bench.start()
            #expect(try await bench.content() == before)
            #expect(try await bench.leftovers() == [])
        }
    }

    @Test(arguments: [[], ["--appendonly"]])
    func `the only node of a cluster is saved and restored as any other`(options: [String]) async throws {
        let cluster = ["cluster-enabled yes", "cluster-port \(Int.random(in: 12_000...31_000))"]
        try await RedisBench.with(options + cluster.flatMap { ["--with", $0] }, keys: 0) { bench in
            try await bench.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
            while try await !bench.cli("CLUSTER", "INFO").contains("cluster_state:ok") {
                try await Task.sleep(for: .milliseconds(100))
            }
            for key in 0..<20 { try await bench.cli("SET", "key:\(key)", "value \(key)") }
            let files = try await bench.backup()
            try await bench.cli("DEL", "key:1")
            try await bench.cli("SET", "later", "than the backup")
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.cli("DBSIZE") == "20\n")
            #expect(try await bench.cli("GET", "key:1") == "value 1\n")
            let cluster = try await bench.cli("CLUSTER", "INFO")
            #expect(cluster.contains("cluster_slots_ok:16384"), "\(cluster)")
            #expect(try await bench.leftovers() == [])
        }
    }

    @Test func `of append-only files, the old ones go and Redis rewrites the new ones as its own`() async throws {
        try await RedisBench.with(["--appendonly"]) { bench in
            let before = try await bench.content()
            try await bench.restore(try await bench.backup(), try await bench.load())
            let names = { try await run("ls", [bench.data.appending("appendonlydir").string]).output.lines }
            let ours = try await names()
            #expect(ours.count == 3 && ours.count(where: { $0.contains("garde-restore") }) == 2, "\(ours)")
            try await bench.cli("BGREWRITEAOF")
            while try await bench.cli("INFO", "persistence").contains("aof_rewrite_in_progress:1") {}
            try await Task.sleep(for: .milliseconds(300))
            let own = try await names()
            #expect(own.count == 3 && !own.contains { $0.contains("garde") }, "\(own)")
            #expect(try await bench.content() == before)
        }
    }

    @Test func `owner and mode are those of the old file`() async throws {
        try await RedisBench.with(["--with", "save 3600 1"]) { bench in
            let files = try await bench.backup()
            // The server notices a moment later that the save for the backup has ended.
            while try await bench.cli("INFO", "persistence").contains("rdb_bgsave_in_progress:1") {}
            try await bench.cli("SAVE")
            let dump = bench.data.appending("dump.rdb").string
            #expect(try await run("chown", ["1234:5678", dump]).status == 0)
            #expect(try await run("chmod", ["640", dump]).status == 0)
            let (load, journal) = (try await bench.load(), try bench.journal())
            try await load.stage(files, journal)
            let staged = try #require(journal.entries.first)
            #expect(staged.text(2) == "1234:5678:640")
            let found = try await run("stat", ["-c", "%u:%g:%a", bench.data.appending(staged.text(1)).string])
            #expect(found.output == "1234:5678:640\n")
            try await bench.undo(load, journal)
            #expect(try await bench.leftovers() == [])
        }
    }

    @Test func `a user with a name of its own is enough when it has the rights`() async throws {
        let rule = "user garde on >geheim ~* &* +@all"
        try await RedisBench.with(["--with", rule, "--with", "save \"\""], user: "garde", secret: "geheim") { bench in
            let (before, files) = (try await bench.content(), try await bench.backup())
            try await bench.cli("FLUSHALL")
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.content() == before)
        }
    }

    @Test func `keys that have expired since are a warning, and no others may be missing`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            // It stays in the backup, however slow the machine is.
            try await bench.cli("DEBUG", "SET-ACTIVE-EXPIRE", "0")
            try await bench.cli("SET", "short", "x", "PX", "500")
            try await bench.cli("SET", "long", "x", "EX", "1000")
            let files = try await bench.backup()
            try await Task.sleep(for: .milliseconds(1600))
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.warnings().says("redis.keys-expired", ["count": 1], in: .english))
            #expect(try await bench.cli("EXISTS", "long") == "1\n")
            try await bench.cli("DEL", "long")
            let failure = await #expect(throws: Failure.self) { try await bench.load().check(files) }
            #expect(
                failure?.line(.english).says("redis.keys-differ.why", ["found": 0, "expected": 1], in: .english)
                    == true
            )
            try await bench.load(isAlone: false).check(files)
            #expect(
                try await bench.warnings().says("redis.keys-changed", ["found": 0, "expected": 1], in: .english))
        }
    }

    @Test func `a server that starts otherwise than it ran gets its keys all the same, and is named`() async throws {
        for (starts, runs) in [("no", "yes"), ("yes", "no")] {
            let scratch = Scratch()
            let more = try scratch.write("more.conf", "appendonly \(starts)\n")
            try await RedisBench.with(["--with", "include \(more)"]) { bench in
                let (before, files) = (try await bench.content(), try await bench.backup())
                try await bench.cli("CONFIG", "SET", "appendonly", runs)
                while try await bench.cli("INFO", "persistence").contains("aof_rewrite_in_progress:1") {}
                try await bench.cli("FLUSHALL")
                try await bench.restore(files, try await bench.load())
                let changes = "appendonly \(runs) → \(starts)"
                #expect(
                    try await bench.warnings().says("redis.starts-otherwise", ["changes": changes], in: .english))
                #expect(try await bench.content() == before)
                #expect(try await bench.leftovers() == [])
            }
        }
    }
}
