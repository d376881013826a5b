import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// On a terminal whoever waits sees how far it is, from the first moment; elsewhere there is no line of it.
@Suite(.tags(.server), .remoteScene, .serialized, .timeLimit(.minutes(10)))
struct ProgressTests {
    let scene = RemoteScene.current.apart()
    let prefix = unusedPrefix()
    var platform: ThrowawayPlatform { scene.platform }

    /// Runs what follows on a terminal of its own, and prints what came to its screen.
    static let terminal = [
        "python3", "-c",
        """
        import os, pty, sys
        pid, end = pty.fork()
        if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
        said = b""
        while True:
            try: bytes = os.read(end, 65536)
            except OSError: break
            if not bytes: break
            said += bytes
        sys.stdout.buffer.write(said)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """,
    ]

    /// Lines of progress with this name that have a share, in the order of the screen: their shares.
    private func shares(_ name: String, _ screen: String) -> [Int] {
        screen.split { $0 == "\r" || $0.isNewline || $0 == "\u{1b}" }.compactMap { line in
            guard line.hasPrefix(name + " ") else { return nil }
            return line.firstMatch(of: /\/s +([0-9]+) %/).flatMap { Int($0.1) }
        }
    }

    /// What is on the screen before this is said.
    private func before(_ id: String, _ screen: String) -> String {
        var lines: [Substring] = []
        for line in screen.split(whereSeparator: \.isNewline) {
            if String(line).says(id) { break }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// Random bytes: they take their time, and gzip makes nothing of them.
    private func grow(_ megabytes: Int) async throws {
        let script = "head -c \(megabytes)000000 /dev/urandom >\"$0/config/large\""
        #expect(try await run("sh", ["-c", script, platform.root.string]).status == 0)
    }

    private func shrink() async throws { _ = try await run("rm", [platform.root.appending("config/large").string]) }

    @Test func `a large restore shows its analysis, safety copy, load and check, and says each`() async throws {
        try await grow(80)
        let saved = try await platform.backup(littleOnly)
        #expect(saved.status == 0, "\(saved)")
        let words = ["restore", "--yes", "--no-stop", "--no-start"] + littleOnly + ["latest"]
        let shown = try await runBackup(words, platform.environment, by: Self.terminal)
        #expect(shown.status == 0, "\(shown)")
        let analysis = before("restore.about-to-replace", shown.output)
        #expect(analysis.says("restore.reads", ["name": "config"]), "\(analysis)")
        #expect(shares("config", analysis).first == 0 && shares("config", analysis).contains { $0 > 0 }, "\(analysis)")
        for id in ["restore.saves-old", "restore.stages", "restore.checks"] {
            #expect(shown.output.says(id), "\(id)")
        }
        let load = shown.output.dropFirst(before("restore.stages", shown.output).count)
        #expect(shares("config", String(load)).contains { $0 > 0 }, "\(load)")
        let silent = try await runBackup(words + ["--dry-run"], platform.environment)
        #expect(silent.status == 0 && silent.output.says("restore.reads", ["name": "config"]), "\(silent)")
        #expect(!silent.output.contains("\r") && !silent.output.contains("/s "), "\(silent.output)")
        try await shrink()
    }

    @Test func `verify shows each component, and what it says without a terminal is as before`() async throws {
        try await grow(80)
        let saved = try await platform.backup(littleOnly)
        #expect(saved.status == 0, "\(saved)")
        let shown = try await runBackup(["verify", "latest"], platform.environment, by: Self.terminal)
        #expect(shown.status == 0 && shown.output.says("verify.digests-match"), "\(shown)")
        #expect(shares("config", shown.output).first == 0, "\(shown.output)")
        #expect(shares("config", shown.output).contains { $0 > 0 }, "\(shown.output)")
        let silent = try await runBackup(["verify", "latest"], platform.environment)
        #expect(silent.output.lines.filter { !$0.isEmpty }.count == 1, "\(silent.output)")
        try await shrink()
    }

    @Test(arguments: [RemotePlace.s3ByRclone, .sftp])
    func `a copy shows how far it is on its way there and back`(place: RemotePlace) async throws {
        try await grow(40)
        let slow = ["RCLONE_BWLIMIT": "8M"]
        let words = littleOnly + ["--sync-remote", "--remote-dest", scene.servers.url(place, prefix)]
        let sent = try await platform.backup(
            words, scene.servers.environment.merging(slow) { $1 }, by: Self.terminal + scene.servers.launcher(place))
        #expect(sent.status == 0 && sent.output.says("copy.sent"), "\(sent)")
        let id = try await platform.newestBackup().id
        #expect(shares(id, sent.output).first == 0, "\(sent.output)")
        #expect(shares(id, sent.output).contains { 0 < $0 && $0 < 100 }, "\(sent.output)")
        let variables = platform.environment.merging(scene.servers.environment) { $1 }.merging(slow) { $1 }
        let url = "\(scene.servers.url(place, prefix))/latest"
        let fetched = try await runBackup(
            ["verify", url], variables, by: Self.terminal + scene.servers.launcher(place))
        #expect(fetched.status == 0, "\(fetched)")
        let way = before("verify.digests-match", fetched.output)
        #expect(shares(id, way).first == 0, "\(way)")
        // The other place is there before anybody has looked twice.
        if place == .sftp { #expect(shares(id, way).contains { 0 < $0 && $0 < 100 }, "\(way)") }
        try await shrink()
    }
}
