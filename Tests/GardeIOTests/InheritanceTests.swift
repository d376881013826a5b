import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What of our environment reaches the programs that we start.
@Suite struct InheritanceTests {
    let scratch = Scratch()

    /// The variables that a program of this name is started with.
    private func received(
        _ name: String, _ variables: [String: String], _ inherits: Inheritance = .chosen
    ) async throws -> Set<String> {
        let program = Array("#!/bin/sh\nexec env\n".utf8)
        try scratch.write("bin/\(name)", program, mode: [.ownerReadWriteExecute])
        let all = variables.merging(["PATH": "\(scratch("bin")):/usr/bin:/bin"]) { $1 }
        let said = try await Invocation.$surroundings.withValue(all) {
            try await Invocation(name, environment: ["GIVEN": "1"], inherits: inherits).capture().whenSuccessful()
        }
        return Set(said.lines)
    }

    static let cases: [(program: String, kept: [String], dropped: [String])] = [
        (
            "psql", ["PGHOST", "PGPORT", "PGUSER", "PGSERVICE", "PGPASSFILE", "PGSSLROOTCERT", "HOME", "TZ"],
            [
                "PGOPTIONS", "PGDATABASE", "PGCLIENTENCODING", "PGDATESTYLE", "PGTZ", "PG_COLOR", "PSQLRC",
                "PSQL_PAGER", "PAGER", "DOCKER_HOST",
            ]
        ),
        ("pg_dump", ["PGSSLMODE", "PGGSSENCMODE"], ["PGOPTIONS", "PGAPPNAME", "PGPASSWORD", "PGGEQO"]),
        ("redis-cli", ["HOME"], ["REDISCLI_AUTH", "REDISCLI_RCFILE", "FAKETTY"]),
        (
            "docker", ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"],
            ["DOCKER_DEFAULT_PLATFORM", "DOCKER_CONTENT_TRUST", "COMPOSE_FILE", "BUILDKIT_PROGRESS"]
        ),
        (
            "aws", ["AWS_PROFILE", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE", "AWS_CONFIG_FILE"],
            ["AWS_DEFAULT_OUTPUT", "AWS_PAGER", "AWS_DATA_PATH", "AWS_CLI_HISTORY_FILE", "RCLONE_CONFIG"]
        ),
        (
            "rclone",
            [
                "RCLONE_CONFIG", "RCLONE_CONFIG_PASS", "RCLONE_CONFIG_DEPOT_TYPE", "RCLONE_SFTP_KEY_FILE",
                "RCLONE_SFTP_DISABLE_HASHCHECK", "RCLONE_SFTP_PATH_OVERRIDE",
                "RCLONE_S3_ENDPOINT", "RCLONE_S3_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK",
            ],
            [
                "RCLONE_PROGRESS", "RCLONE_MIN_AGE", "RCLONE_MAX_SIZE", "RCLONE_DRY_RUN", "RCLONE_EXCLUDE",
                "RCLONE_FILTER_FROM", "RCLONE_IMMUTABLE", "RCLONE_BACKUP_DIR", "RCLONE_USE_JSON_LOG", "RCLONE_LOG_FILE",
                "RCLONE_HUMAN_READABLE", "RCLONE_STATS", "RCLONE_IGNORE_EXISTING", "AWS_CA_BUNDLE",
            ]
        ),
        ("curl", ["https_proxy", "CURL_CA_BUNDLE", "SSL_CERT_FILE"], ["CURL_HOME", "SSLKEYLOGFILE"]),
        ("gpg", ["GNUPGHOME", "GPG_TTY"], ["GPG_PASSPHRASE", "LANGUAGE"]),
        ("git", ["HOME"], ["GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG_GLOBAL"]),
        ("tar", ["HOME"], ["TAR_OPTIONS", "POSIXLY_CORRECT", "TAPE", "GZIP", "SECOND_DB_PASSWORD", "BASH_ENV"]),
    ]

    @Test(arguments: cases.indices)
    func `a tool is told where and who, and nothing that changes what it does`(number: Int) async throws {
        let (program, kept, dropped) = Self.cases[number]
        let variables = Dictionary(uniqueKeysWithValues: (kept + dropped).map { ($0, "of-the-user") })
        let received = try await received(program, variables)
        for name in kept { #expect(received.contains("\(name)=of-the-user"), "\(program) \(name)") }
        for name in dropped { #expect(!received.contains("\(name)=of-the-user"), "\(program) \(name)") }
        #expect(received.contains("GIVEN=1") && received.contains("LC_ALL=C.UTF-8"))
    }

    @Test func `a program that somebody else chose gets what was set for it`() async throws {
        for inherits in [Inheritance.everything, .given] {
            let received = try await received("their-dump", ["MYSQL_PWD": "x", "LC_ALL": "fr_FR.UTF-8"], inherits)
            #expect(received.isSuperset(of: ["MYSQL_PWD=x", "LC_ALL=fr_FR.UTF-8", "GIVEN=1"]))
        }
    }
}
