import GardeNotifiers
import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
import Synchronization
package import SystemPackage

/// Follows a run of backup.sh from outside: writes down how it went, and tells whoever wants to know.
package final class RunWatch: Sendable {
    private struct State: Sendable {
        /// Once it has the lock.
        var began: ContinuousClock.Instant?
        /// The run before did not go well.
        var wasBad = false
        /// Who was not reached the last time, and why.
        var untold: [String: String] = [:]
        var manifest: Manifest?
        /// Others of this platform may have begun since, and ended.
        var sends = false
        /// How it came out is written down, and told.
        var hasEnded = false
    }

    private let recipe: Recipe
    private let settings: Settings
    /// Nil where no platform was found.
    private let root: FilePath?
    private let backupRoot: FilePath
    private let own: Identity
    private let isIncremental: Bool
    private let addressees: [Addressee]
    private let discretion: Discretion
    private let started = LocalTime.now()
    private let created = ContinuousClock.now
    private let state = Mutex(State())

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath?) {
        (self.recipe, self.settings, self.root) = (recipe, settings, root)
        backupRoot = settings.backupRoot
        own = root.map { Identity($0, recipe.name) } ?? Identity(platform: "", recipe: recipe.name)
        isIncremental = settings[.backupType] == .incremental
        addressees = settings.addressees(recipe)
        discretion = Discretion(recipe, settings, root: root)
    }

    /// The run has the lock.
    func begins(_ console: any Reporter) async {
        let last = RunRecord(own, in: backupRoot)
        // One without an end was killed, unless it sends copies still.
        let isSending = RunLock.sender(backupRoot, .own(own)) != nil
        let hadBadEnd = last.map { last in last.runEnd.map { $0 != .done } ?? !(isSending && last.sends == true) }
        // Copies that wait are of a run that was told as incomplete, or on their way.
        let wasBad = hadBadEnd == true || (!isSending && RemoteRecord(backupRoot, of: own).isWaiting)
        state.withLock { ($0.began, $0.wasBad, $0.untold) = (.now, wasBad, last?.untold ?? [:]) }
        try? record().write(own, in: backupRoot)
        let switches = addressees.filter(\.hearsAll)
        let message = Message(.start, subject: "\(recipe.name) \(hostName())", lines: [], json: .null)
        await Messenger(console: console, discretion: discretion).send(message, to: switches, .short)
    }

    /// The backup exists.
    func committed(_ manifest: Manifest) { state.withLock { $0.manifest = manifest } }

    /// From now on it may go on without the lock.
    func sends() {
        state.withLock { $0.sends = true }
        try? record().write(own, in: backupRoot)
    }

    /// The last act of a run, whatever became of it; nothing in here can change that any more.
    package func ends(_ code: ExitCode, _ console: any Reporter) async {
        guard isFirstEnd() else { return }
        let end = Task.isCancelled ? .ended : RunEnd(code)
        let news = news(end, console)
        // Once for the metrics, and once more with who was not reached.
        if end != .locked { record(news) }
        defer { if end != .locked { record(news) } }
        guard end == .ended else {
            if end != .locked { await writeMetrics(console) }
            return await tell(news, console, .usual)
        }
        await withoutCancellation {
            async let metrics: Void? = try? within(.seconds(1)) { await self.writeMetrics(console) }
            await self.tell(news, console, .shortest)
            _ = await metrics
        }
    }

    /// Of a run that was ended and does not come to its end in time: it is said, and written down at once. Nil for one
    /// that has come to its end.
    package func cutOff(by failure: Failure, _ console: any Reporter) -> RunNews? {
        guard isFirstEnd() else { return nil }
        console.error(failure)
        let news = news(.ended, console)
        record(news)
        return news
    }

    /// Tells what was cut off, in the little time that is left.
    package func tells(_ news: RunNews, _ console: any Reporter) async {
        await tell(news, console, .shortest)
        record(news)
    }

    private func isFirstEnd() -> Bool {
        state.withLock { state in
            defer { state.hasEnded = true }
            return !state.hasEnded
        }
    }

    private func writeMetrics(_ console: any Reporter) async {
        guard let file = settings[.metricsFile], let root else { return }
        // What this run leaves out is no less overdue for that.
        var settings = settings
        settings.choice = ComponentChoice()
        let health = await Health.look(recipe, settings, root: root, console: console)
        do { try Metrics(health).write(to: root.pushing(FilePath(file))) } catch {
            console.warning(.metricsNotWritten(file, Failure(describing: error).line(console.language)))
        }
    }

    private func tell(_ news: RunNews, _ console: any Reporter, _ patience: Messenger.Patience) async {
        let event: Message.Event = news.end == .done ? .success : .failure
        let message = Message(event, subject: news.subject, lines: news.lines, json: news.json)
        // Another run holds the lock: the switch hears from that one.
        let told = addressees.filter { addressee in
            addressee.hearsAll ? news.end != .locked : !addressee.wanted.isDisjoint(with: news.outcomes)
        }
        let messenger = Messenger(console: console, discretion: discretion)
        let failed = await messenger.send(message, to: told, patience)
        let untold = Dictionary(failed.map { ($0.0.name, $0.why) }) { $1 }
        let reached = Set(told.map(\.name)).subtracting(untold.keys)
        state.withLock { state in
            state.untold.merge(untold) { $1 }
            state.untold = state.untold.filter { !reached.contains($0.key) }
        }
    }

    private func news(_ end: RunEnd, _ console: any Reporter) -> RunNews {
        let (state, language) = (state.withLock { $0 }, console.language)
        let log = backupRoot.appending("backup.log")
        let failures = { [discretion] (language: Language) in console.failures.map { discretion($0, language) } }
        return RunNews(
            end: end, recipe: recipe.name, host: hostName(), platform: root?.string, started: started,
            took: .now - (state.began ?? created), manifest: state.manifest,
            isIncrement: state.manifest.map { $0.backup.type == "incremental" } ?? isIncremental,
            isRecovery: end == .done && state.wasBad && !RemoteRecord(backupRoot, of: own).isWaiting,
            failures: failures(language),
            warnings: console.warnings.map { discretion($0[language]) },
            next: root.map { settings.typed($0).again(CommandLine.arguments) },
            log: (try? log.stat()) == nil ? nil : log.string, language: language,
            translated: [.english: failures(.english), .french: failures(.french)],
            failureIDs: console.failures.map(\.id))
    }

    private func record() -> RunRecord {
        var record = RunRecord(started: started)
        let (untold, sends) = state.withLock { ($0.untold, $0.sends) }
        (record.pid, record.sends) = (Int(processID()), sends ? true : nil)
        // Nobody who is no longer to be told.
        record.untold = untold.filter { name, _ in addressees.contains { $0.name == name } }
        return record
    }

    /// A run that was refused creates nothing: it leaves a record only where there is one.
    private func record(_ news: RunNews) {
        let there = RunRecord(own, in: backupRoot)
        guard state.withLock({ $0.began }) != nil || there != nil else { return }
        var record = record()
        // What became of a later run counts; who was not reached is told by it too.
        if state.withLock(\.sends), var later = there, (later.started, later.pid) != (record.started, record.pid) {
            guard let untold = record.untold, !untold.isEmpty, later.end != nil else { return }
            later.untold = untold.merging(later.untold ?? [:]) { $1 }
            try? later.write(own, in: backupRoot)
            return
        }
        (record.ended, record.end) = (LocalTime.now().iso8601, news.end.rawValue)
        (record.durationSeconds, record.backup) = (Int(news.took.components.seconds), news.manifest?.backup.id)
        record.failures = news.failures
        (record.english, record.french) = (news.translated[.english], news.translated[.french])
        // What was refused before it began will be refused again.
        if state.withLock({ $0.began }) != nil { record.next = news.next }
        try? record.write(own, in: backupRoot)
    }
}

extension Text {
    fileprivate static func metricsNotWritten(_ file: String, _ why: String) -> Text {
        Text("notify.metrics-not-written", ["file": file, "why": why])
    }
}
