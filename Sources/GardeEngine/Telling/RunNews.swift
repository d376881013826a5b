import GardeComponents
package import GardeCore
package import GardeNotifiers
package import GardeWords
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
    /// `failures` in each language.
    package var translated: [Language: [String]] = [:]
    /// Of `failures`, as the page of failures has them.
    package var failureIDs: [String] = []

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
        let problems = failures.shown("- ") + warnings.shown("! ")
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
        return .saved(names.map { ($0.name, manifest.storedBytes(of: $0)) })
    }
}

extension [String] {
    /// A line each, for a message: ten at most, and none without end.
    func shown(_ mark: String) -> [String] {
        let lines = prefix(10).map { mark + ($0.count > 600 ? $0.prefix(600) + "…" : $0) }
        return count > 10 ? lines + ["\(mark)… (+\(count - 10))"] : lines
    }
}

extension RunNews {
    /// For programs.
    package var json: JSON {
        let components = (manifest?.components ?? [:]).sorted { $0.key < $1.key }.map { name, isSaved in
            JSON.Member(
                key: name.name,
                value: .object(["saved": .bool(isSaved), "bytes": .number(manifest?.storedBytes(of: name) ?? 0)]))
        }
        return .object([
            "event": "backup", "outcome": .string(end.rawValue), "recovery": .bool(isRecovery),
            "recipe": .string(recipe), "host": .string(host), "platform": .optional(platform),
            "started": .string(started.iso8601), "duration_seconds": .number(Int(took.components.seconds)),
            "backup": .optional(manifest?.backup.id), "type": .string(isIncrement ? "incremental" : "full"),
            "size_bytes": .optional(manifest?.backup.sizeBytes), "components": .object(components),
            "errors": .array(failures.map { .string($0) }), "error_ids": .array(failureIDs.map { .string($0) }),
            "warnings": .array(warnings.map { .string($0) }),
            "next": end == .done ? .null : .optional(next),
            "text": .string(([subject] + lines).joined(separator: "\n")),
        ])
    }
}

extension Text {
    fileprivate static func ending(_ end: RunEnd, isRecovery: Bool) -> Text {
        switch end {
        case .done where isRecovery: Text("notify.ending-recovered")
        case .done: Text("notify.ending-done")
        case .incomplete: Text("notify.ending-incomplete")
        case .failed: Text("notify.ending-failed")
        case .ended: Text("notify.ending-ended")
        case .locked:
            Text("notify.ending-locked")
        }
    }

    static func subject(_ recipe: String, _ host: String, _ end: Text) -> Text {
        Text("notify.subject", ["recipe": recipe, "host": host, "end": end])
    }

    static func platform(_ root: String) -> Text { Text("notify.platform", ["root": root]) }

    fileprivate static func backup(_ id: String, isIncrement: Bool, _ bytes: Int, _ took: Duration) -> Text {
        let kind = Text(isIncrement ? "notify.increment" : "notify.full")
        return Text("notify.backup", ["id": id, "kind": kind, "size": Bytes(bytes), "took": took])
    }

    fileprivate static func nothingSaved(_ started: LocalTime, _ took: Duration) -> Text {
        Text("notify.nothing-saved", ["readable": started.readable, "took": took])
    }

    fileprivate static func saved(_ components: [(String, Int)]) -> Text {
        let list = components.map { Text("notify.saved-one", ["name": $0, "size": Bytes($1)]) }
        return Text("notify.saved", ["list": list.joined(separator: ", ")])
    }

    static func next(_ command: String) -> Text {
        Text("notify.next", ["command": command])
    }

    fileprivate static func log(_ path: String) -> Text { Text("notify.log", ["path": path]) }
}
