package import GardeCore
import GardeWords
import GardeIO

extension PostgresCapture {
    /// Whether this run will save an increment, and if none, why.
    func announce(_ server: PostgresServer) async {
        guard postgres.incremental, let increments else { return }
        if increments.maySet, server.major >= 13 { await limitSlots(server) }
        if let obstacle = await obstacle(server) { return site.console.warning(.noIncrements(id, obstacle)) }
        await warnOfUnlogged(server)
        guard increments.isWanted else { return }
        do {
            let lineage = try increments.lineage(server.database)
            site.console.info(.incrementOf(id, lineage.parent, base: lineage.base))
        } catch { say(error) }
    }

    /// Of a server that would keep log without end: what `--allow-settings` is for.
    private func limitSlots(_ server: PostgresServer) async {
        do {
            guard try await WALServer.limitSlots(server) else { return }
            site.console.info(Text("postgres.slots-limited", ["component": id, "size": WALServer.usualLimit]))
        } catch { site.console.warning(.noIncrements(id, Failure(describing: error).text)) }
    }

    /// Recovery empties them, as a crash does.
    private func warnOfUnlogged(_ server: PostgresServer) async {
        let sql = "select oid::regclass from pg_class where relpersistence = 'u' and relkind = 'r' order by 1 limit 20"
        let names = ((try? await server.rows(sql)) ?? []).map { $0[0] }
        if !names.isEmpty {
            site.console.warning(
                Text("postgres.unlogged", ["component": id, "names": names.joined(separator: ", ")]))
        }
    }

    func obstacle(_ server: PostgresServer) async -> Text? {
        guard server.major >= 13 else { return Text("postgres.wal-too-old") }
        do { return try await WALServer.ask(server, slot: increments?.slot ?? "").obstacle(server) } catch {
            return Failure(describing: error).text
        }
    }

    /// False when everything is to be saved; why was said.
    func saveLog(_ server: PostgresServer, to files: ComponentFiles) async throws -> Bool {
        guard postgres.incremental, let increments, increments.isWanted, server.major >= 13 else { return false }
        // Why there is no parent was said before the run began.
        guard (try? increments.lineage(server.database)) != nil else { return false }
        do { try await increments.saveLog(server, to: files, suspectBelow: suspectBelow, site.hear(id)) } catch let
            reason as NewBase
        {
            say(reason)
            return false
        }
        return true
    }

    private func say(_ reason: NewBase) {
        let text = Text.newBase(id, reason)
        if reason.isUsual { site.console.info(text) } else { site.console.warning(text) }
    }

    /// The dump stands without: that there is no base is said.
    func saveBase(_ server: PostgresServer, to files: ComponentFiles) async {
        guard postgres.incremental, let increments else { return await dropSlot(server) }
        guard server.major >= 13 else { return }
        guard !increments.isWanted || increments.recentBases < 2 else {
            site.console.warning(.noIncrements(id, Text("postgres.two-bases")))
            return await drop(increments.slot, server)
        }
        do {
            try await increments.saveBase(server, to: files, site.hear(id))
            await sayOtherSlots(increments, server)
        } catch {
            guard !Task.isCancelled else { return }
            site.console.warning(.noIncrements(id, Failure(describing: error).text))
            // Without a base nothing goes on from what it holds.
            await drop(increments.slot, server)
        }
    }

    /// Of a recipe that had increments: nothing would end what the slot holds.
    private func dropSlot(_ server: PostgresServer) async {
        guard let increments, server.major >= 13 else { return }
        let history = History(increments.backupRoot, of: increments.identity)
        guard history.backups.contains(where: { $0.wal[id] != nil }) else { return }
        await increments.removeReceived(server, site.hear(id))
        await drop(increments.slot, server)
    }

    private func drop(_ slot: String, _ server: PostgresServer) async {
        do { try await PostgresIncrements.drop(slot, server) } catch {
            site.console.warning(.slotStays(slot, Failure(describing: error).text))
        }
    }

    private func sayOtherSlots(_ increments: PostgresIncrements, _ server: PostgresServer) async {
        let others = (try? await increments.otherSlots(server, but: site.names)) ?? []
        if !others.isEmpty { site.console.info(.otherSlots(others)) }
    }

    package func committed(_ manifest: Manifest) async throws {
        guard let increments, let position = manifest.wal[id] else { return }
        try await increments.advance(to: position, try await PostgresServer.reach(postgres, site))
    }
}

extension Text {
    static func noIncrements(_ component: Component.ID, _ why: Text) -> Text {
        Text("postgres.no-increments", ["component": component, "why": why])
    }

    fileprivate static func otherSlots(_ names: [String]) -> Text {
        let sql = names.map { "SELECT pg_drop_replication_slot('\($0)');" }.joined(separator: " ")
        return Text("postgres.other-slots", ["names": names.joined(separator: ", "), "sql": sql])
    }

    fileprivate static func slotStays(_ slot: String, _ why: Text) -> Text {
        Text(
            "postgres.slot-stays",
            ["slot": slot, "why": why, "sql": "SELECT pg_drop_replication_slot('\(slot)');"])
    }
}
