import GardeCore
package import GardeIO
package import GardeWords
import Synchronization
package import SystemPackage

/// What a command answers to `--json`: gathered while it runs, printed once at its end, whatever that is.
package final class Answer: Sendable {
    /// That of the command that runs; nil where people read.
    @TaskLocal package static var current: Answer?

    private let members: Mutex<[String: JSON]>
    private let role: Role

    /// Nil for a command that has none, or one of its own.
    package init?(_ role: Role) {
        let members = Self.members(of: role)
        guard !members.isEmpty else { return nil }
        self.role = role
        self.members = Mutex(Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) }))
    }

    /// What each has beside what all have, in the order in which it is printed, as it is before anything was found.
    private static func members(of role: Role) -> [JSON.Member] {
        func lists(_ names: String...) -> [JSON.Member] { names.map { .init(key: $0, value: .array([])) } }
        switch role {
        case .list: return lists("backups", "windows", "kept_elsewhere", "mailboxes")
        case .verify: return lists("verified")
        case .prune: return lists("places")
        case .doctor:
            return [.init(key: "error_count", value: 0), .init(key: "warning_count", value: 0)] + lists("groups")
        case .restore:
            return [
                .init(key: "dry_run", value: false), .init(key: "restored", value: false),
                .init(key: "duration_seconds", value: .null),
            ] + lists("components", "tables") + [.init(key: "keys", value: .null)]
        case .compare:
            return [
                .init(key: "safe", value: false), .init(key: "script_seconds", value: .null),
                .init(key: "recipe_seconds", value: .null),
            ] + lists("components")
        default: return []
        }
    }

    /// What a restore is about.
    static func found(_ items: [RestoreItem], _ plan: RestorePlan) {
        current?.set("components", .array(items.map(\.json)))
        current?.set("dry_run", .bool(plan.isDryRun))
    }

    package func set(_ key: String, _ value: JSON) { members.withLock { $0[key] = value } }

    /// One more of a list.
    package func add(_ key: String, _ value: JSON) {
        members.withLock { members in
            let before: [JSON] = if case .array(let values) = members[key] { values } else { [] }
            members[key] = .array(before + [value])
        }
    }

    /// The whole of it, with what was said on standard error meanwhile.
    package func json(
        recipe: String, root: FilePath?, backupRoot: FilePath?, end: ExitCode, failures: [Failure], warnings: [Text],
        _ language: Language
    ) -> JSON {
        let own = members.withLock { members in
            Self.members(of: role).map { JSON.Member(key: $0.key, value: members[$0.key] ?? $0.value) }
        }
        let head: [JSON.Member] = [
            .init(key: "command", value: .string(role.rawValue)), .init(key: "recipe", value: .string(recipe)),
            .init(key: "host", value: .string(hostName())), .init(key: "platform", value: .optional(root?.string)),
            .init(key: "backup_root", value: .optional(backupRoot?.string)),
            .init(key: "time", value: .string(LocalTime.now().iso8601)),
            .init(key: "exit_code", value: .number(Int(end.status))),
        ]
        let tail: [JSON.Member] = [
            .init(key: "findings", value: .array(failures.map { $0.json(language) })),
            .init(key: "warnings", value: .array(warnings.map { .string($0[language]) })),
        ]
        return .object(head + own + tail)
    }
}

extension Failure {
    /// In its parts, with the id of the page of failures.
    func json(_ language: Language) -> JSON {
        .object([
            "id": .string(id), "what": .string(what[language]), "why": .optional(why?[language]),
            "fix": .optional(fix?[language]),
        ])
    }
}
