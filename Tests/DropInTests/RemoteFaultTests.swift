import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// An S3 that goes wrong: the backup here is good whatever happens, and what is there is right or not there.
@Suite(.tags(.server), .remoteScene, .serialized, .timeLimit(.minutes(10)))
struct RemoteFaultTests {
    let scene = RemoteScene.current.apart()
    let prefix = unusedPrefix()
    var platform: ThrowawayPlatform { scene.platform }

    @Test(arguments: [
        (RemotePlace.s3ByAWS, "503 3 PUT config_"), (.s3ByAWS, "503 2 GET prefix="),
        (.s3ByAWS, "wrong 1 PUT config_"),
        (.s3ByAWS, "lost 1 PUT config_"), (.s3ByAWS, "lost 1 PUT manifest"), (.s3ByRclone, "503 3 PUT config_"),
        (.s3ByRclone, "wrong 1 PUT config_"), (.s3ByRclone, "lost 1 PUT config_"), (.s3ByRclone, "cut 2 PUT config_"),
    ])
    func `what goes wrong for a while is done again until it is right`(place: RemotePlace, fault: String) async throws {
        try await scene.servers.fail(fault)
        let run = try await scene.sync(place, prefix)
        let wrong = try await scene.servers.requests().count { $0.hasSuffix(" " + fault.prefix { $0 != " " }) }
        #expect(run.status == 0 && wrong > 0, "\(wrong) \(run)")
        let backup = try await platform.newestBackup()
        #expect(try await scene.isWhole(place, prefix, backup.id))
    }

    @Test(arguments: [
        (RemotePlace.s3ByAWS, "full 99 PUT config_", "copy.remote-full"),
        (.s3ByAWS, "expired 999 GET .", "copy.remote-credentials"),
        (.s3ByAWS, "lost 99 PUT config_", "copy.far-differs"), (.s3ByRclone, "full 99 PUT config_", "copy.remote-full"),
        (.s3ByRclone, "expired 999 GET .", "copy.remote-credentials"),
    ])
    func `what stays wrong ends with 3, says why, and is sent by the next run`(
        place: RemotePlace, fault: String, id: String
    ) async throws {
        try await scene.servers.fail(fault)
        let run = try await scene.sync(place, prefix)
        #expect(run.status == 3 && run.error.says(id), "\(run)")
        #expect(run.error.says("copy.not-sent"))
        #expect(run.output.says("prune.held"))
        let first = try await platform.newestBackup()
        #expect(try await platform.trouble() == nil)
        #expect(try await !scene.servers.names(place, prefix).contains("\(first.id)/manifest.json"))
        try await scene.servers.fail()
        #expect(try await scene.sync(place, prefix).status == 0)
        for backup in try await platform.backups() { #expect(try await scene.isWhole(place, prefix, backup.id)) }
    }

    @Test(arguments: [RemotePlace.s3ByAWS, .s3ByRclone])
    func `no secret is in an argument, in the log or on the screen`(place: RemotePlace) async throws {
        let trace = platform.folder.appending("trace-\(UInt32.random(in: 0 ... .max))").string
        let strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "8192", "-e", "trace=execve", "-o", trace]
        try await scene.servers.fail("503 1 PUT config_", "expired 1 PUT certificates_")
        let words = littleOnly + ["--verbose", "--sync-remote", "--remote-dest", scene.servers.url(place, prefix)]
        let run = try await platform.backup(
            words, scene.servers.environment.merging(["BANDWIDTH_LIMIT": "5000"]) { $1 },
            by: scene.servers.launcher(place) + strace)
        #expect(run.status == 3, "\(run)")
        let started = try await GardeTestSupport.run("grep", ["-a", "execve(", trace]).output
        #expect(started.contains(place == .s3ByAWS ? "/aws\"" : "/rclone\""))
        #expect(!started.contains(RemoteServers.secret))
        #expect(started.contains("\"--bwlimit\", \"5000000B\"") == (place == .s3ByRclone))
        let log = try await GardeTestSupport.run("cat", [platform.backupRoot.appending("backup.log").string]).output
        #expect(!(run.output + run.error + log).contains(RemoteServers.secret))
    }

    @Test(arguments: RemotePlace.allCases)
    func `a copy that was interrupted is no backup there, and goes on where it was`(place: RemotePlace) async throws {
        let words = filesOnly + ["--sync-remote", "--remote-dest", scene.servers.url(place, prefix)]
        let servers = scene.servers
        if place.isS3 { try await servers.fail("slow 1 PUT \(prefix)/.*mail_") }
        let killed = try await platform.disturbed(words, servers.environment, by: servers.launcher(place)) {
            [platform, prefix] run in
            #expect(
                try await platform.eventually {
                    place.isS3
                        ? try await servers.requests().contains { $0.hasSuffix(" slow") }
                        : try await servers.names(place, prefix).contains { $0.hasSuffix(".tar.gz") }
                })
            try await run.signal(9)
        }
        #expect(killed.result.status == -9)
        let first = try await platform.newestBackup()
        let listed = try await scene.call(place, ["list", "--remote", servers.url(place, prefix)])
        #expect(listed.status == 1 && listed.error.says("copy.no-copies"), "\(listed)")
        _ = try await servers.requests()
        let run = try await scene.sync(place, prefix)
        #expect(run.status == 0, "\(run)")
        let sent = try #require(run.output.lines.first { $0.says("copy.sent", ["id": first.id]) })
        #expect(!sent.says("copy.sent", ["count": 3, "total": 3]), "\(sent)")
        #expect(try await servers.requests().allSatisfy { !$0.hasPrefix("DELETE") })
        for backup in try await platform.backups() { #expect(try await scene.isWhole(place, prefix, backup.id)) }
    }
}
