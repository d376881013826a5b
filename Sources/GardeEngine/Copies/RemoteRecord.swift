import GardeDestinations
import GardeComponents
import GardeCore
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
        /// Not to be sent as it lies here: it is damaged, or what it builds on is gone.
        case lost
    }

    struct Line: Sendable, Hashable {
        let state: State
        let id: String
        let uuid: String
        let url: String
    }

    private let backupRoot: FilePath
    private let own: Identity
    private static let name = ".remotes"

    /// Of what `own` sends; several platforms may share the folder.
    init(_ backupRoot: FilePath, of own: Identity) { (self.backupRoot, self.own) = (backupRoot, own) }

    /// Of one destination, oldest first.
    func lines(_ address: DestinationAddress) -> [Line] {
        all.filter { $0.url == address.url }.sorted { $0.id < $1.id }
    }

    /// Every place that something was to be sent to, sorted.
    var addresses: [DestinationAddress] { Self.addresses(of: all) }

    /// Every place that a platform of this folder sends to, sorted.
    static func places(of backupRoot: FilePath) -> [DestinationAddress] {
        let names = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        let files = names.filter { $0 == name || $0.hasPrefix("\(name)-") }.map { LineFile(backupRoot.appending($0)) }
        return addresses(of: files.flatMap { $0.lines ?? [] }.compactMap(Line.init))
    }

    private static func addresses(of lines: [Line]) -> [DestinationAddress] {
        Set(lines.map(\.url)).sorted().compactMap { DestinationAddress($0) }
    }

    // MARK: The file

    /// Where it is, or is read from as long as it is not written.
    var path: FilePath { isOwn ? ownPath : commonPath }

    private var ownPath: FilePath { backupRoot.appending("\(Self.name)-\(own.mark)") }
    private var commonPath: FilePath { backupRoot.appending(Self.name) }
    private var isOwn: Bool { (try? ownPath.stat()) != nil }

    private var all: [Line] { isOwn ? (LineFile(ownPath).lines ?? []).compactMap(Line.init) : inherited }

    /// Version 0.1 had one file for all: what is not another platform's.
    private var inherited: [Line] {
        let lines = (LineFile(commonPath).lines ?? []).compactMap(Line.init)
        guard !lines.isEmpty else { return [] }
        let others = Set(History(backupRoot, of: own).others.values.joined().map(\.backup.id))
        return lines.filter { !others.contains($0.id) }
    }

    /// Goes on with what another platform has, which was adopted.
    func take(from other: Identity) async throws {
        let theirs = RemoteRecord(backupRoot, of: other)
        let lines = theirs.all
        guard !lines.isEmpty else { return }
        try await update { $0 + lines }
        try await theirs.update { _ in [] }
    }

    /// Whether a copy is still to be made in a place that ever had one: the others are mistyped, or new.
    var isWaiting: Bool {
        let known = Set(all.filter { $0.state == .sent }.map(\.url))
        return all.contains { ($0.state == .unsent || $0.state == .begun) && known.contains($0.url) }
    }

    /// Replaces what was known of this backup there; nil forgets it.
    func set(_ state: State?, _ backup: Manifest, at address: DestinationAddress) async throws {
        try await set(state, id: backup.backup.id, uuid: backup.backup.uuid ?? "-", at: address)
    }

    func set(_ state: State?, id: String, uuid: String, at address: DestinationAddress) async throws {
        let new = state.map { [Line(state: $0, id: id, uuid: uuid, url: address.url)] } ?? []
        try await update { $0.filter { $0.id != id || $0.uuid != uuid || $0.url != address.url } + new }
    }

    /// Forgets every backup of this id there, whoever made it.
    func forget(_ id: String, at address: DestinationAddress) async throws {
        try await update { $0.filter { $0.id != id || $0.url != address.url } }
    }

    /// Has the next run compare those of these that count as sent, and gives their ids; also while a run is at work.
    func reopen(_ backups: [Manifest], at address: DestinationAddress) async throws -> [String] {
        let uuids = Set(backups.map { $0.backup.uuid ?? "-" })
        func isMeant(_ line: Line) -> Bool {
            line.state == .sent && line.url == address.url && uuids.contains(line.uuid)
        }
        let again = lines(address).filter(isMeant).map(\.id)
        guard !again.isEmpty else { return [] }
        try await update { all in
            all.map { isMeant($0) ? Line(state: .begun, id: $0.id, uuid: $0.uuid, url: $0.url) : $0 }
        }
        return again
    }

    private func update(_ change: ([Line]) -> [Line]) async throws {
        let lock = try await FileLock.briefly(on: backupRoot)
        defer { withExtendedLifetime(lock) {} }
        let inherited = isOwn ? [] : inherited.map(\.text)
        try await LineFile(ownPath).update { Set(change($0.union(inherited).compactMap(Line.init)).map(\.text)) }
    }

    /// Forgets what was sent or lost and is no longer here, but the last one that was sent to each place.
    func forget(except ids: Set<String>) async throws {
        try await update { all in
            let last = Dictionary(grouping: all.filter { $0.state == .sent }, by: \.url).compactMapValues {
                $0.map(\.id).max()
            }
            return all.filter { line in
                let isOver = line.state == .sent || line.state == .lost
                return ids.contains(line.id) || !isOver || last[line.url] == line.id
            }
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
