import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What the shipped program finds out by day.
@Suite(.tags(.server)) struct DoctorTests {
    /// A program that runs meanwhile, called as cron is.
    private func withCron(in folder: FilePath, _ body: () async throws -> Void) async throws {
        let script = "cp \"$(command -v sleep)\" \"$0\"/cron; \"$0\"/cron 600 >/dev/null 2>&1 & echo $!"
        let process = try await run("sh", ["-c", script, folder.string]).output.lines[0]
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        _ = try await run("kill", [process])
        try result.get()
    }

    private func tool(_ name: String, _ script: String, in scratch: Scratch) throws {
        try scratch.write("bin/\(name)", Array("#!/bin/sh\n\(script)\n".utf8), mode: [.ownerReadWriteExecute])
    }

    @Test func `a platform where all is well passes, with real servers, keys, copies and notifications`() async throws {
        let scratch = Scratch()
        let keys = try ThrowawayKeys()
        _ = try await keys.make("Backup <backup@example.com>", expires: "2y")
        try await Receiver.with { receiver in
            try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (20, 20, 20) }) { platform in
                // What a filled platform of the tests has is not well: other databases, certificates that end.
                try await platform.sql("CREATE DATABASE plain", database: "postgres")
                try await platform.sql("CREATE TABLE t (n int)", database: "plain")
                try await platform.sql("DROP DATABASE mssante", database: "postgres")
                _ = try await run("chmod", ["700", platform.backupRoot.string])
                try tool("timedatectl", "echo yes", in: scratch)
                let variables = keys.variables.merging([
                    "ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": "backup@example.com", "SYNC_REMOTE": "true",
                    "REMOTE_DESTINATION": "depot:\(scratch("far"))", "RCLONE_CONFIG_DEPOT_TYPE": "local",
                    "ALERT_WEBHOOK_URL": "\(receiver.web)/hook", "POSTGRES_DB": "plain", "BACKUP_CERTS": "false",
                    "PATH": "\(scratch("bin")):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
                ]) { $1 }
                let all = platform.environment.merging(variables) { $1 }
                let lines = all.filter { $0.key != "PATH" }.map { "\($0.key)=\($0.value)\n" }.sorted().joined()
                let program = try await run("realpath", ["\(executables)/mssante"]).output.lines[0]
                try scratch.write("crontab", "\(lines)0 2 * * * \(program) backup --quiet\n")
                try tool("crontab", "cat '\(scratch("crontab"))'", in: scratch)
                try await withCron(in: scratch.path) {
                    let first = try await platform.backup(["doctor"], variables)
                    #expect(first.status == 3 && first.output.says("doctor.notify-untested"), "\(first)")
                    #expect(first.output.says("doctor.no-backup"))
                    #expect(try await platform.backup(["backup", "--quiet"], variables).status == 0)
                    #expect(try await platform.backup(["notify", "--test"], variables).status == 0)
                    let doctor = try await platform.backup(["doctor"], variables)
                    #expect(doctor.status == 0 && doctor.error == "", "\(doctor)")
                    for id in ["doctor.probe", "doctor.cron-keeps", "doctor.tool-for", "doctor.clock-set"] {
                        #expect(doctor.output.says(id), "\(id)")
                    }
                    for name in ["postgresql", "redis", "mail", "config"] {
                        #expect(doctor.output.says("doctor.saves", ["name": name]))
                    }
                    #expect(doctor.output.hasSuffix("\(Text("doctor.all-well")[.french])\n"))
                    let quiet = try await platform.backup(["doctor", "--quiet"], variables)
                    #expect(quiet.status == 0 && quiet.output + quiet.error == "", "\(quiet)")
                    #expect(try await run("ls", ["-A", "\(scratch("far"))/garde-doctor"]).output == "")
                }
            }
        }
    }

    @Test func `a slot that nobody uses, a server and a key that are not there`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (5, 5, nil) }) { platform in
            try await platform.sql("SELECT pg_create_physical_replication_slot('garde_gone_0123456789ab', true)")
            let broken = ["REDIS_PORT": "1", "ENCRYPT_BACKUP": "true", "GPG_RECIPIENT": "nobody@example.com"]
            let keys = try ThrowawayKeys()
            let doctor = try await platform.backup(["doctor"], broken.merging(keys.variables) { $1 })
            #expect(doctor.status == 1)
            #expect(doctor.output.says("doctor.slot", ["slot": "garde_gone_0123456789ab"]), "\(doctor)")
            #expect(doctor.output.says("encryption.no-public-key", ["name": "nobody@example.com"]))
            #expect(doctor.output.lines.contains { $0.hasPrefix("  ERROR    redis") }, "\(doctor)")
            #expect(doctor.output.says("doctor.saves", ["name": "postgresql"]))
        }
    }

    @Test func `the folder, the clock, copies that cannot be written, and nobody who is told`() async throws {
        let old = try OldBackups()
        _ = try old.add(LocalTime.now().adding(seconds: 86_400 * 30))
        _ = try await run("chmod", ["755", old.root.string])
        let doctor = try await old.call("doctor")
        #expect(doctor.status == 1)
        for id in ["doctor.folder-open", "doctor.same-disk", "doctor.clock-future", "doctor.nobody-told"] {
            #expect(doctor.output.says(id), "\(id): \(doctor)")
        }
        let before = try await run("find", [old.root.string])
        let far = try await old.call("doctor", "--sync-remote", "--remote-dest", "nowhere:x")
        #expect(far.status == 1 && far.output.says("copy.unknown-remote", ["name": "nowhere"]), "\(far)")
        #expect(far.output.says("doctor.sent-unencrypted"))
        #expect(try await run("find", [old.root.string]).output == before.output)
    }

    @Test func `a lock that is held is told, settings that are refused come first`() async throws {
        let old = try OldBackups()
        _ = try old.add(daysAgo: 0)
        let script = "exec 9>\"$0\"/.lock; flock 9; echo 'mssante backup, pid 1' >&9; shift; exec \"$@\""
        let held = try await old.call("doctor", by: ["sh", "-c", script, old.root.string, "-"])
        #expect(held.output.says("doctor.lock", ["holder": "mssante backup, pid 1"]), "\(held)")
        let places = ["PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string, "ENCRYPT_BACKUP": "true"]
        let refused = try await runBackup(["doctor"], places)
        #expect(refused.status == 1 && refused.output.says("usage.no-recipient"), "\(refused)")
    }

    /// As Debian 12 brings it.
    @Test func `where only version 1 of Compose is installed, that is what is to be typed`() async throws {
        let old = try OldBackups()
        let (compose, call) = ("docker-compose", "docker-compose version 1.29.2, build unknown")
        try old.scratch.write("platform/docker-compose.yml", "services: {postgres: {image: postgres}}\n")
        try tool("docker", "case $1 in version) echo 20.10.24 ;; ps) ;; *) exit 1 ;; esac", in: old.scratch)
        try tool(
            compose, "case $* in version) echo '\(call)' ;; *ps*) ;; *) echo broken >&2; exit 1 ;; esac",
            in: old.scratch)
        let path = ["PATH": "\(old.scratch("bin")):/usr/bin:/bin"]
        let places = ["PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string].merging(path) { $1 }
        let doctor = try await runBackup(["doctor"], places)
        #expect(doctor.output.says("doctor.tool", ["name": compose, "version": call]), "\(doctor)")
        let fix = ["typed": old.platform.string, "compose": compose]
        #expect(doctor.output.says("doctor.no-containers.fix", fix), "\(doctor)")
        #expect(!doctor.output.contains("docker compose"), "\(doctor)")
    }
}
