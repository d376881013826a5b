package import GardeCore

/// Where copies go, as settings and recipe say it.
package struct CopyPlace: Sendable, Hashable {
    package let address: DestinationAddress
    /// Of S3; the bucket's own when nil.
    package var storageClass: String?
    /// Nothing is removed there when nil.
    package var keep: Retention?
    /// Bytes a second.
    package var limit: Int?

    package init(
        address: DestinationAddress, storageClass: String? = nil, keep: Retention? = nil, limit: Int? = nil
    ) {
        (self.address, self.storageClass, self.keep, self.limit) = (address, storageClass, keep, limit)
    }

    /// How long sending so many bytes may take at the most: a server that hangs must not hold the lock for ever.
    package func patience(_ bytes: Int) -> Duration { .seconds(900 + bytes / min(50_000, limit ?? .max)) }
}

/// A folder away from this machine: `name:path`, or `s3://bucket/prefix`; without doubled and last slashes.
public struct DestinationAddress: Sendable, Hashable {
    /// What stands before the colon, which says who serves it.
    public let scheme: String
    /// A bucket; nil for addresses without `//`.
    package let host: String?
    /// What stands behind; empty for all of the place. It may begin with a slash.
    public let path: String

    /// Nil for a text that is none.
    package init?(_ url: String) {
        guard Self.isWellFormed(url), let colon = url.firstIndex(of: ":") else { return nil }
        let rest = url[url.index(after: colon)...]
        let parts = rest.split(separator: "/").map(String.init)
        scheme = String(url[..<colon])
        if rest.hasPrefix("//") {
            (host, path) = (parts[0], parts.dropFirst().joined(separator: "/"))
        } else {
            (host, path) = (nil, (rest.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/"))
        }
    }

    private init(_ scheme: String, _ host: String?, _ path: String) {
        (self.scheme, self.host, self.path) = (scheme, host, path)
    }

    /// As a person types it.
    public var url: String {
        guard let host else { return "\(scheme):\(path)" }
        return "\(scheme)://\(host)" + (path.isEmpty ? "" : "/\(path)")
    }

    /// The path of a name below this folder: `/mnt/nas/20260315_020000/mail.tar.gz`.
    public func path(of name: String) -> String {
        name.isEmpty ? path : path.isEmpty || path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// The folder around it and its own name; nil at the top.
    package var split: (folder: DestinationAddress, name: String)? {
        guard let last = path.split(separator: "/").last.map(String.init) else { return nil }
        let above = path.dropLast(last.count)
        let folder = above.hasSuffix("/") && above.count > 1 ? above.dropLast() : above
        return (DestinationAddress(scheme, host, String(folder)), last)
    }

    /// Whether this is `s3://bucket`, `s3://bucket/prefix`, `name:` or `name:path`.
    package static func isWellFormed(_ url: String) -> Bool {
        guard let colon = url.firstIndex(of: ":"), !url.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return false
        }
        let (name, path) = (url[..<colon], url[url.index(after: colon)...])
        guard path.hasPrefix("//") else { return name.isRemoteName }
        return name == "s3" && (path.dropFirst(2).first.map { $0.isLetter || $0.isNumber } ?? false)
    }
}

extension StringProtocol {
    /// Letters, digits and what else rclone allows in the name of a remote.
    fileprivate var isRemoteName: Bool {
        !isEmpty && !hasPrefix("-") && allSatisfy { $0.isLetter || $0.isNumber || "_-.+@ ".contains($0) }
    }
}
