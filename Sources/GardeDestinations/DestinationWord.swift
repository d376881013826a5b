public import GardeCore

/// A destination as a recipe says it, settings unresolved; each room of `GardeDestinations` has one.
///
/// What a recipe names is a `Remote` of it: `sync(to: Remote(Shelf(), address: "shelf:/mnt/nas"))`.
public protocol DestinationWord: Sendable, Hashable {
    /// Whether this address is one of its own: by its `scheme`.
    func takes(_ address: DestinationAddress) -> Bool

    /// The place of that address, which it takes. Looks at nothing outside: what is wrong is for `finding()` to say.
    func destination(_ request: DestinationRequest) -> any Destination

    /// Its settings that hold secrets: no message shows what they hold.
    var secrets: [Setting] { get }
}

extension DestinationWord {
    public var secrets: [Setting] { [] }
}

/// What a destination is made with.
public struct DestinationRequest: Sendable {
    /// As a person typed it, or the recipe has it.
    public let address: DestinationAddress
    /// Bytes a second that sending may take of the line; nil for all of it.
    public let limit: Int?
    /// Of S3; the bucket's own when nil.
    package let storageClass: String?
    private let own: @Sendable (String) -> String?
    private let hear: @Sendable (String, String) -> Void

    init(
        _ place: CopyPlace, own: @escaping @Sendable (String) -> String?,
        hear: @escaping @Sendable (String, String) -> Void
    ) {
        (address, limit, storageClass) = (place.address, place.limit, place.storageClass)
        (self.own, self.hear) = (own, hear)
    }

    /// What a setting says: a text, or a variable of this process; nil where that is unset or empty.
    public func value(_ setting: any SettingConvertible) -> String? { setting.setting.value(own) }

    /// Writes a line that a program said into the log, and on the screen with `--verbose`.
    public func log(_ line: String, of program: String) { hear(program, line) }
}

/// Which destination serves an address: those of the recipe come first, then the rooms of Garde.
package struct DestinationAccess: Sendable {
    /// In the order in which they are asked; rclone takes whatever has a name.
    private static let rooms: [any DestinationWord] = [S3(), Rclone()]
    /// The variables by which the tools of these take secrets, and patterns of such.
    package static let toolSecrets = S3.toolSecrets + Rclone.toolSecrets

    private let remotes: [Remote]
    private let own: @Sendable (String) -> String?
    private let hear: @Sendable (String, String) -> Void

    /// `own` gives what a variable of this process's environment holds; `hear` takes lines that a program said.
    package init(
        _ remotes: [Remote] = [], hear: @escaping @Sendable (_ program: String, _ line: String) -> Void = { _, _ in },
        own: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        (self.remotes, self.hear, self.own) = (remotes, hear, own)
    }

    package func store(for place: CopyPlace) -> any Destination {
        word(for: place.address).destination(DestinationRequest(place, own: own, hear: hear))
    }

    /// That of the recipe's word for this very place, else the first that takes it.
    private func word(for address: DestinationAddress) -> any DestinationWord {
        let same = remotes.first { $0.url.value(own).flatMap(DestinationAddress.init) == address }
        let known = [same?.word].compactMap(\.self) + remotes.compactMap(\.word) + Self.rooms
        return known.first { $0.takes(address) } ?? Rclone()
    }
}
