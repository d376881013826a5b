import GardeIO
import SystemPackage

/// Reads every file of a backup to its end, all of them side by side: digest, encoding and content in one pass.
struct Examination {
    /// What was found of one file.
    struct Finding: Sendable {
        let file: FoundBackup.File
        let contentBytes: Int
        let failure: Failure?
        /// Of an archive of files.
        var outline: Outline?
    }

    let backup: FoundBackup
    /// Reads a dump of PostgreSQL's to its end; nil where its tools are missing.
    let dumpReader: Invocation?
    /// Whether an archive of files is one that others are unpacked over.
    var isBase = true

    /// In the order of `files`.
    func run(_ files: [FoundBackup.File]) async -> [Finding] {
        await withTaskGroup(of: (Int, Finding).self) { group in
            for (place, file) in files.enumerated() {
                group.addTask { (place, await examine(file)) }
            }
            var found = [Finding?](repeating: nil, count: files.count)
            for await (place, finding) in group { found[place] = finding }
            return found.compactMap(\.self)
        }
    }

    private func examine(_ file: FoundBackup.File) async -> Finding {
        let (stored, content, outline) = (Tally(), Meter(), OutlineSink(isBase: isBase))
        do {
            try await decode(file, stored, content, outline)
            try compare(file, stored, content)
            return Finding(file: file, contentBytes: content.bytes, failure: nil, outline: outline.result)
        } catch {
            return Finding(file: file, contentBytes: content.bytes, failure: .damaged(file.path.string, error))
        }
    }

    private func decode(
        _ file: FoundBackup.File, _ stored: Tally, _ content: Meter, _ outline: OutlineSink
    ) async throws {
        guard !file.isEncrypted else { throw Failure.encrypted }
        let nowhere = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
        defer { try? nowhere.close() }
        let isPacked = file.name.hasSuffix(".gz")
        let unpack: any Filter = isPacked ? Gunzip { content.add($0) } : Counted { content.add($0) }
        try await pipeline([FileSource(file.path), stored, unpack] + reader(of: file.part, outline), into: nowhere)
    }

    /// Reads the content as what it is, to its end.
    private func reader(of part: Part, _ outline: OutlineSink) -> [any Filter] {
        switch part {
        case .dump: dumpReader.map { [Prove(with: $0)] } ?? []
        case .roles: [Inspect(RolesInspector())]
        case .rdb: [RedisDump()]
        case .tar: [outline]
        case .appendOnly: [TarSink { while try $0.next() != nil {} }]
        case .data: []
        }
    }

    private func compare(_ file: FoundBackup.File, _ stored: Tally, _ content: Meter) throws {
        guard let expected = file.expected else { return }
        guard stored.result.bytes == expected.bytes, stored.result.sha256 == expected.sha256,
            content.bytes == expected.contentBytes
        else { throw Failure.digestDiffers }
    }
}

extension Failure {
    /// The guide's words, with the file's name.
    static func damaged(_ path: String, _ error: any Error) -> Failure {
        let cause = Failure(describing: error)
        if cause == .encrypted { return cause }
        return Failure(
            Text("Damaged archive: \(path)", fr: "Archive corrompue : \(path)"),
            why: Text(cause.line(.english), fr: cause.line(.french)),
            fix: Text("Use an older backup.", fr: "Utilisez une sauvegarde plus ancienne."))
    }

    static let digestDiffers = Failure(
        Text("its digest or size is not the manifest's", fr: "son empreinte ou sa taille n'est pas celle du manifeste"))

    static let encrypted = Failure(
        Text("the backup is encrypted", fr: "la sauvegarde est chiffrée"),
        fix: Text(
            "This version does not decrypt; type: gpg --decrypt FILE",
            fr: "Cette version ne déchiffre pas ; tapez : gpg --decrypt FICHIER"))
}
