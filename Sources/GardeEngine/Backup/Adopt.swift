import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `adopt`: takes another platform's backups in BACKUP_ROOT for this one's, which was moved or took its place.
package struct Adopt {
    private let own: Identity
    private let backupRoot: FilePath
    private let command: TypedCommand
    private let console: any Reporter

    package init(own: Identity, backupRoot: FilePath, command: TypedCommand, console: any Reporter) {
        (self.own, self.backupRoot, self.command, self.console) = (own, backupRoot, command, console)
    }

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        own = Identity(root, recipe.name)
        backupRoot = settings.backupRoot
        command = settings.typed(root)
        self.console = console
    }

    /// `who` is what `list` shows, `host:/path`; the only other one when nil.
    package func run(_ who: String?) async throws -> ExitCode {
        guard (try? backupRoot.stat().type) == .directory else { throw Failure.noBackupRoot(backupRoot.string) }
        let history = History(backupRoot, of: own)
        let candidates = history.others.filter { $0.key.recipe == own.recipe || $0.key.isUnnamed }
        let found = candidates.filter { who == nil || $0.key.shown == who }
        if found.count == 1, let (other, backups) = found.first {
            if who == nil, other.isHere { throw Failure.stillHere(other, by: command.line("adopt")) }
            return try await adopt(other, backups)
        }
        guard let who, candidates.isEmpty, let other = Identity(shown: who, recipe: own.recipe), other != own else {
            throw candidates.isEmpty
                ? Failure.nobodyElse(backupRoot.string) : .whoElse(candidates, by: command.line("adopt"))
        }
        // Its backups are elsewhere only: the copies count then.
        return try await adopt(other, [])
    }

    private func adopt(_ other: Identity, _ backups: [Manifest]) async throws -> ExitCode {
        // What begins after this is its own again, so no second may hold both.
        let newest = backups.first?.start?.seconds ?? 0
        if newest == LocalTime.now().seconds { try await Task.sleep(for: .seconds(1)) }
        let until = max(newest, LocalTime.now().seconds - 1)
        if let sender = RunLock.sender(backupRoot, .own(other)) { throw Failure.lockHeld(sender) }
        try await RemoteRecord(backupRoot, of: own).take(from: other)
        try await Adoptions(backupRoot).add(Adoption(from: other, to: own, until: until))
        let note = backupRoot.appending(".adopted")
        if backups.isEmpty {
            console.warning(.adoptedCopies(other, own, note))
        } else {
            console.success(.adopted(other, own, backups, note))
        }
        return .done
    }
}

extension Identity {
    /// Reads `host:/path/of/the/platform`; nil for anything else.
    fileprivate init?(shown: String, recipe: String) {
        let parts = shown.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[0].contains("/"), parts[1].hasPrefix("/") else { return nil }
        self.init(host: parts[0], platform: parts[1], recipe: recipe)
    }
}

extension History {
    /// Told once, by the first run of a platform whose folder holds another's backups: those count for nothing.
    func firstBesideOthers(_ plan: Plan) -> Failure? {
        let relevant = others.filter { $0.key.recipe == plan.recipe || $0.key.isUnnamed }
        guard backups.isEmpty, !relevant.isEmpty else { return nil }
        if plan.identity.hasPassingHost, relevant.keys.contains(where: plan.identity.isTwin) {
            return .passingHost(plan.identity.host)
        }
        // Nobody is told to take what a platform that lives here goes on using.
        let candidates = relevant.filter { !$0.key.isHere }
        guard !candidates.isEmpty else { return .firstBesideLiving(relevant) }
        return .firstBesideOthers(candidates, by: plan.typed.line("adopt"))
    }

    /// Told by each run: the one platform of the recipe that this one may have been, as its folder is gone.
    func moved(_ plan: Plan) -> Text? {
        let gone = predecessors(of: plan.identity).filter { $0.key.isGone }
        guard gone.count == 1, let (other, backups) = gone.first else { return nil }
        let command = plan.typed
        return .predecessor(other, backups, command.line("adopt \(shellWord(other.shown))"))
    }

