import GardeTestSupport
import GardeWords
import Testing

/// What tests ask of what was printed.
@Suite struct SaysTests {
    private let line = "[2024-03-15 02:00:00] [INFO] rotation in /srv: 14 removed, 3 kept\nnext"

    @Test func `a sentence is found by its id, with the arguments that are given`() {
        #expect(line.says("prune.rotated", in: .english))
        #expect(line.says("prune.rotated", ["removed": 14, "place": "srv"], in: .english))
        #expect(!line.says("prune.rotated", ["removed": 4], in: .english), "a count is whole")
        #expect(!line.says("prune.rotated", ["place": "/mnt"], in: .english))
        #expect(!line.says("prune.rotated"), "in another language")
        #expect(!line.says("prune.not-rotated", in: .english))
    }

    @Test func `the name of a component stands right before it`() {
        let line = "[ERROR] mail: redis-cli ended with code 1: why"
        #expect(line.says("system.tool-exited", ["code": 1], of: "mail", in: .english))
        #expect(line.says("system.tool-exited", ["name": "redis-cli", "code": 1], of: "mail", in: .english))
        #expect(!line.says("system.tool-exited", ["code": 1], of: "redis", in: .english))
        #expect(!"mail: the server: gone".says("system.archive-damaged", of: "mail", in: .english))
        #expect(!"mail: config: Damaged archive".says("system.archive-damaged", of: "mail", in: .english))
    }

    @Test func `it stands in one line, in its order`() {
        #expect(!"rotation in /srv: 14\nremoved, 3 kept".says("prune.rotated", in: .english))
        #expect(!"14 removed, 3 kept rotation in /srv:".says("prune.rotated", in: .english))
    }
}
