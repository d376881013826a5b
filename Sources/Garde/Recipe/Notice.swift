package import GardeWords

/// Somebody who hears how a run went, and of which outcomes.
public struct Notice: Sendable, Hashable {
    package enum Way: Sendable, Hashable {
        case slack(Setting), webhook(Setting), heartbeat(Setting)
        case mail(Letterbox)
    }

    /// Mailboxes, and how letters get there.
    package struct Letterbox: Sendable, Hashable {
        /// Addresses with commas between.
        package let to: Setting
        package let from: Setting
        /// `smtp://` or `smtps://`; SMTP_URL where it is empty, else the machine's sendmail.
        package let server: Setting
    }

    package let way: Way
    /// Those that were chosen; empty when nobody did.
    package var outcomes: Set<Outcome> = []

    /// A Slack channel, by the address of its incoming web hook.
    public static func slack(_ webHook: any SettingConvertible) -> Notice { Notice(way: .slack(webHook.setting)) }

    /// Somebody with a mailbox; several addresses have commas between.
    ///
    /// The letter goes through `server`, as in `smtps://mail.example.com`, or the one that SMTP_URL names, else through
    /// the machine's own sendmail.
    public static func mail(
        to address: any SettingConvertible, from sender: any SettingConvertible = "",
        through server: any SettingConvertible = ""
    ) -> Notice {
        Notice(way: .mail(Letterbox(to: address.setting, from: sender.setting, server: server.setting)))
    }

    /// A program that takes JSON by POST at this address.
    public static func webhook(_ url: any SettingConvertible) -> Notice { Notice(way: .webhook(url.setting)) }

    /// A dead man's switch that takes pings as healthchecks.io does: it tells people when none comes.
    public static func heartbeat(_ url: any SettingConvertible) -> Notice { Notice(way: .heartbeat(url.setting)) }
}

/// How a run came out, for those who are told.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// Nothing is saved, or a signal ended it.
    case failure
    /// Saved, but not everything that was asked for.
    case incomplete
    /// The first one that went well after others that did not.
    case recovery
    /// A full backup that went well.
    case full
    /// An increment that went well.
    case increment
    /// It did not begin: another run held the lock for too long.
    case locked
}

extension Notice {
    /// Those that it is told of: an increment every quarter of an hour is no news.
    package var wanted: Set<Outcome> {
        outcomes.isEmpty ? Set(Outcome.allCases).subtracting([.increment]) : outcomes
    }

    /// Where it goes, as the recipe says it.
    package var address: Setting {
        switch way {
        case .slack(let url), .webhook(let url), .heartbeat(let url): url
        case .mail(let box): box.to
        }
    }

    /// What a recipe calls it.
    package var word: String {
        switch way {
        case .slack: "slack"
        case .webhook: "webhook"
        case .heartbeat: "heartbeat"
        case .mail: "mail(to:)"
        }
    }

    package var findings: [Failure] {
        (address == .text("") ? [.empty("notify", word)] : []) + chosenForHeartbeat + passwordInServer
    }

    private var chosenForHeartbeat: [Failure] {
        guard case .heartbeat = way, !outcomes.isEmpty else { return [] }
        return [.heartbeatHearsAll]
    }

    private var passwordInServer: [Failure] {
        guard case .mail(let box) = way, case .text(let url) = box.server, url.contains("@") else { return [] }
        return [.passwordInServer]
    }
}

extension Failure {
    package static let heartbeatHearsAll = Failure("recipe.heartbeat-hears-all")

    package static let passwordInServer = Failure("recipe.password-in-server")
}
