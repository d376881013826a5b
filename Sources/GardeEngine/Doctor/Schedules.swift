import GardeCore
import GardeIO
import GardeWords
package import SystemPackage

/// Where calls are kept that nobody types.
package struct SchedulePlaces: Sendable {
    package var crontab: FilePath = "/etc/crontab"
    package var folder: FilePath = "/etc/cron.d"
    package var spools: [FilePath] = ["/var/spool/cron/crontabs", "/var/spool/cron"]
    /// Folders whose scripts run at times of the system's.
    package var scripts: [(folder: FilePath, fields: String)] = [
        ("/etc/cron.hourly", "17 * * * *"), ("/etc/cron.daily", "25 6 * * *"), ("/etc/cron.weekly", "47 6 * * 7"),
        ("/etc/cron.monthly", "52 6 1 * *"),
    ]
    package var units: [FilePath] = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system"]
    /// What is there where systemd runs.
    package var systemd: FilePath = "/run/systemd/system"
    package var processes: FilePath = "/proc"

    package init() {}
}

/// All calls of this program for this platform that cron and systemd make.
struct Schedules: Sendable {
    private(set) var calls: [ScheduledCall] = []
    /// What keeps cron from a line of ours.
    private(set) var findings: [Failure] = []

    /// Timers of ours that nobody enabled.
    private var idle: [String] = []

    private let places: SchedulePlaces
    private let own: OwnProgram

    static func look(_ places: SchedulePlaces, _ own: OwnProgram) async -> Schedules {
        var found = Schedules(places: places, own: own)
        // Without cron there is no such program, and without lines it says so and fails.
        if let listed = try? await Invocation("crontab", ["-l"]).capture(timeout: .seconds(10)).whenSuccessful() {
            found.read(listed, "crontab -l", .user, of: userName())
        }
        found.readSpools()
        if let text = smallText(places.crontab) { found.read(text, places.crontab.string, .system, of: "root") }
        found.readFolder()
        found.readScripts()
        found.readTimers()
        await found.dropStopped()
        // A package brings timers and lines: who has taken the lines leaves the timers.
        if found.calls.allSatisfy({ $0.keeper == .timer }) {
            found.findings += found.idle.map { Failure("doctor.timer-off", ["name": $0]) }
        }
        return found
    }

    private init(places: SchedulePlaces, own: OwnProgram) { (self.places, self.own) = (places, own) }

