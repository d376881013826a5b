import FoundationEssentials

/// Reads JSON whose keys begin with a capital, as aws, rclone and docker write them: `ETag` becomes `eTag`.
package func decodeCapitalised<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { keys in FirstLower(keys.last?.stringValue ?? "") }
    return try decoder.decode(Value.self, from: Data(bytes))
}

private struct FirstLower: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    package init(_ name: String) { stringValue = name.prefix(1).lowercased() + name.dropFirst() }
    package init?(stringValue: String) { self.init(stringValue) }
    package init?(intValue: Int) { nil }
}
