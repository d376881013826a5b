import GardeTestSupport
import SystemPackage
import Testing

/// The lines of the guide that need a place of copies, with the real awscli.
@Suite(.tags(.server)) struct GuidePlacesTests {
    @Test func `awscli: configured as the guide does, tested, and used from a shell and as from cron`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (nil, nil, 5) }) { platform in
            try await RemoteServers.with(in: platform.folder) { servers in
                var shell = try await GuideShell(platform)
                // Where the store is, which Amazon's own client knows by itself; the way in is what is configured.
                let store = servers.environment.filter { ["AWS_ENDPOINT_URL", "AWS_MAX_ATTEMPTS"].contains($0.key) }
                shell.variables.merge(store.merging(["BACKUP_POSTGRES": "false", "BACKUP_REDIS": "false"]) { $1 }) {
                    $1
                }
                let python = try await run("sh", ["-c", "dirname \"$(readlink -f \"$(command -v aws)\")\""]).output
                    .lines
                shell.variables["PATH"] = "\(python.first ?? ""):/usr/local/bin:/usr/bin:/bin"
                try await shell.type("chmod +x scripts/backup/*.sh")
                let dry = try await shell.type(
                    "./scripts/backup/backup.sh --dry-run --sync-remote --remote-dest s3://your-bucket/mssante/")
                #expect(dry.status == 3 && dry.error.contains("aws configure"), "before there is a way in: \(dry)")
                let configured = try await shell.type(
                    "aws configure", answer: "AKIAEXAMPLE\n\(RemoteServers.secret)\neu-west-3\njson\n")
                #expect(configured.status == 0, "\(configured)")
                #expect(try await shell.type("aws s3 ls s3://your-bucket/").status == 0)
                for (line, prefix) in [
                    ("./scripts/backup/backup.sh --sync-remote --remote-dest s3://your-bucket/mssante/", "mssante/"),
                    (
                        """
                        env -i HOME="$HOME" PATH="$PATH" BACKUP_ROOT=/data/backups AWS_ENDPOINT_URL="$AWS_ENDPOINT_URL" \
                        BACKUP_POSTGRES=false BACKUP_REDIS=false COPY_PROGRAM=false "$PWD/scripts/backup/backup.sh" \
                        --sync-remote --remote-dest s3://your-bucket/weekly --quiet
                        """, "weekly/"
                    ),
                ] {
                    let sent = try await shell.type(line)
                    #expect(sent.status == 0, "\(line): \(sent)")
                    let id = try await platform.newestBackup().id
                    let keys = try await servers.keys("your-bucket", "\(prefix)\(id)/")
                    #expect(keys.contains("\(prefix)\(id)/manifest.json"), "\(keys)")
                }
            }
        }
    }
}

/// The lines of the guide for a server that is down, with a real engine.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil })
struct GuideComposeTests {
    @Test func `docker compose: a PostgreSQL that is down is named with the guide's line, which brings it back`()
        async throws
    {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in
                let backups = platform.root.pushing("data/backups")
                let shell = try await GuideShell(platform.root, backups, platform.environment)
                try await shell.type("chmod +x scripts/backup/*.sh; docker compose stop -t 2 postgres")
                let down = try await shell.type("docker compose ps postgres")
                #expect(down.status == 0 && !down.output.contains("healthy"), "\(down)")
                let failed = try await shell.type("./scripts/backup/backup.sh")
                #expect(failed.status != 0, "\(failed)")
                let typed = try #require(
                    failed.error.lines.compactMap { line in
                        line.firstRange(of: "docker compose ").map { String(line[$0.lowerBound...]) }
                    }.first, "\(failed)")
                #expect(try await shell.type(typed).status == 0, "\(typed)")
                let up = try await shell.type(
                    """
                    docker compose up -d postgres
                    for i in $(seq 100); do docker compose ps postgres | grep -q '(healthy)' && break; sleep 0.1; done
                    ./scripts/backup/backup.sh
                    """)
                #expect(up.status == 0, "\(up)")
            }
        }
    }
}
