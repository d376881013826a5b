import GardeCore
import GardeEngine

extension Completion {
    var fish: String {
        let commands = Role.allCases.map { role in
            "complete -c \(recipe.name) -n _\(prefix)_first -a \(role.rawValue) -d \(quoted(Help.purpose(of: role)[language]))"
        }
        return """
            # \(comment) fish

            function _\(prefix)_backups
                set -l words (commandline -opc)
                sh -c \(quoted(listing + "\n\(prefix)_backups \"$@\"")) sh $words[1] $argv
            end

            function _\(prefix)_first
                test (count (commandline -opc)) -eq 1
            end

            # Whether this is the command; an option without one is of backup.
            function _\(prefix)_is
                set -l words (commandline -opc)
                test (count $words) -ge 2; or return 1
                test "$words[2]" = "$argv[1]"; and return 0
                test "$argv[1]" = backup; and string match -q -- '-*' "$words[2]"
            end

            complete -c \(recipe.name) -f
            \((commands + Role.allCases.flatMap(fish)).joined(separator: "\n"))

            """
    }

    private func fish(_ role: Role) -> [String] {
        let start = "complete -c \(recipe.name) -n '_\(prefix)_is \(role.rawValue)'"
        let flags = flags(role).map { flag in
            let short = flag.short.map { " -s \($0.dropFirst())" } ?? ""
            let value = flag.value == nil ? "" : " -x" + (offers(flag.values).map { " -a \($0)" } ?? "")
            return "\(start)\(short) -l \(flag.long.dropFirst(2))\(value) -d \(quoted(flag.help))"
        }
        let argument = argument(of: role)
        guard let offers = offers(argument) else { return flags }
        let files = if case .backups = argument { " -F" } else { "" }
        return flags + ["\(start)\(files) -a \(offers)"]
    }

    private func offers(_ values: Values) -> String? {
        switch values {
        case .nothing: nil
        case .folders: "'(__fish_complete_directories)'"
        case .files: "'(__fish_complete_path)'"
        case .words(let words): quoted(words.joined(separator: " "))
        case .list(let words): quoted("(__fish_append , \(words.joined(separator: " ")))")
        case .backups(let words, let safetyCopies):
            quoted((words + ["(_\(prefix)_backups\(safetyCopies ? " pre_restore_" : ""))"]).joined(separator: " "))
        }
    }
}

/// In quotes, as fish reads it.
private func quoted(_ text: String) -> String { "'\(text.escaping("\\'"))'" }
