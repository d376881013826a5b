import GardeEngine
import GardeComponents
import GardeCore
package import GardeWords
package import GardeIO
internal import Synchronization
internal import SystemPackage

/// Everything that a run says goes through here: to the log, and to the people who watch.
///
/// The log gets every line with its time. A terminal gets lines without time, in colour; a redirected output gets them
/// with time. Warnings and errors go to standard error. When the run is quiet only errors reach people.
package final class Console: Reporter {
    package let language: Language
    private let manner: Manner
    private let out: Screen
    private let err: Screen
    private let clock: @Sendable () -> String
    private let state = Mutex(State())

    /// How a run speaks.
    package struct Manner: Sendable, Hashable {
        var isQuiet: Bool
        /// The log and the screen get the details too.
        var isVerbose: Bool
        /// A dry run leaves no log.
        var keepsLog: Bool
        /// Standard output is for JSON alone: what is said goes to standard error.
        var isForPrograms = false

        package init(quiet: Bool = false, verbose: Bool = false, keepsLog: Bool = true) {
            (isQuiet, isVerbose, self.keepsLog) = (quiet, verbose, keepsLog)
        }

        package init(_ settings: Settings) {
            self.init(
                // Of a file that is printed, its bytes are all that may stand on the standard output.
                quiet: settings[.isQuiet] || settings.role == .cat, verbose: settings[.isVerbose],
                keepsLog: !settings[.isDryRun])
            isForPrograms = settings[.asJSON]
        }
    }

    private struct State: ~Copyable {
        var log: LogFile?
        /// Lines said before the log was open.
        var waiting: [String] = []
        var hasComplained = false
        var warnings: [Text] = []
        /// The lines of them.
        var warned: Set<String> = []
        var failures: [Failure] = []
        var progress = Progress()
        /// What stands for a path in what is said.
        var names: [(path: String, name: String)] = []

        func named(_ text: String) -> String { names.reduce(text) { $0.replacing($1.path, with: $1.name) } }

        /// For whoever is told later, when the path may be of another place.
        func named(_ failure: Failure) -> Failure {
            guard names.contains(where: { failure.line(.english).contains($0.path) }) else { return failure }
            let text = { [names] (text: Text) in
                let named = { names.reduce(text[$0]) { $0.replacing($1.path, with: $1.name) } }
                return Text(named(.english), fr: named(.french))
            }
            return Failure(failure.id, text(failure.what), why: failure.why.map(text), fix: failure.fix.map(text))
        }
    }

    package init(
        _ language: Language, _ manner: Manner, out: Screen, err: Screen,
        clock: @escaping @Sendable () -> String = { LocalTime.now().readable }
    ) {
        (self.language, self.manner, self.out, self.err, self.clock) = (language, manner, out, err, clock)
    }

    /// Speaks to the standard output and error of this process.
    package convenience init(_ language: Language, _ manner: Manner, environment: [String: String]) {
        self.init(
            language, manner, out: Screen(.standardOutput, environment: environment),
            err: Screen(.standardError, environment: environment))
    }
}

// MARK: Saying

extension Console {
    package func error(_ failure: Failure) {
        state.withLock { state in
            let named = state.named(failure)
            if !state.failures.contains(named) { state.failures.append(named) }
        }
        say(.error, failure.text)
    }

    /// From here on `name` stands wherever this path would: what was fetched is known by where it came from.
    package func call(_ path: String, by name: String) { state.withLock { $0.names = [(path, name)] } }

    /// What failed so far, each once.
    package var failures: [Failure] { state.withLock { $0.failures } }

    /// What was warned of so far, each once.
    package var warnings: [Text] { state.withLock { $0.warnings } }

    package func repeatWarnings() {
        state.withLock { state in
            for text in state.warnings {
                let message = visible(state.named(text[language]))
                show(Line(level: .warning, time: clock(), message: message, id: text.id), &state)
            }
        }
    }

