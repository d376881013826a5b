import Garde
import GardeEngine
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What `doctor` makes of lines of crontabs and of timers.
@Suite struct DoctorScheduleTests {
    private let scene: RecipeScene
    private let bin: FilePath
    private var places = SchedulePlaces()
    private var launcher: String { scene.root.pushing("scripts/backup/backup.sh").string }

    init() throws {
        scene = try RecipeScene { _ in
            files("uploads", "uploads")
            config(".env")
        }
        let scratch = scene.scratch
        bin = scratch("bin")
        try scratch.write("root/.env", "SLACK_WEBHOOK_URL=http://127.0.0.1:9/\nBACKUP_ROOT=\(scratch("backups"))\n")
        try scratch.write("root/uploads/1", "1\n")
        try scratch.write("root/scripts/backup/backup.sh", Array("#!/bin/sh\n".utf8), mode: [.ownerReadWriteExecute])
        try scratch.write("proc/1/comm", "cron\n")
        for folder in ["cron.d", "daily", "units/timers.target.wants"] { try scratch.write("\(folder)/.keep", "") }
        (places.crontab, places.folder, places.spools) = (scratch("none"), scratch("cron.d"), [])
        (places.scripts, places.units) = ([(scratch("daily"), "25 6 * * *")], [scratch("units")])
        (places.processes, places.systemd) = (scratch("proc"), scratch("systemd"))
    }

    /// What is said with this crontab of the user's.
    private func doctor(_ crontab: String?, _ change: (inout RecipeScene) -> Void = { _ in }) async throws -> String {
        var scene = scene
        change(&scene)
        let lines = crontab?.replacing("LAUNCHER", with: launcher)
        try scene.scratch.write("crontab", lines ?? "")
        let script = lines == nil ? "echo no crontab for root >&2; exit 1" : "cat '\(scene.scratch("crontab"))'"
        try scene.scratch.write("bin/crontab", Array("#!/bin/sh\n\(script)\n".utf8), mode: [.ownerReadWriteExecute])
        let path = ["PATH": "\(bin):/usr/bin:/bin:/usr/sbin:/sbin"]
        return try await Invocation.$surroundings.withValue(path) { try await scene.doctor(places).said }
    }

    @Test(arguments: [
        "0 2 * * * LAUNCHER --quiet\n", "@daily LAUNCHER --quiet >/dev/null\n",
        "0 2 * * * nice -n 19 LAUNCHER --type full >> /var/log/b.log 2>&1\n",
        "0 2 * * * cd $(true); flock -n /tmp/x LAUNCHER backup --quiet\n",
        "0 2 * * * bash LAUNCHER --quiet\n",
    ])
    func `a line that does what its owner thinks is well`(line: String) async throws {
        let said = try await doctor(line)
        #expect(said.says("doctor.cron", in: .english) && said.says("doctor.cron-keeps", in: .english), "\(said)")
        let schedule = said.split(separator: "\n").drop { $0 != Text("doctor.group-schedule")[.english] }.dropFirst()
            .prefix { $0.hasPrefix(" ") }
        #expect(schedule.allSatisfy { $0.hasPrefix("  OK ") }, "\(schedule)")
    }

    @Test func `a line that calls backup.sh where it was before, in another folder of the platform, is ours`()
        async throws
    {
        try scene.scratch.write("root/docker-compose.yml", "services: {}\n")
        try scene.scratch.write("root/scripts/backup.sh", Array("#!/bin/sh\n".utf8), mode: [.ownerReadWriteExecute])
        let said = try await doctor("0 2 * * * \(scene.root)/scripts/backup.sh --quiet\n")
        #expect(said.says("doctor.cron", in: .english) && !said.says("doctor.cron-none", in: .english), "\(said)")
        #expect(!said.says("doctor.cron-no-root", in: .english), "\(said)")
    }

    @Test(arguments: [
        ("0 2 * * * LAUNCHER --type full\n7-59/15 * * * * LAUNCHER --type incremental\n", true),
        ("0 2 * * * LAUNCHER --type full\n*/15 * * * * LAUNCHER --type incremental\n", false),
        ("0 2 * * * LAUNCHER --type full\n7-59/15 * * * * LAUNCHER --type full\n", false),
        ("0 3 * * * LAUNCHER\n", false),
    ])
    func `a line that the recipe schedules and nobody has is named`(lines: String, isThere: Bool) async throws {
        let said = try await doctor(lines) { scene in
            scene = scene.with(
                recipe {
                    files("uploads", "uploads")
                    config(".env")
                    schedule(every: .minutes(15), full: .daily(at: "02:00"))
                })
        }
        #expect(said.says("doctor.cron-not-the-recipes", in: .english) != isThere, "\(said)")
    }

