package import GardeIO

/// How a run came to its end.
package enum RunEnd: String, Sendable, Hashable, CaseIterable {
    case done, incomplete, failed, locked
    /// By a signal.
    case ended

    package init(_ code: ExitCode) {
        switch code {
        case .done: self = .done
        case .incomplete: self = .incomplete
        case .failed: self = .failed
        case .locked: self = .locked
        case .signal: self = .ended
        }
    }
}

/// What a run has to tell, in the run's language, without secrets and without names of what people keep.
package struct RunNews: Sendable {
    package let end: RunEnd
    package let recipe: String
    package let host: String
    /// The platform's root; nil where none was found.
    package let platform: String?
    package let started: LocalTime
    package let took: Duration
    /// Of the backup that was made; nil when there is none.
    package let manifest: Manifest?
    package let isIncrement: Bool
    /// The first run that went well after one that did not.
    package let isRecovery: Bool
    package let failures: [String]
    package let warnings: [String]
    /// What to type, and the log to read.
    package let next: String?
    package let log: String?
    package let language: Language

    package var outcomes: Set<Outcome> {
        switch end {
        case .failed, .ended: [.failure]
        case .incomplete: [.incomplete]
        case .locked: [.locked]
        case .done: Set([isIncrement ? .increment : .full]).union(isRecovery ? [.recovery] : [])
        }
    }

    package var subject: String { Text.subject(recipe, host, .ending(end, isRecovery: isRecovery))[language] }

    /// Without the subject.
    package var lines: [String] {
        let texts = [platform.map(Text.platform), summary, saved].compactMap { $0?[language] }
        let problems = shown(failures, "- ") + shown(warnings, "! ")
        let hints = end == .done ? [] : [next.map(Text.next), log.map(Text.log)].compactMap { $0?[language] }
        return texts + problems + hints
    }

    private var summary: Text {
        guard let backup = manifest?.backup else { return .nothingSaved(started, took) }
        return .backup(backup.id, isIncrement: isIncrement, backup.sizeBytes, took)
    }

    private var saved: Text? {
        guard let manifest else { return nil }
        let names = manifest.components.filter(\.value).keys.sorted()
        return .saved(names.map { ($0, manifest.storedBytes(of: $0)) })
    }

    private func shown(_ list: [String], _ mark: String) -> [String] {
        let lines = list.prefix(10).map { mark + shortened($0) }
        return list.count > 10 ? lines + ["\(mark)… (+\(list.count - 10))"] : lines
    }

    private func shortened(_ line: String) -> String { line.count > 600 ? line.prefix(600) + "…" : line }
}

extension RunNews {
    /// For programs.
    package var json: JSON {
        let components = (manifest?.components ?? [:]).sorted { $0.key < $1.key }.map { name, isSaved in
            JSON.Member(
                key: name,
                value: .object(["saved": .bool(isSaved), "bytes": .number(manifest?.storedBytes(of: name) ?? 0)]))
        }
        return .object([
            "event": "backup", "outcome": .string(end.rawValue), "recovery": .bool(isRecovery),
            "recipe": .string(recipe), "host": .string(host), "platform": .optional(platform),
            "started": .string(started.iso8601), "duration_seconds": .number(Int(took.components.seconds)),
            "backup": .optional(manifest?.backup.id), "type": .string(isIncrement ? "incremental" : "full"),
            "size_bytes": .optional(manifest?.backup.sizeBytes), "components": .object(components),
            "errors": .array(failures.map { .string($0) }), "warnings": .array(warnings.map { .string($0) }),
            "next": end == .done ? .null : .optional(next),
            "text": .string(([subject] + lines).joined(separator: "\n")),
        ])
    }
}

extension Text {
    fileprivate static func ending(_ end: RunEnd, isRecovery: Bool) -> Text {
        switch end {
        case .done where isRecovery: Text("backup done again", fr: "sauvegarde de nouveau réussie")
        case .done: Text("backup done", fr: "sauvegarde réussie")
        case .incomplete: Text("backup INCOMPLETE", fr: "sauvegarde INCOMPLÈTE")
        case .failed: Text("backup FAILED", fr: "sauvegarde EN ÉCHEC")
        case .ended: Text("backup ENDED by a signal", fr: "sauvegarde ARRÊTÉE par un signal")
        case .locked:
            Text("backup NOT RUN, another holds the lock", fr: "sauvegarde NON FAITE, une autre tient le verrou")
        }
    }

    fileprivate static func subject(_ recipe: String, _ host: String, _ end: Text) -> Text {
        Text("\(recipe) on \(host): \(end[.english])", fr: "\(recipe) sur \(host) : \(end[.french])")
    }

    fileprivate static func platform(_ root: String) -> Text { Text("Platform: \(root)", fr: "Plateforme : \(root)") }

    fileprivate static func backup(_ id: String, isIncrement: Bool, _ bytes: Int, _ took: Duration) -> Text {
        let type = isIncrement ? Text("incremental", fr: "incrémentielle") : Text("full", fr: "complète")
        func line(_ language: Language) -> String {
            "\(id) (\(type[language])), \(language.bytes(bytes)), \(language.duration(took))"
        }
        return Text("Backup: \(line(.english))", fr: "Sauvegarde : \(line(.french))")
    }

    fileprivate static func nothingSaved(_ started: LocalTime, _ took: Duration) -> Text {
        Text(
            "Begun \(started.readable), \(Language.english.duration(took)); no backup was made",
            fr: "Début \(started.readable), \(Language.french.duration(took)) ; aucune sauvegarde n'est faite")
    }

    fileprivate static func saved(_ components: [(String, Int)]) -> Text {
        func list(_ language: Language) -> String {
            components.map { "\($0) \(language.bytes($1))" }.joined(separator: ", ")
        }
        return Text("Saved: \(list(.english))", fr: "Sauvegardé : \(list(.french))")
    }

    fileprivate static func next(_ command: String) -> Text {
        Text("Once that is mended, type: \(command)", fr: "Une fois corrigé, tapez : \(command)")
    }

    fileprivate static func log(_ path: String) -> Text { Text("Log: \(path)", fr: "Journal : \(path)") }
}
