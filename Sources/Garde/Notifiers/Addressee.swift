/// Somebody to tell, every variable resolved.
struct Addressee: Sendable, Hashable {
    enum Way: Sendable, Hashable {
        case slack(String), webhook(String), heartbeat(String)
        case mail(Letterbox)
    }

    struct Letterbox: Sendable, Hashable {
        /// Addresses with commas between.
        let to: String
        /// Nil: this user at this machine.
        let from: String?
        /// `smtp://` or `smtps://`; nil: the machine's own sendmail.
        let server: String?
    }

    let way: Way
    let wanted: Set<Outcome>

    /// What people know it by; addresses of web hooks are secrets.
    var name: String {
        switch way {
        case .slack: "Slack"
        case .webhook: "webhook"
        case .heartbeat: "heartbeat"
        case .mail(let box): box.to
        }
    }

    var isHeartbeat: Bool { if case .heartbeat = way { true } else { false } }
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
        notices + Notice.byVariable.filter { added in !notices.contains { $0.address == added.address } }
    }
}

extension Settings {
    /// Who is told, each once; a notice whose variable is unset is off.
    func addressees(_ recipe: Recipe) -> [Addressee] {
        recipe.allNotices.compactMap(addressee).reduce(into: []) { found, next in
            if !found.contains(where: { $0.way == next.way }) { found.append(next) }
        }
    }

    /// Nil for one that is off.
    func addressee(_ notice: Notice) -> Addressee? {
        guard let address = text(notice.address) else { return nil }
        let way: Addressee.Way =
            switch notice.way {
            case .slack: .slack(address)
            case .webhook: .webhook(address)
            case .heartbeat: .heartbeat(address)
            case .mail(let box):
                .mail(
                    .init(
                        to: address, from: text(box.from) ?? text("ALERT_FROM"),
                        server: text(box.server) ?? text("SMTP_URL")))
            }
        return Addressee(way: way, wanted: notice.wanted)
    }
}
