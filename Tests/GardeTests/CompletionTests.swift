import Garde
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The scripts that teach shells the command line, and the manual page.
@Suite struct CompletionTests {
    private let scratch = Scratch()
    private let site: Recipe = {
        var site = recipe {
            postgres("shop")
            postgres("blog")
            files("www", "it's: [a] \"www\"")
            mail("data/mail", incremental: true)
        }
        site.name = "site"
        return site
    }()

    /// What bash offers for the last of these words.
    private func bash(
        _ words: [String], before: String = "", in folder: String = "", as script: String? = nil
    ) async throws -> [String] {
        let line = """
            . "$0" || exit 1
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            \(before)_site
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let file = try scratch.write("site.bash", Completion(site, .english).script(for: .bash))
        try scratch.write("\(folder)/here", "")
        let variables = ["PATH": "/usr/bin:/bin", "HOME": scratch.path.string]
        let found = try await run(
            "bash", ["-c", line, file.string] + words, variables: variables, in: scratch(folder))
        #expect(found.status == 0 && found.error == "", "\(found.error)")
        return found.output.split(separator: "\n").map(String.init)
    }

    @Test func `bash completes commands, options and their values`() async throws {
        #expect(try await bash(["site", "resto"]) == ["restore"])
        #expect(try await bash(["site", "restore", "--dr"]) == ["--dry-run"])
        #expect(try await bash(["site", "backup", "--type", "inc"]) == ["incremental"])
        #expect(try await bash(["site", "backup", "--type", "=", "f"]) == ["full"])
        #expect(try await bash(["site", "--ty"]) == ["--type"])
        #expect(try await bash(["site", "help", "sched"]) == ["schedule"])
        #expect(try await bash(["site", "completion", ""]) == ["bash", "zsh", "fish"])
        #expect(try await bash(["site", ""]).count == Role.allCases.count)
        #expect(try await bash(["site", "backup", "--retention", "3"]) == [])
    }

    @Test func `names of components are completed one after the other`() async throws {
        #expect(try await bash(["site", "backup", "--only", "s"]) == ["shop"])
        #expect(try await bash(["site", "backup", "--only", "shop,b"]) == ["shop,blog"])
        #expect(try await bash(["site", "restore", "--skip", "=", "w"]) == ["www"])
    }

    @Test func `what takes a safeguard away is typed, not completed, and what the recipe has not is no option`()
        async throws
    {
        for role in Role.allCases {
            let offered = try await bash(["site", role.rawValue, "-"])
            let flags = ["--force", "-f", "--yes", "-y", "--replace", "--abandon", "--no-redis", "--no-config"]
            #expect(Set(offered).isDisjoint(with: flags), "\(role)")
            #expect(offered.contains("--help"), "\(role)")
        }
    }

    @Test func `backups are completed by what lies in BACKUP_ROOT, wherever the platform is`() async throws {
        for name in ["20240315_020000", "20240316_020000", "pre_restore_20240316_101500", "20240316_02", "other"] {
            try scratch.write("a platform/data/backups/\(name)/manifest.json", "{}")
        }
        try scratch.write("a platform/data/backups/20240317_020000", "")
        let place = "a platform"
        let ids = ["20240315_020000", "20240316_020000"]
        #expect(
            try await bash(["site", "restore", ""], in: place).sorted() == ids + [
                "latest", "pre_restore_20240316_101500",
            ])
        #expect(try await bash(["site", "verify", ""], in: place).sorted() == ids + ["all", "latest"])
        #expect(try await bash(["site", "accept", "20240316"], in: place) == [ids[1]])
        let away = "PLATFORM_ROOT='\(scratch(place).string)' "
        #expect(try await bash(["site", "accept", "20240316"], before: away) == [ids[1]])
        let program = "\(scratch(place).string)/scripts/backup/site"
        try scratch.write("a platform/scripts/backup/site", "")
        #expect(try await bash([program, "accept", "20240316"]) == [ids[1]])
        try scratch.write("a platform/.env", "A=1\nBACKUP_ROOT=\"data/elsewhere\"\n")
        try scratch.write("a platform/data/elsewhere/20250101_000000/manifest.json", "")
        #expect(try await bash([program, "accept", ""]) == ["20250101_000000"])
    }

    @Test(arguments: ["", "/scripts", "/scripts/tools"])
    func `a program in a folder of a platform with a compose file, or up to two below it, finds its backups`(
        folder: String
    ) async throws {
        try scratch.write("shop/compose.yaml", "services: {}\n")
        try scratch.write("shop/data/backups/20240315_020000/manifest.json", "{}")
        try scratch.write("shop\(folder)/site", "")
        let program = "\(scratch("shop").string)\(folder)/site"
        for words in [["restore", "2"], ["ls", "2"], ["cat", "2"], ["compact", "2"]] {
            #expect(try await bash([program] + words) == ["20240315_020000"], "\(words)")
        }
        try scratch.write("bin/.keep", "")
        #expect(try await run("ln", ["-s", program, scratch("bin/site").string]).status == 0)
        #expect(try await bash([scratch("bin/site").string, "restore", "2"]) == ["20240315_020000"])
    }

    @Test func `the two scripts are completed where they are this recipe's`() async throws {
        let (ours, other) = (
            try scratch.write("ours/restore.sh", "recipe=site\n"),
            try scratch.write("other/restore.sh", "recipe=sites\n")
        )
        for path in [ours, other] { _ = try await run("chmod", ["+x", path.string]) }
        #expect(try await bash([ours.string, "--dr"]) == ["--dry-run"])
        #expect(try await bash([ours.string, "lat"]) == ["latest"])
        #expect(try await bash([other.string, "--dr"]) == [])
    }

    @Test(
        .enabled("zsh is not installed: its completion is not checked") { await works("zsh", "--version") },
        arguments: [Language.english, .french])
    func `zsh reads its script`(language: Language) async throws {
        let file = try scratch.write("_site", Completion(site, language).script(for: .zsh))
        let read = try await run("zsh", ["-n", file.string])
        #expect(read.status == 0 && read.error == "", "\(read.error)")
    }

    @Test(
        .enabled("fish is not installed: its completion is not checked") { await works("fish", "--version") },
        arguments: [Language.english, .french])
    func `fish reads its script, and completes by it`(language: Language) async throws {
        let file = try scratch.write("site.fish", Completion(site, language).script(for: .fish))
        #expect(try await run("fish", ["-n", file.string]).status == 0)
        let asked = "source \(file.string); complete -C 'site resto'; complete -C 'site restore --dr'"
        let found = try await run("fish", ["-N", "-c", asked]).output.split(separator: "\n").map {
            $0.prefix { $0 != "\t" }
        }
        #expect(found == ["restore", "--dry-run"])
    }

    @Test(arguments: [Language.english, .french])
    func `the manual page has every command, option and variable`(language: Language) throws {
        let page = ManPage(site, language).text.replacing("\\-", with: "-")
        for role in Role.allCases { #expect(page.contains("\n.SS \(role.rawValue)\n"), "\(role)") }
        for option in Option.all where option.concerns(site) {
            if let flag = option.flag { #expect(page.contains(flag.long), "\(flag.long)") }
        }
        for name in [
            "POSTGRES_DB", "BACKUP_ROOT", "LOCK_WAIT", "pre_restore_", "manifest.json", "s3://bucket/path/latest",
        ] {
            #expect(page.contains(name), "\(name)")
        }
        #expect(!page.contains("REDIS_PORT") && page.unicodeScalars.allSatisfy(\.isASCII))
    }

    @Test(
        .enabled("groff is not installed: the page is not checked") { await works("groff", "--version") },
        arguments: [Language.english, .french])
    func `troff reads the manual page without a warning`(language: Language) async throws {
        let file = try scratch.write("site.8", ManPage(site, language).text)
        let read = try await run("groff", ["-man", "-Tutf8", "-ww", file.string])
        #expect(read.status == 0 && read.error == "" && read.output.contains("--dry-run"), "\(read.error)")
        #expect(language == .english || read.output.contains("é"))
    }

    @Test func `an unknown shell is named with those that there are`() {
        for words in [["completion"], ["completion", "tcsh"]] {
            let arguments = Arguments(words, program: "site")
            #expect(throws: Failure.self) { try Descriptions(site, .english, CalledAs("site")).text(arguments) }
        }
    }
}
