import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The contract of every place that copies go to, through each tool.
@Suite(.tags(.server), .remoteScene, .timeLimit(.minutes(10)))
struct RemoteTests {
    let scene = RemoteScene.current.apart()
    let prefix = unusedPrefix()
    var platform: ThrowawayPlatform { scene.platform }

    @Test(arguments: RemotePlace.allCases)
    func `a copy is read back, listed, verified, and restored on an empty machine`(place: RemotePlace) async throws {
        let run = try await scene.sync(place, prefix + "//", filesOnly)
        #expect(run.status == 0 && run.output.says("copy.sent", ["count": 3, "total": 3]), "\(run)")
        let backup = try await platform.newestBackup()
        #expect(try await scene.far(place, prefix, backup.id) == backup.names())
        let listed = try await scene.call(place, ["list", "--remote", scene.servers.url(place, prefix)])
        #expect(listed.output.lines.count == 1 && listed.output.hasPrefix("\(backup.id)  full"), "\(listed)")
        let read = try await scene.call(place, ["verify", "\(scene.servers.url(place, prefix))/latest"])
        let whole: [String: any Sayable] = [
            "parts": Text("verify.decompressed", ["count": 3]), "digests": Text("verify.digests-match"),
        ]
        #expect(read.status == 0 && read.output.says("verify.verified", whole), "\(read)")
        let (restored, root) = try await scene.restore(place, prefix, "latest")
        #expect(restored.status == 0, "\(restored)")
        #expect(try await MailChain.differences(platform.root.pushing("data/mail"), root.pushing("data/mail")) == [])
        let different = try await GardeTestSupport.run(
            "diff", ["-r", platform.root.appending("config").string, root.appending("config").string])
        #expect(different.status == 0 || different.output.lines.allSatisfy { $0.contains("dangling") }, "\(different)")
        let left = try await GardeTestSupport.run("ls", ["-A", root.appending("backups").string])
        #expect(!left.output.contains("fetched"))
    }

    @Test(arguments: RemotePlace.allCases)
    func `settings that a user made for the tools change nothing of what is copied`(place: RemotePlace) async throws {
        let config = "[default]\noutput = table\ncli_pager = false\ncli_timestamp_format = iso8601\n"
        let file = platform.folder.appending("aws-\(prefix)").string
        let written = try await GardeTestSupport.run("sh", ["-c", "printf '%s' \"$1\" >\"$0\"", file, config])
        #expect(written.status == 0)
        let settings = [
            "RCLONE_PROGRESS": "true", "RCLONE_MIN_AGE": "1d", "RCLONE_DRY_RUN": "true", "RCLONE_EXCLUDE": "*.gz",
            "RCLONE_MAX_SIZE": "1k", "RCLONE_IMMUTABLE": "true", "RCLONE_USE_JSON_LOG": "true",
            "RCLONE_BACKUP_DIR": "/nonexistent", "RCLONE_LOG_FILE": "/nonexistent/log", "AWS_DEFAULT_OUTPUT": "text",
            "AWS_CONFIG_FILE": file, "AWS_DATA_PATH": "/nonexistent",
        ]
        let run = try await scene.sync(place, prefix, littleOnly, settings)
        #expect(run.status == 0, "\(run)")
        #expect(try await scene.isWhole(place, prefix, platform.newestBackup().id))
    }

