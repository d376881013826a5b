import GardeComponents
public import GardeCore
public import GardeDestinations
public import GardeNotifiers
// What the compiler answers to a near miss, on the line that holds it.

/// No call of an unavailable function compiles, so nothing arrives here.
private func refused() -> Never { fatalError("unreachable: the compiler refuses this call") }

extension RecipeBuilder {
    @available(*, unavailable, message: "a recipe says at least what to save: postgres(), redis(), mail(), files(…)")
    public static func buildBlock() -> [Word] { refused() }

    @available(*, unavailable, message: "not a word of a recipe; words have parentheses, as in postgres()")
    @_disfavoredOverload
    public static func buildExpression<Other>(_ other: Other) -> [Word] { refused() }
}

// MARK: Passwords

@available(
    *, unavailable,
    message: "a password never stands in a recipe: postgres(password: .environment(\"POSTGRES_PASSWORD\"))"
)
@_disfavoredOverload
public func postgres(
    _ name: String = "", database: any SettingConvertible = "", user: any SettingConvertible = "", password: String,
    in place: any PlaceConvertible = "", suspectBelow: Double = 0, usedBy services: String...
) -> Word { refused() }

@available(
    *, unavailable, message: "a password never stands in a recipe: redis(password: .environment(\"REDIS_PASSWORD\"))"
)
@_disfavoredOverload
public func redis(
    _ name: String = "", user: any SettingConvertible = "", password: String, in place: any PlaceConvertible = "",
    suspectBelow: Double = 0, usedBy services: String...
) -> Word { refused() }

// MARK: Words that miss something

@available(*, unavailable, message: "say a name and what to save under it: files(\"website\", \"/srv/www\")")
public func files(_ name: String = "") -> Word { refused() }

@available(
    *, unavailable,
    message: "what cannot be loaded cannot be restored: command(\"ldap\", dump: [\"slapcat\"], load: [\"slapadd\"])"
)
public func command(
    _ name: String, dump: [String], in place: any PlaceConvertible = "", suspectBelow: Double = 0,
    usedBy services: String...
) -> Word { refused() }

@available(
    *, unavailable, message: "no shell reads it; write the arguments one by one: dump: [\"slapcat\", \"-n\", \"1\"]"
)
@_disfavoredOverload
public func command(
    _ name: String, dump: String, load: String = "", in place: any PlaceConvertible = "", suspectBelow: Double = 0,
    usedBy services: String...
) -> Word { refused() }

@available(
    *, unavailable,
    message:
        "say how: service(\"redis\", stop: [\"…\"], start: [\"…\"], isRunning: [\"…\"]); with Docker or systemd usedBy: is enough"
)
public func service(_ name: String = "") -> Word { refused() }

@available(
    *, unavailable,
    message: "no shell reads it; write the arguments one by one: stop: [\"rc-service\", \"redis\", \"stop\"]"
)
@_disfavoredOverload
public func service(_ name: String, stop: String, start: String = "", isRunning: String = "") -> Word { refused() }

@available(
    *, unavailable,
    message: "no shell reads it; write the arguments one by one: before([\"systemctl\", \"stop\", \"worker\"])"
)
@_disfavoredOverload
public func before(_ command: String...) -> Word { refused() }

@available(
    *, unavailable,
    message:
        "no shell reads it; write the arguments one by one: after([\"systemctl\", \"start\", \"worker\"], once: .read)"
)
@_disfavoredOverload
public func after(_ command: String..., once stage: RunStage = .ended) -> Word { refused() }

@available(
    *, unavailable,
    message: "say once what: after([\"systemctl\", \"start\", \"worker\"], once: .read), or once: .ended"
)
@_disfavoredOverload
public func after(_ commands: [String]..., limit: TimeSpan = .minutes(10)) -> Word { refused() }

@available(*, unavailable, message: "name who can read the backups: encrypt(to: \"admin@example.com\")")
public func encrypt(_ recipients: any RecipientConvertible...) -> Word { refused() }

@available(*, unavailable, message: "say which folder: store(in: \"/srv/backups\")")
public func store() -> Word { refused() }

@available(
    *, unavailable, message: "say how often: schedule(every: .minutes(15), full: .daily(at: \"02:00\"))"
)
@_disfavoredOverload
public func schedule(only components: [String] = []) -> Word { refused() }

@available(*, unavailable, message: "say where to: sync(to: \"s3://bucket/backups\"), or sync(to: \"remote:path\")")
public func sync() -> Word { refused() }

@available(*, unavailable, message: "say how long: keep(daily: 30, weekly: 12, monthly: 12)")
public func keep() -> Word { refused() }

@available(
    *, unavailable,
    message: "say how: notify(.mail(to: \"admin@example.com\")), notify(.slack(.environment(\"SLACK_WEBHOOK_URL\")))"
)
@_disfavoredOverload
public func notify(_ address: String = "") -> Word { refused() }

// MARK: Words of other programs

@available(*, unavailable, message: "the word is postgres()")
public func postgresql(_ name: String = "") -> Word { refused() }

@available(
    *, unavailable,
    message:
        "MariaDB is mariadb(); of MySQL: command(\"mysql\", dump: [\"mysqldump\", \"…\"], load: [\"mysql\", \"…\"])"
)
public func mysql(_ name: String = "", database: any SettingConvertible = "") -> Word { refused() }

@available(*, unavailable, message: "say which file: sqlite(\"data/app.db\")")
public func sqlite() -> Word { refused() }

extension RemoteConvertible where Self == Remote {
    @available(
        *, unavailable, message: "make a remote of rclone (rclone config), then: sync(to: \"name:path\")"
    )
    public static func sftp(_ address: String) -> Remote { refused() }
}

extension Notice {
    @available(*, unavailable, message: "a letter is .mail(to: \"admin@example.com\")")
    public static func email(_ address: any SettingConvertible...) -> Notice { refused() }

    @available(*, unavailable, message: "a letter is .mail(to: \"admin@example.com\")")
    public static func email(to address: any SettingConvertible) -> Notice { refused() }
}
