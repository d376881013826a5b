import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A small platform without servers, and the places that its copies go to.
struct RemoteScene: Sendable {
    let platform: ThrowawayPlatform
    let servers: RemoteServers

    @TaskLocal static var current: RemoteScene!

    /// The same platform with a folder of backups of its own.
    func apart() -> RemoteScene { RemoteScene(platform: platform.apart(), servers: servers) }

    /// Runs backup.sh with a copy to this place.
    func sync(
        _ place: RemotePlace, _ prefix: String, _ arguments: [String] = littleOnly, _ more: [String: String] = [:]
    ) async throws -> ToolResult {
        let words = arguments + ["--sync-remote", "--remote-dest", servers.url(place, prefix)]
        return try await backup(place, words, more)
    }

    func backup(_ place: RemotePlace, _ words: [String], _ more: [String: String] = [:]) async throws -> ToolResult {
        try await platform.backup(words, servers.environment.merging(more) { $1 }, by: servers.launcher(place))
    }

    /// Runs another command, on this platform or on another root.
    func call(
        _ place: RemotePlace, _ words: [String], at root: FilePath? = nil
    ) async throws -> ToolResult {
        var variables = platform.environment.merging(servers.environment) { $1 }
        if let root {
            (variables["PLATFORM_ROOT"], variables["BACKUP_ROOT"]) = (root.string, root.appending("backups").string)
        }
        return try await runBackup(words, variables, by: servers.launcher(place))
    }

    /// Restores on a machine where there is nothing but a `.env`, and gives its root.
    func restore(
        _ place: RemotePlace, _ prefix: String, _ which: String, _ arguments: [String] = []
    ) async throws -> (result: ToolResult, root: FilePath) {
        let root = platform.folder.appending("bare-\(UInt32.random(in: 0 ... .max))")
        _ = try await run("sh", ["-c", "mkdir \"$0\" && : >\"$0/.env\"", root.string])
        let words = ["restore", "--yes", "--no-stop", "--no-start"] + arguments
        let url = "\(servers.url(place, prefix))/\(which)"
        return (try await call(place, words + [url], at: root), root)
    }

    /// What a backup there consists of, with `<id>` for its id; without the mark of who sent it.
    func far(_ place: RemotePlace, _ prefix: String, _ id: String) async throws -> [String] {
        try await servers.names(place, prefix).filter { $0.hasPrefix("\(id)/") && !$0.hasSuffix(".sender") }
            .map { String($0.dropFirst(16)).replacing(id, with: "<id>") }
    }

    /// Whether the copy is file by file what lies here.
    func isWhole(_ place: RemotePlace, _ prefix: String, _ id: String) async throws -> Bool {
        let here = try await platform.backups().first { $0.id == id }?.names()
        guard try await far(place, prefix, id) == here else { return false }
        return try await call(place, ["verify", "\(servers.url(place, prefix))/\(id)"]).status == 0
    }
}

/// Makes the platform and the servers for as long as a suite's tests run.
struct RemoteSceneTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await ThrowawayPlatform.withoutWaiting(.mail(20)) { platform in
            try await RemoteServers.with(in: platform.folder) { servers in
                let scene = RemoteScene(platform: platform, servers: servers)
                try await RemoteScene.$current.withValue(scene) { try await function() }
            }
        }
    }
}

extension Trait where Self == RemoteSceneTrait {
    static var remoteScene: Self { Self() }
}

/// A prefix that nothing else uses.
func unusedPrefix() -> String { "p\(UInt32.random(in: 0 ... .max))" }
