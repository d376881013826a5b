/// Reads a recipe's words in any order: the data's way is the engine's business, not the author's.
@resultBuilder
public enum RecipeBuilder {
    public static func buildExpression(_ word: Word) -> [Word] { [word] }
    public static func buildPartialBlock(first: [Word]) -> [Word] { first }
    public static func buildPartialBlock(accumulated: [Word], next: [Word]) -> [Word] { accumulated + next }
    public static func buildOptional(_ words: [Word]?) -> [Word] { words ?? [] }
    public static func buildEither(first words: [Word]) -> [Word] { words }
    public static func buildEither(second words: [Word]) -> [Word] { words }
    public static func buildArray(_ words: [[Word]]) -> [Word] { words.flatMap(\.self) }
    public static func buildFinalResult(_ words: [Word]) -> Recipe { Recipe(words) }
}
