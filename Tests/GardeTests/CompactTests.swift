import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Full backups that are made of increments.
@Suite struct CompactTests {
    private func scene() throws -> RecipeScene {
        try RecipeScene { _ in
            files("uploads", "uploads", "notes.txt", incremental: true)
            config(".env")
        }
    }

    private func change(_ scene: RecipeScene, _ seed: Int, _ count: Int) async throws {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/file-changes.py",
            ["\(seed)", "\(count)", scene.root.appending("uploads").string])
        try #require(result.status == 0, "\(result)")
        try await scene.shell("echo \(seed) >>notes.txt; echo S=\(seed) >.env")
    }

    private func listing(_ root: FilePath, _ flags: String...) async throws -> [String] {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/tree-listing", [root.appending("uploads").string] + flags)
        try #require(result.status == 0, "\(result)")
        return result.output.lines + [try await run("cat", [root.appending("notes.txt").string]).output]
    }

    private func manifest(_ scene: RecipeScene, _ id: String) throws -> Manifest {
        try #require(Manifest(in: scene.backups.appending(id)))
    }

    private func second(_ id: String) throws -> String { try #require(LocalTime(id: id)).adding(seconds: 1).id }

    /// Everything that was made by a run goes; what was compacted of these stays.
    private func keepOnly(_ kept: [String], _ scene: RecipeScene) async throws {
        for id in try await scene.names("20") where !kept.contains(id) {
            try Durable.removeTree(scene.backups.appending(id))
        }
    }

    @Test(arguments: 1...3)
    func `what is compacted gives the tree back as the increment did, alone`(seed: Int) async throws {
        let scene = try scene()
        try await scene.shell("mkdir uploads")
        try await change(scene, seed * 100, 60)
        #expect(try await scene.backup().end == .done)
        var states = [try await listing(scene.root)]
        for step in 1...4 {
            // Ids of seconds in a row leave no room between.
            try await Task.sleep(for: .seconds(2))
            try await change(scene, seed * 100 + step, 25)
            #expect(try await scene.backup("--type", "incremental").end == .done)
            states.append(try await listing(scene.root))
        }
        let ids = try await scene.names("20").sorted()
        try #require(ids.count == 5)
        var made: [(id: String, state: [String])] = []
        for (id, state) in zip(ids, states) where !(try manifest(scene, id).increments.isEmpty) {
            let run = try await scene.compact(id)
            #expect(run.end == .done && run.said.says("compact.done", ["old": id], in: .english), "\(run)")
            made.append((try second(id), state))
            let whole = try manifest(scene, second(id))
            #expect(whole.compacted == id && whole.increments.isEmpty && whole.backup.type == "full")
            #expect(whole.backup.date == (try manifest(scene, id)).backup.date)
        }
        #expect(made.count >= 2)
        try await keepOnly(made.map(\.id), scene)
        #expect(try await scene.verify().end == .done)
        for (id, state) in made.reversed() {
            try await change(scene, seed * 1000, 20)
            let run = try await scene.restore("--yes", "--force", id)
            #expect(run.end == .done, "\(run)")
            let difference = try await listing(scene.root).difference(from: state)
            #expect(difference.isEmpty, "\(id): \(difference.prefix(5).map { "\($0)" })")
        }
    }

    @Test func `lists, attributes, holes, old times and links are those of the files, and plain tar reads it`()
        async throws
    {
        let scene = try scene()
        try await scene.shell(
            """
            mkdir -p uploads/d uploads/e; echo a >uploads/a; ln uploads/a uploads/d/same; ln -s ../a uploads/d/link
            truncate -s 300M uploads/holes; printf x | dd of=uploads/holes bs=1 seek=200M conv=notrunc 2>/dev/null
            touch -d '1969-12-31 23:59:58.25 UTC' uploads/old; mkfifo uploads/d/pipe; echo n >notes.txt
            setfacl -m u:1234:rw,g:99:r uploads/a; setfacl -d -m u:77:rx uploads/d
            setfattr -n 'user.a=b c%' -v 'é' uploads/a; setfattr -n user.plain -v 1 uploads/d
            """)
        try await Task.sleep(for: .seconds(3))
        #expect(try await scene.backup().end == .done)
        try await scene.shell(
            "echo b >uploads/e/new; chmod 2750 uploads/e; mv uploads/d uploads/f; chown -h 5:6 uploads/f/link")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let (state, plain) = (try await listing(scene.root), try await listing(scene.root, "--plain"))
        let id = try #require(try await scene.names("20").sorted().last)
        #expect(try manifest(scene, id).isIncrement("uploads"))
        #expect(try await scene.compact(id).end == .done)
        try await keepOnly([try second(id)], scene)
        try await scene.shell("rm -r uploads")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        let difference = try await listing(scene.root).difference(from: state)
        #expect(difference.isEmpty, "\(difference.map { "\($0)" })")
        #expect(try await scene.shell("[ $(du -k uploads/holes | cut -f1) -le 64 ] && echo sparse") == "sparse\n")
        let archive = scene.backups.appending(try second(id)).appending("uploads_\(try second(id)).tar.gz")
        try Durable.createFolder(scene.scratch("plain"))
        let tar = try await run(
            "tar", ["--numeric-owner", "-xpzf", archive.string, "-C", scene.scratch("plain").string])
        #expect(tar.status == 0, "\(tar)")
        let lost = try await listing(scene.scratch("plain"), "--plain").difference(from: plain)
        #expect(lost.isEmpty, "\(lost.map { "\($0)" })")
    }

    @Test func `a full backup is left as it is, a dry run makes none, and what cannot be read makes none`() async throws
    {
        let scene = try scene()
        try await scene.shell("mkdir uploads")
        try await change(scene, 1, 60)
        #expect(try await scene.backup().end == .done)
        let full = try #require(try await scene.names("20").first)
        let whole = try await scene.compact(full)
        #expect(whole.end == .done && whole.said.says("compact.is-whole", in: .english))
        let none = try await scene.compact("20200101_000000")
        #expect(none.end == nil && none.said.says("accept.no-such-backup", in: .english))
        try await scene.shell("seq 9 >uploads/new")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let id = try #require(try await scene.names("20").sorted().last)
        try scene.scratch.write("backups/20200101_000000.partial/left", "")
        let before = try await scene.names("")
        let dry = try await scene.compact(id, "--dry-run")
        #expect(try await scene.names("") == before)
        #expect(dry.end == .done && dry.said.says("compact.would", ["id": id], in: .english), "\(dry)")
        try Durable.removeTree(scene.backups.appending("20200101_000000.partial"))
        #expect(try await scene.names("20").count == 2)
        try await scene.shell("cp -r \(scene.backups)/\(full) \(scene.backups)/\(second(id))")
        let tight = try await scene.compact(id)
        #expect(tight.end == nil && tight.said.says("compact.no-id-between", ["id": id], in: .english), "\(tight)")
        #expect(tight.said.says("compact.no-other", in: .english), "\(tight)")
        try await scene.shell("seq 19 >uploads/newer")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        let newer = try #require(try await scene.names("20").sorted().last)
        let named = try await scene.compact(id)
        #expect(named.end == nil && named.said.contains(" compact \(newer)"), "\(named)")
        for name in [try second(id), newer] { try Durable.removeTree(scene.backups.appending(name)) }
        let fewer = scene.with(try RecipeScene { _ in files("uploads", "uploads", "notes.txt", incremental: true) })
        let lost = try await fewer.compact(id)
        #expect(lost.end == nil && lost.said.says("compact.not-of-recipe", ["id": id], in: .english), "\(lost)")
        let base = scene.backups.appending(full).appending("uploads_\(full).tar.gz")
        var bytes = try base.read()
        bytes[bytes.count / 2] ^= 1
        try Durable.remove(base)
        try scene.scratch.write("backups/\(full)/uploads_\(full).tar.gz", bytes)
        let damaged = try await scene.compact(id)
        #expect(damaged.end == nil && damaged.said.contains("uploads_\(full).tar.gz"), "\(damaged)")
        #expect(try await scene.names("20").count == 2)
    }

    @Test(.tags(.server)) func `a database of a chain is whole without its log, and increments go on where they were`()
        async throws
    {
        try await PostgresBench.withIncrements { scene, bench in
            #expect(try await scene.backup().end == .done)
            for number in 2...3 {
                try await writeNumber(number, bench.variables)
                try await Task.sleep(for: .seconds(2))
                #expect(try await scene.backup("--type", "incremental").end == .done)
            }
            let newest = try scene.newest()
            let compacted = try await scene.compact(newest.backup.id)
            #expect(compacted.end == .done, "\(compacted)")
            let made = try second(newest.backup.id)
            let again = try await scene.compact(newest.backup.id)
            #expect(again.end == .done && again.said.says("compact.done-before", ["new": made], in: .english))
            try await writeNumber(4, bench.variables)
            try await Task.sleep(for: .seconds(2))
            let next = try await scene.backup("--type", "incremental")
            #expect(next.end == .done, "\(next)")
            #expect(try scene.newest().lineage(of: .postgresql)?.parent == newest.backup.id)
            try await keepOnly([made], scene)
            let names = try #require(try manifest(scene, made).files).map(\.name).sorted()
            #expect(
                names == ["config_\(made).tar.gz", "postgresql_\(made).dump.gz", "postgresql_roles_\(made).sql.gz"])
            let restored = try await scene.restore("--yes", "--force", made)
            #expect(restored.end == .done, "\(restored)")
            let rows = try await bench.sql(
                "SELECT string_agg(n::text, ' ' ORDER BY n) FROM numbers", "mssante")
            #expect(rows == "1 2 3\n")
        }
    }

    @Test func `a chain whose increments hold more than its base, and more than seconds' worth, ends in a new base`()
        async throws
    {
        let scene = try scene()
        try await scene.shell("mkdir uploads; seq 9 >uploads/few; echo n >notes.txt")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("head -c 1100M /dev/zero >uploads/large")
        #expect(try await scene.backup("--type", "incremental").end == .done)
        #expect(try scene.newest().isIncrement("uploads"))
        try await scene.shell("rm uploads/large; seq 3 >uploads/more")
        let run = try await scene.backup("--type", "incremental")
        #expect(run.end == .done && run.said.says("mail.long", in: .english), "\(run)")
        #expect(try !scene.newest().isIncrement("uploads"))
    }
}
