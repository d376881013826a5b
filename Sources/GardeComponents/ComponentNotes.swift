package import GardeCore
package import GardeWords
import GardeIO
import Synchronization

/// Gathers what a component has to say while it is saved.
package final class ComponentNotes: Sendable {
    package struct State: Sendable {
        /// What it lacks.
        package var lacks: [Failure] = []
        /// What was asked for beside it, and was not possible.
        package var undone: [Failure] = []
        package var lineage: Lineage?
        /// Where its write-ahead log stood.
        package var wal: WALPosition?
        /// Where the data stood that was saved, as the next run can ask again.
        package var mark: String?
        /// Nothing was stored, as nothing has changed.
        package var isUnchanged = false
        /// Files of the last run, and of this one.
        package var shrank: (from: Int, to: Int)?
        /// The same in bytes, of what is kept elsewhere.
        package var shrankElsewhere: (from: Int, to: Int)?
        /// Tables of which the recipe leaves the rows out.
        package var withoutRows: [String] = []
        /// Why there is nothing to save, where that is so.
        package var nothing: Text?
    }

    private let state = Mutex(State())

    package init() {}

    package var current: State { state.withLock { $0 } }

    func lacks(_ failure: Failure) { state.withLock { $0.lacks.append(failure) } }
    func leavesUndone(_ failure: Failure) { state.withLock { $0.undone.append(failure) } }
    func descends(from lineage: Lineage) { state.withLock { $0.lineage = lineage } }
    func stands(at position: WALPosition) { state.withLock { $0.wal = position } }
    func stands(at mark: String) { state.withLock { $0.mark = mark } }
    func isUnchanged() { state.withLock { $0.isUnchanged = true } }
    func leavesRowsOut(of tables: [String]) { state.withLock { $0.withoutRows = tables } }
    func holdsNothing(_ what: Text) { state.withLock { $0.nothing = what } }
    func shrank(from last: Int, to now: Int) { state.withLock { $0.shrank = (last, now) } }
    func shrankElsewhere(from last: Int, to now: Int) { state.withLock { $0.shrankElsewhere = (last, now) } }
}
