import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `list`: what lies in BACKUP_ROOT, newest first.
package struct Listing {
    private let root: FilePath
    private let own: Identity
    private let adoptions: Adoptions
    private let standing: Standing
    private let console: any Reporter
    /// What else is to be said of a backup.
    private let remark: @Sendable (Manifest) -> Text?
    /// The URL of copies that were fetched to be looked at; nil for what lies here.
    private let place: String?
    /// What programs of the site's own keep, by the component's name.
    private var elsewhere: @Sendable () async -> [(Source, Result<KeptElsewhere, Failure>)] = { [] }

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        let backupRoot = settings.backupRoot
        self.init(
            root: backupRoot, Identity(root, recipe.name), Adoptions(backupRoot),
            Standing(backupRoot), console)
        elsewhere = { await KeptElsewhere.all(recipe, settings, root: root, console) }
    }

    package init(
        root: FilePath, _ own: Identity, _ adoptions: Adoptions, _ standing: Standing, _ console: any Reporter,
        place: String? = nil, remark: @escaping @Sendable (Manifest) -> Text? = { _ in nil }
    ) {
        self.place = place
        (self.root, self.own, self.adoptions, self.standing) = (root, own, adoptions, standing)
        (self.console, self.remark) = (console, remark)
    }

    /// `remote` is where to look instead.
    package func run(looking remote: RemoteLook?) async throws -> ExitCode {
        guard let remote else {
            let end = try run()
            await sayElsewhere()
            return end
        }
        return try await remote.list()
    }

    func run() throws -> ExitCode {
        guard (try? root.stat().type) == .directory else { throw Failure.noBackupRoot(root.string) }
        let history = History(root)
        let ownership = Ownership(own, adoptions.all, among: history.backups)
        let isShared = Set(history.backups.map(ownership.owner)).union([own]).count > 1
        var chains = ChainCheck(in: root)
        for manifest in history.backups {
            show(manifest, ownership, isShared: isShared, broken: broken(manifest, &chains))
        }
        sayWindows()
        if let closed = Failure.closedFolder(root) { throw closed }
        for folder in history.damaged.map(root.appending) {
            console.warning(.unreadable(folder.string))
        }
        for name in history.withoutManifest { console.warning(.withoutManifest(name)) }
        guard !history.backups.isEmpty else { throw Failure.noBackups(root) }
        return .done
    }

    private func show(_ manifest: Manifest, _ ownership: Ownership, isShared: Bool, broken: Failure?) {
        guard let answer = Answer.current else {
            return console.table(row(manifest, isShared ? ownership : nil, broken: broken))
        }
        let owner = ownership.owner(of: manifest)
        answer.add(
            "backups",
            manifest.json(
                in: place ?? root.string, madeBy: owner, isOwn: owner == own, standing, broken: broken,
                remark: remark(manifest), console.language))
    }

    private func sayElsewhere() async {
        for (source, kept) in await elsewhere() {
            switch kept {
            case .success(let kept) where Answer.current != nil:
                Answer.current?.add(
                    "kept_elsewhere",
                    .object([
                        "name": .string(source.name), "what": .string(kept.text[console.language]),
                        "newest": .string(kept.newest.iso8601),
                    ]))
            case .success(let kept): console.plain("\(source.name)  \(kept.text[console.language])")
            case .failure(let failure): console.warning(failure.text)
            }
        }
    }

    private func sayWindows() {
        let backups = History(root, of: own, adoptions).backups
        for component in Set(backups.flatMap(\.wal.keys)).sorted() {
            for window in backups.windows(of: component, standing) {
                let names = [
                    "name": component.name, "first": window.lowerBound.iso8601, "last": window.upperBound.iso8601,
                ]
                guard let answer = Answer.current else {
                    console.plain(Text("list.window", names)[console.language])
                    continue
                }
                answer.add(
                    "windows",
                    .object([
                        "component": .string(component.name), "first": .string(window.lowerBound.iso8601),
                        "last": .string(window.upperBound.iso8601),
                    ]))
            }
        }
    }

    /// `20240315_020000  full   1.2 GB  3 h 5 min  postgresql redis mail config certificates  suspect: mail`, and whose
    /// it is where several share the folder.
    private func row(_ manifest: Manifest, _ ownership: Ownership?, broken: Failure?) -> Table {
        let language = console.language
        let age =
            manifest.start.map { start in
                Text("status.ago", ["age": Duration.seconds(max(0, LocalTime.now().seconds - start.seconds))])[language]
            } ?? "?"
        let names = manifest.components.filter(\.value).keys.sorted().map(\.name).joined(separator: " ")
        let columns = [
            manifest.backup.id, manifest.backup.type, language.bytes(manifest.backup.sizeBytes), age, names,
        ]
        let whose = ownership.map { Text.madeBy($0.owner(of: manifest)) }
        let marks = [whose] + flaws(of: manifest) + [broken.map(Text.orphan), withoutRows(manifest), remark(manifest)]
        // Each by itself, since another may take its time to be looked at.
        return Table(
            [columns + marks.compactMap { $0?[language] }], right: [2, 3], aligned: 4, least: [0, 11, 9, 18],
            prose: 4..<100)
    }

    /// What keeps `latest` from taking it, each with the components that it is of.
    private func flaws(of manifest: Manifest) -> [Text] {
        let held = manifest.everyComponent
        let found = held.map { ($0, standing.flaws(of: manifest, $0)) }
        let named = Flaw.allCases.filter { $0 != .future }.compactMap { flaw -> Text? in
            let names = found.filter { $0.1.contains(flaw) }.map(\.0)
            return names.isEmpty || (flaw == .lacking && manifest.lacks == nil) ? nil : flaw.mark(names.map(\.name))
        }
        let isUnclear = manifest.lacks == nil && manifest.backup.errors > 0
        return named + (isUnclear ? [.incomplete(manifest.backup.errors)] : [])
            + (found.contains { $0.1.contains(.future) } ? [Flaw.future.text] : [])
    }
}

