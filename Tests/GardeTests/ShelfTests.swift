import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Backups on a disk that is mounted here, in a folder that is not BACKUP_ROOT.
@Suite struct ShelfTests {
    private func scene() async throws -> RecipeScene {
        let scene = try RecipeScene { _ in
            files("uploads", "uploads", incremental: true)
            config(".env")
        }
        try await scene.shell("mkdir uploads; echo 1 >uploads/one")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo 2 >uploads/two")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        try await scene.shell("mv '\(scene.backups)' '\(scene.scratch("disk"))'; rm -r uploads")
        return scene
    }

    @Test(arguments: ["disk", "disk/", "disk/latest"])
    func `the newest of a disk comes back, chains and all, and the disk stays as it is`(path: String) async throws {
        let scene = try await scene()
        let disk = try await scene.shell("ls -lAR '\(scene.scratch("disk"))'")
        let source = scene.scratch(path).string + (path.hasSuffix("/") ? "/" : "")
        let run = try await scene.restore("--yes", source)
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell("cat uploads/*") == "1\n2\n")
        #expect(try await scene.shell("ls -lAR '\(scene.scratch("disk"))'") == disk)
        let listed = try await scene.look("ls", source, "uploads")
        #expect(listed.end == .done && listed.said.contains("two"), "\(listed)")
    }

    @Test func `another machine's disk comes back where folders are made already, and a moment of it is asked for`()
        async throws
    {
        let other = try await scene()
        let scene = try other.beside("other")
        try await scene.shell("mkdir uploads")
        let run = try await scene.restore("--yes", scene.scratch("disk").string)
        #expect(run.end == .done && run.said.says("restore.takes-others", in: .english), "\(run)")
        #expect(try await scene.shell("cat uploads/*") == "1\n2\n")
        let until = try await scene.restore("--yes", "--until", "2199-01-01 00:00:00", scene.scratch("disk").string)
        #expect(!until.said.says("usage.until-of-one", in: .english), "\(until)")
    }

    @Test func `another machine's disk replaces no live data without a question, which --yes does not answer`()
        async throws
    {
        let other = try await scene()
        let scene = try other.beside("other")
        try await scene.shell("mkdir uploads; echo mine >uploads/own")
        let disk = scene.scratch("disk").string
        let run = try await scene.restore("--yes", disk)
        #expect(run.end == nil && run.said.says("restore.others-unasked", ["place": disk], in: .english), "\(run)")
        #expect(!run.said.contains("--yes \(disk)") && run.said.contains(" restore \(disk)"), "\(run)")
        #expect(try await scene.shell("ls uploads") == "own\n")
        let then = try await scene.restore("--yes", "--until", "2099-01-01 10:00:00", disk)
        #expect(then.said.contains(" restore --until 2099-01-01T10:00:00"), "\(then)")
        let asked = try await scene.restore(disk)
        #expect(asked.said.says("restore.takes-others", in: .english), "\(asked)")
        #expect(asked.said.says("restore.no-terminal", in: .english), "\(asked)")
        let beside = try await scene.restore("--yes", "--to", scene.scratch("beside").string, disk)
        #expect(beside.end == .done, "\(beside)")
        #expect(try await scene.restore("--yes", "--dry-run", disk).end == .done)
    }

    @Test func `a folder without backups is none, and a damaged newest one is not passed over`() async throws {
        let scene = try await scene()
        try await scene.shell("mkdir '\(scene.scratch("empty"))'")
        let empty = try await scene.restore("--yes", scene.scratch("empty").string)
        #expect(empty.end == nil && empty.said.says("restore.no-backup", in: .english), "\(empty)")
        let none = try await scene.restore("--yes", scene.scratch("empty/latest").string)
        #expect(none.end == nil && none.said.says("restore.no-such-source", in: .english), "\(none)")
        try await scene.shell("cd '\(scene.scratch("disk"))'; echo '{' >\"$(ls -d 20* | tail -n 1)/manifest.json\"")
        let damaged = try await scene.restore("--yes", scene.scratch("disk/latest").string)
        #expect(damaged.end == nil && damaged.said.contains(scene.scratch("disk").string), "\(damaged)")
    }

    /// Two full backups, the archive of the newer one damaged.
    private func damagedScene() async throws -> (scene: RecipeScene, ids: [String]) {
        let scene = try RecipeScene { _ in files("uploads", "uploads") }
        try await scene.shell("mkdir uploads; echo 1 >uploads/one")
        for _ in 1...2 { #expect(try await scene.backup().end == .done) }
        try await scene.shell(
            "mv '\(scene.backups)' '\(scene.scratch("disk"))'; rm -r uploads; mkdir '\(scene.backups)'")
        let ids = try await scene.shell("cd '\(scene.scratch("disk"))'; ls -d 20*").lines.sorted()
        try await scene.shell(
            "cd '\(scene.scratch("disk"))/\(ids[1])' && printf x | dd of=$(ls *.tar.gz) bs=1 seek=40 conv=notrunc 2>/dev/null"
        )
        return (scene, ids)
    }

    @Test func `what a restore finds damaged on a disk is passed over in the same run, and in the next`() async throws {
        let (scene, ids) = try await damagedScene()
        let disk = scene.scratch("disk").string
        let run = try await scene.restore("--yes", disk)
        #expect(run.end == .done && run.said.says("restore.passes-over", ["newer": ids[1]], in: .english), "\(run)")
        #expect(try await scene.shell("cat uploads/*") == "1\n")
        let next = try await scene.restore("--yes", "--dry-run", disk)
        #expect(next.end == .done && !next.said.says("restore.reads", ["id": ids[1]], in: .english), "\(next)")
        try await scene.shell("rm -r '\(disk)/\(ids[0])'")
        let none = try await scene.restore("--yes", disk)
        #expect(none.end == nil && none.said.says("restore.none-good", in: .english), "\(none)")
        #expect(none.said.contains("\(disk)/\(ids[1])"), "\(none)")
    }

    @Test func `what verify finds damaged on a disk is remembered, and forgotten once it is whole`() async throws {
        let (scene, ids) = try await damagedScene()
        let disk = scene.scratch("disk").string
        #expect(try await scene.verify("\(disk)/\(ids[1])").end == .failed)
        let run = try await scene.restore("--yes", "--dry-run", disk)
        #expect(run.end == .done && !run.said.says("restore.reads", ["id": ids[1]], in: .english), "\(run)")
        try await scene.shell("cp '\(disk)/\(ids[0])'/*.tar.gz '\(disk)/\(ids[1])/uploads_\(ids[1]).tar.gz'")
        #expect(try await scene.verify("\(disk)/\(ids[1])").end == .done)
        let whole = try await scene.restore("--yes", "--dry-run", disk)
        #expect(whole.said.says("restore.reads", ["id": ids[1]], in: .english), "\(whole)")
    }

    @Test func `a second name of a backup in the same folder is no backup`() async throws {
        let scene = try await scene()
        let disk = scene.scratch("disk").string
        let before = try await scene.restore("--yes", "--dry-run", disk)
        try await scene.shell(
            "cd '\(disk)'; ln -s \"$(ls -d 20* | head -n 1)\" 20991231_000000; ln -s . 20990101_000000")
        let run = try await scene.restore("--yes", "--dry-run", disk)
        #expect(run.end == .done && before.end == .done, "\(run)")
        #expect(!run.said.contains("20991231_000000") && !run.said.contains("20990101_000000"), "\(run)")
    }
}
