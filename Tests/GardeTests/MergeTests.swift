import Garde
import GardeCore
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Increments that are put together by the table of `keep(incrementals:)`.
@Suite struct MergeTests {
    private func scene() throws -> RecipeScene {
        try RecipeScene { _ in
            files("uploads", "uploads", "notes.txt", incremental: true)
            config(".env")
            keep(daily: 30, incrementals: .days(1, hourly: 9))
        }
    }

    private func change(_ scene: RecipeScene, _ seed: Int, _ count: Int) async throws {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/file-changes.py",
            ["\(seed)", "\(count)", scene.root.appending("uploads").string])
        try #require(result.status == 0, "\(result)")
        try await scene.shell("echo \(seed) >>notes.txt")
    }

    private func listing(_ root: FilePath, _ flags: String...) async throws -> [String] {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/tree-listing", [root.appending("uploads").string] + flags)
        try #require(result.status == 0, "\(result)")
        return result.output.lines + [try await run("cat", [root.appending("notes.txt").string]).output]
    }

    @Test(arguments: 1...4)
    func `the last increment of an hour gives the tree back without those before it, by a restore and by tar`(
        seed: Int
    ) async throws {
        let scene = try scene()
        try await scene.shell("mkdir uploads")
        try await change(scene, seed * 100, 60)
        #expect(try await scene.backup().end == .done)
        for step in 1...3 {
            try await change(scene, seed * 100 + step, 8)
            #expect(try await scene.backup("--type", "incremental").end == .done)
        }
        let state = try await listing(scene.root)
        let plain = try await listing(scene.root, "--plain")
        let aged = try await scene.age(days: 3)
        try #require(aged.count == 4)
        try await change(scene, seed * 1000, 20)
        #expect(try await scene.backup("--type", "full").end == .done)

        let before = try #require(Manifest(in: scene.backups.appending(aged[3])))
        guard before.isIncrement("uploads"), before.lineage(of: "uploads")?.base == aged[0] else { return }
        let pruned = try await scene.prune("--yes")
        #expect(pruned.end == .done, "\(pruned)")
        let left = try await scene.names("20").sorted()
        guard pruned.said.says("prune.merged", ["id": aged[3], "names": "uploads", "count": 2], in: .english) else {
            // Some changes one archive cannot say.
            #expect(pruned.said.says("prune.stay-apart", ["id": aged[3]], in: .english), "\(pruned)")
            #expect(left.count == 5)
            return
        }
        #expect(left == [aged[0], aged[3]] + left.suffix(1), "\(pruned)")
        let merged = try #require(Manifest(in: scene.backups.appending(aged[3])))
        #expect(merged.lineage(of: "uploads")?.parent == aged[0] && merged.standsFor == [before.sha256])
        #expect(try await scene.verify().end == .done)
        let archives = [aged[0], aged[3]].map { scene.backups.appending($0).appending("uploads_\($0).tar.gz").string }
        let replayed = scene.scratch("replayed")
        let replay = try await run("\(packageFolder)/Tests/throwaway/replay", [replayed.string] + archives)
        #expect(replay.status == 0, "\(replay)")
        let other = try await listing(replayed, "--plain").difference(from: plain)
        #expect(other.isEmpty, "\(other.prefix(5).map { "\($0)" })")
        let restored = try await scene.restore("--yes", "--force", aged[3])
        #expect(restored.end == .done, "\(restored)")
        let difference = try await listing(scene.root).difference(from: state)
        #expect(difference.isEmpty, "\(difference.prefix(5).map { "\($0)" })")
    }

    @Test func `files that came, went and moved are put together, and come back`()
        async throws
    {
        let scene = try scene()
        try await scene.shell(
            "mkdir -p uploads/a; seq 9 >uploads/kept; seq 5 >uploads/a/one; seq 6 >uploads/a/two; echo n >notes.txt")
        try await Task.sleep(for: .seconds(2))
        #expect(try await scene.backup().end == .done)
        for change in [
            "mv uploads/a uploads/b; echo lock >uploads/lock; seq 50 >uploads/new",
            "rm uploads/lock; seq 70 >uploads/new; rm uploads/b/one", "mv uploads/b uploads/c; echo lock >uploads/lock",
        ] {
            try await scene.shell(change)
            #expect(try await scene.backup("--type", "incremental").end == .done)
        }
        let state = try await listing(scene.root)
        let aged = try await scene.age(days: 3)
        #expect(try await scene.backup("--type", "full").end == .done)
        let plan = try await scene.prune("--plan")
        #expect(plan.said.says("prune.goes-into", ["id": aged[3]], in: .english), "\(plan)")
        #expect(plan.said.says("prune.of-hour", in: .english), "\(plan)")
        let pruned = try await scene.prune("--yes")
        #expect(
            pruned.said.says("prune.merged", ["id": aged[3], "names": "uploads", "count": 2], in: .english), "\(pruned)"
        )
        #expect(try await scene.names("20").count == 3)
        try await scene.shell("rm -r uploads")
        #expect(try await scene.restore("--yes", "--force", aged[3]).end == .done)
        #expect(try await listing(scene.root) == state)
    }

    @Test(arguments: [
        ["mv uploads/kept uploads/away", "mv uploads/away uploads/kept"],
        ["ln uploads/kept uploads/second; rm uploads/kept", "ln uploads/second uploads/kept; rm uploads/second"],
        ["mv uploads/a uploads/c", "mv uploads/c uploads/a; touch uploads/b/one"],
    ])
    func `what went away and came back is there`(changes: [String]) async throws {
        try await proveRestored(after: changes) { scene, pruned, last in
            let words: [String: any Sayable] = ["id": last, "names": "uploads", "count": 2]
            #expect(pruned.says("prune.merged", words, in: .english), "\(pruned)")
        }
    }

    @Test func `a message that was read and marked unread again is there`() async throws {
        let scene = try RecipeScene { _ in
            mail("mail", incremental: true)
            config(".env")
            keep(daily: 30, incrementals: .days(1, hourly: 9))
        }
        try await scene.shell(
            "mkdir -p mail/anna/cur mail/anna/new mail/anna/tmp; echo n >.env; seq 9 >mail/anna/cur/1.M1P1.h:2,")
        try await Task.sleep(for: .seconds(2))
        #expect(try await scene.backup().end == .done)
        for change in [
            "mv mail/anna/cur/1.M1P1.h:2, mail/anna/cur/1.M1P1.h:2,S",
            "mv mail/anna/cur/1.M1P1.h:2,S mail/anna/cur/1.M1P1.h:2,", "seq 8 >mail/anna/cur/2.M1P1.h:2,",
        ] {
            try await scene.shell(change)
            #expect(try await scene.backup("--type", "incremental").end == .done)
        }
        let aged = try await scene.age(days: 3)
        #expect(try await scene.backup("--type", "full").end == .done)
        let pruned = try await scene.prune("--yes").said
        #expect(pruned.says("prune.merged", ["id": aged[3], "names": "mail", "count": 2], in: .english), "\(pruned)")
        try await scene.shell("rm -r mail")
        #expect(try await scene.restore("--yes", "--force", aged[3]).end == .done)
        #expect(try await scene.shell("ls mail/anna/cur") == "1.M1P1.h:2,\n2.M1P1.h:2,\n")
    }

    @Test func `what moved to another's place comes back right`() async throws {
        try await proveRestored(after: ["mv uploads/a uploads/c", "mv uploads/b uploads/a"])
    }

    @Test func `what became a folder stays apart`() async throws {
        try await proveRestored(after: ["rm uploads/kept", "mkdir uploads/kept"]) { scene, pruned, last in
            #expect(pruned.says("prune.stay-apart", ["id": last], in: .english), "\(pruned)")
            let left = try await scene.names("20")
            #expect(left.count == 5)
        }
    }

    /// An increment after each change and one more, days ago, are put together where that can be done; the last gives
    /// back what was there.
    private func proveRestored(
        after changes: [String],
        _ look: (_ scene: RecipeScene, _ pruned: String, _ last: String) async throws -> Void = { _, _, _ in }
    ) async throws {
        let scene = try scene()
        try await scene.shell(
            "mkdir -p uploads/a uploads/b; seq 9 >uploads/kept; seq 5 >uploads/a/one; seq 6 >uploads/b/one; echo n >notes.txt"
        )
        try await Task.sleep(for: .seconds(2))
        #expect(try await scene.backup().end == .done)
        for change in changes + ["echo x >uploads/more"] {
            try await scene.shell(change)
            #expect(try await scene.backup("--type", "incremental").end == .done)
        }
        let state = try await listing(scene.root)
        let aged = try await scene.age(days: 3)
        #expect(try await scene.backup("--type", "full").end == .done)
        try await look(scene, try await scene.prune("--yes").said, aged[3])
        try await scene.shell("rm -r uploads")
        #expect(try await scene.restore("--yes", "--force", aged[3]).end == .done)
        #expect(try await listing(scene.root) == state)
    }

    @Test(.tags(.server))
    func `of a database every moment comes back as before, to the commit`() async throws {
        try await PostgresBench.withIncrements { scene, bench in
            let scene = scene.with(
                try RecipeScene { _ in
                    postgres(database: "mssante", in: .here, incremental: true)
                    config(".env")
                    keep(daily: 30, incrementals: .days(1, hourly: 9))
                })
            #expect(try await scene.backup().end == .done)
            var moment = ""
            for number in 2...4 {
                try await writeNumber(number, scene.variables)
                if number == 3 {
                    try await Task.sleep(for: .seconds(1.5))
                    moment = LocalTime.now().iso8601
                    try await Task.sleep(for: .seconds(1.5))
                    try await writeNumber(33, scene.variables)
                }
                #expect(try await scene.backup("--type", "incremental").end == .done)
            }
            let aged = try await scene.age(days: 3)
            #expect(try await scene.backup("--type", "full").end == .done)
            let aside = try await scene.shell(
                "mkdir ../aside; cp -a \(scene.backups)/\(aged[1]) \(scene.backups)/\(aged[2]) ../aside; cd ../aside; pwd"
            )
            let window = try await scene.list().said.lines.first { $0.contains(moment.prefix(10)) }
            let pruned = try await scene.prune("--yes")
            #expect(
                pruned.said.says("prune.merged", ["id": aged[3], "names": "postgresql", "count": 2], in: .english),
                "\(pruned)")
            #expect(try await scene.names("20").count == 3)
            #expect(try await scene.verify().end == .done)
            // As a run leaves it that is killed before it removes what was put together.
            try await scene.shell("cp -a \(aside.dropLast())/* \(scene.backups)")
            let there = try await scene.restore(["--dry-run", "--only", "postgresql", "--until", moment])
            #expect(there.said.says("restore.until-exact", ["name": "postgresql"], in: .english), "\(there)")
            #expect(try await scene.list().said.lines.first { $0.contains(moment.prefix(10)) } == window)
            for id in aged[1...2] { try Durable.removeTree(scene.backups.appending(id)) }
            for (words, rows) in [(["--until", moment], "1 2 3"), ([aged[3]], "1 2 3 33 4")] {
                let run = try await scene.restore(["--yes", "--force", "--only", "postgresql"] + words)
                #expect(run.end == .done, "\(run)")
                let there = try await sql("SELECT n FROM numbers ORDER BY at", scene.variables, database: "mssante")
                #expect(there.split(separator: "\n").joined(separator: " ") == rows)
            }
        }
    }
}

