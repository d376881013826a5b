/// A text that stands in the recipe, or that a variable gives when the recipe runs.
public enum Setting: Sendable, Hashable {
    case text(String)
    /// A variable of the environment, or of the platform's `.env` where behaviour allows it there.
    case environment(String)
}

extension Setting {
    /// The text, or what the variable holds; nil when that is unset or empty.
    package func value(_ environment: (String) -> String?) -> String? {
        let value =
            switch self {
            case .text(let text): text
            case .environment(let variable): environment(variable) ?? ""
            }
        return value.isEmpty ? nil : value
    }
}

/// Whatever stands for a setting: a `String`, or `.environment("VARIABLE")`.
public protocol SettingConvertible: Sendable {
    var setting: Setting { get }
}

extension Setting: SettingConvertible {
    public var setting: Setting { self }
}

extension String: SettingConvertible {
    public var setting: Setting { .text(self) }
}

// These spell the cases where any conforming type is welcome; disfavoured, since both fit where `Setting` is meant.
extension SettingConvertible where Self == Setting {
    /// What this variable holds when the recipe runs.
    @_disfavoredOverload public static func environment(_ variable: String) -> Setting { .environment(variable) }
}

/// A password or key, which never stands in a recipe.
public enum Secret: Sendable, Hashable {
    case environment(String)
    /// A file whose first line is the secret.
    case file(String)
    /// A program, with its arguments, that prints the secret.
    case command([String])
}

/// Where a server is reached.
public enum Place: Sendable, Hashable {
    /// Through this Compose service when the platform has a compose file, else on this machine.
    case automatic(String)
    /// Through this Compose service.
    case compose(String)
    /// On this machine, by its own variables (`PGHOST`, `REDIS_HOST`, …).
    case here
}

/// Whatever says where a server is reached: `.here`, `.compose("service")`, or a `String` that names the service.
public protocol PlaceConvertible: Sendable {
    var place: Place { get }
}

extension Place: PlaceConvertible {
    public var place: Place { self }
}

extension String: PlaceConvertible {
    public var place: Place { .compose(self) }
}

extension PlaceConvertible where Self == Place {
    /// Through this Compose service when the platform has a compose file, else on this machine.
    @_disfavoredOverload public static func automatic(_ service: String) -> Place { .automatic(service) }
    /// Through this Compose service.
    @_disfavoredOverload public static func compose(_ service: String) -> Place { .compose(service) }
    /// On this machine, by its own variables (`PGHOST`, `REDIS_HOST`, …).
    @_disfavoredOverload public static var here: Place { .here }
}

/// A number of days.
public struct Days: Sendable, Hashable {
    package let count: Int

    public static func days(_ count: Int) -> Days { Days(count: count) }
}

/// How hard gzip tries, 1 to 9.
public struct Compression: WordValue {
    package let level: Int
}

/// What a run takes of the machine; nil for all there is, and for the priority that it was started with.
package struct Resources: WordValue {
    package let cores: Int?
    package let nice: Int?
}

/// Who can read the backups.
public struct Encryption: WordValue {
    package let recipients: [Recipient]
}

/// An OpenPGP key: whatever gpg finds it by, or its full fingerprint, in the recipe or in a variable.
public struct Recipient: Sendable, Hashable {
    package let key: Setting
    /// The key is named by all the digits of its fingerprint, so that no other can stand in for it.
    package let isFingerprint: Bool

    package init(key: Setting, isFingerprint: Bool) {
        (self.key, self.isFingerprint) = (key, isFingerprint)
    }
}

/// Whatever names a recipient: a `String` that gpg finds the key by, `.fingerprint("…")` or `.environment("VARIABLE")`.
public protocol RecipientConvertible: Sendable {
    var recipient: Recipient { get }
}

extension Recipient: RecipientConvertible {
    public var recipient: Recipient { self }
}

extension String: RecipientConvertible {
    public var recipient: Recipient { Recipient(key: .text(self), isFingerprint: false) }
}

extension RecipientConvertible where Self == Recipient {
    /// The key that this variable names when the recipe runs.
    public static func environment(_ variable: String) -> Recipient {
        Recipient(key: .environment(variable), isFingerprint: false)
    }

    /// The one key with this fingerprint, as `gpg --fingerprint` prints it, with or without spaces.
    public static func fingerprint(_ digits: String) -> Recipient {
        Recipient(key: .text(digits.filter { $0 != " " }), isFingerprint: true)
    }
}

/// The folder that holds the backups on this machine.
public struct Store: WordValue {
    package let folder: String
}

/// How long backups stay.
public struct Retention: WordValue {
    package let daily: Int
    package let weekly: Int
    package let monthly: Int
    package let incrementals: IncrementRetention

    package init(daily: Int, weekly: Int, monthly: Int, incrementals: IncrementRetention) {
        (self.daily, self.weekly, self.monthly, self.incrementals) = (daily, weekly, monthly, incrementals)
    }
}

extension Retention {
    /// As the word `keep`, for a place of its own: `sync(to: "…", keep: .daily(90, weekly: 52))`.
    public static func daily(
        _ days: Int, weekly: Int = 12, monthly: Int = 12, incrementals: IncrementRetention = .days(7)
    ) -> Retention {
        Retention(daily: days, weekly: weekly, monthly: monthly, incrementals: incrementals)
    }
}

/// How long increments stay: `.days(2, hourly: 7, daily: 30)`.
public struct IncrementRetention: Sendable, Hashable {
    /// So old all of them may be.
    package let count: Int
    /// So old the last of each hour may be, and the last of each day; 0 where that was not asked for.
    package let hourly: Int
    package let daily: Int

    /// All of them for so many days; until they are `hourly` days old the last of each hour, until `daily` the last of each day.
    public static func days(_ count: Int, hourly: Int = 0, daily: Int = 0) -> IncrementRetention {
        IncrementRetention(count: count, hourly: hourly, daily: daily)
    }

    package var thins: Bool { max(hourly, daily) > count }
}
