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
            let passed = await verify(folder, isAlone: which != "all")
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

    /// `isAlone` when what it builds on is not verified by itself.
    private func verify(_ folder: FilePath, isAlone: Bool) async -> Bool {
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
        let isGood = findings.allSatisfy { $0.failure == nil } ? await verifyChain(of: backup, isAlone) : false
        if isGood { console.success(.verified(folder.string, backup.files.count, hasDigests: backup.hasDigests)) }
        return isGood
    }

    /// What an increment needs: there and right; read to its end too when `isAlone`.
    private func verifyChain(of backup: FoundBackup, _ isAlone: Bool) async -> Bool {
        let component = Manifest.incrementalComponent
        guard backup.manifest?.isIncrement(component) == true,
            backup.files.contains(where: { $0.component == component })
        else { return true }
        do {
            let chain = try backup.chain(of: component, in: root)
            if isAlone { try await readThrough(chain, component) }
            console.info(.buildsOn(component, chain.dropLast().map(\.name)))
            return true
        } catch {
            for failure in (error as? Refusals)?.failures ?? [Failure(describing: error)] { console.error(failure) }
            return false
        }
    }

    private func readThrough(_ chain: [FoundBackup], _ component: String) async throws {
        let (findings, earlier, succession) = await Examination.run(chain, component, dumpReader: nil)
        let failures = (earlier + findings).compactMap(\.failure)
        guard failures.isEmpty else { throw Refusals(failures: failures) }
        guard let succession else { return }
        let archives = (earlier + findings).map {
            RestoreFile(path: $0.file.path, part: $0.file.part, contentBytes: $0.contentBytes)
        }
        do {
            try await RestoreTree(archives: archives, succession: succession).walk { while try $0.next() != nil {} }
        } catch let incomplete as ChainIncomplete { throw Failure.chainIncomplete(component, incomplete.path) }
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

    static func buildsOn(_ component: String, _ names: [String]) -> Text {
        let list = shorten(names)
        return Text("\(component) builds on \(list)", fr: "\(component) s'appuie sur \(list)")
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
