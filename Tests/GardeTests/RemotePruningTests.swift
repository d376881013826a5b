import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Rotation of copies on a real sshd and on moto's S3.
@Suite(.tags(.server), .serialized, .timeLimit(.minutes(5)))
struct RemotePruningTests {
    private let scratch = Scratch()
    private var local: FilePath { scratch("backups") }

    @Test func `old copies of this machine go, nobody else's do, and their manifests go first`() async throws {
        try await withServers { servers in
            let ids = try (0...3).map { try far(daysAgo: $0) } + [try far(daysAgo: 800), try far(daysAgo: 801)]
            let other = try far(daysAgo: 802, host: "elsewhere")
            try upload(newest: ids[0])
            let there = servers.url(.sftp, "site")
            try await put(.sftp, servers, there)
            #expect(try await pruned(servers, there) == [])
            let left = try await servers.names(.sftp, "site").map { String($0.prefix(15)) }
            #expect(Set(left) == Set(ids.prefix(4) + [other]))
        }
    }

    @Test func `fakes from the future stop the rotation there, and are told`() async throws {
        try await withServers { servers in
            let ids = try (0...3).map { try far(daysAgo: $0) } + [try far(daysAgo: 800)]
            try upload(newest: ids[0])
            for hours in 1...30 { try far(LocalTime.now().adding(seconds: 3600 * hours)) }
            let there = servers.url(.sftp, "site")
            try await put(.sftp, servers, there)
            let failures = try await pruned(servers, there).map { $0.line(.french) }
            #expect(failures.count == 1 && failures[0].says("copy.never-made"), "\(failures)")
            #expect(try await servers.names(.sftp, "site").contains { $0.hasPrefix(ids[4]) })
        }
    }

    @Test func `too many at once are held back there as here`() async throws {
        try await withServers { servers in
            let ids = try (0...3).map { try far(daysAgo: $0) } + (800...805).map { try far(daysAgo: $0) }
            try upload(newest: ids[0])
            let there = servers.url(.sftp, "site")
            try await put(.sftp, servers, there)
            let failures = try await pruned(servers, there).map { $0.line(.french) }
            #expect(failures.count == 1 && failures[0].says("prune.too-many", ["count": 6]), "\(failures)")
            #expect(try await servers.names(.sftp, "site").count { $0.hasSuffix("manifest.json") } == 10)
            #expect(failures[0].contains("PLATFORM_ROOT=/site") && failures[0].contains("prune --remote --yes"))
            #expect(try await pruned(servers, there, isForced: true) == [])
            #expect(try await servers.names(.sftp, "site").count { $0.hasSuffix("manifest.json") } == 4)
        }
    }

    @Test func `what is locked stays, is named, and the rest goes`() async throws {
        try await withServers { servers in
            let ids = try (0...3).map { try far(daysAgo: $0) } + [try far(daysAgo: 800), try far(daysAgo: 801)]
            try upload(newest: ids[0])
            try await servers.aws(["s3api", "create-bucket", "--bucket", "locked", "--object-lock-enabled-for-bucket"])
            try await put(.s3ByAWS, servers, "s3://locked/site")
            let key = "site/\(ids[4])/config_\(ids[4]).tar.gz"
            let until = "Mode=COMPLIANCE,RetainUntilDate=2099-01-01T00:00:00Z"
            try await servers.aws([
                "s3api", "put-object-retention", "--bucket", "locked", "--key", key, "--retention", until,
            ])
            let (console, said) = try listening()
            #expect(try await pruned(servers, "s3://locked/site", console) == [])
            let left = Set(try await servers.keys("locked").map { String($0.dropFirst(5).prefix(15)) })
            #expect(left == Set(ids.prefix(5)))
            let lock = Text("copy.locked-until", ["readable": "2099-01-01"])
            #expect(
                try said().says("copy.locked", ["id": ids[4], "url": "s3://locked/site", "why": lock]))
        }
    }

    // MARK: What lies where

    private func withServers(_ body: (RemoteServers) async throws -> Void) async throws {
        try await RemoteServers.with(in: scratch("servers"), body)
    }

    /// Prepares a copy that began so many days ago.
    @discardableResult
    private func far(daysAgo: Int, host: String = hostName()) throws -> String {
        let day = LocalTime(id: LocalTime.now().id.prefix(9) + "020000")!.adding(seconds: -86400 * daysAgo)
        return try far(LocalTime(id: day.id.prefix(9) + "000000")!, host: host)
    }

    @discardableResult
    private func far(_ time: LocalTime, host: String = hostName()) throws -> String {
        let id = time.id
        try scratch.write("far/\(id)/config_\(id).tar.gz", "x")
        try scratch.write(
            "far/\(id)/manifest.json",
            """
            {"backup": {"id": "\(id)", "type": "full", "date": "\(time.iso8601)", "duration_seconds": 1, "size_bytes": 1,
              "encrypted": false, "errors": 0, "uuid": "\(id)"}, "components": {"config": true},
             "system": {"hostname": "\(host)", "os": "o", "docker_version": null, "platform": "/site"},
             "application": {"version": "v", "commit": "c"}, "recipe": "mssante"}
            """)
        return id
    }

    /// The newest one is here too.
    private func upload(newest id: String) throws {
        let manifest = try scratch("far").appending(id).appending("manifest.json").read()
        try scratch.write("backups/\(id)/manifest.json", manifest)
    }

    private func put(_ place: RemotePlace, _ servers: RemoteServers, _ url: String) async throws {
        let far = scratch("far").string
        guard place == .sftp else {
            try await servers.aws(["s3", "cp", "--recursive", "--only-show-errors", far, url])
            return
        }
        let path = String(url.drop { $0 != ":" }.dropFirst())
        _ = try await run("cp", ["-r", far, path])
    }

    private func pruned(
        _ servers: RemoteServers, _ url: String, _ console: Console? = nil, isForced: Bool = false
    ) async throws -> [Failure] {
        let address = try #require(DestinationAddress(url))
        let environment = servers.environment
        let pruning = RemotePruning(
            at: CopyPlace(address: address), DestinationAccess(own: { environment[$0] }), keep: .daily(30),
            typed: TypedCommand(backupRoot: local, root: "/site"),
            identity: Identity(platform: "/site", recipe: "mssante"), isForced: isForced,
            console: try console ?? listening().0)
        let path = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        return try await Invocation.$surroundings.withValue(environment.merging(path) { $1 }) {
            try await pruning.run()
        }
    }

    /// A console in French, and what it said so far.
    private func listening() throws -> (Console, () throws -> String) {
        let path = scratch("said-\(UInt32.random(in: 0 ... .max))")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
        let console = Console(
            .french, .init(keepsLog: false), out: Screen(file, environment: [:]), err: Screen(file, environment: [:]))
        return (console, { String(decoding: try path.read(), as: UTF8.self) })
    }
}