    static func names(_ folder: FilePath) -> [String] {
        ((try? Folder.open(folder).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    // MARK: Crontabs

    /// Those of other users, where this one may read them.
    private mutating func readSpools() {
        for spool in places.spools {
            for name in Self.names(spool) where name != userName() && homeFolder(of: name) != nil {
                guard let text = smallText(spool.appending(name)) else { continue }
                read(text, "crontab -u \(name) -l", .user, of: name)
            }
        }
    }

    private mutating func readFolder() {
        for name in Self.names(places.folder) where name.first != "." {
            let path = places.folder.appending(name)
            guard let text = smallText(path) else { continue }
            let before = calls.count
            read(text, path.string, .system, of: "root")
            guard calls.count > before else { continue }
            if let failure = Self.refusal(of: path, name) {
                calls.removeSubrange(before...)
                findings.append(failure)
            }
        }
    }

    /// Why cron reads nothing of this file.
    private static func refusal(of path: FilePath, _ name: String) -> Failure? {
        guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }) else {
            let better = path.removingLastComponent().appending(String(name.map { $0 == "." ? "-" : $0 }))
            return Failure("doctor.cron-name", ["path": path, "better": better])
        }
        guard let facts = try? FileFacts(of: realPath(path)) else { return nil }
        return facts.owner == 0 && facts.mode & 0o022 == 0 ? nil : Failure("doctor.cron-mode", ["path": path])
    }

    private mutating func read(_ text: String, _ place: String, _ keeper: ScheduledCall.Keeper, of user: String) {
        let table = Crontab(text, hasUsers: keeper == .system)
        let before = calls.count
        for entry in table.entries { take(entry, place, keeper, entry.user ?? user) }
        for line in table.unread where isOurs(line.text) {
            findings.append(
                Failure("doctor.cron-fields", ["place": place, "number": line.number, "line": shownLine(line.text)]))
        }
        guard calls.count > before, let fault = fault(of: table, place, keeper) else { return }
        calls.removeSubrange(before...)
        findings.append(fault)
    }

    /// Why Debian's cron leaves out all lines of it, whoever wrote the faulty one; the command `crontab` takes no such
    /// line into a user's own.
    private func fault(of table: Crontab, _ place: String, _ keeper: ScheduledCall.Keeper) -> Failure? {
        if let last = table.unended {
            return Failure("doctor.cron-newline", ["place": place, "line": shownLine(last.text)])
        }
        guard keeper == .system, isOfDebian else { return nil }
        let strangers = table.entries.filter { homeFolder(of: $0.user ?? "") == nil }
        let faults =
            table.unread.map { ($0, Text("doctor.line-unread")) }
            + strangers.map { ($0.line, Text("doctor.line-no-user", ["word": shownLine($0.user ?? "")])) }
        return faults.min { $0.0.number < $1.0.number }.map { line, why in
            Failure(
                "doctor.cron-spoiled",
                ["place": place, "number": line.number, "why": why, "line": shownLine(line.text)])
        }
    }

    /// Others' than Debian's own, by their programs.
    static let otherDaemons: Set = ["crond", "fcron", "dcron", "systemd-cron", "cronie", "bcron-sched"]

    /// Whether a faulty line takes the others with it, as others' cron do not have it.
    private var isOfDebian: Bool {
        let running = runningPrograms(places.processes)
        return running.contains("cron")
            || running.isDisjoint(with: Self.otherDaemons)
    }

    /// A line that cannot be read as one, and names us.
    private func isOurs(_ text: String) -> Bool {
        text.contains(own.launcher.string) || text.contains(own.program.string) || text.contains(own.root.string)
    }

    private mutating func take(
        _ entry: Crontab.Entry, _ place: String, _ keeper: ScheduledCall.Keeper, _ user: String
    ) {
        guard keeper != .system || homeFolder(of: user) != nil else {
            // The first word of the command stands where the user belongs.
            let text = "\(user) \(entry.command)"
            if isOurs(text) || user.hasSuffix("backup.sh") && isOurs(entry.line.text) {
                let (number, word) = (entry.line.number, shownLine(user))
                findings.append(Failure("doctor.cron-no-user", ["place": place, "number": number, "word": word]))
            }
            return
        }
        let home = entry.variables["HOME"] ?? homeFolder(of: user) ?? "/"
        let path = entry.variables["PATH"] ?? "/usr/bin:/bin"
        let all = CommandWords.read(entry.command, home: home).flatMap { $0.unwrapped(home: home) }
        for command in all {
            if keeper == .user, let first = command.words.first, homeFolder(of: first) != nil,
                let second = command.words.dropFirst().first, isOurs(second)
            {
                let number = entry.line.number
                findings.append(Failure("doctor.cron-user", ["place": place, "number": number, "word": first]))
                return
            }
            guard let program = own.call(command, home: home, path: command.variables["PATH"] ?? path, entry.variables)
            else { continue }
            calls.append(
                ScheduledCall(
                    keeper: keeper, place: place, line: entry.line.text, schedules: [entry.schedule], user: user,
                    variables: ["HOME": home, "PATH": path, "LOGNAME": user, "USER": user].merging(entry.variables) {
                        $1
                    },
                    command: command, program: program, isCut: entry.isCut, mailTo: entry.variables["MAILTO"],
                    readsVariables: all.contains(where: \.readsVariables)))
            return
        }
    }

    // MARK: Scripts

    private mutating func readScripts() {
        for (folder, fields) in places.scripts {
            for name in Self.names(folder) where name.first != "." {
                let path = folder.appending(name)
                guard let text = smallText(path), own.isCalled(in: text) else { continue }
                let isNamedRight = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
                guard isNamedRight, isExecutable(path) else {
                    findings.append(Failure("doctor.script-skipped", ["path": path]))
                    continue
                }
                let schedule = CronSchedule(fields: fields.split(separator: " ").map(String.init))
                let program = OwnProgram.Call(
                    typed: path.string, file: path, arguments: [], isRead: false, isIndirect: true, lacksRoot: false)
                calls.append(
                    ScheduledCall(
                        keeper: .script, place: path.string, line: path.string, schedules: schedule.map { [$0] },
                        user: "root", variables: [:], command: CommandWords(), program: program, isCut: false,
                        mailTo: nil, readsVariables: true))
            }
        }
    }

    // MARK: Timers

    private mutating func readTimers() {
        for name in Set(places.units.flatMap(Self.names)).sorted() where name.hasSuffix(".timer") {
            if let timer = UnitFile(named: name, in: places.units) { take(timer, name) }
        }
    }

    /// A timer that is enabled and was not started waits for the next start of the machine.
    private mutating func dropStopped() async {
        let names = Set(calls.filter { $0.keeper == .timer }.map(\.place)).sorted()
        guard !names.isEmpty, (try? FileFacts(of: places.systemd)) != nil,
            let told = try? await Invocation("systemctl", ["is-active"] + names).capture(timeout: .seconds(10))
        else { return }
        let states = told.output.split(separator: "\n")
        let stopped = zip(names, states).filter { ["inactive", "failed"].contains($1) }.map(\.0)
        calls.removeAll { $0.keeper == .timer && stopped.contains($0.place) }
        findings += stopped.map { Failure("doctor.timer-stopped", ["name": $0]) }
    }

    private mutating func take(_ timer: UnitFile, _ name: String) {
        let service = timer.last("Unit") ?? "\(name.dropLast(".timer".count)).service"
        guard let unit = UnitFile(named: service, in: places.units) else { return }
        let user = unit.last("User") ?? "root"
        let home = homeFolder(of: user) ?? "/"
        let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        for command in unit.commands(home: home).flatMap({ $0.unwrapped(home: home) }) {
            guard let program = own.call(command, home: home, path: command.variables["PATH"] ?? path) else { continue }
            let wanted = places.units.contains {
                (try? FileFacts(of: $0.pushing("timers.target.wants").appending(name))) != nil
            }
            guard wanted else {
                idle.append(name)
                return
            }
            calls.append(
                ScheduledCall(
                    keeper: .timer, place: name, line: command.words.joined(separator: " "),
                    schedules: timer.schedules, user: user,
                    variables: ["HOME": home, "PATH": path], command: command, program: program, isCut: false,
                    mailTo: nil,
                    readsVariables: !unit.all("EnvironmentFile").isEmpty, service: service,
                    hasOnFailure: !unit.all("OnFailure").isEmpty))
            return
        }
    }
}
