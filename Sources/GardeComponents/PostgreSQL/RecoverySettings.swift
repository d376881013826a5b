import GardeCore
import GardeIO
import Synchronization
package import SystemPackage

/// What a server that is started aside runs with: words of its command line, which outdo every file.
struct RecoverySettings: Sendable {
    private let settings: [(String, String)]

    /// Of the socket's name only: nothing listens.
    static let port = "5432"

    /// The folder of the data as the server is told of it. Here it is its standard input, where the folders above may
    /// be closed to its user; a program of PostgreSQL that works there would go back there, and fail.
    func root(_ reach: Reach) -> String { reach == .here ? "/proc/self/fd/0" : RecoveryPlace.here }

    /// Without a `restore_command` all segments are in pg_wal: there is no archive.
    init(
        _ target: PostgresRecovery.Target, _ major: Int, _ live: LiveServer, _ limits: [String: Int],
        restoreCommand: String? = nil
    ) {
        let goal =
            switch target {
            case .restorePoint(let name): ("recovery_target_name", name)
            case .time(let time): ("recovery_target_time", time)
            case .immediate: ("recovery_target", "immediate")
            }
        // An archive goes on where a standby took over.
        let followsOn = restoreCommand != nil && target != .immediate
        var settings = [
            goal, ("recovery_target_timeline", followsOn ? "latest" : "current"),
            ("recovery_target_action", "promote"), ("restore_command", restoreCommand ?? "false"),
            ("hot_standby", "off"), ("primary_conninfo", ""),
            ("primary_slot_name", ""), ("archive_mode", "off"), ("archive_command", ""),
            ("recovery_end_command", ""), ("archive_cleanup_command", ""),
            ("listen_addresses", ""), ("port", Self.port), ("unix_socket_directories", RecoveryPlace.here),
            ("unix_socket_permissions", "0700"), ("unix_socket_group", ""), ("bonjour", "off"), ("ssl", "off"),
            ("fsync", "off"), ("synchronous_commit", "off"), ("synchronous_standby_names", ""),
            ("full_page_writes", "off"), ("checkpoint_timeout", "1h"), ("huge_pages", "off"),
            // What is killed leaves nothing in /dev/shm.
            ("dynamic_shared_memory_type", "mmap"), ("jit", "off"), ("autovacuum", "off"),
            // Jobs, and subscriptions that would take what is meant for the live server.
            ("max_worker_processes", "0"), ("max_logical_replication_workers", "0"), ("max_wal_senders", "0"),
            ("max_replication_slots", "1000"),
            ("log_destination", "stderr"), ("logging_collector", "off"), ("log_line_prefix", ""),
            ("log_min_messages", "warning"), ("log_error_verbosity", "default"), ("log_checkpoints", "off"),
            ("log_connections", "off"), ("log_statement", "none"), ("lc_messages", "C"), ("cluster_name", "garde"),
        ]
        if major >= 17 { settings.append(("event_triggers", "off")) }
        if major >= 18 { settings.append(("max_active_replication_origins", "1000")) }
        // They may have been raised after the base, and be as they were again.
        for (name, least) in [
            ("max_connections", 100), ("max_prepared_transactions", 1000), ("max_locks_per_transaction", 64),
        ] {
            settings.append((name, "\(max(least, limits[name] ?? 0, live.limit(name)))"))
        }
        if live.major == major {
            for name in ["shared_preload_libraries", "dynamic_library_path"] {
                if let value = live.settings[name], !value.isEmpty { settings.append((name, value)) }
            }
        }
        self.settings = settings
    }

    func arguments(in root: String) -> [String] {
        let own = "\(root)/\(PostgresRecovery.own)"
        let files = [
            ("config_file", "\(own)/postgresql.conf"), ("hba_file", "\(own)/pg_hba.conf"),
            ("ident_file", "\(own)/pg_ident.conf"), ("external_pid_file", ""),
        ]
        return (files + settings).flatMap { ["-c", "\($0)=\($1)"] }
    }

    /// What `pg_controldata` says of the server that wrote it.
    static func limits(_ control: String) -> [String: Int] {
        let names = [
            "max_connections setting": "max_connections", "max_prepared_xacts setting": "max_prepared_transactions",
            "max_locks_per_xact setting": "max_locks_per_transaction",
        ]
        var found: [String: Int] = [:]
        for line in control.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, let name = names[String(parts[0])] {
                found[name] = Int(parts[1].drop { $0 == " " })
            }
        }
        return found
    }
}

