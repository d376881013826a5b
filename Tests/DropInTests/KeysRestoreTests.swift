import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --keys`, as it is typed.
@Suite(.tags(.server)) struct KeysRestoreTests {
    private static let shape = ThrowawayPlatform.Shape {
        $0.rows = nil
        $0.messages = 1
        $0.keys = 50
        $0.redisPassword = "de passe"
    }

    @Test func `some keys come back after a yes, and the command that is printed takes it back`() async throws {
        try await ThrowawayPlatform.with(Self.shape) { platform in
            for name in ["login:1", "login:2", "basket:1"] { try await platform.redisCLI("SET", name, "then") }
            let little = ["--quiet", "--no-postgres", "--no-mail", "--no-config", "--no-certs"]
            #expect(try await platform.backup(little).status == 0)
            try await platform.redisCLI("DEL", "login:1", "basket:1")
            try await platform.redisCLI("SET", "login:2", "now")
            let words = ["restore", "latest", "--keys", "login:*", "--keys", "b?sket:*"]
            let dry = try await platform.backup(words + ["--dry-run"])
            #expect(dry.status == 0 && dry.output.says("restore.keys-about", ["count": 3, "present": 1]), "\(dry)")
            let unasked = try await platform.backup(words)
            #expect(unasked.status == 1 && unasked.error.says("restore.no-terminal"), "\(unasked)")
            #expect(try await platform.redisCLI("EXISTS", "login:1") == "0\n")
            let done = try await platform.backup(words + ["--yes", "--json"])
            #expect(done.status == 0 && done.output.contains("\"restored\": true"), "\(done)")
            #expect(try await platform.redisCLI("MGET", "login:1", "login:2", "basket:1") == "then\nthen\nthen\n")
            let log = try await run("cat", [platform.backupRoot.appending("restore.log").string]).output
            let line = try #require(log.lines.last { $0.contains("--keys '*'") })
            let command = try #require(line.firstRange(of: "BACKUP_ROOT=")).lowerBound
            let end = try #require(line.firstRange(of: "--keys '*'")).upperBound
            let variables = ["PATH": "/usr/bin:/bin"].merging(platform.environment) { $1 }
            let back = try await run("sh", ["-c", "\(line[command..<end]) --yes"], variables: variables)
            #expect(back.status == 0, "\(back)")
            #expect(try await platform.redisCLI("MGET", "login:1", "login:2", "basket:1") == "\nnow\n\n")
            let none = try await platform.backup(["restore", "latest", "--keys", "loggin:*"])
            #expect(none.status == 1 && none.error.says("redis.no-such-keys", ["patterns": "loggin:*"]), "\(none)")
            let left = try await run(
                "sh", ["-c", "ls -A \(platform.backupRoot) | grep -E 'journal|scratch|pre_restore'"])
            #expect(left.output == "")
        }
    }

    @Test func `a password that the server does not want keeps no key from coming back, and is no reason for BGSAVE`()
        async throws
    {
        try await ThrowawayPlatform.with(.init { ($0.rows, $0.messages, $0.keys) = (nil, 1, 20) }) { platform in
            try await platform.redisCLI("SET", "login:1", "then")
            let password = ["REDIS_PASSWORD": "of another day"]
            let little = ["--no-postgres", "--no-mail", "--no-config", "--no-certs"]
            let saved = try await platform.backup(little, password)
            #expect(saved.status == 0 && !saved.output.says("redis.stream-ended-bgsave"), "\(saved)")
            try await platform.redisCLI("SET", "login:1", "now")
            let words = ["restore", "latest", "--keys", "login:*", "--keys", "gone:*", "--yes", "--json"]
            let done = try await platform.backup(words, password)
            #expect(done.status == 0 && done.error.says("restore.keys-done", ["count": 1, "name": "redis"]), "\(done)")
            #expect(try await platform.redisCLI("GET", "login:1") == "then\n")
            let told = try await run("jq", ["-c", ".keys | del(.kept)"], input: done.output)
            #expect(
                told.output == #"{"patterns":["login:*","gone:*"],"count":1,"present":1,"expired":0}"# + "\n", "\(done)"
            )
            let kept = try await run("jq", ["-r", ".keys.kept"], input: done.output).output.lines.first ?? ""
            #expect(kept.hasSuffix(".resp"))
            let back = try await platform.backup(["restore", kept, "--keys", "*", "--yes"], password)
            #expect(back.status == 0, "\(back)")
            #expect(try await platform.redisCLI("GET", "login:1") == "now\n")
        }
    }
}
