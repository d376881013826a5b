import Garde
import GardeCore
import GardeIO
import GardeWords
import Glibc
import SystemPackage

// GardeDraft FOLDER: prints a recipe for the platform that lies there; `bin/recipe new NAME --from FOLDER` calls it.
let environment = processEnvironment()
let language = Language(recipe: Recipe([]), environment: environment)
let typed = FilePath(CommandLine.arguments.dropFirst().first ?? ".").absolute(in: .current).lexicallyNormalized()
let root = realPath(typed)

guard (try? root.stat().type) == .directory else {
    let failure = Failure("draft.no-folder", ["path": root]).line(language)
    _ = try? FileDescriptor.standardError.writeAll("\(failure)\n".utf8)
    exit(1)
}
let drafting = await Drafting(root, typed: typed, environment, language)
print(await drafting.page().text(of: root), terminator: "")
