import GardeIO
import SystemPackage

extension Failure {
    /// What an administrator reads when `error` ends something: its own words where it has any.
    package init(describing error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let failed as ToolFailed: self = .tool(failed)
        case let missing as ToolMissing:
            self = Failure(Text("\(missing.program) is not installed", fr: "\(missing.program) n'est pas installé"))
        case let failed as NotStarted: self = .notStarted(failed)
        case let failed as NotWritten: self = .notWritten(failed)
        case let failed as NotRead: self = .notRead(failed)
        case let failed as NotLocked: self = .notLocked(failed)
        case let number as Errno: self = .system(number)
        case let failed as OpenPGPFailed: self = .openPGP(failed)
        case is GzipFailed: self = .archiveDamaged
        case let failed as RedisDumpFailed: self = .redisDump(failed)
        case let failed as TarFailed: self = Failure(Text(failed.message, fr: failed.message))
        case let refused as EntryRefused: self = .entryRefused(refused)
        case is TimedOut: self = Failure(Text("no answer in time", fr: "pas de réponse à temps"))
        case is CancellationError: self = Failure(Text("cancelled", fr: "annulé"))
        default: self = Failure(Text("\(error)", fr: "\(error)"))
        }
    }

    private static func tool(_ failed: ToolFailed) -> Failure {
        let name = FilePath(failed.program).lastComponent?.string ?? failed.program
        let said = failed.said.filter { !$0.isEmpty }.joined(separator: " / ")
        let what =
            switch failed.ending {
            case .exited(let code):
                Text("\(name) ended with code \(code)", fr: "\(name) s'est terminé avec le code \(code)")
            case .signaled(let signal):
                Text("\(name) was ended by signal \(signal)", fr: "\(name) a été arrêté par le signal \(signal)")
            }
        return Failure(what, why: said.isEmpty ? nil : Text(said, fr: said))
    }

    private static func redisDump(_ failed: RedisDumpFailed) -> Failure {
        let why =
            failed == .notRDB
            ? Text("what Redis sent is no RDB file", fr: "ce que Redis a envoyé n'est pas un fichier RDB")
            : Text("the RDB stream is cut short", fr: "le flux RDB est incomplet")
        return Failure(
            Text("Redis' data did not arrive whole", fr: "les données de Redis ne sont pas arrivées entières"), why: why
        )
    }

    static let archiveDamaged = Failure(
        Text("Damaged archive", fr: "Archive corrompue"),
        why: Text(
            "what was compressed does not decompress to the same bytes",
            fr: "ce qui a été compressé ne se décompresse pas à l'identique"),
        fix: Text("Have this machine's memory tested.", fr: "Faites tester la mémoire de cette machine."))
}