    @Test(arguments: [
        ("0 2 * * * LAUNCHER --log `date +%F`\n", "doctor.cron-percent"),
        ("0 2 * * * LAUNCHER --quiet", "doctor.cron-newline"),
        ("0 2 * * LAUNCHER --quiet\n", "doctor.cron-fields"),
        ("0 2 * * * root LAUNCHER --quiet\n", "doctor.cron-user"),
        ("* 2 * * * LAUNCHER --quiet\n", "doctor.cron-each-minute"),
        ("0 2 * * 0 LAUNCHER --quiet\n", "doctor.cron-rpo"),
        ("@reboot LAUNCHER --quiet\n", "doctor.cron-seldom"),
        ("0 2 * * * LAUNCHER --quiet --nonsense\n", "doctor.cron-refused"),
        ("0 2 * * * LAUNCHER --no-config\n", "doctor.cron-leaves-out"),
        ("0 2 * * * LAUNCHER -q\n0 2 * * * LAUNCHER -q\n", "doctor.cron-overlap"),
        ("*/15 * * * * LAUNCHER --type incremental\n0 2 * * * LAUNCHER\n", "doctor.cron-overlap"),
        ("PATH=$PATH:/opt/bin\n0 2 * * * LAUNCHER\n", "doctor.cron-path-unexpanded"),
        ("BACKUP_ROOT=/elsewhere\n0 2 * * * LAUNCHER\n", "doctor.cron-other-folder"),
        ("0 2 * * * . /etc/b.env; LAUNCHER\n", "doctor.cron-unknown"), ("# nothing\n", "doctor.cron-none"),
        ("0 2 * * * /other/scripts/backup/backup.sh\n", "doctor.cron-none"),
        ("0 8 * * * LAUNCHER status --quiet\n", "doctor.cron-none"),
    ])
    func `each fault of a line is named`(lines: String, id: String) async throws {
        let said = try await doctor(lines)
        #expect(said.says(id, in: .english), "\(said)")
    }

    @Test func `the program alone makes no backup, and whether it is there is no call`() async throws {
        let name = "shop"
        let program = scene.root.pushing(FilePath("scripts/backup/\(name)"))
        try scene.scratch.write(
            "root/scripts/backup/\(name)", Array("#!/bin/sh\n".utf8), mode: [.ownerReadWriteExecute])
        let bare = try await doctor("0 2 * * * \(program)\n") { $0 = $0.called(name) }
        #expect(bare.says("doctor.cron-bare", in: .english) && !bare.says("doctor.cron-keeps", in: .english), "\(bare)")
        let typo = try await doctor("0 2 * * * \(program) backp\n") { $0 = $0.called(name) }
        #expect(typo.says("doctor.cron-refused", in: .english), "\(typo)")
        for test in [
            "test -x LAUNCHER && LAUNCHER", "[ -x LAUNCHER ] && LAUNCHER", "if [ -x LAUNCHER ]; then LAUNCHER",
        ] {
            let said = try await doctor("0 2 * * * \(test) --no-config --quiet\n")
            #expect(said.says("doctor.cron-leaves-out", ["name": "config"], in: .english), "\(said)")
        }
    }

    @Test func `no secret of a line is shown`() async throws {
        let said = try await doctor(
            """
            0 2 * * * SMTP_URL=smtps://u:hunter2@mx PGPASSWORD='hunter2 hunter2' LAUNCHER --quiet --type full
            0 3 * * * sh -c 'TOKEN=hunter2 LAUNCHER -q' && curl -fsS https://hc.example/hunter2
            0 4 * * * LAUNCHER restore --gpg-passphrase hunter2 --decrypt latest

            """)
        #expect(!said.contains("hunter2"), "\(said)")
        #expect(said.contains("PGPASSWORD=… \(launcher) --quiet --type full"), "\(said)")
    }

    @Test func `without any line, without the program, without the right to run it`() async throws {
        #expect(try await doctor(nil).says("doctor.cron-none", in: .english))
        let line = "0 2 * * * LAUNCHER --quiet\n"
        try await scene.shell("chmod -x scripts/backup/backup.sh")
        #expect(try await doctor(line).says("doctor.cron-not-executable", in: .english))
        #expect(try await !doctor("0 2 * * * sh LAUNCHER\n").says("doctor.cron-not-executable", in: .english))
        try await scene.shell("rm scripts/backup/backup.sh")
        #expect(try await doctor(line).says("doctor.cron-gone", ["path": launcher], in: .english))
        try scene.scratch.write("proc/1/comm", "sh\n")
        #expect(try await doctor(line).says("doctor.cron-stopped", in: .english))
    }

