package import GardeCore
import GardeIO
import GardeWords
import Synchronization
import SystemPackage

extension PostgresLoad {
    /// Where what is recovered lies, beside the restore's own folder, which is emptied in between.
    var recoveryFolder: FilePath {
        scratch.removingLastComponent().appending("\(scratch.lastComponent?.string ?? "restore")-\(name)")
    }

    /// The same with dump and roles, where an increment has none: a server aside is led to where the increment ends.
    ///
    /// Done once in a process. Throws a `Failure` when it does not come there; nothing is left of it then.
    func recovered(_ files: RestoreFiles, _ session: PostgresSession) async throws -> RestoreFiles {
        let folder = recoveryFolder
        guard files.first(.dump) == nil, files.first(.wal) ?? files.first(.pgBackRest) != nil else {
            await RecoveryGround.sweep(folder)
            return files
        }
        let known = seen.recovered.withLock { $0 } ?? PostgresRecovered.known(in: folder, files.id)
        if let known, known.files.id == files.id {
            seen.recovered.withLock { $0 = known }
            return known.files
        }
        seen.recovered.withLock { $0 = nil }
        let archives = files.earlier + files.files
        let roles = try? await archives.first { $0.part == .roles }.asyncMap { try await rolesScript($0) }
        let live = try await session.liveServer().trying(roles?.created.sorted() ?? [])
        let ground = try await RecoveryGround.take(folder)
        let user = try await live.user(session.reach)
        let place = RecoveryPlace(session.reach, in: folder, user: user)
        let source = try await source(of: files, session.reach, user, live)
        try await findRoom(source.bytes.data, source.bytes.log, place, session)
        site.console.info(.recovers(name, files.until?.readable ?? files.id))
        try await ground.expects(place)
        let recovery = PostgresRecovery(place, live, hear: site.hear(id))
        let result: Result<RestoreFiles, any Error>
        do {
            try await recovery.recover(source, to: target(of: files))
            result = .success(try await read(recovery, session.target, files.id, in: folder))
        } catch { result = .failure(error) }
        await withoutCancellation { [site] in
            do {
                try await recovery.remove()
                try ground.hasNoServer()
            } catch { site.console.warning(.recoveryStays(place.folder, Failure(describing: error))) }
        }
        let recovered = PostgresRecovered(try result.get(), ground)
        recovered.share()
        seen.recovered.withLock { $0 = recovered }
        return recovered.files
    }

    /// Dump and roles; a base without its log, and the log, are of no use to themselves.
    package func whole(_ files: RestoreFiles) async throws -> [StoredPart] {
        let own = files.first(.dump) == nil ? try await recovered(files, try await open()) : files
        return own.files.filter { $0.part != .base && $0.part != .wal }.map {
            StoredPart(part: $0.part, source: $0.source)
        }
    }

    private func target(of files: RestoreFiles) -> PostgresRecovery.Target {
        if let until = files.until { return .time(until.iso8601) }
        if files.first(.pgBackRest) != nil { return .immediate }
        return .restorePoint(files.goal ?? "garde_\(name)_\(files.id)")
    }

    private func source(
        of files: RestoreFiles, _ reach: Reach, _ user: String?, _ live: LiveServer
    ) async throws -> any RecoverySource {
        guard let file = files.first(.pgBackRest) else {
            let archives = files.earlier + files.files
            guard let base = archives.first(where: { $0.part == .base }) else { throw Failure.baseMissing(name) }
            return ArchivedBase(base, archives.filter { $0.part == .wal })
        }
        let record = try await PgBackRestRecord(file)
        var named = postgres
        named.engine = .pgBackRest(stanza: record.stanza)
        guard let tool = PgBackRest(named, reach, user: user, hear: site.hear(id)) else {
            throw Failure.pgBackRestRecordStrange
        }
        let base = try await PgBackRestBase(record, tool, live)
        if files.until != nil { await archiveNow(tool) }
        return base
    }

    /// A recovery to a time ends only at a later commit: one is made, and archived, where the live server still can.
    private func archiveNow(_ tool: PgBackRest) async {
        guard let server = try? await PostgresServer.reach(postgres, site) else { return }
        _ = try? await server.rows("select txid_current()")
        try? await tool.check()
    }

    private func read(
        _ recovery: PostgresRecovery, _ database: String, _ id: String, in folder: FilePath
    ) async throws -> RestoreFiles {
        let dump = try await write(try await recovery.dump(database), .dump, in: folder)
        return RestoreFiles(
            id: id, files: [dump, try await write(try await recovery.roles(of: database), .roles, in: folder)])
    }

    private func write(_ content: [any Filter], _ part: Part, in folder: FilePath) async throws -> RestoreFile {
        let path = folder.appending("\(name)\(part.infix)\(part.ending)")
        try await Durable.create(path) { try await pipeline(content, into: $0) }
        return RestoreFile(path: path, part: part, contentBytes: Int(try path.stat().size))
    }

    /// The base and its WAL on the server's side; the dump, which is no larger than a base, here.
    private func findRoom(_ base: Int, _ wal: Int, _ place: RecoveryPlace, _ session: PostgresSession) async throws {
        let isHere = session.reach == .here
        // It writes some WAL of its own.
        let needed = (here: isHere ? 2 * base + wal : base, there: base + wal + (64 << 20))
        let free = try? room(at: recoveryFolder).free
        var found: [Failure] = []
        if let free, free < needed.here { found.append(.noRoom(needed.here, free, recoveryFolder.string)) }
        if !isHere {
            let above = place.folder.removingLastComponent().string
            if let free = await session.room(at: above), free < needed.there {
                found.append(.noRoom(needed.there, free, above))
            }
        }
        guard found.isEmpty else { throw Failure.together(found, session.target) }
    }
}

extension Failure {
    /// Each line is one of the server's own.
    static func notRecovered(_ said: [String]) -> Failure {
        Failure("postgres.not-recovered", ["why": said.joined(separator: " / ")])
    }

    static func baseMissing(_ name: String) -> Failure { Failure("postgres.base-missing", ["name": name]) }

    static let notABase = Failure("postgres.not-a-base")

    static let baseHasTablespaces = Failure("postgres.base-has-tablespaces")

    static func logMakesTablespace(_ places: [String]) -> Failure {
        Failure("postgres.log-makes-tablespace", ["list": places.joined(separator: ", ")])
    }

    static func noServerOfMajor(_ major: Int, _ command: String) -> Failure {
        Failure("postgres.no-server-of-major", ["major": major, "command": command])
    }

    static func containerOfOtherMajor(_ major: Int, _ service: String, _ own: String) -> Failure {
        Failure("postgres.container-of-other-major", ["major": major, "service": service, "own": own])
    }

    static func recoveredShut(_ users: [String]) -> Failure {
        Failure("postgres.recovered-shut", ["list": users.joined(separator: ", ")])
    }

    static func notInRecovered(_ database: String, _ names: [String]) -> Failure {
        Failure("postgres.not-in-recovered", ["database": database, "list": names.joined(separator: ", ")])
    }

    static func recoveryRuns(_ path: FilePath) -> Failure {
        Failure("postgres.recovery-runs", ["path": path.string])
    }
}

extension Text {
    static func recovers(_ name: String, _ id: String) -> Text { Text("postgres.recovers", ["name": name, "id": id]) }

    static func recoveryStays(_ path: FilePath, _ failure: Failure) -> Text {
        Text("postgres.recovery-stays", ["path": path.string, "failure": failure.text])
    }
}
