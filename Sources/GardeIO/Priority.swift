internal import CGarde
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Gives the calling thread the priority (nice(1)) that this program was started with, or a lower one that was set since.
///
/// libdispatch gives each thread one of its own, by what it works for: a program that is called by `nice` would work, and
/// start its children, as if it had not been.
func takeOwnPriority() {
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, ownPriority.load(ordering: .relaxed))
}

/// From here on this program and what it starts have that priority, unless it was lower already.
package func beNice(_ nice: Int) {
    let nice = max(ownPriority.load(ordering: .relaxed), CInt(nice))
    ownPriority.store(nice, ordering: .relaxed)
    takeOwnPriority()
    // One that somebody else began, such as a terminal's shell, is theirs.
    if getsid(0) == getpid() { niceSession(of: getpid()) }
}

/// Whether others come first.
var isNice: Bool { ownPriority.load(ordering: .relaxed) > 0 }

/// Gives the session of a process that priority too, where the kernel lets it.
///
/// Linux shares processors out among sessions, and a nice value counts among the processes of one alone, unless the
/// session has one as well (sched(7), "The autogroup feature").
func niceSession(of process: pid_t) {
    let nice = ownPriority.load(ordering: .relaxed)
    guard nice > 0, let file = try? FileDescriptor.open("/proc/\(process)/autogroup", .writeOnly) else { return }
    _ = try? file.closeAfter { try file.writeAll("\(nice)".utf8) }
}

/// That of the first thread, which libdispatch leaves alone.
private let ownPriority = Atomic<CInt>(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(getpid())))

/// The processors that this program may use: those that are online, less what taskset(1), a container or `useCores` says.
package func usableCores() -> Int { max(1, ownCores().count) }

/// From here on this program, and what it starts, uses `count` processors at most: the last ones, as the first have the
/// machine's own work.
package func useCores(_ count: Int) {
    let cores = ownCores()
    guard count < cores.count else { return }
    var set = [UInt8](repeating: 0, count: setSize)
    for core in cores.suffix(count) { set[core / 8] |= 1 << (core % 8) }
    // Twice: a thread may have been started meanwhile by one that had not been told yet.
    for _ in 1...2 {
        for thread in (try? Folder.open("/proc/self/task").entries()) ?? [] {
            guard let id = CInt(String(decoding: thread.name, as: UTF8.self)) else { continue }
            _ = sched_setaffinity(id, UInt(set.count), set)
        }
    }
}

private func ownCores() -> [Int] {
    var set = [UInt8](repeating: 0, count: setSize)
    guard sched_getaffinity(0, UInt(set.count), &set) >= 0 else { return [0] }
    return (0..<8 * set.count).filter { set[$0 / 8] & 1 << ($0 % 8) != 0 }
}

/// Bytes of a set of processors, a bit each: 8,192 of them.
private let setSize = 1024
