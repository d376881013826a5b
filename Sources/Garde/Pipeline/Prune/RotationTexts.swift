// What rotation says: of each backup, and of what it does not do.

extension Rotation {
    /// Names of what would go if nothing stood against it.
    var goes: [String] { rows.filter { $0.fate == .goes }.map(\.name) }

    /// A line a backup: `20240315_020000  stays   12 d  at most 30 days old`, aligned.
    package func table(_ language: Language) -> [String] {
        let cells = rows.map { row in
            (row.name, verdict(row)[language], Text.days(row.age)[language], row.reason[language])
        }
        let width = { (column: (Int) -> String) in cells.indices.map { column($0).count }.max() ?? 0 }
        let (names, verdicts, ages) = (width { cells[$0].0 }, width { cells[$0].1 }, width { cells[$0].2 })
        return cells.map { name, verdict, age, why in
            [name.padding(to: names), verdict.padding(to: verdicts), age.padding(to: ages, atStart: true), why]
                .joined(separator: "  ")
        }
    }

    private func verdict(_ row: Row) -> Text {
        switch row.fate {
        case .stays: Text("stays", fr: "reste")
        case .goes: hold == nil ? Text("goes", fr: "part") : Text("held back", fr: "retenue")
        }
    }

    /// What somebody should look at.
    var warnings: [Text] {
        rows.compactMap { row in
            guard case .stays(let reasons) = row.fate else { return nil }
            if reasons.values.contains(.future) { return .fromFuture(row.name) }
            return reasons.values.contains(.holdsMore) ? .holdsMore(row.name) : nil
        } + staleComponents.map(Text.stale)
    }

    /// Those that alone keep a backup from going, because nothing good of them is new.
    private var staleComponents: [String] {
        let kept = rows.compactMap { row -> [String]? in
            guard case .stays(let reasons) = row.fate, reasons.values.allSatisfy({ $0 == .stale }) else { return nil }
            return Array(reasons.keys)
        }
        return Set(kept.joined()).sorted()
    }
}

extension Rotation.Row {
    /// Why it stays or goes.
    var reason: Text {
        switch fate {
        case .stays(let reasons): Self.text(reasons)
        case .goes:
            switch kind {
            case .full: .outlived
            case .increment: .oldIncrement
            case .safetyCopy: .oldCopy
            }
        }
    }

    /// Reasons with the components that they are of, where these differ.
    private static func text(_ reasons: [String: Rotation.Stay]) -> Text {
        let groups = Dictionary(grouping: reasons.keys.sorted()) { reasons[$0]! }
            .sorted { $0.value[0] < $1.value[0] }
        let said = { (language: Language) in
            groups.map { why, names in
                groups.count == 1
                    ? why.text[language] : names.joined(separator: ", ") + language.colon + why.text[language]
            }.joined(separator: "; ")
        }
        return Text(said(.english), fr: said(.french))
    }
}

extension Rotation.Stay {
    var text: Text {
        switch self {
        case .young(let days): Text("at most \(days) days old", fr: "\(days) jours au plus")
        case .week: Text("newest full of its week", fr: "dernière complète de sa semaine")
        case .month: Text("newest full of its month", fr: "dernière complète de son mois")
        case .lastGood: Text("one of the last three good fulls", fr: "une des trois dernières complètes bonnes")
        case .needed(let id): Text("\(id) builds on it", fr: "\(id) s'appuie dessus")
        case .stale:
            Text("the last good one is over 8 days old", fr: "la dernière bonne a plus de 8 jours")
        case .future: Text("more than two hours in the future", fr: "plus de deux heures dans le futur")
        case .holdsMore: Text("folders lie in it", fr: "elle contient des dossiers")
        case .locked: Text("locked where it lies", fr: "verrouillée là où elle est")
        case .stranger(let who):
            Text("made by \(who[.english]), not counted", fr: "faite par \(who[.french]), non comptée")
        case .newestCopies:
            Text("one of the newest two safety copies", fr: "une des deux dernières copies de sécurité")
        }
    }
}

