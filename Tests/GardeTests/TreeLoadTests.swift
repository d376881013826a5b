import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct TreeLoadTests {
    private let everything: [Word] = [
        mail(), config("config", ".env", "docker-compose.yml"), certificates("config/certificates"),
    ]

    @Test func `mail is as it was after everything was lost, down to the nanosecond`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree)
        let before = try await ground.list("data/mail")
        let files = try await ground.save(everything, "mail")
        try await ground.shell("rm -rf data/mail/d.example; echo junk > data/mail/junk; chmod 700 data/mail")
        try await ground.restore(try ground.load(mail()), files)
        #expect(try await ground.list("data/mail") == before)
    }

    @Test func `a bare machine gets its folders`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree)
        let before = try await ground.list("data/mail")
        let files = try await ground.save(everything, "mail")
        try await ground.shell("rm -rf data")
        try await ground.restore(try ground.load(mail()), files)
        #expect(try await ground.list("data/mail") == before)
        #expect(try await ground.shell("stat -c %a data") == "755\n")
    }

    @Test func `what links led to comes back there, though they lead to nothing any more`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree)
        try await ground.shell(
            "mkdir shared && mv data config .env shared && ln -s shared/data shared/config shared/.env .")
        let before = try await (ground.list("data/mail"), ground.list("config/nginx"))
        let saved = try await (ground.save(everything, "mail"), ground.save(everything, "config"))
        try await ground.shell("rm -rf shared")
        try await ground.restore(try ground.load(mail()), saved.0)
        try await ground.restore(try ground.load(everything[1], elsewhere: ["config/certificates"]), saved.1)
        let after = try await (ground.list("data/mail"), ground.list("config/nginx"))
        #expect(after == before)
        #expect(try await ground.shell("readlink data config .env") == "shared/data\nshared/config\nshared/.env\n")
        #expect(try await ground.shell("ls -A shared") == ".env\nconfig\ndata\n")
    }

    @Test func `configuration and single files come back, certificates within stay their own`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree)
        let files = try await ground.save(everything, "config")
        let before = try await ground.list("config")
        try await ground.shell(
            "echo changed > config/nginx/site.conf; rm config/link docker-compose.yml; echo x > config/extra")
        try await ground.shell("touch -d '2003-04-05 06:07:08.123456789Z' config")
        let load = try ground.load(everything[1], elsewhere: ["config/certificates"])
        try await ground.restore(load, files)
        #expect(try await ground.list("config") == before)
        #expect(try await ground.shell("cat docker-compose.yml") == "services:\n")
        #expect(try await ground.shell("ls -A") == ".env\nconfig\ndata\ndocker-compose.yml\n")
    }

    @Test func `certificates come back with private keys for their owner alone, whatever the backup says`() async throws
    {
        let ground = try TreeGround()
        try await ground.shell(richTree + "\nchmod 644 config/certificates/live/privkey.pem")
        let files = try await ground.save(everything, "certificates")
        try await ground.shell("rm -rf config/certificates")
        try await ground.restore(try ground.load(everything[2]), files)
        #expect(try await ground.shell("stat -c %a config/certificates/live/privkey.pem") == "600\n")
        #expect(try await ground.shell("stat -c %a config/certificates/live/cert.txt") == "644\n")
    }

    @Test(arguments: [
        "tar -C data -czf ../m.tar.gz mail", "tar -czf ../m.tar.gz ./data/mail", "tar -C data -czf ../m.tar.gz ./mail",
        "tar -czf ../m.tar.gz data/mail", "bsdtar -C data -czf ../m.tar.gz mail", "tar -C data -cf ../m.tar.gz.x mail",
        "busybox tar -C data -czf ../m.tar.gz mail",
        "tar -C data --listed-incremental=../snapshot -czf ../m.tar.gz mail",
    ]) func `an archive made otherwise restores, under any of its usual names`(_ command: String) async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree)
        let script = "find data/mail -exec touch -hd '2003-04-05 06:07:08Z' {} +"
        try await ground.shell(script)
        let before = try await ground.list("data/mail")
        try await ground.shell(command)
        try await ground.shell("rm -rf data/mail/*; echo other > data/mail/other")
        let name = command.contains(".x") ? "../m.tar.gz.x" : "../m.tar.gz"
        try await ground.restore(try ground.load(mail()), try await ground.files(FilePath(name)))
        #expect(try await ground.list("data/mail") == before)
    }

    @Test func `a root that is a link to a folder elsewhere stays one`() async throws {
        let ground = try TreeGround()
        try await ground.shell(richTree + "\nmv data/mail ../elsewhere; ln -s ../../elsewhere data/mail")
        let before = try await ground.list("data/mail/.")
        let files = try await ground.save([mail()], "mail")
        try await ground.shell("rm -rf ../elsewhere/d.example; echo junk > ../elsewhere/junk")
        try await ground.restore(try ground.load(mail()), files)
        #expect(try await ground.list("data/mail/.") == before)
        #expect(try await ground.shell("readlink data/mail") == "../../elsewhere\n")
    }

    @Test func `paths of others deep inside are never moved, all around them is replaced`() async throws {
        let ground = try TreeGround()
        try await ground.shell(
            "mkdir -p app/a/b/own app/a/other; echo 1 > app/a/b/f; echo 1 > app/a/g; echo 1 > app/top")
        try await ground.shell("find app -exec touch -d '2003-04-05 06:07:08Z' {} +")
        let word = files("app", "app")
        let before = try await ground.list("app")
        let saved = try await ground.save([word, files("own", "app/a/b/own")], "app")
        try await ground.shell(
            "echo kept > app/a/b/own/mine; echo 2 > app/a/b/f; rm -rf app/a/other; echo 2 > app/a/b/new")
        let inode = try await ground.shell("stat -c %i app/a/b/own/mine")
        try await ground.restore(try ground.load(word, elsewhere: ["app/a/b/own"]), saved)
        #expect(try await ground.shell("cat app/a/b/own/mine; stat -c %i app/a/b/own/mine") == "kept\n\(inode)")
        try await ground.shell("rm app/a/b/own/mine; touch -d '2003-04-05 06:07:08Z' app/a/b/own")
        #expect(try await ground.list("app") == before)
    }

    @Test func `what the archive lacks of the recipe's paths stays, what the recipe lacks is said`() async throws {
        let ground = try TreeGround()
        try await ground.shell(
            "mkdir config scripts; echo 1 > config/f; echo 1 > scripts/s; echo live > docker-compose.yml")
        try await ground.shell("tar -cf ../c.tar config scripts; echo 2 > config/f")
        let load = try ground.load(everything[1])
        try await ground.restore(load, try await ground.files("../c.tar"))
        #expect(try await ground.shell("cat config/f docker-compose.yml") == "1\nlive\n")
        #expect(
            ground.said.says("files.not-in-recipe", ["component": "config", "name": "scripts"], in: .english))
    }

    @Test func `single files that the backup does not hold stay, and go where none of them may stay`() async throws {
        for clears in [false, true] {
            let ground = try TreeGround()
            try await ground.shell("echo 1 >a; tar -cf ../ab.tar a; echo 2 >a; echo 2 >b; mkdir c; echo 2 >c/b")
            var load = try ground.load(files("ab", "a", "b", "c"))
            load.clears = clears
            let before = try await ground.list(inodes: true)
            let files = try await ground.files("../ab.tar")
            try await load.stage(files, ground.journal)
            try await load.swap(ground.journal)
            try await load.check(files)
            #expect(try await ground.shell("cat a; ls -A . c | grep -x b") == (clears ? "1\nb\n" : "1\nb\nb\n"))
            try await ground.undo(load, ground.journal.entries)
            #expect(try await ground.list(inodes: true) == before)
        }
    }

    @Test func `files of one folder under two names come back at once, and the folder has its time`() async throws {
        let scene = try RecipeScene { _ in
            files("data", "data")
            files("one", "data/one")
        }
        try await scene.shell("mkdir data; echo 1 >data/one; echo 1 >data/two; touch -d '2003-04-05 06:07:08Z' data")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("echo 2 >data/one; echo 2 >data/two")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell("cat data/*; stat -c %Y data") == "1\n1\n1049522828\n")
    }
}

