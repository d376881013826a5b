import GardeIO
import Synchronization
import SystemPackage

/// Reads what `pg_waldump` prints of tablespaces in a write-ahead log.
///
/// A server that replays the making of one does it where the log says, a folder outside of its own: on the live server's
/// machine in that server's files, which it empties first or writes into.
final class TablespaceRecords: Filter {
    /// Makes `pg_waldump` print these alone.
    static let words = ["-r", "Tablespace"]

    private let found = Mutex<String?>(nil)

    /// Where the log makes the first one; nil where it makes none.
    var made: String? { found.withLock { $0 } }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var lines = LineReader(input)
        while let line = try lines.next() { note(String(decoding: line, as: UTF8.self)) }
    }

    /// `… desc: CREATE 16393 "/srv/fast"`
    private func note(_ line: String) {
        let parts = line.split(separator: " desc: CREATE ", maxSplits: 1)
        guard parts.count == 2 else { return }
        let place = parts[1].split(separator: "\"").last ?? parts[1]
        found.withLock { $0 = $0 ?? String(place) }
    }
}
