package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension PostgresLoad {
    /// Reads the whole dump and asks the server all that could stop the restore later; changes nothing.
    ///
    /// Throws one `Failure` that names everything that was found.
    package func analyze(_ files: RestoreFiles) async throws {
        let session = try await open()
        let files = try await recovered(files, session)
        let content = try await content(files, session)
        let roles = try await files.first(.roles).asyncMap { try await rolesScript($0) }
        var found = rightsFindings(session, content.schema)
        if let saved = content.schema.database, saved != session.target {
            site.console.warning(.holdsOtherDatabase(name, saved, session.target))
        }
        try await warnOfSessions(session)
        if servicesRun { try await warnOfClients(session) }
        if session.facts.exchanges {
            found += try await exchangeFindings(files, content, session)
        } else {
            found += try await targetFindings(session)
            found += try await ownerFindings(session, content.schema)
            found += try await dumpFindings(session, content, roles)
        }
        found += [try await moneyFinding(files, content.schema, session)].compactMap(\.self)
        found += try await roomFindings(session, files)
        guard found.isEmpty else { throw Failure.together(found, session.target) }
        if roles == nil { site.console.warning(.noRolesFile) }
    }

    func rightsFindings(_ session: PostgresSession, _ schema: DumpSchema) -> [Failure] {
        var found: [Failure] = []
        let facts = session.facts
        if facts.isStandby { found.append(.serverIsStandby) }
        if let major = schema.serverMajor, major > facts.major { found.append(.dumpIsNewer(major, facts.major)) }
        return found
    }

    /// What holds the live database: it could not be renamed, or dropped at the end.
    private func targetFindings(_ session: PostgresSession) async throws -> [Failure] {
        let target = SQL.literal(session.target)
        let prepared = try await session.rows(
            "select gid from pg_prepared_xacts where database = \(target) order by 1;")
        let slots = try await session.rows(
            """
            select slot_name, coalesce(application_name, ''), coalesce(active_pid::text, '') from pg_replication_slots
            left join pg_stat_activity on pid = active_pid where database = \(target) order by 1;
            """)
        let subscriptions = try await session.subscriptions(in: session.target)
        return [
            prepared.isEmpty ? nil : Failure.preparedTransactions(prepared.map { $0[0] }),
            slots.isEmpty ? nil : Failure.replicationSlots(slots),
            subscriptions.isEmpty ? nil : Failure.subscriptions(subscriptions),
        ].compactMap(\.self)
    }

    /// What the dump needs and the server lacks.
    func dumpFindings(
        _ session: PostgresSession, _ content: DumpContent, _ roles: RolesScript?
    ) async throws -> [Failure] {
        let schema = content.schema
        let extensions = try await session.column("select name from pg_available_extensions;")
        let tablespaces = try await session.column("select spcname from pg_tablespace;")
        let known = try await session.column("select rolname from pg_roles;", text)
        let missing = schema.roles.union(schema.owner.map { [$0] } ?? [])
            .subtracting(known).subtracting(roles?.created ?? [])
        let made = (roles?.created ?? []).subtracting(known)
        return try await extensionFindings(schema.extensions.intersection(extensions), session)
            + timescaleFindings(session, content)
            + [
                Failure.missingExtensions(schema.extensions.subtracting(extensions)),
                Failure.missingTablespaces(schema.tablespaces.subtracting(tablespaces)),
                Failure.missingRoles(Set(missing.map(text.shown))),
                session.facts.isSuperuser || session.facts.makesRoles || made.isEmpty
                    ? nil : Failure.mayNotMakeRoles(session.facts.user),
                try await extensionFinding(schema.extensions.intersection(extensions), session),
                try await localeFinding(session, schema),
            ].compactMap(\.self)
    }

    /// The server is asked to make a collation that vanishes at once: CREATE DATABASE would fail only after the stop.
    private func localeFinding(_ session: PostgresSession, _ schema: DumpSchema) async throws -> Failure? {
        let encoding = try await session.rows("select current_setting('server_encoding');").first?.first
        // A locale may be refused only for the encoding of the database that is asked.
        guard session.facts.isSuperuser, schema.options.contains(.string(encoding ?? "")) else { return nil }
        for locale in schema.locales.sorted() {
            let name = SQL.literal(locale)
            let trial = "BEGIN; CREATE COLLATION pg_temp.garde (lc_collate = \(name), lc_ctype = \(name)); ROLLBACK;"
            do { try await session.run(trial) } catch let failure as Failure {
                return .missingLocale(locale, failure.why)
            }
        }
        return nil
    }

    /// Rows and indexes of the new database beside the old one. The decompressed dump is loaded without a file where that
    /// has no room.
    func roomFindings(_ session: PostgresSession, _ files: RestoreFiles) async throws -> [Failure] {
        guard let dump = files.first(.dump) else { return [] }
        if !session.facts.exchanges, await !session.holds(dump, in: scratch) {
            site.console.info(.loadsAlone(dump.contentBytes, session.reach, scratch))
        }
        guard let folder = try? await session.dataFolder(), let free = await session.room(at: folder) else {
            site.console.debug(.roomUnknown)
            return []
        }
        let needed = 3 * dump.contentBytes
        guard free < needed else { return [] }
        // A dump spells out what the server keeps compressed.
        let likely = max(dump.contentBytes, await size(of: session.target, session) ?? 0)
        if free < min(likely, needed) { return [.noRoom(min(likely, needed), free, folder)] }
        site.console.warning(.littleRoom(folder, free, needed))
        return []
    }

    /// Throws a `Failure` when the file is not text in the encoding that it names.
    func rolesScript(_ file: RestoreFile) async throws -> RolesScript {
        let content = Collect(limit: 64 << 20)
        try await pipeline(file.source + [content])
        if text == .bytes { return RolesScript(text.utf8(content.bytes)) }
        let encoding = DumpSchema(content.bytes).encoding
        let bytes = try await PostgresText.converted(content.bytes, from: encoding)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Failure.rolesNotText }
        return RolesScript(bytes)
    }
}

