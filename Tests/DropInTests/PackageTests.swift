import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// `bin/package`: the Debian package of a built recipe.
@Suite(
    .enabled("dpkg-deb and dpkg-shlibdeps are not installed") {
        try await run("sh", ["-c", "command -v dpkg-deb && command -v dpkg-shlibdeps"]).status == 0
    })
struct PackageTests {
    private let scratch = Scratch()

    @Test(.tags(.server)) func `the package of a program: what it holds, lintian's word, and a backup by it`()
        async throws
    {
        let file = try await build(of: "\(executables)/mssante")
        try await lookInto(file)
        if try await run("which", ["lintian"]).status == 0 {
            // A debug executable names the folder of the toolchain.
            let runpath = "custom-library-search-path"
            let found = try await run(
                "lintian", ["--allow-root", "--fail-on", "error", "--suppress-tags", runpath, file])
            #expect(found.status == 0, "\(found.output)")
        }
        try await backUp(by: unpacked(file, "used"))
    }

    private func lookInto(_ file: String) async throws {
        let files = try await run("sh", ["-c", "dpkg-deb -c \"$0\" | awk '{ print $1, $2, $6 }'", file]).output.lines
        let units = ["full", "increment", "status", "verify"].flatMap {
            ["lib/systemd/system/garde-mssante-\($0).service", "lib/systemd/system/garde-mssante-\($0).timer"]
        }
        for path in units + ["etc/logrotate.d/mssante-backup", "usr/share/doc/garde-mssante/examples/cron.d"] {
            #expect(files.contains("-rw-r--r-- root/root ./\(path)"), "\(path)")
        }
        #expect(files.contains("-rw-r----- root/root ./etc/garde/mssante.conf"))
        #expect(files.contains("-rwxr-xr-x root/root ./usr/lib/garde/mssante/mssante"))
        #expect(files.contains("lrwxrwxrwx root/root ./usr/bin/mssante"))
        #expect(!files.contains { $0.contains("/etc/systemd") || $0.contains("/etc/cron.d") })

        try await looksTell(unpacked(file, "telling"))
        let fields = try await run("dpkg-deb", ["-f", file]).output
        for part in ["Package: garde-mssante\n", "Version: 1.0\n", "libacl1", "libc6 (>= 2."] {
            #expect(fields.contains(part), "\(part)")
        }
        #expect(fields.contains("Recommends: ca-certificates, curl, gnupg, openssl, postgresql-client, redis-tools\n"))
        let folder = try await unpacked(file, "looked-at")
        let guide = try await run("cat", ["\(folder)/etc/logrotate.d/mssante-backup"]).output
        #expect(guide.hasPrefix("/var/log/mssante-backup.log {\n    weekly\n    rotate 12\n"))
        let sums = try await run(
            "sh", ["-c", "cd \"$0\" && dpkg-deb -e \"$1\" c && md5sum -c --quiet c/md5sums", folder, file])
        #expect(sums.status == 0, "\(sums)")
        let verify = try await run(
            "sh",
            [
                "-c",
                "cd \"$0\"/lib/systemd/system && sed -i s,=/usr/bin/mssante,=/bin/true, *.service && systemd-analyze verify --man=no ./*.service ./*.timer 2>&1",
                folder,
            ])
        #expect(verify.status == 0 && !verify.output.contains("garde-mssante"), "\(verify)")
    }

    /// What timers and lines of cron find reaches people: nobody reads the journal.
    private func looksTell(_ folder: String) async throws {
        let lines = try await run(
            "sh", ["-c", "cat \"$0\"/lib/systemd/system/*.service \"$0\"/usr/share/doc/*/examples/cron.d", folder]
        ).output.lines
        for look in ["status --quiet", "verify --quiet"] {
            #expect(lines.contains("ExecStart=/usr/bin/mssante \(look) --tell"), "\(look)")
            #expect(lines.contains { $0.hasSuffix("/usr/bin/mssante \(look) --tell") && $0.contains(" root ") })
        }
        #expect(lines.filter { $0.contains("backup --type") }.allSatisfy { !$0.contains("--tell") })
    }

