import GardeTestSupport
import SystemPackage
import Testing

/// What flags, variables and `.env` do to a run of the shipped executable.
@Suite(.tags(.server), .mailPlatform) struct WordsTests {
    let platform = MailPlatform.platform!.apart()

    @Test(arguments: [
        ("--no-config", "BACKUP_CONFIG", "config"), ("--no-certs", "BACKUP_CERTS", "certificates"),
        ("--no-mail", "BACKUP_MAIL", "mail"),
    ])
    func `a component is left out by its flag or its variable`(
        flag: String, variable: String, name: String
    ) async throws {
        let all = ["mail", "config", "certificates"]
        for (arguments, environment) in [([flag], [:]), ([], [variable: "false"])] {
            let run = try await platform.backup(["--no-postgres", "--no-redis"] + arguments, environment)
            #expect(run.status == 0)
            let backup = try await platform.newestBackup()
            let saved = try await backup.manifest(".components | to_entries[] | select(.value) | .key").lines
            #expect(Set(saved) == Set(all).subtracting([name]))
            #expect(try await backup.names().count == 3)
            #expect(try await backup.manifest(".backup.errors") == "0")
        }
    }

    @Test func `--no-postgres and --no-redis leave the servers alone`() async throws {
        let nowhere = ["PGHOST": "192.0.2.1", "REDIS_HOST": "192.0.2.1"]
        let run = try await platform.backup(["--no-postgres", "--no-redis", "--quiet"], nowhere)
        #expect(run.status == 0 && run.error == "")
    }

    @Test func `level 1 is quicker to write and larger than level 9`() async throws {
        var sizes: [Int] = []
        for level in ["1", "9"] {
            #expect(try await platform.backup(mailOnly + ["--compress-level", level]).status == 0)
            sizes.append(Int(try await platform.newestBackup().manifest(".backup.size_bytes"))!)
        }
        #expect(sizes[0] > sizes[1] + sizes[1] / 50)
    }

    @Test func `a flag counts before the environment, and that before .env`() async throws {
        let other = try await aCopy(of: platform, adding: "COMPRESS_LEVEL=1\nBACKUP_ROOT=from-env\n")
        func size(_ arguments: [String], _ environment: [String: String]) async throws -> Int {
            var all = environment
            all["PLATFORM_ROOT"] = other.string
            let run = try await runBackup(mailOnly + arguments, all)
            #expect(run.status == 0)
            // A relative BACKUP_ROOT begins at the platform's root.
            let newest = try await BackupRead.all(in: other.appending("from-env")).last
            return Int(try await #require(newest).manifest(".backup.size_bytes"))!
        }
        // By .env this would be the default level: COMPRESS_LEVEL is no variable that .env may set.
        let builtIn = try await size([], [:])
        let (low, high) = (try await size([], ["COMPRESS_LEVEL": "1"]), try await size([], ["COMPRESS_LEVEL": "9"]))
        #expect(high < low && builtIn < low)
        #expect(try await size(["--compress-level", "9"], ["COMPRESS_LEVEL": "1"]) == high)
        let elsewhere = platform.folder.appending("elsewhere")
        let set = ["PLATFORM_ROOT": other.string, "BACKUP_ROOT": elsewhere.string]
        #expect(try await runBackup(mailOnly, set).status == 0)
        #expect(try await BackupRead.all(in: elsewhere).count == 1)
    }

    private func aCopy(of platform: ThrowawayPlatform, adding lines: String) async throws -> FilePath {
        let copy = platform.folder.appending("copy of a platform")
        #expect(try await run("cp", ["-a", platform.root.string, copy.string]).status == 0)
        let added = try await run("sh", ["-c", "cat >>\"$0\"/.env", copy.string], input: lines)
        #expect(added.status == 0)
        return copy
    }

    @Test func `--verbose tells the details, --quiet with it only to the log`() async throws {
        let detail = "[DEBUG] mail\u{a0}: "
        #expect(try await platform.backup(mailOnly + ["--verbose"]).output.contains(detail))
        #expect(try await !platform.backup(mailOnly).output.contains("[DEBUG]"))
        let log = platform.backupRoot.appending("backup.log").string
        #expect(try await run("grep", ["-cF", detail, log]).output == "1\n")
        let quiet = try await platform.backup(mailOnly + ["--quiet", "--verbose"])
        #expect(quiet.status == 0 && quiet.output == "" && quiet.error == "")
        #expect(try await run("grep", ["-cF", detail, log]).output == "2\n")
    }

    @Test func `--help and --version work anywhere, in both languages`() async throws {
        let empty = Scratch()
        let nowhere = ["PLATFORM_ROOT": empty.path.appending("not-there").string]
        let french = try await runBackup(["backup", "--help"], nowhere)
        let version = try await runBackup(["--version"], nowhere)
        #expect(french.status == 0 && french.error == "" && french.output.contains("--compress-level"))
        #expect(version.status == 0 && version.output.lines.count == 1 && version.output.contains("mssante"))
        let english = try await runBackup(["backup", "--help"], nowhere, recipe: "database")
        #expect(english.status == 0 && english.output != french.output)
        // A word of the guide's table that must be there, whatever the recipe saves.
        for flag in ["--type", "--encrypt", "--retention", "--sync-remote", "--no-postgres", "--dry-run", "--quiet"] {
            #expect(english.output.contains(flag) && french.output.contains(flag))
        }
    }
}
