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

    private func isProgress(_ screen: String) -> Bool {
        let shares = shares("config", screen)
        return shares.first == 0 && shares.contains { $0 > 0 }
    }

    /// What a terminal shows of a run of a large backup. A fast machine has read the smaller before the line of progress
    /// is drawn a second time.
    private func screen(_ words: [String], until isShown: (String) -> Bool) async throws -> String {
        var screen = ""
        for megabytes in [80, 600] where screen.isEmpty || !isShown(screen) {
            try await grow(megabytes)
            let saved = try await platform.backup(littleOnly)
            #expect(saved.status == 0, "\(saved)")
            let shown = try await runBackup(words, platform.environment, by: Self.terminal)
            #expect(shown.status == 0, "\(shown)")
            screen = shown.output
        }
        #expect(isShown(screen), "\(screen)")
        return screen
    }

    private func shrink() async throws { _ = try await run("rm", [platform.root.appending("config/large").string]) }

    @Test func `a large restore shows its analysis, safety copy, load and check, and says each`() async throws {
        let words = ["restore", "--yes", "--no-stop", "--no-start"] + littleOnly + ["latest"]
        let screen = try await screen(words) { screen in
            let analysis = before("restore.about-to-replace", screen)
            let load = screen.dropFirst(before("restore.stages", screen).count)
            return isProgress(analysis) && shares("config", String(load)).contains { $0 > 0 }
        }
        #expect(before("restore.about-to-replace", screen).says("restore.reads", ["name": "config"]), "\(screen)")
        for id in ["restore.saves-old", "restore.stages", "restore.checks"] { #expect(screen.says(id), "\(id)") }
        let silent = try await runBackup(words + ["--dry-run"], platform.environment)
        #expect(silent.status == 0 && silent.output.says("restore.reads", ["name": "config"]), "\(silent)")
        #expect(!silent.output.contains("\r") && !silent.output.contains("/s "), "\(silent.output)")
        try await shrink()
    }

    @Test func `verify shows each component, and what it says without a terminal is as before`() async throws {
        let screen = try await screen(["verify", "latest"], until: isProgress)
        #expect(screen.says("verify.digests-match"), "\(screen)")
        let silent = try await runBackup(["verify", "latest"], platform.environment)
        #expect(silent.output.lines.filter { !$0.isEmpty }.count == 1, "\(silent.output)")
        try await shrink()
    }

    @Test(arguments: [RemotePlace.s3ByRclone, .sftp])
    func `a copy shows how far it is on its way there`(place: RemotePlace) async throws {
        let (id, screen) = try await send(40, to: place, ["BANDWIDTH_LIMIT": "8000"])
        #expect(screen.says("copy.sent") && shares(id, screen).first == 0, "\(screen)")
        #expect(shares(id, screen).contains { 0 < $0 && $0 < 100 }, "\(screen)")
        try await shrink()
    }

    @Test func `a copy shows how far it is on its way back`() async throws {
        var shown = [Int](), way = ""
        // The smaller is here before the line is drawn a third time where SSH is quick.
        for megabytes in [40, 400] where !shown.contains(where: { 0 < $0 && $0 < 100 }) {
            let (id, _) = try await send(megabytes, to: .sftp)
            let variables = platform.environment.merging(scene.servers.environment) { $1 }
            let url = "\(scene.servers.url(.sftp, prefix))/latest"
            let fetched = try await runBackup(["verify", url], variables, by: Self.terminal)
            #expect(fetched.status == 0, "\(fetched)")
            way = before("verify.digests-match", fetched.output)
            shown = shares(id, way)
            #expect(shown.first == 0, "\(way)")
        }
        #expect(shown.contains { 0 < $0 && $0 < 100 }, "\(way)")
        try await shrink()
    }

    /// Its id, and what a terminal shows of it.
    private func send(_ megabytes: Int, to place: RemotePlace, _ variables: [String: String] = [:]) async throws
        -> (id: String, screen: String)
    {
        try await grow(megabytes)
        let words = littleOnly + ["--sync-remote", "--remote-dest", scene.servers.url(place, prefix)]
        let sent = try await platform.backup(
            words, scene.servers.environment.merging(variables) { $1 },
            by: Self.terminal + scene.servers.launcher(place))
        #expect(sent.status == 0, "\(sent)")
        return (try await platform.newestBackup().id, sent.output)
    }
}
