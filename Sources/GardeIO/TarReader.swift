internal import CGarde
internal import Glibc
package import SystemPackage

/// Reads a tar from a descriptor, one member after the other: pax, GNU with sparse files and long names, ustar.
///
/// The format is libarchive's; names are raw bytes whatever the locale. A damaged header, a stream cut anywhere, or
/// anything behind the end throws `TarFailed`; what only makes one member unfit throws `EntryRefused`.
package final class TarReader: MemberReader {
    private let archive: OpaquePointer
    private let input: TarInput
    /// What the headers of the last member say that the folder holds, as GNU tar's increments in pax form have it.
    package private(set) var listing: [UInt8]?

    package init(_ descriptor: FileDescriptor) throws {
        archive = archive_read_new()
        input = TarInput(descriptor)
        archive_read_support_format_tar(archive)
        archive_read_set_read_callback(archive) { _, client, buffer in
            Unmanaged<TarInput>.fromOpaque(client!).takeUnretainedValue().next(buffer)
        }
        archive_read_set_callback_data(archive, Unmanaged.passUnretained(input).toOpaque())
        try inPlainLocale { try check(archive_read_open1(archive)) }
    }

    deinit { archive_read_free(archive) }

    /// The next member; nil when the archive ended as an archive must. What was not read of the last one is skipped.
    package func next() throws -> TarMember? {
        try inPlainLocale {
            var entry: OpaquePointer?
            let result = archive_read_next_header(archive, &entry)
            let position = Int(archive_read_header_position(archive))
            if result == ARCHIVE_EOF {
                try input.finish(endingAt: position)
                return nil
            }
            try check(result)
            guard let entry else { throw TarFailed.damaged }
            let name = bytes(archive_entry_pathname(entry)) ?? []
            let seen = input.frame.member(at: position)
            listing = seen.listing
            if let fault = seen.fault { throw EntryRefused(name, .fault(fault)) }
            return try TarMember(entry, name, seen)
        }
    }

    /// Hands the content of the last member to `body`, as places in the file and the bytes there; between are holes.
    package func content(_ body: (_ place: Int, UnsafeRawBufferPointer) throws -> Void) throws {
        while true {
            var (bytes, count, place) = (UnsafeRawPointer?.none, 0, la_int64_t(0))
            let result = archive_read_data_block(archive, &bytes, &count, &place)
            if result == ARCHIVE_EOF { return }
            try check(result)
            if count > 0 { try body(Int(place), UnsafeRawBufferPointer(start: bytes, count: count)) }
        }
    }

    private func check(_ result: CInt) throws {
        if let error = input.error { throw error }
        if result == ARCHIVE_OK { return }
        let message = archive_error_string(archive).map { String(cString: $0) } ?? "errno \(archive_errno(archive))"
        // In the plain locale every name outside of ASCII is said to be one; it is there as it was.
        if result == ARCHIVE_WARN, message.contains("can't be converted") { return }
        throw TarFailed(message: message)
    }
}

extension TarFailed {
    static let damaged = TarFailed(message: "Damaged tar archive")
    static let cutShort = TarFailed(message: "Truncated tar archive, or data behind its end")
}

/// What libarchive reads through: the descriptor, and the frame that is seen as the bytes pass.
///
/// A callback, and not libarchive's own reading of descriptors, since only here it shows whether the archive had an end.
private final class TarInput {
    let descriptor: FileDescriptor
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    var frame = TarFrame()
    var error: (any Error)?

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { buffer.deallocate() }

