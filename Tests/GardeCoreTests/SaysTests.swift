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

    @Test func `it stands in one line, in its order`() {
        #expect(!"rotation in /srv: 14\nremoved, 3 kept".says("prune.rotated", in: .english))
        #expect(!"14 removed, 3 kept rotation in /srv:".says("prune.rotated", in: .english))
    }
}
