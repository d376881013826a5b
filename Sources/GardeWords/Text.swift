/// A sentence in every language: by its name in the catalogue, or as somebody outside wrote it.
public struct Text: Sendable, Hashable {
    fileprivate indirect enum Content: Sendable, Hashable {
        case named(String, [String: Argument])
        case written(english: String, french: String)
        case same(String)
        case joined([Text], Text)
        case line(of: Failure)
    }

    private let content: Content

    fileprivate init(_ content: Content) { self.content = content }

    /// The sentence `id` of the catalogue. `arguments` are the values of its `{name}`s.
    package init(_ id: String, _ arguments: [String: any Sayable] = [:]) {
        content = .named(id, arguments.mapValues(\.argument))
    }

    package init(_ id: String, _ arguments: [String: Argument]) { content = .named(id, arguments) }

    /// A sentence that is in no catalogue.
    public init(_ english: String, fr french: String) { content = .written(english: english, french: french) }

    /// A text that is the same in every language: a name, a path, what another program said.
    public static func verbatim(_ text: String) -> Text { Text(.same(text)) }

    package static func bytes(_ count: Int) -> Text { Text("bytes", ["size": Bytes(count)]) }

    package static func duration(_ time: Duration) -> Text { Text("duration", ["time": time]) }

    /// What, why and what to do of a failure, in one line.
    package static func line(_ failure: Failure) -> Text { Text(.line(of: failure)) }

    /// The name in the catalogue, or the failure's that it is the line of; nil for what is in none.
    package var id: String? {
        switch content {
        case .named(let id, _): id
        case .line(let failure): failure.id
        case .written, .same, .joined: nil
        }
    }

    /// What it says of these names, and what sentences in it say of them.
    package func values(of names: Set<String>) -> [String] {
        switch content {
        case .named(_, let arguments):
            arguments.sorted { $0.key < $1.key }.flatMap { name, value in
                if case .said(let text) = value {
                    text.values(of: names)
                } else {
                    names.contains(name) ? [value.text(.english)] : []
                }
            }
        case .line(let failure): [failure.what, failure.why].compactMap(\.self).flatMap { $0.values(of: names) }
        case .joined(let texts, _): texts.flatMap { $0.values(of: names) }
        case .written, .same: []
        }
    }

    package subscript(_ language: Language) -> String {
        switch content {
        case .named(let id, let arguments): Catalogue.of(language)[id]?.text(arguments, language) ?? id
        case .written(let english, let french): language == .french ? french : english
        case .same(let text): text
        case .joined(let texts, let separator): texts.map { $0[language] }.joined(separator: separator[language])
        case .line(let failure): failure.line(language)
        }
    }
}

extension Sequence<Text> {
    package func joined(separator: String) -> Text { Text(.joined(Array(self), .verbatim(separator))) }

    /// With a sentence of the catalogue between them.
    package func joined(by id: String) -> Text { Text(.joined(Array(self), Text(id))) }
}

extension Text {
    /// `a, b or c`.
    package static func oneOf(_ names: [String]) -> Text {
        let first = names.dropLast().joined(separator: ", ")
        return ((first.isEmpty ? [] : [first]) + names.suffix(1)).map(Text.verbatim).joined(by: "words.or")
    }
}

/// The first of a long list, and how many more there are.
package func shorten(_ list: [Text]) -> Text {
    let more = list.count > 10 ? [Text.verbatim("… (+\(list.count - 10))")] : []
    return (list.prefix(10) + more).joined(separator: ", ")
}

/// The first of a long list of names, and how many more there are.
package func shorten(_ list: [String]) -> String { shorten(list.map { Text.verbatim($0) })[.english] }

extension String {
    /// With spaces up to `width` characters.
    package func padding(to width: Int, atStart: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - count))
        return atStart ? space + self : self + space
    }
}
