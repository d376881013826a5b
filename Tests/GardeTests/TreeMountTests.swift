import Garde
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What only root can show: mount points inside of what is restored, full file systems, owners.
@Suite(.enabled(if: isRoot(), "NOT TESTED: only root can mount"), .serialized) struct TreeMountTests {
    /// Whatever the test mounts below its ground is gone when it ends.
    private func grounded(_ body: (TreeGround) async throws -> Void) async throws {
        let ground = try TreeGround()
        let result: Result<Void, any Error>
        do { result = .success(try await body(ground)) } catch { result = .failure(error) }
        let below = try mountPoints().filter { $0.starts(with: ground.scratch.path) && $0 != ground.scratch.path }
        for point in below.reversed() { _ = try await run("umount", ["-l", point.string]) }
        try result.get()
    }

    private let app = files("app", "app")
    private let makeApp = """
        mkdir -p app/deep/volume app/bound ../behind; mount -t tmpfs none app/deep/volume; mount --bind ../behind app/bound
        mkdir app/deep/volume/sub; echo 1 > app/deep/volume/sub/f; echo 1 > app/bound/f; echo 1 > app/deep/f; echo 1 > app/f
        find app -exec touch -d '2003-04-05 06:07:08Z' {} +; chmod 751 app/deep/volume; chmod 752 app/bound
        """

    @Test func `mounted folders stay mounted, what is in them is replaced on their own file systems`() async throws {
        try await grounded { ground in
            try await ground.shell(makeApp)
            let before = try await ground.list("app")
            try await ground.shell("tar -cf ../app.tar app")
            try await ground.shell(
                "rm -r app/deep/volume/sub app/bound/f; echo 2 > app/deep/volume/new; echo 2 > app/f")
            try await ground.restore(try ground.load(app), try await ground.files("../app.tar"))
            #expect(try await ground.list("app") == before)
            #expect(
                try await ground.shell("mountpoint app/deep/volume app/bound | wc -l; cat ../behind/f").hasSuffix("1\n")
            )
            #expect(try await ground.shell("stat -f -c %T app/deep/volume") == "tmpfs\n")
        }
    }

    @Test func `taken back, the mounted folders hold the same files as before`() async throws {
        try await grounded { ground in
            try await ground.shell(makeApp + "; tar -cf ../app.tar app; echo 2 > app/deep/volume/sub/f; rm app/bound/f")
            let before = try await ground.list("app", inodes: true)
            let load = try ground.load(app)
            let files = try await ground.files("../app.tar")
            try await load.stage(files, ground.journal)
            try await load.swap(ground.journal)
            try await load.check(files)
            try await ground.undo(load, ground.journal.entries)
            #expect(try await ground.list("app", inodes: true) == before)
        }
    }

    @Test func `a root that is a mount point is replaced inside, fsck's folder stays`() async throws {
        try await grounded { ground in
            try await ground.shell(
                "mkdir -p data/mail; mount -t tmpfs none data/mail; mkdir data/mail/x data/mail/lost+found")
            try await ground.shell(
                "echo 1 > data/mail/x/f; tar -cf ../m.tar data/mail; rm -r data/mail/x; echo 2 > data/mail/y")
            let found = try await ground.shell("stat -c %i data/mail/lost+found")
            try await ground.restore(try ground.load(mail()), try await ground.files("../m.tar"))
            #expect(
                try await ground.shell("ls data/mail; stat -c %i data/mail/lost+found") == "lost+found\nx\n\(found)")
        }
    }

    @Test func `a single file that is a mount point is written in its place, and back`() async throws {
        try await grounded { ground in
            try await ground.shell(
                """
                echo 1 > compose-outside; chmod 640 compose-outside; chown 77:78 compose-outside; touch docker-compose.yml
                mount --bind compose-outside docker-compose.yml; mkdir config; tar -cf ../c.tar config docker-compose.yml
                echo 'two, and longer' > docker-compose.yml; chmod 600 docker-compose.yml
                touch -d '2003-04-05 06:07:08Z' . docker-compose.yml
                """)
            let before = try await ground.list(inodes: true)
            let load = try ground.load(config("config", "docker-compose.yml"))
            let files = try await ground.files("../c.tar")
            try await load.stage(files, ground.journal)
            try await load.swap(ground.journal)
            try await load.check(files)
            #expect(
                try await ground.shell("cat compose-outside; stat -c '%a %u %g' compose-outside") == "1\n640 77 78\n")
            try await ground.undo(load, ground.journal.entries)
            #expect(try await ground.list(inodes: true) == before)
            #expect(try await ground.shell("cat compose-outside") == "two, and longer\n")
        }
    }

    @Test func `a file system too small is refused before anything, and a full one leaves all as it was`() async throws
    {
        try await grounded { ground in
            try await ground.shell(
                """
                mkdir -p data/mail; mount -t tmpfs -o size=20M none data/mail; mkdir data/mail/x; echo 1 > data/mail/x/f
                mkdir -p ../other/mail/x; head -c 30000000 /dev/urandom > ../other/mail/x/big; tar -C ../other -cf ../m.tar mail
                touch -d '2003-04-05 06:07:08Z' data/mail data/mail/x
                """)
            let before = try await ground.list("data/mail", inodes: true)
            let load = try ground.load(mail())
            let files = try await ground.files("../m.tar")
            let refusal = await ground.refusal { try await load.analyze(files) }
            #expect(refusal?.says("backup.not-enough-room.why", in: .english) == true, "\(refusal ?? "")")
            let failure = await ground.refusal { try await load.stage(files, ground.journal) }
            #expect(failure?.says("system.no-space", in: .english) == true, "\(failure ?? "")")
            try await ground.undo(load, ground.journal.entries)
            #expect(try await ground.list("data/mail", inodes: true) == before)
        }
    }

    @Test func `what is mounted in a staging folder is never removed`() async throws {
        try await grounded { ground in
            try await ground.shell(
                "mkdir -p app ../behind; echo 1 > app/f; tar -cf ../app.tar app; echo alive > ../behind/f")
            let (load, files) = (try ground.load(app), try await ground.files("../app.tar"))
            try await load.stage(files, ground.journal)
            try await load.swap(ground.journal)
            let aside = "app/.garde-new-20240315_020000-app"
            try await ground.shell("mkdir \(aside)/m; mount --bind ../behind \(aside)/m")
            let refusal = await ground.refusal { for entry in ground.journal.entries { try await load.finish(entry) } }
            let said = refusal ?? ""
            #expect(
                said.says("system.not-written-let", ["name": "/app"], in: .english)
                    && said.says("system.not-written-let.why", ["why": "Device or resource busy"], in: .english),
                "\(said)")
            #expect(try await ground.shell("cat ../behind/f") == "alive\n")
        }
    }

}
