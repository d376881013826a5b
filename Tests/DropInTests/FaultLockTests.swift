import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    @Suite(.tags(.server)) struct LockTests {
        let platform = FaultPlatform.platform.apart()

        @Test func `a second run says who holds the lock and since when, waits, and ends with 75`() async throws {
            #expect(try await platform.backup(littleOnly).status == 0)
            let lock = try #require(
                try FileLock.take(platform.backupRoot.appending(".lock"), note: "mssante backup, pid 7, yesterday\n"))
            let run = try await platform.disturbed(littleOnly, ["LOCK_WAIT": "1s"]) { _ in }
            withExtendedLifetime(lock) {}
            #expect(run.result.status == 75 && run.took > .seconds(1) && run.took < .seconds(30))
            #expect(run.result.output.says("lock.waits-for-lock", ["holder": "mssante backup, pid 7, yesterday"]))
            #expect(run.result.error.says("lock.held", ["holder": "mssante backup, pid 7, yesterday"]))
            #expect(try await platform.backups().count == 1)
        }

        @Test func `the note names this run since it holds the lock, not since it waits`() async throws {
            _ = try await run("mkdir", ["-p", platform.backupRoot.string])
            let path = platform.backupRoot.appending(".lock")
            let lock = Mutable(try FileLock.take(path, note: "first\n"))
            let platform = platform
            let begin = LocalTime.now()
            let after = try await platform.disturbed(littleOnly) { run in
                try await Task.sleep(for: .seconds(2))
                await lock.drop()
            }
            #expect(after.result.status == 0)
            let note = FileLock.note(path)
            #expect(note.hasPrefix("mssante backup, pid ") && !note.contains(begin.readable))
        }

        @Test func `runs that may wait all complete, each with an id of its own`() async throws {
            let platform = platform
            try await withThrowingTaskGroup(of: CInt.self) { runs in
                for _ in 1...4 { runs.addTask { try await platform.backup(littleOnly + ["--quiet"]).status } }
                for try await status in runs { #expect(status == 0) }
            }
            #expect(try await platform.backups().count == 4)
        }

        @Test func `many runs in a row have ids that grow`() async throws {
            let all = littleOnly + ["--no-config", "--quiet"]
            let loop = #"for i in 1 2 3 4 5 6 7 8 9 10; do "$0" "$@" || exit 1; ls -t "$BACKUP_ROOT" | head -n 1; done"#
            let run = try await platform.backup(all, by: ["sh", "-c", loop])
            let ids = run.output.lines
            #expect(run.status == 0 && ids.count == 10)
            #expect(ids == ids.sorted() && Set(ids).count == 10)
        }

        @Test func `a lock file that a dead run left does not matter`() async throws {
            let script =
                #"mkdir -p "$BACKUP_ROOT" && echo "mssante backup, pid 1" >"$BACKUP_ROOT/.lock" && exec "$0" "$@""#
            let run = try await platform.backup(littleOnly, ["LOCK_WAIT": "0"], by: ["sh", "-c", script])
            #expect(run.status == 0)
        }
    }

    /// Clocks that go wrong. `faketime` moves the run's clock by so many seconds.
    @Suite(.tags(.server), .enabled("install faketime to run this") { await MovedClock.isHere })
    struct ClockTests {
        let platform = FaultPlatform.platform.apart()

        /// Runs as if it were `moment`, in Paris; gives the id, the manifest's date, and the log's first time.
        private func run(at moment: Int) async throws -> (id: String, date: String, log: String) {
            let ahead = moment - LocalTime.now().seconds
            let run = try await platform.backup(
                littleOnly, ["TZ": "Europe/Paris"],
                by: MovedClock.by(seconds: ahead))
            #expect(run.status == 0, "\(run)")
            let said = try #require(run.output.lines.last { $0.contains("[SUCCESS]") })
            let id = try #require(said.split(separator: "/").last.map { String($0.prefix(15)) })
            let backup = try #require(try await platform.backups().first { $0.id == id })
            return (id, try await backup.manifest(".backup.date"), String(run.output.dropFirst().prefix(19)))
        }

        @Test func `the hour that comes twice in autumn gives ids that grow, and dates with their offsets`()
            async throws
        {
            let summer = LocalTime(iso8601: "2026-10-25T02:30:00+02:00")!.seconds
            let first = try await run(at: summer)
            let second = try await run(at: summer + 3600)
            let third = try await run(at: summer + 7200)
            #expect(first.date.hasSuffix("+02:00") && second.date.hasSuffix("+01:00"))
            #expect(first.date.hasPrefix("2026-10-25T02:3") && second.date.hasPrefix("2026-10-25T02:3"))
            #expect(third.date.hasPrefix("2026-10-25T03:3"))
            #expect(first.id < second.id && second.id < third.id)
            #expect(first.id.hasPrefix("20261025_023") && third.id.hasPrefix("20261025_033"))
            #expect(first.log.hasPrefix("2026-10-25 02:3") && second.log.hasPrefix("2026-10-25 02:3"))
        }

        @Test func `the hour that is missing in spring does not matter`() async throws {
            let winter = LocalTime(iso8601: "2026-03-29T01:59:00+01:00")!.seconds
            let first = try await run(at: winter)
            let second = try await run(at: winter + 120)
            #expect(first.date.hasPrefix("2026-03-29T01:") && first.date.hasSuffix("+01:00"))
            #expect(second.date.hasPrefix("2026-03-29T03:0") && second.date.hasSuffix("+02:00"))
            #expect(first.id.hasPrefix("20260329_01") && second.id.hasPrefix("20260329_030"))
        }

        @Test func `a clock an hour back gives the newest id plus a second, one 40 days ahead is forgotten`()
            async throws
        {
            let now = LocalTime.now().seconds
            let ids = [try await run(at: now).id, try await run(at: now - 3600).id, try await run(at: now + 30).id]
            #expect(ids == ids.sorted() && Set(ids).count == 3)
            let future = try await run(at: now + 40 * 86400).id
            let after = try await run(at: now + 60).id
            #expect(ids[2] < after && after < future)
        }
    }
}

/// Something that a test lets go of while a run waits for it.
actor Mutable<Value: Sendable> {
    private var value: Value?

    init(_ value: Value?) { self.value = value }

    func drop() { value = nil }
}
