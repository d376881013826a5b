import Garde
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import Synchronization
import SystemPackage
import Testing

/// Runs while another one sends its copies, which may take days.
@Suite struct SendingBesideTests {
    private let place = FolderPlace.State()
    private let scene: RecipeScene

    init() async throws {
        let place = place
        var scene = try RecipeScene { scratch in
            files("uploads", "uploads", incremental: true)
            keep(daily: 30)
            sync(to: Remote(FolderPlace(place), address: "folder:\(scratch("far"))"))
        }
        scene.variables["LOCK_WAIT"] = "0"
        self.scene = scene
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
    }

    /// A full backup whose files are not sent before `body` is over.
    private func whileSending(
        _ scene: RecipeScene, _ body: () async throws -> Void
    ) async throws -> RecipeScene.Run {
        let (begun, over) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let isFirst = Mutex(true)
        place.before { name in
            guard name.contains("uploads_"),
                isFirst.withLock({ first in
                    defer { first = false }; return first
                })
            else { return }
            begun.continuation.finish()
            for await _ in over.stream {}
        }
        let run = Task {
            defer { begun.continuation.finish() }
            return try await scene.backup("--type", "full")
        }
        for await _ in begun.stream {}
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        over.continuation.finish()
        let ended = try await run.value
        try result.get()
        return ended
    }

    private func isWhole(_ id: String) async throws -> Bool {
        try await scene.shell("diff -rq -x '*.sender' ../backups/\(id) ../far/\(id) 2>&1 || :") == ""
    }

    @Test func `backups and restores go on, and what they leave is sent and rotated by the run that sends`()
        async throws
    {
        var increment = ""
        let first = try await whileSending(scene) {
            try await scene.shell("seq 20 >uploads/new")
            let run = try await scene.backup("--type", "incremental")
            #expect(run.end == .done && run.said.says("copy.left-to", in: .english), "\(run)")
            #expect(run.said.says("prune.left-to", in: .english), "\(run)")
            increment = try scene.newest().backup.id
            try await scene.shell("rm uploads/new")
            let restored = try await scene.restore("--yes", "latest")
            #expect(restored.end == .done, "\(restored)")
            #expect(try await scene.shell("wc -l <uploads/new") == "20\n")
            let status = try await scene.status()
            #expect(!status.said.says("status.waiting", in: .english), "\(status)")
            let compacted = try await scene.compact(increment)
            #expect(compacted.end == nil && compacted.said.says("lock.held", in: .english), "\(compacted)")
        }
        #expect(first.end == .done && first.said.says("copy.sent", ["id": increment], in: .english), "\(first)")
        let ids = try await scene.names("20")
        #expect(ids.count == 2)
        for id in ids { #expect(try await isWhole(id)) }
        #expect(first.said.says("prune.rotated", in: .english), "\(first)")
    }

    @Test func `what a run leaves that could not be sent is sent by the next one`() async throws {
        let first = try await whileSending(scene) {
            let run = try await scene.backup("--type", "full")
            #expect(run.end == .done, "\(run)")
            place.refused = "uploads_"
        }
        #expect(first.end == .incomplete, "\(first)")
        place.refused = nil
        #expect(try await scene.backup("--type", "full").end == .done)
        for id in try await scene.names("20") { #expect(try await isWhole(id)) }
    }

    @Test func `a run without copies leaves the rotation to the one that sends`() async throws {
        let here = scene.with(try RecipeScene { _ in files("uploads", "uploads", incremental: true) })
        let first = try await whileSending(scene) {
            let run = try await here.backup("--type", "full")
            #expect(run.end == .done && run.said.says("prune.left-to", in: .english), "\(run)")
            #expect(!run.said.says("copy.left-to", in: .english), "\(run)")
        }
        #expect(first.end == .done && first.said.says("prune.rotated", in: .english), "\(first)")
    }

    @Test func `compact sends beside other runs, and waits for nobody`() async throws {
        var scene = scene
        scene.variables["LOCK_WAIT"] = "60"
        #expect(try await scene.backup("--type", "full").end == .done)
        try await scene.shell("seq 20 >uploads/new")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let id = try scene.newest().backup.id
        let compacted = try await scene.compact(id)
        #expect(compacted.end == .done && !compacted.said.says("lock.waits-for-lock", in: .english), "\(compacted)")
        for id in try await scene.names("20") { #expect(try await isWhole(id)) }
    }

    @Test func `commands around a run are those of one run at a time, and none sends meanwhile`() async throws {
        let (place, far) = (place, scene.scratch("far"))
        let alone = scene.with(
            try RecipeScene { _ in
                files("uploads", "uploads", incremental: true)
                sync(to: Remote(FolderPlace(place), address: "folder:\(far)"))
                after(["true"], once: .ended)
            })
        for (first, second) in [(alone, scene), (scene, alone)] {
            let run = try await whileSending(first) {
                let other = try await second.backup("--type", "full")
                #expect(other.end == nil && other.said.says("lock.held", in: .english), "\(other)")
            }
            #expect(run.end == .done, "\(run)")
        }
    }
}
