import GardeCore
import GardeIO

/// A crontab's line as anybody may read it: without the values of variables and flags that may be secrets, and with no
/// more of a URL than its scheme.
package func shownLine(_ line: String) -> String {
    var (shown, rest, hidesNext) = ("", line[...], false)
    // These take a password right behind the flag.
    let hidesAttached = ["mysql", "mariadb", "7z"].contains(where: line.contains)
    while let next = rest.first {
        guard !separators.contains(next) else {
            shown.append(rest.removeFirst())
            continue
        }
        let word = takeWord(&rest)
        shown += hidesNext ? hidden : hidesAttached && word.hasPrefix("-p") ? "-p\(hidden)" : shownWord(word)
        hidesNext = secretFlags.contains(word) || programs.contains { $0.flag == word && line.contains($0.name) }
    }
    return shown
}

private let separators = " \t;&|()", hidden = "…"
private let secretFlags = Set(
    Option.all.filter(\.isSecret).compactMap(\.flag?.long)
        + ["--password", "--pass", "--passphrase", "--pass-phrase", "--token", "--secret", "--requirepass"])
/// Programs that take a password by a flag which is something else to others.
private let programs: [(name: String, flag: String)] = [
    ("redis-cli", "-a"), ("valkey-cli", "-a"), ("sshpass", "-p"), ("mongodump", "-p"), ("curl", "-u"),
    ("curl", "--user"), ("wget", "--user"), ("zip", "-P"), ("7z", "-p"), ("openssl", "-k"),
]
private let openVariables = Set(
    Option.all.filter { !$0.isSecret }.map(\.variable) + ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "SHELL"])

/// A word as it is typed, with its quotes.
private func takeWord(_ rest: inout Substring) -> String {
    var (word, quote) = ("", Character?.none)
    while let next = rest.first, quote != nil || !separators.contains(next) {
        word.append(rest.removeFirst())
        if next == "\\", quote != "'", let escaped = rest.popFirst() {
            word.append(escaped)
        } else if next == quote {
            quote = nil
        } else if quote == nil, next == "'" || next == "\"" {
            quote = next
        }
    }
    return word
}

private func shownWord(_ word: String) -> String {
    // What sh -c is given.
    if let quote = word.first, "'\"".contains(quote), word.count > 1, word.last == quote {
        return "\(quote)\(shownLine(String(word.dropFirst().dropLast())))\(quote)"
    }
    let (name, value) = word.cut(at: "=")
    if let value, !value.isEmpty, !isOpen(name) { return "\(name)=\(hidden)" }
    guard let scheme = word.firstRange(of: "://") else { return word }
    return word[..<scheme.upperBound] + hidden
}

private func isOpen(_ name: String) -> Bool {
    name.hasPrefix("-") ? !secretFlags.contains(name) : openVariables.contains(name)
}
