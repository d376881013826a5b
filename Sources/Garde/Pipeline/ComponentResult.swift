import GardeIO
import Synchronization

/// How a component came out of the run.
struct ComponentResult: Sendable {
    enum Outcome: Sendable {
        case saved
        case failed(Failure)
    }

    let name: String
    let outcome: Outcome
    /// What a saved component lacks.
    let lacks: [Failure]
    let took: Duration
    /// Why its size is not believed.
    var suspicion: Failure?
    /// What an increment builds on; nil for what is whole.
    var lineage: Lineage?

    init(_ source: Source, _ outcome: Outcome, lacks: [Failure] = [], took: Duration = .zero) {
        (name, self.outcome, self.lacks, self.took) = (source.name, outcome, lacks, took)
    }

    var isSaved: Bool { if case .saved = outcome { true } else { false } }

    var isWhole: Bool { isSaved && lacks.isEmpty }

    var failures: [Failure] {
        let main: [Failure] = if case .failed(let failure) = outcome { [failure.of(name)] } else { [] }
        return main + lacks + (suspicion.map { [$0] } ?? [])
    }
}

/// Gathers what a component has to say while it is saved.
final class ComponentNotes: Sendable {
    struct State: Sendable {
        /// What it lacks.
        var lacks: [Failure] = []
        var lineage: Lineage?
        /// Files of the last run, and of this one.
        var shrank: (from: Int, to: Int)?
        /// Why there is nothing to save, where that is so.
        var nothing: Text?
    }

    private let state = Mutex(State())

    var current: State { state.withLock { $0 } }

    func lacks(_ failure: Failure) { state.withLock { $0.lacks.append(failure) } }
    func descends(from lineage: Lineage) { state.withLock { $0.lineage = lineage } }
    func holdsNothing(_ what: Text) { state.withLock { $0.nothing = what } }
    func shrank(from last: Int, to now: Int) { state.withLock { $0.shrank = (last, now) } }
}

/// Runs `work` to its end also when this task is cancelled: servers are put back as they were.
func withoutCancellation(_ work: @escaping @Sendable () async -> Void) async {
    await Task { await work() }.value
}

extension Failure {
    /// The same, with the component's name in front.
    func of(_ component: String) -> Failure {
        Failure(
            Text("\(component): \(what[.english])", fr: "\(component) : \(what[.french])"), why: why, fix: fix,
            exitCode: exitCode)
    }

    static func shrank(_ name: String, from last: Int, to now: Int, _ command: String) -> Failure {
        let (english, french) = (Language.english, Language.french)
        return Failure(
            Text("\(name) shrank suspiciously", fr: "\(name) a rétréci de façon suspecte"),
            why: Text(
                "from \(english.bytes(last)) to \(english.bytes(now)) before compression",
                fr: "de \(french.bytes(last)) à \(french.bytes(now)) avant compression"),
            fix: Text(
                "Look whether it is mounted and filled. If this is right, type: \(command)",
                fr: "Vérifiez qu'il est monté et rempli. Si c'est normal, tapez : \(command)"))
    }

    static func lost(_ name: String, from last: Int, to now: Int, _ command: String) -> Failure {
        Failure(
            Text("\(name) shrank suspiciously", fr: "\(name) a rétréci de façon suspecte"),
            why: Text("of \(last) files \(now) are left", fr: "de \(last) fichiers il en reste \(now)"),
            fix: Text(
                "Look whether it is mounted and filled. If this is right, type: \(command)",
                fr: "Vérifiez qu'il est monté et rempli. Si c'est normal, tapez : \(command)"))
    }

    static func holdsNothing(_ name: String, _ what: Text, _ command: String) -> Failure {
        Failure(
            Text("\(name) holds nothing", fr: "\(name) ne contient rien"), why: what,
            fix: Text(
                "Look whether this is the right one. If it is, type: \(command)",
                fr: "Vérifiez que c'est bien celui-là. Si c'est normal, tapez : \(command)"))
    }

    static func incomplete(_ place: String) -> Failure {
        Failure(
            Text("the backup is incomplete: \(place)", fr: "la sauvegarde est incomplète : \(place)"),
            fix: Text("Mend what is named above, then run it again.", fr: "Corrigez ce qui précède, puis relancez."))
    }
}

extension Text {
    static func noLongerEncrypted(_ id: String) -> Text {
        Text(
            "this backup is not encrypted, and \(id) was",
            fr: "cette sauvegarde n'est pas chiffrée, \(id) l'était")
    }

    static func begins(_ type: String, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("backup begins (\(type)): \(list)", fr: "début de la sauvegarde (\(type)) : \(list)")
    }

    static func swept(_ name: String) -> Text {
        Text("removed \(name), left by a run that was killed", fr: "\(name) supprimé, laissé par une exécution tuée")
    }

    static func saved(_ name: String, _ bytes: Int, _ took: Duration) -> Text {
        let (english, french) = (Language.english, Language.french)
        return Text(
            "\(name): \(english.bytes(bytes)) in \(english.duration(took))",
            fr: "\(name) : \(french.bytes(bytes)) en \(french.duration(took))")
    }

    static func committed(_ place: String, _ bytes: Int, _ took: Duration) -> Text {
        let (english, french) = (Language.english, Language.french)
        return Text(
            "backup complete: \(place), \(english.bytes(bytes)) in \(english.duration(took))",
            fr: "sauvegarde terminée : \(place), \(french.bytes(bytes)) en \(french.duration(took))")
    }
}
