import GardeCore
import GardeIO
import GardeWords

extension Manifest {
    /// What `list --json` says of a backup; `place` is the folder or the URL that it lies in.
    func json(
        in place: String, madeBy owner: Identity, isOwn: Bool, _ standing: Standing, broken: Failure?, remark: Text?,
        _ language: Language
    ) -> JSON {
        let age = start.map { max(0, LocalTime.now().seconds - $0.seconds) }
        let names = components.filter(\.value).keys.sorted().map { JSON.string($0.name) }
        let empty = withoutRows.sorted { $0.key < $1.key }.map { component, tables in
            JSON.object(["component": .string(component.name), "tables": .array(tables.map { .string($0) })])
        }
        let flaws = Flaw.allCases.compactMap { flaw -> JSON? in
            let of = everyComponent.filter { standing.flaws(of: self, $0).contains(flaw) }
            guard !of.isEmpty else { return nil }
            return .object([
                "flaw": .string(flaw.name), "components": .array(of.map { .string($0.name) }),
            ])
        }
        return .object([
            "backup": .string(backup.id), "place": .string(place), "type": .string(backup.type),
            "date": .optional(start?.iso8601), "age_seconds": .optional(age), "bytes": .number(backup.sizeBytes),
            "duration_seconds": .number(backup.durationSeconds), "encrypted": .bool(backup.encrypted),
            "components": .array(names), "recipe": .optional(owner.recipe.isEmpty ? nil : owner.recipe),
            "platform": .string(owner.shown), "own": .bool(isOwn), "errors": .number(backup.errors),
            "flaws": .array(flaws), "without_rows": .array(empty), "broken": broken?.json(language) ?? .null,
            "remark": .optional(remark?[language]),
        ])
    }
}

extension Flaw {
    /// What programs know it by.
    fileprivate var name: String {
        switch self {
        case .bad: "bad"
        case .cut: "cut"
        case .suspect: "suspect"
        case .unsaved: "unsaved"
        case .lacking: "lacking"
        case .future: "future"
        case .otherSubject: "other-subject"
        case .broken: "broken"
        }
    }
}

extension Rotation {
    /// What `prune --plan --json` says of a place, its rules first; `held` is why nothing goes although something would.
    func json(in place: String, _ keep: Retention, at time: LocalTime, held: Failure?, _ language: Language) -> JSON {
        .object([
            "place": .string(place), "at": .string(time.iso8601), "daily_days": .number(keep.daily),
            "weekly": .number(keep.weekly), "monthly": .number(keep.monthly),
            "incremental_days": .number(keep.incrementals.count), "held": held?.json(language) ?? .null,
            "backups": .array(rows.map { $0.json(isHeld: hold != nil, language) }),
        ])
    }
}

extension Rotation.Row {
    fileprivate func json(isHeld: Bool, _ language: Language) -> JSON {
        .object([
            "backup": .string(name), "kind": .string(kind.name), "age_days": .number(age),
            "fate": .string(fate == .goes ? (isHeld ? "held" : "goes") : "stays"),
            "reasons": .array(reasons), "why": .string(reason[language]),
        ])
    }

    private var reasons: [JSON] {
        switch fate {
        case .goes: []
        case .staysWhole(let why): [.object(["reason": .string(why.name), "components": .array([])])]
        case .stays(let reasons):
            Dictionary(grouping: reasons.keys.sorted()) { reasons[$0]! }.sorted { $0.value[0] < $1.value[0] }
                .map { why, names in
                    .object([
                        "reason": .string(why.name), "components": .array(names.map { .string($0.name) }),
                    ])
                }
        }
    }
}

extension Rotation.Kind {
    fileprivate var name: String {
        switch self {
        case .full: "full"
        case .increment: "incremental"
        case .safetyCopy: "safety-copy"
        }
    }
}

extension Rotation.Stay {
    fileprivate var name: String {
        switch self {
        case .young: "young"
        case .week: "week"
        case .month: "month"
        case .ofHour: "of-hour"
        case .ofDay: "of-day"
        case .lastGood: "last-good"
        case .needed: "needed"
        case .stale: "stale"
        case .future: "future"
        case .holdsMore: "folders-inside"
        case .locked: "locked"
        case .newestCopies: "newest-copies"
        case .stranger: "stranger"
        }
    }
}