/// What the live server says of itself, as far as we may know it; a server that is started aside needs it.
package struct LiveServer: Sendable, Hashable {
    let major: Int
    /// Its folder, where it is on our side.
    let folder: String?
    /// The folder of its programs.
    let programs: FilePath?
    let settings: [String: String]
    /// Who may be a superuser, the likeliest first.
    let users: [String]
    /// Those outside of its folder, by name.
    let tablespaces: [String]

    func limit(_ name: String) -> Int { settings[name].flatMap { Int($0) } ?? 0 }

    package init(
        major: Int, folder: String? = nil, programs: FilePath? = nil, settings: [String: String] = [:], users: [String],
        tablespaces: [String] = []
    ) {
        (self.major, self.folder, self.programs) = (major, folder, programs)
        (self.settings, self.users, self.tablespaces) = (settings, users, tablespaces)
    }
}

extension LiveServer {
    /// The same, where these may be superusers too: those of now may not have been there.
    func trying(_ others: [String]) -> LiveServer {
        LiveServer(
            major: major, folder: folder, programs: programs, settings: settings,
            users: users + others.filter { !users.contains($0) }, tablespaces: tablespaces)
    }

    /// Who owns the live server's folder, else `postgres`: no server runs as root. Nil where we are not root.
    package func user(_ reach: Reach) async throws -> String? {
        func number(_ words: String...) async throws -> String {
            let answer = try await reach.invocation("id", words).capture().whenSuccessful()
            return String(answer.prefix { $0.isNumber })
        }
        guard try await number("-u") == "0" else { return nil }
        var folder = folder
        if case .container(let container) = reach {
            folder = folder ?? container.environment["PGDATA"] ?? "/var/lib/postgresql/data"
        }
        if let folder {
            let owner = try await reach.invocation("stat", ["-c", "%u:%g", "--", folder]).capture()
            let ids = owner.output.prefix { !$0.isWhitespace }
            if owner.ending.isSuccess, !ids.isEmpty, !ids.hasPrefix("0:") { return String(ids) }
        }
        return "\(try await number("-u", "postgres")):\(try await number("-g", "postgres"))"
    }
}

extension PostgresSession {
    func liveServer() async throws -> LiveServer {
        let names = [
            "shared_preload_libraries", "dynamic_library_path", "max_connections", "max_prepared_transactions",
            "max_locks_per_transaction",
        ]
        // Of some only its owner may know: they are not among the rows then.
        let settings = try await rows("select name, setting from pg_settings where name in (\(SQL.list(names)));")
        let superusers = try await rows("select rolname from pg_roles where rolsuper and rolcanlogin order by oid;")
        let spaces = try await rows("select spcname from pg_tablespace where oid > 16383 order by 1;")
        let folder = (try? await dataFolder()).flatMap(\.self)
        let bin = folder == nil ? nil : try? await rows("select setting from pg_config where name = 'BINDIR';")
        var users = [facts.user]
        for user in superusers.map({ $0[0] }) + ["postgres"] where !users.contains(user) { users.append(user) }
        return LiveServer(
            major: facts.major, folder: folder,
            programs: reach == .here ? bin?.first.map { FilePath($0[0]) } : nil,
            settings: Dictionary(settings.map { ($0[0], $0[1]) }) { one, _ in one }, users: users,
            tablespaces: spaces.map { $0[0] })
    }
}

/// What a server that recovers says, as far as it tells how that goes.
final class RecoveryLog: Sendable {
    private let hear: @Sendable (String) -> Void
    private let kept = Mutex<[String]>([])
    private let isAtTarget = Mutex(false)
    private let (signals, signal) = AsyncStream<Bool>.makeStream()

    init(_ hear: @escaping @Sendable (String) -> Void) { self.hear = hear }

    func take(_ line: String) {
        hear(line)
        // PostgreSQL indents a second line of the same.
        kept.withLock { $0 = ($0 + [line]).suffix(200) }
        if line.contains("recovery stopping ") { isAtTarget.withLock { $0 = true } }
        if line.contains("database system is ready to accept connections") { signal.yield(true) }
    }

    func end() { signal.finish() }

    /// False when the server ends before.
    func becomesReady() async -> Bool {
        for await _ in signals { return true }
        return false
    }

    var cameToTarget: Bool { isAtTarget.withLock { $0 } }

    /// What ended it, in the server's words; what it said last where it gives no reason.
    var why: [String] {
        let lines = kept.withLock { $0 }
        let reasons = lines.filter { line in
            ["FATAL:", "PANIC:"].contains { line.hasPrefix($0) } && !line.contains("the database system is ")
        }
        let shown = reasons.isEmpty ? Array(lines.suffix(3)) : Array(reasons.prefix(3))
        return shown.map { line in
            let words = line.split(separator: ":", maxSplits: 1)
            return words.count == 2 ? String(words[1].drop { $0 == " " }) : line
        }
    }
}
