import GardeCore
import GardeIO
import SystemPackage

/// What of `after` a run that has begun still owes: a file of BACKUP_ROOT, by which the next run makes up for one that was
/// killed.
struct OwedNote: Sendable {
    private let path: FilePath

    init(_ own: Identity, in root: FilePath) { path = root.appending(".after.\(own.recipe)-\(own.mark)") }

    /// Nothing where nothing is owed; everything where the note cannot be read.
    var stages: [RunStage] {
        guard (try? path.stat()) != nil else { return [] }
        guard let bytes = smallFile(path) else { return RunStage.allCases }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            RunStage(rawValue: String($0))
        }
    }

    /// On the disk when this returns; without any there is no file.
    func write(_ stages: [RunStage]) async throws {
        guard !stages.isEmpty else { return try Durable.remove(path) }
        try await Durable.replace(path, with: Array(stages.map { "\($0.rawValue)\n" }.joined().utf8))
    }
}
