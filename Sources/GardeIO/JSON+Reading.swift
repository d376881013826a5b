import CGarde

extension JSON {
    /// A text of RFC 8259 in UTF-8, as jansson reads it.
    ///
    /// Nil for anything else, and for a whole number beyond `Int`. Of two values of one key the last counts.
    package init?(_ text: [UInt8]) {
        let flags = Int(JSON_DECODE_ANY | JSON_ALLOW_NUL)
        let read = text.withUnsafeBytes {
            json_loadb($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, flags, nil)
        }
        guard let read else { return nil }
        defer { json_decref(read) }
        self.init(read)
    }

    private init(_ value: UnsafeMutablePointer<json_t>) {
        switch value.pointee.type {
        case JSON_OBJECT: self = .object(Self.members(value))
        case JSON_ARRAY:
            self = .array((0..<json_array_size(value)).compactMap { json_array_get(value, $0).map { JSON($0) } })
        case JSON_STRING: self = .string(Self.text(json_string_value(value), json_string_length(value)))
        case JSON_INTEGER: self = .number(Int(json_integer_value(value)))
        case JSON_REAL: self = .real(json_real_value(value))
        case JSON_TRUE: self = .bool(true)
        case JSON_FALSE: self = .bool(false)
        default: self = .null
        }
    }

    /// In the order of the text.
    private static func members(_ object: UnsafeMutablePointer<json_t>) -> [Member] {
        var members: [Member] = []
        var place = json_object_iter(object)
        while let here = place {
            if let value = json_object_iter_value(here) {
                let key = text(json_object_iter_key(here), json_object_iter_key_len(here))
                members.append(Member(key: key, value: JSON(value)))
            }
            place = json_object_iter_next(object, here)
        }
        return members
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
