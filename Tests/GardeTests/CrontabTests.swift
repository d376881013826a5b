import Garde
import GardeEngine
import Testing

/// Lines of crontabs as people have them, and as cron reads them.
@Suite struct CrontabTests {
    /// 2026-01-01, a Thursday, in days since 1970.
    private let day = 20_454

    private func starts(_ fields: String, days: Int = 1) -> [String]? {
        CronSchedule(fields: fields.split(separator: " ").map(String.init)).map { schedule in
            schedule.times(from: day, days: days).map { minute in
                let (of, number) = ((minute % 1440), minute / 1440 - day + 1)
                return "\(number) \(of / 60):\(of % 60)"
            }
        }
    }

    @Test(arguments: [
        ("0 2 * * *", 1, ["1 2:0"]), ("*/30 1-2 * * *", 1, ["1 1:0", "1 1:30", "1 2:0", "1 2:30"]),
        ("5,10 0 * * *", 1, ["1 0:5", "1 0:10"]), ("10-50/20 3 * * *", 1, ["1 3:10", "1 3:30", "1 3:50"]),
        ("0 0 * * 5", 7, ["2 0:0"]), ("0 0 * * fri", 7, ["2 0:0"]), ("0 0 * * 7", 7, ["4 0:0"]),
        ("0 0 * * 0", 7, ["4 0:0"]), ("0 0 * * Mon-Tue", 7, ["5 0:0", "6 0:0"]),
        ("0 0 3 * *", 7, ["3 0:0"]), ("0 0 3 feb *", 31, []), ("0 0 1 2 *", 32, ["32 0:0"]),
        // Day of the month or day of the week: cron takes either.
        ("0 0 3 * 5", 7, ["2 0:0", "3 0:0"]), ("0 0 */2 * 5", 9, ["9 0:0"]), ("0~30 4 * * *", 1, ["1 4:0"]),
        // Debian's cron takes it and never runs it.
        ("0 22-2 * * *", 1, []),
    ])
    func `fields are read as cron reads them`(fields: String, days: Int, wanted: [String]) {
        #expect(starts(fields, days: days) == wanted)
    }

