import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite(.tags(.server)) struct ConfigTests {
    private let filesOnly = ["--no-postgres", "--no-redis", "--no-mail"]

    @Test func `config leaves out the certificates and the folder of the backups, wherever that is`() async throws {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            let place = platform.root.pushing("config/nginx/sauvegardes été")
            for _ in 1...2 { #expect(try await platform.backup(filesOnly, ["BACKUP_ROOT": place.string]).status == 0) }
            let backup = try #require(try await BackupRead.all(in: place).last)
            let members = try await backup.sh("tar --quoting-style=literal -tzf config_$id.tar.gz").output.lines
            #expect(members.contains("config/nginx/mssante.conf") && members.contains(".env"))
            #expect(members.contains("docker-compose.yml") && members.contains("config/Réglages du cabinet.yml"))
            #expect(members.contains("config/dangling.conf") && members.contains("config/"))
            #expect(!members.contains { $0.hasPrefix("config/certificates") || $0.contains("sauvegardes") })
            let certificates = try await backup.sh("tar -tzf certificates_$id.tar.gz").output.lines
            #expect(certificates.contains("certificates/server.key") && certificates.last == "certificates/")
        }
    }

    @Test func `private keys stay closed to others in the archive, and come back so`() async throws {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            #expect(try await platform.backup(filesOnly).status == 0)
            let backup = try await platform.newestBackup()
            let keys = try await backup.sh("tar -tvzf certificates_$id.tar.gz | grep '\\.key$' | cut -c1-10 | sort -u")
            #expect(keys.output == "-rw-------\n")
            let listing = "\(packageFolder)/Tests/throwaway/tree-listing"
            let copy = platform.folder.appending("copy").string
            for (archive, source) in [("certificates", "config/certificates"), ("config", "config")] {
                let extract = "mkdir -p \(copy) && tar -C \(copy) -xpzf \(archive)_$id.tar.gz"
                #expect(try await backup.sh(extract).status == 0)
                let old = try await run(listing, [platform.root.pushing(FilePath(source)).string]).output.lines
                let new = try await run(listing, ["\(copy)/\(archive)"]).output.lines
                #expect(old.filter { archive != "config" || !$0.contains("certificates") } == new)
            }
        }
    }

    @Test func `until when each certificate is valid is said, and those near their end are warned of`() async throws {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            let run = try await platform.backup(filesOnly + ["--no-config"])
            #expect(run.status == 0)
            // The day's end may pass between the making of a certificate and the run.
            let said = { (text: String, level: String, id: String, name: String, days: ClosedRange<Int>) in
                days.contains { day in
                    text.contains("[\(level)] \(Text(id, ["name": name, "days": day])[.french])")
                }
            }
            let (expires, organisation) = ("certificates.certificate-expires", "O=Les Tilleuls – été, C=FR")
            let valid = "server.crt (CN=mail.domain.example, \(organisation))"
            let near = "imap.pem (CN=imap.domain.example, \(organisation))"
            let expired = "old.pem (CN=old.domain.example, \(organisation))"
            #expect(said(run.output, "INFO", expires, valid, 799...800))
            #expect(said(run.error, "WARNING", expires, near, 9...10))
            #expect(said(run.error, "WARNING", "certificates.certificate-expired", expired, 35...35))
            let authority = "C=FR, O=ASIP-SANTE, CN=AC IGC-SANTE"
            for start in [
                "chain.pem (CN=webmail.domain.example", "chain.pem (\(authority)", "authority.cer (\(authority)",
            ] {
                #expect(
                    run.output.lines.contains { $0.contains("[INFO]") && $0.says(expires, ["name": start]) })
            }
        }
    }

    /// As certbot keeps them, whose folder of versions holds what has expired for good.
    @Test func `of versions of a certificate the one that links lead to is told of, here and in the backup`()
        async throws
    {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            let script = """
                cd "$0"; mkdir -p archive/site live/site; cp old.pem archive/site/cert1.pem; cp server.crt archive/site/cert2.pem
                ln -s ../../archive/site/cert2.pem live/site/cert.pem
                """
            let folder = platform.root.pushing("config/certificates").string
            #expect(try await run("sh", ["-ec", script, folder]).status == 0)
            let saved = try await platform.backup(filesOnly + ["--no-config"])
            let told = saved.output + saved.error
            #expect(told.contains("cert.pem (CN=mail.domain.example") && !told.contains("cert1.pem"), "\(saved)")
            let restored = try await platform.backup([
                "restore",
                "--yes", "--only", "certificates", "--no-stop", "--no-start", "latest",
            ])
            let back = restored.output + restored.error
            #expect(back.contains("cert2.pem (CN=mail.domain.example") && !back.contains("cert1.pem"), "\(restored)")
        }
    }

    @Test func `a missing .env is a WARNING, a missing folder of certificates a failed component`() async throws {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            let (dotEnv, certificates) = (platform.root.appending(".env"), platform.root.pushing("config/certificates"))
            #expect(try await run("rm", [dotEnv.string]).status == 0)
            let run = try await platform.backup(filesOnly)
            #expect(run.status == 0)
            #expect(
                run.error.lines.contains {
                    $0.contains("[WARNING]") && $0.says("files.path-missing", ["name": "config", "path": dotEnv])
                })
            #expect(try await platform.newestBackup().manifest(".components.config") == "true")
            #expect(try await GardeTestSupport.run("rm", ["-r", certificates.string]).status == 0)
            let second = try await platform.backup(filesOnly)
            #expect(second.status == 3)
            #expect(second.error.says("files.source-missing", ["list": certificates], of: "certificates"))
        }
    }

    @Test func `the .env of the platform is read, never run`() async throws {
        try await ThrowawayPlatform.with(
            .init {
                ($0.messages, $0.rows, $0.keys) = (1, nil, nil)
                $0.settings = ["AUTRE=deux mots", "PIEGE=$(touch pirate)`touch pirate`", "COMPRESS_LEVEL=1"]
            }
        ) { platform in
            #expect(try await platform.backup(filesOnly + ["--quiet"]).status == 0)
            let traces = try await run("find", [platform.folder.string, "-name", "pirate"])
            #expect(traces.output == "")
        }
    }
}
