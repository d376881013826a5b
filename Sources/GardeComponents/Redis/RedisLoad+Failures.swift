import GardeCore
import GardeWords
import GardeIO
import SystemPackage

// What the analysis says against a restore of Redis.
extension Failure {
    static let redisIsSentinel = Failure("redis.is-sentinel")

    static let redisIsReplica = Failure("redis.is-replica")

    static func redisInCluster(_ share: RedisServer.Share) -> Failure { Failure("redis.in-cluster", share.words) }

    static func redisHasReplicas(_ count: String) -> Failure {
        Failure("redis.has-replicas", ["count": count])
    }

    static let redisHasSentinel = Failure("redis.has-sentinel")

    static func redisMustRun(_ why: Failure) -> Failure {
        Failure("redis.must-run", ["why": why.text])
    }

    static func redisDumpDamaged(_ path: FilePath) -> Failure {
        Failure("redis.dump-damaged", ["path": path])
    }

    static func redisRefusesDump(_ said: String) -> Failure {
        Failure("redis.refuses-dump", ["said": said])
    }

    static func redisHasFewerDatabases(_ needed: Int) -> Failure {
        Failure("redis.has-fewer-databases", ["needed": needed - 1, "neededFix": needed])
    }

    static func redisLacksModules(_ types: [String]) -> Failure {
        let names = types.joined(separator: ", ")
        return Failure("redis.lacks-modules", ["names": names])
    }

    static func redisNoRoom(_ free: Int, _ needed: Int) -> Failure {
        let (free, needed) = (free >> 20, (needed + (1 << 20) - 1) >> 20)
        return Failure("redis.no-room", ["needed": needed, "free": free])
    }
}

extension Failure {
    static func redisTooOld(_ dump: RedisContents, _ server: RedisVersion) -> Failure {
        let writer = dump.writer.isEmpty ? "?" : dump.writer
        return Failure("redis.too-old", ["writer": writer, "format": dump.format, "text": server.text])
    }
}

extension Text {
    static func redisNotFollowed(_ kind: UInt8) -> Text {
        Text("redis.not-followed", ["kind": "\(kind)"])
    }

    static func redisMemoryLimit(_ needed: Int, _ limit: Int) -> Text {
        Text("redis.memory-limit", ["needed": needed >> 20, "limit": limit >> 20])
    }
}
