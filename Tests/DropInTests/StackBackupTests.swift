import GardeTestSupport
import SystemPackage
import Testing

/// What Compose starts a platform from, in its backup and back again.
@Suite(.tags(.engine)) struct StackBackupTests {
    private static let others = ["--no-postgres", "--no-redis", "--no-mail", "--no-certs"]

    private static let base = """
        services:
          web:
            extends: {file: parts/common.yml, service: idle}
            env_file: app.env
            secrets: [token]
            volumes: ["./web.conf:/etc/web.conf:ro"]
        secrets: {token: {file: secrets/token.txt}}
        """

    @discardableResult
    private static func sh(
        _ script: String, _ argument: String = "", in root: FilePath, _ engine: [String: String] = [:]
    ) async throws -> String {
        let path = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent"]
        let result = try await run(
            "sh", ["-ec", script, "sh", argument], variables: engine.merging(path) { $1 }, in: root)
        try #require(result.status == 0, "\(script): \(result.error)")
        return result.output
    }

    /// The rest of the platform lies in `root` already.
    private static func write(in root: FilePath) async throws {
        let script = """
            rm -f docker-compose.yml; mkdir -p parts secrets; printf %s "$1" >compose.yaml
            printf '%s\n' 'services:' '  web: {environment: {COLOUR: blue}}' \
                '  postfix: &i {extends: {file: parts/common.yml, service: idle}}' '  dovecot: *i' >compose.override.yaml
            printf '%s\\n' 'services:' '  idle:' '    image: garde-test-platform' '    network_mode: host' \
                '    command: [sh, -c, "trap exit\\ 0 TERM; sleep infinity & wait"]' >parts/common.yml
            echo SIZE=large >app.env; echo conf >web.conf; echo t0ken >secrets/token.txt; chmod 600 secrets/token.txt app.env
            """
        try await sh(script, base, in: root)
    }

    private static let names = [
        "compose.yaml", "compose.override.yaml", "parts/common.yml", "app.env", "web.conf", "secrets/token.txt",
    ]

    @Test func `config saves what the project is made of, and an empty folder gets it back`() async throws {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            try await Self.write(in: platform.root)
            #expect(try await platform.backup(Self.others).status == 0)
            let members = try await platform.newestBackup().sh("tar -tzf config_$id.tar.gz").output.lines
            #expect(Set(members).isSuperset(of: Self.names + [".env", "config/"]))
            #expect(Set(members).count == members.count)
            let listing =
                "stat -c '%n %a %u:%g %Y' .env \(Self.names.joined(separator: " ")) && sha256sum .env \(Self.names.joined(separator: " "))"
            let before = try await Self.sh(listing, in: platform.root)
            let wipe = "rm -rf .env config parts secrets *.yaml *.env *.conf"
            try await Self.sh(wipe, in: platform.root)
            let restored = try await platform.backup(
                ["restore", "--yes", "--no-stop", "--no-start"] + Self.others + ["latest"])
            #expect(restored.status == 0, "\(restored.error)")
            #expect(try await Self.sh(listing, in: platform.root) == before)
        }
    }

    @Test func `what Compose needs from outside the platform is named in every run, what is mounted beside it too`()
        async throws
    {
        try await ThrowawayPlatform.with(.mail(1)) { platform in
            let shared = platform.folder.appending("shared.env")
            let text = """
                services: {web: {env_file: ../shared.env, volumes: ['./uploads:/u', './uploads:/v'], build: ./image, scale: 2,
                  deploy: {replicas: 2}}}
                """
            let script = "echo x >\(shared); printf %s \"$1\" >docker-compose.override.yml; mkdir uploads image"
            try await Self.sh(script, text, in: platform.root)
            for arguments in [[], ["--dry-run"]] {
                let made = try await platform.backup(Self.others + arguments)
                #expect(made.status == 0)
                #expect(
                    made.error.contains("[WARNING] config\u{a0}:")
                        && made.error.says("compose.not-saved", ["list": "\(shared)"]), "\(made.error)")
                #expect(
                    made.error.says("compose.data-not-saved", ["list": "\(platform.root)/uploads (web)"]),
                    "\(made.error)")
                #expect(made.error.contains("files(\"uploads\", \"uploads\")"), "\(made.error)")
                #expect(
                    made.output.says("compose.not-in-backup", ["path": "\(platform.root)/image", "service": "web"]))
                #expect(!made.output.contains("data/postgres"))
            }
        }
    }

    @Test(
        .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil },
        .timeLimit(.minutes(5)))
    func `on a bare machine the same stack starts: override, env_file, secret, extends`() async throws {
        try await DockerEngine.shared.use {
            guard let engine = try await DockerEngine.shared.variables() else { return }
            try await ThrowawayPlatform.with(.mail(1)) { platform in
                let root = platform.root
                func sh(_ script: String) async throws -> String { try await Self.sh(script, in: root, engine) }
                let facts = """
                    id=$(docker compose ps -q web)
                    docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$id" | sort
                    docker inspect -f '{{json .HostConfig.Binds}} {{index .Config.Labels "com.docker.compose.config-hash"}} {{.State.Status}}' "$id"
                    docker exec "$id" cat /run/secrets/token /etc/web.conf
                    """
                try await Self.write(in: root)
                var failure: (any Error)?
                do {
                    _ = try await sh("docker compose up -d")
                    let before = try await sh(facts)
                    let environment = engine.merging([
                        "PLATFORM_ROOT": root.string, "BACKUP_ROOT": platform.folder.appending("backups").string,
                    ]) { $1 }
                    let saved = try await runBackup(["--no-postgres", "--no-redis"], environment)
                    #expect(saved.status == 0, "\(saved.error)")
                    _ = try await sh("docker compose down -t 1; rm -rf ./* .env")
                    let back = try await runBackup(
                        ["restore", "--yes", "--no-postgres", "--no-redis", "latest"], environment)
                    #expect(back.status == 0, "\(back.error)")
                    #expect(try await sh(facts) == before && before.contains("COLOUR=blue"))
                } catch { failure = error }
                _ = try? await sh("docker compose down -t 1")
                if let failure { throw failure }
            }
        }
    }

    /// As deployments start it: through a link, with a name, several files, an env file, a profile and replicas.
    @Test(
        .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil },
        .timeLimit(.minutes(5)), arguments: ComposeVersion.allCases)
    func `what ran is made again from the same files, env files and profiles, as many times as it ran`(
        version: ComposeVersion
    ) async throws {
        try await DockerEngine.shared.use {
            guard let engine = try await DockerEngine.shared.variables(version) else { return }
            try await ThrowawayPlatform.with(.mail(1)) { platform in
                let (root, name) = (platform.root, "garde\(UInt32.random(in: 0 ... .max))")
                let link = platform.folder.appending("current")
                func sh(_ script: String) async throws -> String { try await Self.sh(script, in: root, engine) }
                let compose = """
                    cd \(link) && docker compose -p \(name) -f base.yml -f prod.yml --env-file prod.env --profile extra
                    """
                let facts = """
                    for id in $(docker ps -q --filter label=com.docker.compose.project=\(name)); do
                    docker inspect $id | jq -r '.[].Config | .Labels as $l | [$l["com.docker.compose.service"], (.Env | sort | join(" ")),
                    $l["com.docker.compose.project.config_files"], $l["com.docker.compose.project.environment_file"]] | join(" ")'
                    done | sort
                    """
                _ = try await sh(
                    """
                    ln -s '\(root)' '\(link)'; rm -f docker-compose.yml
                    cat >base.yml <<'END'
                    x-idle: &idle
                      image: garde-test-platform
                      network_mode: host
                      command: [sh, -c, "trap exit\\ 0 TERM; sleep infinity & wait"]
                    services:
                      web: {<<: *idle, environment: {COLOUR: "${COLOUR}"}}
                      postfix: *idle
                      dovecot: *idle
                      extra: {<<: *idle, profiles: [extra]}
                    END
                    echo 'services: {web: {environment: {MODE: prod}}}' >prod.yml; echo COLOUR=blue >prod.env
                    """)
                var failure: (any Error)?
                do {
                    _ = try await sh("\(compose) up -d --scale web=2 2>&1")
                    let before = try await sh(facts)
                    #expect(before.lines.count { $0.hasPrefix("web ") } == 2 && before.contains("extra "), "\(before)")
                    #expect(before.contains("COLOUR=blue") && before.contains("MODE=prod"))
                    let environment = engine.merging([
                        "PLATFORM_ROOT": root.string, "BACKUP_ROOT": platform.folder.appending("backups").string,
                    ]) { $1 }
                    let saved = try await runBackup(["--no-postgres", "--no-redis"], environment)
                    #expect(saved.status == 0, "\(saved.error)")
                    _ = try await sh(
                        """
                        echo COLOUR=red >prod.env
                        \(compose) up -d --scale web=2 2>&1
                        """)
                    #expect(try await sh(facts).contains("COLOUR=red"))
                    let words = ["restore", "--yes", "--force", "--no-postgres", "--no-redis", "latest"]
                    let back = try await runBackup(words, environment)
                    #expect(back.status == 0, "\(back.error)")
                    // Compose 1 has in its labels what was typed.
                    let after = try await sh(facts).replacing("\(root)/", with: "")
                    #expect(after == before.replacing("\(root)/", with: ""), "\(after) was \(before)")
                } catch { failure = error }
                _ = try? await sh("\(compose) down -t 1")
                if let failure { throw failure }
            }
        }
    }
}
