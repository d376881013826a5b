package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

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

    /// What became of the log that an increment is.
    enum Log { case saved, notWanted, hole, notReceived }

    /// Saves what was logged since the parent, where this run is to be an increment; says why not.
    func saveLog(_ server: PostgresServer, to files: ComponentFiles) async throws -> Log {
        guard postgres.incremental, let increments, increments.isWanted, server.major >= 13 else { return .notWanted }
        // Why there is no parent was said before the run began.
        guard let lineage = try? increments.lineage(server.database) else { return .notWanted }
        do {
            try await patiently(server) {
                try await increments.saveLog(server, to: files, suspectBelow: suspectBelow, site.hear(id))
            }
            return .saved
        } catch let reason as NewBase {
            say(reason)
            guard case .hole(let why) = reason else { return .notWanted }
            files.leavesUndone(.chainEnded(id, lineage.parent, why))
            return .hole
        } catch  where Self.isNoHole(error) {
            let lasts = await WALServer.canSend(server)
            files.leavesUndone(
                lasts
                    ? .logStaysAway(id, lineage.parent, error, increments, server)
                    : .logNotReceived(id, lineage.parent, error))
            return .notReceived
        }
    }

    /// A server that restarts, or all of whose WAL senders are busy, takes a moment. What fails though the server can send
    /// before and after does not pass: it is tried twice, since a connection may have been cut.
    private func patiently(_ server: PostgresServer, _ work: () async throws -> Void) async throws {
        var could = false
        for seconds in [1, 2, 4] {
            do { return try await work() } catch  where Self.isNoHole(error) {
                let can = await WALServer.canSend(server)
                guard !(could && can), Self.mayPass(error) else { throw error }
                could = can
                let why = Failure(describing: error).text
                site.console.info(Text("postgres.log-again", ["component": id, "why": why, "seconds": seconds]))
                try await Task.sleep(for: .seconds(seconds))
            }
        }
        try await work()
    }

    /// What a server or a tool of its said.
    private static func mayPass(_ error: any Error) -> Bool { error is ToolFailed || error is Failure }

    /// Neither what these said, nor a tool that is not there or does not start, unless it was ended with this run.
    private static func isNoHole(_ error: any Error) -> Bool {
        (mayPass(error) || error is ToolMissing || error is NotStarted) && !Task.isCancelled
    }

    private func say(_ reason: NewBase) {
        let text = Text.newBase(id, reason)
        // A hole is an error at the end of the run.
        if reason.isUsual || reason.isHole { site.console.info(text) } else { site.console.warning(text) }
    }

    /// The dump stands without: that there is no base is said.
    func saveBase(_ server: PostgresServer, to files: ComponentFiles, after log: Log) async {
        guard postgres.incremental, let increments else { return await dropSlot(server) }
        guard server.major >= 13 else { return }
        do {
            if let obstacle = try await WALServer.ask(server, slot: increments.slot).obstacle(server) {
                if log != .hole, increments.isUnderWay { files.leavesUndone(.noBase(id, obstacle)) }
                return await letGo(server)
            }
            guard !increments.isWanted || increments.recentBases < 2 else {
                files.leavesUndone(.noBase(id, Text("postgres.two-bases")))
                return await letGo(server)
            }
            try await increments.saveBase(server, to: files, site.hear(id))
            await sayOtherSlots(increments, server)
        } catch {
            guard !Task.isCancelled else { return }
            files.leavesUndone(.noBase(id, Failure(describing: error).text))
            // Without a base nothing goes on from what it holds, but a chain that was there before.
            guard log == .hole || (try? increments.lineage(server.database)) == nil else { return }
            await drop(increments.slot, server)
        }
    }

    /// What it holds is of no use, and what limited it may be gone.
    private func letGo(_ server: PostgresServer) async {
        guard let increments else { return }
        await increments.removeReceived(server, site.hear(id))
        await drop(increments.slot, server)
    }

    /// Of a recipe that had increments: nothing would end what the slot holds.
    private func dropSlot(_ server: PostgresServer) async {
        guard let increments, server.major >= 13 else { return }
        let history = History(increments.backupRoot, of: increments.identity)
        guard history.backups.contains(where: { $0.wal[id] != nil }) else { return }
        await letGo(server)
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

extension Failure {
    /// Between `parent` and this backup lies what nobody has.
    fileprivate static func chainEnded(_ component: Component.ID, _ parent: String, _ why: Text) -> Failure {
        Failure("postgres.chain-ended", ["component": component, "parent": parent, "why": why])
    }

    fileprivate static func logNotReceived(
        _ component: Component.ID, _ parent: String, _ error: any Error
    ) -> Failure {
        Failure(
            "postgres.log-not-received",
            ["component": component, "parent": parent, "why": Failure(describing: error).text])
    }

    /// What somebody has to mend: `error` came again from a server that can send.
    fileprivate static func logStaysAway(
        _ component: Component.ID, _ parent: String, _ error: any Error, _ increments: PostgresIncrements,
        _ server: PostgresServer
    ) -> Failure {
        let place = increments.folder(server.reach).removingLastComponent().string
        return Failure(
            "postgres.log-stays-away",
            [
                "component": component, "parent": parent, "why": Failure(describing: error).text,
                "session": PostgresRefusal(said: "", server.reach, server.environment).replication,
                "room": server.reach.typed("df -h \(shellWord(place))"),
            ])
    }

    fileprivate static func noBase(_ component: Component.ID, _ why: Text) -> Failure {
        Failure("postgres.no-base", ["component": component, "why": why])
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
