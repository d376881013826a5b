import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

extension Health {
    /// A row a fact, for people; what is wrong follows by itself.
    package func table(_ language: Language) -> Table {
        let rows =
            components.map { row($0, language) } + components.compactMap { windowRow($0, language) }
            + components.compactMap { heldRow($0, language) } + elsewhere.map { [$0.name, $0.text[language]] }
            + [runRow(language), verifiedRow(language)]
            + copies.map { row($0, language) } + [roomRow(language)].compactMap(\.self)
            + keys.map { row(.key, $0, language) } + certificates.map { row(.certificate, $0, language) }
            + [restoreRow(language)].compactMap(\.self)
        return Table(rows, aligned: 1)
    }

    private func row(_ component: Saved, _ language: Language) -> [String] {
        guard let last = component.last, let age = age(component) else {
            return [component.id.name, Text.never[language]]
        }
        let limit = language.duration(.seconds(objectives.rpo.seconds))
        let size = language.bytes(component.bytes)
        let kind = (component.links > 1 ? Text.chain(of: component.links) : Text.whole)[language]
        let time = "\(Text.ago(language.duration(.seconds(age)))[language]) (\(Text.atMost[language]) \(limit))"
        return [component.id.name, last.backup.id, time, size, kind]
    }

    private func windowRow(_ component: Saved, _ language: Language) -> [String]? {
        component.window.map { window in
            let (first, last) = (window.lowerBound.readable, window.upperBound.readable)
            return [Text.anyMoment[language], "\(first) – \(last)", component.id.name]
        }
    }

    private func heldRow(_ component: Saved, _ language: Language) -> [String]? {
        component.held.map { held in
            let limit = held.limit.map { " (\(Text.atMost[language]) \(language.bytes($0)))" } ?? ""
            return [Text.logHeld[language], "\(language.bytes(held.bytes))\(limit)", component.id.name]
        }
    }

    private func runRow(_ language: Language) -> [String] {
        guard let run else { return [Text.lastRun[language], Text.notRecorded[language]] }
        let end =
            run.runEnd.map { Text.end($0)[language] }
            ?? (isUnderWay ? Text.underWay : Text.cutOff)[language]
        return [Text.lastRun[language], run.startTime?.readable ?? run.started, end]
    }

    private func verifiedRow(_ language: Language) -> [String] {
        guard let last = verified.first(where: { $0.depth.isGood }) else {
            return [Text.verified[language], "\(Text.never[language]) (\(place.command("verify")))"]
        }
        let age = language.duration(.seconds(max(0, now.seconds - last.time.seconds)))
        let depth = last.depth == .whole ? Text.readWhole : Text.lookedAtOutside
        return [Text.verified[language], last.id, Text.ago(age)[language], depth[language]]
    }

    private func row(_ copies: Copies, _ language: Language) -> [String] {
        let last = copies.last ?? Text.never[language]
        return [Text.sent[language], last, copies.url]
            + (copies.waiting > 0 ? [Text.waiting(copies.waiting)[language]] : [])
    }

    private func roomRow(_ language: Language) -> [String]? {
        guard let room else { return nil }
        let share = room.total > 0 ? room.free * 100 / room.total : 0
        return [Text.room[language], "\(language.bytes(room.free)) (\(share) %)", "\(place.backupRoot)"]
    }

    private func row(_ kind: Text, _ expiry: Expiry, _ language: Language) -> [String] {
        let day = LocalTime(secondsSince1970: expiry.end).readable.prefix(10)
        return [kind[language], Text.until(String(day))[language], expiry.name]
    }

    private func restoreRow(_ language: Language) -> [String]? {
        let limit = objectives.rto.map { " (\(Text.atMost[language]) \(language.duration(.seconds($0.seconds))))" }
        guard let restored, let expectedRestore else {
            return limit.map { [Text.restore[language], Text.neverRestored[language] + $0] }
        }
        let (took, expected) = (
            language.duration(.seconds(restored.seconds)), language.duration(.seconds(expectedRestore))
        )
        let last = Text.restored(restored.end.readable, took, language.bytes(restored.bytes))[language]
        return [Text.restore[language], Text.about(expected)[language] + (limit ?? ""), last]
    }
}

extension Text {
    fileprivate static let never = Text("status.never")
    fileprivate static let atMost = Text("status.at-most")
    fileprivate static let whole = Text("status.whole")
    fileprivate static let anyMoment = Text("status.any-moment")
    fileprivate static let logHeld = Text("status.log-held")
    fileprivate static let lastRun = Text("status.last-run")
    fileprivate static let notRecorded = Text("status.not-recorded")
    fileprivate static let underWay = Text("status.under-way")
    fileprivate static let cutOff = Text("status.cut-off")
    fileprivate static let verified = Text("status.verified")
    fileprivate static let readWhole = Text("status.read-whole")
    fileprivate static let lookedAtOutside = Text("status.looked-at-outside")
    fileprivate static let sent = Text("status.sent")
    fileprivate static let room = Text("status.room")
    fileprivate static let key = Text("status.key")
    fileprivate static let certificate = Text("status.certificate")
    fileprivate static let restore = Text("status.restore")

    fileprivate static func ago(_ age: String) -> Text { Text("status.ago", ["age": age]) }
    fileprivate static func until(_ day: String) -> Text { Text("status.until", ["day": day]) }
    fileprivate static func waiting(_ count: Int) -> Text { Text("status.waiting-copies", ["count": count]) }

    fileprivate static let neverRestored = Text("status.never-restored")
    fileprivate static func about(_ time: String) -> Text { Text("status.about", ["time": time]) }

    fileprivate static func restored(_ day: String, _ took: String, _ bytes: String) -> Text {
        Text("status.restored", ["day": day, "took": took, "bytes": bytes])
    }

    fileprivate static func end(_ end: RunEnd) -> Text {
        switch end {
        case .done: Text("status.end-done")
        case .incomplete: Text("status.end-incomplete")
        case .failed: Text("status.end-failed")
        case .ended: Text("status.end-ended")
        case .locked: Text("status.end-locked")
        }
    }
}
