import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What the guide says of copies, and what stands around it.
@Suite(.tags(.server), .remoteScene, .timeLimit(.minutes(10)))
struct RemoteGuideTests {
    let scene = RemoteScene.current.apart()
    let prefix = unusedPrefix()
    var platform: ThrowawayPlatform { scene.platform }

    @Test(arguments: [
        (["--sync-remote", "--remote-dest", "s3://my-bucket/mssante/"], [:], "my-bucket", "mssante/"),
        ([], ["SYNC_REMOTE": "true", "REMOTE_DESTINATION": "s3://bucket/backups"], "bucket", "backups/"),
        (["--sync-remote", "--remote-dest", "s3://bucket/weekly", "--quiet"], [:], "bucket", "weekly/"),
        (["--sync-remote", "--remote-dest", "s3://your-bucket/mssante/"], [:], "your-bucket", "mssante/"),
        (
            ["--sync-remote", "--remote-dest", "myremote:bucket/mssante/"],
            ["RCLONE_CONFIG_MYREMOTE_TYPE": "alias", "RCLONE_CONFIG_MYREMOTE_REMOTE": "guide:"], "bucket", "mssante/"
        ),
    ])
    func `the guide's commands send where they say`(
        words: [String], variables: [String: String], bucket: String, prefix: String
    ) async throws {
        var variables = variables
        if variables["RCLONE_CONFIG_MYREMOTE_TYPE"] != nil {
            let s3 = [
                "TYPE": "s3", "PROVIDER": "Other", "ENV_AUTH": "true",
                "ENDPOINT": scene.servers.environment["AWS_ENDPOINT_URL"] ?? "",
            ]
            for (name, value) in s3 { variables["RCLONE_CONFIG_GUIDE_\(name)"] = value }
        }
        let run = try await scene.backup(.s3ByAWS, littleOnly + words, variables)
        #expect(run.status == 0 && (run.output == "") == words.contains("--quiet"), "\(run)")
        let backup = try await platform.newestBackup()
        let keys = try await scene.servers.keys(bucket, prefix)
        #expect(keys.contains("\(prefix)\(backup.id)/manifest.json"), "\(keys)")
        #expect(keys.allSatisfy { !$0.contains("//") })
    }

    @Test func `a bucket alone is a destination, and a prefix is a folder`() async throws {
        for url in ["s3://only", "s3://only/a", "s3://only/ab/"] {
            let words = littleOnly + ["--sync-remote", "--remote-dest", url]
            #expect(try await scene.backup(.s3ByAWS, words).status == 0)
        }
        let ids = try await platform.backups().map(\.id)
        try #require(ids.count == 3)
        for (url, id) in zip(["s3://only/", "s3://only/a", "s3://only/ab"], ids) {
            let listed = try await scene.call(.s3ByAWS, ["list", "--remote", url]).output.lines
            #expect(listed.count == 1 && listed[0].hasPrefix(id), "\(url): \(listed)")
        }
    }