extension RecipeScene {
    func prune(_ arguments: String...) async throws -> Run {
        try await run(["prune"] + arguments) { settings, console in
            try await Prune(recipe, settings, root: root, console: console).run()
        }
    }

    /// Makes all backups as old as if they were of noon so many days ago, a minute apart; gives their ids.
    func age(days: Int, minutesApart: Int = 1) async throws -> [String] {
        let noon = LocalTime(id: LocalTime.now().adding(seconds: -86400 * days).id.prefix(9) + "120000")!
        var digests: [(old: String, new: String)] = []
        var ids: [(old: String, new: String)] = []
        for (number, old) in try await names("20").sorted().enumerated() {
            let time = noon.adding(seconds: 60 * minutesApart * number)
            ids.append((old, time.id))
            let (from, to) = (backups.appending(old), backups.appending(time.id))
            let manifest = try #require(Manifest(in: from))
            var text = String(decoding: try from.appending("manifest.json").read(), as: UTF8.self)
            text = text.replacing(manifest.backup.date, with: time.iso8601)
            for id in ids { text = text.replacing("\"\(id.old)\"", with: "\"\(id.new)\"") }
            text = text.replacing("_\(old).", with: "_\(time.id).")
            for digest in digests { text = text.replacing(digest.old, with: digest.new) }
            let body =
                text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3).joined(separator: "\n") + "\n"
            let digest = SHA256.hexadecimal(of: Array(body.utf8))
            digests.append((try #require(manifest.sha256), digest))
            for file in manifest.files ?? [] {
                try Durable.rename(
                    from.appending(file.name),
                    toUnused: from.appending(file.name.replacing("_\(old).", with: "_\(time.id).")))
            }
            try await Durable.replace(
                from.appending("manifest.json"), with: Array("\(body)    \"sha256\": \"\(digest)\"\n}\n".utf8))
            try Durable.rename(from, toUnused: to)
        }
        return ids.map(\.new)
    }
}
