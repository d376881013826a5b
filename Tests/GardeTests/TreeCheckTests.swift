import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct TreeCheckTests {
    private let app = files("app", "app")
    private let make = """
        mkdir -p app/d/e; echo 1 > app/f; ln app/f app/d/hard; ln -s f app/link; mkfifo app/fifo; truncate -s 1M app/sparse
        printf x >> app/sparse; setfattr -n user.x -v 1 app/f; setfacl -m u:1234:r app/d
        find app -exec touch -hd '2003-04-05 06:07:08Z' {} +
        tar -S --format=posix --acls --xattrs -cf ../app.tar app
        """

    @Test(arguments: [
        ("printf 2 | dd of=app/f conv=notrunc 2>&1", "app/f (content)"), ("echo 11 > app/f", "app/f (size)"),
        ("printf x | dd of=app/sparse bs=1 seek=5000 conv=notrunc 2>&1", "app/sparse (content)"),
        ("chmod 600 app/f", "app/f (mode)"), ("touch app/d/e", "app/d/e (time)"),
        ("touch -h app/link", "app/link (time)"),
        ("chown 7 app/fifo", "app/fifo (owner)"), ("setfattr -n user.x -v 2 app/f", "app/f (attributes)"),
        ("setfacl -b app/d; chmod g=rx app/d", "app/d (attributes)"),
        ("rm app/fifo", "app/fifo (No such file or directory)"),
        ("ln -sfn g app/link", "app/link (target)"), ("rm app/fifo; touch app/fifo", "app/fifo (kind)"),
        ("cp -a app/d/hard app/x; echo 2 > app/x; mv app/x app/d/hard", "app/d/hard (link)"),
        ("touch app/d/e/extra", "app/d/e (1 entries, not 0)"), ("mkdir app/extra", "/root/app (6 entries, not 5)"),
    ]) func `one thing that is not as in the backup is named`(_ damage: String, _ difference: String) async throws {
        // Only root changes owners.
        guard isRoot() || !damage.hasPrefix("chown") else { return }
        let ground = try TreeGround()
        try await ground.shell(make)
        let (load, files) = (try ground.load(app), try await ground.files("../app.tar"))
        #expect(await ground.refusal { try await load.check(files) } == nil)
        try await ground.shell(damage)
        let refusal = try #require(await ground.refusal { try await load.check(files) })
        #expect(refusal.says("files.tree-differs", ["component": "app"], in: .english))
        #expect(refusal.contains(difference), "\(refusal)")
    }

    @Test func `a copy in place of a link is as good`() async throws {
        let ground = try TreeGround()
        try await ground.shell(
            make + "; cp -a app/d/hard app/x; mv app/x app/d/hard; touch -d '2003-04-05 06:07:08Z' app app/d")
        let (load, files) = (try ground.load(app), try await ground.files("../app.tar"))
        #expect(await ground.refusal { try await load.check(files) } == nil)
    }

    @Test func `while services run, what they change is only said`() async throws {
        let ground = try TreeGround()
        try await ground.shell(make + "; echo 2 > app/f")
        let (load, files) = (try ground.load(app, servicesRun: true), try await ground.files("../app.tar"))
        try await load.check(files)
        #expect(ground.said.says("files.changed-since", ["component": "app", "list": "app/f"], in: .english))
    }

    @Test(arguments: [
        ("../out", "files.leaves-folder"), ("/etc/x", "files.absolute-name"), ("app/../../x", "files.leaves-folder"),
    ]) func `a hostile name is refused in the analysis, and nothing is touched`(_ name: String, _ why: String)
        async throws
    {
        let ground = try TreeGround()
        try await ground.shell("mkdir app; echo 1 > app/f")
        let before = try await ground.list(inodes: true)
        var tar = TarBytes()
        tar.add("app/f", [1])
        tar.add(name, [2])
        try ground.scratch.write("bad.tar", tar.whole)
        let (load, files) = (try ground.load(app), try await ground.files("../bad.tar"))
        let refusal = await ground.refusal { try await load.analyze(files) }
        let expected = Failure("files.entry-refused", ["component": "app", "name": name, "why": Text(why)])
        #expect(refusal == expected.line(.english))
        #expect(try await ground.list(inodes: true) == before)
    }

    @Test func `a cut archive, a folder for a file, and what an earlier restore left are refused in the analysis`()
        async throws
    {
        let ground = try TreeGround()
        try await ground.shell(
            "mkdir -p app/d; echo 1 > app/d/f; tar -cf ../whole.tar app; head -c 2048 ../whole.tar > ../cut.tar")
        let load = try ground.load(app)
        let cut = try await ground.files("../cut.tar")
        #expect(
            await ground.refusal { try await load.analyze(cut) }?.says(
                "files.tar-damaged", ["component": "app"], in: .english) == true)
        let whole = try await ground.files("../whole.tar")
        try await ground.shell("mv app ../moved; echo file > app")
        #expect(
            await ground.refusal { try await load.analyze(whole) }?.says(
                "files.other-kind", ["component": "app", "name": "app"], in: .english) == true)
        try await ground.shell("rm app; mv ../moved app; mkdir app/.garde-new-old")
        #expect(
            await ground.refusal { try await load.analyze(whole) }?.says(
                "files.staging-left", ["folder": "app/.garde-new-old"], in: .english) == true)
        let dump = RestoreFiles(
            id: "1", files: [RestoreFile(path: "/b/app_1.data.gz", part: .data, contentBytes: 1)])
        #expect(
            await ground.refusal { try await load.analyze(dump) }?
                .says("files.saved-otherwise", ["file": "app_1.data.gz"], in: .english) == true)
        let other = try ground.load(files("other", "other"))
        #expect(
            await ground.refusal { try await other.analyze(whole) }?.says(
                "files.nothing-of-this", ["id": "test", "component": "other"], in: .english) == true)
    }

    @Test func `messages are counted by mailbox`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree + "\ntar -cf ../m.tar data/mail")
        let survey = try await ground.load(mail()).survey(try await ground.files("../m.tar"))
        #expect(survey.messages == ["data/mail/d.example/anne": 11])
    }
}

