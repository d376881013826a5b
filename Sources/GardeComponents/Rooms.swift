package import GardeCore
package import GardeIO
package import GardeWords

/// Every kind of data that a recipe can name. A room that is added adds its line here.
package enum Rooms {
    private static let all: [any ComponentKind.Type] = [
        Postgres.self, Redis.self, Mail.self, Files.self, Certificates.self, Command.self, SQLite.self, MariaDB.self,
    ]

    /// What reads a file of this part to its end, in anybody's backup; empty where any content will do.
    package static func readers(of part: Part) -> [any Filter] {
        all.lazy.compactMap { $0.reader(of: part) }.first ?? []
    }

    package static var toolSecrets: [String] { all.flatMap { $0.toolSecrets } }
    package static var variables: [ServerVariable] { all.flatMap { $0.variables } }

    /// The settings of servers that this recipe has no source of.
    package static func variables(without recipe: Recipe) -> Set<String> {
        let used = recipe.sources.flatMap { type(of: $0.kind).variables.map(\.name) }
        return Set(variables.map(\.name)).subtracting(used)
    }

    package static var toolVariables: [String] { all.flatMap { $0.toolVariables } }

    /// Those that the tools of this recipe's sources read.
    package static func toolVariables(of recipe: Recipe) -> Set<String> {
        Set(recipe.sources.flatMap { type(of: $0.kind).toolVariables })
    }

    /// Those by which these sources find their servers, and that are never asked of `.env`.
    package static func placeVariables(of sources: [Source]) -> [String] {
        let kinds = sources.map { type(of: $0.kind) }
        return Set(kinds.flatMap { $0.variables.filter { !$0.isInEnvFile }.map(\.name) + $0.toolVariables }).sorted()
    }

    static var serverPrograms: [String] { all.flatMap { $0.serverPrograms } }
}

/// A setting that says where a server is, or who asks.
package struct ServerVariable: Sendable {
    package let name: String
    /// Whether the platform's `.env` may have it, as official images read it from there.
    package let isInEnvFile: Bool
    package let isPort: Bool
    package let builtIn: String?
    package let isSecret: Bool
    package let help: Text

    init(
        _ name: String, inEnvFile isInEnvFile: Bool = false, isPort: Bool = false, builtIn: String? = nil,
        secret isSecret: Bool = false, _ help: Text
    ) {
        (self.name, self.isInEnvFile, self.isPort, self.builtIn) = (name, isInEnvFile, isPort, builtIn)
        (self.isSecret, self.help) = (isSecret, help)
    }
}
