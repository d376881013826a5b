public import GardeCore
package import GardeWords

/// A place away from this machine, and how copies are kept there.
public struct Remote: WordValue {
    /// `s3://bucket/prefix`, `name:path` of rclone, or what `word` takes.
    package let url: Setting
    /// Who serves it, where that is none of Garde's own.
    package let word: (any DestinationWord)?
    /// Of the objects in S3; the bucket's own when nil.
    package var storageClass: StorageClass?
    /// Nothing is removed there when nil.
    package var keep: Retention?
    package var limit: Bandwidth?

    package init(url: Setting, storageClass: StorageClass? = nil) {
        (self.url, word, self.storageClass) = (url, nil, storageClass)
    }

    /// A place that a package of its own knows how to reach: `address` is `name:path`, or a variable that holds such.
    public init(_ word: any DestinationWord, address: any SettingConvertible) {
        (url, self.word) = (address.setting, word)
    }

    public static func == (one: Remote, other: Remote) -> Bool {
        (one.url, one.storageClass, one.keep, one.limit) == (other.url, other.storageClass, other.keep, other.limit)
            && one.word.map { AnyHashable($0) } == other.word.map { AnyHashable($0) }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(url) }
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
}

/// How much of the line copies may take, a second.
public struct Bandwidth: Sendable, Hashable {
    package let bytesPerSecond: Int

    public static func kilobytes(_ count: Int) -> Bandwidth { Bandwidth(bytesPerSecond: count * 1000) }
    public static func megabytes(_ count: Int) -> Bandwidth { Bandwidth(bytesPerSecond: count * 1_000_000) }
}

/// A copy of each backup away from this machine: `s3://bucket/prefix`, or `name:path` of rclone.
///
/// With `keep` old copies are removed there by this rule of their own, without it none are; `limit` is for the line.
public func sync(
    to remote: any RemoteConvertible, keep: Retention? = nil, limit: Bandwidth? = nil
) -> Word {
    var remote = remote.remote
    (remote.keep, remote.limit) = (keep ?? remote.keep, limit ?? remote.limit)
    return Word(remote)
}

extension Recipe {
    package var remotes: [Remote] { values(of: Remote.self) }
}

// MARK: What is wrong with it

extension Remote {
    package func findings(_ environment: (String) -> String?) -> [Failure] {
        [finding(environment), limitFinding].compactMap(\.self) + (keep?.findings(environment) ?? [])
    }

    private func finding(_ environment: (String) -> String?) -> Failure? {
        let value = url.value(environment)
        if case .environment(let variable) = url, value == nil { return .unset(variable, "sync(to:)") }
        return DestinationAddress.isWellFormed(value ?? "") ? nil : .remote(value ?? "")
    }

    private var limitFinding: Failure? {
        guard let limit, limit.bytesPerSecond < 1000 else { return nil }
        return .tooFew("sync(limit: .kilobytes(\(limit.bytesPerSecond / 1000)))", least: 1)
    }
}
