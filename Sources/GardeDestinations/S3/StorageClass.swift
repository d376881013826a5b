import GardeCore

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

extension RemoteConvertible where Self == Remote {
    /// A bucket, with or without a prefix: `.s3("bucket/backups")`. Its objects are of this storage class, or of the
    /// bucket's own.
    public static func s3(_ bucket: String, storageClass: StorageClass? = nil) -> Remote {
        Remote(url: .text(bucket.hasPrefix("s3://") ? bucket : "s3://\(bucket)"), storageClass: storageClass)
    }
}
