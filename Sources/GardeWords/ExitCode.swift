/// How a run ended, for scripts and cron. An unknown code is a failure.
package enum ExitCode: Sendable, Hashable {
    /// All that was asked for is done.
    case done
    /// Failed or refused: usage, cancelled, nothing saved or restored.
    case failed
    /// A backup is committed, or everything restored, but for something that was asked for and is named.
    case incomplete
    /// Another run holds the lock.
    case locked
    /// Ended by this signal.
    case signal(CInt)

    /// What the process exits with.
    package var status: CInt {
        switch self {
        case .done: 0
        case .failed: 1
        case .incomplete: 3
        case .locked: 75
        case .signal(let number): 128 + number
        }
    }
}
