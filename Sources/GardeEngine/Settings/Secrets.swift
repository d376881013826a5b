import GardeComponents
import GardeDestinations
package import GardeCore
import GardeNotifiers
import GardeIO

/// The variables that hold secrets.
package enum Secrets {
    /// Names and patterns: of the settings, of the recipe, and of the tools.
    package static func names(_ recipe: Recipe) -> [String] {
        Option.all.filter(\.isSecret).map(\.variable) + recipe.secretVariables + Rooms.toolSecrets
            + DestinationAccess.toolSecrets
    }
}

extension Recipe {
    /// Those that its words take passwords and addresses of web hooks from.
    package var secretVariables: [String] {
        let settings = notices.flatMap(\.way.secrets) + remotes.compactMap(\.word).flatMap(\.secrets)
        return sources.flatMap(\.kind.secrets).compactMap(\.variable) + settings.compactMap(\.variable)
    }
}

extension Secret {
    fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}

extension Setting {
    fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}
