import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `restore --table` and `--keys` from copies elsewhere that are encrypted: nothing but what is needed is fetched.
@Suite(.tags(.server)) struct PartsElsewhereTests {
    @Test func `a table and some keys come back from S3 and by SFTP, and only their component is fetched`() async throws
    {
        try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (20, 20, 30) }) { platform in
            let keys = try ThrowawayKeys()
            _ = try await keys.make("Site <site@example.com>", expires: "2y")
            try await platform.sql("CREATE TABLE told AS SELECT n FROM generate_series(1, 7) n")
            try await platform.redisCLI("SET", "login:1", "then")
            try await RemoteServers.with(in: platform.folder) { servers in
                let variables = servers.environment.merging(keys.variables) { $1 }
                for place in [RemotePlace.s3ByAWS, .s3ByRclone, .sftp] {
                    let scene = Scene(platform: platform, servers: servers, place: place, variables: variables)
                    try await scene.save()
                    try await scene.bringTable()
                    try await scene.bringKeys()
                }
            }
        }
    }

    private struct Scene {
        let platform: ThrowawayPlatform
        let servers: RemoteServers
        let place: RemotePlace
        let variables: [String: String]
        private let prefix = unusedPrefix()

        init(
            platform: ThrowawayPlatform, servers: RemoteServers, place: RemotePlace, variables: [String: String]
        ) {
            (self.platform, self.servers, self.place, self.variables) = (platform, servers, place, variables)
        }

        var url: String { servers.url(place, prefix) }

        func call(_ words: [String]) async throws -> ToolResult {
            try await platform.backup(words, variables, by: servers.launcher(place))
        }

        /// Only the copy stays.
        func save() async throws {
            let run = try await call([
                "--encrypt", "--gpg-recipient", "site@example.com", "--sync-remote", "--remote-dest", url,
            ])
            #expect(run.status == 0, "\(place): \(run)")
        }

        func bringTable() async throws {
            let run = try await fetching(["--table", "told"], "postgresql")
            #expect(run.output.says("restore.tables-done"), "\(run)")
            let schema = try await platform.sql("SELECT nspname FROM pg_namespace WHERE nspname ~ 'garde'").dropLast()
            #expect(try await platform.sql("SELECT count(*) FROM \(schema).told") == "7\n")
            try await platform.sql("DROP SCHEMA \(schema) CASCADE")
        }

        func bringKeys() async throws {
            try await platform.redisCLI("SET", "login:1", "now")
            let run = try await fetching(["--keys", "login:*"], "redis")
            #expect(run.output.says("restore.keys-done", ["count": 1]), "\(run)")
            #expect(try await platform.redisCLI("GET", "login:1") == "then\n")
        }

        /// What is said of the bytes is the size of the component's files, and no other file is asked for.
        private func fetching(_ words: [String], _ component: String) async throws -> ToolResult {
            _ = try await servers.requests()
            let run = try await call(["restore", "\(url)/latest", "--decrypt", "--yes"] + words)
            #expect(run.status == 0, "\(place): \(run)")
            let newest = try await platform.newestBackup()
            let size = "cat \"$0\"/\(component)_* | wc -c"
            let bytes = try await GardeTestSupport.run("sh", ["-c", size, newest.folder.string]).output
            let said = ["url": url, "bytes": Bytes(Int(bytes.filter(\.isNumber)) ?? 0)] as [String: any Sayable]
            #expect(run.output.says("copy.fetching", said), "\(place) \(bytes): \(run)")
            let asked = try await servers.requests().filter { $0.contains("/\(newest.id)/") }
            #expect(place == .sftp || asked.contains { $0.contains("/\(component)_") }, "\(asked)")
            #expect(asked.allSatisfy { $0.contains("/\(component)_") || $0.contains("manifest") }, "\(asked)")
            let left = try await GardeTestSupport.run("ls", ["-A", platform.backupRoot.string]).output
            #expect(!left.contains(".fetched"))
            return run
        }
    }
}

/// The same of servers in containers of a Compose project.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil })
struct PartsComposeTests {
    @Test func `a table and some keys come back into servers in containers, encrypted ones too`() async throws {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in try await Self.story(platform) }
        }
    }

    private static func story(_ platform: ComposePlatform) async throws {
        let keys = try ThrowawayKeys()
        _ = try await keys.make("Site <site@example.com>", expires: "2y")
        let variables = platform.environment.merging(keys.variables) { $1 }
        func sql(_ text: String) async throws -> String {
            let shell = "psql -XAtq -U $POSTGRES_USER -d $POSTGRES_DB -c \"$0\""
            let run = try await platform.docker(
                "exec", platform.services["POSTGRES_CONTAINER"]!, "sh", "-c", shell, text)
            #expect(run.status == 0, "\(run)")
            return run.output
        }
        func redis(_ words: String) async throws -> String {
            let shell = "REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -p $REDIS_PORT \(words)"
            return try await platform.docker("exec", platform.services["REDIS_CONTAINER"]!, "sh", "-c", shell).output
        }
        _ = try await sql("CREATE TABLE told AS SELECT n FROM generate_series(1, 7) n")
        _ = try await redis("SET login:1 then")
        let saved = try await runBackup(["--encrypt", "--gpg-recipient", "site@example.com", "--no-mail"], variables)
        #expect(saved.status == 0, "\(saved)")
        _ = try await redis("SET login:1 now")
        let table = try await runBackup(["restore", "latest", "--table", "told", "--decrypt", "--yes"], variables)
        #expect(table.status == 0, "\(table)")
        let schema = try await sql("SELECT nspname FROM pg_namespace WHERE nspname ~ 'garde'").dropLast()
        #expect(try await sql("SELECT count(*) FROM \(schema).told") == "7\n")
        let some = try await runBackup(["restore", "latest", "--keys", "login:*", "--decrypt", "--yes"], variables)
        #expect(some.status == 0 && some.output.says("restore.keys-done", ["count": 1]), "\(some)")
        #expect(try await redis("GET login:1") == "then\n")
        let found = try await runBackup(["find", "told"], variables)
        #expect(found.status == 0 && found.output.says("look.rows", ["count": 7]), "\(found)")
    }
}
