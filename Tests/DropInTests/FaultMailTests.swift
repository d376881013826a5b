import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Mail that changes while it is saved.
@Suite(.tags(.server)) struct FaultMailTests {
    /// A storm begins, the backup runs, the storm ends and tells who lived.
    static let inStorm = """
        mkfifo "$GO.in" "$GO.out"
        python3 "$STORM" run "$PLATFORM_ROOT/data/mail" "$SEED" "$GO" <"$GO.in" >"$GO.out" &
        exec 3>"$GO.in" 4<"$GO.out"
        read ready <&4
        "$0" "$@"
        status=$?
        exec 3>&-
        wait
        exit $status
        """

    @Test(arguments: 1...3)
    func `in a storm every message that lives is saved exactly once, with its content`(seed: Int) async throws {
        try await ThrowawayPlatform.with(.init { ($0.keys, $0.rows, $0.messages) = (nil, nil, 4000) }) { platform in
            let log = platform.folder.appending("storm").string
            let script = "\(packageFolder)/Tests/throwaway/storm.py"
            let run = try await platform.backup(
                filesOnly, ["GO": log, "STORM": script, "SEED": "\(seed)"], by: ["sh", "-c", Self.inStorm])
            #expect(run.status == 0, "\(run.error)")
            let backup = try await platform.newestBackup()
            let check = try await backup.sh(
                "t=$(mktemp) && gunzip -c mail_$id.tar.gz >$t && python3 '\(script)' check '\(log)' $t; rm $t")
            #expect(check.error == "" && check.output.lines.count == 1, "\(check)")
            let alive = check.output.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            #expect(alive > 1000)
        }
    }

    @Test func `whole mailboxes of links keep every name, wherever a colon stands`() async throws {
        try await ThrowawayPlatform.with(.mail(60)) { platform in
            let mail = platform.root.pushing("data/mail/domain.example").string
            let made = try await run(
                "sh",
                ["-c", #"cd "$0" && cp -al user "user: ancien" && cp -al user copie && find . -type f | wc -l"#, mail])
            #expect(made.error == "")
            #expect(try await platform.backup(mailOnly).status == 0)
            let left = try await platform.newestBackup().sh(
                """
                tar -tzf mail_$id.tar.gz --quoting-style=literal | grep -v '/$' | sort >/tmp/$$.a
                (cd '\(mail)/../..' && find mail -type f | grep -v '/tmp/\\|dovecot.index.cache') | sort | diff - /tmp/$$.a
                rm /tmp/$$.a
                """)
            #expect(left.output == "" && left.error == "")
        }
    }

    @Test func `a message that is rewritten under the reader is named, and the run is no success`() async throws {
        try await ThrowawayPlatform.with(.mail(30)) { platform in
            let script = """
                cd "$PLATFORM_ROOT/data/mail/domain.example/user/cur" || exit 99
                head -c 60000000 /dev/urandom >rewritten:2,S
                (while [ -e rewritten:2,S ]; do printf x | dd of=rewritten:2,S bs=1 conv=notrunc,nocreat seek=5 2>/dev/null; done) &
                "$0" "$@"
                status=$?
                rm rewritten:2,S
                wait
                exit $status
                """
            let run = try await platform.backup(mailOnly, by: ["sh", "-c", script])
            #expect(run.status == 3)
            #expect(run.error.says("files.lacking", ["name": "mail", "count": 1]))
            #expect(
                run.error.says(
                    "files.about", ["shown": "rewritten:2,S", "why": Text("files.changed-while-read")]))
            #expect(try await platform.newestBackup().manifest("[.components.mail, .backup.errors] | @csv") == "true,1")
        }
    }

    @Test func `a log that grows in the configuration is a warning, files that come and go are nothing`() async throws {
        try await ThrowawayPlatform.with(.mail(10)) { platform in
            let script = """
                cd "$PLATFORM_ROOT/config" && head -c 30000000 /dev/urandom >big.log && truncate -s 300M sparse
                (until [ -e ../over ]; do echo line >>big.log; echo x >"f$n"; rm -f "f$n"; n=$((n + 1)); done) 2>/dev/null &
                "$0" "$@"
                status=$?
                : >../over
                wait
                exit $status
                """
            let run = try await platform.backup(
                ["--no-postgres", "--no-redis", "--no-mail"], by: ["sh", "-c", script])
            #expect(run.status == 0, "\(run.error)")
            let grown = Text("files.about", ["shown": "config/big.log", "why": Text("files.changed-while-read")])
            #expect(
                run.error.lines.contains {
                    $0.contains("[WARNING]") && $0.says("files.remarks", ["name": "config", "shown": grown])
                })
            let sizes = try await platform.newestBackup().sh(
                "tar -tvzf config_$id.tar.gz | awk '/sparse/ { print $3 }'")
            #expect(sizes.output == "314572800\n")
        }
    }
}
