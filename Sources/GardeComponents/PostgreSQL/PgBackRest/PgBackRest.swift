import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// The site's own pgBackRest, where the server is, as the server's user.
///
/// Root would leave files in repository, log and lock folders that the server's own `archive_command` cannot open.
struct PgBackRest: Sendable {
    let stanza: String
    let reach: Reach
    /// `user:group`, in numbers; nil: as we are.
    let user: String?
    let hear: @Sendable (String) -> Void

    static let program = "pgbackrest"

    /// The most that is read of what it says of a stanza, in bytes.
    static let limit = 16 << 20

    /// Nil where something else saves the database.
    init?(_ postgres: Postgres, _ reach: Reach, user: String?, hear: @escaping @Sendable (String) -> Void) {
        guard let stanza = postgres.engine.stanza else { return nil }
        (self.stanza, self.reach, self.user, self.hear) = (stanza, reach, user, hear)
    }

    /// A call of it that says on standard error what is wrong, and nothing else.
    func call(_ command: String, _ options: [String] = [], in place: RecoveryPlace? = nil) -> Invocation {
        let words = ["--stanza=\(stanza)", "--log-level-console=off", "--log-level-stderr=warn"] + options + [command]
        var call = reach.invocation(
            Self.program, words, environment: environment, as: user, in: place.map(\.folder))
        for name in Invocation.variables(of: Self.program).keys where matches(name, Self.ours) {
            call.environment.updateValue(nil, forKey: name)
        }
        return call
    }

    /// How the site configured it; what would steer a single call is ours to say. A container has its own.
    var environment: [String: String] {
        guard reach == .here else { return [:] }
        return Invocation.variables(of: Self.program).filter { name, _ in !matches(name, Self.ours) }
    }

    private static let ours = [
        "SET", "TYPE", "TARGET*", "DELTA", "FORCE", "DB_INCLUDE*", "DB_EXCLUDE*", "TABLESPACE_MAP*", "LINK_*",
        "RECOVERY_OPTION*", "ARCHIVE_MODE", "STANZA", "OUTPUT", "DRY_RUN",
    ].map { "PGBACKREST_\($0)" }

    /// As a person types it.
    func typed(_ words: String) -> String {
        let command = "\(Self.program) --stanza=\(shellWord(stanza)) \(words)"
        switch reach {
        case .here: return user == nil ? command : "sudo -u postgres \(command)"
        case .container(let container): return "\(container.command) exec -u postgres \(container.service) \(command)"
        }
    }

    // MARK: What it does

    /// Throws a `Failure` where the program is not there.
    func find() async throws {
        do { _ = try await reach.invocation(Self.program, ["version"]).capture().whenSuccessful() } catch is ToolMissing
        { throw Failure.pgBackRestMissing(reach) } catch let failed as ToolFailed {
            guard reach != .here else { throw Failure.pgBackRestFailed(failed, self) }
            throw Failure.pgBackRestMissing(reach)
        }
    }

    /// Throws a `Failure` where it cannot be asked.
    func info() async throws -> PgBackRestInfo { try PgBackRestInfo(Array(try await infoText([]).utf8)) }

    /// What it says of one of its backups; nil where it has no such one any more.
    func record(_ label: String) async throws -> String? {
        let text = try await infoText(["--set=\(label)"])
        return try PgBackRestInfo(Array(text.utf8)).backup.contains { $0.label == label } ? text : nil
    }

    private func infoText(_ options: [String]) async throws -> String {
        let answer = try await call("info", options + ["--output=json"]).capture(
            timeout: .seconds(120), limit: Self.limit)
        do { return try answer.whenSuccessful() } catch let failed as ToolFailed {
            throw Failure.pgBackRestFailed(failed, self)
        }
    }

    /// Whether a segment that the server ends now comes into the repository.
    func check() async throws {
        let answer = try await call("check").capture(timeout: .seconds(600))
        do { _ = try answer.whenSuccessful() } catch let failed as ToolFailed {
            throw Failure.pgBackRestCheck(failed, self)
        }
    }

    func backup(type: String) async throws {
        do { try await pipeline([Child(call("backup", ["--type=\(type)"]), hear: hear)]) } catch let failed
            as ToolFailed
        { throw Failure.pgBackRestFailed(failed, self) }
    }

    /// Puts the data folder of one of its backups into the place.
    func restore(_ label: String, _ target: [String], into place: RecoveryPlace) async throws {
        let options =
            [
                "--pg1-path=\(RecoveryPlace.here)", "--set=\(label)", "--archive-mode=off", "--no-delta",
                // Links and tablespaces would lead to where the live server's lie.
                "--no-link-all", "--reset-link-map",
            ] + target
        do { try await pipeline([Child(call("restore", options, in: place), hear: hear)]) } catch let failed
            as ToolFailed
        { throw Failure.pgBackRestFailed(failed, self) }
    }
}

extension PgBackRest {
    /// For what asks no server: as `postgres`, where we are root.
    static func unasked(_ postgres: Postgres, _ site: Site) async throws -> PgBackRest? {
        let reach = try await site.reach(postgres.place)
        let user = try await LiveServer(major: 0, users: []).user(reach)
        return PgBackRest(postgres, reach, user: user) { _ in }
    }
}
