package import GardeCore
import GardeWords
import GardeIO

/// Where copies go, as settings and recipe say it.
package struct Destination: Sendable, Hashable {
    package let address: RemoteAddress
    /// Of S3; the bucket's own when nil.
    package var storageClass: String?
    /// Nothing is removed there when nil.
    package var keep: Retention?
    /// Bytes a second.
    package var limit: Int?

    /// How long sending so many bytes may take at the most: a server that hangs must not hold the lock for ever.
    package func patience(_ bytes: Int) -> Duration { .seconds(900 + bytes / min(50_000, limit ?? .max)) }

    package init(address: RemoteAddress, storageClass: String? = nil, keep: Retention? = nil, limit: Int? = nil) {
        (self.address, self.storageClass, self.keep, self.limit) = (address, storageClass, keep, limit)
    }
}

/// A folder away from this machine: `s3://bucket/prefix`, or rclone's `name:path`; without doubled and last slashes.
package struct RemoteAddress: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case s3, rclone }

    package let kind: Kind
    /// The bucket, or the name of rclone's remote.
    package let name: String
    /// Below the bucket or the remote; empty for all of it. That of rclone may begin with a slash.
    package let path: String

    /// Nil for a text that is neither.
    package init?(_ url: String) {
        guard Remote.isWellFormed(url), let colon = url.firstIndex(of: ":") else { return nil }
        let rest = url[url.index(after: colon)...]
        let parts = rest.split(separator: "/").map(String.init)
        if rest.hasPrefix("//") {
            (kind, name, path) = (.s3, parts[0], parts.dropFirst().joined(separator: "/"))
        } else {
            let isAbsolute = rest.hasPrefix("/")
            (kind, name) = (.rclone, String(url[..<colon]))
            path = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
        }
    }

    private init(_ kind: Kind, _ name: String, _ path: String) {
        (self.kind, self.name, self.path) = (kind, name, path)
    }

    /// As a person types it.
    package var url: String {
        kind == .rclone ? "\(name):\(path)" : path.isEmpty ? "s3://\(name)" : "s3://\(name)/\(path)"
    }

    /// The path of a name below this folder.
    package func path(of name: String) -> String {
        name.isEmpty ? path : path.isEmpty || path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// The folder around it and its own name; nil at the top.
    package var split: (folder: RemoteAddress, name: String)? {
        guard let last = path.split(separator: "/").last.map(String.init) else { return nil }
        let above = path.dropLast(last.count)
        let folder = above.hasSuffix("/") && above.count > 1 ? above.dropLast() : above
        return (RemoteAddress(kind, name, String(folder)), last)
    }
}
