import GardeCore
import GardeIO
import GardeWords

/// Why a server or client refused, by the number of its message: the words are in any language.
struct MariaDBRefusal {
    private let said: String
    private let server: MariaDBServer

    /// The id of what is none of the known refusals.
    static let other = "mariadb.refused"

    init(_ said: [String], _ server: MariaDBServer) {
        // A client shows the statement too, which may hold what is nobody's business.
        let errors = said.filter { Self.number(in: $0) != nil }
        self.said = (errors.isEmpty ? said.suffix(1) : errors).map(Self.withoutStatement).joined(separator: " / ")
        self.server = server
    }

    private static func withoutStatement(_ line: String) -> String {
        line.firstRange(of: "to use near '").map { String(line[..<$0.lowerBound]) } ?? line
    }

    var failure: Failure {
        switch number {
        case 1045, 1698: Failure("mariadb.password", seen)
        case 1049: Failure("mariadb.unknown-database", seen)
        case 1205: Failure("mariadb.busy", seen)
        case 2002, 2003, 2005, 2013, 2026: Failure("mariadb.unreachable", seen)
        case 1044, 1142, 1143, 1227, 1370, 1410, 1419: Failure("mariadb.rights", ["why": said])
        case nil where said.contains("insufficient privileges"): Failure("mariadb.rights", ["why": said])
        case nil where said.hasPrefix("no answer in"): Failure("mariadb.unreachable", seen)
        default: Failure("mariadb.refused", ["why": said.isEmpty ? nil : said])
        }
    }

    private var seen: [String: (any Sayable)?] { ["why": said, "session": session] }

    private var number: Int? { Self.number(in: said) }

    /// Of `ERROR 1045 (28000)`, or a dump's `Got error: 1045: "…"`, `Error 2013: …` and `… (1142)`.
    static func number(in line: String) -> Int? {
        let found = line.firstMatch(of: /(?:ERROR|rror:?) ([0-9]{4})/)?.1 ?? line.firstMatch(of: /\(([0-9]{4})\)$/)?.1
        return found.flatMap { Int($0) }
    }

    /// What the server said, where each of its refusals is that a table, view, routine or database is not there; else nil.
    static func missing(_ errors: [String]) -> String? {
        let isMissing = errors.allSatisfy { [1049, 1054, 1146, 1305, 1356].contains(number(in: $0)) }
        return isMissing ? errors.first.map(withoutStatement) : nil
    }

    /// A session as this program opens it.
    private var session: String {
        let words = ([server.client] + server.place).joined(separator: " ")
        guard case .container(let container) = server.reach else { return "\(words) -p" }
        return "\(container.command) exec \(container.service) \(words) -p"
    }
}

extension Failure {
    static let mariadbClientMissing = Failure("mariadb.client-missing")
    static let mariadbStarting = Failure("mariadb.starting")
    static let mariadbCutShort = Failure("mariadb.cut-short")

    static func mariadbIsOther(_ version: String) -> Failure { Failure("mariadb.is-other", ["version": version]) }

    static func mariadbNotNamed(_ names: [String]) -> Failure {
        let seen = names.isEmpty ? nil : names.joined(separator: ", ")
        return Failure("mariadb.not-named", ["list": seen])
    }

    static func mariadbNoSuchDatabase(_ name: String, _ others: [String]) -> Failure {
        Failure("mariadb.no-such-database", ["name": name, "list": others.joined(separator: ", ")], isAbsence: true)
    }

    static func mariadbOptionFiles(_ program: String, _ options: [String]) -> Failure {
        Failure("mariadb.option-files", ["program": program, "list": options.joined(separator: ", ")])
    }

    static func mariadbAccountsNotSaved(_ name: String, _ error: any Error) -> Failure {
        Failure("mariadb.accounts-not-saved", ["name": name, "why": Failure(describing: error).text])
    }

    static func mariadbDumpMissing(_ name: String) -> Failure { Failure("mariadb.dump-missing", ["name": name]) }

    static func mariadbNewerDump(_ dump: MariaDBVersion, _ server: MariaDBVersion) -> Failure {
        Failure("mariadb.newer-dump", ["dump": dump.text, "server": server.text])
    }

    static func mariadbMayNotMake(_ user: String, _ rights: [String]) -> Failure {
        Failure("mariadb.may-not-make", ["user": user, "rights": rights.joined(separator: ", ")])
    }

    static func mariadbPacket(_ bytes: Int, _ limit: Int) -> Failure {
        Failure("mariadb.packet", ["bytes": Bytes(bytes), "limit": Bytes(limit)])
    }

    static func mariadbNoRoom(_ bytes: Int, _ free: Int, _ place: String) -> Failure {
        Failure("mariadb.no-room", ["need": Bytes(bytes), "have": Bytes(free), "place": place])
    }

    static func mariadbReferred(_ database: String, _ tables: [String]) -> Failure {
        Failure("mariadb.referred", ["database": database, "list": shorten(tables)])
    }

    static func mariadbDiffers(_ database: String, _ why: [String]) -> Failure {
        Failure("mariadb.differs", ["database": database, "list": shorten(why)])
    }

    static func mariadbNotStaged(_ name: String) -> Failure { Failure("mariadb.not-staged", ["name": name]) }
}

extension Text {
    static func mariadbNotOfOneMoment(_ tables: [String]) -> Text {
        Text("mariadb.not-of-one-moment", ["count": tables.count, "list": shorten(tables)])
    }

    static func mariadbHistoryLost(_ tables: [String]) -> Text {
        Text("mariadb.history-lost", ["list": shorten(tables)])
    }

    static func mariadbBrokenViews(_ names: [String]) -> Text { Text("mariadb.broken-views", ["list": shorten(names)]) }

    static func mariadbBrokenViewsGo(_ names: [String]) -> Text {
        Text("mariadb.broken-views-go", ["list": shorten(names)])
    }

    static func mariadbShortNumbers(_ columns: [String]) -> Text {
        Text("mariadb.short-numbers", ["list": shorten(columns)])
    }

    static func mariadbUnsaved(_ names: [String]) -> Text {
        Text("mariadb.unsaved", ["list": names.joined(separator: ", ")])
    }

    static func mariadbNoTable(_ database: String) -> Text { Text("mariadb.no-table", ["database": database]) }

    static func mariadbAccountsKept(_ names: [String]) -> Text {
        Text("mariadb.accounts-kept", ["list": shorten(names)])
    }

    static func mariadbRightsLeftOut(_ statements: [String]) -> Text {
        Text("mariadb.rights-left-out", ["count": statements.count, "list": shorten(statements)])
    }

    static func mariadbIsBack(_ database: String, _ outline: MariaDBOutline) -> Text {
        Text(
            "mariadb.is-back",
            ["database": database, "tables": outline.rows.count, "rows": outline.rows.values.reduce(0, +)])
    }
}
