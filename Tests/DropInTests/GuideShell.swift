import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A platform with the program and both scripts in scripts/backup.
struct GuideShell {
    let root, backups: FilePath
    var variables: [String: String]

    init(_ platform: ThrowawayPlatform) async throws {
        // No service runs here that a restore could stop.
        let here = ["BACKUP_ROOT": platform.backupRoot.string, "STOP_SERVICES": "false", "START_SERVICES": "false"]
        try await self.init(platform.root, platform.backupRoot, platform.environment.merging(here) { $1 })
    }

    init(_ root: FilePath, _ backups: FilePath, _ environment: [String: String]) async throws {
        (self.root, self.backups) = (root, backups)
        variables = environment.filter { $0.key != "PLATFORM_ROOT" }
        variables.merge(["PATH": "/usr/local/bin:/usr/bin:/bin", "COPY_PROGRAM": "false"]) { $1 }
        variables["HOME"] = root.removingLastComponent().string
        let scripts = "mkdir -p scripts/backup && cd scripts/backup && ln -s '\(executables)/mssante' mssante"
        let copies = "cp '\(packageFolder)/bin/backup.sh' backup.sh && cp backup.sh restore.sh && chmod -x *.sh"
        #expect(try await type("\(scripts) && \(copies)").status == 0)
    }

    @discardableResult
    func type(_ line: String, answer: String = "") async throws -> ToolResult {
        let line = line.replacing("/data/backups", with: backups.string)
        return try await run("bash", ["-c", line], input: answer, variables: variables, in: root)
    }

    /// With a terminal, into which `answer` is typed.
    func typeAtTerminal(_ line: String, answer: String) async throws -> ToolResult {
        try await type("script -qec \"\(line)\" /dev/null", answer: answer + "\n")
    }
}
