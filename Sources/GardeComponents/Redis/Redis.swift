public import GardeCore
package import GardeWords
import GardeIO
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
    return Word(Source(name: name, kind: server, usedBy: services, suspectBelow: suspectBelow))
}

extension Redis: ComponentKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        let note = ".\(request.source.name)-rewrite-\(request.site.identity.mark)"
        return RedisCapture(
            name: request.source.name, redis: self, site: request.site, rewriteNote: request.backupRoot.appending(note))
    }

    package func restorer(_ request: LoadRequest) async -> any Load {
        let control = try? await request.services.control(of: request.source)
        return RedisLoad(
            name: request.source.name, redis: self, site: request.site, scratch: request.scratch, control: control,
            isAlone: !request.servicesRun)
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

    package func byHand(_ content: (Part) -> String) -> [String] { ["\(content(.rdb)) > dump.rdb"] }
    package func findings(of name: String) -> [Failure] { missing(name, ("in:", place.isEmpty)) }
}
