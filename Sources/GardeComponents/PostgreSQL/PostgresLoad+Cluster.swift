package import GardeCore
import GardeIO
package import GardeWords
import Glibc
package import SystemPackage

/// Gives back a whole server, all its databases, without another that runs.
package protocol ClusterLoad: Load {
    /// Makes the folder of a server's data, as it was, for a server to be started on; it is empty, or is not there.
    ///
    /// Gives what a person does then. Throws a `Failure` of a folder that is not empty, of a backup without a base, and of
    /// what does not come to its goal; the folder is empty then.
    func restoreCluster(_ files: RestoreFiles, to folder: FilePath) async throws -> Text
}

extension PostgresLoad: ClusterLoad {
    package func restoreCluster(_ files: RestoreFiles, to folder: FilePath) async throws -> Text {
        let archives = files.earlier + files.files
        guard let base = archives.first(where: { $0.part == .base }) else { throw Failure.baseMissing(name) }
        let source = ArchivedBase(base, archives.filter { $0.part == .wal })
        let live = await server(of: archives, in: folder)
        let user = try await live.user(.here)
        try prepare(folder, for: user, source.bytes.data + source.bytes.log)
        let place = RecoveryPlace(.here, in: folder, user: user)
        let recovery = PostgresRecovery(place, live, hear: site.hear(id))
        do {
            try await recovery.recover(source, to: clusterTarget(of: files))
            let major = try await recovery.shutDown()
            try Self.moveUp(place.folder, to: folder)
            return Text("postgres.cluster-restored", ["folder": folder, "major": major])
        } catch {
            await withoutCancellation { try? await recovery.remove() }
            throw error
        }
    }

    private func clusterTarget(of files: RestoreFiles) -> PostgresRecovery.Target {
        if let until = files.until { return .time(until.iso8601) }
        return files.goal.map { .restorePoint($0) } ?? .immediate
    }

    /// Nobody is there to be asked: superusers are those of the settings, the usual one, and those of the backup.
    private func server(of archives: [RestoreFile], in folder: FilePath) async -> LiveServer {
        let roles = try? await archives.first { $0.part == .roles }.asyncMap { try await rolesScript($0) }
        var users: [String] = []
        for user in [site.value(postgres.user), "postgres"] {
            if let user, !users.contains(user) { users.append(user) }
        }
        return LiveServer(major: 0, folder: folder.string, users: users).trying(roles?.created.sorted() ?? [])
    }

    private func prepare(_ folder: FilePath, for user: String?, _ bytes: Int) throws {
        if (try? folder.stat()) == nil { try Durable.createFolder(folder) }
        let left = try namingRead(folder) { try Folder.open(folder).entries() }
        guard left.isEmpty else { throw Failure("postgres.cluster-folder", ["folder": folder]) }
        let needed = bytes + (64 << 20)
        if let free = try? room(at: folder).free, free < needed { throw Failure.noRoom(needed, free, folder.string) }
        try naming(folder) {
            if let ids = user?.split(separator: ":").compactMap({ uid_t($0) }), ids.count == 2 {
                guard chown(folder.string, ids[0], ids[1]) == 0 else { throw Errno(rawValue: errno) }
            }
            guard chmod(folder.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// No server starts on a folder without PG_VERSION, which comes last.
    private static func moveUp(_ source: FilePath, to folder: FilePath) throws {
        let last = Array("PG_VERSION".utf8)
        try naming(folder) {
            let (from, to) = (try Folder.open(source), try Folder.open(folder))
            for entry in try from.entries() where entry.name != last {
                try from.move(entry.name, to: to, as: entry.name)
            }
            try to.syncFileSystem()
            try from.move(last, to: to, as: last)
            try to.removeTree(Array((source.lastComponent?.string ?? "").utf8))
            try to.syncFileSystem()
        }
    }
}
