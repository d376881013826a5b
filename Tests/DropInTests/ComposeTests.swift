import GardeTestSupport
import SystemPackage
import Testing

/// The same platform in containers of a real engine. One test at a time: one of them stops a service.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil }, .compose,
    .serialized, .timeLimit(.minutes(10)))
struct ComposeTests {
    @TaskLocal static var platform: ComposePlatform!
    let platform = ComposeTests.platform!
    let backups = ComposeTests.platform.root.appending("backups-\(UInt32.random(in: 0 ... .max))")

    private func backup(
        _ arguments: [String] = [], _ more: [String: String] = [:], by launcher: [String] = []
    ) async throws -> ToolResult {
        let environment = platform.environment.merging(["BACKUP_ROOT": backups.string]) { $1 }
        return try await runBackup(arguments, environment.merging(more) { $1 }, by: launcher)
    }

    private func newest() async throws -> BackupRead { try #require(try await BackupRead.all(in: backups).last) }

    @Test func `through Compose every component is saved, and every file is whole`() async throws {
        let run = try await backup(["--quiet"])
        #expect(run.status == 0)
        #expect(run.output + run.error == "")
        let backup = try await newest()
        #expect(
            try await backup.names() == [
                "certificates_<id>.tar.gz", "config_<id>.tar.gz", "mail_<id>.tar.gz", "manifest.json",
                "postgresql_<id>.dump.gz", "postgresql_roles_<id>.sql.gz", "redis_<id>.rdb.gz",
                "redis_aof_<id>.tar.gz",
            ])
        let read = try await backup.sh(
            """
            gzip -t *.gz && gunzip -c postgresql_$id.dump.gz | pg_restore -f - | grep -c medecin99@domain.example
            f=$(mktemp) && gunzip -c redis_$id.rdb.gz >$f && redis-check-rdb $f | grep -o 'Checksum OK'; rm $f
            gunzip -c postgresql_roles_$id.sql.gz | grep -c "SCRAM-SHA-256"; tar -tzf redis_aof_$id.tar.gz | grep -c aof
            """)
        let lines = read.output.lines
        #expect(lines.contains("Checksum OK") && lines.first != "0")
        #expect(read.output.lines.suffix(2) == ["4", "3"])
        #expect(try await backup.manifest(".components | [.[]] | all") == "true")
    }

    @Test func `the manifest names the engine's version`() async throws {
        #expect(try await backup(["--no-mail"]).status == 0)
        let version = try await platform.docker("version", "--format", "{{.Server.Version}}")
        #expect(try await newest().manifest(".system.docker_version") + "\n" == version.output)
    }

    @Test func `no program is given a password among its arguments, inside containers neither`() async throws {
        let trace = platform.root.appending("trace").string
        let strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "8192", "-e", "trace=execve", "-o", trace]
        #expect(try await backup(["--no-mail"], by: strace).status == 0)
        let started = try await run("grep", ["-a", "execve(", trace]).output
        #expect(started.contains(#""-e", "PGPASSWORD", "#) && started.contains(#""-e", "REDISCLI_AUTH", "#))
        #expect(started.contains(#""pg_dump", "-Fc""#) && !started.contains(platform.password))
    }

    @Test func `the containers of another folder's project are refused, whatever its name`() async throws {
        let copy = platform.root.removingLastComponent().appending("copy")
        let files = [".env", "docker-compose.yml", "config"].map { platform.root.appending($0).string }
        #expect(try await run("mkdir", [copy.string]).status == 0)
        #expect(try await run("cp", ["-a"] + files + [copy.string]).status == 0)
        let result = try await backup(["--no-mail"], ["PLATFORM_ROOT": copy.string])
        #expect(result.status == 3)
        for service in ["postgres", "redis"] {
            #expect(result.error.says("compose.foreign-project", ["service": "\(service)"]))
        }
        #expect(result.error.says("compose.foreign-project.why", ["folder": "\(platform.root)"]))
        let saved = try await newest().manifest(".components | to_entries[] | select(.value) | .key").lines
        #expect(saved == ["config", "certificates"])
    }

    @Test func `a service that does not run is named with the command that starts it`() async throws {
        #expect(try await platform.docker("stop", "-t", "5", platform.services["REDIS_CONTAINER"]!).status == 0)
        let result = try await backup(["--no-mail"])
        #expect(try await platform.docker("start", platform.services["REDIS_CONTAINER"]!).status == 0)
        #expect(result.status == 3)
        #expect(result.error.says("compose.service-not-running", ["service": "redis"], of: "redis"))
        #expect(
            result.error.says("compose.service-not-running.fix", ["command": "docker compose up -d redis"]))
        #expect(try await newest().manifest("[.components.redis, .components.postgresql] | @csv") == "false,true")
    }

    @Test func `an engine that does not answer is named, and the files are saved`() async throws {
        let result = try await backup([], ["DOCKER_HOST": "unix:///nonexistent/docker.sock"])
        #expect(result.status == 3)
        #expect(result.error.says("compose.silent", of: "postgresql"))
        let look = "DOCKER_HOST=unix:///nonexistent/docker.sock docker version"
        #expect(result.error.says("compose.engine-silent", ["command": look]), "\(result.error)")
        let saved = try await newest().manifest(".components | to_entries[] | select(.value) | .key").lines
        #expect(saved == ["mail", "config", "certificates"])
    }

    /// Root is let in everywhere, so somebody else's client speaks here.
    @Test func `a user who may not speak to the engine is told how to`() async throws {
        let scratch = Scratch()
        let script = """
            for name in docker docker-compose; do
                printf '#!/bin/sh\necho "permission denied while trying to connect to the docker API" >&2\nexit 1\n' >"$0/$name"
                chmod 755 "$0/$name"
            done
            """
        _ = try await run("sh", ["-c", script, scratch.path.string])
        let result = try await backup(["--quiet"], ["PATH": "\(scratch.path):/usr/sbin:/usr/bin:/sbin:/bin"])
        #expect(result.status == 3)
        #expect(result.error.says("compose.engine-closed-2"), "\(result.error)")
    }

    @Test func `a dry run through Compose names the files and starts nothing`() async throws {
        let containers = { [platform] () async throws -> String in
            // Other suites have containers on the same engine.
            let own = "label=com.docker.compose.project.working_dir=\(platform.root)"
            return try await platform.docker("ps", "-a", "--filter", own, "--format", "{{.ID}} {{.State}}").output
        }
        let before = try await containers()
        #expect(before.lines.count >= 2)
        let result = try await backup(["--dry-run"])
        #expect(result.status == 0 && result.output.contains("/postgresql_"))
        #expect(try await containers() == before)
        #expect(try await run("test", ["-e", backups.string]).status == 1)
    }
}

struct ComposeTrait: SuiteTrait, TestScoping {
    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in
                try await ComposeTests.$platform.withValue(platform) { try await function() }
            }
        }
    }
}

extension Trait where Self == ComposeTrait {
    static var compose: Self { Self() }
}
