import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A process that sends copies, and others that run meanwhile.
@Suite struct SendingProcessTests {
    private let scratch = Scratch()

    init() async throws {
        try scratch.write("platform/.env", "A=1\n")
        // Waits before it sends what a backup consists of, until a test lets it go.
        let script = """
            #!/bin/sh
            case "$*" in *copy*config_*) touch '\(scratch("waits"))'; while [ ! -e '\(scratch("go"))' ]; do sleep 0.02; done ;; esac
            exec /usr/bin/rclone "$@"
            """
        try scratch.write("bin/rclone", script + "\n")
        _ = try await run("chmod", ["755", scratch("bin/rclone").string])
    }

    private var variables: [String: String] {
        [
            "PLATFORM_ROOT": scratch("platform").string, "BACKUP_ROOT": scratch("backups").string, "LOCK_WAIT": "0",
            "PATH": "\(scratch("bin")):/usr/local/bin:/usr/bin:/bin", "RCLONE_CONFIG_DEPOT_TYPE": "alias",
            "RCLONE_CONFIG_DEPOT_REMOTE": scratch("far").string,
        ]
    }

    private func backup(_ words: String...) async throws -> ToolResult {
        let all = ["backup", "--only", "config", "--sync-remote", "--remote-dest", "depot:x"] + words
        return try await runBackup(all, variables)
    }

    private func shell(_ script: String) async throws -> String {
        try await run("sh", ["-ec", "cd \"$0\"; \(script)", scratch.path.string]).output
    }

    /// A run that sends until `body` is over.
    private func whileSending(_ body: () async throws -> Void) async throws -> ToolResult {
        async let first = backup()
        _ = try await shell("for i in $(seq 1500); do [ -e waits ] && break; sleep 0.02; done")
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try scratch.write("go", "")
        let run = try await first
        try result.get()
        return run
    }

    @Test func `what became of a later run is what status tells`() async throws {
        let first = try await whileSending {
            let bad = try await backup("--encrypt", "--gpg-key", "nobody@nowhere.test")
            #expect(bad.status == 1, "\(bad)")
            let status = try await runBackup(["status"], variables)
            #expect(status.error.says("status.run-bad") && !status.error.says("status.waiting"), "\(status)")
        }
        #expect(first.status == 0, "\(first)")
        let status = try await runBackup(["status"], variables)
        #expect(status.error.says("status.run-bad"), "\(status)")
    }

    @Test func `a run that is killed while it sends leaves the way free, and the next one sends all`() async throws {
        let killed = try await whileSending {
            #expect(try await backup().status == 0)
            _ = try await shell("kill -9 $(sed 's/.*pid \\([0-9]*\\),.*/\\1/' backups/.sending-*)")
        }
        #expect(killed.status == -9, "\(killed)")
        let next = try await backup()
        #expect(next.status == 0, "\(next)")
        #expect(try await shell("ls far/x | wc -l; ls far/x/*/manifest.json | wc -l") == "3\n3\n")
    }
}