extension Failure {
    /// `command` is what a person types to go on.
    static func held(_ hold: Rotation.Hold, _ command: String) -> Failure {
        Failure(
            Text("no old backup is removed", fr: "aucune ancienne sauvegarde n'est supprimée"), why: hold.why,
            fix: hold.fix(command))
    }

    static func notRotated(_ reason: Failure) -> Failure {
        Failure(
            Text("not all old backups are removed", fr: "les anciennes sauvegardes ne sont pas toutes supprimées"),
            why: reason.text)
    }
}

extension Rotation.Hold {
    fileprivate var why: Text {
        switch self {
        case .suspect(let ids):
            let list = ids.joined(separator: ", ")
            return Text("suspect and not accepted: \(list)", fr: "suspecte et non acceptée : \(list)")
        case .incomplete(let id):
            return Text("the newest backup, \(id), is incomplete", fr: "la dernière sauvegarde, \(id), est incomplète")
        case .tooMany(let count, let limit):
            return Text(
                "\(count) would go at once, at most \(limit) may: the clock, or a setting, may be wrong",
                fr:
                    "\(count) partiraient d'un coup, \(limit) au plus le peuvent : l'horloge, ou un réglage, est peut-être faux"
            )
        }
    }

    fileprivate func fix(_ command: String) -> Text {
        switch self {
        case .suspect:
            Text(
                "Look whether it holds everything. If it does, type: \(command) – if not, remove its folder",
                fr: "Vérifiez qu'elle contient tout. Si oui, tapez : \(command) – sinon, supprimez son dossier")
        case .incomplete:
            Text("Make a whole one first. Type: \(command)", fr: "Faites-en d'abord une entière. Tapez : \(command)")
        case .tooMany:
            Text(
                "Look at prune --plan. If this is right, type: \(command)",
                fr: "Regardez prune --plan. Si c'est normal, tapez : \(command)")
        }
    }
}

extension Text {
    static func removed(_ row: Rotation.Row) -> Text {
        Text(
            "removed \(row.name), \(row.age) days old: \(row.reason[.english])",
            fr: "\(row.name) supprimée, \(row.age) jours : \(row.reason[.french])")
    }

    static func wouldRemove(_ row: Rotation.Row) -> Text {
        Text(
            "would remove \(row.name), \(row.age) days old: \(row.reason[.english])",
            fr: "supprimerait \(row.name), \(row.age) jours : \(row.reason[.french])")
    }

    static func rotated(_ place: String, _ removed: Int, _ stay: Int) -> Text {
        Text(
            "rotation in \(place): \(removed) removed, \(stay) stay",
            fr: "rotation dans \(place) : \(removed) supprimée(s), \(stay) conservée(s)")
    }

    static let notRotated = Text(
        "no old backup is removed after a run that is incomplete",
        fr: "aucune ancienne sauvegarde n'est supprimée après une exécution incomplète")

    fileprivate static func days(_ count: Int) -> Text { Text("\(count) d", fr: "\(count) j") }

    fileprivate static let outlived = Text(
        "not the newest full of a week or month that counts",
        fr: "pas la dernière complète d'une semaine ou d'un mois qui compte")

    fileprivate static let oldIncrement = Text(
        "increment that nothing builds on", fr: "incrément sur lequel rien ne s'appuie")

    fileprivate static let oldCopy = Text("old safety copy", fr: "ancienne copie de sécurité")

    fileprivate static func fromFuture(_ name: String) -> Text {
        Text(
            "\(name) is more than two hours in the future: it stays and is not counted. Look at the clock",
            fr: "\(name) est à plus de deux heures dans le futur : elle reste et ne compte pas. Vérifiez l'horloge")
    }

    fileprivate static func holdsMore(_ name: String) -> Text {
        Text(
            "\(name) would be removed, but folders lie in it: move them away",
            fr: "\(name) serait supprimée, mais contient des dossiers : déplacez-les")
    }

    fileprivate static func stale(_ component: String) -> Text {
        Text(
            "nothing that holds \(component) is removed: its last good backup is over 8 days old",
            fr: "rien de ce qui contient \(component) n'est supprimé : sa dernière bonne sauvegarde a plus de 8 jours")
    }
}
