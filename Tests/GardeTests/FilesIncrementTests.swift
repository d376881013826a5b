import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Increments of trees of any kind.
@Suite struct FilesIncrementTests {
    private func scene() throws -> RecipeScene {
        try RecipeScene { _ in
            files("uploads", "uploads", "shared/plans", "notes.txt", incremental: true)
            config(".env")
        }
    }

    private func change(_ scene: RecipeScene, _ seed: Int, _ count: Int = 25) async throws {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/file-changes.py",
            [
                "\(seed)", "\(count)", scene.root.appending("uploads").string,
                scene.root.appending("shared/plans").string,
            ])
        try #require(result.status == 0, "\(result)")
        try await scene.shell("echo \(seed) >>notes.txt")
    }

    /// What belongs to the component: all of it, or with `plain` what any tar keeps.
    private func listing(_ root: FilePath, plain: Bool = false) async throws -> [String] {
        var lines: [String] = []
        for name in ["uploads", "shared/plans"] {
            let result = try await run(
                "\(packageFolder)/Tests/throwaway/tree-listing",
                [root.appending(name).string] + (plain ? ["--plain"] : []))
            try #require(result.status == 0, "\(result)")
            lines += result.output.split(separator: "\n").map { "\(name): \($0)" }
        }
        return lines + [try await run("cat", [root.appending("notes.txt").string]).output]
    }

    private func archive(_ scene: RecipeScene) async throws -> [String] {
        let ids = try await scene.names("20").sorted()
        return ids.map { scene.backups.appending($0).appending("uploads_\($0).tar.gz").string }
    }

    private func manifest(_ scene: RecipeScene, _ id: String) throws -> Manifest {
        try #require(Manifest(in: scene.backups.appending(id)))
    }

    @Test(arguments: 1...3)
    func `a chain gives the tree back as it was at each of its backups`(seed: Int) async throws {
        let scene = try scene()
        try await change(scene, seed * 100, 60)
        #expect(try await scene.backup().end == .done)
        var states = [try await listing(scene.root)]
        for step in 1...4 {
            try await change(scene, seed * 100 + step)
            let run = try await scene.backup("--type", "incremental")
            #expect(run.end == .done, "\(run)")
            states.append(try await listing(scene.root))
        }
        let ids = try await scene.names("20").sorted()
        try #require(ids.count == 5)
        let last = try manifest(scene, ids[4])
        #expect(last.isIncrement("uploads") || !last.increments.keys.contains("config"))
        #expect(last.components["uploads"] == true && last.components["config"] == true)
        for (id, state) in zip(ids, states).reversed() {
            try await change(scene, seed * 1000, 20)
            #expect(try await scene.restore("--yes", id).end == .done)
            let difference = try await listing(scene.root).difference(from: state)
            #expect(difference.isEmpty, "\(id): \(difference.prefix(5).map { "\($0)" })")
        }
    }

    @Test func `plain tar replays it by the commands that the documentation gives`() async throws {
        let scene = try scene()
        try await change(scene, 7, 60)
        #expect(try await scene.backup().end == .done)
        for step in 1...3 {
            try await change(scene, 7 + step, 12)
            #expect(try await scene.backup("--type", "incremental").end == .done)
        }
        let ids = try await scene.names("20").sorted()
        let base = try ids.lastIndex { try !manifest(scene, $0).isIncrement("uploads") } ?? 0
        let replayed = scene.scratch("replayed")
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/replay",
            [replayed.string] + Array(try await archive(scene)[base...]))
        #expect(result.status == 0, "\(result)")
        let difference = try await listing(replayed, plain: true).difference(from: listing(scene.root, plain: true))
        #expect(difference.isEmpty, "\(difference.prefix(5).map { "\($0)" })")
    }

    @Test func `what a renamed folder holds is links and not content; a renamed file is read again`() async throws {
        let scene = try scene()
        try await scene.shell(
            "mkdir -p uploads/a shared/plans; head -c 3000000 /dev/urandom >uploads/a/big; seq 9 >uploads/own; echo x >notes.txt"
        )
        try await Task.sleep(for: .seconds(3))
        #expect(try await scene.backup().end == .done)
        try await scene.shell("mv uploads/a uploads/b; mv uploads/own uploads/moved; cp notes.txt shared/plans/new")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let newest = try #require(try await archive(scene).last)
        #expect((try FilePath(newest).stat()).size < 20_000)
        let members = try await run("tar", ["-tvzf", newest]).output
        #expect(members.contains("uploads/b/big link to ./uploads/a/big"), "\(members)")
        #expect(!members.contains("uploads/moved link"), "\(members)")
        let before = try await listing(scene.root)
        try await scene.shell("rm -r uploads")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await listing(scene.root) == before)
    }

    @Test func `a file that the recipe names is followed where it is a link, and gone where it is gone`() async throws {
        let scene = try scene()
        try await scene.shell("mkdir uploads; echo one >real; ln -s real notes.txt; seq 9 | xargs -I@ touch uploads/@")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo two >real")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let newest = try #require(try await archive(scene).last)
        let members = try await run("tar", ["-tzf", newest]).output
        #expect(try await run("tar", ["-xOzf", newest, "./notes.txt"]).output == "two\n", "\(members)")
        try await scene.shell("rm notes.txt")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let removed = try await run("tar", ["-xOzf", try #require(try await archive(scene).last), ".garde/removed"])
        #expect(removed.output == "./notes.txt\0")
    }

    @Test func `nothing changed is a few bytes, and what looks like a maildir in it is none`() async throws {
        let scene = try scene()
        try await scene.shell("mkdir -p uploads/box/cur uploads/box/new uploads/box/tmp; echo x >notes.txt")
        try await scene.shell(
            "echo 1 >uploads/box/cur/1; echo 1 >uploads/box/tmp/1; seq 9 >uploads/dovecot.index.cache")
        #expect(try await scene.backup().end == .done)
        try await Task.sleep(for: .seconds(3))
        #expect(try await scene.backup("--type", "incremental").end == .done)
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let newest = try #require(try await archive(scene).last)
        #expect((try FilePath(newest).stat()).size < 1000)
        try await scene.shell("echo 2 >uploads/box/tmp/1")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let last = try #require(try await archive(scene).last)
        #expect(try await run("tar", ["-xOzf", last, "./uploads/box/tmp/1"]).output == "2\n")
    }
}
