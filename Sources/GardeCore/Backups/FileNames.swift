package import SystemPackage

/// What a file of a backup carries of its component.
///
/// Each kind of data has its own. These are the guide's, which are known by their names alone; any other one is known by
/// its component, which the manifest names.
package struct Part: Sendable, Hashable {
    /// Between the component and the id, such as `_roles`; empty for what carries the component itself.
    package let infix: String
    /// Such as `.dump`.
    package let ending: String

    package init(infix: String = "", ending: String) { (self.infix, self.ending) = (infix, ending) }

    /// A dump of `pg_dump`'s custom format.
    package static let dump = Part(ending: ".dump")
    /// The SQL of `pg_dumpall --roles-only`.
    package static let roles = Part(infix: "_roles", ending: ".sql")
    /// Redis' own file of its keys.
    package static let rdb = Part(ending: ".rdb")
    /// A tar of Redis' append-only files.
    package static let appendOnly = Part(infix: "_aof", ending: ".tar")
    /// A tar of files.
    package static let tar = Part(ending: ".tar")
    /// The platform's `.env` as it is: beside the tar in safety copies, alone in those of the bash pair.
    package static let environment = Part(ending: ".env")
    /// The data directory of a PostgreSQL server, as `pg_basebackup` gives it.
    package static let base = Part(infix: "_base", ending: ".tar")
    /// Segments of a PostgreSQL server's write-ahead log.
    package static let wal = Part(infix: "_wal", ending: ".tar")
    /// What pgBackRest says of the backup that it made, in its own repository.
    package static let pgBackRest = Part(ending: ".pgbackrest")
    /// What a command of the recipe wrote.
    package static let data = Part(ending: ".data")

    package static let ofGuide = [dump, roles, rdb, appendOnly, tar, environment, data]
}

/// How the files of a folder are called: the guide's names, both ways.
package enum FileNames: Sendable, Hashable {
    /// `postgresql_20240315_020000.dump.gz`, in the folder of that id.
    case backup(id: String)
    /// `postgres_safety.dump.gz`, in `pre_restore_20240320_143000/`.
    case safety

    /// The name of the file that carries this part of a component.
    package func name(_ component: Component.ID, _ part: Part, isEncrypted: Bool = false) -> String {
        let stages = (isCompressed(part) ? ".gz" : "") + (isEncrypted ? ".gpg" : "")
        return switch self {
        case .safety where part == .environment: Self.safetyEnvironment + stages
        case .backup(let id): "\(component)\(part.infix)_\(id)\(part.ending)\(stages)"
        case .safety: "\(Self.safetyName(component))\(part.infix)_safety\(part.ending)\(stages)"
        }
    }

    /// The guide has `redis_safety.rdb` and `.env.safety` as they are.
    package func isCompressed(_ part: Part) -> Bool { self != .safety || (part != .rdb && part != .environment) }

    /// What a file of this name carries; nil when it is none of ours. `.gz` and `.gpg` behind do not matter.
    package func read(_ name: String) -> (component: Component.ID, part: Part)? {
        let plain = Self.plain(name)
        if self == .safety, plain == Self.safetyEnvironment { return (.config, .environment) }
        let mark: String = if case .backup(let id) = self { id } else { "safety" }
        for part in Part.ofGuide.sorted(by: { $0.infix.count > $1.infix.count }) {
            let tail = "\(part.infix)_\(mark)\(part.ending)"
            guard plain.hasSuffix(tail), plain.count > tail.count else { continue }
            let name = String(plain.dropLast(tail.count))
            guard let component = self == .safety ? Self.safetyComponent(name) : Component.ID(name) else { continue }
            return (component, part)
        }
        return nil
    }

    /// What a file of this component carries; nil when no file of it is called so. Surer than `read`: a component may be
    /// called like another one's second file.
    package func part(of name: String, in component: Component.ID) -> Part? {
        let plain = Self.plain(name)
        if self == .safety, plain == Self.safetyEnvironment { return .environment }
        let (start, mark) =
            switch self {
            case .backup(let id): (component.name, "_\(id)")
            case .safety: (Self.safetyName(component), "_safety")
            }
        guard plain.hasPrefix(start) else { return nil }
        let rest = plain.dropFirst(start.count)
        guard let found = rest.firstRange(of: mark) else { return nil }
        let part = Part(infix: String(rest[..<found.lowerBound]), ending: String(rest[found.upperBound...]))
        return part.isPlain ? part : nil
    }

    /// Without what `StoredName` undoes.
    private static func plain(_ name: String) -> Substring {
        [".gpg", ".gz"].reduce(name[...]) { $0.hasSuffix($1) ? $0.dropLast($1.count) : $0 }
    }

    private static let safetyEnvironment = ".env.safety"

    /// The guide's name for the usual database; a component that has that name itself gets one that none can have.
    private static func safetyName(_ component: Component.ID) -> String {
        switch component.name {
        case "postgresql": "postgres"
        case "postgres": "postgres.component"
        default: component.name
        }
    }

    private static func safetyComponent(_ name: String) -> Component.ID? {
        switch name {
        case "postgres": .postgresql
        case "postgres.component": Component.ID("postgres")
        default: Component.ID(name)
        }
    }
}

/// The stages that a file's suffixes tell, to be undone from right to left.
package struct StoredName: Sendable, Hashable {
    package let isEncrypted: Bool
    package let isCompressed: Bool

    package init(_ path: FilePath) {
        let name = path.lastComponent?.string ?? ""
        isEncrypted = name.hasSuffix(".gpg")
        isCompressed = name.hasSuffix(".gz") || name.hasSuffix(".gz.gpg")
    }
}

extension Part {
    /// Carries the component itself, so that its size tells how much that holds; all else comes beside it.
    package var isMain: Bool { infix.isEmpty && self != .environment || self == .wal }

    /// A log that is kept elsewhere leads on from it, to any later moment.
    package var leadsOn: Bool { self == .pgBackRest }

    /// Has content, whatever is saved.
    package var isNeverEmpty: Bool { self != .environment && self != .data }

    /// `_roles` and `.sql`: what a file's name can have there.
    fileprivate var isPlain: Bool {
        func isWord(_ text: String, after first: Character) -> Bool {
            text.first == first && text.count > 1 && text.dropFirst().allSatisfy { "a"..."z" ~= $0 }
        }
        return (infix.isEmpty || isWord(infix, after: "_")) && isWord(ending, after: ".")
    }
}
