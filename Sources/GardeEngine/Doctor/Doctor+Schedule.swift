import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Doctor {
    /// Who calls this program when nobody does, and whether that does what its owner thinks.
    func scheduleCheckup() async -> Checkup {
        let own = OwnProgram(
            root: realPath(root), recipe: recipe.name, program: programPath(), isRooted: recipe.root != nil)
        let schedules = await Schedules.look(places, own)
        var checkup = Checkup(.schedule)
        for failure in schedules.findings { checkup.error(failure) }
        let checks = schedules.calls.map { CallCheck($0, self) }
        let backups = checks.filter(\.isBackup)
        for check in checks { check.look(&checkup) }
        if backups.isEmpty, schedules.findings.isEmpty {
            checkup.warning(
                Failure("doctor.cron-none", ["user": userName(), "command": typed.line("schedule")]))
        }
        lookAtOwnBeats(backups, &checkup)
        lookAtPauses(backups, &checkup)
        lookAtOverlaps(backups, &checkup)
        let isOfCron = schedules.calls.contains { $0.keeper != .timer }
        let daemons = Schedules.otherDaemons.union(["cron", "anacron"])
        if isOfCron, runningPrograms(places.processes).isDisjoint(with: daemons) {
            checkup.error(Failure("doctor.cron-stopped"))
        }
        return checkup
    }

    /// Each run of the recipe's own schedule, where anything runs.
    private func lookAtOwnBeats(_ backups: [CallCheck], _ checkup: inout Checkup) {
        guard !backups.isEmpty else { return }
        for beat in recipe.beats.compactMap(\.self) where !backups.contains(where: { $0.makes(beat) }) {
            checkup.warning(
                Failure(
                    "doctor.cron-not-the-recipes",
                    ["cron": beat.beat.cron, "words": beat.words, "command": typed.line("schedule")]))
        }
    }

    /// What is lost at worst is a pause between two runs, and a run.
    private func lookAtPauses(_ backups: [CallCheck], _ checkup: inout Checkup) {
        let good = backups.filter { $0.call.schedules != nil }
        guard !good.isEmpty, good.count == backups.count else { return }
        let limit = (recipe.objectives ?? .standard).rpo.seconds
        let runs = History(settings.backupRoot, of: identity).backups.prefix(20)
        let took = runs.map { $0.backup.durationSeconds }.max() ?? 0
        // Components of the same lines are told together.
        let groups = Dictionary(grouping: chosen) { source in good.map { $0.saves(source) } }
        for (saves, sources) in groups.sorted(by: { $0.value[0].name < $1.value[0].name }) {
            let names = sources.map(\.name).joined(separator: ", ")
            let schedules = zip(good, saves).filter(\.1).flatMap { $0.0.call.schedules ?? [] }
            guard !schedules.isEmpty else {
                checkup.error(Failure("doctor.cron-leaves-out", ["name": names]))
                continue
            }
            guard let pause = schedules.longestPause(from: LocalTime.now().day) else {
                checkup.error(Failure("doctor.cron-seldom", ["name": names, "command": typed.line("schedule")]))
                continue
            }
            let facts: [String: any Sayable] = [
                "pause": Duration.seconds(pause * 60), "limit": Duration.seconds(limit), "name": names,
            ]
            guard pause * 60 + took > limit else {
                checkup.ok(Text("doctor.cron-keeps", facts))
                continue
            }
            let more: [String: any Sayable] = [
                "loss": Duration.seconds(pause * 60 + took), "command": typed.line("schedule"),
            ]
            checkup.error(Failure("doctor.cron-rpo", facts.merging(more) { $1 }))
        }
    }

    private func lookAtOverlaps(_ backups: [CallCheck], _ checkup: inout Checkup) {
        let today = LocalTime.now().day
        let starts = backups.map { Set(($0.call.schedules ?? []).flatMap { $0.times(from: today, days: 35) }) }
        for later in backups.indices {
            for earlier in backups[..<later].indices where !starts[earlier].isDisjoint(with: starts[later]) {
                checkup.warning(
                    Failure(
                        "doctor.cron-overlap",
                        ["one": backups[earlier].shown, "other": backups[later].shown]))
            }
        }
    }
}

/// A call looked at: with the settings that it will have.
struct CallCheck {
    let call: ScheduledCall
    private let doctor: Doctor
    private let arguments: Arguments
    /// Nil where the variables that it has are not known.
    private let settings: Settings?

