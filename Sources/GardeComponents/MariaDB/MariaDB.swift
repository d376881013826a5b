public import GardeCore
package import GardeIO
package import GardeWords
import SystemPackage

/// A database of a MariaDB server, and the accounts of that server.
package struct MariaDB: Sendable, Hashable {
    package let database: Setting
    package let user: Setting
    package let password: Secret
    package let place: Place
    /// Tables whose rows are not saved.
    package var excludedData: [String] = []
    /// Other databases of the server that are known to be left out.
    package var unsaved: [String] = []
}

/// A database of a MariaDB server, and the accounts of that server, as its administrator sees them.
///
/// Of the tables in `excludeData`, such as `"sessions_*"`, the definition is saved, and no row. Databases in `unsaved` are
/// known to be left out, and not warned of.
public func mariadb(
    _ name: String = "mariadb", database: any SettingConvertible = .environment("MARIADB_DATABASE"),
    user: any SettingConvertible = .environment("MARIADB_ROOT_USER"),
    password: Secret = .environment("MARIADB_ROOT_PASSWORD"), in place: any PlaceConvertible = .automatic("mariadb"),
    excludeData: [String] = [], unsaved: [String] = [], suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let server = MariaDB(
        database: database.setting, user: user.setting, password: password, place: place.place,
        excludedData: excludeData, unsaved: unsaved)
    return Source.word(name, kind: server, usedBy: services, suspectBelow: suspectBelow)
}

extension MariaDB: ComponentKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        // A safety copy has every row.
        MariaDBCapture(
            id: request.source.id, mariadb: self, site: request.site,
            excluded: TablePatterns(request.isSafetyCopy ? [] : excludedData))
    }

    package func restorer(_ request: LoadRequest) -> any Load {
        MariaDBLoad(id: request.source.id, mariadb: self, site: request.site, isForced: request.isForced)
    }

    package func subject(_ site: Site) -> String? { site.value(database) }
    package var databaseName: Setting? { database }
    /// A dump has the time at which it was made.
    package var showsUnchanged: Bool { false }
    package func secondName(_ name: String) -> String? { name + Part.accounts.infix }
    package var restoreOrder: Int { 0 }
    package var comesBeside: Bool { true }
    package var location: Place? { place }
    package var serverNames: [String]? { ["mariadb", "mysql", "mysqld"] }
    package var secrets: [Secret] { [password] }

    /// The database itself may be what is lost.
    package func ask(_ site: Site) async throws { try await MariaDBServer.reach(self, site).checkIsReady() }

    /// Whether the server answers and does not know the database.
    package func isAbsent(_ site: Site) async -> Bool {
        guard let server = try? await MariaDBServer.reach(self, site), let name = server.named,
            let known = try? await server.databases()
        else { return false }
        return !known.contains(name)
    }

    package func leftBehind(_ entry: Journal.Entry) -> Text? {
        guard entry.step == MariaDBLoad.Step.exchange.rawValue else { return nil }
        let names = MariaDBLoad.Names(entry)
        return Text("mariadb.left-behind", ["live": names.live, "new": names.new, "old": names.old])
    }

    package func byHand(_ content: (Part) -> String) -> [String] {
        [
            "mariadb -e 'CREATE DATABASE `DATABASE`'", "\(content(.sql)) | mariadb --comments DATABASE",
            "\(content(.accounts)) | mariadb --force",
        ]
    }

    package func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding? {
        guard let dump = files.last(where: { $0.part == .sql }) else { return nil }
        let count = MariaDBCount()
        try await pipeline(dump.source + [MariaDBSection(.tables), count])
        return DataHolding("look.rows", count.outline.rows.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })
    }

    package func findings(of name: String) -> [Failure] {
        missing(
            name, ("database:", database == .text("")), ("in:", place.isEmpty),
            ("excludeData:", excludedData.contains("")), ("unsaved:", unsaved.contains("")))
    }

    package static func reader(of part: Part) -> [any Filter]? {
        switch part {
        case .sql: [Inspect(MariaDBInspector())]
        case .accounts: [Inspect(MariaDBAccountsInspector())]
        default: nil
        }
    }

    package static var toolSecrets: [String] {
        ["MYSQL_PWD", "MYSQL_ROOT_PASSWORD", "MARIADB_PASSWORD", "MYSQL_PASSWORD"]
    }
    package static var serverPrograms: [String] { ["mariadbd", "mysqld"] }

    package static var variables: [ServerVariable] {
        [
            ServerVariable("MARIADB_DATABASE", inEnvFile: true, Text("option.mariadb-database")),
            ServerVariable("MARIADB_ROOT_USER", inEnvFile: true, Text("option.mariadb-root-user")),
            ServerVariable(
                "MARIADB_ROOT_PASSWORD", inEnvFile: true, secret: true, Text("option.mariadb-root-password")),
            ServerVariable("MARIADB_HOST", Text("option.mariadb-host")),
            ServerVariable("MARIADB_PORT", isPort: true, Text("option.mariadb-port")),
            ServerVariable("MARIADB_SOCKET", Text("option.mariadb-socket")),
        ]
    }
}

extension Part {
    /// What `mariadb-dump` writes of a database, in two sections: see `MariaDBScript`.
    package static let sql = Part(ending: ".sql")
    /// The accounts of a server of MariaDB, and what they may do.
    package static let accounts = Part(infix: "_accounts", ending: ".sql")
}