extension PostgresSession {
    fileprivate func column(_ sql: String, _ text: PostgresText = .utf8) async throws -> Set<String> {
        Set(try await rows(sql, text: text).map { $0[0] })
    }

    /// The server's own folder, where only some may know it; nil when the server is on another machine.
    func dataFolder() async throws -> String? {
        let sql = """
            select current_setting('data_directory')
            where inet_server_addr() is null or inet_server_addr() = inet_client_addr();
            """
        return try await rows(sql).first?.first
    }

    /// Whether there is room on the server's side for a decompressed dump, as far as that can be told.
    func holds(_ dump: RestoreFile, in place: FilePath) async -> Bool {
        // Here the folder itself is made only when the restore begins.
        let folder = (reach == .here ? nearestFolder(place) : PostgresScratch.ground(reach, place)).string
        let test = try? await reach.invocation("test", ["-w", folder]).capture()
        let free = await room(at: folder) ?? .max
        return test?.ending != .exited(1) && free >= dump.contentBytes
    }

    /// Free bytes on the file system of a folder on the server's side; nil when that cannot be told.
    func room(at folder: String) async -> Int? {
        if reach == .here { return try? GardeIO.room(at: FilePath(folder)).free }
        let answer = try? await reach.invocation("df", ["-Pk", folder]).capture()
        let fields = answer?.output.split(separator: "\n").last?.split(separator: " ") ?? []
        return fields.count >= 6 ? Int(fields[3]).map { $0 << 10 } : nil
    }
}

extension Text {
    fileprivate static func littleRoom(_ place: String, _ free: Int, _ needed: Int) -> Text {
        Text("postgres.little-room", ["place": place, "free": Bytes(free), "need": Bytes(needed)])
    }

    fileprivate static func loadsAlone(_ needed: Int, _ reach: Reach, _ scratch: FilePath) -> Text {
        let place = PostgresScratch.ground(reach, scratch).string
        return Text(
            "postgres.loads-alone",
            ["place": place, "need": Bytes(needed), "command": reach.typed("df -h \(place)")])
    }

    fileprivate static func holdsOtherDatabase(_ name: String, _ saved: String, _ target: String) -> Text {
        Text("postgres.holds-other-database", ["name": name, "saved": saved, "target": target])
    }
}
