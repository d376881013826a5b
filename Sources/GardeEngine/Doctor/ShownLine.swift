import GardeCore
import GardeIO

/// A crontab's line as anybody may read it.
///
/// Only what is known to be harmless is shown: paths, the names of known programs, options without their values,
/// redirections, what `Option` says is no secret. For anything else stands `…`: no list has all the ways to write a password.
///
/// `isCrontab` is false of what has no fields of time before it.
package func shownLine(_ line: String, isCrontab: Bool = true) -> String {
    var (shown, rest, before, place) = ("", line[...], "", 0)
    var fields = isCrontab ? 5 : 0
    while let next = rest.first {
        guard !separators.contains(next) else {
            if !next.isWhitespace { before = "" }
            shown.append(rest.removeFirst())
            continue
        }
        let word = LineWord(&rest)
        let isNickname = isCrontab && place == 0 && word.isNickname
        let isField = place < fields && word.isScheduleField
        if isNickname { fields = 1 } else if place < fields && !isField { fields = 0 }
        // A system's crontab has the user's name behind the fields.
        let isUser = fields > 0 && place == fields && homeFolder(of: word.text) != nil
        shown += isField || isNickname || isUser ? word.typed : word.shown(after: before)
        (before, place) = (word.text, place + 1)
    }
    return shown
}

private let separators = " \t;&|()`", hidden = "…"

private struct LineWord {
    /// With its quotes, and as a shell reads it.
    private(set) var typed = "", text = ""

    init(_ rest: inout Substring) {
        var quote: Character?
        while let next = rest.first, quote != nil || !separators.contains(next) {
            typed.append(rest.removeFirst())
            if next == "\\", quote != "'", let escaped = rest.popFirst() {
                typed.append(escaped)
                text += escaped == "%" ? "\\%" : "\(escaped)"
            } else if next == quote {
                quote = nil
            } else if quote == nil, next == "'" || next == "\"" {
                quote = next
            } else {
                text.append(next)
            }
        }
    }

    var isScheduleField: Bool {
        text.lowercased().contains(
            /^(?:[*\/,-]|[0-9]{1,2}(?![0-9])|sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)+$/
        )
    }
    var isNickname: Bool { text.contains(/^@[a-z]+$/) }

    func shown(after option: String) -> String {
        guard !mayTakeSecret(option) else { return hidden }
        if let script { return script }
        if let sign = text.prefixMatch(of: /[0-9]?(?:>>|>\||>|<)/) {
            let file = text[sign.range.upperBound...]
            return sign.output + (file.isEmpty || file.contains(/^[A-Za-z0-9_.\/-]+$/) ? String(file) : hidden)
        }
        let (name, value) = text.cut(at: "=")
        if let value, name.contains(/^(?:[A-Za-z_][A-Za-z0-9_]*|--[A-Za-z][A-Za-z0-9-]*)$/) {
            return "\(name)=\(value.isEmpty || openNames.contains(name) ? openValue(value) : hidden)"
        }
        if openNames.contains(option) { return openValue(text) }
        if text.hasPrefix("-") { return shownOption }
        return isHarmless ? typed : openURL ?? hidden
    }

    /// What `sh -c` is given.
    private var script: String? {
        guard let quote = typed.first, "'\"".contains(quote), typed.count > 1, typed.last == quote,
            text.contains(where: separators.contains)
        else { return nil }
        return "\(quote)\(shownLine(String(typed.dropFirst().dropLast()), isCrontab: false))\(quote)"
    }

    /// What stands right behind a letter may be its value.
    private var shownOption: String {
        if text.contains(/^(?:-|--[A-Za-z0-9-]*|-[A-Za-z])$/) || plainOptions.contains(text) { return typed }
        return (text.prefixMatch(of: /-[A-Za-z]/).map { String($0.output) } ?? "") + hidden
    }

    private var isHarmless: Bool {
        knownWords.contains(text)
            || text.contains(/^(?:~|\$HOME|\$\{HOME\}|\.{1,2})?\/(?!\/)(?:[A-Za-z0-9_.,+\/-]|\\%)*$/)
            || text.contains(/^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_.-]+\.(?:sh|bash)$/)
            || text.contains(/^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*\})?$/)
            || text.contains(/^\+(?:\\?%[A-Za-z]|[:._-])+$/) || text.contains(/^[+-]?[0-9]{1,4}[smhd]?$/)
    }

    /// No more of a URL than its scheme.
    private var openURL: String? {
        text.prefixMatch(of: /[a-z][a-z0-9+.-]*:\/\//).map { $0.output + hidden }
    }

    /// Of an option that is no secret: but for an address with a login in it, and what cron hands on as input.
    private func openValue(_ value: String) -> String {
        if let scheme = value.firstRange(of: "://") { return value[..<scheme.upperBound] + hidden }
        let hasLogin = value.contains("@") && value.contains(":")
        return hasLogin || value.contains("%") || value.contains("$(") ? hidden : value
    }
}

private let secretFlags = Set(Option.all.filter(\.isSecret).compactMap(\.flag?.long))
private func mayTakeSecret(_ option: String) -> Bool {
    secretFlags.contains(option) || ["-p", "-P", "-a", "-u", "-k", "-w", "-W", "echo", "printf"].contains(option)
        || option.hasPrefix("-")
            && ["pass", "secret", "token", "key", "user", "auth", "login", "cred"].contains(
                where: option.lowercased().contains)
}

/// Variables and flags whose values are no secret.
private let openNames = Set(
    Option.all.filter { !$0.isSecret }.flatMap { [$0.variable, $0.flag?.metavar == nil ? nil : $0.flag?.long] }
        .compactMap(\.self) + ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "SHELL"])

private let plainOptions: Set = [
    "-az", "-avz", "-czf", "-delete", "-ec", "-exec", "-fsS", "-fsSL", "-lc", "-maxdepth", "-mindepth", "-mtime",
    "-name", "-print", "-rf", "-type", "-xzf",
]

private let knownWords = Set(
    Role.allCases.map(\.rawValue) + [
        "!", ".", "[", "]", "aws", "bash", "borg", "bzip2", "cat", "cd", "chronic", "compose", "cp", "cronic", "curl",
        "dash", "date", "do", "docker", "docker-compose", "done", "duplicity", "echo", "else", "env", "exec", "exit",
        "export", "false", "fi", "find", "flock", "for", "gpg", "gunzip", "gzip", "hostname", "if", "in", "ionice",
        "latest", "logger", "ls", "mail", "mariadb", "mariadb-dump", "mkdir", "mongodump", "mv", "mysql", "mysqldump",
        "nice", "nohup", "openssl", "perl", "pg_dump", "pg_dumpall", "php", "printf", "psql", "python3", "rclone",
        "redis-cli", "restic", "rm", "rsync", "run", "s3cmd", "scp", "sendmail", "setsid", "sftp", "sh", "sleep",
        "source", "sqlite3", "ssh", "sshpass", "su", "sudo", "systemctl", "systemd-cat", "systemd-run", "tar", "tee",
        "test", "then", "time", "timeout", "touch", "true", "until", "valkey-cli", "wget", "while", "xz", "zip", "zstd",
        "7z",
    ])
