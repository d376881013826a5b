import Garde
import GardeTestSupport
import GardeWords
import Testing

@Suite struct RecipeValidationTests {
    /// What validation says of these words, a line a finding.
    private func lines(
        _ language: Language = .english, _ variables: [String: String] = [:], @RecipeBuilder words: () -> Recipe
    ) -> [String] {
        words().findings { variables[$0] }.map { $0.line(language) }
    }

    @Test func `a sound recipe has no finding`() {
        let findings = lines(.english, ["GPG_RECIPIENT": "a@example.com", "REMOTE": "remote:path"]) {
            postgres(suspectBelow: 0, usedBy: "api")
            postgres("second", database: "other")
            redis(suspectBelow: 1)
            mail(incremental: true)
            config("config", ".env", "docker-compose.yml")
            certificates()
            files("web-site_2", "/srv/www", "data/..hidden", "data/x..")
            command("ldap", dump: ["slapcat"], load: ["slapadd"], in: "directory")
            service("x", stop: ["a", "b"], start: ["c"], isRunning: ["d"])
            service("y", stop: ["a"], start: ["c"], isRunning: ["d"])
            compress(level: 1)
            encrypt(
                to: .environment("GPG_RECIPIENT"), .fingerprint("0123 4567 89AB CDEF 0123  4567 89ab cdef 0123 4567"))
            store(in: "/srv/backups")
            sync(to: .environment("REMOTE"))
            sync(to: "s3://bucket/backups")
            keep(daily: 1, weekly: 0, monthly: 0, incrementals: .days(1))
        }
        #expect(findings == [])
    }

