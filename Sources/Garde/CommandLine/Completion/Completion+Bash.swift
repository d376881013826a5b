import GardeCore
import GardeEngine

extension Completion {
    /// It completes the two scripts too where they are this recipe's.
    var bash: String {
        let commands = Role.allCases.map(\.rawValue).joined(separator: " ")
        return """
            # \(comment) bash

            \(listing)

            \(prefix)() {
                local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"
                local name="${COMP_WORDS[0]##*/}" words='' kind='' list=''
                COMPREPLY=()
                # To bash --type=full is three words.
                if [[ $current == = ]]; then current=''; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
                case $name in
                backup.sh | restore.sh)
                    command=${name%.sh}
                    grep -qsx \(shellWord("recipe=\(recipe.name)")) "$(type -P -- "${COMP_WORDS[0]}")" || command=''
                    [[ $command ]] || kind=default
                    ;;
                *)
                    if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then command='' words='\(commands)'; fi
                    [[ $command != -* ]] || command=backup
                    ;;
                esac
                case $command in
            \(Role.allCases.map(bash).joined(separator: "\n"))
                esac
                [[ ! $kind ]] || compopt -o "$kind" 2>/dev/null
                COMPREPLY=($(compgen -P "$list" -W "$words" -- "${current#"$list"}"))
            }
            complete -F \(prefix) \(recipe.name) backup.sh restore.sh

            """
    }

    private func bash(_ role: Role) -> String {
        let flags = flags(role)
        let names = flags.flatMap { [$0.long, $0.short].compactMap(\.self) }.joined(separator: " ")
        let taking = flags.filter { $0.value != nil }
        let values = taking.map { "        \($0.long)) \(bash($0.values)) ;;\n" }.joined()
        return """
                \(role.rawValue))
                    case $before in
            \(values)        *) if [[ $current == -* ]]; then words='\(names)'; else \(bash(argument(of: role))); fi ;;
                    esac
                    ;;
            """
    }

    private func bash(_ values: Values) -> String {
        switch values {
        case .nothing: ":"
        case .folders: "kind=dirnames"
        case .files: "kind=default"
        case .words(let words): "words='\(words.joined(separator: " "))'"
        case .list(let words):
            "words='\(words.joined(separator: " "))' kind=nospace list=${current%\"${current##*,}\"}"
        case .backups(let words, let safetyCopies):
            "words=\"\(words.joined(separator: " ")) $(\(prefix)_backups \"${COMP_WORDS[0]}\"\(safetyCopies ? " pre_restore_" : ""))\" kind=default"
        }
    }
}
