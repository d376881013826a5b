import GardeIO
import GardeTestSupport
import Testing

/// `bin/demo`, and its `--site` in the short form: each ends with 1 when anything does not come back.
@Suite(.tags(.server), .serialized, .timeLimit(.minutes(5))) struct DemoTests {
    @Test func `a platform is saved, lost and restored, proved by plain tools`() async throws {
        let demo = try await run(
            "env", ["GARDE_BIN=\(executables)", "COPY_PROGRAM=false", "\(packageFolder)/bin/demo"])
        #expect(demo.status == 0, "\(demo.output)\(demo.error)")
        #expect(demo.output.lines.last?.hasPrefix("All is back: ") == true, "\(demo.output)")
    }

    @Test func `a small site is lost twice, comes back by SFTP and from S3, and tells of a bad night alone`()
        async throws
    {
        // aws takes its time to start, rclone does not.
        let hide = "for aws in $(which -a aws); do mount --bind /dev/null \"$aws\"; done; exec \"$@\""
        let words = ["GARDE_BIN=\(executables)", "COPY_PROGRAM=false", "\(packageFolder)/Tests/throwaway/demo-site"]
        let demo = try await run("unshare", ["--mount", "sh", "-c", hide, "sh", "env"] + words + ["--quick"])
        #expect(demo.status == 0, "\(demo.output)\(demo.error)")
        let end = try #require(demo.output.lines.last)
        #expect(end.hasPrefix("All is back, twice: ") && end.contains("1 letter for 1 bad night"), "\(end)")
    }
}

/// `bin/demo --move`, which ends with 1 when a step of the way in or out does not do what it says.
@Suite(
    .tags(.engine), .serialized, .timeLimit(.minutes(10)),
    .enabled(if: isRoot(), "packages are installed by root alone"))
struct MoveTests {
    @Test func `an old backup.sh is compared, replaced by a package that cron runs, and taken up again`() async throws {
        try await DockerEngine.shared.use {
            guard let engine = try await DockerEngine.shared.variables() else { return }
            let words = engine.map { "\($0.key)=\($0.value)" } + ["GARDE_BIN=\(executables)"]
            let demo = try await run("env", words + ["\(packageFolder)/Tests/throwaway/demo-move"])
            // 77: this machine gives no namespaces.
            guard demo.status != 77 else { return }
            #expect(demo.status == 0, "\(demo.output)\(demo.error)")
            #expect(demo.output.lines.last?.hasPrefix("In and out: compared") == true, "\(demo.output)")
        }
    }
}
