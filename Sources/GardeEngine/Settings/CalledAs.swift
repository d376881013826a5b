import GardeCore
import GardeIO
import SystemPackage

/// How a person called this program: by its own name, or by one of the two scripts, each as it was typed.
package struct CalledAs: Sendable, Hashable {
    /// As a shell reads it: `mssante`, `.build/recipes/mssante`.
    package let program: String
    /// The same of the script that called it; nil where none did.
    let script: String?

    package init(_ program: String, script: String? = nil) {
        (self.program, self.script) = (shellWord(program), script.map(shellWord))
    }

    /// A launcher says what was typed (GARDE_COMMAND); one from before said only where it lies (GARDE_LAUNCHER).
    package init(_ program: String, by arguments: [String], _ environment: [String: String]) {
        let typed = environment["GARDE_COMMAND"].flatMap { $0.isEmpty ? nil : Self.short($0) }
        if let folder = environment["GARDE_LAUNCHER"] {
            self.init(program, script: typed ?? "\(folder)/\(arguments.first ?? "backup").sh")
        } else {
            self.init(typed ?? program)
        }
    }

    /// The kernel hands a script its whole path, however short it was typed.
    private static func short(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return findProgram(name)?.string == path ? name : path
    }

    package var isLaunched: Bool { script != nil }

    /// What begins a command of this role: `mssante restore`, `./scripts/backup/restore.sh`.
    package func command(_ role: Role) -> String {
        if role == .backup || role == .restore, let script { return script }
        return "\(program) \(role.rawValue)"
    }
}
