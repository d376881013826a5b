import GardeCore
import GardeWords
import GardeIO
import Synchronization
import SystemPackage

extension PostgresLoad {
    /// Brings the backup's roles onto the server in one transaction; what takes them back is on the disk before.
    func stageRoles(
        _ file: RestoreFile, _ stamp: String, _ journal: Journal, _ session: PostgresSession
    ) async throws {
        let script = try await rolesScript(file)
        if !script.leftOut.isEmpty { site.console.warning(.rolesLeftOut(script.leftOut)) }
        let replay = try await rolesReplay(script, session)
        warn(of: replay, session)
        seen.lateSettings.withLock { $0 = replay.late }
        guard !(replay.forward + replay.back).isEmpty else { return }
        try await Durable.create(undoFile(stamp)) { file in
            let back = transaction(replay.back.map(\.sql))
            let drops = replay.drops.map(\.sql).joined(separator: "\n")
            _ = try file.writeAll(text.bytes("\(back)\n\(Self.dropsMark)\n\(drops)\n"))
        }
        try Durable.syncFolder(scratch)
        let place = try await place(for: replay, stamp, journal, session)
        try journal.record(id, Step.roles.rawValue, undoFile(stamp).string, place ?? "")
        let statements = replay.forward.filter { !$0.isSetting }.map(\.sql)
        try await session.run(unlogged(session) + transaction(statements), in: place, text: text)
        try await set(replay.forward.filter(\.isSetting).map(\.sql), in: place, session)
    }

    private func warn(of replay: RolesReplay, _ session: PostgresSession) {
        let (console, user) = (site.console, session.facts.user)
        if !replay.skipped.isEmpty { console.warning(.rolesSkipped(replay.skipped.map(text.shown))) }
        if !replay.kept.isEmpty { console.warning(.roleSettingsKept(text.shown(replay.kept.parameters))) }
        if !replay.unsafe.isEmpty { console.warning(.roleSettingsUnsafe(typed(replay.unsafe))) }
        let settings = replay.refused.filter(\.isSetting)
        if !settings.isEmpty { console.warning(.roleSettingsRefused(text.shown(settings.parameters), user)) }
        let others = replay.refused.filter { !$0.isSetting }
        if !others.isEmpty { console.warning(.rolesRefused(typed(others), user)) }
    }

    private func typed(_ statements: [RoleStatement]) -> String {
        text.shown(statements.map(\.sql).joined(separator: " "))
    }

