internal import CGarde
internal import Glibc
package import SystemPackage

extension FileDescriptor {
    /// The next bytes, fewer than `count` only at the end; empty there.
    /// Throws `CancellationError` when the task was cancelled.
    package func read(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let room = UnsafeMutableRawBufferPointer(buffer)
            while filled < count {
                try Task.checkCancellation()
                let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
                if got == 0 { break }
                Movement.current?.add(got)
                filled += got
            }
        }
    }

    /// Hands every chunk of at most `size` bytes to `body`, to the end.
    package func forEachChunk(of size: Int = 1 << 18, _ body: ([UInt8]) throws -> Void) throws {
        while case let chunk = try read(upTo: size), !chunk.isEmpty { try body(chunk) }
    }

    /// Everything up to the end, for what is known to be small; throws `Errno.fileTooLarge` past `limit`.
    package func readAll(limit: Int = 16 << 20) throws -> [UInt8] {
        let bytes = try read(upTo: limit + 1)
        guard bytes.count <= limit else { throw Errno.fileTooLarge }
        return bytes
    }

    /// Puts on the disk what was changed of a file and is only in memory, where its file system can.
    ///
    /// A page that is mapped into a process changes without a trace in the file's times as long as it is to be written.
    package func writeOut() { _ = sync_file_range(rawValue, 0, 0, 7) }  // wait, write, wait

    /// A kernel pipe of 1 MiB, or of what the kernel grants; both ends are closed in children.
    package static func widePipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        let setPipeSize: CInt = 1031  // F_SETPIPE_SZ, which Glibc's module leaves out
        let ends = try FileDescriptor.pipe(options: .closeOnExec)
        _ = fcntl(ends.writeEnd.rawValue, setPipeSize, 1 << 20)
        return ends
    }

    /// A file without a name that holds `bytes` in memory, at its beginning; closed in children.
    package static func inMemory(_ bytes: [UInt8]) throws -> FileDescriptor {
        // MFD_CLOEXEC and MFD_ALLOW_SEALING, which Glibc's module leaves out
        let (closeOnExec, allowSealing): (CUnsignedInt, CUnsignedInt) = (1, 2)
        let number = memfd_create("garde", closeOnExec | allowSealing)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = FileDescriptor(rawValue: number)
        do {
            try file.writeAll(bytes)
            try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }

    /// Where the open file lies now, as the kernel has it; for messages.
    package var path: FilePath { realPath(FilePath("/proc/self/fd/\(rawValue)")) }

    /// Whether a read gives something, or the end, at once.
    package var isReadable: Bool {
        var waiting = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    /// Closes also where close(2) fails and leaves it open: whoever reads the other end of a pipe waits for that.
    package func letGo() {
        let before = try? stat()
        guard (try? close()) == nil, let before, let after = try? stat(), after.isSameFile(as: before),
            let nothing = try? FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
        else { return }
        _ = try? nothing.duplicate(as: self)
        try? nothing.close()
    }

    /// Gives what `body` reads and closes the file; what was read is whole also where that fails.
    package func thenClose<Result>(_ body: () throws -> Result) rethrows -> Result {
        defer { letGo() }
        return try body()
    }

    /// Everything written is on the disk when this returns. A failure means that the file is lost (never retry fsync).
    package func sync() throws {
        guard fsync(rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension Stat {
    /// A descriptor's number may be another file's by now.
    fileprivate func isSameFile(as other: Stat) -> Bool { deviceID == other.deviceID && inode == other.inode }
}
