import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

/// The journals of a BACKUP_ROOT that several platforms may share: each has its own, with a scratch folder beside it.
///
/// Version 0.1 had one for all.
struct Journals {
    private let backupRoot: FilePath
    private let own: Identity
    private static let scratchName = ".restore-scratch"

    init(_ backupRoot: FilePath, of own: Identity) { (self.backupRoot, self.own) = (backupRoot, own) }

    /// Of this platform's journal.
    var name: String { "\(Journal.name)-\(own.mark)" }

    /// Where this platform's restores have decompressed dumps.
    var scratch: FilePath { scratch(beside: name) }

    func scratch(beside journal: String) -> FilePath {
        backupRoot.appending(Self.scratchName + journal.dropFirst(Journal.name.count))
    }

    // MARK: Whose

    /// This platform's unfinished restore: also under a name that it had before, and as version 0.1 left it.
    ///
    /// Throws when it cannot be read.
    func unfinished() throws -> Journal? {
        for name in names {
            do {
                if let journal = try Journal.unfinished(in: backupRoot, called: name), isOwn(journal, name) {
                    return journal
                }
            } catch {
                if name == self.name || name == Journal.name { throw error }
            }
        }
        return nil
    }

    /// Who has an unfinished restore of this platform by another recipe; with `isHalfDone`, one whose data was not
    /// right yet.
    func ofOtherRecipe(isHalfDone: Bool = false) -> Identity? {
        others { $0.platform == own.platform && $0.recipe != own.recipe && isHere($0) && !(isHalfDone && $1) }?.owner
    }

    /// Who has one of the same folder and recipe on a host of another name.
    func ofOtherHost() -> Identity? {
        others { owner, _ in owner.platform == own.platform && owner.recipe == own.recipe && !isHere(owner) }?.owner
    }

    /// The journal that keeps this platform from being saved or restored; it may be one that cannot be read.
    var blocking: String? {
        do {
            return try unfinished()?.path.lastComponent?.string
                ?? others { owner, _ in owner.platform == own.platform && isHere(owner) }?.name
        } catch { return names.first { (try? Journal.unfinished(in: backupRoot, called: $0)) == nil } }
    }

    /// The same under this platform's name, with its scratch folder; while the lock is held.
    func taken(_ journal: Journal) throws -> Journal {
        guard let old = journal.path.lastComponent?.string, old != name else { return journal }
        let left = scratch(beside: old)
        if (try? left.stat()) != nil {
            try? Durable.removeTree(scratch)
            try Durable.rename(left, toUnused: scratch)
        }
        try Durable.rename(journal.path, toUnused: backupRoot.appending(name))
        return try Journal.unfinished(in: backupRoot, called: name) ?? journal
    }

    /// This platform's first, then that of version 0.1.
    private var names: [String] {
        let all = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        let others = all.filter { $0.hasPrefix("\(Journal.name)-") && $0 != name }.sorted()
        return [name, Journal.name].filter(all.contains) + others
    }

    private func isOwn(_ journal: Journal, _ name: String) -> Bool {
        guard name != self.name else { return true }
        guard let owner = Transaction.owner(journal) else { return name == Journal.name }
        let heir = Adoptions(backupRoot).heir(of: owner)
        return heir.platform == own.platform && heir.recipe == own.recipe && isHere(heir)
    }

    /// Version 0.1 did not say the host.
    private func isHere(_ owner: Identity) -> Bool { owner.host.isEmpty || owner.host == own.host }

    private func others(
        _ condition: (_ owner: Identity, _ isGood: Bool) -> Bool
    ) -> (name: String, owner: Identity)? {
        for name in names where name != self.name {
            guard let journal = try? Journal.unfinished(in: backupRoot, called: name),
                let owner = Transaction.owner(journal).map(Adoptions(backupRoot).heir)
            else { continue }
            if owner != own, condition(owner, Transaction.isGood(journal)) { return (name, owner) }
        }
        return nil
    }

    // MARK: Scratch

    var hasScratch: Bool { ownScratch.contains { (try? $0.stat()) != nil } }

    /// Removes what a killed restore of this platform's left there, and the folder itself once no restore is unfinished: one
    /// may have ended without being able to. Only while the lock is held.
    func emptyScratch() {
        let isUnfinished: Bool
        do { isUnfinished = try unfinished() != nil } catch { isUnfinished = true }
        for scratch in ownScratch {
            Self.empty(scratch)
            if !isUnfinished { try? Durable.removeTree(scratch) }
        }
    }

    private var ownScratch: [FilePath] {
        let common = (try? Journal.unfinished(in: backupRoot)).flatMap(\.self)
        let isForeign = common.map { !isOwn($0, Journal.name) } ?? false
        return [scratch] + (isForeign ? [] : [scratch(beside: Journal.name)])
    }

    static func empty(_ scratch: FilePath) {
        guard let folder = try? Folder.open(scratch) else { return }
        // What takes roles back stays for the restore's own end.
        let entries = ((try? folder.entries()) ?? []).filter {
            !String(decoding: $0.name, as: UTF8.self).contains(PostgresLoad.rolesUndo)
        }
        for entry in entries { try? folder.removeTree(entry.name) }
    }
}
