import GardeNotifiers
import GardeComponents
import GardeDestinations
import GardeCore
/// Somebody to tell, every variable resolved.
struct Addressee: Sendable {
    let way: any Notifier
    /// Whether it hears of the beginning and of every end.
    let hearsAll: Bool
    let wanted: Set<Outcome>

    /// What people know it by.
    var name: String { way.name }
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
        return Addressee(
            way: notice.way.notifier(to: address, value: text), hearsAll: notice.way.hearsAll, wanted: notice.wanted)
    }
}
