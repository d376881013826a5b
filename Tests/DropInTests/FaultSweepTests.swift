import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    /// One system call fails, somewhere: a few of all places, others each time.
    @Suite(.tags(.server)) struct SweepTests {
        let platform = FaultPlatform.platform.apart()

        /// What fails, and of which kind it is: of disks, of quotas, interrupted.
        private static let calls = [
            "fsync": ["EIO", "ENOSPC", "EDQUOT", "EINTR"], "write": ["EIO", "ENOSPC", "EDQUOT", "EINTR"],
            "rename": ["EIO", "ENOSPC"], "renameat2": ["EIO", "ENOSPC", "EDQUOT"],
            "openat": ["EIO", "EINTR", "EMFILE"],
            "mkdir": ["EIO", "EDQUOT"], "unlinkat": ["EIO", "EBUSY"], "read": ["EIO", "EINTR"],
            "ftruncate": ["EIO", "EINTR"], "close": ["EIO", "EINTR"], "getdents64": ["EIO"],
            "flock": ["EINTR", "ENOLCK"],
        ]

        private func failing(_ call: String, _ error: String, _ when: Int, _ words: [String]) async throws -> ToolResult
        {
            let trace = ["timeout", "-k", "1", "110", "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"]
            let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(error):when=\(when)"]
            return try await platform.backup(words, by: trace + inject)
        }

        @Test(.enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
        func `a call that fails anywhere ends in a whole backup or in none, with a reason, and the next run is good`()
            async throws
        {
            let all = Self.calls.flatMap { call, errors in
                errors.flatMap { error in (1...12).map { (call, error, $0) } }
            }
            let runs = [littleOnly, filesOnly + ["--type", "incremental"], ["prune", "--yes", "--retention", "1"]]
            #expect(try await platform.backup(filesOnly).status == 0)
            for (number, (call, error, when)) in all.shuffled().prefix(8).enumerated() {
                let (words, before) = (runs[number % runs.count], try await platform.backups().map(\.id))
                let run = try await failing(call, error, when, words)
                // The loader met it, or libdispatch, which ends the process when it cannot look at its threads.
                if run.status == 127 || run.error.contains("_dispatch_workq_monitor_pools") { continue }
                let what: Comment = "\(call):\(error):\(when) \(words): \(run)"
                #expect([0, 1, 3].contains(run.status), what)
                #expect(run.status == 0 || run.error.contains("[ERROR]"), what)
                #expect(!run.error.contains("fault(") && !run.error.contains("Errno("), what)
                let left = try await platform.trouble()?.lines ?? []
                #expect(left.allSatisfy { $0.hasSuffix(".removed") || $0.hasSuffix(".partial") }, what)
                if number % runs.count < 2 {
                    let after = try await platform.backups().map(\.id)
                    #expect(Set(before).isSubset(of: after) && (run.status != 0 || after.count > before.count), what)
                }
                let next = try await platform.backup(runs[number % 2])
                #expect(next.status == 0, "\(what), then \(next)")
                #expect(try await platform.trouble() == nil, what)
            }
            #expect(try await platform.backup(["verify"]).status == 0)
        }
    }
}