    @Test func `who hears of an error, and which variables a line lacks`() async throws {
        let line = "0 2 * * * LAUNCHER >/dev/null 2>&1\n"
        #expect(try await !doctor(line).says("doctor.cron-silent", in: .english))
        try scene.scratch.write("root/.env", "BACKUP_ROOT=\(scene.backups)\n")
        let silent = try await doctor(line)
        #expect(silent.contains(Text("doctor.silent-null")[.english]), "\(silent)")
        let file = try await doctor("0 2 * * * LAUNCHER >>/var/log/b 2>&1\n")
        #expect(file.contains(Text("doctor.silent-file")[.english]))
        let nobody = try await doctor("MAILTO=\"\"\n0 2 * * * LAUNCHER\n")
        #expect(nobody.contains(Text("doctor.silent-mailto")[.english]))
        let change = { (scene: inout RecipeScene) in scene.variables = ["GNUPGHOME": "/keys", "RETENTION_DAYS": "7"] }
        let lacks = try await doctor(line, change)
        #expect(lacks.says("doctor.cron-lacks", ["names": "GNUPGHOME, RETENTION_DAYS"], in: .english), "\(lacks)")
        let has = try await doctor("GNUPGHOME=/keys\nRETENTION_DAYS=7\n\(line)", change)
        #expect(!has.says("doctor.cron-lacks", in: .english), "\(has)")
    }

    @Test(arguments: [
        ("MAILTO=''\n0 8 * * * LAUNCHER status --quiet\n", true),
        ("0 5 1 * * LAUNCHER verify --quiet 2>/dev/null\n", true),
        ("MAILTO=''\n0 8 * * * LAUNCHER status --quiet --tell\n", false), ("MAILTO=''\n0 2 * * * LAUNCHER -q\n", false),
    ])
    func `a look of cron's that tells nobody is named, whoever is told of runs`(line: String, isUntold: Bool)
        async throws
    {
        let said = try await doctor(line)
        #expect(said.says("doctor.cron-untold", in: .english) == isUntold, "\(said)")
        #expect(!said.says("doctor.cron-silent", in: .english), "\(said)")
    }

    @Test(arguments: [
        ("status --quiet", "", true), ("verify --quiet", "", true), ("status --quiet --tell", "", false),
        ("verify all --tell", "", false), ("status", "OnFailure=mail-root.service\n", false), ("--quiet", "", false),
    ])
    func `a look of a timer's that tells nobody is named, with what to type`(
        words: String, unit: String, isUntold: Bool
    ) async throws {
        try scene.scratch.write(
            "units/look.service", "[Unit]\n\(unit)[Service]\nType=oneshot\nExecStart=\(launcher) \(words)\n")
        try scene.scratch.write("units/garde.timer", "[Timer]\nUnit=look.service\nOnCalendar=*-*-* 08:00:00\n")
        try scene.scratch.write("units/timers.target.wants/garde.timer", "")
        let said = try await doctor(nil)
        #expect(said.says("doctor.timer-untold", in: .english) == isUntold, "\(said)")
        #expect(said.says("doctor.timer-untold.fix", ["service": "look.service"], in: .english) == isUntold, "\(said)")
    }

    @Test func `a switch alone hears nothing of what a look finds`() async throws {
        try scene.scratch.write("root/.env", "BACKUP_ROOT=\(scene.backups)\n")
        let line = "MAILTO=''\nHEARTBEAT_URL=http://127.0.0.1:9/\n0 8 * * * LAUNCHER"
        #expect(try await doctor("\(line) status --tell\n").says("doctor.cron-silent", in: .english))
        #expect(try await !doctor("\(line) --quiet\n").says("doctor.cron-silent", in: .english))
    }

