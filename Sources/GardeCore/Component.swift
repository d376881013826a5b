public import GardeWords

/// Something that a recipe saves and restores under a name of its own.
public enum Component {
    /// What tells a component from every other one: in a recipe, a manifest, the names of files and the journal.
    ///
    /// `a` to `z`, `0` to `9`, `_` and `-`, the first a letter or digit, and not `manifest`: what can begin the name of a
    /// file in a backup. Nothing of the engine's own is called so.
    public struct ID: Sendable, Hashable {
        public let name: String

        /// Nil for what no component can be called.
        public init?(_ name: String) {
            let isPlain = { (byte: UInt8) in
                (UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte) || (UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte)
            }
            guard name != "manifest", name.utf8.first.map(isPlain) == true,
                name.utf8.allSatisfy({ isPlain($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") })
            else { return nil }
            self.name = name
        }

        /// One of the guide's.
        private init(guide name: String) { self.name = name }

        package static let postgresql = ID(guide: "postgresql")
        package static let redis = ID(guide: "redis")
        package static let mail = ID(guide: "mail")
        package static let config = ID(guide: "config")
        package static let certificates = ID(guide: "certificates")

        /// What the guide's options call it, as in `--no-redis`; nil for names that the guide has not.
        package var option: String? {
            switch self {
            case .postgresql: "POSTGRES"
            case .redis: "REDIS"
            case .mail: "MAIL"
            case .config: "CONFIG"
            case .certificates: "CERTS"
            default: nil
            }
        }

        /// In the guide's order.
        package static let ofGuide = [postgresql, redis, mail, config, certificates]
    }
}

extension Component.ID: Comparable, CustomStringConvertible, Sayable {
    public static func < (one: Self, other: Self) -> Bool { one.name < other.name }

    public var description: String { name }
    public var argument: Argument { .text(name) }
}

extension Component.ID: Decodable {
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let name = try value.decode(String.self)
        guard let id = Component.ID(name) else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "no component's name: \(name)")
        }
        self = id
    }
}

extension Dictionary where Key == String {
    /// The same by identity, without what no component can be called.
    func byComponent() -> [Component.ID: Value] {
        [Component.ID: Value](
            uniqueKeysWithValues: compactMap { name, value in Component.ID(name).map { ($0, value) } })
    }
}
