import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What archives have to hold to be restored by this recipe: a file that is whole may be that of something else.
struct Holdings {
    /// Of the recipe's trees.
    let names: [Component.ID: TreeNames]
    private let subjects: [Component.ID: String]
    private let history: History
    private let accepted: Set<String>
    private let root: FilePath
    private let typed: TypedCommand

    init(_ recipe: Recipe, _ settings: Settings, root platform: FilePath, _ own: Identity) {
        (root, typed) = (settings.backupRoot, settings.typed(platform))
        history = History(root, of: own)
        accepted = Standing(root).accepted
        var (names, subjects) = ([Component.ID: TreeNames](), [Component.ID: String]())
        for source in recipe.sources {
            names[source.id] = TreeNames(source, in: platform)
            subjects[source.id] = source.kind.mailboxes
        }
        (self.names, self.subjects) = (names, subjects)
    }

    /// With the failure of a whole archive that a restore would refuse, or that would take all mail away.
    /// `place` is the backup's path or URL.
    func judged(_ finding: Examination.Finding, of backup: FoundBackup, in place: String) -> Examination.Finding {
        let component = finding.file.component
        guard finding.failure == nil, backup.manifest?.isIncrement(component) != true, let outline = finding.outline
        else { return finding }
        switch outline.holds {
        case .content: return finding
        case .nothing:
            return finding.refused(.nothingOfThis(component, backup.name), isDamaged: isOurs(component, backup))
        case .frame:
            guard subjects[component] != nil, let older = fuller(than: backup, component) else { return finding }
            let isHere = settledPath(backup.folder.removingLastComponent()) == settledPath(root)
            return finding.refused(
                .noMessage(component, backup.name, isHere ? backup.name : place, older, typed), isDamaged: true)
        }
    }

    /// Reads what a chain makes up; throws what keeps it from being restored.
    func walk(_ tree: RestoreTree, _ component: Component.ID, _ id: String) async throws {
        let own = names[component]
        let holds = try await tree.walk { reader in
            var (names, holds) = (EntryNames(), own == nil)
            while let member = try reader.next() {
                try names.meetOnce(member)
                let path = try MemberPath(member.name)
                holds = holds || own?.holding(path, isFolder: member.kind == .folder) != .nothing
            }
            return holds
        }
        if !holds { throw Failure.nothingOfThis(component, id) }
    }

    /// Of a file that is as its run stored it, another recipe may be what differs, unless it says that it was this one.
    private func isOurs(_ component: Component.ID, _ backup: FoundBackup) -> Bool {
        !backup.hasDigests || backup.manifest?.subjects?[component].map { $0 == subjects[component] } == true
    }

    /// The newest full backup before this one with more mail in it; nil where this one is marked, or accepted.
    private func fuller(than backup: FoundBackup, _ component: Component.ID) -> String? {
        guard let manifest = backup.manifest, let start = manifest.start,
            manifest.suspect?.contains(component) != true, !accepted.contains(manifest.backup.uuid ?? "")
        else { return nil }
        let bytes = backup.storedBytes(of: component)
        return history.backups.first { other in
            guard let begun = other.start, begun < start, other.components[component] == true,
                !other.isIncrement(component), let found = try? FoundBackup(root.appending(other.backup.id))
            else { return false }
            return found.storedBytes(of: component) > bytes + bytes / 4
        }?.backup.id
    }
}

extension Examination.Finding {
    fileprivate func refused(_ failure: Failure, isDamaged: Bool) -> Self {
        Self(
            file: file, contentBytes: contentBytes, failure: failure, isDamaged: isDamaged, isSealed: isSealed,
            outline: outline)
    }
}

extension Failure {
    fileprivate static func noMessage(
        _ component: Component.ID, _ id: String, _ source: String, _ older: String, _ typed: TypedCommand
    ) -> Failure {
        let restores = [older, source].map { typed.line("restore --only \(component.name) \(shellWord($0))") }
        return Failure(
            "verify.no-message",
            ["component": component, "id": id, "older": older, "command": restores[0], "anyway": restores[1]])
    }
}
