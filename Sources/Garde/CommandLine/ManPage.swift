import GardeComponents
package import GardeCore
import GardeEngine
package import GardeWords

/// The manual page of a recipe's program, in man(7)'s macros, made from the table of settings.
package struct ManPage: Sendable {
    private let recipe: Recipe
    private let language: Language

    package init(_ recipe: Recipe, _ language: Language) { (self.recipe, self.language) = (recipe, language) }

    package var text: String {
        let title = recipe.name.uppercased()
        let head = [
            ".TH \(roff(title)) 8 \"\" \"Garde \(gardeVersion)\" \"\(roff(say("man.manual")))\"",
            ".SH \(heading("man.name"))", roff("\(recipe.name) - \(say("man.does"))"),
            ".SH \(heading("man.synopsis"))",
        ]
        let synopsis = [".B \(roff(recipe.name))", roff(say("help.any-command"))]
        let sections: [[String]] = [
            head, synopsis, [".SH \(heading("man.description"))"], description, [".SH \(heading("help.commands"))"],
            Role.allCases.flatMap(command), [".SH \(heading("man.environment"))", roff(say("man.precedence"))],
            variables,
            [".SH \(heading("help.exit-codes"))"], exitCodes, [".SH \(heading("man.files"))"], files,
        ]
        return sections.joined().joined(separator: "\n") + "\n"
    }

    private var description: [String] {
        [
            roff(say("help.saves", ["list": recipe.sources.map(\.name).joined(separator: ", ")])), ".PP",
            roff(say("man.scripts", ["name": recipe.name])),
        ]
    }

    private func command(_ role: Role) -> [String] {
        let help = Help(role, language, of: recipe, CalledAs(recipe.name))
        let forms = help.arguments.isEmpty ? [] : [".PP", roff(help.argumentHeading[language] + language.colon)]
        return [
            ".SS \(roff(role.rawValue))", ".B \(roff(help.synopsis))", ".PP", roff(Help.purpose(of: role)[language]),
        ]
            + rows(help.options, isBold: true) + forms + rows(help.arguments, isBold: true)
            + (help.examples.isEmpty ? [] : [".PP", roff(say("help.examples") + language.colon)])
            + help.examples.flatMap { [".PP", ".RS", roff($0), ".RE"] }
    }

    /// Every variable once, whichever commands read it.
    private var variables: [String] {
        let others = Rooms.variables(without: recipe)
        let own = Option.all.filter { option in
            !option.places.isEmpty && !others.contains(option.variable) && option.concerns(recipe)
        }
        return rows(
            own.map { option in
                let isInFile = option.places.contains(.envFile) ? " " + say("man.env-file") : ""
                let flag = option.flag.map { " (\($0.long))" } ?? ""
                return (option.variable, option.help[language] + flag + "." + isInFile)
            }, isBold: true)
    }

    private var exitCodes: [String] {
        rows(Help(.backup, language, of: recipe, CalledAs(recipe.name)).exitCodes, isBold: true)
    }

    private var files: [String] {
        rows(
            [
                ("BACKUP_ROOT/20240315_020000/", say("man.file-backup")),
                ("BACKUP_ROOT/20240315_020000/manifest.json", say("man.file-manifest")),
                ("BACKUP_ROOT/pre_restore_20240315_101500/", say("help.source-safety-copy")),
                ("BACKUP_ROOT/backup.log, BACKUP_ROOT/restore.log", say("man.file-log")),
                ("PLATFORM_ROOT/.env", say("man.file-env")),
            ], isBold: false)
    }

    private func rows(_ rows: [(String, String)], isBold: Bool) -> [String] {
        rows.flatMap { [".TP", "\(isBold ? ".B" : ".I") \(roff($0))", roff($1)] }
    }

    private func say(_ id: String, _ arguments: [String: any Sayable] = [:]) -> String { Text(id, arguments)[language] }

    private func heading(_ id: String) -> String { roff(say(id).uppercased()) }
}

/// Text as troff reads it, whatever the terminal's characters are.
private func roff(_ text: String) -> String {
    let names: [Unicode.Scalar: String] = [
        "\\": "\\e", "-": "\\-", "'": "\\[aq]", "`": "\\[ga]", "^": "\\[ha]", "~": "\\[ti]", "\"": "\\[dq]",
        "\u{a0}": "\\~",
    ]
    let said = text.unicodeScalars.map { scalar in
        if let name = names[scalar] { return name }
        guard !scalar.isASCII else { return String(scalar) }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
    }.joined()
    return said.hasPrefix(".") ? "\\&" + said : said
}
