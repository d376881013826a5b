import Garde
import Testing

/// Builds a recipe without running it.
func recipe(@RecipeBuilder _ recipe: () -> Recipe) -> Recipe { recipe() }

/// A source that is not of the kind that its word says.
struct Unexpected: Error {
    let source: Source

    init(_ source: Source) { self.source = source }
}

@Suite struct RecipeTests {
    @Test func `postgres alone takes everything from the platform's variables`() throws {
        let source = try #require(recipe { postgres() }.sources.first)
        guard let server = source.kind as? Postgres else { throw Unexpected(source) }
        #expect(source.name == "postgresql")
        #expect(source.usedBy == [] && source.suspectBelow == 0.5)
        #expect(server.database == .environment("POSTGRES_DB"))
        #expect(server.user == .environment("POSTGRES_USER"))
        #expect(server.password == .environment("POSTGRES_PASSWORD"))
        #expect(server.place == .automatic("postgres"))
    }

    @Test func `what a recipe takes passwords and web hooks from is secret`() {
        let words = recipe {
            postgres("second", password: .environment("SECOND_DB_PASSWORD"))
            redis(password: .file("/run/secrets/redis"))
            notify(.slack(.environment("OPS_HOOK")))
            notify(.heartbeat(.environment("OPS_PING")))
            notify(.mail(to: .environment("OPS_MAIL"), through: .environment("OPS_SMTP")))
        }
        #expect(Set(words.secretVariables) == ["SECOND_DB_PASSWORD", "OPS_HOOK", "OPS_PING", "OPS_SMTP"])
    }

    @Test func `redis alone takes everything from the platform's variables`() throws {
        let source = try #require(recipe { redis() }.sources.first)
        guard let server = source.kind as? Redis else { throw Unexpected(source) }
        #expect(source.name == "redis")
        #expect(source.usedBy == [] && source.suspectBelow == 0.5)
        #expect(server.user == .environment("REDIS_USERNAME"))
        #expect(server.password == .environment("REDIS_PASSWORD"))
        #expect(server.place == .automatic("redis"))
    }