    func next(_ start: UnsafeMutablePointer<UnsafeRawPointer?>?) -> Int {
        do {
            try Task.checkCancellation()
            let count = try descriptor.read(into: buffer)
            frame.see(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            start?.pointee = UnsafeRawPointer(buffer.baseAddress)
            return count
        } catch {
            self.error = error
            return -1
        }
    }

    /// Reads on to the end, so that whoever writes need not stop early, and judges what was seen.
    func finish(endingAt position: Int) throws {
        if let error { throw error }
        while next(nil) > 0 {}
        if let error { throw error }
        guard frame.isWhole(endingAt: position) else { throw TarFailed.cutShort }
    }
}

/// Runs `body` with C's own locale on this thread: in one of UTF-8, libarchive writes accented names anew (é for e and
/// its accent), and two files become one.
private func inPlainLocale<Result>(_ body: () throws -> Result) rethrows -> Result {
    let former = uselocale(plainLocale)
    defer { uselocale(former) }
    return try body()
}

nonisolated(unsafe) private let plainLocale = newlocale(1 << CInt(LC_CTYPE), "C", nil)

private func bytes(_ string: UnsafePointer<CChar>?) -> [UInt8]? {
    string.map { start in
        start.withMemoryRebound(to: UInt8.self, capacity: strlen(start)) {
            [UInt8](UnsafeBufferPointer(start: $0, count: strlen(start)))
        }
    }
}

extension TarMember {
    fileprivate init(_ entry: OpaquePointer, _ name: [UInt8], _ seen: SeenMember) throws {
        self.name = name
        kind = try Self.kind(of: entry, name)
        let (access, inherited) = (TarACL(entry, .access), TarACL(entry, .inherited))
        unknownNames = access.unknownNames + inherited.unknownNames
        let extended = Self.extended(of: entry, isDecoded: seen.isOfLibarchive)
        capabilities = extended[FileAttributes.capabilities]
        data = Self.data(of: entry)
        let users = extended.filter { $0.key.starts(with: FileAttributes.userPrefix) }
        attributes = try Self.attributes(
            of: entry, name, seen.modified, [access, inherited],
            users.map { FileAttributes.Extended(name: $0.key, value: $0.value) })
    }

    private static func kind(of entry: OpaquePointer, _ name: [UInt8]) throws -> Kind {
        if let target = bytes(archive_entry_hardlink(entry)) { return .hardLink(to: target) }
        switch archive_entry_filetype(entry) {
        case S_IFREG:
            let size = Int(archive_entry_size(entry))
            guard size >= 0 else { throw EntryRefused(name, .fault(.sizeConflict)) }
            return .file(size: size)
        case S_IFDIR: return .folder
        case S_IFLNK: return .symbolicLink(to: bytes(archive_entry_symlink(entry)) ?? [])
        case S_IFIFO: return .fifo
        default: return .device
        }
    }

    private static func data(of entry: OpaquePointer) -> [Range<Int>]? {
        guard archive_entry_sparse_reset(entry) > 0 else { return nil }
        var (found, place, length) = ([Range<Int>](), la_int64_t(0), la_int64_t(0))
        while archive_entry_sparse_next(entry, &place, &length) == ARCHIVE_OK {
            let (start, size) = (Int(place), Int(length))
            guard start >= 0, size >= 0, found.last.map({ $0.upperBound <= start }) ?? true else { return nil }
            if size > 0 { found.append(start..<start + size) }
        }
        return found
    }

    private static func attributes(
        of entry: OpaquePointer, _ name: [UInt8], _ modified: FileTime?, _ lists: [TarACL],
        _ users: [FileAttributes.Extended]
    ) throws -> FileAttributes {
        guard let owner = UInt32(exactly: archive_entry_uid(entry)),
            let group = UInt32(exactly: archive_entry_gid(entry))
        else { throw EntryRefused(name, .fault(.damaged)) }
        var mode = UInt32(archive_entry_perm(entry))
        for list in lists { mode = list.masked(mode) }
        let time = FileTime(
            seconds: archive_entry_mtime(entry), nanoseconds: Int(archive_entry_mtime_nsec(entry)))
        return FileAttributes(
            mode: mode, owner: owner, group: group, modified: modified ?? time,
            extended: lists.compactMap(\.attribute) + users)
    }

    /// libarchive gives names of its own form decoded and all others as they are written; where there are both, as
    /// libarchive writes them, one is the other encoded.
    private static func extended(of entry: OpaquePointer, isDecoded: Bool) -> [[UInt8]: [UInt8]] {
        var found: [[UInt8]: [UInt8]] = [:]
        var (name, value, size) = (UnsafePointer<CChar>?.none, UnsafeRawPointer?.none, 0)
        archive_entry_xattr_reset(entry)
        while archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK {
            guard let key = bytes(name) else { continue }
            found[key] = [UInt8](UnsafeRawBufferPointer(start: value, count: size))
        }
        let decoded = { (name: [UInt8]) in PaxAttributeName.decode(name) }
        guard isDecoded else {
            return Dictionary(found.map { (decoded($0.key), $0.value) }) { _, last in last }
        }
        return found.filter { decoded($0.key) == $0.key || found[decoded($0.key)] == nil }
    }
}
