import Dispatch
internal import Glibc
package import SystemPackage

/// One step that bytes pass through; it may block, since it runs on a thread of its own.
package protocol Filter: Sendable {
    /// Reads `input` to its end and writes `output`; the pipeline closes both.
    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws
}

/// Joins filters by kernel pipes, as a shell does: bounded, blocking, and a filter that ends early ends the others.
///
/// The first filter reads `/dev/null`; `sink` stays open. Throws what the first failing filter threw. A filter that
/// merely lost its reader is asked only when nobody else has a reason.
package func pipeline(_ filters: [any Filter], into sink: FileDescriptor) async throws {
    brokenPipesAreErrors
    var input = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
    try await withThrowingTaskGroup(of: Bool.self) { stages in
        for (position, filter) in filters.enumerated() {
            let (next, output) =
                position + 1 == filters.count ? (input, try sink.sibling()) : try FileDescriptor.widePipe()
            stages.addTask(executorPreference: OwnThread()) { [input] in
                defer { try? output.close() }
                defer { try? input.close() }
                do { try await filter.run(input, output) } catch Errno.brokenPipe { return false }
                return true
            }
            input = next
        }
        var whole = true
        for try await wasRead in stages { whole = whole && wasRead }  // waitForAll() would let the others run on
        guard whole else { throw Errno.brokenPipe }
    }
}

/// A write to a pipe that nobody reads is an error to handle, not the end of the process.
private let brokenPipesAreErrors: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

extension FileDescriptor {
    /// A second descriptor of the same open file, closed in children.
    fileprivate func sibling() throws -> FileDescriptor {
        let copy = fcntl(rawValue, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: copy)
    }
}

/// Gives blocking work a thread of its own, outside Swift's pool of one thread a core.
package final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "stage")

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
