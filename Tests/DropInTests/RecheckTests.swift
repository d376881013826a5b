import GardeTestSupport
import SystemPackage
import Testing

/// Increments of mail after changes that keep a message's name and inode, which no listing shows.
@Suite(.tags(.server)) struct RecheckTests {
    private func withFull(_ count: Int = 60, _ body: (MailChain) async throws -> Void) async throws {
        try await ThrowawayPlatform.with(.mail(count)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            try await body(chain)
        }
    }

    private func increment(_ chain: MailChain, _ words: [String] = [], by launcher: [String] = []) async throws {
        let result = try await chain.platform.backup(
            MailChain.mailOnly + ["--type", "incremental", "--verbose"] + words, ["NO_FAKE_STAT": "1"], by: launcher)
        #expect(result.status == 0, "\(result)")
        #expect(try await chain.platform.newestBackup().manifest(".backup.type") == "incremental")
    }

    private func expectSame(_ chain: MailChain) async throws {
        #expect(try await chain.differences(as: "restored") == [])
        #expect(try await MailChain.differences(chain.mail, chain.replay(as: "replayed"), plain: true) == [])
    }

    @Test(arguments: [
        "chown -R 1234:4321 domain.example/user", "chmod -R go+r domain.example/user",
        "chmod 711 domain.example/user/cur; find domain.example/user/cur -type f -exec chmod 640 {} +",
        "chmod 711 domain.example/user; find domain.example/user/cur -type f -exec chmod 640 {} +",
    ]) func `a maildir whose owner or mode changed has its messages looked at in the next run`(change: String)
        async throws
    {
        try await withFull { chain in
            _ = try await chain.sh(change)
            try await increment(chain)
            try await expectSame(chain)
        }
    }

    private let quiet = """
        cd domain.example/user/cur; set -- *; chmod 604 "$1"; chown 1234 "$2"; touch -d '2001-02-03 04:05:06.7' "$3"
        printf X | dd of="$4" bs=1 seek=3 conv=notrunc 2>/dev/null; cp -p "$5" ../keep
        printf X | dd of="$5" bs=1 seek=3 conv=notrunc 2>/dev/null; touch -r ../keep "$5"; rm ../keep
        printf 'more' >>"$6"; : >"$7"; setfattr -n user.garde.seen -v 1 "$8"
        """

    @Test func `a run that rechecks finds every change of a message that keeps its name`() async throws {
        try await withFull { chain in
            _ = try await chain.sh(quiet)
            try await increment(chain, ["--recheck"])
            try await expectSame(chain)
            let log = try await chain.sh("cat ../backups/backup.log")
            #expect(log.contains(#/mail\u{a0}: \d{2,} messages connus regardés/#))
        }
    }

    @Test func `without that each message is looked at within fullEvery, and only once`() async throws {
        try await withFull(200) { chain in
            _ = try await chain.sh(quiet)
            for day in 1...6 {
                try await increment(chain, by: MovedClock.by("+\(day)d"))
            }
            try await increment(chain, by: MovedClock.by("+165h"))
            let log = try await chain.sh("cat ../backups/backup.log")
            let shares = log.matches(of: #/mail\u{a0}: (\d+) messages connus regardés/#).compactMap { Int($0.1) }
            let all = try await chain.sh("find . -type f -path '*/cur/*' -o -type f -path '*/new/*' | wc -l")
            let count = try #require(Int(all.filter(\.isNumber)))
            // All but three hours of seven days.
            #expect(shares.count == 7 && shares.allSatisfy { $0 < count / 2 }, "\(shares)")
            #expect((count * 92 / 100...count).contains(shares.reduce(0, +)), "\(shares) of \(count)")
        }
    }

    @Test func `what was rechecked and is as it was is not stored again`() async throws {
        try await withFull { chain in
            try await increment(chain, ["--recheck"])
            let names = try await chain.platform.newestBackup().sh("tar -tzf mail_$id.tar.gz").output.lines
            #expect(names.contains("./mail/"))
            #expect(names.filter { $0.contains("/cur/") || $0.contains("/new/") } == [])
        }
    }
}
