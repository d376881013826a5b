package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension PostgresLoad {
    /// Roles first, then the dump into a new database, which is counted and made like the old one from outside.
    package func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        let session = try await open()
        let files = try await recovered(files, session)
        let content = try await content(files, session)
        try await warnOfClients(session)
        if session.facts.exchanges { return try await stageExchange(files, content, journal, session) }
        let stamp = LocalTime.now().id
        if let roles = files.first(.roles) { try await stageRoles(roles, stamp, journal, session) }
        let names = Names(session.target, stamp: stamp)
        let live = try await session.databases(named: names.live).first
        let outside = try await databaseStatements(content.schema, live, session)
        try journal.record(id, Step.database.rawValue, names.live, names.new, names.old)
        try await create(names.new, content.schema, journal, session)
        try await load(files, content, into: names.new, stamp, journal, session)
        await analyzeTables(in: names.new, session)
        try await compare(files, with: names.new)
        try await apply(outside.settings, to: names.new, session)
        for subscription in content.schema.subscriptions {
            site.console.warning(.subscriptionIsOff(text.shown(subscription.name), text.shown(subscription.slot)))
        }
    }

    /// Empty, and the dump's owner's from the start, as `pg_restore --create` would make it.
    func create(
        _ database: String, _ schema: DumpSchema, _ journal: Journal, _ session: PostgresSession
    ) async throws {
        let major = session.facts.major
        try await createEmpty(database, schema.creation(on: major), schema, journal, session)
        if let owner = schema.owner {
            let name = SQL.identifier(text.held(database))
            try await session.run(
                "ALTER DATABASE \(name) OWNER TO \(SQL.identifier(owner));", in: database, text: text)
        }
        // Before 15 everybody had this right from the start, and no dump says so.
        if let tool = schema.toolMajor, tool < 15, major >= 15 {
            try await session.run("GRANT CREATE ON SCHEMA public TO PUBLIC;", in: database)
        }
    }

    func load(
        _ files: RestoreFiles, _ content: DumpContent, into database: String, _ stamp: String, _ journal: Journal,
        _ session: PostgresSession
    ) async throws {
        guard let dump = files.first(.dump) else { throw Failure.dumpMissing(name) }
        let schema = content.schema
        let money = try await moneyLocale(files, schema)
        try await beginTimescale(in: database, content, session)
        let work = { (input: PostgresInput) in
            try await showingSize(of: database, likely: dump.contentBytes, session) {
                try await restore(input, into: database, schema, money, session)
                try await restoreDerived(input, into: database, schema, money, journal, session)
            }
        }
        guard await session.holds(dump, in: scratch) else { return try await work(.stream(dump.source)) }
        let file = PostgresScratch(session.reach, in: scratch, stamp: "\(name)-\(stamp)")
        try journal.record(id, Step.dump.rawValue, file.folder.string)
        do {
            try await file.fill(from: dump.source)
            try await work(.file(file))
        } catch {
            // When this fails too, the journal still names the file.
            try? await file.remove()
            throw error
        }
        try await file.remove()
    }

    /// Tables and their rows, all of them.
    private func restore(
        _ dump: PostgresInput, into database: String, _ schema: DumpSchema, _ money: String?,
        _ session: PostgresSession
    ) async throws {
        let stop = try await session.setsUnknownTimeout() ? [] : ["--exit-on-error"]
        for section in ["pre-data", "data"] {
            let given = section == "data" ? try await giveSearchPath(in: database, schema, session) : []
            let options = stop + ["--section=\(section)"]
            let lines = try await refused(
                session.restore(dump, into: database, money, options, alone: schema.timescaleSchema != nil),
                reading: dump)
            guard !lines.contains(where: \.isRefusal) else { throw Failure.notLoaded(lines) }
            try await takeSearchPath(given, in: database, session)
        }
    }

    /// Queries are slow without, not wrong: a failure is only said.
    func analyzeTables(in database: String, _ session: PostgresSession) async {
        do {
            let jobs = try await session.jobs()
            let vacuum = try await session.tool(
                "vacuumdb",
                [
                    "--analyze-only", "-q", "-j", "\(jobs)", "--no-password", "-d",
                    session.connection(to: database),
                ])
            try await pipeline([Child(vacuum, hear: site.hear(id))])
        } catch { site.console.warning(.notAnalyzed(Failure(describing: error))) }
    }

    /// From inside the new database, since all of this is kept in its own encoding.
    ///
    /// Parameters come and go between versions: one that this server does not know is named and left out.
    func apply(
        _ statements: [DatabaseStatement], to database: String, _ session: PostgresSession
    ) async throws {
        let name = text.held(database)
        let fixed = statements.filter { !$0.isParameter }.map { $0.sql(name) }
        try await session.run(transaction(fixed), in: database, text: text)
        try await set(statements.filter(\.isParameter).map { $0.sql(name) }, in: database, session)
    }

    /// Sets parameters of databases or roles, each of them alone if they do not all go together.
    func set(_ statements: [String], in database: String? = nil, _ session: PostgresSession) async throws {
        do { return _ = try await session.run(transaction(statements), in: database, text: text) } catch is Failure {}
        for statement in statements {
            do { try await session.run(statement, in: database, text: text) } catch let failure as Failure {
                site.console.warning(.parameterLeftOut(failure))
            }
        }
    }

    func transaction(_ statements: [String]) -> String {
        statements.isEmpty ? "" : (["BEGIN;"] + statements + ["COMMIT;"]).joined(separator: "\n")
    }
}

