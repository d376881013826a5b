import GardeCore
import GardeEngine

extension Completion {
    var zsh: String {
        let commands = Role.allCases.map { role in
            "        " + quoted("\(role.rawValue):\(Help.purpose(of: role)[language])")
        }
        return """
            #compdef \(recipe.name)
            # \(comment) zsh

            \(listing)

            \(prefix)_arguments() {
                local -a found
                found=(${=1} $(\(prefix)_backups "$program" "$2"))
                compadd -a found
                _files
            }

            \(prefix)() {
                local program=$words[1] command=$words[2]
                local -a commands
                commands=(
            \(commands.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
                    _describe command commands
                    return
                fi
                if [[ $words[2] == -* ]]; then command=backup; else shift words; (( CURRENT-- )); fi
                case $command in
            \(Role.allCases.map(zsh).joined(separator: "\n"))
                esac
            }

            if [[ $funcstack[1] == \(prefix) ]]; then \(prefix) "$@"; else compdef \(prefix) \(recipe.name); fi

            """
    }

    private func zsh(_ role: Role) -> String {
        let lines = flags(role).map(zsh) + [quoted("*: :\(action(argument(of: role)))")]
        return """
                \(role.rawValue))
                    _arguments -S \\
                        \(lines.joined(separator: " \\\n            "))
                    ;;
            """
    }

    private func zsh(_ flag: Flag) -> String {
        let help = flag.help.escaping("[]:\\")
        let value = flag.value.map { ":\($0):\(action(flag.values))" } ?? ""
        let long = quoted("\(flag.long)\(flag.value == nil ? "" : "=")[\(help)]\(value)")
        guard let short = flag.short else { return long }
        let others = "(\(short) \(flag.long))"
        return quoted("\(others)\(short)[\(help)]\(value)") + " "
            + quoted("\(others)\(flag.long)\(flag.value == nil ? "" : "=")[\(help)]\(value)")
    }

    private func action(_ values: Values) -> String {
        switch values {
        case .nothing: " "
        case .folders: "_files -/"
        case .files: "_files"
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .list(let words): "_values -s , name \(words.joined(separator: " "))"
        case .backups(let words, let safetyCopies):
            "{\(prefix)_arguments \"\(words.joined(separator: " "))\" \"\(safetyCopies ? "pre_restore_" : "")\"}"
        }
    }
}

/// Always in quotes, as a shell reads it.
private func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }

extension String {
    /// With a backslash before each of these characters.
    func escaping(_ characters: String) -> String {
        reduce(into: "") { text, character in text += characters.contains(character) ? "\\\(character)" : "\(character)"
        }
    }
}
