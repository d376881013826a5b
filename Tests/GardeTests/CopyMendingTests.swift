import Garde
import GardeDestinations
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What is wrong with a copy or with what waits to be one, and what the next runs make of it.
@Suite struct CopyMendingTests {
    private let place = FolderPlace.State()
    private let scene: RecipeScene
    private var far: FilePath { scene.scratch("far") }

    init() async throws {
        let place = place
        scene = try RecipeScene { scratch in
            files("uploads", "uploads", incremental: true)
            config(".env")
            keep(daily: 30)
            sync(to: Remote(FolderPlace(place), address: "folder:\(scratch("far"))"))
        }
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
    }

    // MARK: There

    @Test(arguments: [0, 100]) func `a manifest that is cut there is found and sent again`(bytes: Int) async throws {
        #expect(try await scene.backup("--type", "full").end == .done)
        let id = try scene.newest().backup.id
        try await scene.shell("truncate -s \(bytes) ../far/\(id)/manifest.json")
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .incomplete && run.said.says("copy.vanished", in: .english), "\(run)")
        #expect(run.said.contains("truncated there: \(id)"), "\(run)")
        #expect(try await isWhole(id))
        #expect(try await scene.backup("--type", "full").end == .done)
    }

    @Test(arguments: ["manifest.json", "uploads_*"])
    func `what verify finds damaged there is sent again, also when a run was at work meanwhile`(file: String)
        async throws
    {
        #expect(try await scene.backup("--type", "full").end == .done)
        let id = try scene.newest().backup.id
        try await damage("../far/\(id)/\(file)")
        let look = try await verifyBesideRun(id)
        #expect(look.end == .failed && look.said.says("copy.sent-again", ["list": id], in: .english), "\(look)")
        #expect(try await state(of: id) == ["begun"])
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .done, "\(run)")
        #expect(try await isWhole(id))
    }

    private func verifyBesideRun(_ id: String) async throws -> RecipeScene.Run {
        let lock = try #require(try FileLock.take(scene.backups.appending(".lock"), note: "a run"))
        defer { withExtendedLifetime(lock) {} }
        return try await scene.run(["verify", "folder:\(far)/\(id)"]) { settings, console in
            let verification = try Verification(scene.recipe, settings, root: scene.root, console)
            let look = try RemoteLook(scene.recipe, settings, root: scene.root, console)
            return try await #require(look).verify(by: verification)
        }
    }

    // MARK: Here

    @Test func `what is damaged here while it waits is told once, holds nothing, and is sent once it is mended`()
        async throws
    {
        let id = try await waiting()
        try await scene.shell("cp ../backups/\(id)/uploads_* ../good")
        try await damage("../backups/\(id)/uploads_*")
        let first = try await scene.backup("--type", "full")
        #expect(first.end == .incomplete && first.said.says("copy.local-damaged", in: .english), "\(first)")
        #expect(!first.said.says("prune.not-after-incomplete", in: .english), "\(first)")
        #expect(try await state(of: id) == ["lost"])
        #expect(try await isWhole(scene.newest().backup.id))
        let next = try await scene.backup("--type", "full")
        #expect(next.end == .done, "\(next)")
        let status = try await scene.status()
        #expect(!status.said.says("status.waiting", in: .english), "\(status)")
        #expect(status.said.says("status.verified-bad", ["id": id], in: .english), "\(status)")
        try await scene.shell("cat ../good >$(echo ../backups/\(id)/uploads_*)")
        #expect(try await scene.verify(id).end == .done)
        let mended = try await scene.backup("--type", "full")
        #expect(mended.end == .done && mended.said.says("copy.sent", ["id": id], in: .english), "\(mended)")
        #expect(try await isWhole(id))
    }

    @Test func `increments whose base is gone here are told once, and hold nothing`() async throws {
        let base = try await waiting()
        place.isDown = true
        for number in 1...3 {
            try await scene.shell("seq \(number) >uploads/\(number)")
            #expect(try await scene.backup("--type", "incremental").end == .incomplete)
        }
        place.isDown = false
        try await scene.shell("rm -r ../backups/\(base)")
        let first = try await scene.backup("--type", "full")
        #expect(first.end == .incomplete && first.said.says("chain.broken", ["id": base], in: .english), "\(first)")
        #expect(first.said.lines.count { $0.says("copy.not-sent", in: .english) } == 1, "\(first)")
        #expect(!first.said.says("prune.not-after-incomplete", in: .english), "\(first)")
        let next = try await scene.backup("--type", "full")
        #expect(next.end == .done, "\(next)")
    }

    @Test func `a backup that the place does not take keeps no newer one from it, and still holds the rotation`()
        async throws
    {
        let id = try await waiting()
        place.refused = id
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .incomplete && run.said.says("copy.not-sent", ["id": id], in: .english), "\(run)")
        #expect(run.said.says("prune.not-after-incomplete", in: .english), "\(run)")
        #expect(try await isWhole(scene.newest().backup.id))
        #expect(try await state(of: id) == ["unsent"])
    }

    /// A full backup that could not be sent, as the place was down.
    private func waiting() async throws -> String {
        place.isDown = true
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .incomplete && run.said.says("prune.not-after-incomplete", in: .english), "\(run)")
        place.isDown = false
        return try scene.newest().backup.id
    }

    private func damage(_ file: String) async throws {
        try await scene.shell("printf xxxx | dd of=$(echo \(file)) bs=1 seek=50 conv=notrunc status=none")
    }

    /// What is remembered of its copy.
    private func state(of id: String) async throws -> [String] {
        try await scene.shell("sed -n 's/ \(id) .*//p' ../backups/.remotes-*").lines.filter { !$0.isEmpty }
    }

    /// Whether the copy is what lies here.
    private func isWhole(_ id: String) async throws -> Bool {
        let said = try await scene.shell("diff -rq -x '*.sender' ../backups/\(id) ../far/\(id) 2>&1 || :")
        #expect(said == "")
        return said == ""
    }
}
