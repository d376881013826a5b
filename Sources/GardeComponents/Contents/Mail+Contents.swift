import GardeCore
import GardeIO
import SystemPackage

extension Mail {
    /// Deliveries that had not ended, and what Dovecot makes anew.
    package func leftOut(_ names: [[UInt8]], _ source: Source, _ site: Site) -> Set<[UInt8]> {
        Set(
            names.filter { name in
                let path = FilePath(bytes: name).names
                return path.last == Maildir.cache && Self.isMaildir(path.dropLast())
                    || path.dropLast().last == Maildir.tmp && Self.isMaildir(path.dropLast(2))
            })
    }

    private static func isMaildir(_ path: ArraySlice<[UInt8]>) -> Bool {
        (try? Folder.open(FilePath(names: path)).entries()).map(Maildir.isOne) == true
    }
}
