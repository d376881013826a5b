public import SystemPackage

/// What can stand in a sentence of the catalogue: a name, a count, a size, a time, or another sentence.
public protocol Sayable: Sendable {
    var argument: Argument { get }
}

/// A value in a sentence, written as each language writes it.
public enum Argument: Sendable, Hashable {
    case text(String), number(Int), bytes(Int), duration(Duration), said(Text)

    package func text(_ language: Language) -> String {
        switch self {
        case .text(let text): text
        case .number(let count): "\(count)"
        case .bytes(let count): language.bytes(count)
        case .duration(let time): language.duration(time)
        case .said(let text): text[language]
        }
    }

    /// Nil for what is no count.
    var count: Int? { if case .number(let count) = self { count } else { nil } }
}

/// A size: `1.3 GB`, `1,3 Go`.
package struct Bytes: Sayable {
    private let count: Int
    package init(_ count: Int) { self.count = count }
    package var argument: Argument { .bytes(count) }
}

extension String: Sayable {
    public var argument: Argument { .text(self) }
}

extension Substring: Sayable {
    public var argument: Argument { .text(String(self)) }
}

extension Int: Sayable {
    public var argument: Argument { .number(self) }
}

extension Duration: Sayable {
    public var argument: Argument { .duration(self) }
}

extension Text: Sayable {
    public var argument: Argument { .said(self) }
}

extension Failure: Sayable {
    public var argument: Argument { .said(text) }
}

extension FilePath: Sayable {
    public var argument: Argument { .text(string) }
}

extension Errno: Sayable {
    public var argument: Argument { .text("\(self)") }
}
