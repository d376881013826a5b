import GardeComponents
package import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// How the last run of a recipe went, in BACKUP_ROOT: a run that failed leaves nothing else.
package struct RunRecord: Decodable, Sendable, Hashable {
    package let started: String
    /// Nil while it runs, and for ever when it was killed.
    package var ended: String?
    /// A `RunEnd`; nil as above.
    package var end: String?
    package var durationSeconds: Int?
    /// Of its process; nil in a record of before.
    package var pid: Int?
    /// Its backup is made, and it may have let the lock go to send copies; nil in a record of before.
    package var sends: Bool?
    /// Of the backup that it made.
    package var backup: String?
    /// In the language of the run.
    package var failures: [String] = []
    /// The same in each language; nil in a record of before.
    package var english, french: [String]?
    /// What a person types to do the same again.
    package var next: String?
    /// Who was to be told and could not be, with the reason; also by runs before this one.
    package var untold: [String: String]? = [:]

    package init(started: LocalTime) { self.started = started.iso8601 }

    package var startTime: LocalTime? { LocalTime(iso8601: started) }
    package var endTime: LocalTime? { ended.flatMap { LocalTime(iso8601: $0) } }
    package var runEnd: RunEnd? { end.flatMap(RunEnd.init) }

    package func failures(in language: Language) -> [String] {
        (language == .french ? french : english) ?? failures
    }

    package static func path(_ own: Identity, in root: FilePath) -> FilePath {
        root.appending(".last-run.\(own.recipe)-\(own.mark)")
    }

    /// Nil when there is none that can be read.
    package init?(_ own: Identity, in root: FilePath) {
        guard let bytes = smallFile(Self.path(own, in: root)),
            let read = try? JSON.decode(bytes, as: RunRecord.self)
        else { return nil }
        self = read
    }

    package func write(_ own: Identity, in root: FilePath) throws {
        try publish(Array(json.text().utf8) + [UInt8(ascii: "\n")], at: Self.path(own, in: root), mode: 0o600)
    }

    private static func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

    private var json: JSON {
        .object([
            "started": .string(started), "ended": .optional(ended), "end": .optional(end),
            "durationSeconds": .optional(durationSeconds), "pid": .optional(pid),
            "sends": sends.map { .bool($0) } ?? .null, "backup": .optional(backup),
            "failures": Self.list(failures), "english": english.map(Self.list) ?? .null,
            "french": french.map(Self.list) ?? .null,
            "next": .optional(next),
            "untold": .object(
                (untold ?? [:]).sorted { $0.key < $1.key }.map { JSON.Member(key: $0, value: .string($1)) }),
        ])
    }
}
