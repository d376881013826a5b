package import GardeCore
import GardeIO
package import GardeWords
import Glibc
package import SystemPackage

/// Gives back a whole server, all its databases, without another that runs.
package protocol ClusterLoad: Load {
    /// Throws the `Failure` of a folder that holds anything, but for what a killed run left of `restoreCluster`.
    func checkFolder(_ folder: FilePath) throws

    /// Makes the folder of a server's data, as it was, for a server to be started on; it is empty, or is not there.
    ///
    /// Gives what a person does then. Throws a `Failure` of a backup without a base, and of what does not come to its goal;
    /// the folder is empty then.
    func restoreCluster(_ files: RestoreFiles, to folder: FilePath) async throws -> Text
}

extension PostgresLoad: ClusterLoad {
    /// Where it is recovered, within the folder: on the same file system, also where the folder is a mount.
    private static let within = ".garde-cluster"

    package func checkFolder(_ folder: FilePath) throws {
        guard (try? folder.stat()) != nil else { return }
        let entries = try namingRead(folder) { try Folder.open(folder).entries() }
        guard entries.allSatisfy({ $0.name == Array(Self.within.utf8) }) else {
            throw Failure("postgres.cluster-folder", ["folder": folder])
        }
    }

    package func restoreCluster(_ files: RestoreFiles, to folder: FilePath) async throws -> Text {
        let archives = files.earlier + files.files
        guard let base = archives.first(where: { $0.part == .base }) else { throw Failure.baseMissing(name) }
        let source = ArchivedBase(base, archives.filter { $0.part == .wal })
        let live = await server(of: archives, in: folder)
        let user = try await live.user(.here)
        try prepare(folder, for: user, source.bytes.data + source.bytes.log)
        let ground = folder.appending(Self.within)
        let place = RecoveryPlace(.here, in: ground, user: user)
        let recovery = PostgresRecovery(place, live, hear: site.hear(id))
        do {
            try await recovery.recover(source, to: clusterTarget(of: files))
            let major = try await recovery.shutDown()
            try Self.moveUp(place.folder, to: folder)
            try Durable.removeTree(ground)
            return Text("postgres.cluster-restored", ["folder": folder, "major": major])
        } catch {
            await withoutCancellation {
                // Below a server that runs nothing is removed: the next call ends it first.
                guard (try? await recovery.remove()) != nil else { return }
                try? Durable.removeTree(ground)
            }
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
        try checkFolder(folder)
        for path in [folder, folder.appending(Self.within)] where (try? path.stat()) == nil {
            try Durable.createFolder(path)
        }
        let needed = bytes + (64 << 20)
        if let free = try? room(at: folder).free, free < needed { throw Failure.noRoom(needed, free, folder.string) }
        for path in [folder, folder.appending(Self.within)] {
            try naming(path) {
                if let ids = user?.split(separator: ":").compactMap({ uid_t($0) }), ids.count == 2 {
                    guard chown(path.string, ids[0], ids[1]) == 0 else { throw Errno(rawValue: errno) }
                }
                guard chmod(path.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
            }
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
            try to.syncFileSystem()
        }
    }
}
