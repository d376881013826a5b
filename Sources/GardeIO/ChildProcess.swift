internal import CGarde
import Dispatch
internal import Glibc
import Synchronization
internal import SystemPackage

/// A program that runs in a session of its own, with three descriptors and no others.
///
/// By posix_spawn(3): the kernel says at once whether it started, where a pipe of our own would have to be closed first.
final class ChildProcess: Sendable {
    let id: pid_t
    private struct State {
        /// Afterwards the number may be another process's.
        var isReaped = false
        var isCancelled = false
    }
    private let state = Mutex(State())
    private let family: Invocation.Family

    /// `standard` are its input, output and error; throws what the system says against it.
    init(
        _ file: FilePath, _ arguments: [String], environment: [String: String], in folder: FilePath,
        standard: [FileDescriptor], family: Invocation.Family = .ends
    ) throws {
        self.family = family
        takeOwnPriority()
        let variables = environment.map { "\($0.key)=\($0.value)" }
        id = try withSpawnActions(standard, folder) { actions in
            try withOwnSession { attributes in
                try withCStrings([file.string] + arguments) { words in
                    try withCStrings(variables) { variables in
                        try whenWritten {
                            var id: pid_t = 0
                            let failed = posix_spawn(&id, file.string, actions, attributes, words, variables)
                            guard failed == 0 else { throw Errno(rawValue: failed) }
                            return id
                        }
                    }
                }
            }
        }
        niceSession(of: id)
    }

    /// How it ended, once it has, and its whole family with it, unless that stays; when the task is cancelled all are told
    /// to (SIGTERM, after two seconds SIGKILL).
    func ending() async -> Ending {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: "child").async { continuation.resume(returning: self.wait()) }
            }
        } onCancel: {
            state.withLock { $0.isCancelled = true }
            signalFamily(SIGTERM)
            DispatchQueue.global().asyncAfter(deadline: .now() + 2) { self.signalFamily(SIGKILL) }
        }
    }

    /// CLD_EXITED of signal(7), which Glibc's module leaves out.
    private static let exited: CInt = 1

    private func wait() -> Ending {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        // A status of 0 after CLD_EXITED; who failed has nothing that is worth waiting for.
        let isGood = information.si_code == Self.exited && information._sifields._sigchld.si_status == 0
        let isDone = family != .isWaitedFor || !isGood || familyEnds(within: 60)
        // What it left behind would hold the pipes open. The group's number is its own as long as this is not reaped.
        if family != .stays || state.withLock(\.isCancelled) { signalFamily(SIGKILL) }
        return state.withLock { state in
            var status: CInt = 0
            while waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.isReaped = true
            guard isDone else { return .outlived }
            return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signaled(status & 0x7f)
        }
    }

    /// Whether the other processes of its group end within so many seconds.
    private func familyEnds(within seconds: Int) -> Bool {
        for _ in 0..<seconds * 20 {
            if !hasFamily { return true }
            usleep(50_000)
        }
        return !hasFamily
    }

    /// Whether another process of its group is at work (proc_pid_stat(5): state, parent and group follow the name).
    private var hasFamily: Bool {
        let numbers = ((try? Folder.open("/proc").entries()) ?? []).compactMap {
            pid_t(String(decoding: $0.name, as: UTF8.self))
        }
        return numbers.contains { number in
            guard number != id, let bytes = smallFile(FilePath("/proc/\(number)/stat")) else { return false }
            let fields = String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 2 && fields[0] != "Z" && fields[2] == "\(id)"
        }
    }

    private func signalFamily(_ number: CInt) { state.withLock { if !$0.isReaped { kill(-id, number) } } }
}

/// Does it again for some seconds while somebody writes the program (ETXTBSY): one that is being put in place, or a file
/// that a child between its start and its execve(2) still has open.
private func whenWritten<Result>(_ body: () throws -> Result) throws -> Result {
    for _ in 0..<300 {
        do { return try body() } catch Errno.textFileBusy { usleep(10_000) }
    }
    return try body()
}

// MARK: What posix_spawn(3) takes

private func withSpawnActions<Result>(
    _ standard: [FileDescriptor], _ folder: FilePath,
    _ body: (UnsafePointer<posix_spawn_file_actions_t>) throws -> Result
) throws -> Result {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in standard.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor.rawValue, CInt(number))
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, CInt(standard.count))
    posix_spawn_file_actions_addchdir_np(&actions, folder.string)
    return try body(&actions)
}

/// Signals are as at the beginning of any program: ours ignores some.
private func withOwnSession<Result>(_ body: (UnsafePointer<posix_spawnattr_t>) throws -> Result) rethrows -> Result {
    var (attributes, all, none) = (posix_spawnattr_t(), sigset_t(), sigset_t())
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    let setSession: CInt = 0x80  // POSIX_SPAWN_SETSID, which Glibc's module leaves out
    let flags = CInt(POSIX_SPAWN_SETSIGDEF) | CInt(POSIX_SPAWN_SETSIGMASK) | setSession
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return try body(&attributes)
}

private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let strings = texts.map { strdup($0) }
    defer { for string in strings { free(string) } }
    return try body(strings + [nil])
}
