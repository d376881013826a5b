import GardeTestSupport
import SystemPackage
import Testing

/// `bin/recipe` in a checkout whose build is there already, so that nothing is compiled.
@Suite struct InstallTests {
    private let scratch = Scratch()
    private let shared = [
        "bash-completion/completions/mssante", "fish/vendor_completions.d/mssante.fish", "man/fr/man8/mssante.8",
        "man/man8/mssante.8", "zsh/site-functions/_mssante",
    ]

    private func recipe(_ words: String..., variables more: [String: String]? = nil) async throws -> ToolResult {
        let variables = [
            "PATH": "\(scratch("tools").string):/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": scratch.path.string,
        ]
        let places = more ?? ["GARDE_SHARE": scratch("share").string]
        return try await run(scratch("garde/bin/recipe").string, words, variables: variables.merging(places) { $1 })
    }

    private func make() async throws {
        try scratch.write("tools/swift", Array("#!/bin/sh\n".utf8), mode: [.ownerReadWriteExecute])
        try scratch.write("garde/recipes/mssante/main.swift", "")
        let copy = """
            mkdir -p "$1/.build/release" "$1/bin" && cp "$0"/bin/* "$1/bin/" && cp "$2" "$1/.build/release/mssante"
            for top in bash-completion zsh fish man; do mkdir -p "$3/$top"; done
            """
        let made = try await run(
            "sh",
            ["-ec", copy, packageFolder, scratch("garde").string, "\(executables)/mssante", scratch("share").string])
        try #require(made.status == 0, "\(made.error)")
    }

    private func files() async throws -> [String] {
        try await run("sh", ["-c", "cd \"$0\" && find . -type f | cut -c3- | LC_ALL=C sort", scratch("share").string])
            .output.lines
    }

    @Test
    func
        `completions and pages are installed, and go again with what was installed, which brings the old scripts back`()
        async throws
    {
        try await make()
        let folder = scratch("opt/mssante/scripts/backup").string
        try scratch.write("opt/mssante/scripts/backup/backup.sh", "#!/bin/bash\n# ours\n")
        for _ in 1...2 {
            let installed = try await recipe("install", "mssante", folder)
            #expect(installed.status == 0, "\(installed.error)")
            #expect(try await files() == shared)
        }
        let page = try await run("cat", [scratch("share/man/man8/mssante.8").string]).output
        #expect(page.hasPrefix(".TH MSSANTE 8"))
        let completed = try await run(
            "bash", ["-c", ". \"$0\"; complete -p mssante", scratch("share/\(shared[0])").string])
        #expect(completed.output == "complete -F _mssante mssante\n", "\(completed)")
        let removed = try await recipe("uninstall", "mssante", folder)
        #expect(removed.status == 0, "\(removed.error)")
        #expect(try await files() == [])
        #expect(try await run("ls", ["-A", folder]).output == "backup.sh\n")
        #expect(try await run("cat", ["\(folder)/backup.sh"]).output == "#!/bin/bash\n# ours\n")
        #expect(try await recipe("uninstall", "mssante", folder).status == 1)
    }

    /// As of a server that is prepared on a disk, or as an image.
    @Test func `another root gets its own pages, and this machine none`() async throws {
        try await make()
        let name = "mssante\(UInt32.random(in: 0 ... .max))"
        let rename = "cd \"$0\" && mv recipes/mssante recipes/$1 && mv .build/release/mssante .build/release/$1"
        #expect(try await run("sh", ["-ec", rename, scratch("garde").string, name]).status == 0)
        let here = ["-ec", "ls -d /usr/local/share/*/*/*$0* /usr/local/share/*/*/*/*$0* 2>/dev/null | wc -l", name]
        let disk = scratch("disk")
        try scratch.write("disk/usr/bin/env", "")
        for top in ["man", "zsh"] { try scratch.write("disk/usr/share/\(top)/readme", "") }
        let places: [(String, [String: String])] = [
            ("\(disk)/opt/shop/scripts/backup", [:]), ("/opt/shop/scripts/backup", ["DESTDIR": "\(disk)/"]),
        ]
        for (folder, variables) in places {
            let installed = try await recipe("install", name, folder, variables: variables)
            #expect(installed.status == 0, "\(installed.error)")
            #expect(try await run("sh", here).output == "0\n")
            let page = disk.appending("usr/local/share/man/man8/\(name).8")
            #expect(try String(decoding: page.read(), as: UTF8.self).contains("with /opt/shop/scripts/backup/\(name)"))
            #expect(try await recipe("uninstall", name, folder, variables: variables).status == 0)
            #expect((try? page.stat()) == nil)
        }
        let folder = scratch("opt/shop/scripts/backup").string
        #expect(try await recipe("install", name, folder, variables: ["GARDE_SHARE": ""]).status == 0)
        #expect(try await run("sh", here).output == "0\n")
    }

    @Test
    func `what is installed beside an old backup.sh says so where it knows its platform, and where not, in French too`()
        async throws
    {
        try await make()
        try scratch.write("shop/compose.yaml", "services: {}\n")
        try scratch.write("shop/scripts/backup.sh", "#!/bin/bash\n# ours\n")
        try scratch.write("else/scripts/readme", "")
        for (folder, isKnown) in [("shop/scripts", true), ("else/scripts", false)] {
            let variables = ["GARDE_SHARE": "", "LANG": "fr_FR.UTF-8"]
            let installed = try await recipe("install", "mssante", scratch(folder).string, variables: variables)
            #expect(installed.status == 0 && installed.output.contains("sont installés dans"), "\(installed)")
            #expect(installed.output.contains("PLATFORM_ROOT") != isKnown, "\(installed)")
        }
        let program = scratch("shop/scripts/backup.sh").string
        let dry = try await run(
            "env", ["-i", "PATH=/usr/bin:/bin", "PLATFORM=here", "sh", "-c", "cd / && exec \"$0\" --dry-run", program])
        #expect(dry.error.contains(scratch("shop").string) || dry.output.contains(scratch("shop").string), "\(dry)")
    }

    @Test func `what another installation or somebody else placed there stays`() async throws {
        try await make()
        try scratch.write("share/\(shared[0])", "somebody's\n")
        let (one, other) = (scratch("one/scripts/backup").string, scratch("other/scripts/backup").string)
        #expect(try await recipe("install", "mssante", one).status == 0)
        #expect(try await recipe("install", "mssante", other).status == 0)
        #expect(try await recipe("uninstall", "mssante", one).status == 0)
        #expect(try await files() == shared)
        #expect(try await run("cat", [scratch("share/\(shared[0])").string]).output == "somebody's\n")
        #expect(try await recipe("uninstall", "mssante", other).status == 0)
        #expect(try await files() == [shared[0]])
    }
}
