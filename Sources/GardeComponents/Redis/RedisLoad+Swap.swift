import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension RedisLoad {
    /// Stops the server, keeps the file that it reads first, puts the backup's in its place, and starts it again.
    func exchange(_ exchange: RedisExchange, _ settings: RedisSettings, _ journal: Journal) async throws {
        try await save(settings)
        try journal.record(exchange.entry(id, "stopping"))
        try await stop()
        let files = try await exchange.place.files(site, scratch)
        try journal.record(exchange.entry(id, "swapped"))
        try await files.keep(exchange.target, as: exchange.kept)
        try await put(exchange, files)
        try await files.sync()
        try await start()
    }

    /// Without append-only files a server may be set never to save by itself: what it holds would end with it.
    private func save(_ settings: RedisSettings) async throws {
        guard !settings.isAppendOnly else { return }
        _ = try await RedisServer.reach(redis, site).ask("SAVE", within: .seconds(1800))
    }

    private func put(_ exchange: RedisExchange, _ files: any RedisFiles) async throws {
        guard exchange.isManifest else {
            return try await files.place(exchange.staged, as: exchange.target, exchange.owner)
        }
        let old = AppendOnlyManifest(try await files.read(exchange.kept) ?? [])
        try await files.place(exchange.staged, as: exchange.added[0], exchange.owner)
        try await files.write(exchange.added[1], exchange.owner, "")
        try await files.write(
            exchange.target, exchange.owner, old.following(base: exchange.added[0], next: exchange.added[1]))
    }

    /// Leaves the server stopped where there was something to put back, and as it is where there was nothing.
    func putBack(_ exchange: RedisExchange, _ files: any RedisFiles) async throws {
        guard try await files.hasKept(exchange.kept) else { return try await files.dropKept(exchange.kept) }
        try await stop()
        try await files.putBack(exchange.kept, as: exchange.target)
        try await files.remove(try await unread(exchange.added, exchange, files))
        try await files.sync()
    }

    /// Those of `names` that the server does not read, as its manifest says now; without a manifest, all of them.
    func unread(_ names: [String], _ exchange: RedisExchange, _ files: any RedisFiles) async throws -> [String] {
        guard exchange.isManifest else { return names }
        guard let manifest = try await files.read(exchange.target) else { return [] }
        let read = AppendOnlyManifest(manifest).names.map(exchange.beside)
        return names.filter { !read.contains($0) }
    }

    // MARK: The server

    /// Returns when the server has ended; a stopped one stays as it is.
    func stop() async throws {
        guard let control else { throw Failure.redisNotControlled(name) }
        try await control.stop()
        let isGone = try await waited(.seconds(300)) {
            let isRunning = try await control.isRunning()
            return isRunning ? false : await !answers()
        }
        guard isGone else { throw Failure.redisStillRuns(control.name) }
    }

    /// On this machine something else may have started it again; in a container nothing answers once it is stopped.
    private func answers() async -> Bool {
        guard let server = try? await RedisServer.reach(redis, site), server.reach == .here else { return false }
        guard let answer = try? await server.command("PING").capture(timeout: .seconds(10)) else { return true }
        return !(answer.said + [answer.output]).contains { $0.contains("Could not connect") }
    }

    /// Returns when the server has loaded its data.
    func start() async throws {
        guard let control else { throw Failure.redisNotControlled(name) }
        try await control.start()
        var (isDown, last) = (false, Failure.redisLoading)
        let isLoaded = try await waited(.seconds(1800)) {
            do {
                let server = try await RedisServer.reach(redis, site)
                let info = try await server.info()
                return info["loading"] == "0" ? try await server.servesKeys(info) : false
            } catch let failure as Failure {
                // It answers; an `.env` from the other side of the restore may have another password.
                if failure.refusesUs { return true }
                last = failure
            }
            // Seen down twice: it does not come back by itself.
            let wasDown = isDown
            isDown = try await !control.isRunning()
            if isDown, wasDown { throw Failure.redisDoesNotStart(control.name, last) }
            return false
        }
        guard isLoaded else { throw Failure.redisDoesNotStart(control.name, last) }
    }

    private func waited(_ limit: Duration, until isSo: () async throws -> Bool) async throws -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while try await !isSo() {
            guard clock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(100))
        }
        return true
    }
}

extension Failure {
    /// Redis' own words for a password or a user that it does not accept.
    fileprivate var refusesUs: Bool {
        ["WRONGPASS", "NOAUTH", "NOPERM"].contains { line(.english).contains($0) }
    }

    static func redisStillRuns(_ service: String) -> Failure {
        Failure("redis.still-runs", ["service": service])
    }

    static func redisDoesNotStart(_ service: String, _ last: Failure) -> Failure {
        Failure("redis.does-not-start", ["service": service, "why": last.text])
    }
}
