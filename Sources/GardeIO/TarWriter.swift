internal import CGarde
internal import Glibc
package import SystemPackage

/// What a tar member is; the name and the kind's own data, as raw bytes.
package enum TarKind: Sendable {
    case file(size: Int)
    case hardLink(to: [UInt8])
    case folder
    case symbolicLink(to: [UInt8])
    case fifo
}

/// Why libarchive refused, in its own words.
package struct TarFailed: Error {
    package let message: String

    package init(message: String) { self.message = message }
}

/// Writes a pax archive to a descriptor: owners by number only, times in nanoseconds, names as raw bytes, POSIX ACLs
/// and `user.*` attributes. The format is libarchive's.
package final class TarWriter {
    private let archive: OpaquePointer
    private let entry: OpaquePointer
    private let disk: OpaquePointer
    private let output: TarOutput

    package init(to output: FileDescriptor) throws {
        archive = archive_write_new()
        entry = archive_entry_new()
        disk = archive_read_disk_new()
        self.output = TarOutput(output)
        archive_write_set_format_pax(archive)
        // GNU tar's and everybody's headers for attributes; libarchive's own beside them would make tar complain.
        archive_write_set_format_option(archive, "pax", "xattrheader", "SCHILY")
        archive_write_set_bytes_per_block(archive, 0)
        archive_write_set_bytes_in_last_block(archive, 1)
        archive_read_disk_set_behavior(disk, ARCHIVE_READDISK_NO_FFLAGS)
        let client = Unmanaged.passUnretained(self.output).toOpaque()
        try check(
            archive_write_open(
                archive, client, nil,
                { _, client, bytes, count in
                    let output = Unmanaged<TarOutput>.fromOpaque(client!).takeUnretainedValue()
                    return output.take(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : -1
                }, nil))
    }

    deinit {
        archive_read_free(disk)
        archive_entry_free(entry)
        // Freed without being closed, it would write an end that makes a half archive look whole.
        archive_write_fail(archive)
        archive_write_free(archive)
    }

    /// Starts a member; `attributes` is the open file whose ACL and user attributes go with it, `data` says where a sparse
    /// file has bytes: what is written elsewhere must be zeros, and is left out.
    package func begin(
        _ name: [UInt8], _ kind: TarKind, _ status: Stat, attributes: FileDescriptor? = nil, data: [Range<Int>]? = nil
    ) throws {
        archive_entry_clear(entry)
        setName(name, archive_entry_copy_pathname)
        let raw = status.rawValue
        archive_entry_set_uid(entry, Int64(raw.st_uid))
        archive_entry_set_gid(entry, Int64(raw.st_gid))
        archive_entry_set_mtime(entry, raw.st_mtim.tv_sec, raw.st_mtim.tv_nsec)
        archive_entry_set_mode(entry, raw.st_mode)
        var isCommon = raw.st_mtim.tv_sec >= 0 || raw.st_mtim.tv_nsec == 0
        if let attributes, try attributes.hasAttributes() {
            try copyAttributes(of: attributes, raw)
            isCommon = keepAttributes() && isCommon
        }
        try writeHeader(kind, data, size: raw.st_size, status.modified, isCommon: isCommon)
    }

    /// Starts the same member as one that was read, with all that belongs to it. Throws `Errno.notSupported` for a device.
    package func begin(_ member: TarMember) throws {
        let attributes = member.attributes
        archive_entry_clear(entry)
        setName(member.name, archive_entry_copy_pathname)
        archive_entry_set_uid(entry, Int64(attributes.owner))
        archive_entry_set_gid(entry, Int64(attributes.group))
        archive_entry_set_mtime(entry, attributes.modified.seconds, attributes.modified.nanoseconds)
        archive_entry_set_mode(entry, try member.kind.type | attributes.mode)
        let isCommon = try add(attributes.extended, member.capabilities)
        let isEarly = attributes.modified.seconds < 0 && attributes.modified.nanoseconds != 0
        try writeHeader(
            try member.kind.written, member.data, size: member.kind.size, attributes.modified,
            isCommon: isCommon && !isEarly)
    }

    /// False where libarchive would not write a name as GNU tar does.
    private func add(_ extended: [FileAttributes.Extended], _ capabilities: [UInt8]?) throws -> Bool {
        for attribute in extended {
            switch attribute.name {
            case FileAttributes.accessList: try TarACL.add(attribute.value, .access, to: entry)
            case FileAttributes.defaultList: try TarACL.add(attribute.value, .inherited, to: entry)
            default: addAttribute(attribute.name, attribute.value)
            }
        }
        if let capabilities { addAttribute(FileAttributes.capabilities, capabilities) }
        return extended.allSatisfy { PaxAttributeName.isCommon($0.name) }
    }

    private func addAttribute(_ name: [UInt8], _ value: [UInt8]) {
        name.withCName { archive_entry_xattr_add_entry(entry, $0, value, value.count) }
    }

    private func writeHeader(
        _ kind: TarKind, _ data: [Range<Int>]?, size: Int, _ modified: FileTime, isCommon: Bool
    ) throws {
        switch kind {
        case .file(let size): archive_entry_set_size(entry, Int64(size))
        case .hardLink(let target): setName(target, archive_entry_copy_hardlink)
        case .symbolicLink(let target): setName(target, archive_entry_copy_symlink)
        case .folder, .fifo: break
        }
        if let data { add(data, size: size) }
        try check(archive_write_finish_entry(archive))
        if !isCommon { output.holdBack() }
        try check(archive_write_header(archive, entry))
        if !isCommon { try output.release { PaxHeader($0)?.bytes(modified: modified) ?? $0 } }
    }

    private func add(_ data: [Range<Int>], size: Int) {
        for region in data { archive_entry_sparse_add_entry(entry, Int64(region.lowerBound), Int64(region.count)) }
        if data.isEmpty { archive_entry_sparse_add_entry(entry, Int64(size), 0) }
    }

    /// Starts a member without ACL and user attributes; a hard link's are those of a file.
    package func begin(_ name: [UInt8], _ kind: TarKind, _ attributes: FileAttributes) throws {
        var raw = stat()
        (raw.st_uid, raw.st_gid) = (attributes.owner, attributes.group)
        let type: UInt32 = if case .folder = kind { S_IFDIR } else { S_IFREG }
        raw.st_mode = type | attributes.mode
        raw.st_mtim = timespec(tv_sec: attributes.modified.seconds, tv_nsec: attributes.modified.nanoseconds)
        try begin(name, kind, Stat(rawValue: raw))
    }

    /// Content of the member that was begun; past its size is an error.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = archive_write_data(archive, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard written > 0 else { throw failure() }
            rest = rest.dropFirst(written)
        }
    }

    /// The end of the archive; without it the archive is no archive.
    package func finish() throws {
        try check(archive_write_close(archive))
        try output.flush()
    }

    private func setName(_ name: [UInt8], _ set: (OpaquePointer?, UnsafePointer<CChar>?) -> Void) {
        (name + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { set(entry, $0.baseAddress) }
        }
    }

    private func copyAttributes(of file: FileDescriptor, _ status: stat) throws {
        var status = status
        archive_entry_copy_sourcepath(entry, "/proc/self/fd/\(file.rawValue)")
        try check(archive_read_disk_entry_from_file(disk, entry, file.rawValue, &status), disk)
        archive_entry_unset_atime(entry)
        archive_entry_unset_ctime(entry)
        archive_entry_unset_birthtime(entry)
        archive_entry_set_nlink(entry, 1)
        archive_entry_sparse_clear(entry)
    }

    /// Attributes of the kernel's own name spaces belong to the machine, not to the data; but for file capabilities.
    ///
    /// False when the name of one is none that libarchive writes as GNU tar does.
    private func keepAttributes() -> Bool {
        var kept: [(name: [UInt8], value: [UInt8])] = []
        var (name, value, size) = (UnsafePointer<CChar>?.none, UnsafeRawPointer?.none, 0)
        archive_entry_xattr_reset(entry)
        while archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK, let key = name {
            let key = UnsafeRawBufferPointer(start: key, count: strlen(key)).map { $0 }
            guard key.starts(with: FileAttributes.userPrefix) || key == FileAttributes.capabilities else { continue }
            kept.append((key, [UInt8](UnsafeRawBufferPointer(start: value, count: size))))
        }
        archive_entry_xattr_clear(entry)
        for (name, value) in kept { addAttribute(name, value) }
        return kept.allSatisfy { PaxAttributeName.isCommon($0.name) }
    }

    private func check(_ result: CInt, _ handle: OpaquePointer? = nil) throws {
        guard result == ARCHIVE_OK || result == ARCHIVE_WARN else { throw failure(of: handle) }
    }

    private func failure(of handle: OpaquePointer? = nil) -> any Error {
        if let error = output.error { return error }
        let handle = handle ?? archive
        let number = archive_errno(handle)
        if number == EPIPE { return Errno.brokenPipe }
        return TarFailed(message: archive_error_string(handle).map { String(cString: $0) } ?? "errno \(number)")
    }
}

