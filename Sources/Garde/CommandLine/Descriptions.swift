package import GardeCore
package import GardeEngine
package import GardeWords

/// What the program says of itself.
package struct Descriptions: Sendable {
    let recipe: Recipe
    let language: Language
    private let called: CalledAs
    private let columns: Int?

    /// `columns` is how wide the terminal is, if it is one.
    package init(_ recipe: Recipe, _ language: Language, _ called: CalledAs, columns: Int? = nil) {
        (self.recipe, self.language, self.called, self.columns) = (recipe, language, called, columns)
    }

    /// What a command that only describes prints; throws the `Failure` of an argument that it does not know.
    package func text(_ arguments: Arguments) throws(Failure) -> String {
        let word = arguments.positionals.first
        switch arguments.role {
        case .completion:
            guard let shell = word.flatMap(Completion.Shell.init) else { throw .noShell(word, called) }
            return Completion(recipe, language).script(for: shell)
        case .man: return ManPage(recipe, language).text
        default:
            guard let word else { return commands }
            guard let role = Role(rawValue: word) else { throw .unknownCommand(word, called) }
            return help(role)
        }
    }

    package func help(_ role: Role) -> String {
        Help(role, language, of: recipe, called, columns: columns).text
    }

    /// Every command in a line, and how to get more.
    package var commands: String {
        let rows = Role.allCases.map { ["  \($0.rawValue)", Help.purpose(of: $0)[language]] }
        let lines = Table(rows, prose: 1..<2).lines(columns)
        let usage =
            "\(Text("help.usage")[language])\(language.colon)\(called.program) \(Text("help.any-command")[language])"
        let saved = Text("help.saves", ["list": recipe.sources.map(\.name).joined(separator: ", ")])[language]
        let heading = Text("help.commands")[language] + language.colon.trimmingEnd
        let more = Text("help.more", ["help": called.command(.help), "program": called.program])[language]
        return [usage, saved.folded(columns), ([heading] + lines).joined(separator: "\n"), more.folded(columns)].joined(
            separator: "\n\n") + "\n"
    }
}

extension Failure {
    fileprivate static func noShell(_ word: String?, _ called: CalledAs) -> Failure {
        let shells = Completion.Shell.allCases.map(\.rawValue)
        return Failure(
            "usage.no-shell", ["word": word, "list": Text.oneOf(shells), "command": called.command(.completion)])
    }
}
