import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// The night whose hour comes twice, played by moving the clock of real runs: ids are told by that clock.
@Suite(.tags(.server), .enabled("install faketime to run this") { await MovedClock.isHere })
struct AutumnTests {
    /// In Paris, where the hour from 2 comes twice on this day.
    private static let begin = LocalTime(iso8601: "2026-10-25T01:50:00+02:00")!
    /// Minutes since: 2:40 in summer, 2:20, 2:25 and 2:59 in winter, and 3:30.
    private static let minutes = [50, 90, 95, 129, 160]

    private struct Night {
        let chain: MailChain
        let servers: RemoteServers

        var url: String { servers.url(.sftp, "autumn") }

        /// So many minutes after the beginning; now without one.
        func call(_ words: [String], minute: Int? = nil, at root: FilePath? = nil) async throws -> ToolResult {
            var variables = chain.platform.environment.merging(servers.environment) { $1 }
            (variables["TZ"], variables["NO_FAKE_STAT"]) = ("Europe/Paris", "1")
            if let root {
                _ = try await run("sh", ["-c", "mkdir -p \"$0/data\" && : >\"$0/.env\"", root.string])
                (variables["PLATFORM_ROOT"], variables["PLATFORM"]) = (root.string, "here")
                variables["BACKUP_ROOT"] = root.appending("backups").string
            }
            let back = minute.map { LocalTime.now().seconds - AutumnTests.begin.seconds - 60 * $0 }
            return try await runBackup(words, variables, by: back.map { MovedClock.by(seconds: -$0) } ?? [])
        }

        func backup(_ type: String, minute: Int) async throws -> [String] {
            let words = ["backup", "--type", type, "--sync-remote", "--remote-dest", url] + MailChain.mailOnly
            let run = try await call(words, minute: minute)
            #expect(run.status == 0 && run.error == "", "\(minute): \(run)")
            return try await MailChain.listing(chain.mail)
        }

        func restore(_ backup: String, as name: String) async throws -> [String] {
            let root = chain.platform.folder.appending(name)
            let words = ["restore", "--yes", "--no-stop", "--no-start"] + MailChain.mailOnly + [backup]
            let run = try await call(words, at: root)
            #expect(run.status == 0, "\(backup): \(run)")
            return try await MailChain.listing(root.pushing("data/mail"))
        }
    }

    @Test func `a chain through the hour that comes twice comes back link by link, from here and from its copies`()
        async throws
    {
        try await ThrowawayPlatform.withoutWaiting(.mail(40)) { platform in
            try await RemoteServers.with(in: platform.folder) { servers in
                try await story(Night(chain: MailChain(platform), servers: servers))
            }
        }
    }

    private func story(_ night: Night) async throws {
        var mail = [try await night.backup("full", minute: 0)]
        for minute in Self.minutes {
            try await night.chain.change(seed: "\(minute)", count: 12)
            mail.append(try await night.backup("incremental", minute: minute))
        }
        let backups = try await night.chain.platform.backups().sorted { $0.id < $1.id }
        let ids = backups.map(\.id)
        var dates: [LocalTime] = []
        for backup in backups {
            dates.append(try #require(LocalTime(iso8601: try await backup.manifest(".backup.date"))))
        }
        #expect(ids.count == mail.count && ids.first?.hasPrefix("20261025_015") == true, "\(ids)")
        #expect(dates == dates.sorted(), "\(dates.map(\.iso8601))")
        for (place, id) in ids.enumerated() where place != 1 {
            let here = night.chain.platform.backupRoot.appending(id).string
            #expect(try await night.restore(here, as: "here-\(place)") == mail[place], "\(ids): \(id)")
        }
        for (place, id) in [(2, ids[2]), (ids.count - 1, "latest")] {
            let there = try await night.restore("\(night.url)/\(id)", as: "there-\(place)")
            #expect(there == mail[place], "\(ids): \(id)")
        }
        for words in [["verify"], ["verify", night.url]] {
            let run = try await night.call(words)
            #expect(run.status == 0, "\(words): \(run)")
        }
    }
}
