package final class Reporter: Sendable {
    package let language: Language = .english
    package func debug(_ text: Text) {}
    package func info(_ text: Text) {}
    package func success(_ text: Text) {}
    package func warning(_ text: Text) {}
    package func error(_ text: Text) {}
}
