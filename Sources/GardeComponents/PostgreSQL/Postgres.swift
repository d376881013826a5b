public import GardeCore
package import GardeWords
package import GardeIO
import SystemPackage

/// A PostgreSQL database and the roles of its server.
package struct Postgres: Sendable, Hashable {
    package let database: Setting
    package let user: Setting
    package let password: Secret
    package let place: Place
    package var incremental = false
    package var fullEvery = Days.days(7)
    package var engine = PostgresEngine.dump
    /// Tables whose rows are not saved.
    package var excludedData: [String] = []
    /// Other databases of the server that are known to be left out.
    package var unsaved: [String] = []
}

/// A PostgreSQL database and the roles of its server.
///
/// With `incremental`, a full backup also holds a base backup of the whole cluster, and the runs after it save the
/// write-ahead log since the one before; everything is saved anew once `fullEvery` has passed, and where the log has a hole.
/// With `.pgBackRest(stanza:)` the site's pgBackRest saves it into its own repository.
///
/// Of the tables in `excludeData`, such as `"audit_log"` or `"app.sessions_*"`, the definition is saved, and no row.
/// Databases in `unsaved` are known to be left out, and not warned of.
public func postgres(
    _ name: String = "postgresql", database: any SettingConvertible = .environment("POSTGRES_DB"),
    user: any SettingConvertible = .environment("POSTGRES_USER"),
    password: Secret = .environment("POSTGRES_PASSWORD"), in place: any PlaceConvertible = .automatic("postgres"),
    incremental: Bool = false, fullEvery: Days = .days(7), engine: PostgresEngine = .dump, excludeData: [String] = [],
    unsaved: [String] = [], suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let server = Postgres(
        database: database.setting, user: user.setting, password: password, place: place.place,
        incremental: incremental, fullEvery: fullEvery, engine: engine, excludedData: excludeData,
        unsaved: unsaved)
    return Source.word(name, kind: server, usedBy: services, suspectBelow: suspectBelow)
}

extension Postgres: ComponentKind {
    /// The server cuts longer names.
    private static let longestSession = 63

    package func capture(_ request: CaptureRequest) -> any Capture {
        // A safety copy is ours to take back: it is a dump.
        if engine != .dump, let isIncremental = request.isIncremental {
            return PgBackRestCapture(
                id: request.source.id, postgres: self, site: request.site, isIncremental: isIncremental,
                suspectBelow: request.source.suspectBelow)
        }
        var site = request.site
        // What fails ends its own sessions, and not those of another database of the run.
        site.session = String("\(site.session)_\(request.source.id)".prefix(Self.longestSession))
        return PostgresCapture(
            id: request.source.id, postgres: self, site: site, increments: increments(request),
            hasAllRows: request.isSafetyCopy,
            suspectBelow: request.source.suspectBelow)
    }

    func increments(_ request: CaptureRequest) -> PostgresIncrements? {
        request.isIncremental.map { isWanted in
            PostgresIncrements(
                component: request.source.id, identity: request.site.identity, backupRoot: request.backupRoot,
                isWanted: isWanted, fullEvery: fullEvery, maySet: request.maySet)
        }
    }

    package func restorer(_ request: LoadRequest) -> any Load {
        let other: String? =
            if case .environment(let variable) = password { request.otherVariable(variable) } else { nil }
        return PostgresLoad(
            request.source.id, self, request.site, scratch: request.scratch, replacesRoles: request.isForced,
            servicesRun: request.servicesRun, otherPassword: other)
    }

    /// As the server is asked for it; what is written down where that cannot be known now.
    package func subject(_ site: Site) async -> String? {
        guard let reach = try? await site.reach(place),
            let variables = try? await PostgresServer.connection(self, site, reach)
        else { return site.value(database) }
        return variables["PGDATABASE"] ?? site.variable("PGDATABASE")
    }

    package var canBeIncrement: Bool { incremental || engine != .dump }
    package var isIncremental: Bool { incremental }
    package var savesCluster: Bool { incremental }
    /// A dump has the time at which it was made.
    package var showsUnchanged: Bool { false }
    package var isKeptElsewhere: Bool { engine != .dump }
    package var databaseName: Setting? { database }
    package func secondName(_ name: String) -> String? { "\(name)_roles" }
    package var restoreOrder: Int { 0 }
    package var comesBeside: Bool { true }
    package var option: String? { "POSTGRES" }
    package var location: Place? { place }
    package var serverNames: [String]? { ["postgresql"] }
    package var secrets: [Secret] { [password] }

    package func ask(_ site: Site) async throws {
        // The database itself may be what is lost; another one may be closed to us.
        if (try? await PostgresSession.open(self, site, hear: { _ in })) != nil { return }
        _ = try await PostgresServer.reach(self, site)
    }

