import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What `status` makes of folders with backups in them; no server runs.
@Suite struct StatusTests {
    let old: OldBackups

    init() throws { old = try OldBackups() }

    private func recent(_ facts: OldBackups.Facts = .init(), minutesAgo: Int = 10) throws -> String {
        try old.add(LocalTime.now().adding(seconds: -60 * minutesAgo), facts)
    }

    @Test func `a young whole backup of everything is all well, and quiet says nothing`() async throws {
        let id = try recent()
        let status = try await old.call("status")
        #expect(status.status == 0 && status.error == "", "\(status)")
        for name in ["postgresql", "redis", "mail", "config", "certificates"] {
            let line = try #require(status.output.lines.first { $0.hasPrefix("\(name) ") })
            #expect(
                line.contains("\(id)  il y a 10 min") && line.contains("(\(Text("status.at-most")[.french]) 1 j 2 h)"),
                "\(line)")
        }
        let (verified, never) = (Text("status.verified")[.french], Text("status.never")[.french])
        #expect(status.output.contains("\n\(verified) ") && status.output.contains("  \(never) (BACKUP_ROOT="))
        let quiet = try await old.call("status", "--quiet")
        #expect(quiet.status == 0 && quiet.output + quiet.error == "")
    }

    @Test func `what the old script made has the size of its files, an increment that of its chain`() async throws {
        let base = try old.add(daysAgo: 1, hour: "230000")
        try old.scratch.write("backups/\(base)/mail_\(base).tar.gz", String(repeating: "x", count: 5000))
        let mail = { (text: String) in text.lines.first { $0.hasPrefix("mail ") } ?? "" }
        #expect(try await mail(old.call("status").output).hasSuffix("  5,0 ko  \(Text("status.whole")[.french])"))
        let increment = try recent(.init(type: "incremental", components: ["mail"]))
        try old.scratch.write("backups/\(increment)/mail_\(increment).tar.gz", String(repeating: "x", count: 1500))
        let chain = Text("restore.chain", ["count": 2])[.french]
        #expect(try await mail(old.call("status").output).hasSuffix("  6,5 ko  \(chain)"))
    }

    @Test func `how the last run went is told in the language of who asks, whatever the run's was`() async throws {
        let scratch = Scratch()
        try scratch.write("site/.env", "")
        var variables = ["PLATFORM_ROOT": scratch("site").string, "BACKUP_ROOT": scratch("backups").string]
        variables.merge(["POSTGRES_DB": "app", "PGHOST": "127.0.0.1", "PGPORT": "1"]) { $1 }
        let languages: [(name: String, own: Language, other: Language)] = [
            ("fr", .french, .english), ("en", .english, .french),
        ]
        for (name, own, _) in languages {
            let run = try await runBackup(["backup", "--language", name], variables, recipe: "database")
            #expect(run.status == 1 && run.error.says("postgres.text", in: own), "\(run)")
            for (name, own, other) in languages {
                for words in [[], ["--json"]] {
                    let status = try await runBackup(
                        ["status", "--language", name] + words, variables, recipe: "database")
                    let said = status.output + status.error
                    #expect(said.says("postgres.text", in: own) && !said.says("postgres.text", in: other), "\(status)")
                }
            }
        }
    }

    @Test func `it changes nothing`() async throws {
        _ = try recent()
        let list = ["-c", "find \"$0\" -printf '%p %i %m %s %T@\\n' | sort", old.root.string]
        let before = try await run("sh", list).output
        _ = try await (old.call("status"), old.call("status", "--json"))
        #expect(try await run("sh", list).output == before)
    }

    @Test func `what is too old, was never saved, or lies in the future is named with a command`() async throws {
        let id = try old.add(daysAgo: 3, .init(components: ["postgresql", "mail", "config"]))
        _ = try old.add(LocalTime.now().adding(seconds: 86400 * 300))
        let status = try await old.call("status", "--no-certs")
        #expect(status.status == 1)
        let errors = status.error.lines
        try #require(errors.count == 4, "\(status)")
        for (error, name) in zip(errors, ["postgresql", "redis", "mail", "config"]) {
            let isNamed =
                name == "redis"
                ? error.says("status.never-saved", ["name": name])
                : error.says("status.too-old", ["name": name]) && error.says("status.too-old.why", ["id": id])
            #expect(
                isNamed && error.says("status.type", ["command": "BACKUP_ROOT=\(old.root)"])
                    && error.hasSuffix(" backup"), "\(error)")
        }
    }

    @Test func `a component that a run could not save keeps the age of its last good backup, others do not`()
        async throws
    {
        let whole = try old.add(daysAgo: 2)
        let (four, rest) = (["redis", "mail", "config", "certificates"], "postgresql")
        let id = try recent(.init(errors: 1, components: four))
        let status = try await old.call("status")
        #expect(status.status == 1 && status.error.lines.count == 1)
        #expect(
            status.error.says("status.too-old", ["name": "\(rest)"])
                && status.error.says("status.too-old.why", ["id": "\(whole)"]))
        #expect(four.allSatisfy { name in status.output.lines.contains { $0.hasPrefix(name) && $0.contains(id) } })
        // It says of everything that it is there, and that something is not whole.
        _ = try recent(.init(errors: 1), minutesAgo: 5)
        #expect(try await old.call("status").output.lines.count { $0.contains(id) } == 4)
    }

    @Test func `a suspect backup counts once it is accepted`() async throws {
        let whole = try old.add(daysAgo: 2)
        let id = try recent(.init(uuid: "u", suspect: ["mail"]))
        let status = try await old.call("status")
        #expect(
            status.status == 1 && status.error.says("status.too-old", ["name": "mail"])
                && status.error.says("status.too-old.why", ["id": whole]))
        #expect(
            status.error.says("status.suspect", ["id": "\(id)", "list": "mail"])
                && status.error.contains("accept \(id)"))
        #expect(try await old.call("accept", id).status == 0)
        #expect(try await old.call("status").status == 0)
    }

    @Test func `an increment whose base is gone is no backup`() async throws {
        let base = try old.add(daysAgo: 1, .init(uuid: "a"), hour: "230000")
        _ = try recent(.init(components: ["postgresql", "redis", "config", "certificates"]))
        let facts = OldBackups.Facts(type: "incremental", uuid: "b", parent: base, base: base, components: ["mail"])
        let increment = try recent(facts, minutesAgo: 5)
        let mail = { (text: String) in text.lines.first { $0.hasPrefix("mail ") } ?? "" }
        #expect(try await mail(old.call("status").output).contains("\(increment)  il y a 5 min"))
        #expect(try await run("rm", ["-r", old.root.appending(base).string]).status == 0)
        let status = try await old.call("status")
        #expect(status.status == 1 && status.error.says("status.never-saved", ["name": "mail"]), "\(status)")
    }

    @Test func `a damaged manifest, a restore half done and a failed verify are named`() async throws {
        let id = try recent()
        try old.scratch.write("backups/20200101_000000/manifest.json", "{")
        let damaged = try await old.call("status")
        #expect(
            damaged.status == 1
                && damaged.error.lines.contains { $0.says("backup.unreadable") && $0.says("status.type") })
        #expect(try await run("rm", ["-r", old.root.appending("20200101_000000").string]).status == 0)
        #expect(try await old.call("verify", id).status == 1)
        let status = try await old.call("status")
        #expect(status.status == 1 && status.error.says("status.verified-bad", ["id": "\(id)"]), "\(status)")
        try old.scratch.write("backups/.verified", "whole \(id) \(LocalTime.now().adding(seconds: -7200).iso8601)\n")
        let verified = try await old.call("status")
        let (ago, read) = (Text("status.ago", ["age": "2 h"]), Text("status.read-whole"))
        #expect(verified.status == 0 && verified.output.contains("\(id)  \(ago[.french])  \(read[.french])"))
        try old.scratch.write("backups/.restore-journal", "mail\tswap\tx\n")
        let restore = try await old.call("status")
        #expect(restore.status == 1 && restore.error.says("backup.restore-unfinished"))
    }

    @Test func `copies elsewhere are told by what was proven to be there`() async throws {
        let (last, id) = (try old.add(daysAgo: 8), try recent())
        try old.scratch.write("backups/.remotes", "sent \(last) - s3://b/weekly\nremoving \(last) - s3://b/weekly\n")
        let weekly = try await old.call("status")
        #expect(weekly.status == 0 && weekly.output.contains("\n\(Text("status.sent")[.french]) "), "\(weekly)")
        #expect(weekly.output.contains("  \(last)  s3://b/weekly\n"))
        let steady = try await old.call("status", "--sync-remote", "--remote-dest", "s3://b/weekly")
        #expect(
            steady.status == 1
                && steady.error.says("status.sent-long-ago", ["url": "s3://b/weekly"])
                && steady.error.says("status.sent-long-ago.why", ["id": "\(last)"]))
        let never = try await old.call("status", "--sync-remote", "--remote-dest", "depot:x")
        #expect(never.status == 1 && never.error.says("status.never-sent", ["url": "depot:x"]))
        try old.scratch.write("backups/.remotes", "sent \(last) - s3://b/weekly\nbegun \(id) - s3://b/weekly\n")
        let waiting = try await old.call("status")
        #expect(
            waiting.status == 1 && waiting.error.says("status.waiting", ["count": 1, "url": "s3://b/weekly"]))
        #expect(waiting.error.contains(" backup --sync-remote --remote-dest s3://b/weekly"))
    }

    @Test func `for programs it is one JSON object that agrees with the exit code`() async throws {
        let id = try recent()
        let status = try await old.call("status", "--json")
        let filter = "[.healthy, .recipe, .rpo_seconds, (.components | map(.backup) | unique), .problems] | @json"
        let read = try await run("jq", ["-r", filter], input: status.output)
        #expect(read.output == "[true,\"mssante\",93600,[\"\(id)\"],[]]\n" && status.status == 0)
        #expect(try await run("rm", ["-r", old.root.appending(id).string]).status == 0)
        let bad = try await old.call("status", "--json")
        let problems = try await run("jq", ["-r", "[.healthy, (.problems | length)] | @json"], input: bad.output)
        #expect(problems.output == "[false,5]\n" && bad.status == 1 && bad.error == "")
    }

    @Test func `a folder that is not there is a failure, not silence`() async throws {
        let status = try await old.call("status")
        #expect(status.status == 1 && status.error.says("backup.no-backup-root", ["path": "\(old.root)"]))
        let json = try await old.call("status", "--json")
        let healthy = try await run("jq", ["-r", "[.healthy, (.problems | length)] | @json"], input: json.output)
        #expect(json.status == 1 && healthy.output == "[false,1]\n", "\(json)")
        _ = try recent()
        #expect(try await run("chmod", ["-R", "go=", old.root.string]).status == 0)
        #expect(try await run("chmod", ["711", old.scratch.path.string]).status == 0)
        let other = try await old.call("status", by: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
        #expect(
            other.status == 1 && other.error.contains("\(old.root)") && !other.error.says("status.never-saved"),
            "\(other)")
    }

    @Test func `a key that is about to expire, or is not there, is named`() async throws {
        _ = try recent()
        let keys = try ThrowawayKeys()
        let near = try await keys.make("Soon <soon@example.com>", expires: "10d")
        let far = try await keys.make("Later <later@example.com>", expires: "2y")
        func status(_ key: String) async throws -> ToolResult {
            let places = ["PLATFORM_ROOT": old.scratch("platform").string, "BACKUP_ROOT": old.root.string]
            let keyed = keys.variables.merging(["ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": key]) { $1 }
            return try await runBackup(["status"], places.merging(keyed) { $1 })
        }
        let soon = try await status("soon@example.com")
        #expect(
            soon.status == 1 && soon.error.says("encryption.key-ends", ["name": "Soon <soon@example.com>"]), "\(soon)")
        #expect(soon.error.contains("gpg --quick-set-expire \(near) 2y"))
        let later = try await status("later@example.com")
        #expect(later.status == 0 && later.output.contains("Later <later@example.com> (\(far))"), "\(later)")
        let none = try await status("nobody@example.com")
        #expect(none.status == 1 && none.error.says("encryption.no-public-key", ["name": "nobody@example.com"]))
    }
}
