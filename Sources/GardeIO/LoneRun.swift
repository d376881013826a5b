internal import CGarde
internal import Glibc
internal import SystemPackage

/// How a program ended that was neither fed nor read on the way.
package struct LoneRun: Sendable {
    /// Nil when it took longer than it may.
    package let ending: Ending?
    /// The last lines that it printed.
    package let said: [String]
    let program: String

    /// The last of them that says something.
    package var last: String? { said.last { !$0.allSatisfy(\.isWhitespace) } }

    /// Throws `ToolFailed` when it ended otherwise than with 0.
    package func check() throws {
        guard let ending, !ending.isSuccess else { return }
        throw ToolFailed(program: program, ending: ending, said: [last].compactMap(\.self))
    }
}

extension Invocation {
    /// Runs a program to its own end; what it leaves in the background is neither waited for nor ended, whatever it holds
    /// open.
    ///
    /// A program that takes longer than `limit` is ended with its family. Throws `ToolMissing`, `NotStarted` and
    /// `CancellationError`.
    package func runAlone(limit: Duration) async throws -> LoneRun {
        var call = self
        call.family = .stays
        let (invocation, printed) = (call, try PrintedEnd())
        defer { printed.letGo() }
        let nothing = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        defer { try? nothing.close() }
        async let _: Void = printed.trimming()
        var ending: Ending?
        do {
            ending = try await within(limit) { try await invocation.spawn(nothing, printed.file, printed.file) }
        } catch is TimedOut {}
        try Task.checkCancellation()
        return LoneRun(ending: ending, said: printed.lines, program: program)
    }
}

/// What programs print, in a file in memory of which the end alone stays.
private struct PrintedEnd: Sendable {
    let file: FileDescriptor
    private static let kept = 64 << 10

    init() throws { file = try .inMemory([]) }

    /// Gives memory back, until the task is cancelled.
    func trimming() async {
        while (try? await Task.sleep(for: .milliseconds(200))) != nil { trim() }
    }

    /// NULs stand where somebody cut the file short and wrote on.
    var lines: [String] {
        let start = max(0, size - Self.kept)
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.kept) { buffer, filled in
            filled =
                (try? file.read(fromAbsoluteOffset: Int64(start), into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map(String.init)
    }

    /// Whoever still has it open may print a megabyte more; without an end it would fill the memory.
    func letGo() {
        trim()
        let (addSeals, noGrowth): (CInt, CInt) = (1033, 4)  // F_ADD_SEALS, F_SEAL_GROW
        ftruncate(file.rawValue, off_t(size + 1 << 20))
        _ = fcntl(file.rawValue, addSeals, noGrowth)
        try? file.close()
    }

    private var size: Int { (try? file.stat().size).map(Int.init) ?? 0 }

    private func trim() {
        let (keepSize, punchHole): (CInt, CInt) = (1, 2)  // FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE
        guard size > Self.kept else { return }
        fallocate(file.rawValue, keepSize | punchHole, 0, off_t(size - Self.kept))
    }
}
