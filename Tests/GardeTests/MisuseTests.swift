import GardeTestSupport
import Testing

/// What the compiler answers to mistakes in a recipe, and on which line.
@Suite struct MisuseTests {
    /// The errors of a recipe whose fifth line is `line`.
    private func answer(to line: String) async throws -> [Diagnostic] {
        try await errors(
            in: """
                import Garde
                let name = "text", number = 3
                backup {
                    mail()
                    \(line)
                    keep(daily: 30)
                }
                """)
    }

    private func expect(
        _ line: String, gets advice: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await answer(to: line)
        #expect(found.map(\.line) == [5], sourceLocation: sourceLocation)
        #expect(
            found.first?.message.hasSuffix(" is unavailable: \(advice)") == true, "\(found)",
            sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "postgres", "redis", "mail", "config", "certificates", "files", "command", "service", "compress", "encrypt",
        "store",
        "sync",
        "keep", "notify", "\"postgres\"", "name", "42", "number", "print(name)", "[postgres()]",
    ])
    func `what is no word is refused with the way to write one`(line: String) async throws {
        try await expect(line, gets: "not a word of a recipe; words have parentheses, as in postgres()")
    }

    @Test(arguments: [
        "postgres(password: \"hunter2\")", "postgres(password: name)",
        "postgres(\"db\", database: name, user: .environment(\"U\"), password: name, in: .here, usedBy: \"a\", \"b\")",
    ])
    func `a password of PostgreSQL in the recipe is refused`(line: String) async throws {
        let advice = #"a password never stands in a recipe: postgres(password: .environment("POSTGRES_PASSWORD"))"#
        try await expect(line, gets: advice)
    }

    @Test(arguments: [
        "redis(password: \"hunter2\")", "redis(password: name)",
        "redis(\"cache\", user: name, password: \"x\", in: name, suspectBelow: 0.1, usedBy: \"a\", \"b\")",
    ])
    func `a password of Redis in the recipe is refused`(line: String) async throws {
        let advice = #"a password never stands in a recipe: redis(password: .environment("REDIS_PASSWORD"))"#
        try await expect(line, gets: advice)
    }

    @Test(arguments: [
        "[\"slapcat\"]", "[\"slapcat\"], in: \"ldap\"", "[name], suspectBelow: 0.1, usedBy: \"a\", \"b\"",
    ])
    func `a command that dumps but cannot load is refused`(dump: String) async throws {
        let advice = #"what cannot be loaded cannot be restored: command("ldap", dump: ["slapcat"], load: ["slapadd"])"#
        try await expect("command(\"ldap\", dump: \(dump))", gets: advice)
    }

    @Test(arguments: ["dump: \"slapcat -n 1\", load: \"slapadd\"", "dump: name, load: name, in: name", "dump: name"])
    func `a command in one text is refused`(parts: String) async throws {
        let advice = #"no shell reads it; write the arguments one by one: dump: ["slapcat", "-n", "1"]"#
        try await expect("command(\"ldap\", \(parts))", gets: advice)
    }

    @Test(arguments: ["stop: \"rc-service redis stop\", start: \"x\", isRunning: \"y\"", "stop: name"])
    func `a service's command in one text is refused`(parts: String) async throws {
        let advice = #"no shell reads it; write the arguments one by one: stop: ["rc-service", "redis", "stop"]"#
        try await expect("service(\"redis\", \(parts))", gets: advice)
    }

    @Test(arguments: ["encrypt()", "encrypt(\"admin@example.com\")", "encrypt(name, name)"])
    func `encryption for nobody is refused`(line: String) async throws {
        try await expect(line, gets: #"name who can read the backups: encrypt(to: "admin@example.com")"#)
    }

    @Test(arguments: ["notify()", "notify(\"admin@example.com\")", "notify(name)"])
    func `a notify that does not say how is refused`(line: String) async throws {
        let advice =
            #"say how: notify(.mail(to: "admin@example.com")), notify(.slack(.environment("SLACK_WEBHOOK_URL")))"#
        try await expect(line, gets: advice)
    }

    @Test(arguments: [
        ("postgresql()", "the word is postgres()"),
        ("postgresql(\"shop\")", "the word is postgres()"),
        (
            "mysql(database: \"shop\")",
            #"MariaDB is mariadb(); of MySQL: command("mysql", dump: ["mysqldump", "…"], load: ["mysql", "…"])"#
        ),
        ("sqlite()", #"say which file: sqlite("data/app.db")"#),
        (
            "sync(to: .sftp(\"backup@nas/garde\"))",
            #"make a remote of rclone (rclone config), then: sync(to: "name:path")"#
        ),
        ("notify(.email(\"admin@example.com\"))", #"a letter is .mail(to: "admin@example.com")"#),
        ("notify(.email(to: name), on: .failure)", #"a letter is .mail(to: "admin@example.com")"#),
    ])
    func `a word of another program is answered with ours`(line: String, advice: String) async throws {
        try await expect(line, gets: advice)
    }

    @Test(arguments: ["sync(to: .s3(\"bucket/path\"))", "sync(to: .s3(name), keep: .daily(90))"])
    func `a bucket without a storage class is one`(line: String) async throws {
        #expect(try await answer(to: line) == [])
    }

    @Test(arguments: [
        ("keep()", #"say how long: keep(daily: 30, weekly: 12, monthly: 12)"#),
        (
            "service(\"redis\")",
            #"say how: service("redis", stop: ["…"], start: ["…"], isRunning: ["…"]); with Docker or systemd usedBy: is enough"#
        ),
        ("store()", #"say which folder: store(in: "/srv/backups")"#),
        ("sync()", #"say where to: sync(to: "s3://bucket/backups"), or sync(to: "remote:path")"#),
        ("files()", #"say a name and what to save under it: files("website", "/srv/www")"#),
        ("files(\"website\")", #"say a name and what to save under it: files("website", "/srv/www")"#),
        ("if true {}", #"a recipe says at least what to save: postgres(), redis(), mail(), files(…)"#),
    ])
    func `a word that misses its object is refused`(line: String, advice: String) async throws {
        try await expect(line, gets: advice)
    }

    @Test(arguments: [
        ("sync(\"s3://bucket\")", "missing argument label 'to:' in call"),
        ("store(\"/srv/backups\")", "missing argument label 'in:' in call"),
        ("keep(30)", "missing argument label 'daily:' in call"),
        ("compress(9)", "missing argument label 'level:' in call"),
        ("command(\"ldap\", load: [\"slapadd\"])", "missing argument for parameter 'dump' in call"),
        ("postgres(in: 3)", "argument type 'Int' does not conform to expected type 'PlaceConvertible'"),
        ("sync(to: 3)", "argument type 'Int' does not conform to expected type 'RemoteConvertible'"),
        ("mail(fullEvery: 7)", "cannot convert value of type 'Int' to expected argument type 'Days'"),
        ("notify(.sms(\"1\"))", "type 'Notice' has no member 'sms'"),
        ("mongodb()", "cannot find 'mongodb' in scope"),
        ("postgres() mail()", "consecutive statements on a line must be separated by ';'"),
    ])
    func `the compiler's own words say enough`(line: String, message: String) async throws {
        #expect(try await answer(to: line) == [Diagnostic(line: 5, message: message)])
    }

    @Test(arguments: ["backup {\n}", "backup {}", "backup {\n    // nothing\n    let name = \"x\"\n}"])
    func `an empty recipe is refused`(recipe: String) async throws {
        let advice = "a recipe says at least what to save: postgres(), redis(), mail(), files(…)"
        let found = try await errors(in: "import Garde\n\n\(recipe)\n")
        #expect(found == [Diagnostic(line: 3, message: "'buildBlock()' is unavailable: \(advice)")])
    }

    @Test func `several mistakes are answered at once, each on its line`() async throws {
        let found = try await errors(
            in: """
                import Garde
                backup {
                    postgres()
                    encrypt()
                    redis(password: "hunter2")
                    mail
                    notify("admin@example.com")
                    command("ldap", dump: ["slapcat"])
                }
                """)
        #expect(found.map(\.line) == [4, 5, 6, 7, 8])
    }

    @Test func `a word outside the recipe is no silent backup`() async throws {
        #expect(try await errors(in: "postgres()\n").map(\.line) == [1])
    }
}
