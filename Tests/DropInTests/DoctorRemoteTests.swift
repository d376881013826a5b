import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What `doctor` writes to places of copies, and that it is gone again.
@Suite(.tags(.server), .remoteScene, .timeLimit(.minutes(10)))
struct DoctorRemoteTests {
    let scene = RemoteScene.current.apart()
    let prefix = unusedPrefix()

    private func doctor(_ place: RemotePlace, _ more: [String] = []) async throws -> ToolResult {
        let url = scene.servers.url(place, prefix)
        return try await scene.call(place, ["doctor", "--sync-remote", "--remote-dest", url] + littleOnly + more)
    }

    @Test(arguments: RemotePlace.allCases)
    func `a test file is written, read back and removed again`(place: RemotePlace) async throws {
        let run = try await doctor(place)
        let url = scene.servers.url(place, prefix)
        #expect(run.output.says("doctor.probe", ["url": url]) && run.output.says("doctor.erasable"), "\(run)")
        #expect(try await scene.servers.names(place, prefix) == [])
        // A folder that is no backup is none.
        let backup = try await scene.sync(place, prefix)
        #expect(backup.status == 0, "\(backup)")
        #expect(try await scene.call(place, ["list", url]).status == 0)
    }

    @Test func `a dry run writes nothing, and wrong credentials are an error`() async throws {
        let dry = try await doctor(.s3ByAWS, ["--dry-run"])
        #expect(dry.output.says("doctor.reached", ["url": scene.servers.url(.s3ByAWS, prefix)]), "\(dry)")
        #expect(try await scene.servers.names(.s3ByAWS, prefix) == [])
        let nowhere = try await scene.call(
            .s3ByAWS, ["doctor", "--sync-remote", "--remote-dest", "s3://no-such-bucket/x"] + littleOnly)
        #expect(nowhere.status == 1 && !nowhere.output.says("doctor.probe"), "\(nowhere)")
    }

    @Test func `where nothing can be removed, nobody who breaks in removes anything`() async throws {
        // A folder whose names may only become more, where the file system knows such.
        let folder = scene.platform.folder.appending("fixed-\(prefix)").string
        let script = "mkdir -p \"$0\"/garde-doctor && chattr +a \"$0\"/garde-doctor"
        guard try await run("sh", ["-c", script, folder]).status == 0 else { return }
        let variables = scene.platform.environment.merging(["RCLONE_CONFIG_FIXED_TYPE": "local"]) { $1 }
        let result = try await runBackup(
            ["doctor", "--sync-remote", "--remote-dest", "fixed:\(folder)"] + littleOnly, variables)
        _ = try await run("chattr", ["-a", "\(folder)/garde-doctor"])
        #expect(result.output.says("doctor.probe-stays", ["url": "fixed:\(folder)"]), "\(result)")
        #expect(!result.output.says("doctor.erasable"))
    }
}
