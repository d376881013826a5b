import GardeIO
import SystemPackage

extension Health {
    /// A line a fact, for people; what is wrong follows by itself.
    package func table(_ language: Language) -> [String] {
        let rows =
            components.map { row($0, language) } + [runRow(language), verifiedRow(language)]
            + copies.map { row($0, language) } + [roomRow(language)].compactMap(\.self)
            + keys.map { row(.key, $0, language) } + certificates.map { row(.certificate, $0, language) }
            + [restoreRow(language)].compactMap(\.self)
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { "\($0.padding(to: width))  \($1)" }
    }

    private func row(_ component: Component, _ language: Language) -> (String, String) {
        guard let last = component.last, let age = age(component) else { return (component.name, Text.never[language]) }
        let limit = language.duration(.seconds(objectives.rpo.seconds))
        let size = language.bytes(component.bytes)
        let kind = (component.links > 1 ? Text.chain(of: component.links) : Text.whole)[language]
        let text =
            "\(last.backup.id)  \(language.duration(.seconds(age))) (\(Text.atMost[language]) \(limit))  \(size)  \(kind)"
        return (component.name, text)
    }

    private func runRow(_ language: Language) -> (String, String) {
        guard let run else { return (Text.lastRun[language], Text.notRecorded[language]) }
        let end = run.runEnd.map { Text.end($0)[language] } ?? (isRunning ? Text.underWay : Text.cutOff)[language]
        return (Text.lastRun[language], "\(run.startTime?.readable ?? run.started)  \(end)")
    }

    private func verifiedRow(_ language: Language) -> (String, String) {
        guard let last = verified.first(where: { $0.depth.isGood }) else {
            return (Text.verified[language], "\(Text.never[language]) (\(place.command("verify")))")
        }
        let age = language.duration(.seconds(max(0, now.seconds - last.time.seconds)))
        let depth = last.depth == .whole ? Text.readWhole : Text.lookedAtOutside
        return (Text.verified[language], "\(last.id)  \(Text.ago(age)[language])  \(depth[language])")
    }

    private func row(_ copies: Copies, _ language: Language) -> (String, String) {
        let last = copies.last ?? Text.never[language]
        let waiting = copies.waiting > 0 ? "  \(Text.waiting(copies.waiting)[language])" : ""
        return (Text.sent[language], "\(last)  \(copies.url)\(waiting)")
    }

    private func roomRow(_ language: Language) -> (String, String)? {
        guard let room else { return nil }
        let share = room.total > 0 ? room.free * 100 / room.total : 0
        return (Text.room[language], "\(language.bytes(room.free)) (\(share) %)  \(place.backupRoot)")
    }

    private func row(_ kind: Text, _ expiry: Expiry, _ language: Language) -> (String, String) {
        let day = LocalTime(secondsSince1970: expiry.end).readable.prefix(10)
        return (kind[language], "\(Text.until(String(day))[language])  \(expiry.name)")
    }

    private func restoreRow(_ language: Language) -> (String, String)? {
        let limit = objectives.rto.map { " (\(Text.atMost[language]) \(language.duration(.seconds($0.seconds))))" }
        guard let restored, let expectedRestore else {
            return limit.map { (Text.restore[language], Text.neverRestored[language] + $0) }
        }
        let (took, expected) = (
            language.duration(.seconds(restored.seconds)), language.duration(.seconds(expectedRestore))
        )
        let last = Text.restored(restored.end.readable, took, language.bytes(restored.bytes))[language]
        return (Text.restore[language], "\(Text.about(expected)[language])\(limit ?? "")  \(last)")
    }
}

extension Text {
    fileprivate static let never = Text("never", fr: "jamais")
    fileprivate static let atMost = Text("at most", fr: "au plus")
    fileprivate static let whole = Text("full", fr: "complète")
    fileprivate static let lastRun = Text("last run", fr: "dernière exécution")
    fileprivate static let notRecorded = Text("none recorded", fr: "aucune n'est notée")
    fileprivate static let underWay = Text("under way", fr: "en cours")
    fileprivate static let cutOff = Text("did not come to its end", fr: "pas allée au bout")
    fileprivate static let verified = Text("verified", fr: "vérifiée")
    fileprivate static let readWhole = Text("read to the end", fr: "lue jusqu'au bout")
    fileprivate static let lookedAtOutside = Text("seen from outside", fr: "vue de l'extérieur")
    fileprivate static let sent = Text("sent", fr: "envoyée")
    fileprivate static let room = Text("room", fr: "place libre")
    fileprivate static let key = Text("key", fr: "clé")
    fileprivate static let certificate = Text("certificate", fr: "certificat")
    fileprivate static let restore = Text("restore", fr: "restauration")

    fileprivate static func ago(_ age: String) -> Text { Text("\(age) ago", fr: "il y a \(age)") }
    fileprivate static func until(_ day: String) -> Text { Text("until \(day)", fr: "jusqu'au \(day)") }
    fileprivate static func waiting(_ count: Int) -> Text { Text("\(count) to be sent", fr: "\(count) à envoyer") }

    fileprivate static let neverRestored = Text("never measured", fr: "jamais mesurée")
    fileprivate static func about(_ time: String) -> Text { Text("about \(time)", fr: "environ \(time)") }

    fileprivate static func restored(_ day: String, _ took: String, _ bytes: String) -> Text {
        Text("\(day): \(took) for \(bytes)", fr: "\(day) : \(took) pour \(bytes)")
    }

    fileprivate static func end(_ end: RunEnd) -> Text {
        switch end {
        case .done: Text("done", fr: "réussie")
        case .incomplete: Text("incomplete", fr: "incomplète")
        case .failed: Text("failed", fr: "en échec")
        case .ended: Text("ended by a signal", fr: "arrêtée par un signal")
        case .locked: Text("not run", fr: "non faite")
        }
    }
}
