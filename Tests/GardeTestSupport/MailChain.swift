package import SystemPackage

/// Mail that changes between increments, and what plain tools and restore.sh make of them.
package struct MailChain: Sendable {
    package static let mailOnly = ["--no-postgres", "--no-redis", "--no-config", "--no-certs"]

    package let platform: ThrowawayPlatform

    package init(_ platform: ThrowawayPlatform) { self.platform = platform }

    package var mail: FilePath { platform.root.pushing("data/mail") }

    @discardableResult
    package func full(_ more: [String: String] = [:]) async throws -> ToolResult {
        try await platform.backup(Self.mailOnly, more)
    }

    @discardableResult
    package func increment(_ more: [String: String] = [:], by launcher: [String] = []) async throws -> ToolResult {
        try await platform.backup(Self.mailOnly + ["--type", "incremental"], more, by: launcher)
    }

    /// As mail servers, clients and administrators change mailboxes.
    package func change(seed: String, count: Int = 30) async throws {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/mail-changes.py", [mail.string, seed, "\(count)"])
        guard result.status == 0 else { throw ThrowawayFailed(script: "mail-changes.py", result: result) }
    }

    /// Takes ACLs and attributes away: a folder of one that is replaced by one without is a new base.
    package func dropAttributes() async throws {
        _ = try await sh(
            "setfacl -Rb .; getfattr -Rhm '^user' . 2>/dev/null | sed -n 's/^# file: //p' |"
                + " while read -r p; do for n in note folder; do setfattr -x user.garde.$n \"$p\" 2>/dev/null || :; done; done"
        )
    }

    package func sh(_ script: String) async throws -> String {
        let result = try await run("sh", ["-ec", "cd \"$0\"; \(script)", mail.string])
        guard result.status == 0 else { throw ThrowawayFailed(script: script, result: result) }
        return result.output
    }

    /// Everything that belongs to the entries of a tree; with `plain` what any tar keeps. Which names are links of one
    /// file is left out.
    package static func listing(_ folder: FilePath, plain: Bool = false) async throws -> [String] {
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/tree-listing", [folder.string, "--mail"] + (plain ? ["--plain"] : []))
        guard result.status == 0 else { throw ThrowawayFailed(script: "tree-listing", result: result) }
        return result.output.lines.map { $0.replacing(#/ = b(?:'[^']*'|"[^"]*")/#, with: " ") }
            .map { $0.replacing(#/ +$/#, with: "") }
    }

    /// The archives of the last full backup and of all increments since, the base first.
    package func archives() async throws -> [FilePath] {
        var found: [FilePath] = []
        for backup in try await platform.backups() {
            if try await backup.manifest(".backup.type") == "full" { found = [] }
            found.append(backup.file("mail_<id>.tar.gz"))
        }
        return found
    }

    /// Unpacks the chain with tar, or its newest archive over what was unpacked so before; gives the folder `mail`.
    package func replay(as name: String, newest: Bool = false) async throws -> FilePath {
        let folder = platform.folder.appending(name)
        let archives = try await archives().suffix(newest ? 1 : .max)
        let result = try await run(
            "\(packageFolder)/Tests/throwaway/replay", [folder.string] + archives.map(\.string))
        guard result.status == 0, result.error == "" else { throw ThrowawayFailed(script: "replay", result: result) }
        return folder.appending("mail")
    }

    /// Restores a backup by its folder into a platform without anything, beside this one.
    package func restore(_ backup: FilePath, as name: String) async throws -> (result: ToolResult, mail: FilePath) {
        let root = platform.folder.appending(name)
        _ = try await run("sh", ["-c", "mkdir -p \"$0/data\" && : >\"$0/.env\"", root.string])
        let variables = ["PLATFORM_ROOT": root.string, "PLATFORM": "here"]
        let result = try await runBackup(
            ["restore", "--yes", "--no-stop", "--no-start"] + Self.mailOnly + [backup.string], variables)
        return (result, root.appending("data").appending("mail"))
    }

    /// The differences between the tree and what restore.sh makes of its newest backup.
    package func differences(as name: String) async throws -> [String] {
        let (result, restored) = try await restore(try await platform.newestBackup().folder, as: name)
        guard result.status == 0 else { throw ThrowawayFailed(script: "restore", result: result) }
        return try await Self.differences(mail, restored)
    }

    package static func differences(_ one: FilePath, _ other: FilePath, plain: Bool = false) async throws -> [String] {
        let difference = try await listing(other, plain: plain).difference(from: listing(one, plain: plain))
        return difference.prefix(6).map { "\($0)" }
    }
}
