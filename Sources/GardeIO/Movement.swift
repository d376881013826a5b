internal import Glibc
import Synchronization
internal import SystemPackage

/// A pipeline in which no byte has moved for a while, and whom it waits for.
package struct Stall: Sendable, Hashable {
    package let time: Duration
    /// The stage that neither waits for the one before it nor for the one behind it.
    package let slow: String
    /// Its process, where it is another program.
    package let process: Int?
    /// The stages that wait, in their order.
    package let waiting: [String]
}

/// Counts the bytes that move in a pipeline, and says when none does; it ends nothing: what is slow may be at work.
package final class Movement: Sendable {
    @TaskLocal static var current: Movement?
    /// How long nothing may move before it is said; each time twice as long.
    @TaskLocal package static var patience: Duration = .seconds(300)
    /// Who is told.
    @TaskLocal package static var listener = Listener { _ in }

    /// A function by itself as a task-local value ends in a crash where the compiler specialises it (Swift 6.3, -Osize).
    package struct Listener: Sendable {
        fileprivate let hear: @Sendable (Stall) -> Void

        package init(_ hear: @escaping @Sendable (Stall) -> Void) { self.hear = hear }
    }

    private let names: [String]
    /// The reading end of the pipe before each stage but the first.
    private let pipes: [FileDescriptor]
    private let bytes = Atomic<Int>(0)
    private let children = Mutex<[pid_t: String]>([:])

    init(_ filters: [any Filter], _ pipes: [FileDescriptor]) {
        names = filters.map(\.stage)
        self.pipes = pipes
    }

    func add(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    func begins(_ program: String, _ id: pid_t) { children.withLock { $0[id] = program } }
    func ends(_ id: pid_t) { children.withLock { $0[id] = nil } }

    /// Until the task is cancelled.
    func watch() async {
        let step = Self.patience / 10
        var (last, still, next) = (total, Duration.zero, Self.patience)
        while (try? await Task.sleep(for: step)) != nil {
            let now = total
            still = now == last ? still + step : .zero
            if still == .zero { next = Self.patience }
            if still >= next {
                Self.listener.hear(stall(still))
                next *= 2
            }
            last = now
        }
    }

    /// What our own stages read, and what programs read and wrote.
    private var total: Int {
        bytes.load(ordering: .relaxed) + children.withLock { $0.keys.reduce(0) { $0 + moved(by: $1) } }
    }

    private func stall(_ time: Duration) -> Stall {
        let held = pipes.map(\.heldBytes)
        let slow = names.indices.first { stage in
            (stage == 0 || held[stage - 1].now > 0) && (stage == pipes.count || !held[stage].isFull)
        }
        let name = names[slow ?? 0]
        let process = children.withLock { $0.first { $0.value == name || $0.value.hasSuffix("/\(name)") }?.key }
        let waiting = names.indices.filter { $0 != slow ?? 0 }.map { names[$0] }
        return Stall(time: time, slow: name, process: process.map(Int.init), waiting: waiting)
    }
}

/// Bytes that a process has read and written so far, as proc(5) counts them; 0 where it may not be asked.
private func moved(by id: pid_t) -> Int {
    guard let file = try? FileDescriptor.open(FilePath("/proc/\(id)/io"), .readOnly, options: .closeOnExec) else {
        return 0
    }
    let lines = file.thenClose { String(decoding: (try? file.readAll(limit: 4096)) ?? [], as: UTF8.self) }.split(
        separator: "\n")
    return lines.prefix(2).compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
}

extension FileDescriptor {
    /// What waits in a pipe to be read; a page less than its size is full for whoever writes more.
    fileprivate var heldBytes: (now: Int, isFull: Bool) {
        var count: CInt = 0
        _ = ioctl(rawValue, UInt(FIONREAD), &count)
        let getPipeSize: CInt = 1032  // F_GETPIPE_SZ, which Glibc's module leaves out
        return (Int(count), Int(count) + 4096 > Int(fcntl(rawValue, getPipeSize)))
    }
}
