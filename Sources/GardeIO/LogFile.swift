internal import Glibc
internal import SystemPackage

/// A log: appended a line at a time, readable by its owner and group, rotated at 10 MiB.
///
/// Five old ones stay beside it: `….1` is the newest of them.
package struct LogFile: ~Copyable {
    private let path: String
    private let limit: Int
    private let kept: Int
    private var file: FileDescriptor
    private var size: Int

    package init(_ path: String, limit: Int = 10 << 20, kept: Int = 5) throws {
        (self.path, self.limit, self.kept) = (path, limit, kept)
        (file, size) = try naming(FilePath(path)) { try openLog(path) }
    }

    deinit { try? file.close() }

    /// Writes one line by one write(2), so that lines of two processes never mix.
    package mutating func append(_ line: String) throws {
        if size >= limit { try rotate() }
        let (bytes, file) = (Array("\(line)\n".utf8), file)
        size += try naming(FilePath(path)) { try bytes.withUnsafeBytes { try file.write($0) } }
    }

    /// The file goes to `.1`, `.1` to `.2` and so on; a file that somebody else moved away meanwhile is only reopened.
    private mutating func rotate() throws {
        guard try file.stat().type == .regular else { return size = 0 }
        if let now = try? Stat(FilePath(path)), now.inode == (try file.stat().inode) {
            for number in (1..<kept).reversed() { rename("\(path).\(number)", "\(path).\(number + 1)") }
            rename(path, "\(path).1")
        }
        let old = file
        (file, size) = try openLog(path)
        try old.close()
    }
}

/// A new file is 0640 whatever the umask; an old one keeps the mode that its owner gave it.
private func openLog(_ path: String) throws -> (FileDescriptor, Int) {
    let options: FileDescriptor.OpenOptions = [.append, .closeOnExec]
    do {
        let file = try FileDescriptor.open(path, .writeOnly, options: options)
        return (file, Int(try file.stat().size))
    } catch Errno.noSuchFileOrDirectory {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: options.union([.create]), permissions: [.ownerReadWrite, .groupRead])
        fchmod(file.rawValue, 0o640)
        return (file, 0)
    }
}
