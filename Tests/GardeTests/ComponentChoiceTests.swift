import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `--only` and `--skip`.
@Suite struct ComponentChoiceTests {
    private let guide = recipe {
        postgres()
        postgres("orders", database: "orders")
        redis("cache")
        mail("data/mail")
        certificates("certs")
    }

    private func chosen(_ words: String...) throws -> [String] {
        let settings = settings(words, [:], "", guide)
        try #require(settings.findings.isEmpty, "\(settings.findings)")
        return guide.sources.map(\.id).filter(settings.choice.holds).map(\.name)
    }

    private func finding(_ words: String...) throws -> Failure {
        let findings = settings(words, [:], "", guide).findings
        try #require(findings.count == 1, "\(findings)")
        return findings[0]
    }

    private let names = "postgresql, orders, cache, mail, certificates"

    @Test(arguments: ["backup", "restore", "verify", "status"])
    func `every component is chosen by its name, in each command that looks at components`(command: String) throws {
        let source = command == "restore" ? "latest" : "-v"
        #expect(try chosen(command, source, "--only", "orders") == ["orders"])
        #expect(try chosen(command, source, "--only", "mail,orders") == ["orders", "mail"])
        #expect(try chosen(command, source, "--only=mail", "--only", "cache, orders") == ["orders", "cache", "mail"])
        #expect(try chosen(command, source, "--skip", "postgresql,cache,certificates") == ["orders", "mail"])
        #expect(try chosen(command, source, "--only", "mail,cache", "--skip", "mail") == ["cache"])
        #expect(try chosen(command, source).count == 5)
    }

    @Test func `what is named and switched off is no wish that can be left open`() throws {
        for (role, variable) in [("backup", "BACKUP_MAIL"), ("restore", "RESTORE_MAIL")] {
            let findings = settings(
                [role, "latest", "--only", "orders,mail"].filter { role != "backup" || $0 != "latest" },
                [variable: "false"], "", guide
            ).findings
            #expect(findings == [Failure("usage.named-and-off", ["name": "mail", "variable": variable])])
        }
    }

    @Test(arguments: [
        ("--to", "--to-database"), ("--cluster", "--to"), ("--cluster", "--path"), ("--to-database", "--mailbox"),
    ])
    func `two ways to restore at once are refused`(one: String, other: String) throws {
        let found = settings(["restore", "latest", one, "/x", other, "y@z"], [:], "", guide).findings
        #expect(found.contains(Failure("usage.not-both", ["one": one, "other": other])), "\(found)")
    }