    init(_ call: ScheduledCall, _ doctor: Doctor) {
        (self.call, self.doctor) = (call, doctor)
        let words = call.isIndirect ? [] : call.program.arguments
        arguments = Arguments(words, program: call.program.typed)
        let environment = call.variables.merging(call.command.variables) { $1 }
        let isKnown = !call.isIndirect && !call.readsVariables && !call.program.readsSettings
        settings =
            isKnown
            ? Settings(
                arguments: arguments, environment: environment,
                envFile: DotEnv(in: doctor.root.string, environment: environment), recipe: doctor.recipe,
                root: doctor.root.string) : nil
    }

    var isBackup: Bool {
        call.isIndirect || arguments.role == .backup && !arguments.isBare && settings?[.isDryRun] != true
    }

    /// It looks at backups, and people are to hear what it finds.
    private var isLook: Bool { !call.isIndirect && Set<Role>.finding.contains(arguments.role) }

    /// The line as a person finds it.
    var shown: String {
        call.keeper == .script
            ? call.place : "\(shownLine(call.line, isCrontab: call.keeper != .timer)) (\(call.place))"
    }

    func saves(_ source: Source) -> Bool { settings?.isChosen(source, "BACKUP") ?? true }

    /// Whether it is that run of the recipe's own schedule, as far as its settings are known.
    func makes(_ beat: BackupBeat) -> Bool {
        let fields = beat.beat.cron.split(separator: " ").map(String.init)
        guard var times = call.schedules?.first, call.schedules?.count == 1 else { return false }
        times.delay = 0
        guard times == CronSchedule(fields: fields) else { return false }
        guard let settings else { return true }
        return (settings[.backupType].rawValue == "full") == beat.isFull
            && doctor.recipe.sources.allSatisfy { saves($0) == beat.saves($0) }
    }

    func look(_ checkup: inout Checkup) {
        let before = checkup.count(.error) + checkup.count(.warning)
        lookAtProgram(&checkup)
        lookAtLine(&checkup)
        lookAtSettings(&checkup)
        lookAtPath(&checkup)
        if isBackup || isLook { lookAtHearing(&checkup) }
        if call.user != userName() {
            checkup.warning(Failure("doctor.cron-other-user", with(["user": call.user, "own": userName()])))
        }
        if before == checkup.count(.error) + checkup.count(.warning) { checkup.ok(Text("doctor.cron", facts())) }
    }

    private func facts(_ more: [String: any Sayable] = [:]) -> [String: any Sayable] {
        more.merging(["line": shownLine(call.line, isCrontab: call.keeper != .timer), "place": call.place]) { $1 }
    }

    private func with(_ more: [String: any Sayable] = [:]) -> [String: (any Sayable)?] { facts(more).mapValues { $0 } }

    // MARK: What it calls

    private func lookAtProgram(_ checkup: inout Checkup) {
        let program = call.program
        guard let file = program.file else {
            let path = programCommand()
            return checkup.error(
                Failure(
                    "doctor.cron-not-found",
                    with(["name": program.typed, "path": path, "own": call.variables["PATH"] ?? ""])))
        }
        guard (try? file.stat().type) == .regular else {
            return checkup.error(Failure("doctor.cron-gone", with(["path": file])))
        }
        if !program.isRead, !isExecutable(file) {
            checkup.error(Failure("doctor.cron-not-executable", with(["path": file, "typed": shellWord(file.string)])))
        }
        if program.lacksRoot {
            checkup.error(
                Failure(
                    "doctor.cron-no-root",
                    with(["root": doctor.root.lasting, "typed": shellWord(doctor.root.lasting.string)])))
        }
    }

    private func lookAtLine(_ checkup: inout Checkup) {
        if call.isCut {
            let better = call.line.replacing("\\%", with: "%").replacing("%", with: "\\%")
            checkup.error(Failure("doctor.cron-percent", with(["better": shownLine(better)])))
        }
        if call.schedules?.contains(where: \.isEveryMinuteOfSomeHours) == true {
            checkup.warning(Failure("doctor.cron-each-minute", with()))
        }
    }

    // MARK: What it is called with

