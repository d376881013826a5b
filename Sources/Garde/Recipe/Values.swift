/// A text that stands in the recipe, or that a variable gives when the recipe runs.
public enum Setting: Sendable, Hashable {
    case text(String)
    /// A variable of the environment, or of the platform's `.env` where behaviour allows it there.
    case environment(String)
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

/// A number of days.
public struct Days: Sendable, Hashable {
    package let count: Int

    public static func days(_ count: Int) -> Days { Days(count: count) }
}

/// How hard gzip tries, 1 to 9.
public struct Compression: Sendable, Hashable {
    package let level: Int
}

/// Who can read the backups.
public struct Encryption: Sendable, Hashable {
    package let recipients: [Recipient]
}

/// An OpenPGP key: whatever gpg finds it by, or its full fingerprint, in the recipe or in a variable.
public struct Recipient: Sendable, Hashable {
    package let key: Setting
}

/// The folder that holds the backups on this machine.
public struct Store: Sendable, Hashable {
    package let folder: String
}

/// A place away from this machine: `s3://bucket/prefix`, or `name:path` of rclone.
public struct Remote: Sendable, Hashable {
    package let url: Setting
}

/// How long backups stay.
public struct Retention: Sendable, Hashable {
    package let daily: Int
    package let weekly: Int
    package let monthly: Int
    /// Days that increments of mail stay.
    package let incrementals: Days
}

/// Somebody who hears how a run went.
public enum Notice: Sendable, Hashable {
    case slack(Setting)
    case mail(to: Setting)
}
