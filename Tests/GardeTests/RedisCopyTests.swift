import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Testing

/// A restore of a Redis that nothing here stops and starts: it copies a second server.
@Suite(.tags(.server)) struct RedisCopyTests {
    private static let renamed = ["--with", "rename-command CONFIG \"\""]

    @Test(arguments: [
        [], ["--appendonly"], ["--password", #"mot de "passe" à $5"#], ["--with", "save \"\""],
        renamed, ["--with", "masterauth geheim", "--with", "tls-replication no"],
    ])
    func `every key comes back without a stop, stays after a restart, and the server is as it was`(
        options: [String]
    ) async throws {
        try await RedisBench.with(options) { bench in
            let (before, files) = (try await bench.content(), try await bench.backup())
            let process = try await process(bench)
            try await bench.replaceEverything()
            try await bench.restore(files, try bench.loose())
            #expect(try await bench.content() == before)
            #expect(try await self.process(bench) == process)
            #expect(try await bench.cli("INFO", "replication").contains("role:master"))
            if options != Self.renamed {
                let expected = options.contains("masterauth geheim") ? "geheim" : ""
                #expect(try await bench.cli("CONFIG", "GET", "masterauth") == "masterauth\n\(expected)\n")
            }
            try await bench.cli("SET", "written", "after")
            try await bench.cli("DEL", "written")
            try await bench.stop()
            try await bench.start()
            #expect(try await bench.content() == before)
            #expect(try await leftovers(bench) == "")
        }
    }

    private func process(_ bench: RedisBench) async throws -> Substring? {
        let info = try await bench.cli("INFO", "server")
        return info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id") }
    }

    /// A server of another machine hides its process; a name space of its own does the same.
    @Test(.enabled(if: geteuid() == 0))
    func `a server elsewhere copies, and the one of this machine is not stopped for it`() async throws {
        let port = Int.random(in: 12_000...31_000)
        try await RedisBench.with(settings: { _ in ["REDIS_PORT": "\(port)"] }) { bench in
            let words = ["--port", "\(port)", "--dir", bench.scratch.path.string, "--enable-debug-command", "yes"]
            let script = "unshare --pid --fork --kill-child redis-server \"$@\" >/dev/null 2>&1 & echo $!"
            let started = try await run("setsid", ["sh", "-c", script, "sh"] + words)
            let there = ["REDIS_HOST": "127.0.0.1", "REDIS_PORT": "\(port)"]
            while (try? await redisCLI(["PING"], there)) == nil { try await Task.sleep(for: .milliseconds(50)) }
            let (before, files, process) = (
                try await bench.content(), try await bench.backup(), try await process(bench)
            )
            try await bench.cli("SET", "here", "only")
            let result: Result<Void, any Error>
            do {
                try await bench.restore(files, try await bench.load())
                #expect(try await redisContent(there) == before)
                #expect(try await bench.cli("GET", "here") == "only\n")
                #expect(try await self.process(bench) == process)
                result = .success(())
            } catch { result = .failure(error) }
            _ = try await run("kill", ["-KILL", String(started.output.dropLast())])
            try result.get()
        }
    }

    private func leftovers(_ bench: RedisBench) async throws -> String {
        try await run("find", [bench.scratch.path.string, "-name", "redis-*"]).output
    }

    @Test(arguments: [[], renamed])
    func `taken back, or ended at any instant, the old keys are there and nothing else`(options: [String]) async throws
    {
        try await RedisBench.with(options) { bench in
            let files = try await bench.backup()
            try await bench.replaceEverything()
            let before = try await bench.content()
            for milliseconds in [30, 200, 400, 700, 1200, 20_000] {
                let journal = try bench.journal()
                let run = Task {
                    let load = try bench.loose()
                    try await load.stage(files, journal)
                    try await load.swap(journal)
                }
                let ender = Task {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    run.cancel()
                }
                if case .failure(let error) = await run.result, milliseconds == 20_000 { Issue.record(error) }
                ender.cancel()
                for entry in journal.entries.reversed() { try await bench.loose().undo(entry) }
                try await bench.undo(try bench.loose(), journal)
                #expect(try await bench.content() == before, "\(milliseconds)")
                #expect(try await bench.cli("INFO", "replication").contains("role:master"))
                #expect(try await leftovers(bench) == "")
            }
        }
    }

    @Test func `what a killed run left half-way, a replica of a server that is gone, is ended by the next`()
        async throws
    {
        try await RedisBench.with { bench in
            let files = try await bench.backup()
            try await bench.replaceEverything()
            let before = try await bench.content()
            let (load, journal) = (try bench.loose(), try bench.journal())
            try await load.stage(files, journal)
            try await load.swap(journal)
            // As it stands when the process ends right after REPLICAOF.
            let folder = FilePath(try #require(journal.entries.first).text(0))
            try await Durable.replace(folder.appending("settings"), with: Array("masterauth\t\nmasteruser\t\n".utf8))
            try await bench.cli("CONFIG", "SET", "masterauth", "left")
            try await bench.cli("REPLICAOF", "127.0.0.1", "1")
            try await bench.undo(try bench.loose(), journal)
            #expect(try await bench.content() == before)
            #expect(try await bench.cli("CONFIG", "GET", "masterauth") == "masterauth\n\n")
        }
    }

    @Test func `where neither way is allowed, the backup says so and the restore is refused with what helps`()
        async throws
    {
        let rule = "user garde on >geheim ~* &* +@all -config -replicaof -slaveof"
        try await RedisBench.with(["--with", rule], keys: 1, user: "garde", secret: "geheim") { bench in
            let files = try await bench.backup()
            try await bench.capture().check()
            #expect(try await bench.warnings().says("redis.cannot-be-put-back", in: .english))
            let failure = await #expect(throws: Failure.self) { try await bench.load().analyze(files) }
            #expect(failure?.line(.english).says("redis.refuses-to-copy.fix", in: .english) == true)
        }
        try await RedisBench.with(["--with", "\(rule) +replicaof"], user: "garde", secret: "geheim") { bench in
            let (before, files) = (try await bench.content(), try await bench.backup())
            try await bench.capture().check()
            #expect(try await !bench.warnings().says("redis.cannot-be-put-back", in: .english))
            try await bench.cli("FLUSHALL")
            try await bench.restore(files, try await bench.load())
            #expect(try await bench.content() == before)
        }
    }

    @Test(arguments: ["user garde on >geheim ~* &* +@all -sync -psync -replconf", "rename-command SYNC \"\""])
    func `a server that gives no stream copies all the same`(setting: String) async throws {
        let isUser = setting.hasPrefix("user")
        try await RedisBench.with(
            ["--with", setting], user: isUser ? "garde" : nil, secret: isUser ? "geheim" : nil
        ) { bench in
            // The server's own file is the backup: the bench's stream is refused where SYNC has another name.
            try await bench.cli("SAVE")
            let before = try await bench.content()
            let (file, bytes) = (bench.scratch("redis.rdb"), try bench.data.appending("dump.rdb").read())
            try await Durable.create(file) { _ = try $0.writeAll(bytes) }
            try await bench.replaceEverything()
            try await bench.restore(bench.files(file, bytes.count), try bench.loose())
            #expect(try await bench.content() == before)
            #expect(try await !bench.warnings().says("redis.not-persisted", in: .english))
        }
    }

    @Test(arguments: [[], renamed])
    func `a server with fewer databases is refused, and goes on with what it has`(options: [String]) async throws {
        try await RedisBench.with(["--with", "databases 3"] + options, keys: 0) { bench in
            try await bench.cli("SET", "live", "here")
            let file = bench.scratch("redis.rdb")
            let rdb = Array("REDIS0009".utf8) + [0xfe, 40, 0, 1, 0x61, 1, 0x62, 0xff] + [UInt8](repeating: 0, count: 8)
            try await Durable.create(file) { _ = try $0.writeAll(rdb) }
            let failure = await #expect(throws: Failure.self) {
                try await bench.loose().analyze(bench.files(file, rdb.count))
            }
            #expect(
                failure?.line(.english).says("redis.has-fewer-databases.fix", ["neededFix": 41], in: .english) == true)
            #expect(try await bench.cli("GET", "live") == "here\n")
        }
    }

    @Test func `what a server evicts of the restored keys is named, and they are not said to be as in the backup`()
        async throws
    {
        try await RedisBench.with(keys: 3000) { bench in
            let files = try await bench.backup()
            try await bench.cli("FLUSHALL")
            try await bench.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
            try await bench.cli("CONFIG", "SET", "maxmemory", "2mb")
            let (load, journal) = (try bench.loose(isAlone: false), try bench.journal())
            try await load.stage(files, journal)
            try await load.swap(journal)
            #expect(
                journal.entries.contains {
                    $0.owner == .component("redis") && $0.text(0).says("redis.evicted", in: .english)
                })
            try await load.check(files)
            #expect(try await !bench.warnings().says("redis.keys-back", in: .english))
            try await bench.finish(load, journal)
        }
    }

    @Test func `a server behind TLS, with our certificate or without, and one behind a socket, is saved and restored`()
        async throws
    {
        let scratch = Scratch()
        let (key, certificate) = (scratch("key.pem").string, scratch("cert.pem").string)
        let make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let name = ["-subj", "/CN=redis", "-days", "2", "-keyout", key, "-out", certificate]
        try #require(try await run("openssl", make + name).status == 0)
        let port = Int.random(in: 12_000...31_000)
        for asksOurs in ["no", "yes"] {
            let options = [
                "tls-port \(port)", "tls-cert-file \(certificate)", "tls-key-file \(key)",
                "tls-ca-cert-file \(certificate)",
                "tls-auth-clients \(asksOurs)", "tls-replication yes",
            ].flatMap { ["--with", $0] }
            var settings = ["REDIS_PORT": "\(port)", "REDIS_TLS": "true", "REDIS_TLS_CA_FILE": certificate]
            if asksOurs == "yes" {
                settings.merge(["REDIS_TLS_CERT_FILE": certificate, "REDIS_TLS_KEY_FILE": key]) { $1 }
            }
            try await trip(options) { [settings] _ in settings }
        }
        let socket = "/tmp/garde-redis-\(port).sock"
        for name in ["REDIS_SOCKET", "REDIS_HOST"] {
            try await trip(["--with", "unixsocket \(socket)"]) { _ in [name: socket, "REDIS_PORT": "1"] }
        }
    }

    private func trip(
        _ options: [String], _ settings: @escaping @Sendable (Scratch) async throws -> [String: String]
    ) async throws {
        try await RedisBench.with(options, keys: 10, settings: settings) { bench in
            let (before, files) = (try await bench.content(), try await bench.backup())
            try await bench.capture().check()
            for load in [try bench.loose(), try await bench.load()] {
                try await bench.cli("FLUSHALL")
                try await bench.restore(files, load)
                #expect(try await bench.content() == before)
            }
        }
    }
}
