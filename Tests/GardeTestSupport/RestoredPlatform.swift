package import SystemPackage

/// A platform without Docker that loses its data and gets it back.
///
/// Its services are units of a stand-in for systemd: PostgreSQL and Redis are the platform's real servers, `api`,
/// `postfix` and `dovecot` run, `frontend` does not.
package struct RestoredPlatform: Sendable {
    package let platform: ThrowawayPlatform
    package let units: FilePath
    private let programs: FilePath

    package static let shape = ThrowawayPlatform.Shape {
        $0.messages = 60
        $0.rows = 50
        $0.keys = 60
        $0.appendonly = true
        $0.redisPassword = "de passe"
        $0.redisSettings = ["enable-debug-command yes"]
    }

    package init(_ platform: ThrowawayPlatform) async throws {
        self.platform = platform
        (units, programs) = (platform.folder.appending("units"), platform.folder.appending("programs"))
        let here = "\(packageFolder)/Tests/throwaway"
        for (unit, server) in [("postgresql", "postgres"), ("redis-server", "redis")] {
            let place = platform.folder.appending(server).string
            try await throwaway("systemctl", ["create", units.string, unit, "\(here)/\(server)", place])
        }
        for unit in ["api", "frontend", "postfix", "dovecot"] {
            try await throwaway("systemctl", ["create", units.string, unit])
        }
        try await sh(
            "mkdir \(programs) && ln -s '\(here)/systemctl' \(programs)/ && touch \(units)/{api,postfix,dovecot}.up")
    }

    /// PATH leads to the stand-in first.
    package var environment: [String: String] {
        let path = "\(programs):\(usual["PATH"] ?? "")"
        return platform.environment.merging(["PATH": path, "UNITS": units.string]) { $1 }
    }

    /// Runs restore.sh's executable.
    package func restore(
        _ arguments: [String], _ more: [String: String] = [:], by launcher: [String] = []
    ) async throws -> ToolResult {
        try await runBackup(
            ["restore"] + arguments, environment.merging(more) { $1 }, by: launcher, in: platform.folder)
    }

    /// The units that run, of those that are no servers; what was done to them since the last time.
    package func services() async throws -> (up: [String], log: [String]) {
        let up = try await sh("cd \(units) && ls *.up | sed 's/.up$//'").lines
        return (up, try await sh("cd \(units) && touch log && cat log && : >log").lines)
    }

    @discardableResult
    package func sh(_ script: String) async throws -> String {
        let result = try await run("bash", ["-ec", script], variables: usual, in: platform.folder)
        guard result.status == 0 else { throw ThrowawayFailed(script: script, result: result) }
        return result.output
    }

    /// All that a restore gives back, as text by component.
    package func content() async throws -> [String: String] {
        let root = platform.root
        let listing = "'\(packageFolder)/Tests/throwaway/tree-listing'"
        async let mail = sh("\(listing) \(root)/data/mail --mail 2>&1 || :")
        async let config = sh(
            "cd \(root) && \(listing) config && stat -c '%n %a %u:%g %Y' .env *.yml && sha256sum .env *.yml || :")
        async let redis = redisContent(platform.redis)
        return [
            "postgresql": try await database(), "redis": (try? await redis) ?? "", "mail": try await mail,
            "config": try await config,
        ]
    }

    /// Rows, objects, owners, privileges, the database's own settings, and the roles with their passwords.
    package func database(_ name: String = "mssante") async throws -> String {
        let variables = usual.merging(platform.postgres) { $1 }
        let script = """
            { pg_dump -C \(name); pg_dumpall --roles-only; } 2>&1 | grep -v '^\\\\\\(un\\)\\?restrict '
            psql -XAtq -d \(name) -c "SELECT datconnlimit, datacl, shobj_description(oid, 'pg_database') FROM pg_database
                WHERE datname = '\(name)'" -c "SELECT setconfig FROM pg_db_role_setting ORDER BY 1" 2>&1 || :
            """
        return try await run("bash", ["-c", script], variables: variables).output
    }

    /// Everything is lost, or made another.
    package func lose() async throws {
        try await platform.sql("DROP DATABASE mssante WITH (FORCE)", database: "postgres")
        try await platform.redisCLI("FLUSHALL")
        try await sh("cd \(platform.root) && rm -rf data/mail config .env docker-compose.yml")
    }
}
