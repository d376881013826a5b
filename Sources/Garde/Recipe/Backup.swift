import Glibc

/// Runs the recipe as a backup or as a restore, whichever the command line asks for, and exits.
public func backup(
    _ name: String = #fileID, root: String? = nil, language: Language? = nil,
    @RecipeBuilder _ recipe: () -> Recipe
) -> Never {
    var recipe = recipe()
    recipe.name = String(name.prefix { $0 != "/" })
    recipe.language = language
    recipe.root = root
    exit(0)
}