    private func lookAtSettings(_ checkup: inout Checkup) {
        if arguments.isBare, !call.isIndirect {
            return checkup.error(Failure("doctor.cron-bare", with(["name": call.program.typed])))
        }
        guard let settings, isBackup else {
            for finding in arguments.findings where !call.isIndirect {
                checkup.error(Failure("doctor.cron-refused", with(["why": finding.text])))
            }
            if isBackup { checkup.info(Text("doctor.cron-unknown", facts())) }
            return
        }
        let findings = settings.findings + doctor.recipe.findings { settings.text($0) }
        for finding in findings {
            checkup.error(Failure("doctor.cron-refused", with(["why": finding.text])))
        }
        let ours = doctor.settings
        if settings.backupRoot != ours.backupRoot {
            checkup.warning(
                Failure("doctor.cron-other-folder", with(["there": settings.backupRoot, "here": ours.backupRoot])))
        }
        let missing = lacking(settings)
        if !missing.isEmpty {
            checkup.warning(Failure("doctor.cron-lacks", with(["names": missing.joined(separator: ", ")])))
        }
        let (here, there) = (Set(ours.recipients.map(\.key)), Set(settings.recipients.map(\.key)))
        if !here.isSubset(of: there), missing.isEmpty { checkup.warning(Failure("doctor.cron-unencrypted", with())) }
        let unsent = ours.destinations.filter { !settings.destinations.contains($0) }
        if !unsent.isEmpty, missing.isEmpty {
            checkup.warning(Failure("doctor.cron-unsent", with(["urls": unsent.joined(separator: ", ")])))
        }
        if let home = ours.own("HOME"), let other = call.variables["HOME"], home != other, !here.isEmpty,
            ours.own("GNUPGHOME") == nil, call.user == userName()
        {
            checkup.warning(Failure("doctor.cron-home", with(["here": home, "there": other])))
        }
    }

    /// Variables of this call that lead to servers, keys and places, and that the line has not, or has otherwise.
    private func lacking(_ settings: Settings) -> [String] {
        let passing = ["DRY_RUN", "VERBOSE", "QUIET", "BACKUP_ROOT", "PLATFORM_ROOT", "LOCK_WAIT"]
        let known = Option.all.filter { $0.roles.contains(.backup) }.map(\.variable) + Secrets.names(doctor.recipe)
        let tools = [
            "GNUPGHOME", "DOCKER_HOST", "DOCKER_CONTEXT", "RCLONE_CONFIG", "AWS_PROFILE", "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "PGPASSFILE", "PGSERVICEFILE",
        ]
        let names = Set(known + tools + Rooms.toolVariables).subtracting(passing)
        return names.filter { name in
            guard !name.contains("*"), let here = doctor.settings.own(name) else { return false }
            // A flag of the line, or .env, may say the same.
            return settings.own(name) != here && settings.text(name) != doctor.settings.text(name)
        }.sorted()
    }

    /// The program looks in the usual folders whatever PATH is; what lies elsewhere here is not found there.
    private func lookAtPath(_ checkup: inout Checkup) {
        guard isBackup, !call.readsVariables, !call.program.readsSettings, call.keeper != .script,
            let path = call.command.variables["PATH"] ?? call.variables["PATH"]
        else { return }
        if path.contains("$") { checkup.error(Failure("doctor.cron-path-unexpanded", with(["path": path]))) }
        let usual = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        let folders = path.split(separator: ":").map { FilePath(String($0)) } + usual.map { FilePath($0) }
        let names = ["docker", "gpg", "rclone", "aws", "curl", "psql", "redis-cli", "mariadb", "sqlite3"]
        for name in names {
            guard let here = findProgram(name), !folders.contains(where: { isExecutable($0.appending(name)) }) else {
                continue
            }
            let folder = here.removingLastComponent()
            let better = (["PATH=" + path] + [folder.string]).joined(separator: ":")
            checkup.warning(Failure("doctor.cron-path", with(["name": name, "folder": folder, "better": better])))
        }
    }

    // MARK: Who hears of an error

    private func lookAtHearing(_ checkup: inout Checkup) {
        let tells = isBackup || arguments.given["--tell"] != nil
        let known = settings?.addressees(doctor.recipe) ?? doctor.settings.addressees(doctor.recipe)
        if tells, known.contains(where: { isBackup || $0.hearsFindings }) { return }
        // Where nobody is to be told, that is said of the platform.
        guard let silence, !(tells && call.keeper == .timer && known.isEmpty) else { return }
        let facts = with(["why": silence, "role": arguments.role.rawValue, "service": call.service ?? ""])
        guard !tells else { return checkup.warning(Failure("doctor.cron-silent", facts)) }
        let isTimer = call.service != nil
        checkup.warning(isTimer ? Failure("doctor.timer-untold", facts) : Failure("doctor.cron-untold", facts))
    }

    /// Why what it writes reaches nobody.
    private var silence: Text? {
        if call.keeper == .timer { return isBackup || call.hasOnFailure ? nil : Text("doctor.silent-journal") }
        if call.command.errorsAreLost { return Text("doctor.silent-null") }
        if call.command.errorsGoToFile { return Text("doctor.silent-file") }
        if call.mailTo == "" { return Text("doctor.silent-mailto") }
        return findProgram("sendmail") == nil ? Text("doctor.silent-sendmail") : nil
    }
}
