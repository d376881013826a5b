import Dispatch
internal import Glibc
package import SystemPackage

/// One step that bytes pass through; it may block, since it runs on a thread of its own.
package protocol Filter: Sendable {
    /// Reads `input` to its end and writes `output`; the pipeline closes both.
    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws

    /// What an administrator knows it by: the program, of another program.
    var stage: String { get }
}

extension Filter {
    package var stage: String { "\(type(of: self))" }
}

/// Joins filters by kernel pipes, as a shell does: bounded, blocking, and a filter that ends early ends the others.
///
/// The first filter reads `/dev/null`; `sink` stays open. Throws what the first filter in the row that failed by itself
/// threw: losing a neighbour (end of file, `EPIPE`) or being cancelled is a consequence, never the message.
package func pipeline(_ filters: [any Filter], into sink: FileDescriptor) async throws {
    brokenPipesAreErrors
    let ends = try joints(filters.count, sink)
    let movement = Movement(filters, ends.dropFirst().map(\.input))
    try await withThrowingTaskGroup(of: Outcome.self) { stages in
        stages.addTask {
            await movement.watch()
            return .watched
        }
        for (position, (filter, (input, output))) in zip(filters, ends).enumerated() {
            stages.addTask(executorPreference: OwnThread()) {
                defer { output.letGo() }
                defer { input.letGo() }
                do {
                    try await Movement.$current.withValue(movement) { try await filter.run(input, output) }
                } catch { return .failed(position, error) }
                return .ended
            }
        }
        if let reason = try await firstReason(among: &stages, count: filters.count) { throw reason }
    }
    try Task.checkCancellation()
}

/// What each stage reads and writes. All of it before any stage begins: one that began would wait for ever for a
/// neighbour that cannot be made.
private func joints(_ count: Int, _ sink: FileDescriptor) throws -> [(input: FileDescriptor, output: FileDescriptor)] {
    var open: [FileDescriptor] = []
    do {
        open.append(
            try namingRead("/dev/null") { try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec) })
        for _ in 1..<max(count, 1) {
            let pipe = try FileDescriptor.widePipe()
            open += [pipe.writeEnd, pipe.readEnd]
        }
        open.append(try sink.sibling())
    } catch {
        for descriptor in open { descriptor.letGo() }
        throw error
    }
    return stride(from: 0, to: open.count, by: 2).map { (open[$0], open[$0 + 1]) }
}

/// How a stage ended, or that the time is over which the others had to end by themselves.
private enum Outcome: Sendable {
    case ended
    case failed(Int, any Error)
    case watched
    case graceIsOver
}

/// Waits for all stages. After a failure the others have half a second to fail for reasons of their own.
private func firstReason(
    among stages: inout ThrowingTaskGroup<Outcome, any Error>, count: Int
) async throws -> (any Error)? {
    var failures: [(position: Int, error: any Error)] = []
    var running = count
    while running > 0, let outcome = try await stages.next() {
        switch outcome {
        case .ended: running -= 1
        case .watched: break
        case .graceIsOver: stages.cancelAll()
        case .failed(let position, let error):
            running -= 1
            if failures.isEmpty {
                stages.addTask {
                    try? await Task.sleep(for: .milliseconds(500))
                    return .graceIsOver
                }
            }
            failures.append((position, error))
        }
    }
    stages.cancelAll()
    let inOrder = failures.sorted { $0.position < $1.position }.map(\.error)
    return inOrder.first { !($0 is CancellationError) && ($0 as? Errno) != .brokenPipe } ?? inOrder.first
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
        queue.async {
            takeOwnPriority()
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
