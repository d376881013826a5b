import Garde
import GardeCore
import GardeDestinations
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import Synchronization
import SystemPackage
import Testing

/// What else goes on while increments are put together, and what was known of them before.
@Suite struct MergeBesideTests {
    /// Four backups of three days ago, the first of which is full, and one of today.
    private func scene(
        increments: Int = 3, minutesApart: Int = 1, before: (RecipeScene) async throws -> Void = { _ in },
        each: (Int) -> Void = { _ in }, aged: (RecipeScene, [String], [String]) async throws -> Void = { _, _, _ in },
        at place: FolderPlace.State? = nil
    ) async throws -> (scene: RecipeScene, ids: [String]) {
        let scene = try place.map(copied) ?? plain()
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
        try await before(scene)
        for number in 0...increments {
            try await scene.shell("seq \(number + 20) >uploads/\(number)")
            each(number)
            #expect(try await scene.backup("--type", number == 0 ? "full" : "incremental").end != nil)
        }
        let old = try await scene.names("20").sorted()
        let ids = try await scene.age(days: 3, minutesApart: minutesApart)
        try await aged(scene, old, ids)
        #expect(try await scene.backup("--type", "full").end != nil)
        return (scene, ids)
    }

    private func plain() throws -> RecipeScene {
        try RecipeScene { _ in
            files("uploads", "uploads", incremental: true)
            config(".env")
            keep(daily: 30, incrementals: .days(1, hourly: 9))
        }
    }

    private func copied(to place: FolderPlace.State) throws -> RecipeScene {
        try RecipeScene { scratch in
            files("uploads", "uploads", incremental: true)
            config(".env")
            keep(daily: 30, incrementals: .days(1, hourly: 9))
            sync(to: Remote(FolderPlace(place), address: "folder:\(scratch("far"))"))
        }
    }

    private func merged(_ scene: RecipeScene, _ id: String) async throws {
        let run = try await scene.prune("--yes")
        #expect(run.said.says("prune.merged", ["id": id, "names": "uploads", "count": 2], in: .english), "\(run)")
    }

    @Test func `a verify that increments are put together beside reads again, and calls nothing bad`() async throws {
        let (scene, ids) = try await scene()
        let run = try await scene.run(["verify", ids[3]]) { settings, console in
            let reporter = Interrupted(console) { try? await merged(scene, ids[3]) }
            return try await Verification(scene.recipe, settings, root: scene.root, reporter).run(ids[3])
        }
        #expect(run.end == .done && run.said.says("verify.reads-anew", in: .english), "\(run)")
        #expect(try await !scene.notes().contains("bad"))
    }

    @Test func `a verify of all goes on where what it comes to is put into another meanwhile`() async throws {
        let (scene, ids) = try await scene()
        let run = try await scene.run(["verify", "all"]) { settings, console in
            let reporter = Interrupted(console) { try? await merged(scene, ids[3]) }
            return try await Verification(scene.recipe, settings, root: scene.root, reporter).run("all")
        }
        #expect(run.end == .done && run.said.says("verify.removed-meanwhile", in: .english), "\(run)")
        #expect(try await !scene.notes().contains("bad"))
        #expect(try await scene.verify(ids[3]).end == .done)
    }

    @Test func `what was found whole is not said of what it became`() async throws {
        let (scene, ids) = try await scene()
        #expect(try await scene.verify("all").end == .done)
        #expect(try await scene.notes().contains("whole \(ids[3])"))
        try await merged(scene, ids[3])
        let notes = try await scene.notes()
        #expect(!notes.contains(ids[3]) && notes.contains("whole \(ids[0])"), "\(notes)")
        #expect(try await scene.verify(ids[3]).end == .done)
    }

