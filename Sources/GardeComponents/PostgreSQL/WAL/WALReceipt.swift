import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Segments of the write-ahead log on their way: received by `pg_receivewal` into a folder on the server's side, where
/// they are proved and from where they are read.
struct WALReceipt: Sendable {
    let server: PostgresServer
    let client: PostgresClient
    let folder: FilePath
    let hear: @Sendable (String) -> Void

    /// What a killed run left in its place goes first.
    func prepare() async throws {
        await remove()
        for name in ["", "pg_wal"] { try await call("mkdir", ["-m", "700", folder.appending(name).string]) }
    }

    /// Throws a `NewBase` where the folder's file system has not that many bytes to spare; where it does not say, none.
    func findRoom(for bytes: Int) async throws {
        let fields =
            try await call("df", ["-Pk", folder.string]).split(separator: "\n").last?.split(separator: " ") ?? []
        guard fields.count >= 6, let free = Int(fields[3]).map({ $0 << 10 }), free < bytes + Self.reserve else {
            return
        }
        throw NewBase.hole(
            Text("postgres.hole-no-room", ["path": folder.string, "need": Bytes(bytes), "have": Bytes(free)]))
    }

    /// Is left to the server, whose data may lie on the same file system.
    private static let reserve = 256 << 20

    /// Receives `first` to `last`, whole ones all; throws a `NewBase` when the server no longer has them all, and what
    /// may pass as it is.
    ///
    /// `pg_receivewal` goes on behind the newest file that it finds: an empty one, of a segment's size, says where.
    func receive(_ first: WALSegment, through last: WALSegment) async throws {
        let before = place(first.previous).string
        try await call("dd", ["if=/dev/null", "of=\(before)", "bs=1", "count=0", "seek=\(first.bytes)"])
        // It ends once it has more than this.
        let end = LSN(bytes: last.next.start.bytes - 1)
        let receive = server.invocation(
            client.path("pg_receivewal"),
            [
                "-D", folder.appending("pg_wal").string, "-d", server.connection, "-n", "-E", "\(end)", "--no-sync",
                "--no-password",
            ])
        do { try await pipeline([Child(receive, hear: hear)]) } catch let failed as ToolFailed {
            guard await lacks(first, through: last) ?? failed.isOfRemoved else { throw failed }
            throw NewBase.hole(Text("postgres.hole-not-received", ["why": failed.said.joined(separator: " ")]))
        }
        try await call("rm", ["-f", "--", before])
        let listed = try await call("ls", ["-1", folder.appending("pg_wal").string])
        let wanted = first.through(last).map(\.name)
        // A history of timelines may lie beside them, which every base has.
        let whole = listed.split(separator: "\n").filter { WALSegment($0, bytes: first.bytes) != nil }
        guard whole.map(String.init).sorted() == wanted else {
            throw Failure.logCutShort(first.name, last.name)
        }
    }

    /// Whether the server no longer has all of these, though its slot should hold them; nil where it does not let us look.
    private func lacks(_ first: WALSegment, through last: WALSegment) async -> Bool? {
        let names = "\(SQL.literal(first.name)) and \(SQL.literal(last.name))"
        let sql = #"select count(*) from pg_ls_waldir() where length(name) = 24 and name collate "C" between \#(names)"#
        guard let count = try? await server.rows(sql).first.flatMap({ Int($0[0]) }) else { return nil }
        return count < first.through(last).count
    }

    /// Reads every record between two places, where `pg_waldump` is installed; it comes with the server, not with the client.
    ///
    /// Throws a `NewBase` for one that makes a tablespace: a server aside that followed it would write into the live one's.
    func prove(from start: LSN, to end: LSN, timeline: Int) async throws {
        // It reads only what its own version wrote.
        guard client.major == server.major else { return }
        let tool = client.path("pg_waldump")
        guard (try? await call(tool, ["--version"])) != nil else { return }
        let words = [
            "-p", folder.appending("pg_wal").string, "-t", "\(timeline)", "-s", "\(start)", "-e", "\(end)",
        ]
        let records = TablespaceRecords()
        try await pipeline([
            Child(server.invocation(tool, TablespaceRecords.words + words), hear: hear), records,
        ])
        if let place = records.made { throw NewBase.hole(Text("postgres.hole-tablespace", ["place": place])) }
    }

    /// As sha256sum(1) has it.
    func sha256(_ segment: WALSegment) async throws -> String {
        String(try await call("sha256sum", ["--", place(segment).string]).prefix(64))
    }

    /// A tar of these segments below `pg_wal/`, where a server that recovers looks for them.
    func tar(_ segments: [WALSegment]) -> Child {
        let names = segments.map { "pg_wal/\($0.name)" }
        return Child(server.reach.invocation("tar", ["-C", folder.string, "-cf", "-"] + names), hear: hear)
    }

    /// Nothing there is no error.
    func remove() async { _ = try? await call("rm", ["-rf", "--", folder.string]) }

    private func place(_ segment: WALSegment) -> FilePath { folder.appending("pg_wal").appending(segment.name) }

    @discardableResult private func call(_ program: String, _ arguments: [String]) async throws -> String {
        try await server.reach.invocation(program, arguments).capture().whenSuccessful()
    }
}

extension ToolFailed {
    /// Whether the server said so in English.
    fileprivate var isOfRemoved: Bool { said.contains { $0.contains("has already been removed") } }
}

extension Failure {
    fileprivate static func logCutShort(_ first: String, _ last: String) -> Failure {
        Failure("postgres.log-cut-short", ["first": first, "last": last])
    }
}
