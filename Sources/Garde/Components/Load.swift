package import GardeWords
package import GardeIO
package import SystemPackage

/// One source's way back: looked at, staged beside the live data, swapped in, checked; undone when anything fails.
///
/// A `Load` keeps nothing in memory that its journal entries do not say: after a kill the next process undoes or
/// finishes from the entries alone.
package protocol Load: Sendable {
    /// The component's name in the manifest.
    var name: String { get }

    /// Finds what would stop the swap: versions, rights, room. Changes nothing, and is asked before anything stops.
    ///
    /// Throws the `Failure` that stands against this component.
    func analyze(_ files: RestoreFiles) async throws

    /// What came since that time, in seconds of Unix, and goes with the swap, in words; nil where nobody can tell.
    func lost(since time: Int) -> Text?

    /// Puts the backup's content beside the live data, which stays as it is.
    func stage(_ files: RestoreFiles, _ journal: Journal) async throws

    /// Puts what was staged into the place of the live data, which is kept aside.
    func swap(_ journal: Journal) async throws

    /// Looks whether what is live now is what the backup held; throws a `Failure` when not.
    func check(_ files: RestoreFiles) async throws

    /// Takes one recorded step back. A step that did not happen, or is back already, is no error.
    func undo(_ entry: Journal.Entry) async throws

    /// Where one recorded step keeps old data aside, in words; nil for a step that keeps none.
    func kept(_ entry: Journal.Entry) -> String?

    /// Removes what one recorded step keeps aside, once all is well. Nothing there any more is no error.
    func finish(_ entry: Journal.Entry) async throws
}

extension Load {
    package func lost(since time: Int) -> Text? { nil }
    package func kept(_ entry: Journal.Entry) -> String? { nil }
}

/// The files of one component in the backup that is restored; their digests and encodings are checked already.
package struct RestoreFiles: Sendable {
    /// The id of the backup, or the name of its folder.
    package let id: String
    package let files: [RestoreFile]

    /// Of an increment: the archives that it builds on, the base first.
    let earlier: [RestoreFile]
    /// What becomes of the entries of these and of its own; nil for what is whole.
    let succession: Succession?

    package init(id: String, files: [RestoreFile]) {
        (self.id, self.files, earlier, succession) = (id, files, [], nil)
    }

    init(id: String, files: [RestoreFile], earlier: [RestoreFile], succession: Succession?) {
        (self.id, self.files, self.earlier, self.succession) = (id, files, earlier, succession)
    }

    /// The tree that is restored; nil when the backup lacks it.
    var tree: RestoreTree? {
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
        let name = StoredName(path)
        let content: [any Filter] =
            [FileSource(path)] + (name.isEncrypted ? [decrypt] : []) + (name.isCompressed ? [Gunzip()] : [])
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