extension Listing {
    /// What the recipe left out.
    private func withoutRows(_ manifest: Manifest) -> Text? {
        let tables = manifest.withoutRows.sorted { $0.key < $1.key }.flatMap(\.value)
        return tables.isEmpty ? nil : Text("list.without-rows", ["list": shorten(tables)])
    }

    /// Where the chain of an increment is broken.
    private func broken(_ manifest: Manifest, _ chains: inout ChainCheck) -> Failure? {
        for component in manifest.increments.keys.sorted() {
            guard manifest.files == nil else {
                if let failure = chains.failure(of: manifest, component) { return failure }
                continue
            }
            do throws(Failure) {
                if let found = try? FoundBackup(root.appending(manifest.backup.id)) {
                    _ = try found.chain(of: component, in: root)
                }
            } catch { return error }
        }
        return nil
    }
}

extension Text {
    static func withoutManifest(_ name: String) -> Text { Text("list.without-manifest", ["name": name]) }

    static func orphan(_ failure: Failure) -> Text {
        let what = failure.what
        return Text("list.orphan", ["what": what])
    }

    static func madeBy(_ other: Identity) -> Text {
        let name = [other.recipe, other.shown].filter { !$0.isEmpty }.joined(separator: " ")
        return Text("list.made-by", ["name": name])
    }

    static func incomplete(_ count: Int) -> Text {
        Text("list.incomplete", ["count": count])
    }
}

extension Flaw {
    fileprivate func mark(_ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return switch self {
        case .bad: Text("list.bad-of", ["list": list])
        case .cut: Text("list.cut-2", ["list": list])
        case .suspect: Text("list.suspect-of", ["list": list])
        case .unsaved: Text("list.unsaved-of", ["list": list])
        case .lacking: Text("list.lacking-of", ["list": list])
        case .future, .otherSubject, .broken: text
        }
    }
}
