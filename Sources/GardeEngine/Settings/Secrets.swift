import GardeComponents
package import GardeCore
import GardeNotifiers
import GardeIO

/// The variables that hold secrets.
package enum Secrets {
    /// Names and patterns: of the settings, of the recipe, and of the tools.
    package static func names(_ recipe: Recipe) -> [String] {
        Option.all.filter(\.isSecret).map(\.variable) + recipe.secretVariables + Rooms.toolSecrets + ofCopies
    }

    private static let ofCopies = [
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "RCLONE_CONFIG_*", "RCLONE_*_PASS", "RCLONE_*_KEY",
        "RCLONE_*_TOKEN", "RCLONE_*_SECRET",
    ]
}

extension Recipe {
    /// Those that its words take passwords and addresses of web hooks from.
    package var secretVariables: [String] {
        sources.flatMap(\.kind.secrets).compactMap(\.variable) + notices.flatMap(\.way.secrets).compactMap(\.variable)
    }
}

extension Secret {
    fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}

extension Setting {
    fileprivate var variable: String? { if case .environment(let name) = self { name } else { nil } }
}
