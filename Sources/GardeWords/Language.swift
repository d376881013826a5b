/// The language of what a run says.
public enum Language: Sendable, Hashable {
    case english, french
}

extension Language {
    /// French typography puts a space before the colon, at which no line ends.
    package var colon: String { self == .french ? "\u{a0}: " : ": " }

    /// Which of the forms of a word goes with a count: `{count|base|bases}`. French writes the singular up to two.
    func form(of count: Int) -> Int {
        switch self {
        case .english: count == 1 ? 0 : 1
        case .french: (-1...1).contains(count) ? 0 : 1
        }
    }
}
