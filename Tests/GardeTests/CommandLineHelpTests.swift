import Garde
import GardeCore
import GardeWords
import Testing

@Suite struct CommandLineHelpTests {
    private func help(_ role: Role, _ language: Language, launched: Bool = true) -> String {
        let recipe = recipe {
            postgres()
            redis()
            mail("data/mail", incremental: true)
            config("config")
            certificates("certs")
        }
        let script = launched ? "./scripts/backup/\(role).sh" : nil
        return Help(role, language, of: recipe, CalledAs("mssante", script: script)).text
    }

    @Test func `help gives the options in the order of the guide, in its words`() {
        #expect(
            help(.backup, .french).hasPrefix(
                """
                Utilisation\u{a0}: ./scripts/backup/backup.sh [OPTION]…

                Sauvegarde la plateforme.

                Options\u{a0}:
                  --type TYPE         Type\u{a0}: full ou incremental (défaut\u{a0}: incremental)
                  --encrypt           Activer le chiffrement GPG
                  --gpg-recipient ID  Destinataire GPG, ou plusieurs séparés par des virgules
                  --sync-remote       Activer la sync distante
                  --remote-dest URL   Destination distante\u{a0}: s3://bucket/chemin ou nom:chemin
                  --retention JOURS   Jours de rétention (défaut\u{a0}: 30)
                  --compress-level N  Niveau gzip (1-9) (défaut\u{a0}: 6)
                  --no-postgres       Ignorer PostgreSQL
                  --no-redis          Ignorer Redis
                  --no-mail           Ignorer les mails
                  --no-config         Ignorer la configuration
                  --no-certs          Ignorer les certificats
                  --only NOMS         Seulement ces composants, séparés par des virgules
                  --skip NOMS         Tous les composants sauf ceux-ci, séparés par des virgules
                  --recheck           Incrément\u{a0}: regarder tous les fichiers, pas une part
                  --dry-run           Mode simulation
                  -v, --verbose       Mode verbeux
                  -q, --quiet         Mode silencieux
                  --language LANGUE   Messages dans cette langue\u{a0}: fr ou en (défaut\u{a0}: locale, recette)
                  -h, --help          Afficher cette aide
                  --version           Afficher la version

                Variables d'environnement\u{a0}:
                  BACKUP_TYPE             comme --type
                """))
    }

    @Test func `help ends with the exit codes and examples`() {
        #expect(
            help(.restore, .english, launched: false).hasSuffix(
                """

                Exit codes:
                  0      all done
                  1      failed or refused
                  3      restored, but not everything that was requested
                  75     another run holds the lock
                  128+n  ended by signal n

                Examples:
                  mssante restore latest
                  mssante restore --dry-run --verbose /data/backups/20240315_020000
                  mssante restore --only postgresql,redis latest

                """))
    }

    @Test(arguments: Role.allCases, [Language.english, .french])
    func `no line of the help is wider than 100 columns`(role: Role, language: Language) {
        let wide = help(role, language).split(separator: "\n").filter { $0.count > 100 }
        #expect(wide == [])
    }

    @Test func `a variable that only a flag of another command denies says what false does`() {
        let line = help(.explain, .english).split(separator: "\n").first { $0.hasPrefix("  BACKUP_MAIL ") }
        #expect(line?.contains("  false: Skip mail") == true, "\(line ?? "")")
    }

    @Test func `on a narrow terminal the help is as narrow, and says the same`() {
        let recipe = recipe { postgres() }
        func text(_ columns: Int?) -> String {
            Help(.backup, .french, of: recipe, CalledAs("shop"), columns: columns).text
        }
        func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
        #expect(words(text(60)) == words(text(nil)))
        #expect(text(60).split(separator: "\n").allSatisfy { $0.count <= 60 }, "\(text(60))")
    }

    @Test func `each role shows its own flags and variables`() {
        let accept = help(.accept, .english)
        #expect(accept.hasPrefix("Usage: mssante accept [OPTION]… ID\n"))
        #expect(!accept.contains("--encrypt") && !accept.contains("REDIS_PORT") && accept.contains("BACKUP_ROOT"))
        #expect(!help(.restore, .french).contains("--quiet"))
    }

    @Test(arguments: [
        ("./restore.sh", "./restore.sh"), (nil, "/opt/shop/scripts/restore.sh"), ("", "/opt/shop/scripts/restore.sh"),
        ("/opt/my shop/restore.sh", "'/opt/my shop/restore.sh'"),
    ])
    func `usage and advice of a script say what was typed, or where it lies`(typed: String?, shown: String) {
        let environment = ["GARDE_LAUNCHER": "/opt/shop/scripts", "GARDE_COMMAND": typed].compactMapValues(\.self)
        let called = CalledAs("/opt/shop/scripts/shop", by: ["restore"], environment)
        let recipe = recipe { postgres() }
        #expect(Help(.restore, .english, of: recipe, called).text.hasPrefix("Usage: \(shown) [OPTION]… BACKUP\n"))
        let refused = Arguments(["restore"], program: "/opt/shop/scripts/shop", as: called).findings
        #expect(refused.map { $0.line(.english).contains("\(shown) latest") } == [true], "\(refused)")
    }

    @Test func `a package's launcher is called as its command, however long its path`() throws {
        let called = CalledAs("/usr/lib/garde/shop/shop", by: ["list"], ["GARDE_COMMAND": "/usr/bin/env"])
        #expect(called.command(.list) == "env list" && !called.isLaunched)
    }

    @Test func `what stands for a value is a word of the language`() throws {
        for option in Option.all {
            guard let value = option.flag?.shownValue else { continue }
            for language in [Language.english, .french] {
                #expect(!value[language].contains("."), "\(option.variable) \(value[language])")
            }
        }
        let help = help(.restore, .french)
        for word in ["--only NOMS", "--to DOSSIER", "--path CHEMIN", "--language LANGUE", "--keys MOTIF"] {
            #expect(help.contains("  \(word) "), "\(word)")
        }
    }

    @Test func `of the exit codes those are shown that a command has`() {
        for role in Role.allCases where role != .doctor && role != .compare {
            let has = [.backup, .compact, .restore, .find].contains(role)
            #expect(help(role, .english).contains("\n  3  ") == has, "\(role)")
        }
    }

    @Test func `variables of servers are shown where the recipe has such a server`() {
        let recipe = recipe { redis() }
        let help = Help(.backup, .english, of: recipe, CalledAs("mssante")).text
        #expect(help.contains("REDIS_PORT") && !help.contains("POSTGRES_DB") && !help.contains("PG*"))
    }

    @Test func `flags of components are shown where the recipe has such a component, and taken everywhere`() {
        let recipe = recipe {
            redis("cache")
            files("data", "data")
        }
        func help(_ role: Role) -> String { Help(role, .english, of: recipe, CalledAs("site")).text }
        let (backup, restore) = (help(.backup), help(.restore))
        #expect(backup.contains("--no-redis") && backup.contains("BACKUP_REDIS") && restore.contains("--no-redis"))
        for word in ["--no-postgres", "--no-mail", "--no-config", "--no-certs", "BACKUP_MAIL", "--recheck"] {
            #expect(!backup.contains(word), "\(word)")
            #expect(
                Arguments(["backup", word.hasPrefix("-") ? word : "-v"], program: "site").findings.isEmpty, "\(word)")
        }
        for word in ["--no-mail", "RESTORE_MAIL", "--mailbox", "--replace"] {
            #expect(!restore.contains(word), "\(word)")
        }
        #expect(!help(.list).contains("--mailboxes"))
    }

    private let site: Recipe = {
        var site = recipe {
            files("website", "www")
            redis("cache")
            keep(daily: 90)
            encrypt(to: "a@example.com")
        }
        site.name = "site"
        return site
    }()

    private func text(_ words: String..., in language: Language = .english) throws -> String {
        try Descriptions(site, language, CalledAs("/opt/site")).text(Arguments(words, program: "/opt/site"))
    }

    @Test(arguments: [Language.english, .french])
    func `the list of commands has a line for each, and says how to get more`(language: Language) throws {
        let list = try text("help", in: language)
        let lines = list.split(separator: "\n", omittingEmptySubsequences: false)
        for role in Role.allCases {
            let found = lines.filter { $0.hasPrefix("  \(role.rawValue) ") }
            #expect(found.count == 1 && found[0].count < 100, "\(role)")
        }
        #expect(list.contains("website, cache") && list.contains("/opt/site help restore"))
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test func `help of a command is what its --help prints`() throws {
        for role in Role.allCases {
            let help = try text("help", role.rawValue)
            #expect(help == Descriptions(site, .english, CalledAs("/opt/site")).help(role))
            #expect(help.hasPrefix("Usage: /opt/site \(role.rawValue) [OPTION]…"))
        }
        let fix = Text("usage.closest-command", ["command": "/opt/site restore", "help": "/opt/site help"])
        #expect(throws: Failure("usage.unknown-command", ["word": "restor", "fix": fix])) {
            try text("help", "restor")
        }
    }

    @Test(arguments: [Language.english, .french])
    func `help restore says everything that a source may be`(language: Language) throws {
        let help = try text("help", "restore", in: language)
        for form in [
            "latest ", "20240315_020000 ", "/mnt/backups/20240315_020000 ", ".tar.gz ", "s3://bucket/path/latest ",
            "s3://bucket/path/20240315_020000 ", "name:path/latest ", "pre_restore_", "--until MOMENT [URL/latest]",
        ] { #expect(help.contains("  \(form)") || help.contains(form), "\(form)") }
        #expect(try text("help", "verify", in: language).contains("  all "))
    }

    @Test func `help says what the recipe says already`() throws {
        let help = try text("help", "backup")
        #expect(help.contains("(default: 90)") && !help.contains("(default: 30)"))
        #expect(help.contains("Encrypt with GPG (default: true)"))
        #expect(!help.contains("--no-postgres") && help.contains("--no-redis") && !help.contains("--recheck"))
        #expect(!(try text("help", "list")).contains("--mailboxes"))
    }

    @Test func `the version names the recipe and Garde`() {
        var recipe = recipe { postgres() }
        recipe.name = "mssante"
        #expect(Help.version(of: recipe) == "mssante (Garde \(gardeVersion))")
    }

    @Test(arguments: [
        ([:], Language.english), (["LANG": "fr_FR.UTF-8"], .french), (["LANG": "C.UTF-8"], .english),
        (["LC_ALL": "", "LC_MESSAGES": "fr", "LANG": "en_US"], .french),
        (["LC_ALL": "C", "LANG": "fr_FR.UTF-8"], .english), (["LANG": "fro_FR"], .english),
        (["LANG": "fr@euro"], .french),
    ])
    func `the language is that of the environment`(environment: [String: String], language: Language) {
        #expect(Language(recipe: recipe { postgres() }, environment: environment) == language)
    }

    @Test func `a recipe's language counts where neither a word nor the environment says one`() {
        var recipe = recipe { postgres() }
        recipe.language = .french
        for (environment, typed, language) in [
            ([:], nil, Language.french), (["LANG": "C.UTF-8"], nil, .french), (["LANG": "de_DE.UTF-8"], nil, .french),
            (["LC_ALL": "en_GB.UTF-8"], nil, .english), (["LANG": "fr_FR", "GARDE_LANGUAGE": "en"], nil, .english),
            (["GARDE_LANGUAGE": "en"], "fr", .french),
        ] {
            #expect(Language(recipe: recipe, environment: environment, typed: typed) == language, "\(environment)")
        }
    }
}
