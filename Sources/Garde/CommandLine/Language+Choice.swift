import GardeEngine
import GardeComponents
import GardeCore
import GardeWords

extension Language {
    /// The language of the site, which its recipe says, else that of the environment: French where it says so, else
    /// English.
    package init(recipe: Recipe, environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased().prefix(while: \.isLetter)
        self = recipe.language ?? (name == "fr" || name == "french" ? .french : .english)
    }
}
