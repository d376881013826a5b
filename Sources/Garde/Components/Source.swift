/// Something that a recipe saves, and the services that use it.
public struct Source: Sendable, Hashable {
    /// The component's name in the manifest; file names begin with it.
    package let name: String
    package private(set) var kind: Kind
    /// The services to stop while this is restored; empty means every service but the data services.
    package let usedBy: [String]
    /// A run that finds less than this share of what the last good one held marks the component as suspect.
    package let suspectBelow: Double

    package enum Kind: Sendable, Hashable {
        case postgres(Postgres), redis(Redis), mail(Mail), files(Files), certificates(Files), command(Command)
    }

    /// Relative to the platform's root, or absolute; empty for what is no file.
    package var paths: [String] {
        switch kind {
        case .mail(let mail): [mail.path]
        case .files(let files), .certificates(let files): files.paths
        case .postgres, .redis, .command: []
        }
    }

    /// Whether files belong to it that only the platform, or a backup, can name.
    var followsStack: Bool { if case .files(let files) = kind { files.followsStack } else { false } }

    /// The same with these files.
    func holding(_ files: Files) -> Source {
        var source = self
        source.kind = .files(files)
        return source
    }

    /// What the file of its second part is called, for a source that has two.
    package var secondName: String? {
        switch kind {
        case .postgres: "\(name)_roles"
        case .redis: "\(name)_aof"
        case .mail, .files, .certificates, .command: nil
        }
    }
}

/// A PostgreSQL database and the roles of its server.
package struct Postgres: Sendable, Hashable {
    package let database: Setting
    package let user: Setting
    package let password: Secret
    package let place: Place
}

/// A Redis server.
package struct Redis: Sendable, Hashable {
    package let user: Setting
    package let password: Secret
    package let place: Place
}

/// A tree of mailboxes.
package struct Mail: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    package let path: String
    package let incremental: Bool
    package let fullEvery: Days
}

/// Files and folders under one name.
package struct Files: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    package private(set) var paths: [String]
    /// Those of `paths` that are saved where they exist.
    package let optional: Set<String>
    /// Whether the files of the platform's Compose project belong to it, whichever they are, here and in the backup.
    package let followsStack: Bool

    init(paths: [String], optional: [String] = [], followsStack: Bool = false) {
        (self.paths, self.optional, self.followsStack) = (paths + optional, Set(optional), followsStack)
    }

    func adding(_ more: [String]) -> Files {
        var files = self
        files.paths += more
        return files
    }
}

/// Something that runs without Docker and systemd.
public struct ServiceCommands: Sendable, Hashable {
    package let name: String
    package let stop: [String]
    package let start: [String]
    /// Exits with 0 when the service runs.
    package let isRunning: [String]
}

/// A program whose standard output is the data, and another that reads it back.
package struct Command: Sendable, Hashable {
    package let dump: [String]
    package let load: [String]
    /// What runs before `load`, which only adds; empty where `load` replaces by itself.
    package let empty: [String]
    /// Where all run.
    package let place: Place
}