extension TarMember.Kind {
    /// The bits of the mode that say it; a hard link's are those of a file.
    fileprivate var type: UInt32 {
        get throws {
            switch self {
            case .file, .hardLink: S_IFREG
            case .folder: S_IFDIR
            case .symbolicLink: S_IFLNK
            case .fifo: S_IFIFO
            case .device: throw Errno.notSupported
            }
        }
    }

    fileprivate var written: TarKind {
        get throws {
            switch self {
            case .file(let size): .file(size: size)
            case .hardLink(let target): .hardLink(to: target)
            case .folder: .folder
            case .symbolicLink(let target): .symbolicLink(to: target)
            case .fifo: .fifo
            case .device: throw Errno.notSupported
            }
        }
    }

    fileprivate var size: Int { if case .file(let size) = self { size } else { 0 } }
}

/// What libarchive writes through: gathers small writes, and holds a header back that is to be put right.
private final class TarOutput {
    private static let most = 1 << 18

    private let descriptor: FileDescriptor
    private var waiting: [UInt8] = []
    private var held: [UInt8]?
    private(set) var error: (any Error)?

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// False, and `error` says why, when it cannot be written.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard held == nil else {
            held? += bytes
            return true
        }
        do {
            if waiting.count + bytes.count >= Self.most { try flush() }
            if bytes.count >= Self.most { try descriptor.writeAll(bytes) } else { waiting += bytes }
            return true
        } catch {
            self.error = error
            return false
        }
    }

    func holdBack() { held = [] }

    func release(_ corrected: ([UInt8]) -> [UInt8]) throws {
        waiting += corrected(held ?? [])
        held = nil
    }

    func flush() throws {
        try descriptor.writeAll(waiting)
        waiting.removeAll(keepingCapacity: true)
    }
}
