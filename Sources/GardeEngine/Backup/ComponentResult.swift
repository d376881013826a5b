import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import Synchronization

/// How a component came out of the run.
struct ComponentResult: Sendable {
    enum Outcome: Sendable {
        case saved
        case failed(Failure)
    }

    let id: Component.ID
    let outcome: Outcome
    /// What a saved component lacks.
    let lacks: [Failure]
    let took: Duration
    /// What was asked for beside it, and was not possible: it is whole all the same.
    var undone: [Failure] = []
    /// Why its size is not believed.
    var suspicion: Failure?
    /// What an increment builds on; nil for what is whole.
    var lineage: Lineage?
    /// What a later run that finds nothing changed points to: this backup's files, or those that it points to itself.
    var record: ContentRecord?
    /// The backup that holds what has not changed; nil where this one does.
    var unchangedSince: String?
    /// Where the write-ahead log of what is saved by it stood.
    var wal: WALPosition?

    /// Tables that it holds without their rows, as the recipe has it.
    var withoutRows: [String] = []

    init(_ source: Source, _ outcome: Outcome, lacks: [Failure] = [], took: Duration = .zero) {
        (id, self.outcome, self.lacks, self.took) = (source.id, outcome, lacks, took)
    }

    var isSaved: Bool { if case .saved = outcome { true } else { false } }

    var isWhole: Bool { isSaved && lacks.isEmpty }

    var failures: [Failure] {
        let main: [Failure] = if case .failed(let failure) = outcome { [failure.of(id)] } else { [] }
        return main + lacks + (suspicion.map { [$0] } ?? [])
    }
}

extension Failure {
    static func shrank(_ name: Component.ID, from last: Int, to now: Int, _ command: String) -> Failure {
        return Failure("backup.shrank", ["name": name, "last": Bytes(last), "now": Bytes(now), "command": command])
    }

    static func lost(_ name: Component.ID, from last: Int, to now: Int, _ command: String) -> Failure {
        Failure("backup.lost", ["name": name, "last": last, "now": now, "command": command])
    }

    static func holdsNothing(_ name: Component.ID, _ what: Text, _ command: String) -> Failure {
        Failure("backup.holds-nothing", ["name": name, "why": what, "command": command])
    }

    static func incomplete(_ place: String) -> Failure {
        Failure("backup.incomplete", ["place": place])
    }
}

extension Text {
    static func noLongerEncrypted(_ id: String) -> Text {
        Text("backup.no-longer-encrypted", ["id": id])
    }

    static func begins(_ type: String, _ names: [String]) -> Text {
        let list = names.joined(separator: ", ")
        return Text("backup.begins", ["type": type, "list": list])
    }

    static func swept(_ name: String) -> Text {
        Text("backup.swept", ["name": name])
    }

    static func saved(_ name: Component.ID, _ bytes: Int, _ took: Duration) -> Text {
        return Text("backup.saved", ["name": name, "bytes": Bytes(bytes), "took": took])
    }

    /// Nothing was stored: `id` holds it.
    static func unchanged(_ name: Component.ID, _ id: String, _ took: Duration) -> Text {
        Text("backup.unchanged", ["name": name, "id": id, "bytes": Bytes(0), "took": took])
    }

    static func committed(_ place: String, _ bytes: Int, _ took: Duration) -> Text {
        return Text("backup.committed", ["place": place, "bytes": Bytes(bytes), "took": took])
    }
}
