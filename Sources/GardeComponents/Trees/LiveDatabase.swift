import GardeIO
import GardeWords
import SystemPackage

/// A database that was open while its files were read, or was not closed: their copies need not fit together.
///
/// Told by a file that is there only then: PostgreSQL's `postmaster.pid`, InnoDB's `ibtmp1`, SQLite's write-ahead log
/// or rollback journal with content (https://www.sqlite.org/fileformat.html, sections 3 and 4.1).
struct LiveDatabase: Hashable, Sendable {
    let product: String
    /// The member that is its data folder, or the database itself.
    let member: [UInt8]

    /// Nil for any other file.
    init?(_ file: FileDescriptor, _ member: [UInt8]) {
        let slash = member.lastIndex(of: UInt8(ascii: "/"))
        switch member[(slash.map { $0 + 1 } ?? 0)...] {
        case Self.postgres[...]: (product, self.member) = ("PostgreSQL", Array(member[..<(slash ?? 0)]))
        case Self.innoDB[...]: (product, self.member) = ("MariaDB", Array(member[..<(slash ?? 0)]))
        default:
            guard let journal = Self.journals.first(where: { member.ends(with: $0.ending) }),
                let start = try? file.read(at: 0, 4), journal.magic.contains(start)
            else { return nil }
            (product, self.member) = ("SQLite", member.dropLast(journal.ending.count))
        }
    }

    private static let postgres = Array("postmaster.pid".utf8), innoDB = Array("ibtmp1".utf8)
    private static let journals: [(ending: [UInt8], magic: [[UInt8]])] = [
        (Array("-wal".utf8), [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]]),
        (Array("-journal".utf8), [[0xd9, 0xd5, 0x05, 0xf9]]),
    ]
}

extension Sequence<UInt8> where Self: BidirectionalCollection {
    fileprivate func ends(with ending: [UInt8]) -> Bool { reversed().starts(with: ending.reversed()) }
}

extension Text {
    static func liveDatabases(_ name: String, _ found: Set<LiveDatabase>) -> Text {
        let list = found.map { "\(visible($0.member)) (\($0.product))" }.sorted()
        return Text("files.live-databases", ["name": name, "list": shorten(list)])
    }
}