    @Test(.enabled("files of cron belong to root") { await works("sh", "-c", "[ $(id -u) = 0 ]") })
    func `files of the system's are read with their users, names and modes`() async throws {
        func write(_ name: String, _ text: String) throws {
            try scene.scratch.write("cron.d/\(name)", text.replacing("LAUNCHER", with: launcher))
        }
        func remove() async throws {
            _ = try await run("sh", ["-c", "rm -f \"$0\"/*", scene.scratch("cron.d").string])
        }
        try write("garde", "0 2 * * * root LAUNCHER --quiet\n")
        let well = try await doctor(nil)
        #expect(well.says("doctor.cron", in: .english) && !well.says("doctor.cron-none", in: .english), "\(well)")
        try await remove()
        try write("garde", "0 2 * * * LAUNCHER --quiet\n")
        #expect(try await doctor(nil).says("doctor.cron-no-user", ["word": launcher], in: .english))
        try await remove()
        try write("garde.cron", "0 2 * * * root LAUNCHER --quiet\n")
        #expect(try await doctor(nil).says("doctor.cron-name", in: .english))
        try await remove()
        try write("garde", "0 2 * * * nobody LAUNCHER --quiet\n")
        #expect(try await doctor(nil).says("doctor.cron-other-user", ["user": "nobody"], in: .english))
        _ = try await run("chmod", ["666", scene.scratch("cron.d/garde").string])
        #expect(try await doctor(nil).says("doctor.cron-mode", in: .english))
        try await remove()
        try scene.scratch.write("daily/garde.sh", "#!/bin/sh\n\(launcher) --quiet\n")
        #expect(try await doctor(nil).says("doctor.script-skipped", in: .english))
        _ = try await run("sh", ["-c", "cd \"$0\"; mv garde.sh garde; chmod +x garde", scene.scratch("daily").string])
        let daily = try await doctor(nil)
        #expect(daily.says("doctor.cron-keeps", in: .english), "\(daily)")
    }

    @Test(
        .enabled("files of cron belong to root") { await works("sh", "-c", "[ $(id -u) = 0 ]") },
        arguments: [
            ("0 3 * * * certbot renew\n", 2), ("# m h\n\n0 3 * * root /x\n", 4), ("0 3 * * * gone-user /x\n", 2),
            ("0/15 * * * * root /x\n", 2), ("0 3 * * * root\n", 2), ("@nightly root /x\n", 2),
        ])
    func `a faulty line of somebody else, for which cron ignores the whole file, is named`(line: String, number: Int)
        async throws
    {
        let ours = "0 2 * * * root \(launcher) --quiet\n"
        try scene.scratch.write("cron.d/site", ours + line)
        let said = try await doctor(nil)
        let place = scene.scratch("cron.d/site").string
        #expect(said.says("doctor.cron-spoiled", ["place": place, "number": number], in: .english), "\(said)")
        #expect(!said.says("doctor.cron-keeps", in: .english), "\(said)")
        try scene.scratch.write("cron.d/site", line)
        try scene.scratch.write("cron.d/garde", ours)
        let apart = try await doctor(nil)
        #expect(!apart.says("doctor.cron-spoiled", in: .english) && apart.says("doctor.cron-keeps", in: .english))
    }

    @Test(
        .enabled("files of cron belong to root") { await works("sh", "-c", "[ $(id -u) = 0 ]") },
        arguments: [("0 3 * * * root true", true), ("PASSWORD=hunter2", true), ("# the end", false), ("  ", false)])
    func `a last line of somebody else that does not end is named, and its secrets are not`(line: String, isFault: Bool)
        async throws
    {
        try scene.scratch.write("cron.d/site", "0 2 * * * root \(launcher) --quiet\n\(line)")
        let said = try await doctor(nil)
        #expect(said.says("doctor.cron-newline", in: .english) == isFault, "\(said)")
        #expect(said.says("doctor.cron-keeps", in: .english) != isFault && !said.contains("hunter2"), "\(said)")
    }

    @Test(arguments: [
        ("LAUNCHER --quiet", true), ("B=LAUNCHER\n\"$B\" --quiet", true), ("LAUNCHER verify -q\nLAUNCHER -q", true),
        ("if [ -x LAUNCHER ]; then nice LAUNCHER backup --type full >>/var/log/b 2>&1; fi # nightly", true),
        ("# LAUNCHER --quiet is in root's crontab", false), ("LAUNCHER status --quiet", false),
        ("LAUNCHER backup --dry-run", false), ("LAUNCHER --quiet \\\n  --dry-run", false),
        ("[ -x LAUNCHER ] || exit 0", false), ("echo \"Type LAUNCHER\"", false),
        ("PLATFORM_ROOT=ROOT LAUNCHER status", false),
    ])
    func `a script counts where a line of it saves`(lines: String, isBackup: Bool) async throws {
        let text = lines.replacing("LAUNCHER", with: launcher).replacing("=ROOT", with: "=\(scene.root)")
        try scene.scratch.write("daily/garde", Array("#!/bin/sh\n\(text)\n".utf8), mode: [.ownerReadWriteExecute])
        let said = try await doctor(nil)
        #expect(said.says("doctor.cron-none", in: .english) != isBackup, "\(said)")
        #expect(said.says("doctor.cron-keeps", in: .english) == isBackup, "\(said)")
    }

