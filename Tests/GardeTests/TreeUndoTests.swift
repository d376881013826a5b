import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct TreeUndoTests {
    /// A tree whose restore has every kind of step: exchanged, new and vanishing entries, folders that must stay.
    private func changed(_ ground: TreeGround) async throws -> (TreeLoad, RestoreFiles) {
        try await ground.shell(
            """
            mkdir -p app/a/b/own app/same; echo 1 > app/f; echo 1 > app/a/g; echo 1 > app/gone; echo 1 > app/a/b/only
            ln -s f app/link; setfattr -n user.x -v old app/a; setfacl -m u:1234:r app/a; chmod 750 app
            tar -cf ../app.tar app; rm app/gone; echo 2 > app/f; echo 2 > app/new; rm -r app/link app/a/b/only; mkdir app/link
            echo 2 > app/link/inside; echo 2 > app/a/more; chmod 711 app/a; setfattr -n user.x -v new app/a; chmod 705 app
            echo kept > app/a/b/own/kept; find app -exec touch -hd '2003-04-05 06:07:08.123456789Z' {} +
            """)
        let load = try ground.load(files("app", "app"), elsewhere: ["app/a/b/own"])
        return (load, try await ground.files("../app.tar"))
    }

    private func journal(_ ground: TreeGround, _ number: Int) throws -> Journal {
        try ground.scratch.write("journal-\(number)/.keep", "")
        return try Journal.begin(in: ground.scratch("journal-\(number)"))
    }

    /// The same entries, the batches of exchanges as one entry a file: the steps of a restore, one by one.
    private func steps(_ journal: Journal) -> [Journal.Entry] {
        journal.entries.flatMap { entry -> [Journal.Entry] in
            guard entry.step == "exchange" else { return [entry] }
            let (folder, units) = (Array(entry.arguments.prefix(3)), Array(entry.arguments.dropFirst(3)))
            return stride(from: 0, to: units.count, by: 3).map {
                Journal.Entry(entry.owner, entry.step, folder + units[$0..<$0 + 3])
            }
        }
    }

    @Test func `taken back after any number of its steps, the tree is the same files as before`() async throws {
        let ground = try TreeGround()
        let (load, files) = try await changed(ground)
        let before = try await ground.list("app", inodes: true)
        var (done, total) = (0, 1)
        while done <= total {
            let journal = try journal(ground, done)
            try await load.stage(files, journal)
            try await load.swap(journal)
            try await load.check(files)
            let steps = steps(journal)
            total = steps.count
            // An exchange is its own inverse: this is what a kill after so many steps leaves.
            for step in steps.dropFirst(done).reversed() where step.step == "exchange" { try await load.undo(step) }
            let read = try #require(try Journal.unfinished(in: ground.scratch("journal-\(done)")))
            #expect(read.entries == journal.entries)
            try await ground.undo(load, read.entries)
            #expect(try await ground.list("app", inodes: true) == before, "\(done) of \(total)")
            try await ground.undo(load, read.entries)
            #expect(try await ground.list("app", inodes: true) == before, "again, \(done) of \(total)")
            done += 1
        }
        #expect(total >= 12)
    }

    @Test func `staged and not swapped, nothing is left of it, new folders neither`() async throws {
        let ground = try TreeGround()
        try await ground.shell("mkdir -p data/mail/x/cur; tar -cf ../m.tar data/mail; rm -r data")
        let before = try await ground.shell("find .")
        let load = try ground.load(mail())
        try await load.stage(try await ground.files("../m.tar"), ground.journal)
        #expect(try await ground.shell("stat -c %a data/mail/.garde-new-20240315_020000-mail") == "700\n")
        try await ground.undo(load, ground.journal.entries)
        #expect(try await ground.shell("find .") == before)
    }

    @Test func `what others wrote over a restored file gives way to what was there before`() async throws {
        let ground = try TreeGround()
        let (load, files) = try await changed(ground)
        let before = try await ground.list("app", inodes: true)
        try await load.stage(files, ground.journal)
        try await load.swap(ground.journal)
        try await ground.shell("echo 3 > app/x; mv app/x app/f; rm app/link; echo 3 > app/gone")
        try await ground.undo(load, ground.journal.entries)
        #expect(try await ground.list("app", inodes: true) == before)
    }

    @Test func `old data that is not where it was kept is said, and what is aside is not removed`() async throws {
        let ground = try TreeGround()
        let (load, files) = try await changed(ground)
        try await load.stage(files, ground.journal)
        try await load.swap(ground.journal)
        let aside = "app/.garde-new-20240315_020000-app"
        // Written beside first: a file system gives the number of a removed file to the next one.
        try await ground.shell("echo 4 > other; mv other \(aside)/f")
        var refusals: [String] = []
        for entry in ground.journal.entries.reversed() {
            if let refusal = await ground.refusal({ try await load.undo(entry) }) { refusals.append(refusal) }
        }
        try #require(refusals.count == 2)
        #expect(refusals[0].says("files.aside-lost", ["name": "f"], in: .english))
        #expect(refusals[1].says("files.still-aside.why", ["folder": "\(ground.root)/app"], in: .english))
        // Everything else is back.
        #expect(try await ground.shell("cat \(aside)/f app/new app/link/inside app/a/more") == "4\n2\n2\n2\n")
    }

    @Test func `a refused archive leaves nothing once it is taken back`() async throws {
        let ground = try TreeGround()
        try await ground.shell("mkdir app; echo 1 > app/f; touch -d '2003-04-05 06:07:08Z' app app/f")
        let before = try await ground.list("app", inodes: true)
        var tar = TarBytes()
        tar.add("app/one/below", [1])
        tar.add("app/one", [2])
        try ground.scratch.write("double.tar", tar.whole)
        let (load, files) = (try ground.load(files("app", "app")), try await ground.files("../double.tar"))
        let refusal = await ground.refusal { try await load.stage(files, ground.journal) }
        #expect(
            refusal?.says("files.entry-refused", ["component": "app", "name": "app/one"], in: .english) == true
                && refusal?.says("files.doubled", in: .english) == true)
        try await ground.undo(load, ground.journal.entries)
        #expect(try await ground.list("app", inodes: true) == before)
    }
}