    @Test func `what the next run builds on stays as it is once it is compacted`() async throws {
        let scene = try plain()
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
        for number in 0...3 {
            try await scene.shell("seq \(number + 20) >uploads/\(number)")
            #expect(try await scene.backup("--type", number == 0 ? "full" : "incremental").end == .done)
        }
        let ids = try await scene.age(days: 3)
        let compacted = try await scene.compact(ids[3])
        #expect(compacted.end == .done, "\(compacted)")
        let before = Manifest(in: scene.backups.appending(ids[3]))?.sha256
        let pruned = try await scene.prune("--yes")
        #expect(pruned.end == .done, "\(pruned)")
        #expect(Manifest(in: scene.backups.appending(ids[3]))?.sha256 == before)
        #expect(try await scene.names("20").sorted().prefix(4) == ids[...])
        for id in try await scene.names("20") { #expect(try await scene.verify(id).end == .done) }
    }

    @Test func `increments that were not made on each other stay apart, whatever their ids say`() async throws {
        let (scene, ids) = try await scene()
        let path = scene.backups.appending(ids[2]).appending("manifest.json")
        var lines = String(decoding: try path.read(), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        lines = lines.dropLast(3).map { $0.replacing("\"tool\": \"garde", with: "\"tool\": \"another garde")[...] }
        let body = lines.joined(separator: "\n") + "\n"
        let digest = SHA256.hexadecimal(of: Array(body.utf8))
        try await Durable.replace(path, with: Array("\(body)    \"sha256\": \"\(digest)\"\n}\n".utf8))
        let other = try #require(Manifest(in: scene.backups.appending(ids[2])))
        let last = try #require(Manifest(in: scene.backups.appending(ids[3])))
        let before = try #require(Manifest(in: scene.backups.appending(ids[1])))
        #expect(![last, other].follow("uploads") && [other, before].follow("uploads"))
        let run = try await scene.prune("--yes")
        #expect(run.said.says("prune.stay-apart", ["id": ids[3]], in: .english), "\(run)")
        #expect(try await scene.names("20").count == 5)
    }

    @Test func `whether a disk can put increments together is tried without a trace, and a plan knows what was found`()
        async throws
    {
        let (scene, ids) = try await scene()
        #expect(await Durable.exchangesNames(in: scene.backups))
        #expect(try await scene.names(".probe").isEmpty)
        #expect(await !Durable.exchangesNames(in: "/proc"))
        let run = try await scene.prune("--plan")
        #expect(run.said.says("prune.goes-into", ["id": ids[3]], in: .english), "\(run)")
        let note = try #require(try await scene.names(".rotated-").first)
        try await scene.shell("echo apart >>'\(scene.backups)/\(note)'")
        let apart = try await scene.prune("--plan")
        #expect(!apart.said.says("prune.goes-into", ["id": ids[3]], in: .english), "\(apart)")
    }

    // MARK: Copies

    @Test func `what waited to be sent is sent as what it became`() async throws {
        let place = FolderPlace.State()
        place.isDown = true
        let (scene, ids) = try await scene(aged: renamed, at: place)
        try await merged(scene, ids[3])
        place.isDown = false
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .done, "\(run)")
        let there = try #require(Manifest(in: scene.scratch("far").appending(ids[3])))
        #expect(there.standsFor.count == 1)
        #expect(try there.links(in: scene.scratch("far")).map(\.manifest.backup.id) == [ids[0], ids[3]])
        let again = try await scene.backup("--type", "full")
        #expect(again.end == .done && !again.said.says("copy.gone-unsent", in: .english), "\(again)")
    }

    @Test func `what waited builds there on the copies of what was put together since`() async throws {
        let place = FolderPlace.State()
        let (scene, ids) = try await scene(
            increments: 5, minutesApart: 20, each: { place.isDown = $0 > 3 },
            aged: { scene, old, ids in
                try await renamed(scene, old, ids)
                let sent = ids.prefix(4).joined(separator: " ")
                try await scene.shell("rm -r ../far; mkdir ../far; cd \(scene.backups); cp -a \(sent) ../far")
            }, at: place)
        let pruned = try await scene.prune("--yes").said
        for (id, count) in [(ids[2], 1), (ids[5], 2)] {
            let words: [String: any Sayable] = ["id": id, "names": "uploads", "count": count]
            #expect(pruned.says("prune.merged", words, in: .english), "\(pruned)")
        }
        place.isDown = false
        let run = try await scene.backup("--type", "full")
        #expect(run.end == .done, "\(run)")
        let there = try #require(Manifest(in: scene.scratch("far").appending(ids[5])))
        let chain = try there.links(in: scene.scratch("far")).map(\.manifest.backup.id)
        #expect(chain == [ids[0], ids[1], ids[2], ids[5]])
        for id in chain { #expect(try await scene.verify(scene.scratch("far").appending(id).string).end == .done) }
    }

    /// In what is known of copies too.
    private func renamed(_ scene: RecipeScene, _ old: [String], _ ids: [String]) async throws {
        for (old, new) in zip(old, ids) {
            try await scene.shell("sed -i 's/ \(old) / \(new) /' \(scene.backups)/.remotes-*")
        }
    }

    @Test func `a folder that another machine takes while an earlier backup is sent gets no mark of ours`() async throws
    {
        let place = FolderPlace.State()
        place.isDown = true
        let scene = try copied(to: place)
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
        #expect(try await scene.backup().end == .incomplete)
        let first = try scene.newest().backup.id
        place.isDown = false
        place.before { [scene] name in
            guard name == "\(first)/manifest.json", let id = try? scene.newest().backup.id else { return }
            _ = try? scene.scratch.write("far/\(id)/other.sender", "other\n")
        }
        let run = try await scene.backup()
        let id = try scene.newest().backup.id
        #expect(run.end == .incomplete && run.said.says("copy.not-sent", ["id": id], in: .english), "\(run)")
        #expect(Manifest(in: scene.scratch("far").appending(first)) != nil, "\(run)")
        #expect(try await scene.shell("ls ../far/\(id)") == "other.sender\n", "\(run)")
    }

    @Test func `what did not arrive of several files is sent alone, and what arrived is read back once`() async throws {
        let place = FolderPlace.State()
        place.failsTogether = 1
        let scene = try RecipeScene { scratch in
            files("uploads", "uploads")
            config(".env")
            sync(to: Remote(FolderPlace(place), address: "folder:\(scratch("far"))"))
        }
        try await scene.shell("mkdir uploads; seq 9 >uploads/kept")
        let run = try await scene.backup()
        #expect(run.end == .done && run.said.says("copy.tries-again", in: .english), "\(run)")
        let read = place.reads.filter { $0.hasSuffix(".gz") }
        #expect(read.count == 2 && Set(read).count == 2, "\(place.reads)")
        let puts = place.puts.filter { $0.contains(".gz") }
        #expect(puts.count == 2 && puts[0].contains(" ") && puts[1].contains("/uploads_"), "\(place.puts)")
    }
}

extension RecipeScene {
    fileprivate func notes() async throws -> String {
        try await GardeTestSupport.run(
            "sh", ["-c", "cat \"$0\" 2>/dev/null || true", backups.appending(".verified").string]
        )
        .output
    }
}

/// Lets something happen when the first progress begins, which is once the first backup's manifest is read.
private final class Interrupted: Reporter {
    private let console: Console
    private let happens: @Sendable () async -> Void
    private let isFirst = Mutex(true)

    init(_ console: Console, _ happens: @escaping @Sendable () async -> Void) {
        (self.console, self.happens) = (console, happens)
    }

    func withProgress<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        let now = isFirst.withLock { first in
            defer { first = false }
            return first
        }
        if now { await happens() }
        return try await console.withProgress(work)
    }

    var language: Language { console.language }
    var columns: Int? { console.columns }
    var warnings: [Text] { console.warnings }
    var failures: [Failure] { console.failures }
    func say(_ level: Level, _ text: Text) { console.say(level, text) }
    func error(_ failure: Failure) { console.error(failure) }
    func heard(_ program: String, _ line: String) {}
    func plain(_ line: String) { console.plain(line) }
    func ask(_ question: Text) async throws -> String? { nil }
    func repeatWarnings() {}
    func call(_ path: String, by name: String) {}
    func openLog(_ path: String) {}
    func track(_ name: String, _ meter: Meter, total: Int?) {}
    func untrack(_ name: String) {}
}
