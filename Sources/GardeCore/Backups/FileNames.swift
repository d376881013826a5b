package import SystemPackage

/// What a file of a backup carries of its component.
package enum Part: Sendable, Hashable, CaseIterable {
    /// A dump of `pg_dump`'s custom format.
    case dump
    /// The SQL of `pg_dumpall --roles-only`.
    case roles
    /// Redis' own file of its keys.
    case rdb
    /// A tar of Redis' append-only files.
    case appendOnly
    /// A tar of files.
    case tar
    /// The platform's `.env` as it is: beside the tar in safety copies, alone in those of the bash pair.
    case environment
    /// What a command of the recipe wrote.
    case data
}

/// How the files of a folder are called: the guide's names, both ways.
package enum FileNames: Sendable, Hashable {
    /// `postgresql_20240315_020000.dump.gz`, in the folder of that id.
    case backup(id: String)
    /// `postgres_safety.dump.gz`, in `pre_restore_20240320_143000/`.
    case safety

    /// The name of the file that carries this part of a component.
    package func name(_ component: String, _ part: Part, isEncrypted: Bool = false) -> String {
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
    package func read(_ name: String) -> (component: String, part: Part)? {
        let plain = Self.plain(name)
        if self == .safety, plain == Self.safetyEnvironment { return ("config", .environment) }
        let mark: String = if case .backup(let id) = self { id } else { "safety" }
        for part in Part.allCases.sorted(by: { $0.infix.count > $1.infix.count }) {
            let tail = "\(part.infix)_\(mark)\(part.ending)"
            guard plain.hasSuffix(tail), plain.count > tail.count else { continue }
            let component = String(plain.dropLast(tail.count))
            return (self == .safety ? Self.safetyComponent(component) : component, part)
        }
        return nil
    }

    /// What a file of this component carries; nil when no file of it is called so. Surer than `read`: a component may be
    /// called like another one's second file.
    package func part(of name: String, in component: String) -> Part? {
        let plain = Self.plain(name)
        return Part.allCases.first { Self.plain(self.name(component, $0)) == plain }
    }

    /// Without what `StoredName` undoes.
    private static func plain(_ name: String) -> Substring {
        [".gpg", ".gz"].reduce(name[...]) { $0.hasSuffix($1) ? $0.dropLast($1.count) : $0 }
    }

    private static let safetyEnvironment = ".env.safety"

    /// The guide's name for the usual database; a component that has that name itself gets one that none can have.
    private static func safetyName(_ component: String) -> String {
        switch component {
        case "postgresql": "postgres"
        case "postgres": "postgres.component"
        default: component
        }
    }

    private static func safetyComponent(_ name: String) -> String {
        switch name {
        case "postgres": "postgresql"
        case "postgres.component": "postgres"
        default: name
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
    /// Whether its size tells how much the component holds: append-only files grow and shrink by themselves.
    package var tellsSize: Bool { ![.appendOnly, .roles, .environment].contains(self) }

    /// Between the component and the id.
    fileprivate var infix: String {
        switch self {
        case .roles: "_roles"
        case .appendOnly: "_aof"
        case .dump, .rdb, .tar, .environment, .data: ""
        }
    }

    fileprivate var ending: String {
        switch self {
        case .dump: ".dump"
        case .roles: ".sql"
        case .rdb: ".rdb"
        case .appendOnly, .tar: ".tar"
        case .environment: ".env"
        case .data: ".data"
        }
    }
}
