internal import CGarde
internal import Glibc
package import SystemPackage

/// An open folder, so that what is read is what was listed even when names above it change.
package final class Folder: Sendable {
    /// Closed with the last use of the folder: hold on to the folder while this is in use.
    package let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { try? descriptor.close() }

    /// Follows links, also in the last name: the place that a person named.
    package static func open(_ path: FilePath) throws -> Folder {
        Folder(try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec]))
    }

    /// A folder of this one, never through a link.
    package func folder(_ name: [UInt8]) throws -> Folder {
        Folder(try open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
    }

    /// A file of this folder for reading, never through a link, and without waiting for a FIFO's writer.
    package func file(_ name: [UInt8]) throws -> FileDescriptor { try open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK) }

    private func open(_ name: [UInt8], _ flags: CInt) throws -> FileDescriptor {
        let number = try uninterrupted { name.withCName { openat(descriptor.rawValue, $0, flags | O_CLOEXEC) } }
        return FileDescriptor(rawValue: number)
    }

    /// Of the folder itself.
    package func status() throws -> Stat { try descriptor.stat() }

    /// Puts the folder's entries on the disk.
    package func sync() throws { try descriptor.sync() }

    /// Of the entry itself, not of what a link points to.
    package func status(_ name: [UInt8]) throws -> Stat {
        var found = stat()
        let result = name.withCName { fstatat(descriptor.rawValue, $0, &found, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else { throw Errno(rawValue: errno) }
        return Stat(rawValue: found)
    }

    package func linkTarget(_ name: [UInt8]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            let length = name.withCName { path in
                buffer.withMemoryRebound(to: CChar.self) {
                    readlinkat(descriptor.rawValue, path, $0.baseAddress!, $0.count)
                }
            }
            guard length >= 0 else { throw Errno(rawValue: errno) }
            count = length
        }
    }

    /// Removes an entry, a folder with all that is in it, following no link.
    package func removeTree(_ name: [UInt8]) throws {
        guard try status(name).type == .directory else { return try remove(name, flags: 0) }
        let child = try folder(name)
        for entry in try child.entries() { try child.removeTree(entry.name) }
        try remove(name, flags: AT_REMOVEDIR)
    }

    private func remove(_ name: [UInt8], flags: CInt) throws {
        guard name.withCName({ unlinkat(descriptor.rawValue, $0, flags) }) == 0 else { throw Errno(rawValue: errno) }
    }

    /// The names in this folder but `.` and `..`, in the order of their inodes, which is close to that on the disk.
    package func entries() throws -> [FolderEntry] {
        let stream = try list()
        defer { closedir(stream) }
        var found: [FolderEntry] = []
        while let entry = try Self.next(of: stream) {
            let one = FolderEntry(entry)
            if one.name != [0x2e], one.name != [0x2e, 0x2e] { found.append(one) }
        }
        return found.sorted { $0.inode < $1.inode }
    }

    /// Its entries, from the first one, for readdir(3); to be closed by closedir(3).
    func list() throws -> OpaquePointer {
        let again = try uninterrupted { openat(descriptor.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(again) else {
            let failed = Errno(rawValue: errno)
            close(again)
            throw failed
        }
        return stream
    }

    /// What readdir(3) gives next, nil at the end. Between two calls any `errno` may be left: malloc(3) leaves ENOMEM where
    /// it found room at its second try.
    static func next(of stream: OpaquePointer) throws -> UnsafeMutablePointer<dirent>? {
        errno = 0
        let entry = readdir(stream)
        guard entry != nil || errno == 0 else { throw Errno(rawValue: errno) }
        return entry
    }
}

/// The number of a file that is opened; a signal on a slow file system is no reason to give up.
func uninterrupted(_ open: () -> CInt) throws -> CInt {
    while true {
        let number = open()
        if number >= 0 { return number }
        guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
}

/// A name in a folder, as `readdir(3)` gives it: the inode comes for free, the type nearly always.
package struct FolderEntry: Sendable, Hashable {
    package enum Kind: Sendable, BitwiseCopyable { case file, folder, link, fifo, other, unknown }

    package let name: [UInt8]
    package let inode: UInt64
    package let kind: Kind

    package init(name: [UInt8], inode: UInt64, kind: Kind) { (self.name, self.inode, self.kind) = (name, inode, kind) }

    fileprivate init(_ entry: UnsafeMutablePointer<dirent>) {
        inode = UInt64(entry.pointee.d_ino)
        name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: UInt8.self, capacity: 256) {
                [UInt8](UnsafeBufferPointer(start: $0, count: strlen($0)))
            }
        }
        kind = Kind(type: entry.pointee.d_type)
    }
}

extension FolderEntry.Kind {
    /// Of what `readdir(3)` calls it.
    init(type: UInt8) {
        self =
            switch Int(type) {
            case Int(DT_REG): .file
            case Int(DT_DIR): .folder
            case Int(DT_LNK): .link
            case Int(DT_FIFO): .fifo
            case Int(DT_UNKNOWN): .unknown
            default: .other
            }
    }
}

extension [UInt8] {
    /// Calls `body` with these bytes as a C string.
    func withCName<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (self + [0]).withUnsafeBufferPointer { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { try body($0.baseAddress!) }
        }
    }
}