    @Test func `two builds of the same are the same bytes`() async throws {
        // This one prints something for any word: completions and a manual.
        let files = [try await build("one", of: "/bin/echo"), try await build("two", of: "/bin/echo")]
        #expect(try await run("cmp", files).status == 0)
        let folder = try await unpacked(files[0], "shared") + "/usr/share"
        let found = try await run("find", [folder, "-name", "*mssante*", "-type", "f", "-printf", "%P %m\n"]).output
            .lines
        #expect(
            Set(found) == [
                "bash-completion/completions/mssante 644", "fish/vendor_completions.d/mssante.fish 644",
                "lintian/overrides/garde-mssante 644", "man/fr/man1/mssante.1.gz 644", "man/man1/mssante.1.gz 644",
                "zsh/vendor-completions/_mssante 644",
            ])
    }

    /// Its command saves the platform that the settings name, its launcher the one that it is linked in.
    private func backUp(by folder: String) async throws {
        try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (5, 2, 2) }) { platform in
            try await configure(folder, platform.root.string, scratch("backups").string)
            var variables = platform.environment
            variables["PLATFORM_ROOT"] = nil
            variables["PATH"] = "/usr/bin:/bin"
            let saved = try await run("\(folder)/usr/bin/mssante", ["backup", "--quiet"], variables: variables)
            #expect(saved.status == 0, "\(saved)")
            let names = try await run("ls", [scratch("backups").string]).output.lines
            #expect(names.count { $0.count == 15 } == 1, "\(names)")
            let list = try await run("\(folder)/usr/bin/mssante", ["list"], variables: variables)
            #expect(list.status == 0 && list.output.contains(names[0]), "\(list)")

            // As the crontab has it: a link in the platform's scripts/backup, whatever the settings say.
            try await configure(folder, "/nowhere", scratch("others").string)
            let link =
                "mkdir -p \"$1/scripts/backup\" && ln -s \"$0/usr/lib/garde/mssante/backup.sh\" \"$1/scripts/backup/\""
            #expect(try await run("sh", ["-c", link, folder, platform.root.string]).status == 0)
            let linked = try await run("\(platform.root.string)/scripts/backup/backup.sh", ["-q"], variables: variables)
            #expect(linked.status == 0, "\(linked)")
            #expect(try await run("ls", [scratch("others").string]).output != "")
        }
    }

    @Test func `the settings file is read and not run, and the environment counts before it`() async throws {
        let (folder, bin) = try await install(
            settings: """
                #PLATFORM_ROOT=/a
                 \texport PLATFORM_ROOT="/opt/my site"  \r
                ALERT_EMAIL=$(id)`id`;'x \t\r

                SMTP_URL='smtps://u:p@h#'
                """)
        let read = try await run("env", ["-i", "PATH=/usr/bin:/bin", "\(bin)/mssante", "list", "a b"])
        #expect(read.output == "/opt/my site|$(id)`id`;'x|smtps://u:p@h#||list|a b|", "\(read)")
        let bare = try await run("env", ["-i", "PLATFORM_ROOT=", "ALERT_EMAIL=me", "\(folder)/backup.sh"])
        #expect(bare.output == "|me|smtps://u:p@h#|\(folder)|backup|", "\(bare)")
    }

    @Test(arguments: [
        "role=restore", "ENCRYPT_BACKUP = true", "BACKUP_ROOT=/mnt/disk # hunter2", "SMTP_URL=\"hunter2\" # mail",
        "BACKUP_ROOT= /mnt/disk", "exportSMTP_URL=hunter2", "hunter2",
    ])
    func `a line of the settings that is no variable, or has a comment behind it, stops what changes something`(
        line: String
    ) async throws {
        let (folder, bin) = try await install(settings: "# Here\n\(line)\nALERT_EMAIL=me\n")
        let file = scratch("etc/garde/mssante.conf").string
        for words in [
            ["\(folder)/backup.sh"], ["\(bin)/mssante", "--quiet"], ["\(bin)/mssante", "--verbose"],
            ["\(bin)/mssante", "prune"],
        ] {
            let refused = try await run("env", ["-i", "PATH=/usr/bin:/bin"] + words)
            #expect(refused.status == 1 && refused.output == "", "\(refused)")
            #expect(refused.error.hasPrefix("\(file), line 2: ") && !refused.error.contains("hunter2"), "\(refused)")
        }
        let list = try await run("env", ["-i", "PATH=/usr/bin:/bin", "LANG=fr_FR.UTF-8", "\(bin)/mssante", "list"])
        #expect(list.status == 0 && list.output == "|me|||list|", "\(list)")
        #expect(list.error.hasPrefix("\(file), ligne 2\u{A0}: ") && list.error.lines.count == 1, "\(list)")
    }

    @Test func `a proxy is named in small letters, as its programs read it`() async throws {
        let (_, bin) = try await install(settings: "https_proxy=http://proxy:3128\nALERT_EMAIL=$https_proxy\n")
        let backup = try await run("env", ["-i", "PATH=/usr/bin:/bin", "\(bin)/mssante", "backup"])
        #expect(backup.status == 0 && backup.error == "", "\(backup)")
    }

    /// A program that says what it was given, with the launcher of a package and its settings.
    private func install(settings: String) async throws -> (folder: String, bin: String) {
        let (folder, bin) = (scratch("usr/lib/garde/mssante").string, scratch("usr/bin").string)
        let say =
            "#!/bin/sh\nprintf '%s|' \"$PLATFORM_ROOT\" \"$ALERT_EMAIL\" \"$SMTP_URL\" \"$GARDE_LAUNCHER\" \"$@\"\n"
        try scratch.write("usr/lib/garde/mssante/mssante", Array(say.utf8), mode: .ownerReadWriteExecute)
        try scratch.write("etc/garde/mssante.conf", settings)
        let install =
            "cp \"$1/bin/backup.sh\" \"$0\" && mkdir \"$2\" && ln -s ../lib/garde/mssante/backup.sh \"$2/mssante\""
        #expect(try await run("sh", ["-c", install, folder, packageFolder, bin]).status == 0)
        return (folder, bin)
    }

    @Test(.enabled(if: isRoot(), "dpkg installs as root alone"))
    func `an upgrade leaves a running program alone; remove keeps settings, purge takes them, no backup goes`()
        async throws
    {
        let root = scratch("root").string
        let dpkg = [
            "--root=\(root)", "--force-depends", "--force-script-chrootless", "--no-triggers", "--log=/dev/null",
        ]
        let folders = "mkdir -p \"$0\"/var/lib/dpkg/info \"$0\"/var/lib/dpkg/updates && : >\"$0\"/var/lib/dpkg/status"
        #expect(try await run("sh", ["-c", folders, root]).status == 0)
        for (name, kept) in [("srv/backups/20240315_020000/manifest.json", "{}"), ("var/log/mssante-backup.log", "x")] {
            try scratch.write("root/\(name)", kept)
        }
        #expect(try await run("dpkg", dpkg + ["-i", build("one", of: "/bin/sleep")]).status == 0)
        try await configure(root, "/opt/mssante", "/srv/backups")
        let upgrade = """
            "$0/usr/lib/garde/mssante/mssante" 60 & pid=$!
            sleep 0.2
            was=$(readlink "/proc/$pid/exe")
            dpkg "$@" >/dev/null || exit 9
            kill -0 "$pid" && cmp -s "/proc/$pid/exe" /bin/sleep && ! cmp -s "$0/usr/lib/garde/mssante/mssante" /bin/sleep
            status=$?
            readlink "/proc/$pid/exe" | sed "s,^$was,same,"
            kill "$pid"
            exit "$status"
            """
        let newer = try await build("two", of: "/bin/true", version: "1.1")
        let upgraded = try await run("sh", ["-c", upgrade, root] + dpkg + ["-i", newer])
        #expect(upgraded.status == 0 && upgraded.output == "same (deleted)\n", "\(upgraded)")
        let settings = try await run("cat", ["\(root)/etc/garde/mssante.conf"]).output
        #expect(settings.contains("PLATFORM_ROOT=/opt/mssante\n"))

        #expect(try await run("dpkg", dpkg + ["-r", "garde-mssante"]).status == 0)
        #expect(exists("etc/garde/mssante.conf") && !exists("usr/bin/mssante"))
        #expect(try await run("dpkg", dpkg + ["-P", "garde-mssante"]).status == 0)
        #expect(
            !exists("etc/garde") && !exists("etc/logrotate.d/mssante-backup") && !exists("var/log/mssante-backup.log"))
        #expect(exists("srv/backups/20240315_020000/manifest.json"))
    }

    @Test func `what is the name of another package's program is refused`() async throws {
        let refused = try await run("\(packageFolder)/bin/package", ["dpkg", "/bin/true", scratch("x").string])
        #expect(refused.status == 1 && refused.error.contains("of the package dpkg"), "\(refused)")
    }

    // MARK: Building

    private func build(
        _ place: String = "packages", of program: String, version: String = "1.0"
    ) async throws -> String {
        let stripped = scratch("stripped").string
        #expect(try await run("strip", ["-o", stripped, program]).status == 0)
        let variables = [
            "SOURCE_DATE_EPOCH=1700000000", "PACKAGE_VERSION=\(version)", "DEBEMAIL=garde@lists.debian.org",
            "DPKG_DEB_COMPRESSOR_LEVEL=0",
        ]
        let words = variables + ["\(packageFolder)/bin/package", "mssante", stripped, scratch(place).string]
        let made = try await run("env", words)
        try #require(made.status == 0, "\(made)")
        return try #require(made.output.lines.first.map { String($0.dropFirst("made ".count)) })
    }

    private func unpacked(_ file: String, _ name: String) async throws -> String {
        let folder = scratch(name).string
        #expect(try await run("dpkg-deb", ["-x", file, folder]).status == 0)
        return folder
    }

    private func configure(_ root: String, _ platform: String, _ backups: String) async throws {
        let lines = "PLATFORM_ROOT=\(platform)\nBACKUP_ROOT=\(backups)\n"
        #expect(try await run("tee", ["\(root)/etc/garde/mssante.conf"], input: lines).status == 0)
    }

    private func exists(_ name: String) -> Bool { scratch("root/\(name)").exists }
}
