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
}
