import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What `exclude:` leaves out of a backup, and alone in a restore.
@Suite struct ExcludeTests {
    private func scene(incremental: Bool = false) throws -> RecipeScene {
        try RecipeScene { _ in
            files(
                "uploads", "uploads", exclude: ["thumbs/", "*.tmp", "!keep.tmp", .taggedCaches],
                incremental: incremental)
            config(".env")
        }
    }

    private func fill(_ scene: RecipeScene) async throws {
        try await scene.shell(
            """
            mkdir -p uploads/a/thumbs uploads/b/thumbs uploads/made
            echo one >uploads/a/one; echo t >uploads/a/thumbs/t; echo x >uploads/x.tmp; echo k >uploads/a/keep.tmp
            echo b >uploads/b/thumbs/b; echo m >uploads/made/m
            echo 'Signature: 8a477f597d28d172789f06886806bc55' >uploads/made/CACHEDIR.TAG
            """)
    }

    private func stored(_ scene: RecipeScene) async throws -> [String] {
        let id = try #require(try await scene.names("20").sorted().last)
        let archive = scene.backups.appending(id).appending("uploads_\(id).tar.gz")
        return try await run("tar", ["-tzf", archive.string]).output.split(separator: "\n")
            .map { String($0.drop { "./".contains($0) }) }.filter { !$0.hasPrefix(".garde") && !$0.hasSuffix("/") }
            .sorted()
    }

    private func live(_ scene: RecipeScene) async throws -> String {
        try await scene.shell("find uploads -type f | sort | while read f; do echo $f $(cat $f | head -c 3); done")
    }

    @Test func `it is not saved, and a restore leaves it as it is`() async throws {
        let scene = try scene()
        try await fill(scene)
        #expect(try await scene.backup().end == .done)
        #expect(try await stored(scene) == ["uploads/a/keep.tmp", "uploads/a/one", "uploads/made/CACHEDIR.TAG"])
        try await scene.shell(
            """
            echo two >uploads/a/one; echo new >uploads/a/thumbs/t; echo more >uploads/a/thumbs/more; echo later >uploads/later
            echo y >uploads/y.tmp; rm uploads/a/keep.tmp; mkdir -p uploads/c/thumbs; echo c >uploads/c/thumbs/c; echo d >uploads/c/d
            """)
        let restored = try await scene.restore("--yes", "latest")
        #expect(restored.end == .done, "\(restored)")
        #expect(
            try await live(scene) == """
                uploads/a/keep.tmp k
                uploads/a/one one
                uploads/a/thumbs/more mor
                uploads/a/thumbs/t new
                uploads/b/thumbs/b b
                uploads/c/thumbs/c c
                uploads/made/CACHEDIR.TAG Sig
                uploads/made/m m
                uploads/x.tmp x
                uploads/y.tmp y

                """)
    }

    @Test func `an increment leaves it out too, and what is excluded later is gone from it`() async throws {
        let scene = try scene(incremental: true)
        try await fill(scene)
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo t2 >uploads/a/thumbs/t2; echo z >uploads/z.tmp; echo three >uploads/a/three")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let increment = try await stored(scene)
        #expect(increment.contains("uploads/a/three"))
        #expect(!increment.contains { $0.contains("thumbs/") || $0.hasSuffix("x.tmp") || $0.hasSuffix("z.tmp") })
        let stricter = scene.with(
            try RecipeScene { _ in
                files("uploads", "uploads", exclude: ["thumbs/", "*.tmp", "three"], incremental: true, suspectBelow: 0)
                config(".env")
            })
        #expect(try await stricter.backup("--type", "incremental").end == .done)
        try await scene.shell("rm -r uploads")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(
            try await live(scene) == """
                uploads/a/one one
                uploads/made/CACHEDIR.TAG Sig
                uploads/made/m m

                """)
    }

    @Test func `a backup that holds what is excluded now gives it back where it is missing`() async throws {
        let before = try RecipeScene { _ in
            files("uploads", "uploads")
            config(".env")
        }
        try await fill(before)
        #expect(try await before.backup().end == .done)
        let now = before.with(try scene())
        try await now.shell("rm -r uploads/a/thumbs; echo mine >uploads/b/thumbs/b")
        #expect(try await now.restore("--yes", "latest").end == .done)
        #expect(try await now.shell("cat uploads/a/thumbs/t uploads/b/thumbs/b") == "t\nmine\n")
    }

    @Test(arguments: [
        ("", "recipe.exclude-nothing"), ("# all", "recipe.exclude-nothing"), ("data/u/cache/", "recipe.exclude-path"),
        ("!/data/u/x", "recipe.exclude-path"),
    ])
    func `a pattern that can match nothing is refused`(pattern: String, id: String) throws {
        let scene = try RecipeScene { _ in files("uploads", "data/u", exclude: [Exclude(stringLiteral: pattern)]) }
        #expect(scene.recipe.findings { _ in nil }.map(\.id) == [id])
    }
}
