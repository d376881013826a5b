import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Patterns of gitignore(5), with git itself as the judge.
@Suite struct IgnorePatternsTests {
    /// A repository with a tree whose names are made of what patterns are made of.
    private final class Judge {
        private let scratch = Scratch()
        let paths: [String]

        init() async throws {
            let names = ["a", "b", "ab", "aab", "c.x", ".x", "a b", "[", "!", "#", "a\\", "é", "B1", "-", "^"]
            let folders = ["", "a/", "b/", "ab/", "a/b/", "a/a/", "b/a/b/", "a b/", "c.x/", "a/c.x/"]
            var files: [String] = []
            for (place, folder) in folders.enumerated() {
                for name in names.dropFirst(place % 3) where !folders.contains("\(folder)\(name)/") {
                    try scratch.write("tree/\(folder)\(name)", "")
                    files.append(folder + name)
                }
            }
            paths = files + folders.filter { !$0.isEmpty }.map { String($0.dropLast()) }
            try await git(["init", "-q"])
        }

        @discardableResult
        private func git(_ arguments: [String], input: String = "") async throws -> ToolResult {
            try await run(
                "env",
                ["-i", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "git", "-C", scratch("tree").string] + arguments,
                input: input)
        }

        /// What git ignores of the tree by these lines.
        func ignored(_ patterns: [String]) async throws -> Set<String> {
            try scratch.write("tree/.gitignore", patterns.map { "\($0)\n" }.joined())
            let result = try await git(
                ["check-ignore", "--no-index", "--stdin", "-z"], input: paths.map { "\($0)\0" }.joined())
            try #require(result.status <= 1, "\(result)")
            return Set(result.output.split(separator: "\0").map(String.init))
        }

        /// The same by ours: what is left out, and what lies in it.
        func leftOut(_ patterns: [String]) -> Set<String> {
            let (patterns, folders) = (IgnorePatterns(patterns), Set(paths.flatMap(above)))
            return Set(
                paths.filter { path in
                    (above(path) + [path]).contains {
                        patterns.leavesOut(Array($0.utf8)[...], isFolder: folders.contains($0))
                    }
                })
        }

        private func above(_ path: String) -> [String] {
            let names = path.split(separator: "/")
            return (1..<max(names.count, 1)).map { names.prefix($0).joined(separator: "/") }
        }
    }

    @Test func `random patterns leave out what git ignores`() async throws {
        let judge = try await Judge()
        let words = [
            "a", "b", "ab", "c.x", ".", "x", "*", "*", "?", "**", "/", "/", "/**/", "!", "#", "\\", "\\#", "\\!", " ",
            "\\ ",
            "[ab]", "[!a]", "[^b]", "[a-b]", "[", "]", "[]a]", "[[:alpha:]]", "[[:upper:][:digit:]]", "[a-", "[!-]",
            "[\\a]",
            "[[:none:]]", "é", "-", "^",
        ]
        var random = SplitMix(seed: 20_261_128)
        for _ in 0..<250 {
            let patterns = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (0..<Int.random(in: 1...4, using: &random)).map { _ in words.randomElement(using: &random)! }.joined()
            }
            let (ours, theirs) = (judge.leftOut(patterns), try await judge.ignored(patterns))
            #expect(
                ours == theirs,
                "\(patterns): only ours \(ours.subtracting(theirs).sorted()), only git's \(theirs.subtracting(ours).sorted())"
            )
        }
    }

    @Test(arguments: [
        ["*.x", "!/c.x"], ["a/"], ["/a/"], ["a/b"], ["**/b"], ["a/**"], ["a/**/b"], ["*", "!*/", "!c.x"],
        ["/*", "!/a"], ["a "],
        ["a\\ b"], ["\\!"], ["\\#"], ["**"], ["**/"], ["/**/"], ["a**b"], ["?"], ["a/*"],
    ])
    func `what people write leaves out what git ignores`(patterns: [String]) async throws {
        let judge = try await Judge()
        #expect(try await judge.ignored(patterns) == judge.leftOut(patterns))
    }

    @Test func `a pattern of many stars comes to its end`() {
        let path = Array(String(repeating: "a", count: 200).utf8)
        #expect(!IgnorePatterns(["*a*a*a*a*a*a*a*a*a*a*a*a*b"]).leavesOut(path[...], isFolder: false))
    }
}

private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
