import GardeCore
import GardeIO
import SystemPackage

/// What `pg_restore` reads: a file, or where that has no room, its standard input, from a single process.
enum PostgresInput: Sendable {
    case file(PostgresScratch)
    case stream([any Filter])

    /// What goes to its standard input.
    var source: [any Filter] { if case .stream(let source) = self { source } else { [] } }
}

/// A decompressed dump on the server's side, where `pg_restore -j` reads it from several processes at once.
///
/// Plain text is in it: a file of mode 0600 in a folder of mode 0700, and gone again soon.
struct PostgresScratch: Sendable {
    let reach: Reach
    let folder: FilePath

    var file: FilePath { folder.appending("dump") }

    /// Here in `place`; in a container below its /tmp.
    init(_ reach: Reach, in place: FilePath, stamp: String) {
        self.reach = reach
        folder = Self.ground(reach, place).appending("garde-dump-\(stamp)")
    }

    /// One that a journal names.
    init(_ reach: Reach, folder: String) { (self.reach, self.folder) = (reach, FilePath(folder)) }

    static func ground(_ reach: Reach, _ place: FilePath) -> FilePath { reach == .here ? place : "/tmp" }

    /// Makes the folder, which must not be there, and lets the content into the file.
    func fill(from source: [any Filter]) async throws {
        switch reach {
        case .here:
            try Durable.createFolder(folder)
            try await naming(file) {
                let output = try FileDescriptor.open(
                    file, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                    permissions: [.ownerReadWrite])
                defer { try? output.close() }
                try await pipeline(source, into: output)
            }
        case .container:
            _ = try await reach.invocation("mkdir", ["-m", "700", folder.string]).capture().whenSuccessful()
            // dd reads its own standard input: /dev/stdin may not be opened by a user who is not root, tee would send
            // everything back, `docker cp` would need the plain text on this machine first.
            let write = reach.invocation("dd", ["of=\(file.string)", "bs=1048576", "status=none"])
            try await pipeline(source + [Child(write)])
        }
    }

    /// Whether several processes may read it at once: of tar's format `pg_restore -j` takes nothing.
    func isCustomFormat() async throws -> Bool {
        try await reach.invocation("head", ["-c", "5", "--", file.string]).capture().whenSuccessful() == "PGDMP"
    }

    /// Nothing there any more is no error.
    func remove() async throws {
        switch reach {
        case .here:
            guard (try? folder.stat()) != nil else { return }
            try Durable.removeTree(folder)
        case .container:
            _ = try await reach.invocation("rm", ["-rf", "--", folder.string]).capture().whenSuccessful()
        }
    }
}
