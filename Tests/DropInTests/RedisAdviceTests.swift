import GardeTestSupport
import SystemPackage
import Testing

/// Why a Redis takes no command, and what is advised then.
@Suite(.tags(.server)) struct RedisAdviceTests {
    @Test func `advice keeps host, port and user, and is true for the cause`() async throws {
        try await ThrowawayPlatform.with(
            .init {
                ($0.rows, $0.keys, $0.messages, $0.redisPassword) = (nil, 5, 1, "open sesame")
                $0.redisSettings = ["user little on >small ~* +ping +auth +hello"]
            }
        ) { platform in
            let port = platform.redis["REDIS_PORT"] ?? ""
            let client = "redis-cli -h 127.0.0.1 -p \(port)"
            let troubles: [(change: [String: String], advice: String, words: [String: String])] = [
                (["REDIS_PASSWORD": "no"], "redis.password", ["user": "default", "PING": client]),
                (
                    ["REDIS_USERNAME": "nobody", "REDIS_PASSWORD": "no"], "redis.password",
                    ["user": "nobody", "PING": "\(client) --user nobody --askpass PING"]
                ),
                (
                    ["REDIS_USERNAME": "little", "REDIS_PASSWORD": "small"], "redis.rights",
                    ["command": "\(client) --user little --askpass ACL GETUSER little"]
                ),
                (["REDIS_PORT": "1"], "redis.typed", ["command": "ss -ltn 'sport = :1'"]),
                (["REDIS_HOST": "redis.invalid"], "redis.typed", ["command": "nc -vz redis.invalid \(port)"]),
            ]
            for (change, advice, words) in troubles {
                let run = try await platform.backup(["--dry-run", "--no-postgres", "--no-mail", "--no-config"], change)
                #expect(run.status != 0 && run.error.says(advice, words), "\(change): \(run.error)")
            }
        }
    }

    @Test func `a message that is cut short needs no right to read, one that is closed does`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (nil, nil, 20) }) { platform in
            let trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-P"]
            guard await works("strace", "-o", "/dev/null", "true") else { return }
            let folder = platform.root.appending("data/mail/domain.example/user/cur").string
            for (error, advice) in [("EIO", "system.cure-io-error"), ("EACCES", "files.cure")] {
                let run = try await platform.backup(
                    ["--no-postgres", "--no-redis", "--no-config"],
                    by: trace + [folder, "-e", "inject=openat:error=\(error)"])
                #expect(run.status != 0 && run.error.says(advice), "\(error): \(run)")
            }
        }
    }
}
