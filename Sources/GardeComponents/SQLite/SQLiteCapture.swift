package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A database as it is at one point of time, copied by SQLite itself while others write, in a tar that has its owner.
package struct SQLiteCapture: Capture {
    package let id: Component.ID
    let file: SQLiteFile
    let site: Site
    /// Holds the copy until it is stored; this user's alone.
    let workshop: FilePath
    /// The files without SQLite: what a restore replaces may be damaged, and must stay as it is until it is exchanged.
    let asItIs: TreeCapture
    package var patience = 30

    package func parts() -> [Part] { [.tar] }

    package func check() async throws {
        if OldData.isSpokenOf { return try await asItIs.check() }
        try SQLiteProgram.require()
        try file.checkIsDatabase()
    }

    package func save(to files: ComponentFiles) async throws {
        if OldData.isSpokenOf { return try await asItIs.save(to: files) }
        try file.checkIsDatabase()
        try Durable.removeTree(workshop)
        try Durable.createFolder(workshop)
        defer { try? Durable.removeTree(workshop) }
        let program = SQLiteProgram(file: file, patience: patience)
        let copy = try await program.copy(into: workshop)
        if let stranger = try await program.prove(copy) { site.console.warning(.sqliteNotProved(name, stranger)) }
        say(try? await program.facts(of: copy), files)
        try await files.store(.tar, [DatabaseTar(copy: copy, live: file.path, member: asItIs.member(of: file.path))])
    }

    private func say(_ facts: SQLiteFacts?, _ files: ComponentFiles) {
        guard let facts else { return }
        site.console.info(.sqliteCopied(name, facts))
        if facts.tables == 0 { files.holdsNothing(.sqliteIsEmpty) }
    }

    package func release() async { try? Durable.removeTree(workshop) }
}

/// The copy under the name of the live file, with all that belongs to that one.
private struct DatabaseTar: Filter {
    let copy: FilePath
    let live: FilePath
    let member: [UInt8]

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let (content, model) = (try open(copy), try open(live))
        defer { for file in [content, model] { try? file.close() } }
        let writer = try TarWriter(to: output)
        try writer.begin(member, .file(size: Int(try content.stat().size)), try model.stat(), attributes: model)
        try content.forEachChunk { chunk in try chunk.withUnsafeBytes { try writer.write($0) } }
        try writer.finish()
    }

    private func open(_ path: FilePath) throws -> FileDescriptor {
        try namingRead(path) { try FileDescriptor.open(path, .readOnly, options: .closeOnExec) }
    }
}