    @Test(arguments: [RemotePlace.s3ByRclone, .sftp])
    func `a storage class is asked for only where objects have one`(place: RemotePlace) async throws {
        let (folder, log) = (platform.folder.appending("bin-\(prefix)"), platform.folder.appending("log-\(prefix)"))
        let script = #"""
            mkdir "$0" && printf '#!/bin/sh\nprintf "%%s\\n" "$*" >>"%s"\nexec /usr/bin/rclone "$@"\n' "$1" >"$0/rclone" && chmod +x "$0/rclone"
            """#
        #expect(try await GardeTestSupport.run("sh", ["-c", script, folder.string, log.string]).status == 0)
        let settings = ["STORAGE_CLASS": "STANDARD_IA", "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"]
        let run = try await scene.sync(place, prefix, littleOnly, settings)
        #expect(run.status == 0, "\(run)")
        let calls = try await GardeTestSupport.run("grep", ["-c", "--", "--s3-storage-class", log.string]).output
        #expect((calls == "0\n") == (place == .sftp), "\(calls)")
        #expect(try await GardeTestSupport.run("grep", ["-c", "copyto", log.string]).output != "0\n")
    }

    @Test func `a server whose shell knows its files by other paths takes copies, which are read back`() async throws {
        let settings = [
            "RCLONE_CONFIG_DEPOT_MD5SUM_COMMAND": "md5sum /volume1",
            "RCLONE_CONFIG_DEPOT_SHA1SUM_COMMAND": "sha1sum /volume1",
        ]
        let run = try await scene.sync(.sftp, prefix, littleOnly, settings)
        #expect(run.status == 0, "\(run)")
        #expect(try await scene.isWhole(.sftp, prefix, platform.newestBackup().id))
    }

    @Test(arguments: RemotePlace.allCases)
    func `an increment goes with its chain, is fetched with it, and only what is chosen is`(place: RemotePlace)
        async throws
    {
        try await ThrowawayPlatform.withoutWaiting(.mail(20)) { platform in
            try await sendChain(place, RemoteScene(platform: platform, servers: scene.servers))
        }
    }

    private func sendChain(_ place: RemotePlace, _ scene: RemoteScene) async throws {
        let nowhere = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1", "RCLONE_CONFIG": "/dev/null"]
        let chain = MailChain(scene.platform)
        try await chain.dropAttributes()
        // Sent in parts by aws.
        let large = "head -c 9000000 /dev/urandom >'\(scene.platform.root.pushing("config/large"))'"
        #expect(try await GardeTestSupport.run("sh", ["-c", large]).status == 0)
        #expect(try await scene.platform.backup(filesOnly).status == 0)
        for seed in ["1", "2"] {
            try await chain.change(seed: prefix + seed, count: 6)
            let run = try await scene.sync(
                place, prefix, MailChain.mailOnly + ["--type", "incremental"], seed == "1" ? nowhere : [:])
            #expect(run.status == (seed == "1" ? 3 : 0), "\(run)")
            #expect(run.error.says("copy.not-sent") == (seed == "1"))
        }
        let backups = try await scene.platform.backups()
        try #require(backups.count == 3)
        for backup in backups { #expect(try await scene.far(place, prefix, backup.id) == backup.names()) }
        // What nobody asked for may be missing there.
        let config = "\(backups[0].id)/config_\(backups[0].id).tar.gz"
        try await scene.servers.remove(place, prefix, config)
        let (restored, root) = try await scene.restore(place, prefix, backups[2].id)
        #expect(restored.status == 0, "\(restored)")
        #expect(try await MailChain.differences(chain.mail, root.pushing("data/mail")) == [])
        // The next increment misses what it builds on, and sends it again.
        try await scene.servers.remove(place, prefix, "\(backups[0].id)/mail_\(backups[0].id).tar.gz")
        let mending = try await scene.sync(place, prefix, MailChain.mailOnly + ["--type", "incremental"])
        #expect(mending.status == 3 && mending.error.says("copy.vanished"), "\(mending)")
        #expect(try await scene.far(place, prefix, backups[0].id) == backups[0].names())
        try await scene.servers.remove(place, prefix, backups[0].id)
        let alone = try await scene.call(place, ["verify", "\(scene.servers.url(place, prefix))/\(backups[2].id)"])
        #expect(alone.status == 1 && alone.error.says("chain.broken", ["id": "\(backups[0].id)"]), "\(alone)")
        let broken = try await scene.restore(place, prefix, "latest").result
        #expect(broken.status == 1 && broken.error.says("chain.broken", ["id": "\(backups[0].id)"]), "\(broken)")
    }

    @Test func `what an increment here builds on and is gone from here is fetched from where copies went`() async throws
    {
        try await ThrowawayPlatform.withoutWaiting(.mail(20)) { platform in
            try await restoreWithoutBase(RemoteScene(platform: platform, servers: scene.servers))
        }
    }

    private func restoreWithoutBase(_ scene: RemoteScene) async throws {
        let chain = MailChain(scene.platform)
        try await chain.dropAttributes()
        for step in ["full", "incremental", "incremental"] {
            if step != "full" { try await chain.change(seed: prefix + step, count: 6) }
            let run = try await scene.sync(.s3ByAWS, prefix, MailChain.mailOnly + ["--type", step])
            #expect(run.status == 0, "\(run)")
        }
        let backups = try await scene.platform.backups()
        try #require(backups.count == 3)
        for gone in backups.prefix(2) {
            _ = try await GardeTestSupport.run("rm", ["-r", gone.folder.string])
        }
        let before = try await MailChain.listing(chain.mail)
        _ = try await chain.sh("rm -rf ./*")
        let words = ["restore", "--yes", "--no-stop", "--no-start", "latest"]
        let restored = try await scene.call(.s3ByAWS, words)
        #expect(restored.status == 0, "\(restored)")
        #expect(try await MailChain.listing(chain.mail) == before)
        let left = try await GardeTestSupport.run("ls", ["-A", scene.platform.backupRoot.string])
        #expect(!left.output.contains("fetched"))
        try await scene.servers.remove(.s3ByAWS, prefix, backups[0].id)
        let refused = try await scene.call(.s3ByAWS, words)
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.error.says("chain.broken", ["id": "\(backups[0].id)"]), "\(refused)")
    }

    @Test(arguments: RemotePlace.allCases)
    func `what was damaged or removed there is found, and latest does not hide it`(place: RemotePlace) async throws {
        #expect(try await scene.sync(place, prefix).status == 0)
        let backup = try await platform.newestBackup()
        let file = "\(backup.id)/config_\(backup.id).tar.gz"
        try await scene.servers.damage(place, prefix, file)
        let url = "\(scene.servers.url(place, prefix))/\(backup.id)"
        let flipped = try await scene.call(place, ["verify", url])
        let far = Text("verify.damaged", ["path": "\(scene.servers.url(place, prefix))/\(file)"])[.french]
        #expect(flipped.status == 1 && flipped.error.contains(far), "\(flipped)")
        let (refused, root) = try await scene.restore(place, prefix, "latest", ["--no-certs"])
        #expect(refused.status == 1 && refused.error.contains(far), "\(refused)")
        #expect(try await GardeTestSupport.run("ls", [root.string]).output.lines.allSatisfy { $0 == "backups" })
        try await scene.servers.remove(place, prefix, file)
        let gone = try await scene.call(place, ["verify", url])
        #expect(
            gone.status == 1 && gone.error.says("copy.far-missing", ["name": "\(file)"])
                && gone.error.says("copy.far-missing.why"), "\(gone)")
        let listed = try await scene.call(place, ["list", "--remote", scene.servers.url(place, prefix)])
        #expect(
            listed.output.says("copy.lacking", ["list": "config_\(backup.id).tar.gz"]),
            "\(listed)")
        #expect(listed.status == 1)
        // What verify found is sent again.
        #expect(try await scene.sync(place, prefix).status == 0)
        #expect(try await scene.isWhole(place, prefix, backup.id))
        // What was proven to be there and is gone is told, and sent again.
        let newest = try await platform.newestBackup().id
        try await scene.servers.remove(place, prefix, newest)
        let run = try await scene.sync(place, prefix)
        #expect(run.status == 3 && run.error.says("copy.vanished"), "\(run)")
        #expect(run.error.contains(newest) && run.error.says("copy.vanished.fix"), "\(run)")
        for backup in try await platform.backups() { #expect(try await scene.isWhole(place, prefix, backup.id)) }
    }

    @Test(arguments: RemotePlace.allCases)
    func `another machine's backup of the same second is never overwritten`(place: RemotePlace) async throws {
        #expect(try await scene.sync(place, prefix).status == 0)
        let mine = try await platform.newestBackup()
        let other = scene.apart()
        let forge = """
            import hashlib, sys, os
            mine, root, name, url = sys.argv[1:]
            os.makedirs(root, exist_ok=True)
            os.system(f"cp -r '{mine}' '{root}/'")
            path = f"{root}/{name}/manifest.json"
            text = open(path).read()
            start = text.index('"uuid": "') + 9
            uuid = "00000000-" + text[start + 9:start + 36]
            text = text[:start] + uuid + text[start + 36:]
            head = text[:text.rindex('    "sha256"')]
            open(path, "w").write(head + f'    "sha256": "{hashlib.sha256(head.encode()).hexdigest()}"\\n}}\\n')
            open(f"{root}/.remotes", "w").write(f"unsent {name} {uuid} {url}\\n")
            """
        let words = [mine.folder.string, other.platform.backupRoot.string, mine.id, scene.servers.url(place, prefix)]
        let forged = try await GardeTestSupport.run("python3", ["-c", forge] + words)
        #expect(forged.status == 0, "\(forged)")
        let before = try await scene.servers.names(place, prefix)
        let run = try await other.sync(place, prefix)
        #expect(run.status == 3 && run.error.says("copy.foreign", ["id": mine.id]), "\(run)")
        #expect(run.error.says("copy.foreign.why", ["why": Text("copy.made-on", ["value": hostName()])]))
        let after = try await scene.servers.names(place, prefix).filter { $0.hasPrefix(mine.id) }
        #expect(after == before)
        #expect(try await scene.isWhole(place, prefix, mine.id))
    }
}