@Suite struct EnvironmentFileTests {
    private let word = config("config", ".env", "docker-compose.yml")

    private func saved(_ ground: TreeGround) async throws -> RestoreFiles {
        try await ground.shell("mkdir config; echo 1 > config/f; printf 'KEEP=1\\nSECRET=saved\\nONLY=there\\n' > .env")
        let files = try await ground.save([word], "config")
        try await ground.shell("printf 'KEEP=1\\nSECRET=here\\nNEW=here\\n' > .env; echo 2 > config/f")
        return files
    }

    @Test func `an existing one stays, and the names of what differs are said, never values`() async throws {
        let ground = try TreeGround()
        let files = try await saved(ground)
        let load = try ground.load(word)
        try await ground.restore(load, files)
        #expect(try await ground.shell("cat config/f .env") == "1\nKEEP=1\nSECRET=here\nNEW=here\n")
        #expect(ground.said.says("files.environment-differs", ["list": "NEW, ONLY, SECRET"], in: .english))
        #expect(!ground.said.contains("saved"))
    }

    @Test func `told to, it is replaced`() async throws {
        let ground = try TreeGround()
        let files = try await saved(ground)
        try await ground.restore(try ground.load(word, replacesEnvironment: true), files)
        #expect(try await ground.shell("cat .env; ls -A") == "KEEP=1\nSECRET=saved\nONLY=there\n.env\nconfig\n")
    }

    @Test func `an absent one needs nobody's word`() async throws {
        let ground = try TreeGround()
        let files = try await saved(ground)
        try await ground.shell("rm .env")
        try await ground.restore(try ground.load(word), files)
        #expect(try await ground.shell("cat .env") == "KEEP=1\nSECRET=saved\nONLY=there\n")
    }
}