    /// `pg_restore` of this machine's newest client, else the container's own.
    package func dumpReader(_ site: Site) async -> Invocation? {
        await dumpTool(site, ["-f", "/dev/null"])
    }

    private func dumpTool(_ site: Site, _ arguments: [String]) async -> Invocation? {
        if let client = try? await PostgresClient.newest() {
            return Reach.here.invocation(client.path("pg_restore"), arguments)
        }
        return try? await site.reach(place).invocation("pg_restore", arguments)
    }

    package func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding? {
        guard let dump = files.last(where: { $0.part == .dump }),
            let tool = await dumpTool(site, ["--data-only", "-f", "-"])
        else { return nil }
        let count = DumpCount()
        do {
            try await pipeline(dump.source + [Child(tool, hear: { site.console.heard("pg_restore", $0) }), count])
        } catch let failed as ToolFailed { throw Failure.dumpUnreadable(failed.said) }
        guard !count.counts.isInserts else { return nil }
        let rows = count.counts.rows.map { (name: "\($0.key.schema).\($0.key.name)", count: $0.value) }
        return DataHolding("look.rows", rows.sorted { $0.name < $1.name })
    }

    /// Whether the server answers and does not know the database.
    package func isAbsent(_ site: Site) async -> Bool {
        guard let session = try? await PostgresSession.open(self, site, hear: { _ in }),
            let names = try? await session.rows("select datname from pg_database;")
        else { return false }
        return !names.contains([session.target])
    }

    package func leftBehind(_ entry: Journal.Entry) -> Text? {
        guard case .swap? = PostgresLoad.Step(rawValue: entry.step) else { return nil }
        let names = PostgresLoad.Names(entry)
        return Text(
            "postgres.left-behind",
            [
                "live": SQL.identifier(names.live), "new": SQL.identifier(names.new), "old": SQL.identifier(names.old),
            ])
    }

    package func byHand(_ content: (Part) -> String) -> [String] {
        if let stanza = engine.stanza {
            let label = "\"$(\(content(.pgBackRest)) | jq -r '.[0].backup[0].label')\""
            return [
                "sudo -u postgres pgbackrest --stanza=\(shellWord(stanza)) --set=\(label) --type=immediate"
                    + " --target-action=promote --pg1-path=/var/lib/postgresql/restored restore"
            ]
        }
        return [
            "\(content(.roles)) | psql -X -d postgres",
            "\(content(.dump)) | pg_restore --exit-on-error -C -d postgres",
        ]
    }

    package func findings(of name: String) -> [Failure] {
        missing(
            name, ("database:", database == .text("")), ("in:", place.isEmpty),
            ("excludeData:", excludedData.contains("")), ("unsaved:", unsaved.contains("")))
            + (engine != .dump && !excludedData.isEmpty ? [Failure("postgres.pgbackrest-exclude-data")] : [])
            + (fullEvery.count < 1 ? [.tooFew("postgres(fullEvery: .days(\(fullEvery.count)))", least: 1)] : [])
            + (engine != .dump && incremental ? [.pgBackRestTwice] : [])
            + (engine.stanza == "" ? [.pgBackRestNotNamed] : [])
    }

    package static func reader(of part: Part) -> [any Filter]? {
        switch part {
        case .roles: [Inspect(RolesInspector())]
        case .base: [InspectTar { _ = try BaseArchive($0) }]
        case .wal: [InspectTar { _ = try WALArchive($0) }]
        case .pgBackRest: [Inspect(PgBackRestInspector())]
        default: nil
        }
    }

    package static var toolSecrets: [String] { ["PGPASSWORD"] }
    package static var serverPrograms: [String] { ["postgres", "postmaster"] }
    package static var toolVariables: [String] { ["PGHOST", "PGPORT", "PGUSER", "PGSERVICE"] }

    package static var variables: [ServerVariable] {
        [
            ServerVariable("POSTGRES_USER", inEnvFile: true, Text("option.postgres-user")),
            ServerVariable("POSTGRES_USER_FILE", inEnvFile: true, Text("option.postgres-user-file")),
            ServerVariable("POSTGRES_DB", inEnvFile: true, Text("option.postgres-db")),
            ServerVariable("POSTGRES_DB_FILE", inEnvFile: true, Text("option.postgres-db-file")),
            ServerVariable("POSTGRES_PASSWORD", inEnvFile: true, secret: true, Text("option.postgres-password")),
            ServerVariable("POSTGRES_PASSWORD_FILE", inEnvFile: true, Text("option.postgres-password-file")),
        ]
    }
}
