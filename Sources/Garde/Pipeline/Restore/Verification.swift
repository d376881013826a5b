import GardeIO
import SystemPackage

/// `verify`: reads backups to their ends, as a restore would before it touches anything.
struct Verification {
    private let root: FilePath
    private let console: Console

    init(_ settings: Settings, _ console: Console) {
        root = FilePath(settings.text("BACKUP_ROOT") ?? "")
        self.console = console
    }

    /// `which` is an id, a folder, `latest` or `all`; the newest when nil.
    func run(_ which: String?) async throws -> ExitCode {
        var isGood = true
        for folder in try folders(which ?? "latest") {
            try Task.checkCancellation()
            let passed = await verify(folder)
            isGood = isGood && passed
        }
        return isGood ? .done : .failed
    }

    private func folders(_ which: String) throws -> [FilePath] {
        let history = History(root)
        switch which {
        case "all", "latest":
            let names = history.committed
            guard let newest = names.first else { throw Failure.noBackups(root.string) }
            return (which == "all" ? names : [newest]).map { root.appending($0) }
        default:
            let isID = LocalTime(id: which) != nil && (try? root.appending(which).stat()) != nil
            return [isID ? root.appending(which) : FilePath(which)]
        }
    }

    private func verify(_ folder: FilePath) async -> Bool {
        let backup: FoundBackup
        do { backup = try FoundBackup(folder) } catch {
            console.error(error)
            return false
        }
        let reader = try? await PostgresClient.newest().path("pg_restore")
        if reader == nil, backup.files.contains(where: { $0.part == .dump }) { console.warning(.dumpNotRead) }
        let dumpReader = reader.map { Invocation($0, ["-f", "/dev/null"], environment: Secrets.withheld) }
        let findings = await Examination(backup: backup, dumpReader: dumpReader).run(backup.files)
        for finding in findings { say(finding) }
        let isGood = findings.allSatisfy { $0.failure == nil }
        if isGood { console.success(.verified(folder.string, backup.files.count, hasDigests: backup.hasDigests)) }
        return isGood
    }

    private func say(_ finding: Examination.Finding) {
        if let failure = finding.failure { return console.error(failure) }
        console.debug(.readToItsEnd(finding.file.name, finding.contentBytes))
    }
}

extension Text {
    static func verified(_ folder: String, _ files: Int, hasDigests: Bool) -> Text {
        hasDigests
            ? Text(
                "\(folder): \(files) files read to their ends, digests right",
                fr: "\(folder) : \(files) fichiers lus jusqu'au bout, empreintes justes")
            : Text(
                "\(folder): \(files) files read to their ends; the manifest has no digests to compare with",
                fr: "\(folder) : \(files) fichiers lus jusqu'au bout ; le manifeste n'a pas d'empreintes à comparer")
    }

    static func readToItsEnd(_ name: String, _ bytes: Int) -> Text {
        let (english, french) = (Language.english, Language.french)
        return Text("\(name): \(english.bytes(bytes))", fr: "\(name) : \(french.bytes(bytes))")
    }

    static let dumpNotRead = Text(
        "the dump is decompressed but not read as PostgreSQL would: pg_restore is missing. Type: apt install"
            + " postgresql-client",
        fr: "le dump est décompressé mais pas relu comme par PostgreSQL : pg_restore manque. Tapez : apt install"
            + " postgresql-client")
}
