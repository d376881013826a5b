package import GardeIO
package import SystemPackage

/// The files of one component in the backup that is restored; their digests and encodings are checked already.
package struct RestoreFiles: Sendable {
    /// The id of the backup, or the name of its folder.
    package let id: String
    package let files: [RestoreFile]

    /// Of an increment: the archives that it builds on, the base first.
    package let earlier: [RestoreFile]
    /// What becomes of the entries of these and of its own; nil for what is whole.
    let succession: Succession?
    /// What a database's write-ahead log calls its end; nil where that is not said.
    package let goal: String?
    /// The moment before its end that the data is to be as it was at; nil for the end.
    package let until: LocalTime?

    package init(id: String, files: [RestoreFile]) { self.init(id: id, files: files, earlier: [], succession: nil) }

    package init(
        id: String, files: [RestoreFile], earlier: [RestoreFile], succession: Succession?, goal: String? = nil,
        until: LocalTime? = nil
    ) {
        (self.id, self.files, self.earlier, self.succession) = (id, files, earlier, succession)
        (self.goal, self.until) = (goal, until)
    }

    /// What all of it comes to, with what it builds on.
    package var contentBytes: Int { (earlier + files).reduce(0) { $0 + $1.contentBytes } }

    /// The tree that is restored; nil when the backup lacks it.
    package var tree: RestoreTree? {
        (first(.tar) ?? first(.environment)).map { RestoreTree(archives: earlier + [$0], succession: succession) }
    }

    /// The file that carries this part of the component, such as `.dump` or `.tar`; nil when the backup lacks it.
    package func first(_ part: Part) -> RestoreFile? { files.first { $0.part == part } }
}

/// A file of a backup, as it lies on this machine.
package struct RestoreFile: Sendable, Hashable {
    package let path: FilePath
    package let part: Part
    /// What comes out when every stage is undone, in bytes; known from the whole decode of the analysis.
    package let contentBytes: Int
    private let decrypt: Decrypt

    /// `decrypt` opens it when its name ends in `.gpg`.
    package init(path: FilePath, part: Part, contentBytes: Int, decrypt: Decrypt = Decrypt()) {
        (self.path, self.part, self.contentBytes, self.decrypt) = (path, part, contentBytes, decrypt)
    }

    /// The first filters of a pipeline that gives the content: the file's suffixes undone from right to left.
    package var source: [any Filter] {
        let (name, meter) = (StoredName(path), Meter.reading)
        let count = { @Sendable (bytes: Int) in _ = meter?.add(bytes) }
        let content: [any Filter] =
            [name.isCompressed ? FileSource(path) : FileSource(path, count)]
            + (name.isEncrypted ? [decrypt] : []) + (name.isCompressed ? [Gunzip(count)] : [])
        return content + (part == .environment ? [asTar] : [])
    }

    /// A lone `.env` goes the way of every tree, with the owner and the time that its copy has.
    private var asTar: OneFileTar {
        let copy = try? path.stat()
        return OneFileTar(
            .wrap(
                ".env",
                .file(
                    mode: 0o600, owner: copy?.userID.rawValue ?? 0, group: copy?.groupID.rawValue ?? 0,
                    modified: copy?.modified.seconds ?? 0), size: contentBytes))
    }
}