    @Test func `a service without a name, with an empty command, or twice is found, in both languages`() {
        let words = { @Sendable () -> Recipe in
            recipe {
                mail()
                service("", stop: ["a"], start: ["b"], isRunning: ["c"])
                service("redis", stop: [], start: [""], isRunning: ["c"])
                service("redis", stop: ["a"], start: ["b"], isRunning: ["c"])
            }
        }
        #expect(
            words().findings { _ in nil } == [
                Failure("recipe.repeated-service", ["name": "redis"]),
                Failure("recipe.empty", ["part": "\"\"", "word": "service"]),
                Failure("recipe.empty", ["part": "stop:", "word": "service(\"redis\")"]),
                Failure("recipe.empty", ["part": "start:", "word": "service(\"redis\")"]),
            ])
        #expect(
            words().findings { _ in nil }.first?.line(.french) == "deux services s'appellent redis. N'en laissez qu'un")
    }

    @Test func `a notify whose variable is unset is off and no finding`() {
        let findings = lines {
            postgres()
            notify(.slack(.environment("SLACK_WEBHOOK_URL")))
            notify(.mail(to: .environment("ALERT_EMAIL")))
        }
        #expect(findings == [])
    }

    @Test func `everything wrong is said at once, in English`() {
        #expect(
            lines(.english, words: everythingWrong) == [
                "the recipe contains keep more than once. Keep one of them",
                "two components are named mail. Rename one of them, for example postgres(\"second\", …) or files(\"second\", …)",
                "a component cannot be named postgresql_roles: postgresql has a file with that name. Choose another name",
                "the recipe saves data/mail more than once. Keep it in one component only",
                "database: of postgresql is empty. Fill it in",
                "mail(fullEvery: .days(0)) is too few. Write at least 1",
                "suspectBelow: 50.0 of mail is not a share. Write 0 (never suspect) to 1, for example suspectBelow: 0.5",
                "usedBy: of mail is empty. Fill it in",
                "a component cannot be named \"Web\": the names of its files begin with it."
                    + " Use a to z, 0 to 9, _ and -, starting with a letter or digit, and not manifest",
                "Web cannot use the path \"../www\". Start it with /, or write it relative to the platform's root, without .. and ~",
                "load: of ldap is empty. Fill it in",
                "compress(level: 10) is not a gzip level. Write 1 (fast) to 9 (small)",
                "encrypt(to:) needs GPG_RECIPIENT, which is not set. Set it, or write its value in the recipe",
                "\"01234567\" is not a complete fingerprint: it does not have 40 hexadecimal digits. Copy it from: gpg --fingerprint",
                "\"ftp://host/path\" is not a destination."
                    + " Write s3://bucket/prefix, or name:path with a name listed by rclone listremotes",
                "keep(daily: 0) is too few. Write at least 1",
            ])
    }

    @Test func `everything wrong is said at once, in French`() {
        #expect(
            lines(.french, words: everythingWrong) == [
                "la recette dit plusieurs fois keep. N'en laissez qu'un",
                "deux composants s'appellent mail. Donnez un autre nom à l'un des deux,"
                    + " par exemple postgres(\"second\", …) ou files(\"second\", …)",
                "aucun composant ne peut s'appeler postgresql_roles : postgresql a un fichier de ce nom. Choisissez un autre nom",
                "la recette sauvegarde plusieurs fois data/mail. Ne le laissez que dans un composant",
                "database: de postgresql est vide. Écrivez ce qui doit y être",
                "mail(fullEvery: .days(0)) n'est pas assez. Écrivez au moins 1",
                "suspectBelow: 50.0 de mail n'est pas une part. Écrivez de 0 (jamais suspect) à 1, par exemple suspectBelow: 0.5",
                "usedBy: de mail est vide. Écrivez ce qui doit y être",
                "aucun composant ne peut s'appeler « Web » : ses fichiers commencent par ce nom."
                    + " Utilisez a à z, 0 à 9, _ et -, une lettre ou un chiffre d'abord, et pas manifest",
                "Web ne peut utiliser le chemin « ../www »."
                    + " Écrivez-le depuis / ou depuis la racine de la plateforme, sans .. ni ~",
                "load: de ldap est vide. Écrivez ce qui doit y être",
                "compress(level: 10) n'est pas un niveau de gzip. Écrivez de 1 (rapide) à 9 (petit)",
                "encrypt(to:) a besoin de GPG_RECIPIENT, qui n'est pas définie."
                    + " Définissez-la, ou écrivez sa valeur dans la recette",
                "« 01234567 » n'est pas une empreinte entière : elle n'a pas 40 chiffres hexadécimaux."
                    + " Copiez-la de : gpg --fingerprint",
                "« ftp://host/path » n'est pas une destination distante."
                    + " Écrivez s3://bucket/prefix, ou nom:chemin avec un nom que montre rclone listremotes",
                "keep(daily: 0) n'est pas assez. Écrivez au moins 1",
            ])
    }

    @RecipeBuilder private func everythingWrong() -> Recipe {
        postgres(database: "")
        mail(fullEvery: .days(0), suspectBelow: 50, usedBy: "dovecot", "")
        files("mail", "./data//mail/")
        files("postgresql_roles", "/srv/roles")
        files("Web", "../www")
        command("ldap", dump: ["slapcat"], load: [])
        compress(level: 10)
        encrypt(to: .environment("GPG_RECIPIENT"), .fingerprint("0123 4567"))
        sync(to: "ftp://host/path")
        keep(daily: 0)
        keep(daily: 1)
    }

    @Test func `a recipe that saves nothing is refused`() {
        #expect(
            lines { keep(daily: 30) } == [
                "the recipe saves nothing. Add what to save, for example postgres() or files(\"website\", \"/srv/www\")"
            ])
        #expect(
            lines(.french) { keep(daily: 30) } == [
                "la recette ne sauvegarde rien."
                    + " Ajoutez ce qu'il faut sauvegarder, par exemple postgres() ou files(\"website\", \"/srv/www\")"
            ])
    }

    @Test func `store, keep, compress and encrypt stand once`() {
        let findings = recipe {
            postgres()
            for _ in 1...3 {
                store(in: "/srv/backups")
                keep(daily: 1)
                compress(level: 1)
                encrypt(to: "a@example.com")
            }
        }.findings { _ in nil }
        let words = findings.map { $0.line(.english).split(separator: " ")[3] }
        #expect(words == ["store", "keep", "compress", "encrypt"])
    }

    @Test(arguments: ["", "Web", "web site", "wéb", "b\u{301}", "../web", "-web", "_web", ".web", "web\n", "manifest"])
    func `a name that cannot begin a file's name is refused`(name: String) {
        let findings = lines { files(name, "/srv/www") }
        #expect(findings.count == 1)
        #expect(findings[0].contains("\"\(name)\""))
    }

    @Test(arguments: ["", "..", "../x", "x/..", "x/../y", "/x/../y", "~", "~/x"])
    func `a path that is empty, goes up or needs a shell is refused`(path: String) {
        let findings = lines {
            files("website", path)
            store(in: path)
        }
        let advice = "Start it with /, or write it relative to the platform's root, without .. and ~"
        #expect(
            findings == ["website", "store(in:)"].map { "\($0) cannot use the path \"\(path)\". \(advice)" })
    }

    @Test(arguments: [("data/mail", "data/mail/"), ("/srv/x", "//srv/./x"), (".", "./"), ("/", "//")])
    func `one path under two spellings is one path`(first: String, second: String) {
        #expect(lines { files("website", first, second) }.count == 1)
        #expect(
            lines {
                files("one", first)
                files("two", second)
            }.count == 1)
    }

    @Test func `a path inside another is no finding`() {
        let findings = lines {
            config("config")
            certificates("config/certificates")
            files("root", "/config")
        }
        #expect(findings == [])
    }

    @Test(arguments: [
        "s3://bucket", "s3://bucket/", "s3://my-bucket/a/b/", "remote:path", "remote:", "remote:/srv/backups",
        "my remote.1:bucket/mssante/",
    ])
    func `a remote is s3 and a bucket, or a name of rclone`(url: String) {
        #expect(DestinationAddress.isWellFormed(url))
    }

    @Test(arguments: [
        "", "bucket", "/srv/backups", "s3://", "s3:///backups", "S3://bucket", "ftp://host/path", "https://host",
        ":path",
        "-x:path", "a/b:path", "remote:pa\nth", "remote,key=value:path",
    ])
    func `anything else is no remote`(url: String) {
        #expect(!DestinationAddress.isWellFormed(url))
    }

    @Test func `a remote from a variable is looked at too`() {
        let words = {
            recipe {
                postgres(); sync(to: .environment("REMOTE"))
            }
        }
        #expect(
            lines(words: words) == [
                "sync(to:) needs REMOTE, which is not set. Set it, or write its value in the recipe"
            ])
        #expect(
            lines(.english, ["REMOTE": "bucket"], words: words)[0].says(
                "recipe.remote", ["url": "bucket"], in: .english))
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func `a share lies between 0 and 1`(share: Double) {
        #expect(lines { mail(suspectBelow: share) }.count == 1)
    }

    @Test func `what is written empty is named`() {
        let findings = lines {
            postgres(in: "")
            redis(in: .automatic(""))
            command("ldap", dump: [], load: [""], in: .compose(""))
            encrypt(to: "")
            notify(.mail(to: ""))
            notify(.slack(""))
        }
        let parts = [
            "in: of postgresql", "in: of redis", "dump: of ldap", "load: of ldap", "in: of ldap", "to: of encrypt",
            "mail(to:) of notify", "slack of notify",
        ]
        #expect(findings == parts.map { "\($0) is empty. Fill it in" })
    }

    @Test func `a heartbeat that does not hear every run, and a login in a recipe, are refused`() {
        let found = lines {
            files("site", "/srv/www")
            notify(.heartbeat("https://hc-ping.com/x"), on: .failure)
            notify(.mail(to: "a@example.com", through: "smtps://me:pass@mail.example.com"))
            notify(.slack("https://hooks.slack.com/x"), on: .failure, .locked)
        }
        #expect(found.count == 2)
        #expect(found.contains { $0.says("recipe.heartbeat-hears-all", in: .english) })
        #expect(found.contains { $0.says("recipe.password-in-server", in: .english) })
    }

    @Test func `a negative retention is refused word by word`() {
        let findings = lines {
            postgres()
            keep(daily: -1, weekly: -2, monthly: -3, incrementals: .days(0))
        }
        #expect(
            findings == [
                "keep(daily: -1) is too few. Write at least 1", "keep(weekly: -2) is too few. Write at least 0",
                "keep(monthly: -3) is too few. Write at least 0",
                "keep(incrementals: .days(0)) is too few. Write at least 1",
            ])
    }
}
