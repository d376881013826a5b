import GardeNotifiers
import GardeComponents
import GardeDestinations
import GardeCore
import GardeIO

/// Somebody to tell, every variable resolved.
struct Addressee: Sendable {
    let way: any Notifier
    /// All that its settings say of the way to it, address, server and sender among them.
    let route: [String]
    /// Whether it hears of the beginning and of every end.
    let hearsAll: Bool
    let wanted: Set<Outcome>

    /// Whether `--tell` tells it what was found: a dead man's switch waits for runs.
    var hearsFindings: Bool { !hearsAll && wanted.contains(.failure) }

    /// What people know it by.
    var name: String { way.name }

    /// Stands for it in files of BACKUP_ROOT, and changes with anything by which it is reached: a digest, as addresses may
    /// be secrets.
    func mark(_ own: Identity) -> String {
        SHA256.hexadecimal(of: Array(([own.mark, name] + route).joined(separator: "\0").utf8))
    }
}

extension Notice {
    /// The variables that tell somebody without a word of the recipe, as the guide has it.
    static let byVariable: [Notice] = [
        .slack(.environment("SLACK_WEBHOOK_URL")), .mail(to: .environment("ALERT_EMAIL")),
        .webhook(.environment("ALERT_WEBHOOK_URL")), .heartbeat(.environment("HEARTBEAT_URL")),
    ]
}

extension Recipe {
    /// Its own notices, and those that variables add.
    var allNotices: [Notice] {
        notices + Notice.byVariable.filter { added in !notices.contains { $0.way.address == added.way.address } }
    }
}

extension Settings {
    /// Who is told, each once; a notice whose variable is unset is off.
    func addressees(_ recipe: Recipe) -> [Addressee] {
        recipe.allNotices.compactMap(addressee).reduce(into: []) { found, next in
            if !found.contains(where: { AnyHashable($0.way) == AnyHashable(next.way) }) { found.append(next) }
        }
    }

    /// Nil for one that is off.
    func addressee(_ notice: Notice) -> Addressee? {
        guard let address = text(notice.way.address) else { return nil }
        var route = [address]
        let way = notice.way.notifier(to: address) { setting in
            let value = text(setting)
            route.append(value ?? "")
            return value
        }
        return Addressee(way: way, route: route, hearsAll: notice.way.hearsAll, wanted: notice.wanted)
    }
}
