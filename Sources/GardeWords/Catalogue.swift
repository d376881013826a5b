/// The sentences of one language, by their ids.
///
/// A line is `id: sentence`; a line that begins with blanks goes on with the sentence before it.
package struct Catalogue: Sendable {
    private let sentences: [String: String]

    package init(_ text: String) {
        var (sentences, last) = ([String: String](), "")
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            if line.first == UInt8(ascii: " ") {
                sentences[last]?.append(" " + String(Substring(line.drop { $0 == UInt8(ascii: " ") })))
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                last = String(Substring(line[..<colon]))
                sentences[last] = String(Substring(line[colon...].dropFirst(2)))
            }
        }
        self.sentences = sentences
    }

    package static func of(_ language: Language) -> Catalogue { language == .french ? french : english }

    private static let english = Catalogue(englishSentences)
    private static let french = Catalogue(frenchSentences)

    package var ids: Set<String> { Set(sentences.keys) }

    /// Nil when the language has no such sentence.
    package subscript(_ id: String) -> Sentence? { sentences[id].map(Sentence.init) }
}

/// A sentence of a catalogue.
///
/// `{name}` is the place of an argument, `{name|one|many}` the form of a word that goes with a count, and `#` in it the
/// count.
package struct Sentence: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case said(Substring)
        case argument(name: String, forms: [Substring])
    }

    private let pieces: [Piece]

    package init(_ text: String) {
        var (pieces, rest) = ([Piece](), text[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append(.said(rest[..<open]))
            let parts = rest[open..<close].dropFirst().split(separator: "|", omittingEmptySubsequences: false)
            pieces.append(.argument(name: String(parts[0]), forms: Array(parts.dropFirst())))
            rest = rest[close...].dropFirst()
        }
        self.pieces = pieces + [.said(rest)]
    }

    /// As a page shows it: `{name}` for an argument, the form for many of a word that goes with a count.
    package var pattern: String {
        pieces.map { piece -> String in
            switch piece {
            case .said(let text): String(text)
            case .argument(let name, let forms): String(forms.last ?? "#").replacing("#", with: "{\(name)}")
            }
        }.joined()
    }

    /// Of its arguments.
    package var names: Set<String> {
        Set(pieces.compactMap { if case .argument(let name, _) = $0 { name } else { nil } })
    }

    /// An argument that is missing stays as its name.
    package func text(_ arguments: [String: Argument], _ language: Language) -> String {
        pieces.map { piece in
            switch piece {
            case .said(let text): return String(text)
            case .argument(let name, let forms):
                guard let argument = arguments[name] else { return "{\(name)}" }
                guard let count = argument.count, !forms.isEmpty else { return argument.text(language) }
                let form = forms[min(language.form(of: count), forms.count - 1)]
                return String(form).replacing("#", with: "\(count)")
            }
        }.joined()
    }
}
