package import GardeWords

extension StringProtocol {
    /// Whether a line of this has the sentence `id` of the catalogue: a test names what is said, and leaves how to the
    /// catalogue.
    ///
    /// An argument that is given stands in its place, a count alone, anything else with whatever is around it; one that is
    /// not given can be anything. With `component` that name stands right before it, as before what its own failures say.
    /// An id that no catalogue has, and a sentence that is nothing but its arguments, end the test.
    package func says(
        _ id: String, _ arguments: [String: any Sayable] = [:], of component: String? = nil,
        in language: Language = .french
    ) -> Bool {
        guard let sentence = Catalogue.of(language)[id] else { preconditionFailure("no sentence \(id)") }
        precondition(Set(arguments.keys).isSubset(of: sentence.names), "\(id) has \(sentence.names)")
        let given = arguments.mapValues { $0.argument.marked(language) }
        let open = Dictionary(uniqueKeysWithValues: sentence.names.map { ($0, Argument.text(String(mark))) })
        let text = sentence.text(open.merging(given) { $1 }, language)
        precondition(text.contains { $0.isLetter }, "\(id) says nothing")
        let said = component.map { Text("backup.of", ["component": $0, "what": text])[language] } ?? text
        let pieces = said.split(separator: mark).map(String.init)
        return split(whereSeparator: \.isNewline).contains { $0.holds(pieces) }
    }

    /// These pieces, one after the other.
    private func holds(_ pieces: [String]) -> Bool {
        var rest = self[...]
        for piece in pieces {
            guard let place = rest.firstRange(of: piece) else { return false }
            rest = rest[place.upperBound...]
        }
        return true
    }
}

/// Stands for anything.
private let mark: Character = "\u{0}"

extension Argument {
    fileprivate func marked(_ language: Language) -> Argument {
        if case .number = self { return self }
        return .text("\(mark)\(text(language))\(mark)")
    }
}
