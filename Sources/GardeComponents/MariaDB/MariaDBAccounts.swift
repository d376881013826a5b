import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The accounts of a server but those of its administration, each with the statements that make it and give it its rights.
struct MariaDBAccounts: Sendable {
    struct Account: Sendable, Hashable {
        /// As `SHOW GRANTS` writes it.
        let name: String
        var create = ""
        var grants: [String] = []

        var isRole: Bool { create.hasPrefix("CREATE ROLE") }
    }

    /// Roles first: accounts are given them.
    var all: [Account]

    /// The image's, the package's and the server's own, which belong to one installation.
    private static let administration = [
        "", "root", "mariadb.sys", "mysql", "mysql.sys", "mysql.session", "mysql.infoschema", "debian-sys-maint",
        "healthcheck", "PUBLIC",
    ]

    /// Throws where the user may not read them.
    static func read(_ server: MariaDBServer) async throws -> MariaDBAccounts {
        var all: [Account] = []
        for (name, isRole) in try await names(server) { all.append(try await account(name, isRole, server)) }
        return MariaDBAccounts(all: all)
    }

    /// But our own.
    private static func names(_ server: MariaDBServer) async throws -> [(String, isRole: Bool)] {
        let rows = try await server.rows(
            """
            SELECT user, host, is_role FROM mysql.user
            WHERE user NOT IN (\(MariaDBSQL.list(administration))) AND CONCAT(user, '@', host) <> CURRENT_USER()
            ORDER BY is_role DESC, user, host
            """)
        return rows.map { (MariaDBSQL.account($0[0], $0[2] == "Y" ? nil : $0[1]), $0[2] == "Y") }
    }

    private static func account(_ name: String, _ isRole: Bool, _ server: MariaDBServer) async throws -> Account {
        let make =
            isRole
            ? "CREATE ROLE \(name)" : try await server.column("SHOW CREATE USER \(name)").first ?? "CREATE USER \(name)"
        return Account(name: name, create: make, grants: try await server.column("SHOW GRANTS FOR \(name)"))
    }

    // MARK: As a file

    private static let mark = "-- account "

    /// A statement a line; those that make accounts before those that give rights, since a right may name two.
    var script: String {
        let makes = all.flatMap { [Self.mark + $0.name, Self.safe($0.create) + ";"] }
        let gives = all.flatMap { account in [Self.mark + account.name] + account.grants.map { Self.safe($0) + ";" } }
        return (makes + gives + [MariaDBScript.end, ""]).joined(separator: "\n")
    }

    private static func safe(_ statement: String) -> String {
        let statement = statement.replacing("\n", with: " ")
        for word in ["CREATE USER", "CREATE ROLE"] where statement.hasPrefix(word + " ") {
            return "\(word) IF NOT EXISTS" + statement.dropFirst(word.count)
        }
        return statement
    }

    init(all: [Account]) { self.all = all }

    init(script: String) {
        var (found, order, now) = ([String: Account](), [String](), "")
        for line in script.split(separator: "\n") {
            if line.hasPrefix(Self.mark) {
                now = String(line.dropFirst(Self.mark.count))
                if found[now] == nil { order.append(now) }
                found[now, default: Account(name: now)].create += ""
            } else if line.hasSuffix(";"), !now.isEmpty {
                let statement = String(line.dropLast())
                if statement.hasPrefix("CREATE ") {
                    found[now]?.create = statement.replacing(" IF NOT EXISTS", with: "", maxReplacements: 1)
                } else {
                    found[now]?.grants.append(statement)
                }
            }
        }
        all = order.compactMap { found[$0] }
    }
}

/// Whether the file of accounts is whole: it ends with a line of its own.
struct MariaDBAccountsInspector: StreamInspector {
    private var tail: [UInt8] = []

    mutating func see(_ chunk: [UInt8]) { tail = Array((tail + chunk).suffix(MariaDBScript.end.utf8.count + 1)) }

    func end() throws {
        guard tail.elementsEqual("\(MariaDBScript.end)\n".utf8) else { throw Failure.mariadbCutShort }
    }
}

// MARK: Rights

/// A statement of `SHOW GRANTS`.
package struct MariaDBGrant: Sendable, Hashable {
    let statement: String

    package init(statement: String) { self.statement = statement }

    /// Whether it gives rights in this database, or on something in it.
    package func isOn(_ database: String) -> Bool {
        let names = [database, database.replacing("_", with: "\\_").replacing("%", with: "\\%")]
        return names.contains { statement.contains(" ON \(MariaDBSQL.name($0)).*") } || isWithin(database)
    }

    /// Whether it gives rights on a table, view or routine of this database.
    package func isWithin(_ database: String) -> Bool {
        ["", "PROCEDURE ", "FUNCTION ", "PACKAGE ", "PACKAGE BODY "].contains {
            statement.contains(" ON \($0)\(MariaDBSQL.name(database)).`")
        }
    }

    /// What takes back what it gave to `account`; nil for what is no right.
    package func revocation(_ account: String) -> String? {
        guard statement.hasPrefix("GRANT "), let to = statement.firstRange(of: " TO \(account)"),
            let on = statement.firstRange(of: " ON ")
        else { return nil }
        let rights = statement[..<on.lowerBound].dropFirst("GRANT ".count)
        let option = statement[to.upperBound...].contains("WITH GRANT OPTION") ? ", GRANT OPTION" : ""
        return "REVOKE \(rights)\(option)\(statement[on.lowerBound..<to.lowerBound]) FROM \(account)"
    }
}

extension MariaDBServer {
    /// The rights on tables, views and routines of a database: dropping a routine takes them away.
    func rights(within database: String) async throws -> [String] {
        let place = MariaDBSQL.literal(database)
        let holders = try await rows(
            ["tables_priv", "columns_priv", "procs_priv"].map {
                "SELECT user, host FROM mysql.\($0) WHERE db = \(place)"
            }.joined(separator: " UNION "))
        var found: [String] = []
        for holder in holders {
            let account = MariaDBSQL.account(holder[0], holder[1].isEmpty ? nil : holder[1])
            found += try await column("SHOW GRANTS FOR \(account)").filter {
                MariaDBGrant(statement: $0).isWithin(database)
            }
        }
        return found
    }

    /// Runs each, and gives those that were refused: what they are on may be gone.
    func runEach(_ statements: [String]) async throws -> [String] {
        var refused: [String] = []
        for statement in statements {
            do { try await run(statement) } catch let failure as Failure where failure.id == MariaDBRefusal.other {
                refused.append(statement)
            }
        }
        return refused
    }
}
