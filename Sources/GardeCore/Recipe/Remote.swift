/// A place away from this machine, and how copies are kept there.
public struct Remote: WordValue {
    /// `s3://bucket/prefix`, or `name:path` of rclone.
    package let url: Setting
    /// Of the objects in S3; the bucket's own when nil.
    package var storageClass: StorageClass?
    /// Nothing is removed there when nil.
    package var keep: Retention?
    package var limit: Bandwidth?
}

/// Whatever names a place away from this machine: a `String`, `.environment("VARIABLE")` or `.s3("…", storageClass: …)`.
public protocol RemoteConvertible: Sendable {
    var remote: Remote { get }
}

extension Remote: RemoteConvertible {
    public var remote: Remote { self }
}

extension String: RemoteConvertible {
    public var remote: Remote { Remote(url: .text(self)) }
}

extension Setting: RemoteConvertible {
    public var remote: Remote { Remote(url: self) }
}

extension RemoteConvertible where Self == Remote {
    /// The place that this variable names when the recipe runs.
    public static func environment(_ variable: String) -> Remote { Remote(url: .environment(variable)) }

    /// A bucket, with or without a prefix, whose objects are of this storage class: `.s3("bucket/backups", …)`.
    public static func s3(_ bucket: String, storageClass: StorageClass) -> Remote {
        Remote(url: .text(bucket.hasPrefix("s3://") ? bucket : "s3://\(bucket)"), storageClass: storageClass)
    }
}

/// How S3 keeps an object, and what reading it costs.
public struct StorageClass: Sendable, Hashable {
    package let name: String

    public static let standard = StorageClass(name: "STANDARD")
    public static let standardIA = StorageClass(name: "STANDARD_IA")
    public static let oneZoneIA = StorageClass(name: "ONEZONE_IA")
    public static let intelligentTiering = StorageClass(name: "INTELLIGENT_TIERING")
    public static let glacierInstantRetrieval = StorageClass(name: "GLACIER_IR")
    /// To be thawed before it can be read.
    public static let glacier = StorageClass(name: "GLACIER")
    /// To be thawed before it can be read, for half a day.
    public static let deepArchive = StorageClass(name: "DEEP_ARCHIVE")

    /// Any other, by the name that the store gives it.
    public static func named(_ name: String) -> StorageClass { StorageClass(name: name) }
}

/// How much of the line copies may take, a second.
public struct Bandwidth: Sendable, Hashable {
    package let bytesPerSecond: Int

    public static func kilobytes(_ count: Int) -> Bandwidth { Bandwidth(bytesPerSecond: count * 1000) }
    public static func megabytes(_ count: Int) -> Bandwidth { Bandwidth(bytesPerSecond: count * 1_000_000) }
}

extension Retention {
    /// As the word `keep`, for a place of its own: `sync(to: "…", keep: .daily(90, weekly: 52))`.
    public static func daily(
        _ days: Int, weekly: Int = 12, monthly: Int = 12, incrementals: Days = .days(7)
    ) -> Retention {
        Retention(daily: days, weekly: weekly, monthly: monthly, incrementals: incrementals)
    }
}
