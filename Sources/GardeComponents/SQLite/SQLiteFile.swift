import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// The file of a database on this machine, and what lies beside it.
struct SQLiteFile: Sendable, Hashable {
    /// Absolute.
    let path: FilePath

    private static let magic = Array("SQLite format 3\0".utf8)
    /// Where the header says 2 for a write-ahead log.
    private static let readVersion = 19

    private var companions: [FilePath] { SQLite.companions.map { FilePath(bytes: path.bytes + Array($0.utf8)) } }
    var all: [FilePath] { [path] + companions }

    // MARK: What stands against it

    /// Throws the `Failure` of a database that is not there, or is none.
    func checkIsDatabase() throws {
        try checkIsNoLink()
        guard let status = try? path.stat() else { throw Failure.sqliteMissing(path) }
        guard status.type == .regular else { throw Failure.sqliteNoFile(path) }
        // One that nobody has written to yet has no byte.
        let isDatabase = try status.size == 0 || header().starts(with: Self.magic)
        guard isDatabase else { throw Failure.sqliteNoDatabase(path) }
        if isReadOnly, companions.contains(where: hasContent) { throw Failure.sqliteUnsettled(path) }
    }

    /// SQLite keeps what lies beside it where the link leads, so that it is the file itself which has to be named.
    func checkIsNoLink() throws {
        for file in all where (try? file.stat(followTargetSymlink: false).type) == .symbolicLink {
            throw Failure.sqliteLink(file, realPath(file))
        }
    }

    /// Throws the `Failure` that names who has it open: that program would go on writing to what was exchanged.
    func checkUnused() throws {
        if let user { throw Failure.sqliteInUse(path, user) }
    }

    /// Who has it open, as far as this user can see.
    var user: FileWriter? { FileWriter.first(holding: Set(all.compactMap { try? FileIdentity(of: $0) })) }

    // MARK: How it is opened

    /// What sqlite3 opens it by, and never makes it.
    var address: String { usesLog && isReadOnly ? Self.unchanging(path) : Self.address(path, "mode=rw") }

    /// Of a file that nobody writes to: it is opened without locks, and nothing is made beside it.
    static func unchanging(_ path: FilePath) -> String { address(path, "immutable=1") }

    private static func address(_ path: FilePath, _ how: String) -> String {
        let escaped = path.bytes.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "/._-".contains(character))
            return isPlain ? "\(character)" : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "file:\(escaped.joined())?\(how)"
    }

    private var usesLog: Bool { (try? header())?.dropFirst(Self.readVersion).first == 2 }

    private var isReadOnly: Bool { whyNotWritable(path.removingLastComponent()) == .readOnlyFileSystem }

    private func header() throws -> [UInt8] {
        try namingRead(path) {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.thenClose { try file.read(upTo: 100) }
        }
    }
}

/// Whether there is such a file, with a byte in it.
private func hasContent(_ path: FilePath) -> Bool { ((try? path.stat().size) ?? 0) > 0 }

extension SQLiteFile {
    /// Whether what lies beside it belongs to its content, which only opening it would tell.
    var isUnsettled: Bool {
        companions.contains { !$0.string.hasSuffix("-shm") && hasContent($0) }
    }
}