    /// Those of the recipe whose last backup is older than our first one: a platform that was moved leaves such.
    func predecessors(of own: Identity) -> [Identity: [Manifest]] {
        guard let first = backups.last, let start = first.start else { return [:] }
        return others.filter { other, made in
            guard other.recipe == own.recipe || other.isUnnamed, let last = made.first, let end = last.start else {
                return false
            }
            return (end.seconds, last.backup.id) < (start.seconds, first.backup.id)
        }
    }
}

extension Identity {
    /// The engine names a container after its id, so the next one has another name.
    fileprivate var hasPassingHost: Bool { host.utf8.count == 12 && host.allSatisfy(\.isHexDigit) }

    /// The same platform but for its host.
    fileprivate func isTwin(_ other: Identity) -> Bool {
        other.platform == platform && other.recipe == recipe && other.hasPassingHost
    }

    /// On this machine, and its folder is there: it may go on making backups.
    fileprivate var isHere: Bool { host == hostName() && (try? FilePath(platform).stat()) != nil }

    /// On this machine, and its folder is no longer there.
    fileprivate var isGone: Bool { host == hostName() && (try? FilePath(platform).stat()) == nil }
}

extension Failure {
    /// Backups are made in a container that has another name each time.
    fileprivate static func passingHost(_ host: String) -> Failure {
        Failure("adopt.passing-host", ["host": host])
    }

    fileprivate static func stillHere(_ other: Identity, by command: String) -> Failure {
        Failure("adopt.still-here", ["shown": other.shown, "command": command, "shownFix": shellWord(other.shown)])
    }

    fileprivate static func nobodyElse(_ root: String) -> Failure {
        Failure("adopt.nobody-else", ["root": root])
    }

    /// `command` is `adopt` as a person types it.
    static func whoElse(_ others: [Identity: [Manifest]], by command: String) -> Failure {
        Failure("adopt.who-else", ["shown": others.shown, "command": command, "first": others.first ?? ""])
    }

    fileprivate static func firstBesideLiving(_ others: [Identity: [Manifest]]) -> Failure {
        Failure("adopt.first-beside-living", ["shown": others.shown])
    }

    static func firstBesideOthers(_ others: [Identity: [Manifest]], by command: String) -> Failure {
        Failure("adopt.first-beside-others", ["shown": others.shown, "command": command, "first": others.first ?? ""])
    }
}

extension [Identity: [Manifest]] {
    private var sorted: [(String, String)] {
        map { ($0.key.shown, $0.value.first?.backup.id ?? "") }.sorted { $0.1 > $1.1 }
    }

    /// Each with its newest backup, the newest first.
    var shown: String { shorten(sorted.map { "\($0) \($1)" }) }

    /// As a person types it: one whose folder is gone, or which is of another host, before one that lives here.
    fileprivate var first: String? {
        let gone = filter { !$0.key.isHere }
        return ((gone.isEmpty ? self : gone).sorted.first?.0).map(shellWord)
    }
}

extension Text {
    /// Nothing of it lies here: a mistyped name would be found so too.
    fileprivate static func adoptedCopies(_ other: Identity, _ own: Identity, _ note: FilePath) -> Text {
        Text("adopt.adopted-copies", ["shown": other.shown, "ownShown": own.shown, "note": note])
    }

    /// The other one takes them back by adopting them itself.
    fileprivate static func adopted(
        _ other: Identity, _ own: Identity, _ backups: [Manifest], _ note: FilePath
    ) -> Text {
        let (count, newest) = (backups.count, backups.first?.backup.id ?? "-")
        return Text(
            "adopt.text", ["shown": other.shown, "ownShown": own.shown, "count": count, "newest": newest, "note": note])
    }

    static func predecessor(_ other: Identity, _ backups: [Manifest], _ command: String) -> Text {
        let (count, newest) = (backups.count, backups.first?.backup.id ?? "")
        return Text("adopt.predecessor", ["count": count, "shown": other.shown, "newest": newest, "command": command])
    }

    static func otherSubject(_ name: Component.ID, _ before: String, _ now: String) -> Text {
        Text("adopt.other-subject", ["name": name, "now": now, "before": before])
    }
}