@Suite struct ThreeStepExchangeTests {
    private let scratch = Scratch()
    private let name = Array("f".utf8)

    private func folders() throws -> (live: Folder, staged: Folder, unit: TreeUnit) {
        try scratch.write("live/f", "old")
        try scratch.write("staged/f", "new")
        let (live, staged) = (try Folder.open(scratch("live")), try Folder.open(scratch("staged")))
        return (live, staged, TreeUnit(name: name, live: try live.inode(name), staged: try staged.inode(name)))
    }

    private func contents() throws -> [String] {
        try ["live", "staged"].map { String(decoding: try scratch("\($0)/f").read(), as: UTF8.self) }
    }

    @Test func `where names cannot be exchanged at once, three moves do the same`() throws {
        let (live, staged, unit) = try folders()
        let swap = TreeSwap(live: live, staged: staged, canExchange: false)
        try swap.take(unit)
        #expect(try contents() == ["new", "old"])
        try swap.undo(unit)
        #expect(try contents() == ["old", "new"])
    }

    @Test(arguments: 0...3) func `cut after any of the three, it is taken back`(moves: Int) throws {
        let (live, staged, unit) = try folders()
        if moves > 0 { try live.move(name, to: staged, as: TreeSwap.between) }
        if moves > 1 { try staged.move(name, to: live, as: name) }
        if moves > 2 { try staged.move(TreeSwap.between, to: staged, as: name) }
        for _ in 1...2 {
            try TreeSwap(live: live, staged: staged, canExchange: false).undo(unit)
            #expect(try contents() == ["old", "new"])
        }
    }
}
