import GardeIO
import Synchronization
import SystemPackage

/// The last filter of a pipeline: hands its input to a reader of tars.
struct TarSink: Filter {
    let body: @Sendable (TarReader) throws -> Void

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws { try body(try TarReader(input)) }
}

extension RestoreFile {
    /// Undoes the file's encodings and gives the tar within to `body`, on a thread of its own.
    func walk<Value: Sendable>(_ body: @escaping @Sendable (TarReader) throws -> Value) async throws -> Value {
        let result = Mutex<Value?>(nil)
        let sink = TarSink { reader in
            let value = try body(reader)
            result.withLock { $0 = value }
        }
        try await pipeline(source + [sink])
        guard let value = result.withLock({ $0 }) else { throw CancellationError() }
        return value
    }
}

/// Runs what blocks on a thread of its own.
func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(executorPreference: OwnThread()) { try work() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}

extension Failure {
    /// What an administrator reads when an archive holds something that must not be placed.
    static func entryRefused(_ component: String, _ refused: EntryRefused) -> Failure {
        let name = shown(refused.entry)
        return Failure(
            Text(
                "\(component): the backup holds what is not restored: \(name)",
                fr: "\(component) : la sauvegarde contient ce qui ne se restaure pas : \(name)"),
            why: refused.reason.text,
            fix: Text("Restore an older backup.", fr: "Restaurez une sauvegarde plus ancienne."))
    }

    static func entryRefused(_ refused: EntryRefused, in path: String) -> Failure {
        let name = shown(refused.entry)
        return Failure(
            Text(
                "\(path) holds what is not restored: \(name)",
                fr: "\(path) contient ce qui ne se restaure pas : \(name)"),
            why: refused.reason.text,
            fix: Text(
                "Use an older backup, or unpack this one by hand into an empty folder: tar -xf \(path)",
                fr:
                    "Utilisez une sauvegarde plus ancienne, ou dépaquetez celle-ci dans un dossier vide : tar -xf \(path)"
            ))
    }

    static func entryRefused(_ refused: EntryRefused) -> Failure {
        Failure(.verbatim(shown(refused.entry)), why: refused.reason.text)
    }
}

extension EntryRefused {
    /// Nobody could place it: the archive is not what was written.
    var isDamaged: Bool { if case .fault = reason { true } else { false } }
}

extension EntryRefused.Reason {
    var text: Text {
        switch self {
        case .fault(.damaged): Text("its header is damaged", fr: "son en-tête est endommagé")
        case .fault(.sizeConflict): Text("its headers give two sizes", fr: "ses en-têtes donnent deux tailles")
        case .fault(.nulInName): Text("its name holds a NUL", fr: "son nom contient un octet nul")
        case .fault(.unknownKind): Text("its kind is unknown", fr: "son type est inconnu")
        case .emptyName: Text("it has no name of its own", fr: "elle n'a pas de nom propre")
        case .absoluteName: Text("its name is absolute", fr: "son nom est absolu")
        case .leavesFolder: Text("its name leads out by ..", fr: "son nom sort par ..")
        case .doubled:
            Text(
                "its name is a folder's and something else's too",
                fr: "son nom est à la fois celui d'un dossier et d'autre chose")
        case .device: Text("it is a device", fr: "c'est un périphérique")
        case .setID: Text("it is setuid or setgid", fr: "elle est setuid ou setgid")
        case .tooLong: Text("its name is too long", fr: "son nom est trop long")
        case .tooDeep: Text("it lies too deep", fr: "elle est trop profonde")
        case .throughLink: Text("it lies below what is no folder", fr: "elle est sous ce qui n'est pas un dossier")
        case .linkTarget: Text("it links to what is not there", fr: "elle est liée à ce qui n'y est pas")
        case .tooBigHere:
            Text(
                "this file system has no file of that size",
                fr: "ce système de fichiers n'a pas de fichier de cette taille")
        case .tooLarge(let expected):
            Text(
                "there is more than the \(expected) bytes expected",
                fr: "il y a plus que les \(expected) octets attendus")
        }
    }
}