    /// Asks a person who watches, and gives the answer; nil when nobody does.
    ///
    /// Throws `CancellationError` when the run is ended while it waits.
    package func ask(_ question: Text) async throws -> String? {
        guard FileDescriptor.standardInput.isTerminal else { return nil }
        state.withLock { _ in err.write(question[language]) }
        while !FileDescriptor.standardInput.isReadable { try await Task.sleep(for: .milliseconds(100)) }
        return readLine() ?? ""
    }

    package var columns: Int? { out.isTerminal ? out.columns : nil }

    /// A line of a table that somebody asked for: to the standard output as it is, and not to the log.
    package func plain(_ line: String) {
        state.withLock { state in
            out.write(state.progress.erase())
            out.write("\(visible(line))\n")
            out.write(state.progress.draw(language, width: out.columns))
        }
    }

    package func heard(_ program: String, _ line: String) {
        say(.debug, .verbatim("\(program): \(line)"), isLogged: true)
    }

    package func say(_ level: Level, _ text: Text) { say(level, text, isLogged: level != .debug || manner.isVerbose) }

    private func say(_ level: Level, _ text: Text, isLogged: Bool) {
        state.withLock { state in
            let line = Line(
                level: level, time: clock(), message: visible(state.named(text[language])), id: text.id)
            if level == .warning {
                // What several steps of a run meet is said by the first.
                guard state.warned.insert(line.message).inserted else { return }
                state.warnings.append(text)
            }
            if isLogged { record(line, &state) }
            if level != .debug || manner.isVerbose { show(line, &state) }
        }
    }

    private func show(_ line: Line, _ state: inout State) {
        guard !manner.isQuiet || line.level == .error else { return }
        let screen = manner.isForPrograms || line.level == .warning || line.level == .error ? err : out
        out.write(state.progress.erase())
        screen.write(line.text(on: screen) + "\n")
        out.write(state.progress.draw(language, width: out.columns))
    }
}

// MARK: The log

extension Console {
    /// Opens the log and writes what was said so far; nothing in a dry run. A log that fails is a warning, no more.
    package func openLog(_ path: String) {
        guard manner.keepsLog else { return }
        state.withLock { state in
            do {
                state.log = try LogFile(path)
                for line in state.waiting { try state.log?.append(line) }
            } catch {
                complain(error, &state)
            }
            state.waiting = []
        }
    }

    private func record(_ line: Line, _ state: inout State) {
        guard manner.keepsLog else { return }
        guard state.log != nil else { return state.hasComplained ? () : state.waiting.append(line.logged) }
        do { try state.log?.append(line.logged) } catch { complain(error, &state) }
    }

    private func complain(_ error: any Error, _ state: inout State) {
        guard !state.hasComplained else { return }
        state.hasComplained = true
        let text = Text.noLog(error)
        show(Line(level: .warning, time: clock(), message: visible(text[language]), id: text.id), &state)
    }
}

// MARK: Progress

extension Console {
    /// Shows this count while `withProgress` runs, with share and time left when the total is known.
    package func track(_ name: String, _ meter: Meter, total: Int? = nil) {
        state.withLock { state in
            state.progress.add(name, meter, total: total)
            out.write(state.progress.draw(language, width: out.columns))
        }
    }

    /// The component is done; its line goes.
    package func untrack(_ name: String) {
        state.withLock { state in
            out.write(state.progress.erase())
            state.progress.remove(name)
            out.write(state.progress.draw(language, width: out.columns))
        }
    }

    /// What has a count now.
    package var atWork: [String] { state.withLock { $0.progress.names } }

    package var showsProgress: Bool { out.isTerminal && !manner.isQuiet && !manner.isForPrograms }

    /// Keeps the progress on the screen while `work` runs; on a terminal only, and never when quiet. Within another it is
    /// that one's.
    package func withProgress<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        guard showsProgress, state.withLock({ $0.progress.show() }) else { return try await work() }
        async let _: Void = keepDrawing()
        return try await work()
    }

    private func keepDrawing() async {
        while !Task.isCancelled {
            state.withLock { state in
                state.progress.measure(at: .now)
                out.write(state.progress.draw(language, width: out.columns))
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
        state.withLock { state in
            out.write(state.progress.erase())
            state.progress.isShown = false
        }
    }
}
