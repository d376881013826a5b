import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `latest` is good, or it asks; what verify found is remembered.
@Suite(.tags(.server)) struct LatestTests {
    private let shared: SharedRoot

    init() throws { shared = try SharedRoot("one") }

    @Test func `a suspect newest backup is passed over and named with the good one, until it is accepted`() async throws
    {
        let good = try await shared.backup("one")
        try await shared.sh("rm one/data/mail/cur/[1-3]*")
        let suspect = try await shared.backup("one", ends: 3)
        let dry = try await shared.restore("one", "latest")
        #expect(dry.status == 0, "\(dry)")
        #expect(
            dry.error.says(
                "restore.passes-over",
                ["name": "mail", "newer": suspect.id, "flaw": Text("list.suspect"), "older": good.id]), "\(dry)")
        #expect(dry.output.says("restore.would-restore", ["name": "mail", "id": "\(good.id)"]))
        #expect(dry.output.says("restore.would-restore", ["name": "config", "id": "\(suspect.id)"]), "it is good")
        #expect(try await shared.call("one", ["accept", suspect.id]).status == 0)
        let accepted = try await shared.restore("one", "latest")
        #expect(accepted.status == 0 && !accepted.error.says("restore.passes-over"), "\(accepted)")
        #expect(accepted.output.says("restore.would-restore", ["name": "mail", "id": "\(suspect.id)"]))
    }

    @Test func `a backup without a manifest is listed with the words that read it`() async throws {
        let made = try await shared.backup("one")
        try await shared.sh(
            "cp -a backups/\(made.id) backups/20200102_030405 && rm backups/20200102_030405/manifest.json")
        let listed = try await shared.call("one", ["list"])
        #expect(listed.status == 0 && listed.output.contains(made.id), "\(listed)")
        #expect(listed.error.says("list.without-manifest", ["name": "20200102_030405"]), "\(listed)")
    }

    @Test func `a backup that was moved to another disk and linked is found, and rotation leaves it there`()
        async throws
    {
        let moved = try await shared.backup("one")
        try await shared.sh("mkdir disk && mv backups/\(moved.id) disk/ && ln -s ../disk/\(moved.id) backups/")
        let dry = try await shared.restore("one", "latest")
        #expect(
            dry.status == 0 && dry.output.says("restore.would-restore", ["name": "mail", "id": "\(moved.id)"]), "\(dry)"
        )
        try await shared.backup("one")
        let plan = try await shared.call("one", ["prune", "--plan", "--at", "2060-01-01"])
        let row = try #require(plan.output.lines.first { $0.contains(moved.id) }, "\(plan)")
        #expect(row.says("prune.verdict-stays"), "\(plan)")
    }

    @Test func `where nothing is good latest refuses, with the id to type`() async throws {
        try await shared.backup("one")
        try await shared.sh("rm one/data/mail/cur/[1-3]*")
        let suspect = try await shared.backup("one", ends: 3)
        try await shared.sh("ls -d backups/2* | head -n 1 | xargs rm -r")
        let refused = try await shared.restore("one", "latest", ["--yes"])
        #expect(
            refused.status == 1 && refused.error.says("restore.none-good", ["name": "mail"]), "\(refused)")
        let command = refused.error.lines.last ?? ""
        #expect(command.contains("mssante restore --no-postgres") && command.hasSuffix(" \(suspect.id)"), "\(refused)")
        let named = try await shared.restore("one", suspect.id)
        let flawed: [String: any Sayable] = ["name": "mail", "id": suspect.id, "flaw": Text("list.suspect")]
        #expect(
            named.status == 0 && named.error.says("restore.named-flawed", flawed),
            "a person who named it is told all the same: \(named)")
        let verified = try await shared.call("one", ["verify", suspect.id])
        #expect(verified.status == 0 && verified.error.says("restore.named-flawed", flawed), "\(verified)")
    }

    @Test func `what a run could not save is marked in the manifest, in the list and to latest`() async throws {
        try await shared.backup("one")
        let run = try await shared.call("one", ["backup", "--no-postgres", "--no-certs"], ["REDIS_PORT": "1"])
        #expect(run.status == 3, "\(run)")
        let newest = try #require(try await BackupRead.all(in: shared.root).last)
        #expect(
            try await newest.manifest("[.lacks, .components.redis, .components.mail] | @json")
                == "[[\"redis\"],false,true]")
        let listed = try await shared.call("one", ["list"]).output.lines
        #expect(
            listed.contains {
                $0.hasPrefix(newest.id) && $0.hasSuffix(Text("list.unsaved-of", ["list": "redis"])[.french])
            }, "\(listed)")
        let dry = try await shared.restore("one", "latest")
        #expect(
            dry.status == 0 && !dry.error.says("restore.passes-over")
                && dry.output.says("restore.would-restore", ["name": "mail", "id": "\(newest.id)"]), "\(dry)")
    }

    @Test func `incomplete, future and clean ones are told apart by component`() async throws {
        let old = try OldBackups()
        let good = try old.add(daysAgo: 2)
        let lacking = try old.add(daysAgo: 1, .init(errors: 1, lacks: ["mail"]))
        let future = try old.add(LocalTime.now().adding(seconds: 86400 * 300))
        let dry = try await old.call("restore", "--dry-run", "latest")
        #expect(
            dry.error.says("restore.passes-over", ["name": "mail", "newer": future, "flaw": Text("list.future")]),
            "\(dry)")
        #expect(
            dry.error.says("restore.passes-over", ["older": "\(good)"])
                && dry.error.says("restore.passes-over", ["older": "\(lacking)"]), "\(dry)")
        let listed = try await old.call("list").output.lines
        #expect(
            listed.contains {
                $0.hasPrefix(lacking) && $0.hasSuffix(Text("list.lacking-of", ["list": "mail"])[.french])
            }, "\(listed)")
        #expect(listed.contains { $0.hasPrefix(future) && $0.hasSuffix(Text("list.future")[.french]) })
    }

    @Test func `what verify found damaged is no latest, of that component alone, until it is found right`() async throws
    {
        let good = try await shared.backup("one")
        let bad = try await shared.backup("one")
        let file = "\(bad.folder)/mail_\(bad.id).tar.gz"
        try await shared.sh("cp -p \(file) kept; printf x | dd of=\(file) bs=1 seek=60 conv=notrunc 2>/dev/null")
        #expect(try await shared.call("one", ["verify"]).status == 1)
        let dry = try await shared.restore("one", "latest")
        #expect(
            dry.status == 0
                && dry.error.says("restore.passes-over", ["flaw": Text("list.bad"), "older": good.id]), "\(dry)")
        #expect(dry.output.says("restore.would-restore", ["name": "config", "id": "\(bad.id)"]), "\(dry)")
        let status = try await shared.status("one")
        #expect(status.status == 1 && status.output.lines.contains { $0.hasPrefix("mail ") && $0.contains(good.id) })
        try await shared.sh("cp -p kept \(file)")
        #expect(try await shared.call("one", ["verify"]).status == 0)
        let after = try await shared.restore("one", "latest")
        #expect(
            after.status == 0 && after.output.says("restore.would-restore", ["name": "mail", "id": "\(bad.id)"]),
            "\(after)")
        #expect(try await shared.status("one").status == 0)
    }

    @Test func `what verify found damaged is never a parent, nor is what builds on it good`() async throws {
        let base = try await shared.backup("one")
        try shared.scratch.write("one/data/mail/new/1", "1\n")
        let first = try await shared.backup("one", ["--type", "incremental"])
        #expect(try await first.manifest(".increments.mail.parent") == base.id)
        let file = "\(base.folder)/mail_\(base.id).tar.gz"
        try await shared.sh("cp -p \(file) kept; printf x | dd of=\(file) bs=1 seek=60 conv=notrunc 2>/dev/null")
        #expect(try await shared.call("one", ["verify", base.id]).status == 1)
        let refused = try await shared.restore("one", "latest", ["--dry-run", "--no-config"])
        let newest = Text("restore.newest-flawed", ["id": first.id, "value": Text("list.bad")])
        #expect(
            refused.status == 1 && refused.error.says("restore.none-good.why", ["why": newest]), "\(refused)")
        let run = try await shared.call("one", ["backup", "--type", "incremental"] + SharedRoot.filesOnly)
        #expect(
            run.status == 0 && run.error.says("mail.new-base", ["why": Text("mail.bad", ["id": base.id])]), "\(run)")
        let second = try #require(try await BackupRead.all(in: shared.root).last)
        #expect(try await second.manifest(".increments.mail") == "null")
        let third = try await shared.backup("one", ["--type", "incremental"])
        #expect(try await third.manifest(".increments.mail.parent") == second.id)
    }

    @Test func `verify of an increment marks the base that is damaged, and the increment is good once that is mended`()
        async throws
    {
        let good = try await shared.backup("one")
        let base = try await shared.backup("one")
        try shared.scratch.write("one/data/mail/new/1", "1\n")
        let increment = try await shared.backup("one", ["--type", "incremental"])
        let file = "\(base.folder)/mail_\(base.id).tar.gz"
        try await shared.sh("cp -p \(file) kept; printf x | dd of=\(file) bs=1 seek=60 conv=notrunc 2>/dev/null")
        let found = try await shared.call("one", ["verify", increment.id])
        #expect(found.status == 1 && found.error.contains("\(base.id)/mail_"), "\(found)")
        let marks = try await shared.sh("cat backups/.verified").lines
        #expect(marks.contains { $0.hasPrefix("bad \(base.id) ") }, "\(marks)")
        #expect(!marks.contains { $0.contains(increment.id) }, "\(marks)")
        let latest = try await shared.restore("one", "latest", ["--dry-run", "--no-config"])
        #expect(latest.status == 0 && latest.error.says("restore.passes-over", ["older": "\(good.id)"]), "\(latest)")
        try await shared.sh("cp -p kept \(file)")
        #expect(try await shared.call("one", ["verify", base.id]).status == 0)
        let after = try await shared.restore("one", "latest", ["--dry-run", "--no-config"])
        #expect(after.status == 0 && !after.error.says("restore.passes-over"), "\(after)")
    }

    @Test(arguments: ["rm -r", "mv -t ."])
    func `an increment whose base is gone is passed over for the last whole one, and both are named`(
        _ loss: String
    ) async throws {
        let good = try await shared.backup("one")
        let base = try await shared.backup("one")
        try shared.scratch.write("one/data/mail/new/1", "1\n")
        let first = try await shared.backup("one", ["--type", "incremental"])
        let second = try await shared.backup("one", ["--type", "incremental"])
        try await shared.sh("\(loss) \(base.folder)")
        let dry = try await shared.restore("one", "latest")
        #expect(dry.status == 0, "\(dry)")
        let lost = Text("list.broken")
        #expect(
            dry.error.says(
                "restore.passes-over",
                ["name": "mail", "newer": second.id, "flaw": lost, "older": good.id]), "\(dry)")
        // The configuration had not changed, and was in the base alone.
        #expect(dry.output.says("restore.would-restore", ["name": "config", "id": "\(good.id)"]), "\(dry)")
        let boxes = try await shared.call("one", ["list", "latest", "--mailboxes"])
        #expect(boxes.error.says("restore.passes-over", ["older": "\(good.id)"]), "\(boxes)")
        try await shared.sh("rm -r \(good.folder)")
        let refused = try await shared.restore("one", "latest")
        #expect(refused.status == 1 && refused.error.contains("\(base.id)"), "what is missing is named: \(refused)")
        #expect(!first.id.isEmpty)
    }

    @Test(arguments: ["rm", "truncate -s 100"])
    func `what lost a file, or the end of one, is no latest, no parent, and marked, until the file is back`(
        _ damage: String
    ) async throws {
        let good = try await shared.backup("one")
        let cut = try await shared.backup("one")
        let file = "\(cut.folder)/mail_\(cut.id).tar.gz"
        try await shared.sh("cp -p \(file) kept; \(damage) \(file)")
        let dry = try await shared.restore("one", "latest")
        #expect(
            dry.status == 0
                && dry.error.says("restore.passes-over", ["flaw": Text("list.cut"), "older": good.id]), "\(dry)")
        #expect(dry.output.says("restore.would-restore", ["name": "config", "id": "\(cut.id)"]), "\(dry)")
        let listed = try await shared.call("one", ["list"]).output.lines
        #expect(listed.contains { $0.hasPrefix(cut.id) && $0.hasSuffix(Text("list.cut-2", ["list": "mail"])[.french]) })
        let status = try await shared.status("one")
        #expect(status.status == 1 && status.error.says("status.cut", ["id": "\(cut.id)", "list": "mail"]))
        #expect(status.output.lines.contains { $0.hasPrefix("mail ") && $0.contains(good.id) }, "\(status)")
        let next = try await shared.backup("one", ["--type", "incremental"] + SharedRoot.filesOnly)
        #expect(try await next.manifest(".increments.mail") == "null")
        try await shared.sh("cp -p kept \(file); rm -r \(next.folder)")
        #expect(
            try await shared.restore("one", "latest").output.says(
                "restore.would-restore", ["name": "mail", "id": "\(cut.id)"]))
        #expect(try await shared.status("one").status == 0)
    }

    @Test func `a folder of the bash pair that lost its archive is no latest, and a file named like one is none`()
        async throws
    {
        let old = try OldBackups()
        let good = try old.add(daysAgo: 2)
        let lost = try old.add(daysAgo: 1, .init(recipe: nil))
        try old.scratch.write("backups/20240316_020000", "")
        _ = try await run("rm", [old.root.appending("\(lost)/mail_\(lost).tar.gz").string])
        let listed = try await old.call("list").output.lines
        #expect(
            listed.contains { $0.hasPrefix(lost) && $0.hasSuffix(Text("list.cut-2", ["list": "mail"])[.french]) },
            "\(listed)")
        let dry = try await old.call("restore", "--dry-run", "latest")
        #expect(
            dry.error.says("restore.passes-over", ["name": "mail", "newer": "\(lost)"])
                && dry.error.says("restore.passes-over", ["older": "\(good)"]),
            "\(dry)")
    }

    @Test func `rotation keeps the good one of a week and lets the damaged one go`() async throws {
        let old = try OldBackups()
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        // The last two days of a week of seven weeks ago.
        let sunday = (LocalTime.now().day + 3) % 7 + 1 + 49
        let (bad, good) = (try old.add(daysAgo: sunday), try old.add(daysAgo: sunday + 1))
        try old.scratch.write("backups/.verified", "bad \(bad) \(LocalTime.now().iso8601)\n")
        let pruned = try await old.call("prune")
        #expect(pruned.status == 0, "\(pruned)")
        let left = try await old.names()
        #expect(left.contains(good) && !left.contains(bad), "\(left)")
    }
}
