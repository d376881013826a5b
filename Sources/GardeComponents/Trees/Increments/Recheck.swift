import GardeCore
/// Which messages are looked at although a listing shows nothing new of them: a share in every run, so that each has its
/// turn once in a period.
///
/// A message's turn comes at a second of the period that follows from its inode number, so nothing need be kept of who
/// had it, and a run looks at as many as belong to the time since its parent.
struct Recheck: Sendable {
    private let start: Int
    private let span: Int
    private let period: Int

    /// Everything.
    static let all = Recheck(since: 0, until: 1, period: 1)

    /// Of those whose turn came from one second since 1970 to another; `period` in seconds.
    init(since start: Int, until end: Int, period: Int) {
        self.period = max(1, period)
        (self.start, span) = (start % self.period, min(max(0, end - start), self.period))
    }

    func includes(_ inode: UInt64) -> Bool {
        guard span > 0 else { return false }
        let turn = Int(mixed([inode]) % UInt64(period))
        return (turn + period - start) % period < span
    }
}