@Suite(.tags(.server)) struct CarryOverTests {
    private let deliver = """
        cd data/mail; echo late > d.example/anne/new/1900.M1.host; echo flagged > "d.example/anne/cur/1901.M1.host:2,S"
        mkdir -p d.example/bert/cur d.example/bert/new d.example/bert/tmp; echo first > d.example/bert/new/1902.M1.host
        chmod 700 d.example/bert; mv d.example/anne/cur/172.M1.host:2,S d.example/anne/cur/172.M1.host:2,RS; cd ../..
        """

    private func restored(_ ground: TreeGround) async throws -> (TreeLoad, safety: RestoreFiles) {
        try await ground.shell(richTree)
        try await ground.shell(
            "tar -cf ../backup.tar data/mail; echo between > data/mail/d.example/anne/new/1850.M1.host")
        try await ground.shell("tar -cf ../safety.tar data/mail; sleep 0.05")
        let load = try ground.load(mail(), servicesRun: true)
        return (load, try await ground.files("../safety.tar"))
    }

    private func swap(_ ground: TreeGround, _ load: TreeLoad) async throws {
        try await ground.shell(deliver)
        let files = try await ground.files("../backup.tar")
        try await load.stage(files, ground.journal)
        try await load.swap(ground.journal)
    }

    private func messages(_ ground: TreeGround) async throws -> String {
        try await ground.shell(
            "cd data/mail/d.example; find . -path '*/1[89]0*' -o -name '172*' | sort; stat -c %a bert")
    }

    private let expected = """
        ./anne/cur/172.M1.host:2,S
        ./anne/cur/1901.M1.host:2,S
        ./anne/new/1900.M1.host
        ./bert/new/1902.M1.host
        2700

        """

    @Test func `messages that the safety copy does not know are carried, others are not`() async throws {
        let ground = try TreeGround()
        let (load, safety) = try await restored(ground)
        try await swap(ground, load)
        #expect(try await load.carryOver(.unknown(to: safety.files), ground.journal) == 3)
        let found = try await messages(ground)
        #expect(found == expected)
        #expect(try await load.carryOver(.unknown(to: safety.files), ground.journal) == 0)
        for entry in ground.journal.entries { try await load.finish(entry) }
        #expect(
            try await ground.shell("cat data/mail/d.example/*/new/19*; ls -A data/mail")
                == "late\nfirst\nd.example\nempty\n")
    }

    @Test func `messages since a time are carried`() async throws {
        let ground = try TreeGround()
        let (load, _) = try await restored(ground)
        let time = FileTime.now()
        try await Task.sleep(for: .milliseconds(20))
        try await swap(ground, load)
        #expect(try await load.carryOver(.since(time), ground.journal) == 3)
        let found = try await messages(ground)
        #expect(found == expected)
    }

    /// Cut short after any number of steps of the way back, which another process goes again then.
    @Test(arguments: 0...4) func `taken back, the old tree has what the restored mailboxes got`(done: Int) async throws
    {
        let ground = try TreeGround()
        try await ground.shell(richTree + "\ntar -cf ../backup.tar data/mail; rm -r data/mail/d.example/anne/cur/17*")
        try await ground.shell(
            "mkdir -p data/mail/d.example/gone/cur data/mail/d.example/gone/new; echo 1 >data/mail/own")
        try await ground.shell(
            """
            tar -rf ../backup.tar data/mail/d.example/gone; rm -r data/mail/d.example/gone
            find data/mail/d.example -type d -exec touch -hd '2003-04-05 06:07:08.123456789Z' {} +
            """)
        let before = try await ground.list("data/mail", inodes: true)
        let load = try ground.load(mail())
        try await load.stage(try await ground.files("../backup.tar"), ground.journal)
        try await load.swap(ground.journal)
        try await ground.shell(deliver.replacing("; mv d", with: "; echo gone > d.example/gone/new/1903.M1.host; : d"))
        try await ground.undo(load, ground.journal.entries.suffix(done))
        let read = try #require(try Journal.unfinished(in: ground.scratch("restore")))
        try await ground.undo(try ground.load(mail()), read.entries)
        #expect(
            try await ground.shell(
                "cd data/mail/d.example; find . -name '19*' -exec grep -H . {} + | sort; stat -c %a bert")
                    == """
                    ./anne/cur/1901.M1.host:2,S:flagged
                    ./anne/new/1900.M1.host:late
                    ./bert/new/1902.M1.host:first
                    ./gone/new/1903.M1.host:gone
                    2700

                    """)
        #expect(
            ground.said.says(
                "files.delivered-meanwhile", ["folder": "\(ground.root)/data/mail", "count": 4], in: .english),
            "\(ground.said)")
        try await ground.shell(
            """
            cd data/mail; rm -r d.example/bert d.example/gone; find . -name '19*' -delete
            find d.example -type d -exec touch -hd '2003-04-05 06:07:08.123456789Z' {} +
            """)
        let after = try await ground.list("data/mail", inodes: true)
        #expect(after == before)
    }

    @Test func `taken back afterwards, the old tree has each message once`() async throws {
        let ground = try TreeGround()
        let (load, safety) = try await restored(ground)
        try await ground.shell(deliver)
        let before = try await ground.shell("cd data/mail; find . | sort; find . -type f -printf '%i %n %p\\n' | sort")
        try await load.stage(try await ground.files("../backup.tar"), ground.journal)
        try await load.swap(ground.journal)
        _ = try await load.carryOver(.unknown(to: safety.files), ground.journal)
        try await ground.undo(load, ground.journal.entries)
        #expect(
            try await ground.shell("cd data/mail; find . | sort; find . -type f -printf '%i %n %p\\n' | sort") == before
        )
    }
}
