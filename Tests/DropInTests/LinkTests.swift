import GardeTestSupport
import SystemPackage
import Testing

/// Folders that people moved to another disk and linked: a backup has the link, and says so.
@Suite struct LinkTests {
    private let shared: SharedRoot

    init() throws { shared = try SharedRoot("one") }

    /// A domain of the mail, and a file of the configuration, on another disk.
    private func moveAway() async throws {
        try await shared.sh(
            """
            mkdir -p disk/big.org/bob/cur && echo x >disk/big.org/bob/cur/1 && echo y >disk/prod.conf
            mkdir -p one/config && ln -s ../../disk/prod.conf one/config/prod.conf
            ln -s ../../../disk/big.org one/data/mail/big.org
            """)
    }

    @Test func `what is behind a link that leads out is named by full backups and by increments`() async throws {
        try await moveAway()
        let root = shared.scratch("one").string
        for type in ["full", "incremental"] {
            let run = try await shared.call("one", ["backup", "--type", type] + SharedRoot.filesOnly)
            #expect(run.status == 0, "\(run)")
            #expect(
                run.error.contains("\(root)/data/mail/big.org -> \(shared.scratch("disk"))/big.org"), "\(type) \(run)")
            #expect(run.error.contains("\(root)/config/prod.conf -> ") == true, "\(type) \(run)")
        }
    }

    /// As configuration management leaves them: `.env`, a compose file and a secret, the latter under two names.
    @Test func `a link in the platform stays one, and its target gets the content`() async throws {
        try await shared.sh(
            """
            mkdir etc one/secrets; mv one/.env one/docker-compose.yml etc/; echo t0ken >etc/token
            ln -s ../etc/.env one/.env; ln -s ../etc/docker-compose.yml one/docker-compose.yml
            ln -s ../../etc/token one/secrets/token; ln -s ../etc/token one/token
            printf '%s' 'secrets: {a: {file: ./secrets/token}, b: {file: ./token}}' >etc/docker-compose.yml
            """)
        let listing = "cd one; ls -l .env docker-compose.yml secrets/token token | sed 's/.* ..:.. //'; cat ../etc/*"
        let content = "cat one/.env one/docker-compose.yml one/secrets/token one/token"
        let (before, saved) = (try await shared.sh(listing), try await shared.sh(content))
        let run = try await shared.call("one", ["backup"] + SharedRoot.filesOnly)
        #expect(run.status == 0 && run.output.says("files.link-followed", ["path": "one/.env"]), "\(run)")
        let restore = ["--yes", "--force", "--no-mail"]
        for loss in ["for f in etc/* etc/.env; do echo other >$f; done", "rm etc/token etc/.env", "rm -r etc"] {
            try await shared.sh(loss)
            let back = try await shared.restore("one", "latest", restore)
            #expect(back.status == 0, "\(loss): \(back)")
            #expect(try await shared.sh(listing) == before, "\(loss)")
        }
        try await shared.sh("rm -rf one etc; mkdir one")
        let bare = try await shared.restore("one", "latest", restore)
        #expect(bare.status == 0, "\(bare)")
        #expect(try await shared.sh(content) == saved, "files where no link stands")
    }

    /// As of a mail store that outgrew its disk, which the mail server mounts where it is.
    @Test func `a mail folder that is a link is saved, whatever name the compose file has for it`() async throws {
        try await shared.sh(
            """
            mkdir one/disk && mv one/data/mail one/disk/mail && ln -s ../disk/mail one/data/mail
            printf '%s' 'services: {mx: {image: x, volumes: ["./disk/mail:/var/mail"]}}' >one/docker-compose.yml
            """)
        let run = try await shared.call("one", ["backup"] + SharedRoot.filesOnly)
        #expect(run.status == 0 && !run.error.says("compose.data-not-saved"), "\(run)")
        #expect(try await shared.sh("tar -tzf backups/2*/mail_*.tar.gz | grep -c /cur/.") == "40\n")
    }

    @Test func `links that lead to what is saved, to the system, or nowhere are no news`() async throws {
        try await shared.sh(
            """
            mkdir -p one/config/sites && echo x >one/config/sites/a && cd one/config
            ln -s sites/a on; ln -s /dev/null off; ln -s /usr/bin tools; ln -s /gone away; ln -s ../data/mail mail
            """)
        let run = try await shared.call("one", ["backup"] + SharedRoot.filesOnly)
        #expect(run.status == 0 && !run.error.contains(" -> "), "\(run)")
    }

    @Test func `a mailbox behind a link is not replaced, as the safety copy lacks it, and gets what it misses`()
        async throws
    {
        try await shared.sh(
            "mkdir -p one/data/mail/big.org/bob/cur one/data/mail/big.org/bob/new && echo x >one/data/mail/big.org/bob/cur/1"
        )
        let saved = try await shared.backup("one")
        try await shared.sh(
            """
            mkdir disk && mv one/data/mail/big.org disk/ && ln -s ../../../disk/big.org one/data/mail/big.org
            rm disk/big.org/bob/cur/1 && echo precious >disk/big.org/bob/cur/2
            """)
        let mailbox = ["--yes", "--mailbox", "bob@big.org"]
        let refused = try await shared.restore("one", saved.id, mailbox + ["--replace"])
        #expect(refused.status == 1 && refused.error.says("mail.mailbox-behind-link"), "\(refused)")
        #expect(try await shared.sh("ls disk/big.org/bob/cur") == "2\n")
        let added = try await shared.restore("one", saved.id, mailbox)
        #expect(added.status == 0, "\(added)")
        #expect(try await shared.sh("ls disk/big.org/bob/cur") == "1\n2\n")
    }

    @Test func `a restore says which links its folders take the place of`() async throws {
        try await shared.sh("mkdir -p one/data/mail/big.org/bob/cur && echo x >one/data/mail/big.org/bob/cur/1")
        let saved = try await shared.backup("one")
        try await shared.sh(
            "mkdir disk && mv one/data/mail/big.org disk/ && ln -s ../../../disk/big.org one/data/mail/big.org")
        let run = try await shared.restore("one", saved.id, ["--yes"])
        #expect(run.status == 0 && run.error.contains("data/mail/big.org -> "), "\(run)")
        #expect(try await shared.sh("ls disk/big.org/bob/cur one/data/mail/big.org/bob/cur | grep -c 1") == "2\n")
    }
}
