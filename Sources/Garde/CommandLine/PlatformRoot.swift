import GardeEngine
import GardeComponents
import GardeCore
package import GardeWords
internal import GardeIO
internal import SystemPackage

/// Finds the folder that holds a platform: its compose file, its `.env`, `data/` and `config/`.
package struct PlatformRoot: Sendable {
    private let environment: [String: String]
    private let recipeRoot: String?
    private let folder: FilePath
    private let program: FilePath

    /// `folder` is where relative paths begin, `program` the executable: the current directory and this process's own,
    /// unless a test says otherwise.
    package init(
        environment: [String: String], recipe: Recipe, folder: String? = nil, program: String = programPath().string
    ) {
        self.program = FilePath(program)
        self.environment = environment
        self.recipeRoot = recipe.root
        self.folder = folder.map { FilePath($0) } ?? .current
    }

    /// The root, absolute and without links.
    ///
    /// PLATFORM_ROOT says it, else the recipe, else the launcher that lies in a platform (it passes its folder in
    /// GARDE_LAUNCHER) or the program that does, else it is the current directory. Throws a `Failure` when it holds nothing of a platform; a
    /// restore to a bare machine, and a look before it, may name such a folder.
    package func find(for role: Role = .backup) throws(Failure) -> String {
        let named = value("PLATFORM_ROOT") ?? recipeRoot.flatMap { $0.isEmpty ? nil : FilePath($0) } ?? aboveProgram
        let asked = (named ?? folder).absolute(in: folder)
        // A recipe can be explained where its platform is not.
        if role == .explain { return (asked.resolved ?? asked.lexicallyNormalized()).string }
        guard let root = asked.resolved, root.isFolder else { throw .noSuchRoot(asked.string, cure) }
        guard
            holdsPlatform(root)
                || ([.restore, .list, .verify, .status, .doctor, .ls, .cat, .find].contains(role) && named != nil)
        else {
            throw .noPlatform(root.string, cure)
        }
        return root.string
    }

    private func value(_ variable: String) -> FilePath? {
        environment[variable].flatMap { $0.isEmpty ? nil : FilePath($0) }
    }

    private var aboveProgram: FilePath? {
        let launcher = (value("GARDE_LAUNCHER") ?? program.removingLastComponent()).absolute(in: folder)
        return [launcher.lexicallyNormalized(), launcher.resolved].lazy.compactMap(\.self).compactMap(platform).first
    }

    /// A package's launcher names the file that it read its settings from.
    private var cure: Text {
        value("GARDE_SETTINGS").map { Text("usage.set-platform-root-in", ["path": $0]) } ?? .setPlatformRoot
    }

    private func holdsPlatform(_ root: FilePath) -> Bool {
        [".env", "data", "config"].contains { root.appending($0).exists }
            || !composeFiles(in: root.string, named: environment["COMPOSE_FILE"]).isEmpty
    }
}

extension Failure {
    fileprivate static func noSuchRoot(_ path: String, _ cure: Text) -> Failure {
        Failure("usage.no-such-root", ["path": path, "fix": cure])
    }

    fileprivate static func noPlatform(_ path: String, _ cure: Text) -> Failure {
        Failure("usage.no-platform", ["path": path, "fix": cure])
    }
}

extension Text {
    fileprivate static let setPlatformRoot = Text("usage.set-platform-root")
}
