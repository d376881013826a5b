package import GardeWords
package import GardeIO
package import SystemPackage

/// Why a component of a backup is not what `latest` should take.
package enum Flaw: Sendable, Hashable, CaseIterable {
    /// `verify` found it, or what it builds on, damaged.
    case bad
    /// A file of it is missing, or has another size than its manifest says.
    case cut
    /// Much smaller than before, and nobody accepted that.
    case suspect
    /// It was asked for, and is not saved.
    case unsaved
    /// It is saved, and something of it is not.
    case lacking
    /// It was made by a clock that was ahead of this one.
    case future
    /// The name stood for another database or path then.
    case otherSubject
    /// A backup that it builds on is nowhere.
    case broken
}

/// What is known against the backups of a folder: what runs marked and nobody accepted, what
/// `verify` found, and what a look at their files shows.
package struct Standing: Sendable {
    package let accepted: Set<String>
    /// The components that are bad, by the backup's id.
    let bad: [String: Bad]
    /// The components whose files are not all there whole, by the backup's id.
    package let cut: [String: Set<Component.ID>]
    private let now: LocalTime

    enum Bad: Sendable, Hashable {
        case all
        case some(Set<Component.ID>)

        func holds(_ component: Component.ID) -> Bool {
            switch self {
            case .all: true
            case .some(let names): names.contains(component)
            }
        }
    }

    /// `place` is the URL of copies, where it is those that are judged; what is known lies in `backupRoot` all the same.
    /// Of a disk that is mounted here, `notes` is the folder where this machine remembers what it found of it.
    package init(
        _ backupRoot: FilePath, at place: String? = nil, notes: FilePath? = nil, now: LocalTime = .now()
    ) {
        accepted = Acceptances(backupRoot).uuids
        let disk = Verified.place(of: backupRoot)
        let noted = notes.map { Verified.known(in: $0).filter { $0.place == disk } } ?? []
        let known = Verified.known(in: backupRoot).filter { $0.place == place } + noted
        let newest = Dictionary(known.map { ($0.id, $0) }) { $0.time >= $1.time ? $0 : $1 }
        let found = newest.values.filter { !$0.depth.isGood }
        bad = Dictionary(found.map { ($0.id, $0.components.isEmpty ? .all : .some($0.components)) }) { one, _ in one }
        cut = place == nil ? Self.cut(in: backupRoot) : [:]
        self.now = now
    }

    private static func cut(in root: FilePath) -> [String: Set<Component.ID>] {
        let found = History(root).backups.map { ($0.backup.id, $0.cutComponents(in: root.appending($0.backup.id))) }
        return Dictionary(found.filter { !$1.isEmpty }) { one, _ in one }
    }

    package func isBad(_ id: String, _ component: Component.ID) -> Bool { damage(of: id, component) != nil }

    /// What keeps its files from being restored, as far as that is known.
    package func damage(of id: String, _ component: Component.ID) -> Flaw? {
        if bad[id]?.holds(component) == true { return .bad }
        return cut[id]?.contains(component) == true ? .cut : nil
    }

    /// Not what a component builds on, which lies in other folders.
    package func flaws(of manifest: Manifest, _ component: Component.ID) -> Set<Flaw> {
        let start = manifest.start?.seconds ?? .max
        let found: [(Flaw, Bool)] = [
            (.suspect, isSuspect(manifest, component)),
            (.unsaved, manifest.failed(component)), (.lacking, manifest.isLacking(component)),
            (.future, start > now.seconds + Rotation.tolerance),
        ]
        return Set(found.filter(\.1).map(\.0) + [damage(of: manifest.backup.id, component)].compactMap(\.self))
    }

    /// What its run marked, in the order of `Flaw`: wherever the backup lies now, that goes with it.
    package func marks(of manifest: Manifest, _ component: Component.ID) -> [Flaw] {
        let found = flaws(of: manifest, component)
        return [.suspect, .unsaved, .lacking].filter(found.contains)
    }

    package func isSuspect(_ manifest: Manifest, _ component: Component.ID) -> Bool {
        manifest.suspect?.contains(component) == true && !accepted.contains(manifest.backup.uuid ?? "")
    }
}

extension Manifest {
    /// Components of which a file is missing in this folder, or has not the size that is said here; where no files are
    /// said, as by the bash pair, those of which there is none.
    fileprivate func cutComponents(in folder: FilePath) -> Set<Component.ID> {
        if let files { return Set(files.filter { $0.isCut(in: folder) }.map(\.component)) }
        let there = Set((try? FoundBackup(folder).files.map(\.component)) ?? [])
        return Set(components.filter(\.value).keys).subtracting(there)
    }

    /// Asked for and not saved, where the manifest says that.
    fileprivate func failed(_ component: Component.ID) -> Bool {
        lacks?.contains(component) == true && components[component] != true
    }

    /// Saved, and not whole. Older ones only count what went wrong: more than what is not saved at all is of something
    /// that is.
    func isLacking(_ component: Component.ID) -> Bool {
        guard components[component] == true else { return false }
        return lacks?.contains(component) ?? (backup.errors > everyComponent.count { components[$0] != true })
    }
}

extension Manifest.File {
    /// What nobody may look at is not judged.
    fileprivate func isCut(in folder: FilePath) -> Bool {
        do { return try folder.appending(name).stat().size != bytes } catch {
            return error == .noSuchFileOrDirectory
        }
    }
}

extension Flaw {
    package var text: Text {
        switch self {
        case .bad: Text("list.bad")
        case .cut: Text("list.cut")
        case .suspect: Text("list.suspect")
        case .unsaved: Text("list.unsaved")
        case .lacking: Text("list.lacking")
        case .future: Text("list.future")
        case .otherSubject: Text("list.other-subject")
        case .broken: Text("list.broken")
        }
    }
}
