package import GardeWords

// What rotation says: of each backup, and of what it does not do.

extension Rotation {
    /// Names of what would go if nothing stood against it.
    var goes: [String] { rows.filter { $0.fate == .goes }.map(\.name) }

    /// A row a backup: `20240315_020000  stays   12 d  at most 30 days old`.
    package func table(_ language: Language) -> Table {
        let cells = rows.map { [.verbatim($0.name), verdict($0), Text.days($0.age), $0.reason].map { $0[language] } }
        return Table(cells, right: [2], prose: 3..<4)
    }

    private func verdict(_ row: Row) -> Text {
        switch row.fate {
        case .stays, .staysWhole: Text("prune.verdict-stays")
        case .goes: hold == nil ? Text("prune.verdict-goes") : Text("prune.verdict-held")
        }
    }

    /// What somebody should look at.
    package var warnings: [Text] {
        rows.compactMap { row in
            if row.fate.reasons.contains(.future) { return .fromFuture(row.name) }
            return row.fate.reasons.contains(.holdsMore) ? .holdsMore(row.name) : nil
        } + staleComponents.map(Text.stale)
    }

    /// Those that alone keep a backup from going, because nothing good of them is new.
    private var staleComponents: [Component.ID] {
        let kept = rows.compactMap { row -> [Component.ID]? in
            guard case .stays(let reasons) = row.fate, reasons.values.allSatisfy({ $0 == .stale }) else { return nil }
            return Array(reasons.keys)
        }
        return Set(kept.joined()).sorted()
    }
}

extension Rotation.Fate {
    fileprivate var reasons: [Rotation.Stay] {
        switch self {
        case .stays(let reasons): Array(reasons.values)
        case .staysWhole(let reason): [reason]
        case .goes: []
        }
    }
}

extension Rotation.Row {
    /// Why it stays or goes.
    package var reason: Text {
        switch fate {
        case .stays(let reasons): Self.text(reasons)
        case .staysWhole(let reason): reason.text
        case .goes:
            switch kind {
            case .full: into.map(Text.goesInto) ?? .outlived
            case .increment: into.map(Text.goesInto) ?? .oldIncrement
            case .safetyCopy: .oldCopy
            }
        }
    }

    /// Reasons with the components that they are of, where these differ.
    private static func text(_ reasons: [Component.ID: Rotation.Stay]) -> Text {
        let groups = Dictionary(grouping: reasons.keys.sorted()) { reasons[$0]! }
            .sorted { $0.value[0] < $1.value[0] }
        let said = groups.map { why, names in
            groups.count == 1
                ? why.text
                : Text("prune.reason-of", ["names": names.map(\.name).joined(separator: ", "), "reason": why.text])
        }
        return said.joined(separator: "; ")
    }
}

extension Rotation.Stay {
    var text: Text {
        switch self {
        case .young(let days): Text("prune.young", ["days": days])
        case .week: Text("prune.week")
        case .month: Text("prune.month")
        case .ofHour: Text("prune.of-hour")
        case .ofDay: Text("prune.of-day")
        case .lastGood: Text("prune.last-good")
        case .needed(let id): Text("prune.needed", ["id": id])
        case .stale:
            Text("prune.stale")
        case .future: Text("prune.future")
        case .holdsMore: Text("prune.holds-more")
        case .locked: Text("prune.locked")
        case .stranger(let who):
            Text("prune.stranger", ["who": who])
        case .newestCopies:
            Text("prune.newest-copies")
        }
    }
}

extension Failure {
    /// `command` is what a person types to go on.
    package static func held(_ hold: Rotation.Hold, _ command: String) -> Failure {
        Failure("prune.held", ["why": hold.why, "fix": hold.fix(command)])
    }

    package static func notRotated(_ reason: Failure) -> Failure {
        Failure("prune.not-rotated", ["why": reason.text])
    }
}

extension Rotation.Hold {
    fileprivate var why: Text {
        switch self {
        case .suspect(let ids):
            let list = ids.joined(separator: ", ")
            return Text("prune.suspect", ["list": list])
        case .incomplete(let id):
            return Text("prune.incomplete", ["id": id])
        case .tooMany(let count, let limit):
            return Text("prune.too-many", ["count": count, "limit": limit])
        }
    }

    fileprivate func fix(_ command: String) -> Text {
        switch self {
        case .suspect:
            Text("prune.held-suspect", ["command": command])
        case .incomplete:
            Text("prune.make-whole-first", ["command": command])
        case .tooMany:
            Text("prune.look-at-plan", ["command": command])
        }
    }
}

extension Text {
    package static func removed(_ row: Rotation.Row) -> Text {
        Text("prune.removed", ["name": row.name, "age": row.age, "reason": row.reason])
    }

    package static func wouldRemove(_ row: Rotation.Row) -> Text {
        Text("prune.would-remove", ["name": row.name, "age": row.age, "reason": row.reason])
    }

    package static func rotated(_ place: String, _ removed: Int, _ stay: Int) -> Text {
        Text("prune.rotated", ["place": place, "removed": removed, "stay": stay])
    }

    package static let notRotated = Text("prune.not-after-incomplete")

    fileprivate static func days(_ count: Int) -> Text { Text("prune.days", ["count": count]) }

    fileprivate static let outlived = Text("prune.outlived")

    fileprivate static let oldIncrement = Text("prune.old-increment")

    fileprivate static func goesInto(_ id: String) -> Text { Text("prune.goes-into", ["id": id]) }

    fileprivate static let oldCopy = Text("prune.old-copy")

    fileprivate static func fromFuture(_ name: String) -> Text {
        Text("prune.from-future", ["name": name])
    }

    fileprivate static func holdsMore(_ name: String) -> Text {
        Text("prune.folders-inside", ["name": name])
    }

    fileprivate static func stale(_ component: Component.ID) -> Text {
        Text("prune.held-stale", ["component": component])
    }
}
