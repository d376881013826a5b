import GardeEngine
import GardeComponents
import GardeCore
import GardeWords

extension Language {
    /// What was `typed`, else what GARDE_LANGUAGE says, else the language of the locale if it is one of ours, else that of
    /// the site, which its recipe says; English where nothing is said.
    package init(recipe: Recipe, environment: [String: String], typed: String? = nil) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let said = [typed, environment["GARDE_LANGUAGE"], locale].lazy.compactMap(\.self).compactMap(
            Language.init(locale:))
        self = said.first ?? recipe.language ?? .english
    }

    /// Of `fr`, `fr_FR.UTF-8` or `french`; nil of others, `C` too.
    private init?(locale: String) {
        switch locale.lowercased().prefix(while: \.isLetter) {
        case "fr", "french": self = .french
        case "en", "english": self = .english
        default: return nil
        }
    }
}
