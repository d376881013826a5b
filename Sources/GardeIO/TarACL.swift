internal import CGarde
internal import Glibc
import SystemPackage

/// One of the two POSIX ACLs of a tar member, as the kernel takes it: `system.posix_acl_access` or `…_default`.
///
/// The value is `linux/posix_acl_xattr.h`'s: the version 2, then tag, permissions and id of each entry, little-endian.
struct TarACL {
    enum Kind { case access, inherited }

    private struct Entry {
        let tag: UInt16
        let permissions: UInt16
        let id: UInt32
    }

    private static let user: UInt16 = 0x02, group: UInt16 = 0x08, mask: UInt16 = 0x10
    private static let nobody = UInt32.max
    private static let tags: [CInt: UInt16] = [
        ARCHIVE_ENTRY_ACL_USER_OBJ: 0x01, ARCHIVE_ENTRY_ACL_USER: user, ARCHIVE_ENTRY_ACL_GROUP_OBJ: 0x04,
        ARCHIVE_ENTRY_ACL_GROUP: group, ARCHIVE_ENTRY_ACL_MASK: mask, ARCHIVE_ENTRY_ACL_OTHER: 0x20,
    ]

    private let kind: Kind
    private var entries: [Entry] = []
    /// Users and groups that this machine does not know; an entry with a number needs no name.
    private(set) var unknownNames: [String] = []

    init(_ entry: OpaquePointer, _ kind: Kind) {
        self.kind = kind
        let wanted = kind == .access ? ARCHIVE_ENTRY_ACL_TYPE_ACCESS : ARCHIVE_ENTRY_ACL_TYPE_DEFAULT
        guard archive_entry_acl_reset(entry, wanted) > 0 else { return }
        var (type, bits, tag, id) = (CInt(0), CInt(0), CInt(0), CInt(0))
        var name: UnsafePointer<CChar>?
        while archive_entry_acl_next(entry, wanted, &type, &bits, &tag, &id, &name) == ARCHIVE_OK {
            if let tag = Self.tags[tag] { add(tag, UInt16(bits & 7), id, name.map { String(cString: $0) }) }
        }
        if entries.contains(where: { $0.tag == Self.user || $0.tag == Self.group }) { addMask() }
    }

    private mutating func add(_ tag: UInt16, _ permissions: UInt16, _ number: CInt, _ name: String?) {
        guard tag == Self.user || tag == Self.group else {
            return entries.append(Entry(tag: tag, permissions: permissions, id: Self.nobody))
        }
        let known = number >= 0 ? UInt32(number) : name.flatMap { tag == Self.user ? userID($0) : groupID($0) }
        guard let known else { return unknownNames.append(name ?? "?") }
        entries.append(Entry(tag: tag, permissions: permissions, id: known))
    }

    /// The kernel wants a mask as soon as somebody is named; setfacl(1) makes the same.
    private mutating func addMask() {
        guard !entries.contains(where: { $0.tag == Self.mask }) else { return }
        let all = entries.filter { $0.tag == Self.user || $0.tag == Self.group || $0.tag == 0x04 }
        entries.append(Entry(tag: Self.mask, permissions: all.reduce(0) { $0 | $1.permissions }, id: Self.nobody))
    }

    /// A file's mode shows the mask in place of its group's permissions.
    func masked(_ mode: UInt32) -> UInt32 {
        guard kind == .access, let mask = entries.first(where: { $0.tag == Self.mask }) else { return mode }
        return mode & ~0o070 | UInt32(mask.permissions) << 3
    }

    /// Nil when there is no list, or one that says no more than the mode does.
    var attribute: FileAttributes.Extended? {
        guard entries.count > (kind == .access ? 3 : 0) else { return nil }
        let sorted = entries.sorted { ($0.tag, $0.id) < ($1.tag, $1.id) }
        let value: [UInt8] =
            [2, 0, 0, 0] + sorted.flatMap { Self.bytes($0.tag) + Self.bytes($0.permissions) + Self.bytes($0.id) }
        return .init(name: kind == .access ? FileAttributes.accessList : FileAttributes.defaultList, value: value)
    }

    /// Adds what `attribute` has as its value, and what was read of a file, to a member that is written.
    ///
    /// Throws `Errno.invalidArgument` for what is no list.
    static func add(_ value: [UInt8], _ kind: Kind, to entry: OpaquePointer) throws {
        guard value.count % 8 == 4, value.starts(with: [2, 0, 0, 0]) else { throw Errno.invalidArgument }
        let type = kind == .access ? ARCHIVE_ENTRY_ACL_TYPE_ACCESS : ARCHIVE_ENTRY_ACL_TYPE_DEFAULT
        for start in stride(from: 4, to: value.count, by: 8) {
            let own = UInt16(value[start]) | UInt16(value[start + 1]) << 8
            guard let tag = tags.first(where: { $0.value == own })?.key else { throw Errno.invalidArgument }
            let permissions = CInt(value[start + 2] & 7)
            let id = value[(start + 4)..<(start + 8)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let number = own == user || own == group ? CInt(bitPattern: id) : -1
            archive_entry_acl_add_entry(entry, type, permissions, tag, number, nil)
        }
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
    }
}

private func userID(_ name: String) -> UInt32? {
    var (record, found) = (passwd(), UnsafeMutablePointer<passwd>?.none)
    var room = [CChar](repeating: 0, count: 1 << 14)
    return getpwnam_r(name, &record, &room, room.count, &found) == 0 && found != nil ? record.pw_uid : nil
}

private func groupID(_ name: String) -> UInt32? {
    var (record, found) = (Glibc.group(), UnsafeMutablePointer<Glibc.group>?.none)
    var room = [CChar](repeating: 0, count: 1 << 14)
    return getgrnam_r(name, &record, &room, room.count, &found) == 0 && found != nil ? record.gr_gid : nil
}
