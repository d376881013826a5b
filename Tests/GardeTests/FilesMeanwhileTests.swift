import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Trees that somebody works in while an increment of them is made.
@Suite struct FilesMeanwhileTests {
    private func scene() throws -> RecipeScene {
        try RecipeScene { _ in
            files("uploads", "uploads", incremental: true)
            config(".env")
        }
    }

    @Test
    func
        `a folder that goes while the tree is listed is whole in this increment or not there, and gone in the next one`()
        async throws
    {
        let scene = try scene()
        let script = "mkdir -p uploads/a/b uploads/z && echo 1 >uploads/a/b/1 && echo 2 >uploads/a/2"
        try await scene.shell(script + " && cd uploads/z && seq 6000 | xargs touch")
        #expect(try await scene.backup().end == .done)
        let (folder, z) = (scene.root.appending("uploads"), scene.root.appending("uploads/z").string)
        async let first = scene.backup("--type", "incremental")
        try #require(try await isOpen(realPath(FilePath(z)).string))
        try await scene.shell("mv uploads/a a")
        #expect(try await first.end == .done)
        let ids = try await scene.names("20").sorted()
        try #require(
            try ids.count == 2 && #require(Manifest(in: scene.backups.appending(ids[1]))).isIncrement("uploads"))
        try await replay(scene, ids, "first")
        // Where the move fell between two listings, the folder was met and is whole; elsewhere nobody met it.
        let whole = try await listing(scene.root.appending("a"))
        let isMet = (try? scene.scratch("first/uploads/a").stat()) != nil
        if isMet { #expect(try await listing(scene.scratch("first/uploads/a")) == whole) }

        #expect(try await scene.backup("--type", "incremental").end == .done)
        let more = try await scene.names("20").sorted()
        try #require(more.count == 3)
        try await replay(scene, more, "next")
        #expect((try? scene.scratch("next/uploads/a").stat()) == nil)
        #expect(try await scene.restore("--yes", ids[1]).end == .done)
        #expect(isMet == ((try? folder.appending("a").stat()) != nil))
        if isMet { #expect(try await listing(folder.appending("a")) == whole) }
    }

    @Test func `what a mapped page was changed to after it was saved is in the next increment`() async throws {
        let scene = try scene()
        let disk = try await run("stat", ["-f", "-c", "%T", scene.root.string]).output
        // It knows nothing of a page that is written to again.
        guard disk != "tmpfs\n" else { return }
        try await scene.shell("mkdir uploads && echo 1 >uploads/1")
        #expect(try await scene.backup().end == .done)
        let writer = """
            import mmap, os, time
            file = open("uploads/round.rrd", "wb+")
            file.write(bytes(65536))
            file.flush()
            os.fsync(file.fileno())
            pages = mmap.mmap(file.fileno(), 65536)
            pages[0:5] = b"first"
            while not os.path.exists("go"): time.sleep(0.02)
            pages[0:5] = b"later"
            open("gone", "w")
            """
        try scene.scratch.write("root/writer.py", writer)
        try await scene.shell("python3 writer.py >/dev/null 2>&1 & sleep 3.3")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        try await scene.shell("touch go; until [ -e gone ]; do sleep 0.02; done")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let ids = try await scene.names("20").sorted()
        try await replay(scene, ids, "replayed")
        let bytes = try await run("head", ["-c", "5", scene.scratch("replayed/uploads/round.rrd").string]).output
        #expect(bytes == "later")
    }

    /// Whether this process comes to read a folder.
    private func isOpen(_ folder: String) async throws -> Bool {
        for _ in 0..<4000 {
            for entry in try Folder.open("/proc/self/fd").entries() {
                let link = try? Folder.open("/proc/self/fd").linkTarget(entry.name)
                if link.map({ String(decoding: $0, as: UTF8.self) }) == folder { return true }
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        return false
    }

    /// By plain tar, as the documentation has it.
    private func replay(_ scene: RecipeScene, _ ids: [String], _ name: String) async throws {
        let archives = ids.map { scene.backups.appending($0).appending("uploads_\($0).tar.gz").string }
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/replay", [scene.scratch(name).string] + archives)
        #expect(result.status == 0, "\(result)")
    }

    private func listing(_ root: FilePath) async throws -> String {
        try await run("\(packageFolder)/Tests/throwaway/tree-listing", [root.string]).output
    }
}
