import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Restores that did not come to their ends in a folder of backups that platforms share.
@Suite struct JournalsTests {
    /// A file whose load loses it while a file `broken` lies beside, and cannot be taken back then.
    private func scene() throws -> RecipeScene {
        try RecipeScene { _ in
            command(
                "data", dump: ["cat", "data"],
                load: ["sh", "-c", "if [ -e broken ]; then : >data; exit 7; fi; exec cat >data"])
        }
    }

    /// Saves `old`, and leaves a restore of it over `new` half done.
    private func halfDone(_ scene: RecipeScene) async throws {
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end != nil)
        try await scene.shell("echo new >data; : >broken")
        #expect(try await scene.restore("--yes", "latest").end == nil)
        try await scene.shell("rm broken")
    }

    @Test func `a platform whose neighbour has a restore half done saves, restores, gives up and goes on by itself`()
        async throws
    {
        let one = try scene()
        let two = try one.beside("two")
        try await halfDone(one)
        let (journal, copies) = (try await one.names(".restore-"), try await one.names("pre_restore_"))
        try await two.shell("echo second >data")
        let saved = try await two.backup()
        #expect(saved.end == .incomplete && !saved.said.says("backup.restore-unfinished", in: .english), "\(saved)")
        try await two.shell("echo changed >data")
        #expect(try await two.restore("--yes", "latest").end == .done)
        #expect(try await two.shell("cat data") == "second\n")
        #expect(try await two.restore("--abandon", "--yes").said.says("restore.nothing-to-abandon", in: .english))
        try await halfDone(two)
        #expect(try await two.restore("--abandon", "--yes").end == .done)
        try await two.shell("echo second >data")
        #expect(try await two.backup().end == .done)
        #expect(try await one.names(".restore-") == journal)
        #expect(Set(try await one.names("pre_restore_")).isSuperset(of: copies))
        #expect(try await one.shell("cat data") == "", "nobody but its own restore takes it back")
        #expect(try await one.backup().said.says("backup.restore-unfinished", in: .english))
        let ended = try await one.restore("--yes", try #require(copies.first))
        #expect(ended.end == .done && ended.said.says("restore.took-back", in: .english), "\(ended)")
        #expect(try await one.shell("cat data") == "new\n")
        #expect(try await one.names(".restore-").isEmpty)
    }

    @Test(.enabled(if: isRoot(), "only root mounts"))
    func `where dumps were unpacked and cannot be removed, that is said, and the next run of any kind removes it`()
        async throws
    {
        let scene = try RecipeScene { _ in
            command(
                "data", dump: ["cat", "data"],
                load: [
                    "sh", "-ec",
                    "s=$(ls -d ../backups/.restore-scratch-*); mkdir \"$s/x\"; mount -t tmpfs none \"$s/x\"; exec cat >data",
                ])
        }
        try await scene.shell("echo old >data")
        #expect(try await scene.backup().end != nil)
        for next in ["backup", "abandon", "restore"] {
            let run = try await scene.restore("--yes", "latest")
            try await scene.shell("umount ../backups/.restore-scratch-*/x")
            #expect(run.end == .done && run.said.says("restore.scratch-stays", in: .english), "\(run)")
            #expect(try await scene.names(".restore-").count == 1)
            switch next {
            case "backup": _ = try await scene.backup()
            case "abandon": _ = try await scene.restore("--abandon", "--yes")
            default:
                _ = try await scene.restore("--yes", "latest")
                try await scene.shell("umount ../backups/.restore-scratch-*/x")
                _ = try await scene.backup()
            }
            #expect(try await scene.names(".restore-").isEmpty, "\(next)")
        }
    }

    @Test func `an earlier restore that did not finish is said once, by the run that ends it`() async throws {
        let scene = try scene()
        try await halfDone(scene)
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == .done, "\(run)")
        let said = run.said.split(separator: "\n").filter { $0.says("restore.unfinished", in: .english) }
        #expect(said.count == 1, "\(run)")
    }

    @Test func `another recipe of the same platform is told whose restore is half done, and how to end it`()
        async throws
    {
        let one = try scene().called("first")
        try await halfDone(one)
        let other = one.called("second")
        for run in [try await other.backup(), try await other.restore("--yes", "latest")] {
            #expect(
                run.end == nil
                    && run.said.says(
                        "restore.unfinished-by-other", ["recipe": "first", "platform": "\(one.root)"], in: .english),
                "\(run)")
            #expect(run.said.contains("PLATFORM_ROOT=\(one.root) first restore") && run.said.contains("--abandon"))
        }
        #expect(try await one.shell("cat data") == "")
        #expect(try await one.restore("--yes", "latest").end == .done)
        #expect(try await other.backup().end != nil)
    }

    /// Before platforms could share a folder its one journal had another name, and the engine's own steps had no dots.
    @Test func `a restore that version 0.1 left half done is ended, by its platform alone`() async throws {
        let one = try scene()
        let two = try one.beside("two")
        try await halfDone(one)
        try await two.shell("echo second >data")
        #expect(try await two.backup().end != nil)
        let undotted = """
            cd ../backups; set -- .restore-journal-*; mv "$1" .restore-journal
            sed -i -e 's/^\\.restore\\tof\\t\\(.*\\)\\t[^\\t]*$/restore\\tof\\t\\1/' -e 's/^\\./ /; s/^ //' .restore-journal
            printf 'services\\tstopped\\n' >>.restore-journal; mv .restore-scratch-* .restore-scratch; cat .restore-journal
            """
        let text = try await one.shell(undotted)
        #expect(text.hasPrefix("restore\tof\t\t\(one.root)\n") && text.contains("\ndata\tloaded\t"), "\(text)")
        #expect(try await two.backup().end == .done)
        #expect(try await one.names(".restore-scratch") == [".restore-scratch"])
        #expect(try await one.backup().end == nil)
        let ended = try await one.restore("--yes", "latest")
        #expect(ended.end == .done && ended.said.says("restore.took-back", in: .english), "\(ended)")
        #expect(try await one.names(".restore-").isEmpty)
    }

    @Test func `a host of another name is asked whether it is the one whose restore is half done`() async throws {
        let one = try scene()
        try await halfDone(one)
        try await one.shell(
            "cd ../backups; sed -i \"1s/\(hostName())$/before/\" .restore-journal-*; mv .restore-journal-* .restore-journal-x"
        )
        try await one.shell("echo now >data")
        let other = try await one.backup()
        #expect(other.said.contains("adopt before:\(one.root)") && other.end == .done, "\(other)")
        try await one.shell(
            """
            cat >../backups/.adopted <<END
            {"from":{"host":"before","platform":"\(one.root)","recipe":""},"to":{"host":"\(hostName())","platform":"\(one.root)","recipe":""},"until":0}
            END
            """)
        #expect(try await one.backup().end == nil)
        #expect(try await one.restore("--yes", "latest").end == .done)
        #expect(try await one.names(".restore-").isEmpty)
    }
}
