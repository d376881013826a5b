import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Failure {
    static let sqliteProgramMissing = Failure("sqlite.program-missing")

    static func sqliteMissing(_ path: FilePath) -> Failure {
        Failure("sqlite.missing", ["path": path], isAbsence: true)
    }

    static func sqliteNoFile(_ path: FilePath) -> Failure { Failure("sqlite.no-file", ["path": path]) }

    static func sqliteLink(_ path: FilePath, _ target: FilePath) -> Failure {
        Failure("sqlite.link", ["path": path, "target": target])
    }

    static func sqliteNoDatabase(_ path: FilePath) -> Failure {
        Failure("sqlite.no-database", ["path": path, "word": shellWord(path.string)])
    }

    static func sqliteUnsettled(_ path: FilePath) -> Failure {
        Failure("sqlite.unsettled", ["path": path, "disk": mountPoint(of: path)])
    }

    static func sqliteDamaged(_ path: FilePath, _ said: [String]) -> Failure {
        let found = said.filter { !$0.hasPrefix("***") }
        return Failure("sqlite.damaged", ["path": path, "why": shorten(found), "word": shellWord(path.string)])
    }

    static func sqliteBackupDamaged(_ name: String, _ failure: Failure) -> Failure {
        Failure("sqlite.backup-damaged", ["name": name, "why": failure.text])
    }

    static func sqliteLocked(_ path: FilePath, _ seconds: Int, _ user: FileWriter?) -> Failure {
        Failure(
            "sqlite.locked", ["path": path, "seconds": seconds, "fix": user.map(Text.sqliteStop) ?? .sqliteLook(path)])
    }

    static func sqliteInUse(_ path: FilePath, _ user: FileWriter) -> Failure {
        Failure("sqlite.in-use", ["path": path, "program": user.name, "id": user.id])
    }

    static func sqliteNotOpened(_ path: FilePath, _ said: String) -> Failure {
        Failure("sqlite.not-opened", ["path": path, "why": said, "folder": path.removingLastComponent()])
    }
}

extension Text {
    fileprivate static func sqliteStop(_ user: FileWriter) -> Text {
        Text("sqlite.stop", ["program": user.name, "id": user.id])
    }

    fileprivate static func sqliteLook(_ path: FilePath) -> Text {
        Text("sqlite.look", ["word": shellWord(path.string)])
    }

    static let sqliteIsEmpty = Text("sqlite.is-empty")

    static func sqliteCopied(_ name: String, _ facts: SQLiteFacts) -> Text {
        Text("sqlite.copied", ["name": name, "tables": facts.tables, "size": facts.size])
    }

    static func sqliteIsBack(_ name: String, _ facts: SQLiteFacts) -> Text {
        Text("sqlite.is-back", ["name": name, "tables": facts.tables, "size": facts.size])
    }

    static func sqliteNotProved(_ name: String, _ said: String) -> Text {
        Text("sqlite.not-proved", ["name": name, "said": said])
    }

    static func sqliteLiesAt(_ name: String, _ path: FilePath, _ place: FilePath) -> Text {
        Text("sqlite.lies-at", ["name": name, "path": path, "place": place])
    }
}

extension SQLiteFacts {
    fileprivate var size: Text {
        Text("sqlite.size", ["pages": pages, "page": Bytes(pageBytes), "bytes": Bytes(pages * pageBytes)])
    }
}
