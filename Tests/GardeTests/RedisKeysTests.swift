import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Glibc
import SystemPackage
import Synchronization
import Testing

/// `restore --keys`: some keys of a backup into a server that runs on.
@Suite(.tags(.server)) struct RedisKeysTests {
    /// The year 2096: no test takes so long.
    private static let later = "4000000000000"

    /// Keys of sessions in two databases, some of them of bytes that are no text, and others beside them.
    private func fill(_ bench: RedisBench) async throws {
        let script = """
            redis.call('SET', 'session:a\\0\\n"b', 'v\\0\\r\\n\\255')
            redis.call('PEXPIREAT', 'session:a\\0\\n"b', \(Self.later))
            redis.call('HSET', 'session:hash', 'field', string.rep('x', 100000))
            redis.call('SET', 'other:1', 'one')
            redis.call('SELECT', '3')
            redis.call('RPUSH', 'session:list', 'a', 'b', 'c')
            redis.call('SELECT', '0')
            return 1
            """
        try await bench.cli("EVAL", script, "0")
    }

    /// Names, values and times of the keys that match, of both databases.
    private func state(_ bench: RedisBench, _ pattern: String = "*") async throws -> String {
        let script = """
            local all = {}
            for _, database in ipairs({'0', '3'}) do
                redis.call('SELECT', database)
                for _, name in ipairs(redis.call('KEYS', ARGV[1])) do
                    local value = redis.sha1hex(redis.call('DUMP', name))
                    all[#all + 1] = redis.sha1hex(database .. name) .. value .. redis.call('PEXPIRETIME', name)
                end
            end
            redis.call('SELECT', '0')
            table.sort(all)
            return table.concat(all, ' ')
            """
        return try await bench.cli("EVAL", script, "0", pattern)
    }

    private func kept(_ bench: RedisBench) -> FilePath { bench.scratch("keys_before_restore_20260101_000000.resp") }

    private func bring(
        _ source: KeySource, _ patterns: [String] = ["session:*"], into bench: RedisBench
    ) async throws -> (load: RedisLoad, journal: Journal, found: FoundKeys) {
        let (load, journal) = (try bench.loose(), try bench.journal())
        let found = try await load.find(patterns, in: source)
        try await load.load(found, from: source, keeping: kept(bench), restore: "restore", journal)
        return (load, journal, found)
    }

    @Test func `patterns choose the names that the server's own KEYS chooses`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            let names = [
                "a", "ab", "abc", "a*c", "a?c", "a[b]c", "a\\c", "b", "a-c", "é", "ééé", "aXbXc", "^", "]", "[", "aab",
                "session:1", "session:", "sessions", "",
            ]
            for name in names { try await bench.cli("SET", name, "1") }
            for pattern in [
                "*", "a*", "*c", "a?c", "a[bX]c", "a[^b]c", "a[b", "a[a-z]c", "a[z-a]c", "a\\*c", "a\\?c", "a\\[b\\]c",
                "**", "a**c", "?", "??", "[^a]", "[]", "[^", "a\\", "*a*b*", "session:*", "session:?", "é", "é*", "[]]",
                "[\\]]", "a[*]c", "", "*X*X*", "a[\\-]c", "a[+--]c",
            ] {
                let listed = try await bench.cli("KEYS", pattern).lines.filter { !$0.isEmpty }
                let chosen = names.filter { RedisPattern(pattern).matches(Array($0.utf8)) && !$0.isEmpty }
                #expect(chosen.sorted() == listed.sorted(), "\(pattern)")
            }
        }
    }

    @Test func `what matches is as in the backup, with its time, in every database; all else stays`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await fill(bench)
            let (before, files) = (try await state(bench, "session:*"), try await bench.backup())
            try await bench.cli("DEL", "session:hash")
            try await bench.cli("-n", "3", "RPUSH", "session:list", "new")
            try await bench.cli("SET", "session:new", "stays")
            try await bench.cli("SET", "other:1", "two")
            let (load, journal, found) = try await bring(.backup(files), into: bench)
            #expect(found.count == 3 && found.present == 2 && found.expired == 0)
            #expect(try await bench.cli("GET", "other:1") == "two\n")
            #expect(try await bench.cli("GET", "session:new") == "stays\n")
            try await bench.cli("DEL", "session:new")
            #expect(try await state(bench, "session:*") == before)
            let time = #"return redis.call('PEXPIRETIME', 'session:a\0\n"b')"#
            #expect(try await bench.cli("EVAL", time, "0") == "\(Self.later)\n")
            try await bench.finish(load, journal)
            #expect(try kept(bench).stat().permissions == [.ownerReadWrite])
            let left = try await run("find", [bench.scratch.path.string, "-maxdepth", "1", "-name", "keys-*"])
            #expect(left.output == "")
        }
    }

    @Test func `what was kept is a source itself, and takes the step back whole`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await fill(bench)
            let files = try await bench.backup()
            try await bench.cli("DEL", "session:hash")
            try await bench.cli("-n", "3", "RPUSH", "session:list", "new")
            let before = try await state(bench)
            let (load, journal, _) = try await bring(.backup(files), into: bench)
            try await bench.finish(load, journal)
            #expect(try await state(bench) != before)
            let kept = kept(bench)
            let moved = bench.scratch("moved.resp")
            try Durable.rename(kept, toUnused: moved)
            let source = try #require(KeySource.kept(at: moved))
            let (again, second, found) = try await bring(source, ["*"], into: bench)
            #expect(found.count == 3)
            try await bench.finish(again, second)
            #expect(try await state(bench) == before)
        }
    }

    @Test func `one that is taken back hours later loses nothing that was written since`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await fill(bench)
            let files = try await bench.backup()
            try await bench.cli("-n", "3", "RPUSH", "session:list", "new")
            try await bench.cli("DEL", "session:hash")
            let before = try await state(bench)
            let (load, journal, _) = try await bring(.backup(files), into: bench)
            // As after a kill: somebody goes on working before the next run.
            try await bench.cli("HSET", "session:hash", "field", "written since")
            try await bench.undo(load, journal)
            #expect(try await state(bench) == before)
            #expect(!kept(bench).exists)
            let found = try await run("find", [bench.scratch.path.string, "-name", "keys_before_undo_*"]).output.lines
            let path = FilePath(try #require(found.first))
            #expect(try await bench.warnings().says("redis.keys-overwritten", ["path": path], in: .english))
            let source = try #require(KeySource.kept(at: path))
            let (again, second, _) = try await bring(source, ["*"], into: bench)
            try await bench.finish(again, second)
            #expect(try await bench.cli("HGET", "session:hash", "field") == "written since\n")
        }
    }

    @Test func `one that ended before it had kept everything changes nothing when it is taken back`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await fill(bench)
            let (before, load, journal) = (try await state(bench), try bench.loose(), try bench.journal())
            let (kept, folder) = (kept(bench), bench.scratch("keys-1"))
            try journal.record("redis", "keys", kept.string, folder.string, "restore")
            _ = try await run("sh", ["-c", "echo half >\"$0.writing\"; mkdir \"$1\"", kept.string, folder.string])
            try await bench.undo(load, journal)
            #expect(try await state(bench) == before)
            let left = try await run("sh", ["-c", "ls -d \"$0\"* \"$1\" 2>/dev/null", kept.string, folder.string])
            #expect(left.output == "")
        }
    }

    @Test(arguments: ["noeviction", "allkeys-lru"])
    func `keys for which there is no memory are said, and all is taken back`(policy: String) async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await bench.cli("SET", "session:1", "one")
            let big =
                "for i = 1, 40 do redis.call('SET', 'session:big' .. i, string.rep(tostring(math.random()), 8000)) end"
            try await bench.cli("EVAL", big, "0")
            let files = try await bench.backup()
            try await bench.cli("EVAL", "for i = 1, 40 do redis.call('DEL', 'session:big' .. i) end", "0")
            try await bench.cli("SET", "session:1", "two")
            try await bench.cli("CONFIG", "SET", "maxmemory-policy", policy)
            let info = try await bench.cli("INFO", "memory").split(whereSeparator: \.isNewline)
            let line = try #require(info.first { $0.hasPrefix("used_memory:") })
            let used = String(line.filter(\.isNumber))
            try await bench.cli("CONFIG", "SET", "maxmemory", "\((Int(used) ?? 0) + 1_500_000)")
            let (load, journal) = (try bench.loose(), try bench.journal())
            let found = try await load.find(["session:*"], in: .backup(files))
            do {
                try await load.load(found, from: .backup(files), keeping: kept(bench), restore: "restore", journal)
                Issue.record("nothing was said")
            } catch let failure as Failure { #expect(failure.id == "redis.keys-not-taken", "\(failure)") }
            if policy == "noeviction" {
                try await bench.undo(load, journal)
                #expect(try await bench.cli("KEYS", "*") == "session:1\n")
                #expect(try await bench.cli("GET", "session:1") == "two\n")
            } else {
                try journal.close()
            }
        }
    }

    @Test func `what has expired stays away, and is counted`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await bench.cli("SET", "session:gone", "1", "PX", "1500")
            try await bench.cli("SET", "session:stays", "1")
            try await bench.cli("SET", "token:gone", "1", "PX", "1500")
            let files = try await bench.backup()
            try await bench.cli("FLUSHALL")
            try await Task.sleep(for: .seconds(2))
            let found = try await bring(.backup(files), into: bench).found
            #expect(found.count == 1 && found.expired == 1)
            #expect(try await bench.cli("KEYS", "*") == "session:stays\n")
            do {
                _ = try await bench.loose().find(["token:*"], in: .backup(files))
                Issue.record("nothing was said")
            } catch let failure as Failure { #expect(failure.id == "redis.keys-all-expired") }
        }
    }

    @Test func `a pattern that nothing matches is answered with names that are like it`() async throws {
        try await RedisBench.with(keys: 0) { bench in
            try await fill(bench)
            let files = try await bench.backup()
            do {
                _ = try await bench.loose().find(["sesion:*"], in: .backup(files))
                Issue.record("nothing was said")
            } catch let failure as Failure {
                #expect(failure.id == "redis.no-such-keys" && failure.line(.english).contains("session:* (3)"))
            }
        }
    }

    @Test func `a replica, and a user without the rights, are refused before anything is done`() async throws {
        try await RedisBench.with(keys: 0, user: "limited", secret: "pw") { bench in
            try await bench.cli("SET", "session:1", "one")
            let files = try await bench.backup()
            for (rights, id) in [
                (["~other:*", "+@all"], "redis.refuses-keys"), (["~*", "+@all", "-restore"], "redis.refuses-keys"),
                (["~*", "+@all", "-dump"], "redis.refuses-keys"),
            ] {
                try await redisCLI(["ACL", "SETUSER", "limited", "reset", "on", ">pw"] + rights, bench.variables)
                do {
                    _ = try await bench.loose().find(["session:*"], in: .backup(files))
                    Issue.record("nothing was said of \(rights)")
                } catch let failure as Failure { #expect(failure.id == id, "\(failure)") }
            }
            try await redisCLI(["ACL", "SETUSER", "limited", "reset", "on", ">pw", "~*", "+@all"], bench.variables)
            try await redisCLI(["REPLICAOF", "127.0.0.1", "1"], bench.variables)
            do {
                _ = try await bench.loose().find(["session:*"], in: .backup(files))
                Issue.record("nothing was said")
            } catch let failure as Failure { #expect(failure.id == "redis.is-replica") }
        }
    }
}
