import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What an old script and the recipe saved of one component, the one held against the other.
struct Comparison: Sendable {
    enum Verdict: Sendable {
        /// All that the script has is in the recipe's backup.
        case same
        case onlyInRecipe
        /// What stands against the switch.
        case unsafe(Failure)
    }

    /// Stored bytes, and how long it took where that is known of the component.
    struct Cost: Sendable {
        let bytes: Int
        var took: Duration?
    }

    let component: Component.ID
    var script: Cost?
    var recipe: Cost?
    var verdict: Verdict
    /// Entries of the script's backup that were looked for in the recipe's.
    var compared = 0
    /// Of these, how many changed while both ran, and how many the recipe leaves out.
    var changed = 0
    var leftOut = 0
    /// Entries that the script has not got.
    var more = 0

    var failure: Failure? { if case .unsafe(let failure) = verdict { failure } else { nil } }
}

/// Holds what both saved against each other.
struct Comparer: Sendable {
    let script: LegacyBackup
    /// Of the recipe's components that were saved.
    let saved: [Component.ID: [RestoreFile]]
    let before: [Component.ID: StandBefore]
    let site: Site
    let backupRoot: FilePath
    let recipe: String

    /// Reads the recipe's side of each; nil for what cannot be read entry by entry.
    func contents(of sources: [Source]) async throws -> [Component.ID: Contents] {
        var all: [Component.ID: Contents] = [:]
        for source in sources {
            guard let files = saved[source.id] else { continue }
            all[source.id] = try await source.kind.contents(of: files, source, site)
        }
        return all
    }

    func compare(_ source: Source, with all: [Component.ID: Contents]) async throws -> Comparison {
        var found = Comparison(component: source.id, verdict: .same)
        let theirs: Contents
        do { theirs = try await contents(ofScript: source) } catch let failure as Failure {
            found.verdict = .unsafe(failure.of(source.id))
            return found
        }
        guard let ours = all[source.id] else {
            found.verdict = .unsafe(.notComparable(source.id))
            return found
        }
        let lacking = theirs.entries.filter { name, state in
            ours.entries[name] != state && !all.values.contains { $0.entries[name] == state }
        }.map(\.key)
        let excused = await excused(lacking, theirs, source)
        (found.compared, found.changed, found.leftOut) = (
            theirs.entries.count, excused.changed.count, excused.leftOut.count
        )
        found.more = ours.entries.keys.count { theirs.entries[$0] == nil }
        let rest = lacking.filter { !excused.changed.contains($0) && !excused.leftOut.contains($0) }
        if !rest.isEmpty { found.verdict = .unsafe(.recipeLacks(source, rest, ours, self)) }
        return found
    }

    /// Whole, as a run would take it.
    private func contents(ofScript source: Source) async throws -> Contents {
        let files = try script.files(of: source.id)
        for file in files {
            do { try await pipeline(await script.content(of: file, source, at: site)) } catch {
                throw script.failure(file, error)
            }
        }
        guard let contents = try await source.kind.contents(of: files, source, site) else {
            throw Failure.notComparable(source.id)
        }
        return contents
    }

    /// What changed while both ran, and what is left out on purpose. Where that were all, or more than half of many, the
    /// recipe looks somewhere else, and nothing is excused by what is gone there.
    private func excused(
        _ names: [[UInt8]], _ theirs: Contents, _ source: Source
    ) async -> (changed: Set<[UInt8]>, leftOut: Set<[UInt8]>) {
        let backups = Array(settledPath(backupRoot).string.utf8)
        let leftOut = source.kind.leftOut(names, source, site)
            .union(names.filter { $0 == backups || $0.starts(with: backups + [0x2f]) })
        let rest = names.filter { !leftOut.contains($0) && !theirs.strange.contains($0) }
        guard !rest.isEmpty, let before = before[source.id] else { return ([], leftOut) }
        let changed = await source.kind.changed(rest, since: before, source, site)
        let all = theirs.entries.count
        let isMuch = changed.count == all || changed.count > 3 && changed.count * 2 > all
        return (isMuch ? [] : changed, leftOut)
    }
}

extension Failure {
    static func notComparable(_ component: Component.ID) -> Failure {
        Failure("compare.not-comparable", ["component": component])
    }

    /// `names` are those that differ, or are not there at all.
    fileprivate static func recipeLacks(
        _ source: Source, _ names: [[UInt8]], _ ours: Contents, _ comparer: Comparer
    ) -> Failure {
        let root = Array(settledPath(comparer.site.root).string.utf8) + [0x2f]
        let shown = Set(names.map { source.kind.shown($0.starts(with: root) ? Array($0.dropFirst(root.count)) : $0) })
            .sorted()
        let missing = names.count { ours.entries[$0] == nil }
        return Failure(
            "compare.lacks",
            [
                "component": source.id, "count": names.count, "missing": missing, "differing": names.count - missing,
                "list": shorten(shown), "recipe": comparer.recipe,
            ])
    }
}