    /// A timer of each night, and its service.
    private func writeTimer(_ name: String = "garde") throws {
        let service =
            "[Service]\nType=oneshot\nEnvironment=\"BACKUP_ROOT=\(scene.backups)\"\nExecStart=\(launcher) --quiet\n"
        try scene.scratch.write("units/\(name).service", service)
        try scene.scratch.write(
            "units/\(name).timer", "[Timer]\nOnCalendar=*-*-* 02:00:00\n[Install]\nWantedBy=timers.target\n")
    }

    @Test func `timers of systemd count where they are enabled`() async throws {
        try writeTimer()
        #expect(try await doctor(nil).says("doctor.timer-off", ["name": "garde.timer"], in: .english))
        try scene.scratch.write("cron.d/garde", "0 2 * * * root \(launcher) --quiet\n")
        #expect(try await !doctor(nil).says("doctor.timer-off", in: .english))
        _ = try await run("rm", [scene.scratch("cron.d/garde").string])
        try scene.scratch.write("units/timers.target.wants/garde.timer", "")
        let said = try await doctor(nil)
        #expect(said.says("doctor.cron-keeps", in: .english), "\(said)")
        #expect(!said.says("doctor.cron-stopped", in: .english))
    }

    @Test func `timers of systemd count where they were started, as far as it runs`() async throws {
        try writeTimer()
        try scene.scratch.write("units/timers.target.wants/garde.timer", "")
        func answer(_ word: String, _ status: Int) throws {
            let script = "#!/bin/sh\n[ \"$*\" = 'is-active garde.timer' ] || exit 9\necho \(word)\nexit \(status)\n"
            try scene.scratch.write("bin/systemctl", Array(script.utf8), mode: [.ownerReadWriteExecute])
        }
        try answer("inactive", 3)
        #expect(try await doctor(nil).says("doctor.cron-keeps", in: .english))
        try scene.scratch.write("systemd/.keep", "")
        let stopped = try await doctor(nil)
        #expect(stopped.says("doctor.timer-stopped", ["name": "garde.timer"], in: .english), "\(stopped)")
        #expect(!stopped.says("doctor.cron-keeps", in: .english), "\(stopped)")
        try answer("active", 0)
        let said = try await doctor(nil)
        #expect(said.says("doctor.cron-keeps", in: .english) && !said.says("doctor.timer-stopped", in: .english))
    }

    @Test(arguments: [
        (["garde-site.timer.d/a.conf": "OnCalendar=\nOnCalendar=Sun *-*-* 02:00:00"], "doctor.cron-rpo"),
        (["garde-.timer.d/a.conf": "OnCalendar=\nOnCalendar=Sun *-*-* 02:00:00"], "doctor.cron-rpo"),
        (["garde-site.timer.d/a.conf": "OnCalendar=Sun *-*-* 12:00:00"], "doctor.cron-keeps"),
        (
            [
                "garde-site.timer.d/a.conf": "OnCalendar=\nOnCalendar=Sun *-*-* 02:00:00",
                "garde-.timer.d/b.conf": "OnCalendar=\nOnCalendar=daily",
            ], "doctor.cron-keeps"
        ),
        (
            [
                "garde-site.timer.d/a.conf": "", "garde-.timer.d/a.conf": "OnCalendar=\nOnCalendar=Sun *-*-* 02:00:00",
            ], "doctor.cron-keeps"
        ),
        (["garde-site.service.d/a.conf": "ExecStart=\nExecStart=LAUNCHER status --quiet"], "doctor.cron-none"),
        (["garde-site.timer.d/a.conf": "RandomizedDelaySec=1d 2h"], "doctor.cron-rpo"),
        (["garde-site.timer.d/a.conf": "RandomizedDelaySec=26h\nFixedRandomDelay=yes"], "doctor.cron-keeps"),
    ])
    func `drop-ins of timers and services count as systemd has it`(dropIns: [String: String], id: String) async throws {
        try writeTimer("garde-site")
        try scene.scratch.write("units/timers.target.wants/garde-site.timer", "")
        for (name, text) in dropIns {
            try scene.scratch.write("units/\(name)", text.replacing("LAUNCHER", with: launcher) + "\n")
        }
        let said = try await doctor(nil)
        #expect(said.says(id, in: .english), "\(said)")
    }
}
