import GardeEngine
import GardeComponents
import GardeCore
package import GardeWords

/// What `--help` and `--version` print, made from the table of settings.
package struct Help: Sendable {
    private let role: Role
    private let language: Language
    private let called: CalledAs
    private let recipe: Recipe
    /// Of the terminal that it is read on.
    private let columns: Int?

    package init(
        _ role: Role, _ language: Language, of recipe: Recipe, _ called: CalledAs, columns: Int? = nil
    ) {
        (self.role, self.language, self.recipe, self.called, self.columns) = (role, language, recipe, called, columns)
    }

    private var command: String { called.command(role) }

    package static func version(of recipe: Recipe) -> String { "\(recipe.name) (Garde \(gardeVersion))" }

    package var text: String {
        let sections = [
            (argumentHeading, arguments), (Text.options, options), (.variables, variables), (.exitCodes, exitCodes),
            (.examples, examples.map { ($0, "") }),
        ]
        let parts =
            [usage, Self.purpose(of: role)[language].folded(columns)] + sections.filter { !$1.isEmpty }.map(section)
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var usage: String { "\(Text.usage[language])\(language.colon)\(synopsis)" }

    var synopsis: String {
        let arguments = role.positionals == 0...0 ? "" : " \(argument[language])"
        return "\(command) [OPTION]…\(arguments)"
    }

    private var argument: Text {
        switch role {
        case .accept, .compact: Text("help.argument-accept")
        case .adopt: Text("help.argument-adopt")
        case .list: Text("help.argument-list")
        case .help: Text("help.argument-help")
        case .completion: Text("help.argument-completion")
        case .verify: Text("help.argument-verify")
        case .ls: Text("help.argument-ls")
        case .cat: Text("help.argument-cat")
        case .find: Text("help.argument-find")
        case .compare: Text("help.argument-compare")
        default: Text("help.argument")
        }
    }

    var argumentHeading: Text { Text("help.may-be", ["argument": argument]) }

    /// Everything that the argument may be.
    var arguments: [(String, String)] {
        role.argumentForms(recipe).map { ($0.form, $0.meaning[language]) }
    }

    /// A heading, and rows whose second column is aligned.
    private func section(_ heading: Text, _ rows: [(String, String)]) -> String {
        let lines = Table(rows.map { ["  \($0)", $1] }, prose: 1..<2).lines(columns)
        return ([heading[language] + language.colon.trimmingEnd] + lines).joined(separator: "\n")
    }

    // MARK: From the table

    var options: [(String, String)] {
        Option.all.compactMap { option in
            guard let flag = option.flag, flag.roles.contains(role), option.concerns(recipe) else { return nil }
            let names = [flag.short, flag.long].compactMap(\.self).joined(separator: ", ")
            let value = flag.shownValue.map { " \($0[language])" } ?? ""
            return (names + value, option.help[language] + standard(option, of: flag))
        }
    }

    private var variables: [(String, String)] {
        let others = Rooms.variables(without: recipe)
        let known = Option.all.filter { option in
            option.roles.contains(role) && !option.places.isEmpty && !others.contains(option.variable)
                && option.concerns(recipe)
        }
        return known.map { option in
            guard let flag = option.flag, flag.roles.contains(role) else {
                // Here nobody can say --no-…, whose help it is.
                let value = option.flag?.sets == "false" ? "false" + language.colon : ""
                return (option.variable, value + option.help[language] + standard(option))
            }
            return (option.variable, (flag.sets == "false" ? Text.falseAs : Text.sameAs)[language] + flag.long)
        }
            + (!role.isAboutCommands && Rooms.toolVariables(of: recipe).contains("PGHOST")
                ? [("PG*", Text.libpq[language])] : [])
    }

    /// A flag that takes nothing says the contrary of what it is without it, but for what the recipe says already.
    private func standard(_ option: Option, of flag: Option.Flag) -> String {
        flag.metavar == nil && recipe.variables[option.variable] == nil ? "" : standard(option)
    }

    private func standard(_ option: Option) -> String {
        let recipes = recipe.variables[option.variable]
        guard let shown = recipes ?? option.builtInText?[language] ?? option.builtIn,
            option.kind != .boolean || recipes != nil
        else { return "" }
        return language == .french ? " (défaut\u{a0}: \(shown))" : " (default: \(shown))"
    }

    var exitCodes: [(String, String)] {
        guard role != .doctor else {
            let codes: [(ExitCode, Text)] = [
                (.done, Text("help.doctor-done")), (.failed, Text("help.doctor-failed")),
                (.incomplete, Text("help.doctor-warned")),
            ]
            return codes.map { (String($0.status), $1[language]) }
        }
        if role == .compare {
            let codes: [(ExitCode, Text)] = [
                (.done, Text("help.compare-done")), (.failed, Text("help.compare-failed")),
                (.incomplete, Text("help.compare-unsafe")), (.locked, Text("help.exit-locked")),
            ]
            return codes.map { (String($0.status), $1[language]) }
        }
        var codes = [(String(ExitCode.done.status), "done"), (String(ExitCode.failed.status), "failed")]
        if let incomplete { codes.append((String(ExitCode.incomplete.status), incomplete)) }
        if !role.isAboutCommands {
            codes += [(String(ExitCode.locked.status), "locked"), ("\(ExitCode.signal(0).status)+n", "signal")]
        }
        return codes.map { ($0, Text("help.exit-\($1)")[language]) }
    }

    /// What is said of the code between success and failure; nil where there is none.
    private var incomplete: String? {
        switch role {
        case .backup, .compact: "incomplete"
        case .restore, .find: "incomplete-\(role.rawValue)"
        default: nil
        }
    }

    // MARK: For each role

    static func purpose(of role: Role) -> Text {
        switch role {
        case .backup: Text("help.purpose-backup")
        case .restore: Text("help.purpose-restore")
        case .list: Text("help.purpose-list")
        case .ls: Text("help.purpose-ls")
        case .cat: Text("help.purpose-cat")
        case .find: Text("help.purpose-find")
        case .verify: Text("help.purpose-verify")
        case .status:
            Text("help.purpose-status")
        case .accept:
            Text("help.purpose-accept")
        case .adopt:
            Text("help.purpose-adopt")
        case .prune: Text("help.purpose-prune")
        case .notify: Text("help.purpose-notify")
        case .kit: Text("help.purpose-kit")
        case .schedule: Text("help.purpose-schedule")
        case .compact: Text("help.purpose-compact")
        case .help: Text("help.purpose-help")
        case .completion: Text("help.purpose-completion")
        case .man: Text("help.purpose-man")
        case .doctor: Text("help.purpose-doctor")
        case .explain: Text("help.purpose-explain")
        case .compare: Text("help.purpose-compare")
        }
    }

    /// With names that this recipe has.
    private func chosen(_ words: String...) -> [String] {
        let names = recipe.sources.prefix(2).map(\.name)
        guard names.count > 1 else { return [] }
        return ["\(command) \(words[0]) \(([names.joined(separator: ",")] + words.dropFirst()).joined(separator: " "))"]
    }

    var examples: [String] {
        switch role {
        case .backup:
            ["\(command) --encrypt --gpg-recipient backup@example.com", "\(command) --type incremental --quiet"]
                + chosen("--only")
        case .restore:
            [
                "\(command) latest",
                "\(command) --dry-run --verbose /data/backups/20240315_020000",
            ] + chosen("--only", "latest")
        case .ls: ["\(command) latest", "\(command) 20240315_020000 config/nginx"]
        case .cat: ["\(command) latest config/nginx/site.conf >site.conf"]
        case .find: ["\(command) '*.conf'", "\(command) 'nginx/**/*.pem'"]
        case .accept, .verify, .compact: ["\(command) 20240315_020000"]
        case .adopt: ["\(command)", "\(command) old-host:/opt/mssante"]
        case .prune: ["\(command) --plan", "\(command) --plan --at 2024-12-31"]
        case .notify: ["\(command) --test"]
        case .status: ["\(command) --quiet", "\(command) --json"]
        case .list:
            ["\(command) --remote s3://bucket/backups"]
                + (recipe.sources.contains { $0.kind.mailboxes != nil } ? ["\(command) latest --mailboxes"] : [])
        case .schedule: ["\(command)", "\(command) --systemd"]
        case .help: ["\(command) restore"]
        case .completion: [". <(\(command) bash)"]
        case .man: ["\(command) | man -l -"]
        case .doctor: ["\(command)", "\(command) --quiet"]
        case .compare: [command, "\(command) scripts/backup/backup.sh.bash"]
        case .kit, .explain: []
        }
    }
}

extension String {
    var trimmingEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}

extension Text {
    fileprivate static let usage = Text("help.usage")
    fileprivate static let options = Text("help.options")
    fileprivate static let variables = Text("help.variables")
    fileprivate static let exitCodes = Text("help.exit-codes")
    fileprivate static let examples = Text("help.examples")
    fileprivate static let sameAs = Text("help.same-as")
    fileprivate static let falseAs = Text("help.false-as")
    fileprivate static let libpq = Text("help.libpq")
}
