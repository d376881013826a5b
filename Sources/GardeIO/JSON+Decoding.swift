extension JSON {
    /// How the keys of a text are spelled for whom the properties of a type are written in Swift's way.
    package enum Keys: Sendable {
        case asWritten
        /// `parent_sha256` is `parentSha256`.
        case snakeCase
        /// `ETag` is `eTag`, as aws, rclone and docker write them.
        case capitalised

        fileprivate func name(_ key: String) -> String {
            switch self {
            case .asWritten: return key
            case .capitalised: return key.prefix(1).lowercased() + key.dropFirst()
            case .snakeCase:
                let words = key.split(separator: "_")
                return words.prefix(1).joined()
                    + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            }
        }
    }

    /// The text of a JSON value as a value of this type; a dictionary's own keys stay as they are written.
    ///
    /// Throws a `DecodingError` for what is no JSON or holds something else.
    package static func decode<Value: Decodable>(
        _ text: [UInt8], as type: Value.Type = Value.self, keys: Keys = .asWritten
    ) throws -> Value {
        guard let json = JSON(text) else { throw mismatch(type, [], "no JSON") }
        return try ValueDecoder(json: json, keys: keys, codingPath: []).value(type)
    }
}

private func mismatch(_ type: Any.Type, _ path: [any CodingKey], _ found: String) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: path, debugDescription: found))
}

private protocol KeyedByText {}
extension Dictionary: KeyedByText where Key == String {}

/// One value, and who asks for it.
private struct ValueDecoder: Decoder, SingleValueDecodingContainer {
    let json: JSON
    let keys: JSON.Keys
    let codingPath: [any CodingKey]
    var keepsKeys = false
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let plain: Any? =
            switch json {
            case .bool(let value): value
            case .string(let value): value
            case .real(let value) where type == Int.self: Int(exactly: value)
            case .real(let value): value
            case .number(let value) where type == UInt64.self: UInt64(exactly: value)
            case .number(let value) where type == Double.self: Double(value)
            case .number(let value): value
            default: nil
            }
        if let plain, let value = plain as? Value { return value }
        guard type != Bool.self, type != String.self, type != Double.self, !(type is any BinaryInteger.Type) else {
            throw mismatch(type, codingPath, "\(json)")
        }
        var inner = self
        inner.keepsKeys = type is any KeyedByText.Type
        return try type.init(from: inner)
    }

    func at(_ key: any CodingKey, _ json: JSON) -> ValueDecoder {
        ValueDecoder(json: json, keys: keys, codingPath: codingPath + [key])
    }

    func decodeNil() -> Bool { json == .null }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try value(type) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let values) = json else { throw mismatch([JSON].self, codingPath, "\(json)") }
        return Elements(of: self, values)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = json else { throw mismatch([String: JSON].self, codingPath, "\(json)") }
        let named = members.map { (keepsKeys ? $0.key : keys.name($0.key), $0.value) }
        return KeyedDecodingContainer(Members(of: self, Dictionary(named) { $1 }))
    }
}

/// The values of an object by the names that a type gives them.
private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let owner: ValueDecoder
    let values: [String: JSON]

    init(of owner: ValueDecoder, _ values: [String: JSON]) { (self.owner, self.values) = (owner, values) }

    var codingPath: [any CodingKey] { owner.codingPath }
    var allKeys: [Key] { values.keys.compactMap { Key(stringValue: $0) } }

    private func at(_ key: any CodingKey) throws -> ValueDecoder {
        guard let value = values[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: codingPath, debugDescription: key.stringValue))
        }
        return owner.at(key, value)
    }

    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try at(key).decodeNil() }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try at(key).value(type) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Inner>
    { try at(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try at(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { owner }
    func superDecoder(forKey key: Key) throws -> any Decoder { try at(key) }
}

private struct Elements: UnkeyedDecodingContainer {
    let owner: ValueDecoder
    let values: [JSON]
    private(set) var currentIndex = 0

    init(of owner: ValueDecoder, _ values: [JSON]) { (self.owner, self.values) = (owner, values) }

    var codingPath: [any CodingKey] { owner.codingPath }
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    private var next: ValueDecoder {
        get throws {
            guard !isAtEnd else { throw mismatch(JSON.self, codingPath, "no \(currentIndex + 1) values") }
            return owner.at(Place(intValue: currentIndex), values[currentIndex])
        }
    }

    /// Moves on when it was read.
    private mutating func take<Value>(_ read: (ValueDecoder) throws -> Value) throws -> Value {
        let value = try read(next)
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard try next.decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try take { try $0.value(type) } }

    mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) throws -> KeyedDecodingContainer<Inner> {
        try take { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try take { try $0.unkeyedContainer() }
    }
    mutating func superDecoder() throws -> any Decoder { try take { $0 } }
}

/// The place of an element in its array.
private struct Place: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
    init?(stringValue: String) { nil }
}