    @Test(arguments: [
        ("order", "orders"), ("postgres", "postgresql"), ("certs", "certificates"), ("Mail", "mail"),
        ("redis", "cache"), ("mial", "mail"),
        ("ordres", "orders"), ("certificats", "certificates"),
    ])
    func `an unknown name is answered with those that there are, and with the closest`(typed: String, closest: String)
        throws
    {
        for flag in ["--only", "--skip"] {
            let fix = Text("usage.closest-component", ["flag": flag, "closest": closest])
            let said = try finding("backup", flag, typed)
            #expect(
                said
                    == Failure(
                        "usage.unknown-component", ["name": typed, "flag": flag, "list": names, "fix": fix]))
        }
    }

    @Test func `what is close to nothing has no advice, and a list without names is an error`() throws {
        let said = try finding("verify", "--only", "ldap")
        #expect(said.id == "usage.unknown-component" && said.fix == nil)
        #expect(try finding("backup", "--skip", ",").id == "usage.no-names")
        #expect(try finding("backup", "--only", "").id == "usage.value-missing")
        #expect(try finding("list", "--only", "mail").id == "usage.unknown-option")
    }

    @Test func `flags add up, and nothing left is an error`() throws {
        #expect(
            try finding("backup", "--only", "mail", "--skip", "mail") == Failure("usage.nothing-left", ["list": names]))
        #expect(try finding("backup", "--only", "mail", "--no-mail").id == "usage.nothing-left")
        #expect(try finding("restore", "latest", "--only", "mail", "--no-mail").id == "usage.nothing-left")
        #expect(try finding("verify", "--skip", names.filter { $0 != " " }).id == "usage.nothing-left")
        #expect(settings(["backup", "--only", "mail,cache", "--no-mail"], [:], "", guide).findings == [])
    }

    // MARK: What is done

    private func scene() throws -> RecipeScene {
        let scene = try RecipeScene { _ in
            files("shop", "shop")
            files("blog", "blog")
            config(".env")
        }
        for name in ["shop", "blog"] { try scene.scratch.write("root/\(name)/page", "\(name) 1\n") }
        return scene
    }

    private func manifests(_ scene: RecipeScene) async throws -> [Manifest] {
        try await scene.names("20").sorted().compactMap { Manifest(in: scene.backups.appending($0)) }
    }

    @Test func `a backup of some is marked as one by the guide's flags is, and latest takes each from its own`()
        async throws
    {
        let scene = try scene()
        #expect(try await scene.backup().end == .done)
        for words in [["--skip", "config"], ["--no-config"], ["--only", "blog,shop"]] {
            #expect(try await scene.run(words).end == .done)
        }
        let ofSome = try await manifests(scene).dropFirst().map {
            [$0.components.filter(\.value).keys.map(\.name).sorted(), ($0.lacks ?? []).map(\.name)]
        }
        #expect(ofSome == Array(repeating: [["blog", "shop"], []], count: 3))
        try await scene.shell("echo shop 2 >shop/page; echo blog 2 >blog/page")
        let dry = try await scene.run(["--dry-run", "--only", "shop"])
        #expect(dry.said.says("backup.left-out", ["name": "blog"], in: .english) || dry.end == .done)
        #expect(try await scene.backup("--only", "shop").end == .done)
        try await scene.shell("echo lost >shop/page; echo lost >blog/page")
        let restored = try await scene.restore("--yes", "latest")
        #expect(restored.end == .done, "\(restored.said)")
        #expect(try await scene.shell("cat shop/page blog/page") == "shop 2\nblog 1\n")
    }

    @Test func `a restore of some leaves the others alone, and what the source lacks is refused before anything`()
        async throws
    {
        let scene = try scene()
        #expect(try await scene.backup("--skip", "blog").end == .done)
        try await scene.shell("echo new >shop/page; echo new >blog/page")
        let id = try #require(try await scene.names("20").first)
        for source in [id, "latest"] {
            for names in ["blog", "shop,blog"] {
                let refused = try await scene.restore("--yes", "--only", names, source)
                #expect(refused.end == nil, "\(refused.said)")
                #expect(
                    refused.said.says("restore.not-held", ["list": "blog", "source": source], in: .english),
                    "\(refused.said)")
            }
        }
        #expect(try await scene.shell("cat shop/page blog/page") == "new\nnew\n")
        let restored = try await scene.restore("--yes", "--skip", "config,blog", id)
        #expect(restored.end == .done, "\(restored.said)")
        #expect(try await scene.shell("cat shop/page blog/page") == "shop 1\nnew\n")
        #expect(try await scene.names("pre_restore_").count == 1)
    }

    @Test func `verify reads what is chosen, and says nothing of the rest`() async throws {
        let scene = try scene()
        #expect(try await scene.backup().end == .done)
        let id = try #require(try await scene.names("20").first)
        try await scene.shell(
            "printf x | dd of='\(scene.backups.string)/\(id)/blog_\(id).tar.gz' bs=1 seek=20 conv=notrunc")
        let good = try await scene.verify("--only", "shop")
        #expect(good.end == .done && good.said.says("verify.only", ["list": "shop"], in: .english), "\(good.said)")
        #expect(try await scene.names(".verified") == [])
        let lacking = try await scene.verify("--skip", "blog", "all")
        #expect(lacking.end == .done, "\(lacking.said)")
        let bad = try await scene.verify("--only", "blog")
        #expect(bad.end == .failed, "\(bad.said)")
        let known = try await scene.shell("cut -d' ' -f1,4 '\(scene.backups.string)/.verified'")
        #expect(known == "bad blog\n")
        // What was found bad is not forgotten by a look at something else.
        #expect(try await scene.verify("--only", "shop").end == .done)
        #expect(try await scene.shell("cut -d' ' -f1,4 '\(scene.backups.string)/.verified'") == known)
        #expect(try await scene.backup("--only", "shop").end == .done)
        for id in try await scene.names("20").dropLast() { try Durable.removeTree(scene.backups.appending(id)) }
        let nowhere = try await scene.verify("--only", "blog", "all")
        #expect(
            nowhere.end == nil && nowhere.said.says("restore.not-held", ["list": "blog"], in: .english), "\(nowhere)")
        for (flag, names) in [("--only", "blog"), ("--skip", "shop,config")] {
            let absent = try await scene.verify(flag, names)
            #expect(absent.end == .failed && absent.said.says("restore.not-held", ["list": "blog"], in: .english))
        }
    }

    @Test func `status looks at what is chosen`() async throws {
        let scene = try scene()
        #expect(try await scene.backup("--only", "shop").end == .done)
        let all = try await scene.status()
        #expect(all.said.contains("blog"), "\(all.said)")
        let some = try await scene.status("--only", "shop")
        #expect(!some.said.contains("blog") && some.said.contains("shop"), "\(some.said)")
    }
}