    @Test func `mail, config and certificates have the names and places of the guide`() {
        let words = recipe {
            mail()
            config("config", ".env", "docker-compose.yml")
            certificates()
        }
        #expect(words.sources.map(\.name) == ["mail", "config", "certificates"])
        #expect(
            words.sources.map(\.paths) == [
                ["data/mail"], ["config", ".env", "docker-compose.yml"], ["config/certificates"],
            ])
    }

    @Test(arguments: [
        (recipe { mail() }, "data/mail", false, 7),
        (recipe { mail("/srv/mail", incremental: true, fullEvery: .days(30)) }, "/srv/mail", true, 30),
    ])
    func `mail is whole unless the recipe says incremental`(
        words: Recipe, path: String, incremental: Bool, days: Int
    ) throws {
        let source = try #require(words.sources.first)
        guard let mail = source.kind as? Mail else { throw Unexpected(source) }
        #expect(mail.path == path)
        #expect(mail.incremental == incremental)
        #expect(mail.fullEvery == .days(days))
    }

    @Test(arguments: [
        (recipe { command("ldap", dump: ["slapcat", "-n1"], load: ["slapadd"]) }, Place.here),
        (
            recipe { command("ldap", dump: ["slapcat", "-n1"], load: ["slapadd"], in: "directory") },
            .compose("directory")
        ),
    ])
    func `a command runs on this machine unless the recipe says where`(words: Recipe, place: Place) throws {
        let source = try #require(words.sources.first)
        guard let command = source.kind as? Command else { throw Unexpected(source) }
        #expect(command.dump == ["slapcat", "-n1"])
        #expect(command.load == ["slapadd"])
        #expect(command.place == place)
    }

    @Test func `every source says who uses it and when it is suspect`() {
        let words = recipe {
            postgres(suspectBelow: 0.1, usedBy: "api", "frontend")
            redis(suspectBelow: 0.1, usedBy: "api", "frontend")
            mail(suspectBelow: 0.1, usedBy: "api", "frontend")
            config("config", suspectBelow: 0.1, usedBy: "api", "frontend")
            certificates(suspectBelow: 0.1, usedBy: "api", "frontend")
            files("website", "/srv/www", "/srv/static", suspectBelow: 0.1, usedBy: "api", "frontend")
            command("ldap", dump: ["a"], empty: ["c"], load: ["b"], suspectBelow: 0.1, usedBy: "api", "frontend")
        }
        #expect(words.sources.count == 7)
        #expect(words.sources.allSatisfy { $0.usedBy == ["api", "frontend"] && $0.suspectBelow == 0.1 })
    }

    @Test func `what happens to the data is read from its words`() {
        let words = recipe {
            compress(level: 9)
            encrypt(to: "a@example.com", .fingerprint("0123 4567"), .environment("GPG_RECIPIENT"))
            store(in: "/srv/backups")
            sync(to: "s3://bucket/backups")
            keep(daily: 30)
        }
        #expect(words.compression?.level == 9)
        #expect(
            words.encryption?.recipients.map(\.key) == [
                .text("a@example.com"), .text("01234567"), .environment("GPG_RECIPIENT"),
            ])
        #expect(words.encryption?.recipients.map(\.isFingerprint) == [false, true, false])
        #expect(words.store?.folder == "/srv/backups")
        #expect(words.remotes.map(\.url) == [.text("s3://bucket/backups")])
        #expect(words.retention?.daily == 30)
        #expect(words.retention?.weekly == 12 && words.retention?.monthly == 12)
        #expect(words.retention?.incrementals == .days(7))
    }

    @Test func `the order of the words changes nothing but the order of the sources`() {
        let one = recipe {
            postgres()
            mail()
            keep(daily: 30)
        }
        let other = recipe {
            keep(daily: 30)
            postgres()
            mail()
        }
        #expect(one.sources == other.sources)
        #expect(one.retention == other.retention)
    }

    @Test(arguments: [true, false]) func `if, for, let and switch choose the words`(remote: Bool) {
        let words = recipe {
            for site in ["one", "two"] { files(site, "/srv/\(site)") }
            let name = "three"
            if remote { sync(to: "s3://bucket") }
            if remote { files(name, "/srv/a") } else { files(name, "/srv/b") }
            switch remote {
            case true: keep(daily: 1)
            case false: compress(level: 1)
            }
        }
        #expect(words.sources.map(\.name) == ["one", "two", "three"])
        #expect(words.sources.last?.paths == [remote ? "/srv/a" : "/srv/b"])
        #expect(words.remotes.count == (remote ? 1 : 0))
        #expect((words.retention == nil) == !remote)
    }

    @Test func `a variable works wherever a string does`() {
        let (text, address) = ("text", "a@example.com")
        let variables = recipe {
            postgres(text, database: text, user: text, password: .file(text), in: text, usedBy: text)
            redis(text, user: text, password: .command([text]), in: text, usedBy: text)
            mail(text)
            files(text, text, text)
            command(text, dump: [text], load: [text], in: text)
            encrypt(to: address, address)
            store(in: text)
            sync(to: text)
            notify(.slack(text))
            notify(.mail(to: address))
        }
        let literals = recipe {
            postgres("text", database: "text", user: "text", password: .file("text"), in: "text", usedBy: "text")
            redis("text", user: "text", password: .command(["text"]), in: "text", usedBy: "text")
            mail("text")
            files("text", "text", "text")
            command("text", dump: ["text"], load: ["text"], in: "text")
            encrypt(to: "a@example.com", "a@example.com")
            store(in: "text")
            sync(to: "text")
            notify(.slack("text"))
            notify(.mail(to: "a@example.com"))
        }
        #expect(variables == literals)
    }

    @Test func `an environment variable works wherever a setting does`() throws {
        let words = recipe {
            postgres(database: .environment("DB"), user: .environment("DB_USER"), in: .here)
            sync(to: .environment("REMOTE_DESTINATION"))
            notify(.slack(.environment("SLACK_WEBHOOK_URL")))
            notify(.mail(to: .environment("ALERT_EMAIL")))
        }
        let source = try #require(words.sources.first)
        guard let server = source.kind as? Postgres else { throw Unexpected(source) }
        #expect(server.database == .environment("DB") && server.user == .environment("DB_USER"))
        #expect(server.place == .here)
        #expect(words.remotes.map(\.url) == [.environment("REMOTE_DESTINATION")])
        #expect(words.notices == [.slack(.environment("SLACK_WEBHOOK_URL")), .mail(to: .environment("ALERT_EMAIL"))])
    }

    @Test func `who is told hears of all but increments that went well, or of what on: says`() {
        let words = recipe {
            notify(.slack("https://example.com"))
            notify(.webhook(.environment("HOOK")), on: .increment, .failure)
            notify(.heartbeat("https://hc-ping.com/x"))
        }
        let wanted = words.notices.map(\.wanted)
        #expect(
            wanted[0] == [.failure, .incomplete, .recovery, .full, .locked] && wanted[1] == [.increment, .failure])
        #expect(words.notices.map(\.way.word) == ["slack", "webhook", "heartbeat"])
    }

    @Test func `a setting's value is its text, or what its variable holds when that is something`() {
        let variables = ["FULL": "value", "EMPTY": ""]
        #expect(Setting.text("text").value { variables[$0] } == "text")
        #expect(Setting.text("").value { variables[$0] } == nil)
        #expect(Setting.environment("FULL").value { variables[$0] } == "value")
        #expect(Setting.environment("EMPTY").value { variables[$0] } == nil)
        #expect(Setting.environment("ABSENT").value { variables[$0] } == nil)
    }
}
