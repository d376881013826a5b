import GardeWords
import GardeCore
import GardeIO
import SystemPackage

extension TreeLoad {
    /// How many messages in the live tree were delivered after this second since 1970.
    func messages(since start: Int) throws -> Int {
        // Messages that are only added take none away.
        guard replacesWhatIsThere else { return 0 }
        return try targets().targets.filter { $0.kind == .folder }.reduce(0) { sum, target in
            sum + count(in: try Folder.open(FilePath(names: target.names[...])), since: start)
        }
    }

    private func count(in folder: Folder, since start: Int) -> Int {
        guard let entries = try? folder.entries() else { return 0 }
        let isMaildir = Maildir.isOne(entries)
        return entries.reduce(0) { sum, entry in
            guard entry.kind == .folder || entry.kind == .unknown, let below = try? folder.folder(entry.name) else {
                return sum
            }
            guard isMaildir, Maildir.isPart(entry) else { return sum + count(in: below, since: start) }
            guard entry.name != Maildir.tmp, let messages = try? below.entries() else { return sum }
            return sum + messages.count { (Maildir.delivery($0.name) ?? 0) > start }
        }
    }
}

extension Text {
    static func newerMessages(_ name: String, _ count: Int) -> Text {
        Text("restore.newer-messages", ["name": name, "count": count])
    }
}