// MARK: The database from outside

extension PostgresLoad {
    /// What the dump says of its database as such; where it was made without that, what the live one has.
    private func databaseStatements(
        _ schema: DumpSchema, _ live: DatabaseState?, _ session: PostgresSession
    ) async throws -> DumpSchema {
        // Before 11 pg_dump left settings and privileges of databases to pg_dumpall.
        let isComplete = schema.database != nil && schema.toolMajor ?? 0 >= 11
        guard let live, live.allowsConnections, !isComplete || !schema.hasPrivileges else { return schema }
        let now = Collect()
        let encoding = text == .bytes ? schema.encoding : "UTF8"
        let dump = try await session.tool(
            "pg_dump",
            // Tables are others', who drop them meanwhile.
            [
                "--create", "--schema-only", "-N", "*", "--no-password", "-d",
                session.connection(to: live.name, encoding: encoding),
            ], in: live.name)
        try await pipeline([Child(dump, hear: site.hear(id)), now])
        var result = schema
        let kept = DumpSchema(text.utf8(now.bytes)).settings.filter { !isComplete || $0.isPrivilege }
        result.settings = kept + schema.settings
        return result
    }
}

extension DumpSchema {
    /// What follows the new database's name in CREATE DATABASE: always from template0, else as the dump has it.
    package func creation(on major: Int) -> String {
        var options = options
        // pg_dump says it since 15, of older servers too.
        if major < 15, let place = options.firstIndex(of: .word("locale_provider")), place + 2 < options.count {
            options.removeSubrange(place...place + 2)
        }
        guard !options.isEmpty else { return " WITH TEMPLATE = template0" }
        // Before 15 every database was libc's; a newer server's template may not be.
        let isOld = serverMajor ?? 0 < 15 && major >= 15 && !options.contains(.word("locale_provider"))
        return " " + options.map(\.sql).joined(separator: " ") + (isOld ? " LOCALE_PROVIDER = libc" : "")
    }

    /// What money in the dump is written by, where the database had its own: the new one gets its settings later.
    var moneyLocale: String? {
        settings.compactMap { $0.value(of: "lc_monetary") }.last { MoneyNote.isPlain($0) }
    }

    /// The C library's locales that the database is made with.
    var locales: Set<String> {
        let keys: [SQLToken] = [.word("locale"), .word("lc_collate"), .word("lc_ctype")]
        let pairs = zip(options, options.dropFirst(2)).compactMap { key, value -> String? in
            guard keys.contains(key), case .string(let locale) = value else { return nil }
            return locale
        }
        return Set(pairs)
    }
}
