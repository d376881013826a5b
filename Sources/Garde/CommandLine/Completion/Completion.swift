package import GardeCore
import GardeEngine
package import GardeWords

/// What a shell can complete of a recipe's command line, from the table of options.
///
/// Flags that take a safeguard away are left out: who wants one types it.
package struct Completion: Sendable {
    let recipe: Recipe
    let language: Language

    package init(_ recipe: Recipe, _ language: Language) { (self.recipe, self.language) = (recipe, language) }

    package enum Shell: String, Sendable, CaseIterable { case bash, zsh, fish }

    /// The script that teaches it to a shell.
    package func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// What may follow a flag, or stand as an argument.
    enum Values: Sendable, Hashable {
        case nothing, folders, files
        case words([String])
        /// Several of them, separated by commas.
        case list([String])
        /// Backups in BACKUP_ROOT, and these words; `safetyCopies` what restores made too, and files.
        case backups([String], safetyCopies: Bool)
    }

    struct Flag: Sendable {
        let long: String
        let short: String?
        /// What stands for its value; nil when it takes none.
        let value: String?
        let values: Values
        let help: String
    }

    func flags(_ role: Role) -> [Flag] {
        Option.all.compactMap { option in
            guard let flag = option.flag, flag.roles.contains(role), option.concerns(recipe), !option.takesSafeguardAway
            else { return nil }
            return Flag(
                long: flag.long, short: flag.short, value: flag.shownValue?[language], values: values(of: option),
                help: option.help[language])
        }
    }

    private func values(of option: Option) -> Values {
        switch option.kind {
        case .choice(let choices): return .words(choices)
        case .components: return .list(recipe.sources.map(\.name))
        default: break
        }
        switch option.flag?.metavar {
        case "FOLDER": return .folders
        case "FILE": return .files
        default: return .nothing
        }
    }

    func argument(of role: Role) -> Values {
        switch role {
        case .restore: .backups(["latest"], safetyCopies: true)
        case .verify: .backups(["latest", "all"], safetyCopies: false)
        case .list, .ls, .cat: .backups(["latest"], safetyCopies: false)
        case .accept, .compact: .backups([], safetyCopies: false)
        case .compare: .files
        case .help: .words(Role.allCases.map(\.rawValue))
        case .completion: .words(Shell.allCases.map(\.rawValue))
        default: .nothing
        }
    }

    /// The beginning of the names of the script's functions.
    var prefix: String {
        "_" + recipe.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
    }

    var comment: String { "\(recipe.name) (Garde \(gardeVersion)): \(recipe.name) completion" }

    /// Functions for any shell like sh: `…_backups PROGRAM [ALSO]` prints the ids of the backups in BACKUP_ROOT, and names
    /// that begin by ALSO, too.
    var listing: String {
        let (root, folder) = (shellWord(recipe.root ?? ""), shellWord(recipe.store?.folder ?? "data/backups"))
        return """
            \(prefix)_backups() {
                local program="$1" platform="${PLATFORM_ROOT:-}" folder='' real='' root='' place='' name=''
                case $program in */*) ;; *) program=$(command -v -- "$program") ;; esac
                folder=$(cd -P -- "${program%/*}/" 2>/dev/null && pwd)
                real=$(readlink -f -- "$program" 2>/dev/null)
                [ -n "$platform" ] || platform=\(root)
                for folder in "$folder" "${real%/*}"; do
                    case $folder in */scripts/backup) [ -n "$platform" ] || platform=${folder%/scripts/backup} ;; esac
                    for place in "$folder" "${folder%/*}" "${folder%/*/*}"; do
                        for name in compose.yaml compose.yml docker-compose.yml docker-compose.yaml; do
                            [ -n "$platform" ] || [ ! -e "$place/$name" ] || platform=$place
                        done
                    done
                done
                [ -n "$platform" ] || platform=$PWD
                root=${BACKUP_ROOT:-}
                [ -n "$root" ] || root=$(sed -n 's/^BACKUP_ROOT=["]\\{0,1\\}\\([^"]*\\)["]\\{0,1\\}$/\\1/p' "$platform/.env" 2>/dev/null)
                [ -n "$root" ] || root=\(folder)
                case $root in /*) ;; *) root=$platform/$root ;; esac
                command ls -1p -- "$root" 2>/dev/null | sed -nE "s,^((${2:-})?[0-9]{8}_[0-9]{6})/\\$,\\\\1,p"
            }
            """
    }
}
