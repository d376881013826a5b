import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What a person types first.
@Suite struct CommandsTests {
    private let scratch = Scratch()
    private let program = "\(executables)/mssante"

    /// In a folder that holds no platform, unless variables say otherwise.
    private func call(
        _ words: [String], _ variables: [String: String] = [:], as name: String? = nil
    ) async throws -> ToolResult {
        let path = if let name { try await link(name) } else { program }
        let all = ["PATH": "/usr/bin:/bin", "LANG": "fr_FR.UTF-8"].merging(variables) { $1 }
        return try await run(path, words, variables: all, in: scratch.path)
    }

    private func link(_ name: String) async throws -> String {
        _ = try await run("ln", ["-sf", program, scratch(name).string])
        return scratch(name).string
    }

    private var platform: [String: String] {
        get throws {
            try scratch.write("platform/.env", "A=1\n")
            try scratch.write("platform/config/a", "")
            return [
                "PLATFORM_ROOT": scratch("platform").string, "PLATFORM": "here", "BACKUP_POSTGRES": "false",
                "BACKUP_REDIS": "false", "BACKUP_MAIL": "false", "BACKUP_CERTS": "false",
            ]
        }
    }

    private func backups() async throws -> Int {
        try await run("sh", ["-c", "ls -d \"$0\"/platform/data/backups/2* | wc -l", scratch.path.string]).output
            .split(separator: "\n").first.flatMap { Int($0) } ?? 0
    }

    @Test func `the list of commands needs no platform, and saves nothing where there is one`() async throws {
        for variables in [[:], try platform] {
            let asked = try await call(["help"], variables)
            #expect(asked.status == 0 && asked.error == "" && asked.output.says("help.purpose-restore"))
            #expect(try await call(["--help"], variables).output == asked.output)
            // Status 1: cron mails what a line prints that once was a backup, and fails.
            let bare = try await call([], variables)
            #expect(bare.status == 1 && bare.output == asked.output && bare.error == "")
        }
        #expect(try await backups() == 0)
    }

    @Test func `an unknown command is refused in one line, and nothing is saved`() async throws {
        let refused = try await call(["resotre", "latest", "--force"], try platform)
        #expect(refused.status == 1 && refused.output == "" && refused.error.lines.count == 1)
        #expect(refused.error.says("usage.unknown-command", ["word": "resotre"]))
        #expect(refused.error.contains("restore"))
        let explained = try await call(["help", "bakcup"])
        #expect(explained.status == 1 && explained.error.says("usage.closest-command", ["command": "backup"]))
        #expect(try await backups() == 0)
    }

    @Test func `a backup is made by its word, by bare flags, and by backup.sh`() async throws {
        let variables = try platform
        #expect(try await call(["backup"], variables).status == 0)
        #expect(try await call(["--type", "full"], variables).status == 0)
        #expect(try await call([], variables.merging(["GARDE_LAUNCHER": "/x"]) { $1 }).status == 0)
        #expect(try await call([], variables, as: "mssante-backup").status == 0)
        #expect(try await backups() == 4)
        let help = try await call(["--help"], variables, as: "mssante-backup")
        #expect(help.output.says("help.purpose-backup") && !help.output.says("help.purpose-restore"))
        #expect(try await call([], variables, as: "mssante-restore").error.says("usage.backup-missing"))
    }

    @Test func `messages are in the language that is typed, else of the variable, of the locale, of the recipe`()
        async throws
    {
        let variables = try platform
        let cases: [(words: [String], variables: [String: String], language: Language)] = [
            (["--language", "en"], [:], .english), (["--language=fr"], ["LANG": "en_GB.UTF-8"], .french),
            ([], ["GARDE_LANGUAGE": "en"], .english), ([], ["LANG": "en_US.UTF-8"], .english),
            ([], ["LANG": "C.UTF-8"], .french), ([], ["LANG": "de_DE.UTF-8"], .french), ([], ["LANG": ""], .french),
        ]
        for (words, more, language) in cases {
            let help = try await call(["help", "backup"] + words, variables.merging(more) { $1 })
            #expect(help.output.says("help.purpose-backup", in: language), "\(words) \(more)")
            let list = try await call(["list"] + words, variables.merging(more) { $1 })
            #expect((list.output + list.error).says("backup.no-backup-root", in: language), "\(words) \(more) \(list)")
        }
        #expect(try await call(["list", "--language", "de"], variables).status == 1)
    }

    @Test func `a recipe is explained to anybody, also where its platform is not`() async throws {
        for root in [scratch("gone/shop").string, "/root/shop"] {
            let words = ["--reuid", "65534", "--regid", "65534", "--clear-groups", program, "explain"]
            let variables = ["PATH": "/usr/bin:/bin", "LANG": "fr_FR.UTF-8", "PLATFORM_ROOT": root]
            let explained = try await run("setpriv", words, variables: variables)
            #expect(explained.status == 0, "\(explained)")
            #expect(explained.output.says("explain.no-root", ["root": root]), "\(explained)")
            #expect(explained.output.says("explain.server") && explained.output.contains("\(root)/data/backups"))
        }
        #expect(try await !call(["explain"], try platform).output.says("explain.no-root"))
    }
}
