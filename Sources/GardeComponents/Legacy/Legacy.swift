public import GardeCore
import GardeWords

/// An old backup.sh that goes on saving what Garde does not yet save by itself.
package struct Legacy: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    let script: String
    let timeLimit: TimeSpan
}

/// What an old backup.sh, as its guide describes it, goes on saving: a run calls it once, and takes over what it writes.
///
/// The words say what Garde restores, as they do without: `legacy("scripts/backup/backup.sh.bash", saves: redis(), config())`.
/// What it writes is read to its end, listed, encrypted, copied, verified, rotated and restored like all else.
public func legacy(
    _ script: String, saves first: Word, _ more: Word..., timeLimit: TimeSpan = .hours(6)
) -> Word {
    Word(LegacyWord(legacy: Legacy(script: script, timeLimit: timeLimit), words: [first] + more))
}

struct LegacyWord: WordValue {
    let legacy: Legacy
    let words: [Word]

    var sources: [Source] {
        words.compactMap { word in
            var source = word.value as? Source
            source?.legacy = legacy
            return source
        }
    }

    func findings(_ environment: (String) -> String?) -> [Failure] {
        let script = legacy.script
        return (script.isPlainPath ? [] : [.path(script, of: "legacy")])
            + (legacy.timeLimit.seconds < 60 ? [.tooFew("legacy(timeLimit:)", least: 1)] : [])
            + words.flatMap { $0.value.findings(environment) }
            + words.filter { !($0.value is Misnamed) }.compactMap { word in
                guard let source = word.value as? Source, source.isOfGuide else { return .notOfGuide(word, script) }
                return source.kind.isIncremental ? .legacyIncrement(source.name) : nil
            }
    }
}

extension Source {
    /// The old script that saves it, as the recipe has it.
    package var script: String? { legacy?.script }

    /// Whether the guide's script saves such a thing under this name.
    fileprivate var isOfGuide: Bool {
        switch id {
        case .postgresql: (kind as? Postgres)?.engine == .dump
        case .redis: kind is Redis
        default: Component.ID.ofGuide.contains(id) && kind is any TreeKind
        }
    }
}

extension Failure {
    fileprivate static func notOfGuide(_ word: Word, _ script: String) -> Failure {
        let name = (word.value as? Source)?.name ?? "\(type(of: word.value))".lowercased()
        return Failure("recipe.legacy-not-of-guide", ["name": name, "script": script])
    }

    fileprivate static func legacyIncrement(_ name: String) -> Failure {
        Failure("recipe.legacy-incremental", ["name": name])
    }
}
