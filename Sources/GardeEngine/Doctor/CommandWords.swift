/// A command as a shell reads it: what it sets, what it runs, and where what that says goes.
///
/// As much of it as lines of crontabs have; nothing is expanded but `$HOME` and `~`.
package struct CommandWords: Sendable, Hashable {
    /// `NAME=VALUE` before the program, and those of `env`.
    package var variables: [String: String] = [:]
    package var words: [String] = []
    /// Standard error goes nowhere.
    package var errorsAreLost = false
    /// Standard error goes to a file.
    package var errorsGoToFile = false
    /// Where it works, as far as `cd` says it.
    package var folder: String?

    private var isOfLoginShell = false

    package init() {}

    /// Every simple command of the line, in order; `cd` counts for those after it.
    package static func read(_ line: String, home: String) -> [CommandWords] {
        var reader = Reader(rest: line[...], home: home)
        var (found, folder) = ([CommandWords](), String?.none)
        while var command = reader.next() {
            if command.words.first == "cd", command.words.count > 1 {
                let place = command.words[1]
                folder = place.hasPrefix("/") ? place : (folder ?? home) + "/" + place
                continue
            }
            command.folder = folder
            if !command.words.isEmpty || !command.variables.isEmpty { found.append(command) }
        }
        return found
    }

    /// It reads variables from a file, or a profile does.
    package var readsVariables: Bool {
        guard let first = words.first.map(fileName) else { return isOfLoginShell }
        let shell = words.firstIndex { ["sh", "bash", "dash", "zsh", "ksh"].contains(fileName($0)) }
        let options = shell.map { words[$0...].dropFirst().prefix { $0.hasPrefix("-") } } ?? []
        let isLogin = options.contains { $0 == "--login" || !$0.hasPrefix("--") && $0.contains("l") }
        return isOfLoginShell || isLogin || [".", "source"].contains(first)
            || words.contains { $0.hasPrefix("--env-file") }
    }

    /// What `sh -c` is given runs as if it stood there.
    package func unwrapped(home: String) -> [CommandWords] {
        guard let place = words.firstIndex(where: { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.hasSuffix("c") }),
            place > 0, place + 1 < words.count,
            words[..<place].contains(where: { ["sh", "bash", "dash", "zsh", "ksh"].contains(fileName($0)) })
        else { return [self] }
        return Self.read(words[place + 1], home: home).map { inner in
            var all = inner
            all.isOfLoginShell = readsVariables
            all.variables = variables.merging(inner.variables) { $1 }
            all.folder = inner.folder ?? folder
            all.errorsAreLost = inner.errorsAreLost || errorsAreLost
            all.errorsGoToFile = inner.errorsGoToFile || errorsGoToFile
            return all
        }
    }
}

/// The last part of a path.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

private struct Reader {
    var rest: Substring
    let home: String
    private var isOver = false

    init(rest: Substring, home: String) { (self.rest, self.home) = (rest, home) }

    /// The next simple command; nil at the end.
    mutating func next() -> CommandWords? {
        guard !isOver else { return nil }
        var command = CommandWords()
        var (outputIsLost, outputGoesToFile) = (false, false)
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let first = rest.first, first != "#" else {
                isOver = true
                return command
            }
            if let redirection = redirection() {
                let target = redirection.joins.isEmpty ? word() ?? "" : redirection.joins
                let (isLost, isFile) = (target == "/dev/null", !target.hasPrefix("&") && target != "/dev/null")
                if redirection.takesErrors {
                    let joins = target == "&1"
                    command.errorsAreLost = joins ? outputIsLost : isLost
                    command.errorsGoToFile = joins ? outputGoesToFile : isFile
                }
                if redirection.takesOutput { (outputIsLost, outputGoesToFile) = (isLost, isFile) }
                continue
            }
            if ";&|()\n".contains(first) {
                rest.removeFirst()
                return command
            }
            guard let word = word() else {
                isOver = true
                return command
            }
            take(word, &command)
        }
    }

    private func take(_ word: String, _ command: inout CommandWords) {
        let (name, value) = Self.assignment(word)
        let isBefore = command.words.allSatisfy {
            ["env", "sudo", "export", "exec"].contains(fileName($0)) || $0.hasPrefix("-")
        }
        guard isBefore, let name, let value else { return command.words.append(word) }
        command.variables[name] = value
    }

    private static func assignment(_ word: String) -> (String?, String?) {
        guard let sign = word.firstIndex(of: "="), let first = word.first, first.isLetter || first == "_",
            word[..<sign].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return (nil, nil) }
        return (String(word[..<sign]), String(word[sign...].dropFirst()))
    }

    /// `>`, `2>>`, `&>`, `2>&1`, `<`: which streams it takes, and `&1` where it joins one.
    private mutating func redirection() -> (takesOutput: Bool, takesErrors: Bool, joins: String)? {
        let forms: [(String, Bool, Bool)] = [
            ("&>>", true, true), ("&>", true, true), (">&", true, true), ("2>>", false, true), ("2>", false, true),
            ("1>>", true, false), ("1>", true, false), (">>", true, false), (">|", true, false), (">", true, false),
            ("<<<", false, false), ("<", false, false),
        ]
        guard let (sign, output, errors) = forms.first(where: { rest.hasPrefix($0.0) }) else { return nil }
        rest = rest.dropFirst(sign.count).drop { $0 == " " }
        guard rest.first == "&" else {
            // `>&2` joins; `>&file` takes both.
            if sign == ">&", let digit = rest.first, digit.isNumber {
                rest.removeFirst()
                return (true, false, "&\(digit)")
            }
            return (output, errors, "")
        }
        let joins = String(rest.prefix(2))
        rest = rest.dropFirst(2)
        return (output, errors, joins)
    }

    /// The next word without its quotes; nil where there is none.
    private mutating func word() -> String? {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        var (text, hasAny) = ("", false)
        while let next = rest.first {
            switch next {
            case "'":
                rest.removeFirst()
                text += rest.prefix { $0 != "'" }
                rest = rest.drop { $0 != "'" }.dropFirst()
            case "\"":
                rest.removeFirst()
                while let letter = rest.popFirst(), letter != "\"" {
                    text.append(letter == "\\" ? rest.popFirst() ?? letter : letter)
                }
            case "\\":
                rest.removeFirst()
                if let letter = rest.popFirst() { text.append(letter) }
            case " ", "\t", "\n", ";", "&", "|", "(", ")", "<", ">":
                return hasAny ? expanded(text) : nil
            default:
                text.append(next)
                rest.removeFirst()
            }
            hasAny = true
        }
        return hasAny ? expanded(text) : nil
    }

    private func expanded(_ text: String) -> String {
        let known = text.replacing("${HOME}", with: home).replacing("$HOME", with: home)
        return known == "~" || known.hasPrefix("~/") ? home + known.dropFirst() : known
    }
}
