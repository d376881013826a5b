import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Small platforms without servers that keep their backups in one folder.
final class SharedRoot: Sendable {
    let scratch = Scratch()
    var root: FilePath { scratch("backups") }

    static let filesOnly = ["--no-postgres", "--no-redis", "--no-certs"]

    /// Each with 40 messages, a `.env` and a compose file.
    init(_ names: String...) throws {
        for name in names {
            try scratch.write("\(name)/.env", "NAME=\(name)\n")
            try scratch.write("\(name)/docker-compose.yml", "services: {}\n")
            for number in 1...40 {
                try scratch.write("\(name)/data/mail/cur/\(number).\(name):2,", "\(name) \(number)\n")
            }
        }
    }

    func call(_ name: String, _ words: [String], _ more: [String: String] = [:]) async throws -> ToolResult {
        let places = ["PLATFORM_ROOT": scratch(name).string, "BACKUP_ROOT": root.string, "PLATFORM": "here"]
        return try await runBackup(words, places.merging(more) { $1 })
    }

    /// Saves mail and configuration, and gives the newest backup of the folder.
    @discardableResult
    func backup(_ name: String, _ words: [String] = [], ends status: CInt = 0) async throws -> BackupRead {
        let run = try await call(name, ["backup"] + Self.filesOnly + words)
        #expect(run.status == status, "\(name): \(run)")
        return try #require(try await BackupRead.all(in: root).last)
    }

    /// Restores mail and configuration, or says what that would do.
    func restore(_ name: String, _ which: String, _ words: [String] = ["--dry-run"]) async throws -> ToolResult {
        try await call(name, ["restore", "--no-stop", "--no-start"] + Self.filesOnly + words + [which])
    }

    func status(_ name: String) async throws -> ToolResult { try await call(name, ["status"] + Self.filesOnly) }

    @discardableResult
    func sh(_ script: String) async throws -> String {
        let result = try await run("sh", ["-ec", "cd \"$0\"; \(script)", scratch.path.string])
        try #require(result.status == 0, "\(script): \(result.error)")
        return result.output
    }
}
