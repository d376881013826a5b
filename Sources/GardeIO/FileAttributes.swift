internal import CGarde
internal import Glibc
package import SystemPackage

/// What belongs to a file beside its content: mode, owner by number, time, POSIX ACLs and `user.*` attributes.
package struct FileAttributes: Sendable, Hashable {
    /// An extended attribute; the kernel gives ACLs this form too.
    package struct Extended: Sendable, Hashable {
        package let name: [UInt8]
        package let value: [UInt8]
    }

    /// The twelve bits of chmod(2).
    package var mode: UInt32
    package var owner: UInt32
    package var group: UInt32
    /// When the content was written last.
    package var modified: FileTime
    /// By name.
    package var extended: [Extended]

    package init(mode: UInt32, owner: UInt32, group: UInt32, modified: FileTime, extended: [Extended] = []) {
        (self.mode, self.owner, self.group, self.modified) = (mode & 0o7777, owner, group, modified)
        self.extended = extended.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    static let userPrefix = Array("user.".utf8)
    static let capabilities = Array("security.capability".utf8)
    static let accessList = Array("system.posix_acl_access".utf8)
    static let defaultList = Array("system.posix_acl_default".utf8)

    /// Takes away what the ACL gives beside the mode.
    package mutating func dropAccessList() { extended.removeAll { $0.name == Self.accessList } }

    package static let setIDBits: UInt32 = 0o6000

    /// Without ACL and `user.*` attributes, as of a link or a FIFO.
    package init(_ status: Stat) {
        let raw = status.rawValue
        self.init(mode: raw.st_mode, owner: raw.st_uid, group: raw.st_gid, modified: status.modified)
    }

    /// Of an open file or folder.
    package init(of file: FileDescriptor) throws {
        self.init(try file.stat())
        let names = try file.attributeNames().filter(Self.isKept).sorted { $0.lexicographicallyPrecedes($1) }
        extended = try names.map { Extended(name: $0, value: try file.attribute($0)) }
    }

    /// Attributes of the kernel's other name spaces belong to the machine, not to the data.
    private static func isKept(_ name: [UInt8]) -> Bool {
        name.starts(with: userPrefix) || name == accessList || name == defaultList
    }
}

/// What could not be given to a file, and need not stop the rest.
package enum AttributeLoss: Sendable, Hashable {
    /// Only root gives files away.
    case owner
    /// The file system holds no such attributes.
    case extended
}

extension FileAttributes {
    /// Sets everything on an open file or folder, the time last; what it had and should not have goes.
    ///
    /// A file that keeps another owner gets no setuid or setgid bit: it would lend the wrong rights.
    package func apply(to file: FileDescriptor) throws -> Set<AttributeLoss> {
        var losses: Set<AttributeLoss> = []
        let users = extended.filter { $0.name.starts(with: Self.userPrefix) }
        for stale in try staleNames(of: file) { fremovexattr(file.rawValue, text(stale)) }
        for attribute in users where try !file.set(attribute) { losses.insert(.extended) }
        if try !file.give(to: owner, group) { losses.insert(.owner) }
        let bits = losses.contains(.owner) ? mode & ~Self.setIDBits : mode
        guard fchmod(file.rawValue, bits) == 0 else { throw Errno(rawValue: errno) }
        for list in extended where !users.contains(list) {
            if try !file.set(list) { losses.insert(.extended) }
        }
        try file.setTime(modified)
        return losses
    }

    private func staleNames(of file: FileDescriptor) throws -> [[UInt8]] {
        let wanted = Set(extended.map(\.name))
        return try file.attributeNames().filter { Self.isKept($0) && !wanted.contains($0) }
    }
}

/// The folder stays open while these work; its descriptor alone would not keep it so.
extension Folder {
    package func attributes() throws -> FileAttributes {
        try withExtendedLifetime(self) { try FileAttributes(of: descriptor) }
    }

    /// Sets everything, the time last; what it had and should not have goes.
    @discardableResult
    package func set(_ attributes: FileAttributes) throws -> Set<AttributeLoss> {
        try withExtendedLifetime(self) { try attributes.apply(to: descriptor) }
    }

    /// Whether the file system holds attributes of this kind at all.
    package func keeps(_ attribute: FileAttributes.Extended) -> Bool {
        withExtendedLifetime(self) { descriptor.keeps(attribute) }
    }
}

extension FileDescriptor {
    /// Names of all extended attributes; none where the file system has none.
    func attributeNames() throws -> [[UInt8]] {
        guard try hasAttributes() else { return [] }
        let list = try grown { flistxattr(rawValue, $0?.assumingMemoryBound(to: CChar.self), $1) }
        return list.split(separator: 0).map(Array.init)
    }

    /// Whether the file has an ACL or any extended attribute: one call that spares several for nearly every file.
    func hasAttributes() throws -> Bool {
        let length = flistxattr(rawValue, nil, 0)
        guard length >= 0 || [EOPNOTSUPP, ENOSYS].contains(errno) else { throw Errno(rawValue: errno) }
        return length > 0
    }

    func attribute(_ name: [UInt8]) throws -> [UInt8] {
        try grown { fgetxattr(rawValue, text(name), $0, $1) }
    }

    /// Asks for the size, then for the content, again when it grew in between.
    private func grown(_ get: (UnsafeMutableRawPointer?, Int) -> Int) throws -> [UInt8] {
        while true {
            let size = get(nil, 0)
            guard size >= 0 else { throw Errno(rawValue: errno) }
            var bytes = [UInt8](repeating: 0, count: size)
            let count = bytes.withUnsafeMutableBytes { get($0.baseAddress, size) }
            if count >= 0 { return Array(bytes.prefix(count)) }
            guard errno == ERANGE else { throw Errno(rawValue: errno) }
        }
    }

    /// False where the file system does not keep such attributes.
    fileprivate func set(_ attribute: FileAttributes.Extended) throws -> Bool {
        let (name, value) = (text(attribute.name), attribute.value)
        if fsetxattr(rawValue, name, value, value.count, 0) == 0 { return true }
        guard errno == EOPNOTSUPP else { throw Errno(rawValue: errno) }
        return false
    }

    /// False where this user may not: then the group alone is tried, and what does not work stays as it is.
    fileprivate func give(to owner: UInt32, _ group: UInt32) throws -> Bool {
        if fchown(rawValue, owner, group) == 0 { return true }
        guard errno == EPERM || errno == EINVAL else { throw Errno(rawValue: errno) }
        fchown(rawValue, uid_t.max, group)
        return false
    }

    fileprivate func setTime(_ time: FileTime) throws {
        guard futimens(rawValue, time.pair) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension FileTime {
    /// For utimensat(2): access and modification.
    var pair: [timespec] { Array(repeating: timespec(tv_sec: seconds, tv_nsec: nanoseconds), count: 2) }
}

/// For C: names of attributes come from C strings and hold no NUL.
private func text(_ name: [UInt8]) -> [CChar] { name.map { CChar(bitPattern: $0) } + [0] }

extension FileAttributes {
    /// As raw bytes: the numbers as text, then name and value of each extended attribute.
    package var fields: [[UInt8]] {
        let numbers = "\(mode) \(owner) \(group) \(modified.seconds) \(modified.nanoseconds)"
        return [Array(numbers.utf8)] + extended.flatMap { [$0.name, $0.value] }
    }

    /// Reads back what `fields` gave; nil for anything else.
    package init?(fields: some Collection<[UInt8]>) {
        guard let first = fields.first, fields.count % 2 == 1 else { return nil }
        let numbers = String(decoding: first, as: UTF8.self).split(separator: " ").map { Int($0) }
        guard numbers.count == 5, let mode = numbers[0], let owner = numbers[1], let group = numbers[2],
            let seconds = numbers[3], let nanoseconds = numbers[4]
        else { return nil }
        let rest = Array(fields.dropFirst())
        self.init(
            mode: UInt32(truncatingIfNeeded: mode), owner: UInt32(truncatingIfNeeded: owner),
            group: UInt32(truncatingIfNeeded: group), modified: FileTime(seconds: seconds, nanoseconds: nanoseconds),
            extended: stride(from: 0, to: rest.count, by: 2).map { Extended(name: rest[$0], value: rest[$0 + 1]) })
    }
}
