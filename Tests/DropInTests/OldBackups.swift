import GardeIO
import GardeTestSupport
import SystemPackage

/// A platform without servers, with a folder of backups that were made long ago.
final class OldBackups: Sendable {
    let scratch = Scratch()
    var root: FilePath { scratch("backups") }
    /// The platform whose backups these are.
    let platform: FilePath

    /// `platform` is another test's; else there is one of its own.
    init(of platform: FilePath? = nil) throws {
        self.platform = platform ?? scratch("platform")
        try scratch.write("platform/.env", "A=1\n")
    }

    /// What a backup of a test differs in from a whole full one of everything.
    struct Facts {
        var type = "full", uuid: String?, parent: String?, base: String?, errors = 0, suspect: [String] = []
        var encrypted = false, lacks: [String]?
        /// Nil for what the bash pair made.
        var recipe: String? = "mssante"
        /// Nil for the platform's own.
        var host: String?, platform: String?
        var components = ["postgresql", "redis", "mail", "config", "certificates"]
    }

    /// Writes a backup that began so many days ago at midnight, or then; gives its id.
    @discardableResult
    func add(daysAgo: Int, _ facts: Facts = Facts(), hour: String = "000000") throws -> String {
        let day = LocalTime(id: LocalTime.now().id.prefix(9) + "120000")!.adding(seconds: -86400 * daysAgo)
        return try add(LocalTime(id: day.id.prefix(9) + hour)!, facts)
    }

    @discardableResult
    func add(_ time: LocalTime, _ facts: Facts = Facts(), named name: String? = nil) throws -> String {
        let (id, text) = (name ?? time.id, { (value: String?) in value.map { "\"\($0)\"" } ?? "null" })
        let components = facts.components.map { "\"\($0)\": true" }.joined(separator: ", ")
        for name in facts.components {
            let ending = ["postgresql": "dump", "redis": "rdb"][name] ?? "tar"
            try scratch.write("backups/\(id)/\(name)_\(id).\(ending).gz", "x")
        }
        try scratch.write(
            "backups/\(id)/manifest.json",
            """
            {"backup": {"id": "\(id)", "type": "\(facts.type)", "date": "\(time.iso8601)", "duration_seconds": 1,
              "size_bytes": 1, "encrypted": \(facts.encrypted), "errors": \(facts.errors), "uuid": \(text(facts.uuid)),
              "parent": \(text(facts.parent)), "base": \(text(facts.base))},
             "components": {\(components)}, "suspect": \(facts.suspect),
             \(facts.lacks.map { "\"lacks\": \($0)," } ?? "")
             "system": {"hostname": "\(facts.host ?? hostName())", "os": "o", "docker_version": null,
              "platform": \(facts.recipe == nil ? "null" : text(facts.platform ?? platform.string))},
             "application": {"version": "v", "commit": "c"}, "recipe": \(text(facts.recipe))}
            """)
        return id
    }

    func call(_ arguments: String..., by launcher: [String] = []) async throws -> ToolResult {
        try await runBackup(
            arguments, ["PLATFORM_ROOT": platform.string, "BACKUP_ROOT": root.string], by: launcher)
    }

    /// Without those that begin with a dot and the log.
    func names() async throws -> [String] {
        try await run("ls", [root.string]).output.lines.filter { !$0.hasPrefix("backup.log") }
    }

    /// As a rotation that ended well would have left it.
    func recordRotation() async throws {
        try scratch.write(
            "backups/.rotated", try await (names() + [LocalTime.now().iso8601]).map { "\($0)\n" }.joined())
    }
}
