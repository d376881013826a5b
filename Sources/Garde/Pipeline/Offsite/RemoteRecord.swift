import GardeIO
import SystemPackage

/// What this machine knows of its copies elsewhere: what is still to be sent, and what was proven to be there.
///
/// It is kept here and not read from the far side, since what a rule or a person removed there must not be sent again.
struct RemoteRecord: Sendable {
    enum State: String, Sendable {
        /// To be sent by the next run.
        case unsent
        /// The same, and the far folder of that id is ours: what differs in it may be sent again.
        case begun
        /// Sent and read back.
        case sent
        /// On its way out there: what is left of it goes.
        case removing
    }

    struct Line: Sendable, Hashable {
        let state: State
        let id: String
        let uuid: String
        let url: String
    }

    private let file: LineFile

    init(_ backupRoot: FilePath) { file = LineFile(backupRoot.appending(".remotes")) }

    /// Of one destination, oldest first.
    func lines(_ address: RemoteAddress) -> [Line] { all.filter { $0.url == address.url }.sorted { $0.id < $1.id } }

    /// Every place that something was to be sent to, sorted.
    var addresses: [RemoteAddress] { Set(all.map(\.url)).sorted().compactMap { RemoteAddress($0) } }

    private var all: [Line] { (file.lines ?? []).compactMap(Line.init) }

    /// Whether a copy is still to be made in a place that ever had one: the others are mistyped, or new.
    var isWaiting: Bool {
        let known = Set(all.filter { $0.state == .sent }.map(\.url))
        return all.contains { ($0.state == .unsent || $0.state == .begun) && known.contains($0.url) }
    }

    /// Replaces what was known of this backup there; nil forgets it.
    func set(_ state: State?, _ backup: Manifest, at address: RemoteAddress) async throws {
        try await set(state, id: backup.backup.id, uuid: backup.backup.uuid ?? "-", at: address)
    }

    func set(_ state: State?, id: String, uuid: String, at address: RemoteAddress) async throws {
        let new = state.map { [Line(state: $0, id: id, uuid: uuid, url: address.url)] } ?? []
        try await update { $0.filter { $0.id != id || $0.uuid != uuid || $0.url != address.url } + new }
    }

    /// Forgets every backup of this id there, whoever made it.
    func forget(_ id: String, at address: RemoteAddress) async throws {
        try await update { $0.filter { $0.id != id || $0.url != address.url } }
    }

    private func update(_ change: ([Line]) -> [Line]) async throws {
        try await file.update { Set(change($0.compactMap(Line.init)).map(\.text)) }
    }

    /// Forgets what was sent and is no longer here, but the last one that was sent to each place.
    func forget(except ids: Set<String>) async throws {
        try await update { all in
            let last = Dictionary(grouping: all.filter { $0.state == .sent }, by: \.url).compactMapValues {
                $0.map(\.id).max()
            }
            return all.filter { ids.contains($0.id) || $0.state != .sent || last[$0.url] == $0.id }
        }
    }
}

extension RemoteRecord.Line {
    init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4, let state = RemoteRecord.State(rawValue: words[0]), LocalTime(id: words[1]) != nil
        else { return nil }
        self.init(state: state, id: words[1], uuid: words[2], url: words[3])
    }

    var text: String { "\(state.rawValue) \(id) \(uuid) \(url)" }
}
