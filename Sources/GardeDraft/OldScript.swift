import GardeCore
import GardeEngine
import GardeIO
import SystemPackage

/// The script that saved the platform before: what its variables say, and which tools it calls.
struct OldScript {
    /// A value that stands in the script, or what keeps it from being known.
    enum Value: Hashable {
        case known(String)
        /// It comes from a command, from another variable, or from the platform's `.env`.
        case unknown
    }

    struct Variable: Hashable {
        let name: String
        let line: Int
        let value: Value
    }

    /// A line that calls a tool which says something of a recipe.
    struct Call: Hashable {
        let tool: String
        let line: Int
    }

    /// Tables whose rows a dump goes without.
    struct Excluded: Hashable {
        let option: String
        let line: Int
        /// Nil where only a shell could tell.
        let pattern: String?

        static let options = ["postgres": "--exclude-table-data", "mariadb": "--ignore-table-data"]

        init(option: String, line: Int, pattern: String?) {
            (self.option, self.line) = (option, line)
            // As pg_dump reads it: in small letters, unless it stands in double quotes.
            let isFolded = option == Self.options["postgres"] && pattern?.contains("\"") == false
            self.pattern = (isFolded ? pattern?.lowercased() : pattern)?.filter { $0 != "\"" }
        }
    }

    /// Nil where there is none.
    private(set) var path: FilePath?
    private(set) var variables: [Variable] = []
    private(set) var calls: [Call] = []
    private(set) var excluded: [Excluded] = []

    private static let places = ["scripts/backup/backup.sh", "scripts/backup.sh", "backup.sh", "bin/backup.sh"]
    private static let tools = [
        "pg_dump", "pg_dumpall", "mysqldump", "mariadb-dump", "mongodump", "redis-cli", "sqlite3", "rsync", "rclone",
        "aws", "s3cmd", "mc", "scp", "sftp", "restic", "borg", "duplicity", "openssl", "gpg", "age", "find",
        "ldapsearch",
        "slapcat", "tar", "zip", "cpio", "7z",
    ]

    /// `calls` are lines of crontabs; `knownElsewhere` are variables of the platform's `.env`.
    init(of root: FilePath, calls lines: [String], knownElsewhere: Set<String>) {
        let called = lines.flatMap { CommandWords.read($0, home: "/") }.flatMap(\.words)
            .filter { FilePath($0).starts(with: root) && Self.isNamedSo($0) }.map { FilePath($0) }
        let usual = Self.places.flatMap { [root.appending("\($0).before-garde"), root.pushing(FilePath($0))] }
        for candidate in called + usual {
            guard let text = smallText(candidate, limit: 1 << 20), !text.contains("\n# Garde's launcher") else {
                continue
            }
            path = candidate
            read(text, knownElsewhere)
            break
        }
    }

    /// A crontab calls other scripts of a platform, too.
    private static func isNamedSo(_ path: String) -> Bool {
        let name = lastPart(path).lowercased()
        return ["backup", "dump", "save", "sauvegarde"].contains(where: name.contains)
    }

    /// A variable by any of these names; the last one in the script counts.
    func variable(_ names: String...) -> Variable? { variables.last { names.contains($0.name) } }

    func calls(_ tools: String...) -> [Call] { calls.filter { tools.contains($0.tool) } }

    /// Where it puts its backups, as far as that is known.
    var folder: String? {
        guard case .known(let folder)? = variable(Self.folders)?.value else { return nil }
        return folder
    }

    static let folders = [
        "BACKUP_ROOT", "BACKUP_DIR", "BACKUP_PATH", "BACKUP_FOLDER", "BACKUP_BASE", "BACKUP_DEST", "DEST_DIR",
    ]

    func variable(_ names: [String]) -> Variable? { variables.last { names.contains($0.name) } }

    private mutating func read(_ text: String, _ elsewhere: Set<String>) {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        var known: [String: String] = [:]
        for (place, line) in lines.enumerated() {
            var words = line.drop { $0 == " " || $0 == "\t" }
            guard words.first != "#" else { continue }
            for word in ["readonly ", "declare -r ", "declare -x ", "declare ", "typeset ", "local ", "export "]
            where words.hasPrefix(word) { words = words.dropFirst(word.count) }
            if let found = words.firstMatch(of: /^: "?\$\{([A-Za-z_][A-Za-z0-9_]*):?=([^}]*)\}/) {
                words = "\(found.output.1)=${\(found.output.1):-\(found.output.2)}"
            }
            let commands = CommandWords.read(String(words), home: "/root")
            for name in Set(commands.flatMap(\.words).map(lastPart)).intersection(Self.tools).sorted() {
                calls.append(Call(tool: name, line: place + 1))
            }
            for command in commands {
                excluded += Self.excluded(command.words, place + 1) { Self.value($0, known, elsewhere) }
            }
            // One alone: before a program it is that program's.
            guard let command = commands.first, command.words.isEmpty else { continue }
            for (name, raw) in command.variables {
                let value = Self.value(raw, known, elsewhere)
                known[name] = value
                variables.append(Variable(name: name, line: place + 1, value: value.map(Value.known) ?? .unknown))
            }
        }
    }

    private static func excluded(_ words: [String], _ line: Int, _ value: (String) -> String?) -> [Excluded] {
        words.enumerated().compactMap { place, word in
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let option = parts.first, Excluded.options.values.contains(option),
                let raw = parts.count > 1 ? parts[1] : words.dropFirst(place + 1).first
            else { return nil }
            return Excluded(option: option, line: line, pattern: value(raw))
        }
    }

    /// Nil for what only a shell could tell, and for what `.env` says.
    private static func value(_ raw: String, _ known: [String: String], _ elsewhere: Set<String>) -> String? {
        guard !raw.contains("$("), !raw.contains("`") else { return nil }
        nonisolated(unsafe) var isUnknown = false
        let value = interpolated(raw) { name in
            if elsewhere.contains(name) { isUnknown = true }
            return known[name]
        }
        let names = raw.matches(of: /\$\{?([A-Za-z_][A-Za-z0-9_]*)(:?-)?/)
        let lacks = names.contains { $0.output.2 == nil && known[String($0.output.1)] == nil }
        guard let value, !isUnknown, !lacks, !value.isEmpty, !value.contains("$") else { return nil }
        return value
    }
}

private func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