    @Test(arguments: [
        "60 2 * * *", "0 24 * * *", "0 2 0 * *", "0 2 * 13 *", "0 2 * * 8", "0 2 * *", "*/0 2 * * *", "a 2 * * *",
        "0 2 * * monday", "0, 2 * * *", "/opt/backup.sh 2 * * *", "0/15 * * * *", "30/20 4 * * *", "0 2 * * 1/2",
    ])
    func `what cron refuses is refused`(fields: String) { #expect(starts(fields) == nil) }

    @Test func `nicknames and calendars of systemd are times too`() throws {
        func times(_ schedule: CronSchedule?) -> [Int]? { schedule?.times(from: day, days: 2).map { $0 - day * 1440 } }
        #expect(times(CronSchedule(nickname: "@daily")) == [0, 1440])
        #expect(times(CronSchedule(nickname: "@reboot")) == [])
        #expect(CronSchedule(nickname: "@nightly") == nil)
        #expect(times(CronSchedule(calendar: "*-*-* 02:30:00")) == [150, 1590])
        #expect(times(CronSchedule(calendar: "*:0/20:00"))?.prefix(4) == [0, 20, 40, 60])
        #expect(times(CronSchedule(calendar: "0/12:00:00")) == [0, 720, 1440, 2160])
        #expect(times(CronSchedule(calendar: "daily")) == [0, 1440])
        #expect(times(CronSchedule(calendar: "Fri *-*-* 03:00")) == [1440 + 180])
        #expect(times(CronSchedule(calendar: "Mon..Fri 03:00")) == [180, 1440 + 180])
        #expect(CronSchedule(calendar: "*-*~03 00:00") == nil)
    }

    @Test func `a delay by chance makes the longest pause longer, unless another run lies within it`() throws {
        var daily = try #require(CronSchedule(calendar: "daily"))
        #expect([daily].longestPause(from: day) == 1440)
        daily.delay = 90
        #expect([daily].longestPause(from: day) == 1530)
        let hourly = try #require(CronSchedule(calendar: "hourly"))
        #expect([daily, hourly].longestPause(from: day) == 60)
    }

    @Test func `variables, users, percent signs and lines without an end`() {
        let text = """
            # m h dom mon dow command
            MAILTO=""
            PATH = "/usr/bin:/bin"
            0 2 * * * /opt/m/scripts/backup/backup.sh --quiet >/dev/null 2>&1
            @daily\t/opt/b.sh `date +\\%F`
            0 3 * * * /opt/c.sh `date +%F`
            0 25 * * * /opt/d.sh
            """
        let table = Crontab(text, hasUsers: false)
        #expect(table.unended?.number == 7 && Crontab(text + "\n", hasUsers: false).unended == nil)
        #expect(Crontab("0 2 * * * true\n# end", hasUsers: false).unended == nil)
        #expect(table.entries.map(\.line.number) == [4, 5, 6] && table.unread.map(\.number) == [7])
        #expect(table.entries[0].variables == ["MAILTO": "", "PATH": "/usr/bin:/bin"])
        #expect(table.entries[1].command == "/opt/b.sh `date +%F`" && !table.entries[1].isCut)
        #expect(table.entries[2].command == "/opt/c.sh `date +" && table.entries[2].isCut)
        let system = Crontab("0 2 * * * root /opt/b.sh -q\r\n", hasUsers: true)
        #expect(system.entries.map(\.user) == ["root"] && system.entries[0].command.hasPrefix("/opt/b.sh -q"))
        #expect(Crontab("0 2 * * * root\n", hasUsers: true).unread.count == 1)
    }

    @Test(arguments: [
        ("A-B=c d", ["A-B": "c d"]), ("'A B' = \"c\" ", ["A B": "c"]), ("A=\"b\" c", nil), ("A B=c", nil),
    ])
    func `names of variables are what cron takes for names`(line: String, wanted: [String: String]?) {
        let table = Crontab("\(line)\n0 2 * * * true\n", hasUsers: false)
        #expect(table.entries.first?.variables == wanted ?? [:] && table.unread.count == (wanted == nil ? 1 : 0))
    }

    private func words(_ line: String) -> [CommandWords] {
        CommandWords.read(line, home: "/root").flatMap { $0.unwrapped(home: "/root") }
    }

    @Test func `commands are read as a shell reads them`() throws {
        let plain = try #require(words("/opt/b.sh --quiet >> /var/log/b.log 2>&1").first)
        #expect(plain.words == ["/opt/b.sh", "--quiet"] && plain.errorsGoToFile && !plain.errorsAreLost)
        #expect(words("/opt/b.sh >/dev/null 2>&1").first?.errorsAreLost == true)
        #expect(words("/opt/b.sh 2>&1 >/dev/null").first?.errorsAreLost == false)
        #expect(words("/opt/b.sh &>/dev/null").first?.errorsAreLost == true)
        #expect(words("/opt/b.sh >/dev/null").first?.errorsAreLost == false)
        let moved = words("cd /opt/m && ./scripts/backup/backup.sh --type full; echo done")
        #expect(moved.map(\.words) == [["./scripts/backup/backup.sh", "--type", "full"], ["echo", "done"]])
        #expect(moved.first?.folder == "/opt/m")
        let set = try #require(words("BACKUP_ROOT=/mnt A='b c' nice -n 19 ionice -c3 /opt/b.sh # nightly").first)
        #expect(set.variables == ["BACKUP_ROOT": "/mnt", "A": "b c"])
        #expect(set.words == ["nice", "-n", "19", "ionice", "-c3", "/opt/b.sh"])
        let inner = try #require(words("flock -n /tmp/l bash -lc 'cd ~/m && ./b.sh' 2>/dev/null").first)
        #expect(inner.words == ["./b.sh"] && inner.folder == "/root/m" && inner.errorsAreLost)
        #expect(inner.readsVariables)
        #expect(words(". /etc/b.env; /opt/b.sh").first?.readsVariables == true)
        #expect(words("env A=1 \"$HOME/b.sh\"").first?.words == ["env", "/root/b.sh"])
    }
}
