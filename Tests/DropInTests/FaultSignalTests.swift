import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    @Suite(.tags(.server)) struct SignalTests {
        let platform = FaultPlatform.platform.apart()

        @Test func `a signal at any instant, also twice, ends the run at once and leaves nothing`() async throws {
            let signals: [CInt] = [1, 2, 15]
            var ended = 0
            for _ in 1...30 {
                let (number, instant) = (signals.randomElement()!, Int.random(in: 20...600))
                let again = Bool.random() ? signals.randomElement() : nil
                let before = try await platform.backups().count
                let after = try await platform.disturbed(["--quiet"]) { run in
                    try await Task.sleep(for: .milliseconds(instant))
                    try await run.signal(number)
                    if let again { try await run.signal(again) }
                }
                let said: Comment = "signal \(number) after \(instant) ms: \(after.result)"
                // A run that has not begun yet is ended by the signal itself.
                #expect([0, 128 + number, -number].contains(after.result.status), said)
                #expect(after.took < .seconds(5) && after.left.isEmpty, said)
                #expect(try await platform.trouble() == nil, said)
                let isNew = try await platform.backups().count > before
                if after.result.status == 0 { #expect(isNew, said) } else { ended += 1 }
                let isSaid = after.result.error.says("usage.ended")
                if after.result.status > 0 { #expect(isSaid || isNew, said) }
            }
            #expect(ended > 5)
            #expect(try await platform.backup(["--quiet"]).status == 0)
        }

        @Test func `a run under nohup lives on when its terminal is gone`() async throws {
            let after = try await platform.disturbed(["--quiet"], by: ["nohup"]) { run in
                try await Task.sleep(for: .milliseconds(100))
                for _ in 1...3 { try await run.signal(1) }
            }
            #expect(after.result.status == 0)
            #expect(try await platform.backups().count == 1)
        }

        @Test func `a run that waits for the lock ends at once by a signal`() async throws {
            #expect(try await platform.backup(littleOnly).status == 0)
            let lock = try #require(try FileLock.take(platform.backupRoot.appending(".lock"), note: "a test\n"))
            let after = try await platform.disturbed(littleOnly) { run in
                try await Task.sleep(for: .seconds(2))
                try await run.signal(15)
            }
            withExtendedLifetime(lock) {}
            #expect(after.result.status == 143 && after.took < .seconds(5))
            #expect(after.result.output.says("lock.waits-for-lock", ["holder": "a test"]))
        }

        @Test func `after a SIGKILL at any instant the next run sweeps and succeeds`() async throws {
            for _ in 1...8 {
                let instant = Int.random(in: 20...500)
                let after = try await platform.disturbed(["--quiet"]) { run in
                    try await Task.sleep(for: .milliseconds(instant))
                    try await run.signal(9)
                }
                #expect([0, -9].contains(after.result.status) && after.left.isEmpty, "after \(instant) ms")
            }
            #expect(try await platform.backup(["--quiet"]).status == 0)
            #expect(try await platform.trouble() == nil)
            // Other tests hold it off for a moment too.
            let isBack = try await platform.eventually {
                try await platform.redisCLI("CONFIG", "GET", "auto-aof-rewrite-percentage").contains("100")
            }
            #expect(isBack)
        }

        @Test(.enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
        func `a SIGKILL at a system call loses the run in flight, no more`() async throws {
            let calls = [
                ("mkdir", 1), ("openat", 25), ("openat", 60), ("openat", 90), ("write", 3), ("write", 12),
                ("write", 30),
                ("fsync", 1), ("fsync", 2), ("fsync", 3), ("rename", 1), ("flock", 1), ("ftruncate", 1), ("clone3", 6),
            ]
            for (call, number) in calls {
                let trace = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)"]
                let inject = ["-e", "inject=\(call):signal=SIGKILL:when=\(number)"]
                let after = try await platform.disturbed(
                    littleOnly + ["--quiet"], by: ["strace"] + trace + inject
                ) { _ in }
                // One of its tools may have been the one that was killed.
                let said: Comment = "\(call) \(number): \(after.result)"
                #expect([-9, 0, 1, 3].contains(after.result.status) && after.left.isEmpty, said)
                #expect(try await platform.backup(littleOnly + ["--quiet"]).status == 0, said)
                #expect(try await platform.trouble() == nil, said)
            }
        }
    }
}
