import GardeComponents
import GardeCore
import GardeNotifiers
package import GardeWords
import GardeIO
import SystemPackage

/// Takes out of a text what those who are told need not know: secrets, and names of files that people keep.
package struct Discretion: Sendable {
    private let secrets: [String]
    /// Beginnings of paths below which names are people's own.
    private let hidden: [String]

    package init(secrets: [String], privatePaths: [String] = []) {
        self.secrets = secrets.filter { $0.utf8.count > 3 }.sorted { $0.utf8.count > $1.utf8.count }
        hidden = privatePaths
    }

    package func callAsFunction(_ failure: Failure, _ language: Language) -> String {
        let quiet = { (text: Text?) in text.map { Text.verbatim(self($0[language])) } }
        return Failure(failure.id, quiet(failure.what)!, why: quiet(failure.why), fix: quiet(failure.fix)).line(
            language)
    }

    /// What stands behind the beginning of a private path is dropped to the text's end: names hold any character.
    package func callAsFunction(_ text: String) -> String {
        var text = visible(secrets.reduce(text) { masked($1, in: $0) })
        for path in hidden {
            guard let found = text.ranges(of: path).first(where: { startsWord($0.lowerBound, in: text) }) else {
                continue
            }
            text = text[..<found.upperBound] + "…"
        }
        return text
    }

    /// A password that is a plain word stays where it is part of another word.
    private func masked(_ secret: String, in text: String) -> String {
        var result = text
        for range in text.ranges(of: secret).reversed()
        where startsWord(range.lowerBound, in: text) && endsWord(range.upperBound, in: text) {
            result.replaceSubrange(range, with: "…")
        }
        return result
    }

    private func startsWord(_ place: String.Index, in text: String) -> Bool {
        guard place > text.startIndex else { return true }
        let before = text[text.index(before: place)]
        return !before.isLetter && !before.isNumber
    }

    private func endsWord(_ place: String.Index, in text: String) -> Bool {
        guard place < text.endIndex else { return true }
        return !text[place].isLetter && !text[place].isNumber
    }
}

extension Discretion {
    /// The settings' secrets, the addresses of web hooks and the logins in them; below mail and files, names.
    init(_ recipe: Recipe, _ settings: Settings, root: FilePath?) {
        let names = Option.all.filter(\.isSecret).map(\.variable) + recipe.secretVariables
        let given = names.compactMap { settings.text($0) }
        let urls = settings.addressees(recipe).flatMap(\.way.secrets)
        let logins = (given + urls).compactMap { URLParts($0)?.login }
        let passwords = logins.compactMap { $0.cut(at: ":").after }
        let paths = recipe.sources.filter(\.kind.holdsPrivateNames).flatMap { source in
            source.paths.flatMap { path in
                let whole = root.map { $0.pushing(FilePath(path)).string }
                return [whole, path, FilePath(path).lastComponent?.string].compactMap { $0.map { $0 + "/" } }
            }
        }
        self.init(secrets: given + urls + logins + passwords, privatePaths: paths)
    }
}