    /// A database without an encoding, where the maintenance database might refuse the bytes of a name.
    private func place(
        for replay: RolesReplay, _ stamp: String, _ journal: Journal, _ session: PostgresSession
    ) async throws -> String? {
        let statements = (replay.forward + replay.back + replay.drops + replay.late).map(\.sql)
        guard text == .bytes, statements.contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) else { return nil }
        let place = SQL.name(session.target, "_garde_roles_\(stamp)")
        try journal.record(id, Step.place.rawValue, place)
        let locale = "LC_COLLATE 'C' LC_CTYPE 'C'" + (session.facts.major >= 15 ? " LOCALE_PROVIDER libc" : "")
        try await session.run(
            "CREATE DATABASE \(SQL.identifier(place)) TEMPLATE template0 ENCODING 'SQL_ASCII' \(locale);")
        return place
    }

    private static let dropsMark = "-- roles that were not there"

    /// In the names of the files that take roles back.
    package static let rolesUndo = "_roles_undo_"

    private func undoFile(_ stamp: String) -> FilePath { scratch.appending("\(name)\(Self.rolesUndo)\(stamp).sql") }

    private func rolesReplay(_ script: RolesScript, _ session: PostgresSession) async throws -> RolesReplay {
        let replaces = replacesRoles && session.facts.isSuperuser
        if replacesRoles, !replaces { site.console.warning(.rolesNotReplaced) }
        let known = try await session.rows("select rolname from pg_roles;", text: text).map { $0[0] }
        let user = text.held(session.facts.user)
        if replaces, otherPassword == nil, script.created.contains(user) {
            site.console.warning(.ownRoleKept(session.facts.user))
        }
        let before = try await rolesNow(session)
        let facts = session.facts
        let server = RolesReplay.Server(
            roles: Set(known), user: user, major: facts.major, isSuperuser: facts.isSuperuser,
            makesRoles: facts.makesRoles, givable: try await givable(session))
        var replay = RolesReplay(script, before: before, server: server, replaces: replaces)
        if replaces, otherPassword != nil {
            replay.back += before.password(of: user)
            if script.created.contains(user) { seen.ownPassword.withLock { $0 = script.password(of: user) } }
        }
        return replay
    }

    /// The server's roles as a backup would hold them.
    private func rolesNow(_ session: PostgresSession) async throws -> RolesScript {
        let limits = session.facts.isSuperuser ? [] : ["--no-role-passwords"]
        let content = Collect()
        let place = ["--no-password", "-l", session.connection(to: session.maintenance)]
        let all = try await session.tool("pg_dumpall", ["--roles-only"] + place + limits)
        try await pipeline([Child(all, hear: site.hear(id)), content])
        let settings = SettingsOfAll.statements(try await session.rows(SettingsOfAll.sql), text)
        return RolesScript(statements: RolesScript(text.utf8(content.bytes)).statements + settings)
    }

    /// The roles that we may give to others; before 16 whoever makes roles gives all but superusers.
    private func givable(_ session: PostgresSession) async throws -> Set<String> {
        let facts = session.facts
        guard !facts.isSuperuser else { return [] }
        let others = facts.makesRoles && facts.major < 16 ? " or not rolsuper" : ""
        let sql = "select rolname from pg_roles where pg_has_role(oid, 'MEMBER WITH ADMIN OPTION')\(others);"
        return Set(try await session.rows(sql, text: text).map { $0[0] })
    }

    /// Passwords stay out of the server's log where we may say so.
    private func unlogged(_ session: PostgresSession) -> String {
        guard session.facts.isSuperuser else { return "" }
        return
            "SET log_statement = 'none'; SET log_min_error_statement = 'panic'; SET log_min_duration_statement = -1;\n"
    }

    /// Existing roles become again what they were; new ones go, unless they own something by now.
    func undoRoles(_ entry: Journal.Entry, _ session: PostgresSession) async throws {
        let path = FilePath(entry.text(0))
        guard (try? path.stat()) != nil else { return }
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow])
        let sql = try file.thenClose { PostgresText.bytes.string(try file.readAll(limit: 64 << 20)) }
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        let mark = lines.firstIndex { $0 == Self.dropsMark } ?? lines.endIndex
        let place = entry.text(1).isEmpty ? nil : entry.text(1)
        try await session.run(unlogged(session) + lines[..<mark].joined(separator: "\n"), in: place, text: .bytes)
        try await drop(lines[mark...].dropFirst().filter { !$0.isEmpty }.map(String.init), in: place, session)
        try Durable.remove(path)
    }

    /// Again and again: who granted something to another role stays until that one is gone.
    private func drop(_ statements: [String], in place: String?, _ session: PostgresSession) async throws {
        var (left, refusals) = (statements, [Failure]())
        repeat {
            let tried = left
            (left, refusals) = ([], [])
            for statement in tried {
                do { try await session.run(statement, in: place, text: .bytes) } catch let failure as Failure {
                    left.append(statement)
                    refusals.append(failure)
                }
            }
            guard left.count < tried.count else { break }
        } while !left.isEmpty
        for refusal in refusals { site.console.warning(.roleStays(refusal)) }
    }

    /// What waited for the database to be in place: settings that our own sessions would have.
    func setLate(_ journal: Journal, _ session: PostgresSession) async throws {
        let entry = journal.entries.last { $0.owner == .component(id) && $0.step == Step.roles.rawValue }
        let late = seen.lateSettings.withLock { $0 }
        guard let entry, !late.isEmpty else { return }
        try await set(late.map(\.sql), in: entry.text(1).isEmpty ? nil : entry.text(1), session)
    }

    /// Our own role gets the password that the restored `.env` holds for it.
    func setOwnPassword(_ session: PostgresSession) async throws {
        guard replacesRoles, let otherPassword else { return }
        let (saved, role) = (seen.ownPassword.withLock { $0 }.map(\.sql), SQL.identifier(text.held(session.facts.user)))
        let sql = saved.isEmpty ? ["ALTER ROLE \(role) PASSWORD \(SQL.literal(otherPassword));"] : saved
        try await session.run(unlogged(session) + sql.joined(separator: "\n"), text: text)
    }
}

extension Text {
    static func rolesSkipped(_ roles: [String]) -> Text {
        let names = Set(roles).sorted().prefix(8).joined(separator: ", ")
        return Text("postgres.roles-skipped", ["names": names])
    }

    static func ownRoleKept(_ user: String) -> Text {
        Text("postgres.own-role-kept", ["user": user])
    }

    static let rolesNotReplaced = Text("postgres.roles-not-replaced")

    fileprivate static func roleSettingsKept(_ list: String) -> Text {
        Text("postgres.role-settings-kept", ["list": list])
    }

    fileprivate static func roleSettingsRefused(_ list: String, _ user: String) -> Text {
        Text("postgres.role-settings-refused", ["list": list, "user": user])
    }

    fileprivate static func roleSettingsUnsafe(_ command: String) -> Text {
        Text("postgres.role-settings-unsafe", ["command": command])
    }

    fileprivate static func rolesRefused(_ command: String, _ user: String) -> Text {
        Text("postgres.roles-refused", ["command": command, "user": user])
    }
}
