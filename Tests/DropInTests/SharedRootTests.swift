import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Two platforms with one recipe in one folder of backups.
@Suite struct SharedRootTests {
    private let shared: SharedRoot
    private let (one, two): (String, String)

    init() throws {
        shared = try SharedRoot("one", "two")
        (one, two) = ("\(hostName()):\(shared.scratch("one"))", "\(hostName()):\(shared.scratch("two"))")
    }

    /// What a list says of a backup of that platform.
    private func madeBy(_ platform: String) -> String {
        Text("list.made-by", ["name": "mssante \(platform)"])[.french]
    }

    @Test func `the first run beside another platform's backups names adopt and ends with 3, later ones do not`()
        async throws
    {
        try await shared.backup("one")
        let beside = try await shared.call("two", ["backup"] + SharedRoot.filesOnly)
        #expect(
            beside.status == 3 && beside.error.says("adopt.first-beside-living") && beside.error.contains(one),
            "\(beside)")
        #expect(!beside.error.contains("adopt "), "a neighbour that lives here goes on using them: \(beside)")
        try await shared.backup("two")
        try await shared.sh("cp -a one three && mv one gone")
        let moved = try await shared.call("three", ["backup"] + SharedRoot.filesOnly)
        #expect(moved.status == 3 && moved.error.contains("adopt \(one)"), "of two, the one that is gone: \(moved)")
        try await shared.backup("three")
    }

    @Test func `latest takes a platform's own, and another's never without being told to`() async throws {
        let own = try await shared.backup("one")
        let others = try await shared.backup("two", ends: 3)
        let dry = try await shared.restore("one", "latest")
        #expect(dry.status == 0 && dry.output.contains(own.id) && !dry.output.contains(others.id), "\(dry)")
        try await shared.sh("mkdir -p three/data/mail/cur && echo x >three/.env && echo x >three/data/mail/cur/1")
        let several = try await shared.restore("three", "latest", ["--yes"])
        #expect(several.status == 1 && several.error.says("restore.several-machines"), "\(several)")
        #expect(several.error.contains("\(one) \(own.id)") && several.error.contains("\(two) \(others.id)"))
        let disk = shared.scratch("disk").string
        try await shared.sh("cp -a backups '\(disk)'")
        let onDisk = try await shared.call(
            "three", ["restore", "--no-stop", "--no-start", disk] + SharedRoot.filesOnly)
        let line = onDisk.error.lines.last ?? ""
        let typed = line.firstRange(of: "BACKUP_ROOT=").map { line[$0.lowerBound...] }
        let looked = try await run(
            "sh", ["-c", "\(typed ?? "false") --dry-run"], variables: ["PATH": "/usr/bin:/bin", "PLATFORM": "here"])
        #expect(looked.status == 0 && looked.output.contains(others.id), "\(onDisk) \(looked)")
        try await shared.sh("rm -r backups/\(others.id)")
        let single = try await shared.restore("three", "latest", ["--yes"])
        #expect(single.status == 1 && single.error.says("restore.others-only.why", ["shown": "\(one)"]), "\(single)")
        let command = single.error.lines.last ?? ""
        #expect(command.contains("mssante restore --no-postgres") && command.hasSuffix(" \(own.id)"), "\(single)")
        #expect(try await shared.sh("ls three/data/mail/cur") == "1\n")
    }

    @Test func `a bare machine takes the only platform's there is, and says whose; the next run names adopt`()
        async throws
    {
        let own = try await shared.backup("one")
        try await shared.sh("mkdir new && : >new/.env")
        let restored = try await shared.restore("new", "latest", ["--yes", "--force"])
        #expect(restored.status == 0 && restored.error.says("restore.takes-others", ["shown": "\(one)"]), "\(restored)")
        #expect(try await shared.sh("ls new/data/mail/cur").lines.count == 40)
        try await shared.backup("new", ends: 3)
        let status = try await shared.status("new")
        #expect(
            status.error.says("adopt.predecessor", ["count": 1, "shown": "\(one)"])
                && status.error.contains("adopt \(one)"), "\(status)")
        let asked = try await shared.call("new", ["adopt"])
        #expect(asked.status == 1 && asked.error.contains("adopt \(one)"), "one is still there: \(asked)")
        let adopted = try await shared.call("new", ["adopt", one])
        #expect(adopted.status == 0 && adopted.output.says("adopt.text", ["newest": own.id]), "\(adopted)")
        try await shared.backup("new")
        let after = try await shared.status("new")
        #expect(after.status == 0 && !after.error.contains("adopt"), "\(after)")
        let listed = try await shared.call("new", ["list"]).output
        #expect(listed.lines.count == 3 && !listed.contains(madeBy("")), "\(listed)")
    }

    @Test func `what was adopted is no longer the first one's, until it takes it back`() async throws {
        let old = try await shared.backup("one")
        try await shared.backup("two", ends: 3)
        let wrong = try await shared.call("two", ["adopt", "elsewhere:/srv"])
        #expect(wrong.status == 1 && wrong.error.contains(one), "\(wrong)")
        #expect(try await shared.call("two", ["adopt", one]).status == 0)
        // Made after that it is the first one's own, and its first.
        let new = try await shared.backup("one", ends: 3)
        let dry = try await shared.restore("one", "latest")
        #expect(dry.status == 0 && dry.output.contains(new.id) && !dry.output.contains(old.id), "\(new.id) \(dry)")
        #expect(try await shared.call("one", ["adopt", two]).status == 0)
        let listed = try await shared.call("two", ["list"]).output.lines
        #expect(listed.count == 3 && listed.allSatisfy { $0.contains(madeBy(one)) }, "\(listed)")
    }

    @Test func `increments build on a platform's own base, however the runs alternate`() async throws {
        var parents: [String: String] = [:]
        for (round, type) in ["full", "incremental", "incremental"].enumerated() {
            for name in ["one", "two"] {
                try shared.scratch.write("\(name)/data/mail/new/\(round).\(name)", "new \(round)\n")
                let made = try await shared.backup(
                    name, ["--type", type], ends: name == "two" && round == 0 ? 3 : 0)
                if type == "incremental" {
                    #expect(try await made.manifest(".increments.mail.parent") == parents[name], "\(name) \(round)")
                }
                parents[name] = made.id
            }
        }
        for name in ["one", "two"] {
            try await shared.sh("rm -r \(name)/data/mail")
            let restored = try await shared.restore(name, "latest", ["--yes", "--no-config"])
            #expect(restored.status == 0, "\(restored)")
            let names = try await shared.sh("ls \(name)/data/mail/new")
            #expect(names == (0...2).map { "\($0).\(name)\n" }.joined())
        }
    }

    @Test func `a platform is compared with itself, not with a bigger one beside it`() async throws {
        let text = String(repeating: "x", count: 500)
        for number in 1...200 { try shared.scratch.write("one/data/mail/cur/big\(number):2,", "\(number) \(text)\n") }
        try await shared.backup("one")
        let first = try await shared.call("two", ["backup"] + SharedRoot.filesOnly)
        #expect(first.status == 3 && !first.error.says("backup.shrank"), "\(first)")
        try await shared.backup("one")
        let second = try await shared.call("two", ["backup"] + SharedRoot.filesOnly)
        #expect(second.status == 0 && !second.error.says("backup.shrank"), "\(second)")
    }

    @Test func `verify, list and status are about a platform's own`() async throws {
        let (own, others) = (try await shared.backup("one"), try await shared.backup("two", ends: 3))
        try await shared.sh("truncate -s -5 \(others.folder)/mail_\(others.id).tar.gz")
        let verified = try await shared.call("one", ["verify", "all"])
        #expect(verified.status == 0 && verified.output.contains(own.id), "\(verified)")
        #expect(try await shared.call("two", ["verify"]).status == 1)
        #expect(try await shared.status("one").status == 0)
        let status = try await shared.status("two")
        #expect(status.status == 1 && status.error.says("status.verified-bad", ["id": "\(others.id)"]), "\(status)")
        let listed = try await shared.call("one", ["list"]).output.lines
        let bad = Text("list.bad-of", ["list": "mail"])[.french]
        #expect(listed.contains { $0.hasPrefix(others.id) && $0.contains("\(madeBy(two))  \(bad)") })
        #expect(listed.contains { $0.hasPrefix(own.id) && $0.hasSuffix(madeBy(one)) })
    }

    @Test func `what the old script made is this host's only platform's, and nobody's where there are two`()
        async throws
    {
        let old = try OldBackups(of: shared.scratch("one"))
        let bash = OldBackups.Facts(recipe: nil)
        let theirs = try old.add(daysAgo: 900, bash)
        let elsewhere = try old.add(daysAgo: 901, .init(recipe: nil, host: "other-host"))
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        let plan = try await old.call("prune", "--plan").output.lines
        let (stays, goes) = (Text("prune.verdict-stays")[.french], Text("prune.verdict-goes")[.french])
        #expect(plan.contains { $0.hasPrefix("\(theirs)  \(goes)") }, "\(plan)")
        #expect(
            plan.contains {
                $0.hasPrefix("\(elsewhere)  \(stays)") && $0.says("prune.stranger", ["who": "other-host"])
            }, "\(plan)")
        try old.add(daysAgo: 1, .init(platform: "/opt/second"), hour: "030000")
        let shared = try await old.call("prune", "--plan").output.lines
        #expect(
            shared.contains {
                $0.hasPrefix("\(theirs)  \(stays)") && $0.says("prune.stranger", ["who": "\(hostName())"])
            },
            "\(shared)")
    }

    @Test func `one's rotation removes nothing of the other's, its safety copies included`() async throws {
        let old = try OldBackups()
        let other = OldBackups.Facts(platform: "/opt/second")
        let only = try old.add(daysAgo: 800, other)
        let twin = OldBackups.Facts(type: "safety", platform: "/opt/second")
        let stamp = LocalTime.now().adding(seconds: -86400 * 90)
        let copy = try old.add(stamp, twin, named: "pre_restore_\(stamp.id)")
        let gone = try old.add(daysAgo: 801)
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        for ago in [40, 50] {
            let time = LocalTime.now().adding(seconds: -86400 * ago)
            try old.add(time, .init(type: "safety"), named: "pre_restore_\(time.id)")
        }
        let pruned = try await old.call("prune", "--yes")
        #expect(pruned.status == 0, "\(pruned)")
        let left = try await old.names()
        #expect(left.contains(only) && left.contains(copy) && !left.contains(gone), "\(left)")
    }

    @Test func `a release that is deployed anew is the platform that it was, by whatever path it is run`() async throws
    {
        try await shared.sh("mkdir -p app/releases; mv one app/releases/1; ln -s releases/1 app/current")
        let first = try await shared.backup("app/current", ["--type", "incremental"])
        #expect(try await first.manifest(".system.platform") == shared.scratch("app/current").string)
        try await shared.sh("cp -a app/releases/1 app/releases/2; ln -sfn releases/2 app/current")
        for (round, path) in ["app/current", "app/releases/2", "app/releases/1"].enumerated() {
            try shared.scratch.write("\(path)/data/mail/new/\(round)", "new \(round)\n")
            let next = try await shared.backup(path, ["--type", "incremental"])
            #expect(try await next.manifest(".increments.mail.base") == first.id, "\(path)")
        }
        let dry = try await shared.restore("app/current", "latest")
        #expect(dry.status == 0 && !dry.error.contains("adopt"), "\(dry)")
    }

    @Test func `a platform that was moved says in each run how the old history is taken along`() async throws {
        try await shared.backup("one")
        try await shared.sh("mv one moved")
        try await shared.backup("moved", ends: 3)
        let next = try await shared.call("moved", ["backup"] + SharedRoot.filesOnly)
        #expect(next.status == 0 && next.error.contains("adopt \(one)"), "\(next)")
        #expect(try await shared.call("moved", ["adopt", one]).status == 0)
        let after = try await shared.call("moved", ["backup"] + SharedRoot.filesOnly)
        #expect(after.status == 0 && !after.error.contains("adopt"), "\(after)")
    }

    @Test func `each platform sends its own: what could not be sent waits for its own run, also from version 0.1`()
        async throws
    {
        try await shared.sh("mkdir bin far")
        let place = ["SYNC_REMOTE": "true", "REMOTE_DESTINATION": "depot:\(shared.scratch("far"))"]
        let without = place.merging(["PATH": "/usr/bin:/bin", "RCLONE_CONFIG": "/nonexistent"]) { $1 }
        for name in ["one", "two"] {
            let run = try await shared.call(name, ["backup"] + SharedRoot.filesOnly, without)
            #expect(run.status == 3, "\(run)")
        }
        let waiting = try await shared.sh("grep -h unsent backups/.remotes-*").lines.filter { !$0.isEmpty }
        #expect(waiting.count == 2)
        #expect(try await shared.sh("ls -d backups/.remotes-* | wc -l") == "2\n")
        try await shared.sh("cd backups; cat .remotes-* >.remotes; rm .remotes-*")
        for name in ["one", "two"] {
            let status = try await shared.status(name)
            #expect(
                status.output.contains("  \(Text("status.waiting-copies", ["count": 1])[.french])"),
                "\(name): \(status)")
        }
    }

    @Test
    func `what a restore finds damaged counts as verify's finding: latest passes it over, increments do not use it`()
        async throws
    {
        let good = try await shared.backup("one")
        let bad = try await shared.backup("one")
        // Of the same size: only who reads it finds that.
        let archive = "\(bad.folder)/mail_\(bad.id).tar.gz"
        try await shared.sh("printf damaged | dd of=\(archive) bs=1 seek=60 conv=notrunc status=none")
        #expect(try await shared.restore("one", bad.id, ["--yes", "--force"]).status == 1)
        #expect(try await shared.sh("cat backups/.verified").contains("bad \(bad.id) "))
        let latest = try await shared.restore("one", "latest")
        #expect(latest.status == 0 && latest.error.says("restore.passes-over", ["older": "\(good.id)"]), "\(latest)")
        let next = try await shared.backup("one", ["--type", "incremental"])
        #expect(try await next.manifest(".increments.mail.parent") != bad.id)
    }
}
