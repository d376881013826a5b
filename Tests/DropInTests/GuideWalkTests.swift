import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// The command lines of the guide, typed into a shell in a platform's folder, with `/data/backups` where its backups lie.
@Suite(.tags(.server)) struct GuideWalkTests {
    @Test func `backups: the lines of installation, use, variables and trouble`() async throws {
        try await ThrowawayPlatform.with { platform in
            var shell = try await GuideShell(platform)
            try await shell.type("chmod +x scripts/backup/backup.sh && chmod +x scripts/backup/restore.sh")
            let dry = try await shell.type("./scripts/backup/backup.sh --dry-run")
            #expect(dry.status == 0, "\(dry)")
            #expect(try await platform.backups().isEmpty)
            for (line, components) in [
                ("./scripts/backup/backup.sh", 5), ("./scripts/backup/backup.sh --verbose", 5),
                ("./scripts/backup/backup.sh --type incremental --no-postgres --no-redis --no-config --no-certs", 1),
                ("./scripts/backup/backup.sh --no-redis --no-mail --no-config --no-certs", 1),
                ("./scripts/backup/backup.sh --retention 60", 5), ("bash -x ./scripts/backup/backup.sh --verbose", 5),
            ] {
                let run = try await shell.type(line)
                #expect(run.status == 0, "\(line): \(run)")
                let newest = try await platform.newestBackup()
                #expect(try await newest.manifest("[.components[] | select(.)] | length") == "\(components)", "\(line)")
            }
            let quiet = try await shell.type("./scripts/backup/backup.sh --quiet")
            #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.error.isEmpty, "\(quiet)")
            let count = try await platform.backups().count
            let looked = try await shell.type(
                """
                set -e; df -h /data/backups; gzip -t /data/backups/*/postgresql_*.dump.gz; tail /data/backups/backup.log
                find /data/backups -maxdepth 1 -type d -mtime +7 -exec rm -rf {} \\;
                """)
            #expect(looked.status == 0, "\(looked)")
            #expect(try await platform.backups().count == count)
            let keys = try ThrowawayKeys()
            let key = try await keys.make("backup@example.com", passphrase: "your-passphrase")
            shell.variables.merge(keys.variables) { $1 }
            let sealed = try await shell.type(
                """
                export RETENTION_DAYS=30 RETENTION_WEEKLY=12 RETENTION_MONTHLY=12
                export ENCRYPT_BACKUP=true
                export GPG_RECIPIENT="backup@example.com"
                ./scripts/backup/backup.sh
                """)
            #expect(sealed.status == 0, "\(sealed)")
            #expect(try await platform.newestBackup().manifest(".backup.recipients[]") == key)
            let opened = try await shell.type(
                """
                ./scripts/backup/restore.sh --force --yes --decrypt --gpg-passphrase "your-passphrase" \
                /data/backups/$(ls -t /data/backups | head -1)
                """)
            #expect(opened.status == 0, "\(opened)")
        }
    }

    @Test func `restores: the lines of use, of one component, of trouble and of the monthly test`() async throws {
        try await ThrowawayPlatform.with { platform in
            let shell = try await GuideShell(platform)
            try await shell.type("chmod +x scripts/backup/*.sh; ./scripts/backup/backup.sh")
            let id = try await platform.newestBackup().folder.lastComponent!.string
            let mail = try await MailChain.listing(platform.root.pushing("data/mail"))
            let monthly = try await shell.type(
                """
                set -e; mkdir ../restore-test; cp -r /data/backups/$(ls -t /data/backups | head -1) ../restore-test
                ./scripts/backup/restore.sh --dry-run --verbose ../restore-test/$(ls -t ../restore-test | head -1)
                """)
            #expect(monthly.status == 0, "\(monthly)")
            try await shell.type("rm -r data/mail/*; echo CHANGED=1 >>.env")
            let refused = try await shell.type("./scripts/backup/restore.sh /data/backups/\(id)")
            #expect(refused.status == 1 && refused.error.says("restore.no-terminal"), "\(refused)")
            let no = try await shell.typeAtTerminal("./scripts/backup/restore.sh /data/backups/\(id)", answer: "non")
            #expect(no.status == 1 && no.output.says("restore.not-confirmed"), "\(no)")
            #expect(try await shell.type("ls data/mail").output == "")
            let one = try await shell.typeAtTerminal(
                "./scripts/backup/restore.sh --no-postgres --no-redis --no-config --no-certs /data/backups/\(id)",
                answer: "oui")
            #expect(one.status == 0, "\(one)")
            #expect(try await MailChain.listing(platform.root.pushing("data/mail")) == mail)
            for line in [
                "./scripts/backup/restore.sh --dry-run /data/backups/\(id)",
                "./scripts/backup/restore.sh --no-redis --no-mail --no-config --no-certs --yes /data/backups/\(id)",
                "./scripts/backup/restore.sh --force --yes /data/backups/\(id)",
                "./scripts/backup/restore.sh --no-start --yes /data/backups/\(id)",
                "(cd /data/backups && tar czf ../mssante_backup.tar.gz \(id))",
                "./scripts/backup/restore.sh --yes /data/backups/../mssante_backup.tar.gz",
                "./scripts/backup/restore.sh --yes $(ls -d /data/backups/pre_restore_*/ | tail -n 1)",
                "tail /data/backups/restore.log",
            ] {
                let run = try await shell.type(line)
                #expect(run.status == 0, "\(line): \(run)")
            }
            #expect(try await shell.type("grep -c CHANGED .env").output == "0\n")
        }
    }
}
