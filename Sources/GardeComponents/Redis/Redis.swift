public import GardeCore
package import GardeWords
package import GardeIO
import SystemPackage

/// A Redis server.
package struct Redis: Sendable, Hashable {
    package let user: Setting
    package let password: Secret
    package let place: Place
}

/// A Redis server's data, as the server itself hands it out.
public func redis(
    _ name: String = "redis", user: any SettingConvertible = .environment("REDIS_USERNAME"),
    password: Secret = .environment("REDIS_PASSWORD"), in place: any PlaceConvertible = .automatic("redis"),
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let server = Redis(user: user.setting, password: password, place: place.place)
    return Source.word(name, kind: server, usedBy: services, suspectBelow: suspectBelow)
}

extension Redis: ComponentKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        RedisCapture(
            id: request.source.id, redis: self, site: request.site,
            note: note(request.source.id, request.site, in: request.backupRoot))
    }

    package func restorer(_ request: LoadRequest) async -> any Load {
        let control = try? await request.services.control(of: request.source)
        return RedisLoad(
            id: request.source.id, redis: self, site: request.site, scratch: request.scratch, control: control,
            isAlone: !request.servicesRun,
            note: note(request.source.id, request.site, in: request.scratch.removingLastComponent()))
    }

    /// Of a setting that is another one for a while; a backup puts back what a restore has left changed, and the other way.
    private func note(_ id: Component.ID, _ site: Site, in backupRoot: FilePath) -> FilePath {
        backupRoot.appending(".\(id)-rewrite-\(site.identity.mark)")
    }

    package func secondName(_ name: String) -> String? { "\(name)_aof" }
    package var restoreOrder: Int { 1 }
    package var option: String? { "REDIS" }
    package var location: Place? { place }
    package var serverNames: [String]? { ["redis-server", "redis", "valkey-server", "valkey"] }
    package var secrets: [Secret] { [password] }

    package func ask(_ site: Site) async throws {
        let answer = try await RedisServer.reach(self, site).ask("PING")
        guard answer == ["PONG"] else { throw Failure.redisLoading }
    }

    package func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding? {
        guard let dump = files.last(where: { $0.part == .rdb }) else { return nil }
        let survey = RedisSurvey(countsPrefixes: true)
        do { try await pipeline(dump.source + [survey]) } catch RDBFailed.unknown { return nil }
        guard let contents = survey.contents else { return nil }
        return DataHolding(
            "look.keys",
            contents.keys.sorted { $0.key < $1.key }.flatMap { database, count in
                let prefixes = contents.prefixes[database, default: [:]].sorted {
                    ($1.value, $0.key) < ($0.value, $1.key)
                }
                return [(name: "db\(database)", count: count)]
                    + prefixes.prefix(50).map { (name: "db\(database)  \($0.key)*", count: $0.value) }
            })
    }

    package func leftBehind(_ entry: Journal.Entry) -> Text? {
        RedisKeysStep(entry).map { Text("redis.keys-left", ["path": $0.kept, "command": $0.command(for: $0.kept)]) }
    }

    /// A line a database: the first few keys.
    package func holding(
        of files: [RestoreFile], named isWanted: @escaping @Sendable (String) -> Bool, _ site: Site
    ) async throws -> DataHolding? {
        guard let dump = files.last(where: { $0.part == .rdb }) else { return nil }
        let survey = RedisSurvey(naming: isWanted)
        do { try await pipeline(dump.source + [survey]) } catch RDBFailed.unknown { return nil }
        guard let contents = survey.contents else { return nil }
        return DataHolding(
            "look.keys",
            contents.named.sorted { $0.key < $1.key }.map { database, keys in
                let list = keys.first.joined(separator: ", ") + (keys.count > keys.first.count ? ", …" : "")
                return (name: "db\(database)  \(list)", count: keys.count)
            })
    }

    package func byHand(_ content: (Part) -> String) -> [String] { ["\(content(.rdb)) > dump.rdb"] }
    package func findings(of name: String) -> [Failure] { missing(name, ("in:", place.isEmpty)) }

    package static func reader(of part: Part) -> [any Filter]? {
        switch part {
        case .rdb: [RedisDump()]
        case .appendOnly: [TarSink { while try $0.next() != nil {} }]
        default: nil
        }
    }

    package static var toolSecrets: [String] { ["REDISCLI_AUTH"] }
    package static var serverPrograms: [String] { ["redis-server", "valkey-server", "keydb-server"] }

    package static var variables: [ServerVariable] {
        [
            ServerVariable("REDIS_HOST", builtIn: "127.0.0.1", Text("option.redis-host")),
            ServerVariable("REDIS_PORT", isPort: true, builtIn: "6379", Text("option.redis-port")),
            ServerVariable("REDIS_USERNAME", inEnvFile: true, Text("option.redis-username")),
            ServerVariable("REDIS_PASSWORD", inEnvFile: true, secret: true, Text("option.redis-password")),
            ServerVariable("REDIS_SOCKET", Text("option.redis-socket")),
            ServerVariable("REDIS_TLS", inEnvFile: true, Text("option.redis-tls")),
            ServerVariable("REDIS_TLS_CA_FILE", inEnvFile: true, Text("option.redis-tls-ca-file")),
            ServerVariable("REDIS_TLS_CERT_FILE", inEnvFile: true, Text("option.redis-tls-cert-file")),
            ServerVariable("REDIS_TLS_KEY_FILE", inEnvFile: true, Text("option.redis-tls-key-file")),
        ]
    }
}
