internal import CGarde

/// A YAML document, its aliases replaced by what they stand for.
package indirect enum YAML: Sendable, Hashable {
    case scalar(String)
    case sequence([YAML])
    case mapping([Pair])

    package struct Pair: Sendable, Hashable {
        package let key: YAML
        package let value: YAML
        /// What Compose's own tags of a value say of those before it.
        package let merging: Merging
    }

    package enum Merging: String, Sendable, Hashable {
        case added
        /// Nothing counts, this one neither.
        case reset = "!reset"
        /// This one alone counts.
        case override = "!override"
    }

    /// Why a text is no YAML.
    package struct Malformed: Error, Hashable {
        /// From 1.
        package let line: Int
        package let reason: String
    }

    /// The first document of the text; an empty scalar when it holds none.
    package init(_ text: [UInt8]) throws(Malformed) {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw Malformed(line: 1, reason: "memory") }
        defer { yaml_parser_delete(&parser) }
        self = try text.withUnsafeBufferPointer { bytes throws(Malformed) in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            var document = yaml_document_t()
            guard yaml_parser_load(&parser, &document) == 1 else {
                let reason = parser.problem.map { String(cString: $0) } ?? ""
                throw Malformed(line: Int(parser.problem_mark.line) + 1, reason: reason)
            }
            defer { yaml_document_delete(&document) }
            var nodes = Nodes(document: document)
            return try nodes.root()
        }
    }

    // MARK: Looking into it

    /// The value of a mapping's key, one that is merged in (`<<`) included.
    package subscript(key: String) -> YAML? {
        guard case .mapping(let pairs) = self else { return nil }
        if let own = pairs.last(where: { $0.key == .scalar(key) }) { return own.value }
        let merged = pairs.filter { $0.key == .scalar("<<") }.flatMap(\.value.items)
        return merged.lazy.compactMap { $0[key] }.first
    }

    /// How the value of a mapping's own key goes together with those of files before.
    package func merging(_ key: String) -> Merging {
        guard case .mapping(let pairs) = self else { return .added }
        return pairs.last { $0.key == .scalar(key) }?.merging ?? .added
    }

    /// The text of a scalar; nil for an empty one and for all else.
    package var text: String? {
        if case .scalar(let text) = self, !text.isEmpty { text } else { nil }
    }

    /// The items of a sequence, or the one value that stands in its place.
    package var items: [YAML] {
        if case .sequence(let items) = self { items } else { [self] }
    }

    /// The keys and values of a mapping; none for all else.
    package var members: [(name: String, value: YAML)] {
        guard case .mapping(let pairs) = self else { return [] }
        return pairs.compactMap { pair in pair.key.text.map { ($0, pair.value) } }
    }
}

/// The nodes of libyaml's document as values: each is made once, however many aliases name it.
private struct Nodes {
    var document: yaml_document_t
    private var made: [CInt: YAML] = [:]
    private var open: Set<CInt> = []

    init(document: yaml_document_t) { self.document = document }

    mutating func root() throws(YAML.Malformed) -> YAML {
        yaml_document_get_root_node(&document) == nil ? .scalar("") : try node(1)
    }

    private mutating func node(_ number: CInt) throws(YAML.Malformed) -> YAML {
        if let known = made[number] { return known }
        guard let found = yaml_document_get_node(&document, number)?.pointee else { return .scalar("") }
        guard open.insert(number).inserted else {
            throw YAML.Malformed(line: Int(found.start_mark.line) + 1, reason: "an alias stands within what it names")
        }
        let value = try value(found)
        open.remove(number)
        made[number] = value
        return value
    }

    private mutating func value(_ node: yaml_node_t) throws(YAML.Malformed) -> YAML {
        switch node.type {
        case YAML_SEQUENCE_NODE:
            let items = node.data.sequence.items
            let numbers = UnsafeBufferPointer(start: items.start, count: items.top - items.start)
            var values: [YAML] = []
            for number in numbers { values.append(try self.node(number)) }
            return .sequence(values)
        case YAML_MAPPING_NODE:
            let pairs = node.data.mapping.pairs
            var values: [YAML.Pair] = []
            for pair in UnsafeBufferPointer(start: pairs.start, count: pairs.top - pairs.start) {
                let merging = merging(pair.value)
                let value = merging == .reset ? .scalar("") : try self.node(pair.value)
                values.append(YAML.Pair(key: try self.node(pair.key), value: value, merging: merging))
            }
            return .mapping(values)
        default: return .scalar(Self.text(node.data.scalar))
        }
    }

    private mutating func merging(_ number: CInt) -> YAML.Merging {
        guard let tag = yaml_document_get_node(&document, number)?.pointee.tag else { return .added }
        return YAML.Merging(rawValue: String(decodingCString: tag, as: UTF8.self)) ?? .added
    }

    /// `null` and `~` without quotes are no text.
    private static func text(_ scalar: yaml_node_t.__Unnamed_union_data.__Unnamed_struct_scalar) -> String {
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        let isNull = scalar.style == YAML_PLAIN_SCALAR_STYLE && ["null", "Null", "NULL", "~"].contains(text)
        return isNull ? "" : text
    }
}
