internal import Dispatch
internal import Glibc
internal import SystemPackage

/// Small files of a folder, brought from a cold disk several at a time before their turn comes.
///
/// Only while reading waits for the disk, which the kernel counts for each thread: what is in memory is not asked for twice.
package final class ReadAhead {
    private static let batch = 16
    /// Batches on their way.
    private static let ahead = 4
    private static let queues = (0..<ahead).map { DispatchQueue(label: "read ahead \($0)") }
    /// Of one file.
    private static let most = 1 << 20

    private let folder: Folder
    private let names: NameList
    private var asked = 0
    /// Blocks that were read for it from the disk.
    private let brought = Meter()
    private var seen = blocksRead()

    package init(_ folder: Folder, _ names: NameList) { (self.folder, self.names) = (folder, names) }

    /// Who reads them has come to this one.
    package func reach(_ place: Int) {
        guard place.isMultiple(of: Self.batch), waits() else { return }
        let end = min(place + Self.batch * (1 + Self.ahead), names.count)
        asked = max(asked, place + Self.batch)
        while asked < end {
            let places = asked..<min(asked + Self.batch, end)
            let batch = places.filter { names.kind($0) == .file }.map { names.name($0) }
            Self.queues[asked / Self.batch % Self.ahead].async { [folder, brought] in
                takeOwnPriority()
                let before = blocksRead()
                for name in batch { Self.bring(name, of: folder) }
                brought.add(blocksRead() - before)
            }
            asked += Self.batch
        }
    }

    private func waits() -> Bool {
        let now = blocksRead() + brought.bytes
        defer { seen = now }
        return now > seen
    }

    private static func bring(_ name: [UInt8], of folder: Folder) {
        guard let file = try? folder.file(name) else { return }
        _ = posix_fadvise(file.rawValue, 0, off_t(most), POSIX_FADV_WILLNEED)
        try? file.close()
    }
}

/// Blocks that the calling thread has had the disk read so far.
private func blocksRead() -> Int {
    var usage = rusage()
    // RUSAGE_THREAD, which Glibc's module leaves out.
    getrusage(__rusage_who_t(1), &usage)
    return usage.ru_inblock
}
