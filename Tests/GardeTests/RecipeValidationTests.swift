import Garde
import GardeTestSupport
import GardeWords
import Testing

@Suite struct RecipeValidationTests {
    /// What validation finds in these words.
    private func findings(_ variables: [String: String] = [:], @RecipeBuilder words: () -> Recipe) -> [Failure] {
        words().findings { variables[$0] }
    }

    /// The same as it is said, a line a finding.
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

    @Test func `commands around a run without a program, or without time, are found`() {
        let found = lines {
            mail()
            before(["systemctl", "stop", "worker"], ["true"])
            before([])
            after(["", "x"], once: .read)
            after(["true"], once: .ended, limit: .seconds(0))
        }
        #expect(found.count == 3)
        #expect(found[0].says("recipe.empty", ["word": "before"], in: .english))
        #expect(found[1].says("recipe.empty", ["word": "after"], in: .english))
        #expect(found[2].says("recipe.too-few", ["written": "after(limit:)"], in: .english))
    }

    @Test func `a service without a name, with an empty command, or twice is found`() {
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
    }

    @Test func `a notify whose variable is unset is off and no finding`() {
        let findings = lines {
            postgres()
            notify(.slack(.environment("SLACK_WEBHOOK_URL")))
            notify(.mail(to: .environment("ALERT_EMAIL")))
        }
        #expect(findings == [])
    }

    @Test func `everything wrong is found at once`() {
        #expect(
            findings(words: everythingWrong) == [
                Failure("recipe.repeated-word", ["word": "keep"]), Failure("recipe.repeated-name", ["name": "mail"]),
                Failure("recipe.taken-name", ["name": "postgresql_roles", "other": "postgresql"]),
                Failure("recipe.repeated-path", ["path": "data/mail"]), empty("database:", of: "postgresql"),
                tooFew("mail(fullEvery: .days(0))"),
                Failure("recipe.share", ["share": "50.0", "component": "mail"]), empty("usedBy:", of: "mail"),
                Failure("recipe.name", ["name": "Web"]),
                Failure("recipe.path", ["component": "Web", "path": "../www"]), empty("load:", of: "ldap"),
                Failure("recipe.level", ["level": 10]), tooFew("resources(cores: 0)"),
                Failure("recipe.nice", ["nice": 20]),
                Failure("recipe.unset", ["word": "encrypt(to:)", "variable": "GPG_RECIPIENT"]),
                Failure("recipe.fingerprint", ["digits": "01234567"]),
                Failure("recipe.remote", ["url": "ftp://host/path"]), tooFew("keep(daily: 0)"),
            ])
    }

    private func empty(_ part: String, of word: String) -> Failure {
        Failure("recipe.empty", ["part": part, "word": word])
    }

    private func tooFew(_ written: String, least: Int = 1) -> Failure {
        Failure("recipe.too-few", ["written": written, "least": least])
    }

    @RecipeBuilder private func everythingWrong() -> Recipe {
        postgres(database: "")
        mail(fullEvery: .days(0), suspectBelow: 50, usedBy: "dovecot", "")
        files("mail", "./data//mail/")
        files("postgresql_roles", "/srv/roles")
        files("Web", "../www")
        command("ldap", dump: ["slapcat"], load: [])
        compress(level: 10)
        resources(cores: 0, nice: 20)
        encrypt(to: .environment("GPG_RECIPIENT"), .fingerprint("0123 4567"))
        sync(to: "ftp://host/path")
        keep(daily: 0)
        keep(daily: 1)
    }

    @Test func `a recipe that saves nothing is refused`() {
        #expect(findings { keep(daily: 30) } == [Failure("recipe.nothing-to-save")])
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
        let words = ["store", "keep", "compress", "encrypt"]
        #expect(findings == words.map { Failure("recipe.repeated-word", ["word": $0]) })
    }

    @Test(arguments: ["", "Web", "web site", "wéb", "b\u{301}", "../web", "-web", "_web", ".web", "web\n", "manifest"])
    func `a name that cannot begin a file's name is refused`(name: String) {
        #expect(findings { files(name, "/srv/www") } == [Failure("recipe.name", ["name": name])])
    }

    @Test(arguments: ["", "..", "../x", "x/..", "x/../y", "/x/../y", "~", "~/x"])
    func `a path that is empty, goes up or needs a shell is refused`(path: String) {
        let found = findings {
            files("website", path)
            store(in: path)
        }
        #expect(
            found == ["website", "store(in:)"].map { Failure("recipe.path", ["component": $0, "path": path]) })
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
            findings(words: words) == [Failure("recipe.unset", ["word": "sync(to:)", "variable": "REMOTE"])])
        #expect(
            findings(["REMOTE": "bucket"], words: words) == [Failure("recipe.remote", ["url": "bucket"])])
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func `a share lies between 0 and 1`(share: Double) {
        #expect(lines { mail(suspectBelow: share) }.count == 1)
    }

    @Test func `what is written empty is named`() {
        let found = findings {
            postgres(in: "")
            redis(in: .automatic(""))
            command("ldap", dump: [], load: [""], in: .compose(""))
            encrypt(to: "")
            notify(.mail(to: ""))
            notify(.slack(""))
        }
        let parts = [
            ("in:", "postgresql"), ("in:", "redis"), ("dump:", "ldap"), ("load:", "ldap"), ("in:", "ldap"),
            ("to:", "encrypt"), ("mail(to:)", "notify"), ("slack", "notify"),
        ]
        #expect(found == parts.map { empty($0, of: $1) })
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
        let found = findings {
            postgres()
            keep(daily: -1, weekly: -2, monthly: -3, incrementals: .days(0))
        }
        #expect(
            found == [
                tooFew("keep(daily: -1)"), tooFew("keep(weekly: -2)", least: 0),
                tooFew("keep(monthly: -3)", least: 0), tooFew("keep(incrementals: .days(0))"),
            ])
    }
}
