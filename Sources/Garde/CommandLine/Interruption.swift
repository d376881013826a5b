import Dispatch
import GardeCore
import GardeEngine
import GardeIO
import GardeWords
import Glibc
import Synchronization
import UnixSignals

/// A run that TERM, INT or HUP ends: what is said of it, and how long it may take.
///
/// A signal cancels the work. Whoever does not come to an end is named a second later, and the next signal ends the process;
/// so does `patience`. Before either, the run is written down as ended.
final class Interruption: Sendable {
    private struct State: Sendable {
        var signal: CInt = 0
        /// Whoever watches knows what is waited for, and what one more signal does.
        var isSaid = false
        var isCutOff = false
        /// What is told of a run that is cut off.
        var telling: Task<Void, Never>?
    }

    private let console: Console
    private let watch: RunWatch?
    /// Seconds that the work has to leave everything as it was.
    private let patience: Double
    private let state = Mutex(State())

    init(_ console: Console, _ watch: RunWatch?, patience: Double) {
        (self.console, self.watch, self.patience) = (console, watch, patience)
    }

    /// What a run says that came to its end by the signal.
    var ended: Failure { Failure("usage.ended", ["signal": signal]) }

    /// Runs `work`, until a signal cancels it.
    func guarding(_ work: @escaping @Sendable () async -> ExitCode) async -> ExitCode {
        let signals = await UnixSignalsSequence(trapping: Self.trapped)
        return await withTaskGroup(of: Ended.self) { group in
            group.addTask { .ran(await work()) }
            group.addTask {
                for await signal in signals { return .signal(signal.rawValue) }
                return .signal(SIGTERM)
            }
            let first = await group.next()
            if case .signal(let number) = first { state.withLock { $0.signal = number } }
            group.cancelAll()
            guard case .signal(let number) = first else { return first.code }
            limit(number)
            Task.detached { await self.hearMore(number) }
            await group.waitForAll()
            await state.withLock { $0.telling }?.value
            return .signal(number)
        }
    }

    private static var trapped: [UnixSignal] { [.sigterm, .sigint] + Process.hangUp }

    /// By threads of its own: what hangs may hold those that tasks run on.
    private func limit(_ number: CInt) {
        let (now, queue) = (DispatchTime.now(), DispatchQueue.global())
        queue.asyncAfter(deadline: now + 1) { _ = self.say() }
        // Whoever is told has the time that is left.
        queue.asyncAfter(deadline: now + patience - 1.5) { self.cutOff(tells: true) }
        // A disk or a server that hangs must not keep a signalled run alive; the next run sweeps what is left.
        queue.asyncAfter(deadline: now + patience) { _exit(128 + number) }
    }

    private func hearMore(_ number: CInt) async {
        for await _ in await UnixSignalsSequence(trapping: Self.trapped) where !say() {
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) { _exit(128 + number) }
            DispatchQueue.global().async {
                self.cutOff(tells: false)
                _exit(128 + number)
            }
        }
    }

    // MARK: What is said

    /// False where it was said before.
    private func say() -> Bool {
        guard
            state.withLock({ state in
                defer { state.isSaid = true }
                return !state.isSaid
            })
        else { return false }
        console.warning(.waits(for: console.atWork, signal, .seconds(Int(patience))))
        return true
    }

    private func cutOff(tells: Bool) {
        guard
            state.withLock({ state in
                defer { state.isCutOff = true }
                return !state.isCutOff
            })
        else { return }
        let failure = Failure.cutOff(signal, console.atWork)
        guard let watch else { return console.error(failure) }
        guard let news = watch.cutOff(by: failure, console), tells else { return }
        state.withLock { $0.telling = Task.detached { [console] in await watch.tells(news, console) } }
    }

    /// As whoever sent it knows it.
    private var signal: String {
        switch state.withLock({ $0.signal }) {
        case SIGINT: "Ctrl-C (SIGINT)"
        case SIGHUP: "SIGHUP"
        default: "SIGTERM"
        }
    }
}

/// How a run and the wait for signals came out.
private enum Ended: Sendable {
    case ran(ExitCode)
    case signal(CInt)
}

extension Ended? {
    fileprivate var code: ExitCode { if case .ran(let code) = self { code } else { .failed } }
}

extension Text {
    fileprivate static func waits(for names: [String], _ signal: String, _ limit: Duration) -> Text {
        guard !names.isEmpty else { return Text("usage.ends-by-itself") }
        return Text("usage.waits-for", ["signal": signal, "list": names.joined(separator: ", "), "limit": limit])
    }
}

extension Failure {
    fileprivate static func cutOff(_ signal: String, _ names: [String]) -> Failure {
        let list = names.isEmpty ? nil : names.joined(separator: ", ")
        return Failure("usage.cut-off", ["signal": signal, "list": list])
    }
}
