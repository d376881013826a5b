import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// An archive of a backup's folder, unpacked below BACKUP_ROOT for as long as the restore lasts.
enum Unpacked {
    /// Beginning of the name of the folder that it is unpacked into, before the process.
    private static let name = ".unpacked-"

    static func folder(in backupRoot: FilePath) -> FilePath { backupRoot.appending("\(name)\(processID())") }

    /// The folder in the archive that holds the backup; throws a `Failure` when there is none or several.
    static func archive(
        _ path: FilePath, into backupRoot: FilePath, _ console: any Reporter
    ) async throws -> FilePath {
        let target = folder(in: backupRoot)
        sweep(backupRoot)
        try Durable.createFolder(target)
        do { try await show(path, console) { try await unpack(path, into: target, $0) } } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure.damaged(path.string, error)
        }
        return try backup(in: target, archive: path)
    }

    /// Takes away what this process and ended ones left.
    static func sweep(_ backupRoot: FilePath) { sweepOwned(by: name, in: backupRoot) }

    private static func show(
        _ path: FilePath, _ console: any Reporter, _ work: (Meter) async throws -> Void
    ) async throws {
        let (name, meter) = (path.lastComponent?.string ?? path.string, Meter())
        console.track(name, meter, total: (try? path.stat()).map { Int($0.size) })
        defer { console.untrack(name) }
        try await console.withProgress { try await work(meter) }
    }

    private static func unpack(_ path: FilePath, into target: FilePath, _ meter: Meter) async throws {
        let limit = try room(at: target).free
        let isPacked = path.string.hasSuffix("gz")
        let sink = TarSink { reader in
            let (placer, staging) = (TreePlacer(limit: limit), Staging(try Folder.open(target)))
            while let member = try reader.next() {
                try placer.place(member, from: reader, at: Spot(staging, try MemberPath(member.name)))
            }
            try placer.finish()
        }
        try await pipeline([FileSource(path, meter.add)] + (isPacked ? [Gunzip()] : []) + [sink])
    }

    private static func backup(in folder: FilePath, archive: FilePath) throws -> FilePath {
        var level = folder
        for _ in 1...4 {
            let entries = try Folder.open(level).entries()
            if (try? FoundBackup(level)) != nil || entries.contains(where: { $0.kind == .file }) { return level }
            let folders = entries.filter { $0.kind == .folder }
            guard folders.count == 1 else { break }
            level = level.appending(String(decoding: folders[0].name, as: UTF8.self))
        }
        throw Failure.noBackup(archive.string)
    }
}
