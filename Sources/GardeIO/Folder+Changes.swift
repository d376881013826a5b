internal import CGarde
internal import Glibc
package import SystemPackage

/// New entries: each call makes its own or fails with `Errno.fileExists`, and none follows a link.
extension Folder {
    /// Empty, of mode 0700.
    package func createFolder(_ name: [UInt8]) throws { try check(name.withCName { mkdirat(number, $0, 0o700) }) }

    /// Empty, of mode 0600, for writing.
    package func createFile(_ name: [UInt8]) throws -> FileDescriptor {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = try uninterrupted { name.withCName { openat(number, $0, flags, 0o600) } }
        return FileDescriptor(rawValue: file)
    }

    /// Makes a file without a name and lets it go, which leaves the folder as it is, and puts the folder on the disk:
    /// throws what the system has against entries in it. Not every file system can be asked.
    package func tryEntry() throws {
        let file = openat(number, ".", __O_TMPFILE | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) } else if ![EOPNOTSUPP, EISDIR, EINVAL].contains(errno) { try check(file) }
        try sync()
    }

    /// A file that is there, for writing, never through a link.
    package func existingFile(_ name: [UInt8]) throws -> FileDescriptor {
        let flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file = try uninterrupted { name.withCName { openat(number, $0, flags) } }
        return FileDescriptor(rawValue: file)
    }

    package func createLink(_ name: [UInt8], to target: [UInt8]) throws {
        try check(target.withCName { target in name.withCName { symlinkat(target, number, $0) } })
    }

    /// A FIFO of mode 0600.
    package func createFIFO(_ name: [UInt8]) throws { try check(name.withCName { mkfifoat(number, $0, 0o600) }) }

    /// A second name for what `old` in `folder` names, a link itself included.
    package func createHardLink(_ name: [UInt8], to old: [UInt8], in folder: Folder) throws {
        try check(old.withCName { old in name.withCName { linkat(folder.number, old, number, $0, 0) } })
    }
}

/// Moves within one file system: `EXDEV` across, `EBUSY` for a mount point.
extension Folder {
    private static let noReplace: UInt32 = 1, exchange: UInt32 = 2

    /// Moves an entry to where nothing is; throws `Errno.fileExists` where something is.
    package func move(_ name: [UInt8], to folder: Folder, as new: [UInt8]) throws {
        do { try rename(name, folder, new, Self.noReplace) } catch let error as Errno where error.hasNoSuchMove {
            // No file system of Linux's own lacks it; over a network, the name has to be looked at first.
            if folder.has(new) { throw Errno.fileExists }
            try rename(name, folder, new, 0)
        }
    }

    /// Moves all entries, each to where nothing is, or none.
    package func moveAll(to folder: Folder) throws {
        var moved: [[UInt8]] = []
        do {
            for name in try entries().map(\.name) {
                try move(name, to: folder, as: name)
                moved.append(name)
            }
        } catch {
            for name in moved { try? folder.move(name, to: self, as: name) }
            throw error
        }
    }

    /// Both names at once: each entry gets the other's place. Throws an `Errno` that `hasNoSuchMove` where it cannot be
    /// done.
    package func exchange(_ name: [UInt8], with folder: Folder, _ other: [UInt8]) throws {
        try rename(name, folder, other, Self.exchange)
    }

    private func rename(_ name: [UInt8], _ folder: Folder, _ new: [UInt8], _ flags: UInt32) throws {
        try check(name.withCName { old in new.withCName { renameat2(number, old, folder.number, $0, flags) } })
    }

    /// Whether there is an entry of this name, be it a link to nothing.
    package func has(_ name: [UInt8]) -> Bool { (try? status(name)) != nil }

    /// The inode of the entry, nil where there is none.
    package func inode(_ name: [UInt8]) throws -> UInt64? {
        do { return UInt64(try status(name).rawValue.st_ino) } catch Errno.noSuchFileOrDirectory { return nil }
    }
}

extension Errno {
    /// What file systems say of a way of moving that they lack: Linux's own, those of a network, those of FUSE.
    package var hasNoSuchMove: Bool { [.invalidArgument, .notSupportedOnSocket, .noFunction].contains(self) }
}

extension Folder {
    /// Owner and time of a link, owner, mode and time of a FIFO; true when the owner could not be set.
    package func setAttributes(of name: [UInt8], _ attributes: FileAttributes, isLink: Bool) throws -> Bool {
        let given = name.withCName {
            fchownat(number, $0, attributes.owner, attributes.group, AT_SYMLINK_NOFOLLOW)
        }
        guard given == 0 || errno == EPERM || errno == EINVAL else { throw Errno(rawValue: errno) }
        if !isLink { try check(name.withCName { fchmodat(number, $0, attributes.mode & 0o777, 0) }) }
        try check(name.withCName { utimensat(number, $0, attributes.modified.pair, AT_SYMLINK_NOFOLLOW) })
        return given != 0
    }

    /// Removes one entry that is no folder; one that is not there is no error.
    package func remove(_ name: [UInt8]) throws {
        guard name.withCName({ unlinkat(number, $0, 0) }) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
    }

    /// Removes an empty folder; one that is not there is no error.
    package func removeFolder(_ name: [UInt8]) throws {
        let result = name.withCName { unlinkat(number, $0, AT_REMOVEDIR) }
        guard result == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
    }

    /// Everything on the file system of this folder is on the disk when this returns.
    ///
    /// One call for a whole tree: fsync(2) of each of a million small files would take hours on a disk, and syncfs(2)
    /// reports what could not be written since Linux 5.8.
    package func syncFileSystem() throws { try check(syncfs(number)) }

    private var number: CInt { descriptor.rawValue }

    private func check(_ result: CInt) throws {
        guard result >= 0 else { throw Errno(rawValue: errno) }
    }
}

extension Folder {
    /// A folder by a path that must hold no link, as `realPath` gives it: one that somebody put in since is not followed.
    package static func open(withoutLinks path: FilePath) throws -> Folder {
        let isThere = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var folder = Folder(try FileDescriptor.open("/", .readOnly, options: [.directory, .closeOnExec]))
        let names = path.names
        for (place, name) in names.enumerated() {
            // Those above need not be readable.
            let isLast = place == names.count - 1
            let flags = isThere | (isLast ? O_RDONLY : __O_PATH)
            let next = try uninterrupted { name.withCName { openat(folder.number, $0, flags) } }
            folder = Folder(FileDescriptor(rawValue: next))
        }
        return folder
    }

    /// A folder below this one, by names that must be no links.
    package func folder(_ names: some Sequence<[UInt8]>) throws -> Folder {
        try names.reduce(self) { try $0.folder($1) }
    }
}

extension FilePath {
    /// As the kernel takes it: names need not be text.
    package var bytes: [UInt8] {
        withPlatformString { start in
            start.withMemoryRebound(to: UInt8.self, capacity: strlen(start)) {
                [UInt8](UnsafeBufferPointer(start: $0, count: strlen(start)))
            }
        }
    }

    package init(bytes: some Sequence<UInt8>) {
        self.init(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
    }

    /// Its names, from the root down.
    package var names: [[UInt8]] { bytes.split(separator: 0x2f).map(Array.init) }
}
