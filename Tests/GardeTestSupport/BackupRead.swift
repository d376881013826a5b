package import SystemPackage

/// A committed backup, read with plain tools only.
package struct BackupRead: Sendable {
    package let folder: FilePath
    package let id: String

    /// Oldest first.
    package static func all(in root: FilePath) async throws -> [BackupRead] {
        let found = try await run("find", [root.string, "-mindepth", "2", "-maxdepth", "2", "-name", "manifest.json"])
        let folders = found.output.split(separator: "\n").map { FilePath(String($0)).removingLastComponent() }
        return folders.map { BackupRead(folder: $0, id: $0.lastComponent!.string) }.sorted { $0.id < $1.id }
            .filter { !$0.id.hasSuffix(".partial") }
    }

    /// What jq makes of the manifest: raw, without the line's end.
    package func manifest(_ filter: String) async throws -> String {
        let result = try await run("jq", ["-r", filter, folder.appending("manifest.json").string])
        guard result.status == 0 else { throw ThrowawayFailed(script: "jq \(filter)", result: result) }
        return result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().joined(separator: "\n")
    }

    /// Names in the folder, sorted, with the id as `<id>`.
    package func names() async throws -> [String] {
        let listed = try await run("ls", ["-A", folder.string]).output.split(separator: "\n").map(String.init)
        return listed.map { $0.replacing(id, with: "<id>") }.sorted()
    }

    /// The path of a file whose name is given with `<id>`.
    package func file(_ name: String) -> FilePath { folder.appending(name.replacing("<id>", with: id)) }

    /// What `script` prints when sh runs it in the backup's folder with the backup's id as `$id`.
    package func sh(_ script: String) async throws -> ToolResult {
        try await run("sh", ["-c", "cd \"$0\" && id=$1 && \(script)", folder.string, id])
    }
}

extension String {
    /// The lines without their ends.
    package var lines: [String] { split(separator: "\n").map { String($0) } }
}
