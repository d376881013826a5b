internal import SystemPackage

/// What of this process's environment a program is started with.
package enum Inheritance: Sendable, Hashable {
    /// What says where things are and who asks, as far as the program has a use for it; never what changes its work.
    case chosen
    /// All of it, as it is: for programs that somebody else chose. Secrets were taken out when this process began.
    case everything
    /// All that this process was given, secrets too.
    case given
}

extension Invocation {
    /// What this process was given, once it was made ready and before its secrets were taken out.
    package static let given = processEnvironment()

    /// What a program of the current task finds in this variable, were it given all of them.
    static func variable(_ name: String) -> String? { surroundings[name] ?? given[name] }

    /// What of this process's environment says to this program alone where things are, for one that another starts.
    package static func variables(of program: String) -> [String: String] {
        let own = Allowed.own(program)
        return given.merging(surroundings) { $1 }.filter { matches($0.key, own) }
    }

    /// The whole environment of the child.
    var childEnvironment: [String: String] { inherited.merging(environment) { $1 }.compactMapValues(\.self) }

    private var inherited: [String: String?] {
        switch inherits {
        case .chosen:
            let allowed = Allowed.names(of: FilePath(program).lastComponent?.string ?? program)
            let found = Self.given.merging(Self.surroundings) { $1 }.filter { matches($0.key, allowed) }
            return found.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        case .everything: return processEnvironment().merging(Self.surroundings) { $1 }
        case .given: return processEnvironment().merging(Self.given) { $1 }.merging(Self.surroundings) { $1 }
        }
    }
}

/// Whether a name is one of these; in a pattern a star stands for any letters.
package func matches(_ name: String, _ patterns: [String]) -> Bool {
    patterns.contains { pattern in
        let (start, end) = pattern.cut(at: "*")
        guard let end else { return name == pattern }
        return name.utf8.count >= start.utf8.count + end.utf8.count && name.hasPrefix(start) && name.hasSuffix(end)
    }
}

/// The variables that programs are given: where to find things, and whom to say that we are.
private enum Allowed {
    static func names(of program: String) -> [String] {
        everywhere + own(program)
    }

    static func own(_ program: String) -> [String] {
        byProgram.first { matches(program, $0.programs) }?.names ?? []
    }

    private static let everywhere = [
        "PATH", "HOME", "USER", "LOGNAME", "TERM", "TZ", "TZDIR", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD", "XDG_*",
        "DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "KRB5*", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY",
    ]

    private static let byProgram: [(programs: [String], names: [String])] = [
        (["gpg*"], ["GNUPGHOME", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "PINENTRY_USER_DATA"]),
        (
            ["psql", "pg_*"],
            [
                "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE", "PGSYSCONFDIR",
                "PGSSL*", "PGREQUIRE*", "PGCHANNELBINDING", "PGGSS*", "PGKRB*", "PGTARGETSESSIONATTRS",
                "PGLOADBALANCEHOSTS", "PGMINPROTOCOLVERSION", "PGMAXPROTOCOLVERSION",
            ]
        ),
        (
            ["docker"],
            ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS*", "DOCKER_CERT_PATH", "DOCKER_API_VERSION"]
        ),
        // How many a site configures it, keys of repositories too.
        (["pgbackrest"], ["PGBACKREST_*"]),
        (["curl"], ["CURL_CA_BUNDLE"]),
        (["aws"], amazon + ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "PYTHONHOME", "PYTHONPATH"]),
        (["rclone"], amazon + rclone),
    ]

    private static let amazon = [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL*",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_ROLE_*", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_*",
        "AWS_EC2_METADATA_*", "AWS_METADATA_SERVICE_*", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "AWS_ACCOUNT_ID*",
        "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE",
        // Without them newer clients cannot talk to many stores that are not Amazon's.
        "AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION",
    ]

    /// Its configuration, remotes that variables describe, logins of kinds of remotes, and where a server's shell has its files.
    private static let rclone =
        [
            "RCLONE_CONFIG*", "RCLONE_PASSWORD_COMMAND", "RCLONE_CA_CERT", "RCLONE_CLIENT_CERT", "RCLONE_CLIENT_KEY",
            "RCLONE_NO_CHECK_CERTIFICATE", "RCLONE_BIND", "RCLONE_SFTP_DISABLE_HASHCHECK",
            "RCLONE_SFTP_PATH_OVERRIDE", "AZURE_*", "GOOGLE_APPLICATION_CREDENTIALS", "OCI_*", "OS_*",
            "ST_*",
        ]
        + [
            "ENDPOINT", "REGION", "PROVIDER", "URL", "HOST", "PORT", "DOMAIN", "USER", "PASS", "ACCOUNT", "KEY",
            "KEY_ID", "KEY_FILE", "KEY_PEM", "KEY_FILE_PASS", "TOKEN", "CLIENT_ID", "CLIENT_SECRET",
            "SERVICE_ACCOUNT_FILE", "PROFILE", "ENV_AUTH", "KNOWN_HOSTS_FILE", "FORCE_PATH_STYLE",
        ].map { "RCLONE_*_\($0)" }
}
