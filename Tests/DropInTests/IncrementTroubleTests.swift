import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What stands between an increment and the tree that it belongs to.
@Suite(.tags(.server)) struct IncrementTroubleTests {
    /// A chain of a base and three increments; `body` gets the ids, the base's first.
    private func withChain(_ body: (MailChain, [BackupRead]) async throws -> Void) async throws {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            for step in 1...3 {
                try await chain.change(seed: "trouble \(step)", count: 10)
                try await chain.increment()
            }
            let backups = try await platform.backups()
            try #require(backups.count == 4)
            try await body(chain, backups)
        }
    }

    @Test func `a link that is missing is named before anything is touched, and the next run is a new base`()
        async throws
    {
        try await withChain { chain, backups in
            let aside = chain.platform.folder.appending("aside").string
            #expect(try await run("mv", [backups[2].folder.string, aside]).status == 0)
            let (result, mail) = try await chain.restore(backups[3].folder, as: "restored")
            #expect(result.status == 1)
            #expect(result.error.says("chain.broken", ["child": "\(backups[3].id)", "id": "\(backups[2].id)"]))
            #expect(try await run("ls", [mail.string]).status != 0)
            #expect(try await chain.platform.backup(["verify", backups[3].id]).status == 1)
            let listed = try await chain.platform.backup(["list"]).output
            let orphan = Text("chain.broken", ["child": backups[3].id, "id": backups[2].id])
            #expect(listed.says("list.orphan", ["what": orphan]))
            #expect(try await chain.restore(backups[1].folder, as: "before").result.status == 0)
            let next = try await chain.increment()
            #expect(next.status == 0 && next.error.says("mail.new-base"))
            #expect(try await chain.platform.newestBackup().manifest(".backup.type") == "full")
            #expect(try await chain.differences(as: "after") == [])
        }
    }

    @Test(arguments: ["swapped", "damaged", "cut", "remade", "empty"])
    func `a link that is not what it was is refused before anything is touched`(how: String) async throws {
        try await withChain { chain, backups in
            let script =
                switch how {
                // Another platform's backup under the right id.
                case "swapped":
                    #"rm -r "$2"; cp -a "$1" "$2"; sed -i "s/${1##*/}/${2##*/}/g" "$2/manifest.json"; for f in "$2"/mail_*; do mv "$f" "$2/mail_${2##*/}.tar.gz"; done"#
                case "damaged": #"printf X | dd of="$2/mail_${2##*/}.tar.gz" bs=1 seek=200 conv=notrunc"#
                case "cut": #"truncate -s -1 "$2/mail_${2##*/}.tar.gz""#
                // With a manifest whose own digest is right.
                case "remade":
                    #"head -n -2 "$2/manifest.json" | sed "s/\"uuid\": \"./\"uuid\": \"x/" >m; { cat m; printf '    "sha256": "%s"\n}\n' "$(sha256sum <m | cut -d' ' -f1)"; } >"$2/manifest.json"; rm m"#
                default: #"rm "$2/mail_${2##*/}.tar.gz""#
                }
            let done = try await run(
                "bash", ["-ec", script, "bash", backups[1].folder.string, backups[2].folder.string])
            #expect(done.status == 0, "\(done.error)")
            let (result, mail) = try await chain.restore(backups[3].folder, as: "restored")
            #expect(result.status == 1, "\(result)")
            #expect(result.error.contains(backups[2].id), "\(result.error)")
            #expect(try await run("ls", [mail.string]).status != 0)
            #expect(try await chain.platform.backup(["verify", backups[3].id]).status == 1)
        }
    }

    @Test func `an increment whose manifest names nothing is never restored as a whole tree`() async throws {
        try await withChain { chain, backups in
            let copy = chain.platform.folder.appending("copy").appending(backups[3].id)
            let script = #"mkdir -p "$2" && gunzip -c "$1"/mail_*.gz | gzip >"$2/mail_${2##*/}.tar.gz""#
            #expect(try await run("sh", ["-c", script, "sh", backups[3].folder.string, copy.string]).status == 0)
            let (result, mail) = try await chain.restore(copy, as: "restored")
            #expect(result.status == 1 && result.error.says("chain.increment-alone"), "\(result.error)")
            #expect(try await run("ls", [mail.string]).status != 0)
        }
    }

    private static func isMarked(_ id: String, _ chain: MailChain) async throws -> Bool {
        await works("grep", "-q", "^bad \(id) ", chain.platform.backupRoot.appending(".verified").string)
    }

    @Test func `verify reads the whole chain`() async throws {
        try await withChain { chain, backups in
            let good = try await chain.platform.backup(["verify", "latest"])
            #expect(good.status == 0)
            #expect(
                good.output.says(
                    "verify.builds-on",
                    ["component": "mail", "list": "\(backups[0].id), \(backups[1].id), \(backups[2].id)"]))
            #expect(try await chain.platform.backup(["verify", "all"]).status == 0)
            let base = backups[0].folder.appending("mail_\(backups[0].id).tar.gz").string
            let damage = "printf X | dd of=\"$0\" bs=1 seek=5000 conv=notrunc"
            #expect(try await run("sh", ["-c", damage, base]).status == 0)
            let bad = try await chain.platform.backup(["verify", "all"])
            #expect(bad.status == 1)
            for increment in backups.dropFirst() {
                #expect(
                    !bad.output.contains("\(increment.id)\u{a0}:"), "no increment on a damaged base is good: \(bad)")
                #expect(try await !Self.isMarked(increment.id, chain), "its own files are good")
            }
            #expect(try await Self.isMarked(backups[0].id, chain))
            #expect(bad.error.says("verify.builds-on-bad", ["component": "mail", "id": "\(backups[0].id)"]), "\(bad)")
        }
    }

    @Test(arguments: ["gone", "flipped", "cut", "foreign", "garbage"])
    func `an index that cannot be trusted leads to a new base, and is not repaired`(how: String) async throws {
        try await ThrowawayPlatform.with(.mail(100)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            let index = try await platform.file(".mail-index-*")
            #expect(try await run("stat", ["-c", "%a", index]).output == "600\n")
            let script =
                switch how {
                case "gone": "rm $0"
                case "flipped": "printf '\\377' | dd of=$0 bs=1 seek=1000 conv=notrunc"
                case "cut": "truncate -s -30 $0"
                case "foreign": "sed -i '1s/ 2[0-9]*_/ 19990101_/' $0"
                default: "head -c 5000 /dev/urandom >$0"
                }
            #expect(try await run("sh", ["-c", script, index]).status == 0)
            try await chain.change(seed: "index")
            let next = try await chain.increment()
            #expect(next.status == 0)
            #expect((next.output + next.error).says("mail.new-base"), "\(next)")
            #expect(try await platform.newestBackup().manifest(".backup.type") == "full")
            #expect(try await chain.differences(as: "restored") == [])
        }
    }

    @Test func `an increment that is killed at any moment leaves the index, and the next one is exact`() async throws {
        try await ThrowawayPlatform.with(.mail(400)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            for moment in 1...12 {
                try await chain.change(seed: "kill \(moment)", count: 10)
                let seconds = "0.0\(moment * 2 < 10 ? "0" : "")\(moment * 2)"
                _ = try await chain.increment(by: ["timeout", "-s", "KILL", seconds])
                #expect(try await platform.backup(["verify", "latest"]).status == 0)
            }
            #expect(try await chain.increment().status == 0)
            #expect(try await chain.differences(as: "restored") == [])
            #expect(try await platform.trouble() == nil)
            let left = try await run("ls", ["-A", platform.backupRoot.string]).output.lines
            #expect(!left.contains { $0.hasSuffix(".new") || $0.contains("nameless") })
        }
    }

    @Test func `a run that fails after the archive leaves the index as it was`() async throws {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            let index = try await platform.file(".mail-index-*")
            let before = try await run("sha256sum", [index]).output
            try await chain.change(seed: "fails")
            // The manifest is what cannot be written.
            let inject = [
                "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e",
                "inject=rename:error=EIO",
            ]
            #expect(try await chain.increment(by: inject).status != 0)
            #expect(try await run("sha256sum", [index]).output == before)
            #expect(try await chain.increment().status == 0)
            #expect(try await chain.differences(as: "restored") == [])
        }
    }

    @Test func `when all inodes are others nothing is taken for unchanged wrongly`() async throws {
        try await ThrowawayPlatform.with(.mail(150)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            _ = try await chain.sh(
                """
                cd .. && cp -a mail other && cd other/domain.example/user/cur
                for m in $(ls | head -n 5); do size=$(stat -c %s "$m"); time=$(stat -c %y "$m")
                    head -c $size /dev/urandom >"$m"; touch -d "$time" "$m"; done
                cd ../../../.. && mv mail old && mv other mail
                """)
            #expect(try await chain.increment().status == 0)
            #expect(try await chain.differences(as: "restored") == [])
        }
    }

    @Test func `a mailbox in a format without increments is saved whole, and that is said`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let chain = MailChain(platform)
            _ = try await chain.sh(
                "mkdir -p domain.example/dbox/mailboxes/INBOX/dbox-Mails && echo 1 >domain.example/dbox/mailboxes/INBOX/dbox-Mails/u.1"
            )
            try await chain.full()
            let run = try await chain.increment()
            #expect(run.status == 0 && run.output.says("mail.dbox"), "\(run)")
            #expect(try await platform.newestBackup().manifest(".backup.type") == "full")
        }
    }

    @Test func `mail that is suddenly gone is a new base that is suspect, and the next increment still knows the old`()
        async throws
    {
        try await ThrowawayPlatform.with(.mail(100)) { platform in
            let chain = MailChain(platform)
            try await chain.full()
            let base = try await platform.newestBackup().id
            _ = try await chain.sh("cd .. && mv mail away && mkdir mail")
            let run = try await chain.increment()
            #expect(run.status == 3 && run.error.says("backup.lost", ["name": "mail"]), "\(run)")
            let suspect = try await platform.newestBackup()
            #expect(try await suspect.manifest("[.backup.type, .suspect[0]] | @csv") == "\"full\",\"mail\"")
            _ = try await chain.sh("cd .. && rmdir mail && mv away mail")
            #expect(try await chain.increment().status == 0)
            #expect(try await platform.newestBackup().manifest(".increments.mail.parent") == base)
            #expect(try await chain.differences(as: "restored") == [])
        }
    }

    @Test(arguments: 1...2)
    func `in a storm no message that lives is missing, and the next increment is exact again`(seed: Int) async throws {
        try await ThrowawayPlatform.with(.init { ($0.keys, $0.rows, $0.messages) = (nil, nil, 3000) }) { platform in
            let chain = MailChain(platform)
            try await chain.dropAttributes()
            try await chain.full()
            try await chain.change(seed: "before the storm", count: 200)
            let log = platform.folder.appending("storm").string
            let script = "\(packageFolder)/Tests/throwaway/storm.py"
            let run = try await chain.increment(
                ["GO": log, "STORM": script, "SEED": "\(seed)"], by: ["sh", "-c", FaultMailTests.inStorm])
            #expect(run.status == 0, "\(run.error)")
            #expect(try await platform.newestBackup().manifest(".backup.type") == "incremental", "\(run)")
            let mail = try await chain.replay(as: "replayed")
            let check = try await GardeTestSupport.run(
                "sh",
                [
                    "-c", "tar -C \"$0/..\" -cf \"$0.tar\" mail && python3 '\(script)' check '\(log)' \"$0.tar\"",
                    mail.string,
                ])
            // A storm that outruns the listings may leave a moved message at both of its places, until the next increment.
            let amiss = check.output.lines.dropLast()
            #expect(check.error == "" && !amiss.contains { $0.hasSuffix("nothing") }, "\(check.output.prefix(2000))")
            #expect(amiss.count < 10, "\(check.output.prefix(2000))")
            #expect(try await chain.increment().status == 0)
            #expect(try await chain.differences(as: "restored") == [])
        }
    }

    @Test(arguments: ["gnu", "posix"])
    func `increments that the old script made with GNU tar come back, renamed folders too`(format: String)
        async throws
    {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            let chain = MailChain(platform)
            _ = try await chain.sh("setfacl -Rb . && rm -f $(find . -name dovecot.index.cache)")
            _ = try await run("mkdir", ["-p", platform.backupRoot.string])
            for step in 0...3 {
                if step > 0 { try await chain.change(seed: "gnu \(step)") }
                if step == 2 {
                    _ = try await chain.sh("cd domain.example && mv user renamed && cp -a renamed user")
                }
                let made = try await run(
                    "bash",
                    ["-ec", oldScript, "bash", platform.backupRoot.string, "\(step)", chain.mail.string, format])
                #expect(made.status == 0, "\(made.error)")
            }
            let (result, mail) = try await chain.restore(
                platform.backupRoot.appending("20240315_030000"), as: "restored")
            #expect(result.status == 0, "\(result.error)")
            let differences = try await MailChain.differences(chain.mail, mail, plain: true)
            #expect(differences == [])
            #expect(try await run("rm", ["-r", platform.backupRoot.appending("20240315_000000").string]).status == 0)
            let (refused, _) = try await chain.restore(platform.backupRoot.appending("20240315_030000"), as: "refused")
            #expect(refused.status == 1 && refused.error.says("chain.no-full-before"))
        }
    }

    /// What the guide's pair leaves: an archive of GNU tar's and a manifest without digests.
    private let oldScript = """
        id=20240315_0${2}0000; mkdir "$1/$id"; type=incremental; [ "$2" != 0 ] || type=full
        tar -C "$3/.." --format="$4" --listed-incremental="$1/../snapshot" -czf "$1/$id/mail_$id.tar.gz" mail
        printf '{"backup":{"id":"%s","type":"%s","date":"2024-03-15T0%d:00:00+01:00","duration_seconds":2,"size_bytes":1,
            "encrypted":false,"errors":0},"components":{"postgresql":false,"redis":false,"mail":true,"config":false,
            "certificates":false},"system":{"hostname":"h","os":"o","docker_version":"1"},
            "application":{"version":"v","commit":"c"}}' "$id" "$type" "$2" >"$1/$id/manifest.json"
        """
}