    @Test func `a dry run names what would be sent where, asks whether it may be, and sends nothing`() async throws {
        let url = scene.servers.url(.s3ByAWS, prefix)
        let words = littleOnly + ["--dry-run", "--sync-remote", "--remote-dest"]
        let run = try await scene.backup(.s3ByAWS, words + [url])
        #expect(
            run.status == 0 && run.output.says("copy.would-send", ["url": "\(url)", "tool": "aws", "list": "2"]),
            "\(run)")
        let asked = try await scene.servers.requests().filter { $0.contains(prefix) }
        #expect(!asked.isEmpty && asked.allSatisfy { $0.hasPrefix("GET ") }, "\(asked)")
        let mistyped = try await scene.backup(.s3ByAWS, words + ["s3://no-such-glacier/x"])
        #expect(
            mistyped.status == 3 && mistyped.error.says("copy.remote-missing", ["url": "s3://no-such-glacier/x"]),
            "\(mistyped)")
        let rclone = try await scene.backup(.s3ByRclone, words + ["s3://no-such-glacier/x"])
        #expect(
            rclone.status == 3 && rclone.error.says("copy.remote-missing", ["url": "s3://no-such-glacier/x"]),
            "\(rclone)")
        let login = try await scene.backup(
            .s3ByAWS, words + [url], ["AWS_ENDPOINT_URL": "http://me:pass-0x7@127.0.0.1:1"])
        #expect(login.status == 3 && login.error.says("copy.invalid-endpoint.why"), "\(login)")
        #expect(!(login.output + login.error).contains("pass-0x7"))
        #expect(try await GardeTestSupport.run("test", ["-e", platform.backupRoot.string]).status == 1)
        let unknown = try await scene.backup(
            .sftp, littleOnly + ["--dry-run", "--sync-remote", "--remote-dest", "nowhere:path"])
        #expect(
            unknown.status == 3 && unknown.error.says("copy.unknown-remote", ["name": "nowhere"]), "\(unknown)")
        let slash = try await scene.backup(
            .sftp, littleOnly + ["--dry-run", "--sync-remote", "--remote-dest", "s3:/bucket/path"])
        #expect(slash.status == 3 && slash.error.says("copy.bucket-is-written", ["path": "bucket/path"]), "\(slash)")
    }

    @Test func `copies that somebody takes away are told and sent again, those that a rule of the place takes are not`()
        async throws
    {
        for _ in 1...3 { #expect(try await scene.sync(.sftp, prefix).status == 0) }
        let ids = try await platform.backups().map(\.id)
        try #require(ids.count == 3)
        let there = { try await scene.servers.names(.sftp, prefix).filter { $0.hasSuffix("manifest.json") }.count }
        // The oldest goes whole, as a rule by age takes it.
        try await scene.servers.remove(.sftp, prefix, ids[0])
        #expect(try await scene.sync(.sftp, prefix).status == 0)
        #expect(try await there() == 3)
        try await scene.servers.remove(.sftp, prefix, "\(ids[1])/manifest.json")
        try await scene.servers.remove(.sftp, prefix, "\(ids[2])/config_\(ids[2]).tar.gz")
        let run = try await scene.sync(.sftp, prefix)
        #expect(
            run.status == 3 && run.error.contains("\u{a0}: \(ids[1]), \(ids[2]). ")
                && run.error.says("copy.vanished.fix"), "\(run)")
        let all = try await platform.backups().map(\.id)
        for id in all.dropFirst() { #expect(try await scene.isWhole(.sftp, prefix, id)) }
        try await scene.servers.remove(.sftp, prefix, "\(all[4])/manifest.json")
        let older = try await scene.call(.sftp, ["verify", "\(scene.servers.url(.sftp, prefix))/latest"])
        #expect(older.status == 1 && older.error.contains(all[4]), "\(older)")
        for id in all.dropFirst() { try await scene.servers.remove(.sftp, prefix, id) }
        #expect(try await scene.sync(.sftp, prefix).status == 3)
        #expect(try await there() == 5)
        #expect(try await scene.sync(.sftp, prefix).status == 0)
    }

    @Test func `a copy that a rotation had begun to remove is neither missed nor sent again`() async throws {
        for _ in 1...2 { #expect(try await scene.sync(.sftp, prefix).status == 0) }
        let newest = try await platform.newestBackup().id
        let line = "removing \(newest) - \(scene.servers.url(.sftp, prefix))"
        let backups = platform.backupRoot.string
        _ = try await GardeTestSupport.run("sh", ["-c", "echo \"$0\" >>\"$(ls \"$1\"/.remotes-*)\"", line, backups])
        try await scene.servers.remove(.sftp, prefix, "\(newest)/manifest.json")
        let run = try await scene.sync(.sftp, prefix)
        #expect(run.status == 0, "\(run)")
        #expect(try await !scene.servers.names(.sftp, prefix).contains("\(newest)/manifest.json"))
    }

    @Test func `an encrypted copy that cannot be opened is refused before it is fetched`() async throws {
        let keys = try ThrowawayKeys()
        _ = try await keys.make("Site <site@example.com>", expires: "2y")
        let sealed = ["ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": "site@example.com"].merging(keys.variables) { $1 }
        #expect(try await scene.sync(.sftp, prefix, littleOnly, sealed).status == 0)
        let (refused, _) = try await scene.restore(.sftp, prefix, "latest")
        #expect(refused.status == 1 && refused.error.says("encryption.encrypted"), "\(refused)")
        #expect(!refused.output.says("copy.fetching"), "\(refused)")
    }

    @Test func `damage inside of an encrypted copy that whoever has the key finds is sent again`() async throws {
        let keys = try ThrowawayKeys()
        _ = try await keys.make("Site <site@example.com>", expires: "2y")
        let sealed = ["ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": "site@example.com"].merging(keys.variables) { $1 }
        #expect(try await scene.sync(.sftp, prefix, littleOnly, sealed).status == 0)
        let id = try await platform.newestBackup().id
        try await scene.servers.damage(.sftp, prefix, "\(id)/config_\(id).tar.gz.gpg")
        let url = "\(scene.servers.url(.sftp, prefix))/\(id)"
        let found = try await scene.backup(.sftp, ["verify", url], keys.variables)
        #expect(found.status == 1 && found.output.says("copy.sent-again", ["list": id]), "\(found)")
        // Wherever it was fetched to, it is the same finding, of that place.
        try await Receiver.with { receiver in
            for _ in 1...2 {
                let told = keys.variables.merging(receiver.everybody) { $1 }
                #expect(try await scene.backup(.sftp, ["verify", url, "--tell"], told).status == 1)
            }
            let texts = try await receiver.slack()
            #expect(texts.count == 1 && texts[0].contains(url) && !texts[0].contains(".fetched"), "\(texts)")
        }
        #expect(try await scene.sync(.sftp, prefix, littleOnly, sealed).status == 0)
        #expect(try await scene.backup(.sftp, ["verify", url], keys.variables).status == 0)
    }

    @Test func `a mistyped place is answered with how one is written`() async throws {
        let answers: [([String], String, [String: any Sayable])] = [
            (["list", "--remote", "s3//bucket/path"], "copy.no-place", ["word": "s3//bucket/path"]),
            (["list", "--remote", "s3//bucket/path"], "copy.no-place.why", ["why": Text("usage.remote-forms")]),
            (["verify", "--remote", "yesterday"], "copy.no-place", ["word": "yesterday"]),
            (["list", "--remote"], "copy.no-known-place.fix", [:]),
            (
                ["verify", "s3://bucket/x", "latest"], "usage.type-joined",
                ["command": "mssante verify", "url": "s3://bucket/x", "word": "latest"]
            ),
        ]
        for (words, id, arguments) in answers {
            let run = try await scene.call(.s3ByAWS, words)
            #expect(run.status == 1 && run.error.lines.count == 1 && run.error.says(id, arguments), "\(run)")
        }
    }

    @Test func `of two platforms in one place each verifies its own, and the list tells them apart`() async throws {
        try await ThrowawayPlatform.withoutWaiting(.mail(20)) { other in
            try await share(scene, RemoteScene(platform: other, servers: scene.servers))
        }
    }

    private func share(_ here: RemoteScene, _ there: RemoteScene) async throws {
        for one in [here, there] { #expect(try await one.sync(.sftp, prefix).status == 0) }
        let (mine, others) = (try await here.platform.newestBackup().id, try await there.platform.newestBackup().id)
        let url = scene.servers.url(.sftp, prefix)
        let listed = try await here.call(.sftp, ["list", "--remote", url]).output.lines
        #expect(listed.count == 2, "\(listed)")
        for (id, root) in [(mine, here.platform.root), (others, there.platform.root)] {
            #expect(listed.contains { $0.hasPrefix(id) && $0.contains("\(hostName()):\(root)") }, "\(listed)")
        }
        for (one, id) in [(here, mine), (there, others)] {
            let verified = try await one.call(.sftp, ["verify", "\(url)/latest"])
            #expect(verified.status == 0 && verified.output.contains("\(url)/\(id)\u{a0}: "), "\(verified)")
        }
        let (refused, _) = try await here.restore(.sftp, prefix, "latest")
        #expect(refused.status == 1 && refused.error.says("restore.several-machines"))
        #expect(refused.error.contains(mine) && refused.error.contains(others), "\(refused)")
    }

    @Test func `a backup that lacks a file here is named once, and keeps no other from being sent`() async throws {
        #expect(try await scene.sync(.sftp, prefix, littleOnly, ["RCLONE_CONFIG": "/dev/null"]).status == 3)
        let first = try await platform.newestBackup()
        let lost = first.folder.appending("config_\(first.id).tar.gz").string
        #expect(try await GardeTestSupport.run("rm", [lost]).status == 0)
        let run = try await scene.sync(.sftp, prefix)
        #expect(run.status == 3 && run.error.says("copy.local-unreadable", ["path": lost]), "\(run)")
        #expect(run.error.says("copy.not-sent", ["id": "\(first.id)"]), "\(run)")
        // No run can send it as it lies here, which was said.
        #expect(try await scene.sync(.sftp, prefix).status == 0)
        let ids = try await platform.backups().map(\.id)
        let there = try await scene.servers.names(.sftp, prefix).filter { $0.hasSuffix("manifest.json") }
        #expect(there.map { String($0.prefix(15)) } == ids.filter { $0 != first.id })
    }

    @Test func `a suspect copy that is no longer here can be accepted by its URL`() async throws {
        let old = try OldBackups()
        let id = try old.add(daysAgo: 1, .init(uuid: "u-1", suspect: ["mail"]))
        try await scene.servers.put(old.root, prefix)
        let run = try await scene.backup(.sftp, ["accept", "\(scene.servers.url(.sftp, prefix))/\(id)"], [:])
        #expect(run.status == 0 && run.output.says("accept.accepted", ["id": "\(id)", "list": "mail"]), "\(run)")
        let accepted = platform.backupRoot.appending(".accepted").string
        #expect(try await GardeTestSupport.run("cat", [accepted]).output == "u-1\n")
    }

    @Test func `verify --remote all goes on behind a copy that lacks a file`() async throws {
        for _ in 1...2 { #expect(try await scene.sync(.sftp, prefix).status == 0) }
        let ids = try await platform.backups().map(\.id)
        try #require(ids.count == 2)
        let url = scene.servers.url(.sftp, prefix)
        try await scene.servers.remove(.sftp, prefix, "\(ids[1])/config_\(ids[1]).tar.gz")
        let run = try await scene.backup(.sftp, ["verify", "--remote", "all"], ["REMOTE_DESTINATION": url])
        #expect(run.status == 1 && run.error.lines.count == 1, "\(run)")
        let lost = "\(ids[1])/config_\(ids[1]).tar.gz"
        #expect(
            run.error.says("copy.far-missing", ["url": url, "name": lost])
                && run.error.says("copy.far-missing.why"), "\(run)")
        #expect(run.output.contains("\(url)/\(ids[0])\u{a0}: "), "\(run)")
    }

    @Test(.enabled("no mounts here") { await canMount() })
    func `without a tool the backup is made, and the next run sends it`() async throws {
        let hide = "for t in aws rclone; do mount --bind /dev/null \"$(command -v $t)\"; done; exec \"$@\""
        let words = littleOnly + ["--sync-remote", "--remote-dest", scene.servers.url(.s3ByAWS, prefix)]
        let run = try await platform.backup(
            words, scene.servers.environment, by: ["unshare", "--mount", "sh", "-c", hide, "sh"])
        #expect(run.status == 3 && run.error.says("copy.tool-missing", ["tool": "aws"]), "\(run)")
        #expect(run.error.says("copy.tool-missing.fix", ["package": "awscli"]))
        #expect(try await scene.sync(.s3ByAWS, prefix).status == 0)
        let ids = try await platform.backups().map(\.id)
        for id in ids { #expect(try await scene.far(.s3ByAWS, prefix, id).contains("manifest.json")) }
        #expect(ids.count == 2)
    }

    @Test func `what lies in Glacier is answered with the command that thaws it`() async throws {
        let words = littleOnly + ["--sync-remote", "--remote-dest", "s3://frozen/\(prefix)"]
        #expect(try await scene.backup(.s3ByAWS, words, ["STORAGE_CLASS": "GLACIER"]).status == 0)
        let id = try await platform.newestBackup().id
        let listed = try await scene.call(.s3ByAWS, ["list", "--remote", "s3://frozen/\(prefix)"])
        #expect(listed.output.hasPrefix(id), "the manifest is never frozen: \(listed)")
        let frozen = try await scene.call(.s3ByAWS, ["verify", "s3://frozen/\(prefix)/\(id)"])
        #expect(frozen.status == 1 && frozen.error.says("copy.frozen"), "\(frozen)")
        let key = "\(prefix)/\(id)/config_\(id).tar.gz"
        #expect(frozen.error.contains(" s3api restore-object --bucket frozen --key \(key)"), "\(frozen)")
        for name in try await scene.servers.keys("frozen", "\(prefix)/\(id)/") where name.hasSuffix(".gz") {
            let thaw = ["s3api", "restore-object", "--bucket", "frozen", "--key", name, "--restore-request", "Days=7"]
            try await scene.servers.aws(thaw)
        }
        #expect(try await scene.call(.s3ByAWS, ["verify", "s3://frozen/\(prefix)/\(id)"]).status == 0)
    }

    @Test func `a store without digests is read back whole, and what it keeps for itself is unreadable there`()
        async throws
    {
        let word = try await GardeTestSupport.run("rclone", ["obscure", "any"]).output.lines.first ?? ""
        let crypt = [
            "RCLONE_CONFIG_SAFE_TYPE": "crypt", "RCLONE_CONFIG_SAFE_PASSWORD": word,
            "RCLONE_CONFIG_SAFE_REMOTE": scene.servers.url(.sftp, prefix),
        ]
        let words = littleOnly + ["--sync-remote", "--remote-dest", "safe:here"]
        let run = try await scene.backup(.sftp, words, crypt)
        #expect(run.status == 0 && run.output.says("copy.sent", ["url": "safe:here"]), "\(run)")
        let names = try await scene.servers.names(.sftp, prefix)
        #expect(names.count == 4 && !names.contains { $0.contains("manifest") }, "\(names)")
    }

    @Test func `fakes there do not move what is kept here, and are told`() async throws {
        let old = try OldBackups(of: platform.root)
        let little = OldBackups.Facts(components: ["config", "certificates"])
        let ids = try [1, 2, 3, 800].map { try old.add(daysAgo: $0, little) }
        let fakes = Scratch()
        for hours in 1...200 {
            let id = LocalTime.now().adding(seconds: 3600 * (hours + 3)).id
            try fakes.write("\(id)/manifest.json", "{}")
        }
        try await scene.servers.put(fakes.path, prefix)
        let words = littleOnly + ["--sync-remote", "--remote-dest", scene.servers.url(.sftp, prefix)]
        let run = try await scene.backup(.sftp, words, ["BACKUP_ROOT": old.root.string])
        #expect(run.status == 0 && run.output.says("prune.removed", ["name": "\(ids[3])", "age": 800]), "\(run)")
        #expect(run.error.says("copy.from-future"))
        let left = try await old.names()
        #expect(left.count == 4 && left.starts(with: ids.prefix(3).reversed()))
    }
}
