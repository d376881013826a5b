import GardeTestSupport
import SystemPackage
import Testing

/// A package of somebody else's, which imports Garde and nothing of its inside: `Tests/fixtures/outside`.
@Suite(.tags(.server)) struct OutsideTests {
    private let scratch = Scratch()

    @Test
    func `a package outside adds a kind of data, a destination and a notifier, and a recipe uses them as its own`()
        async throws
    {
        let program = try await buildOutsidePackage(in: scratch)
        try scratch.write("platform/data/page", "one")
        try scratch.write("platform/members.txt", "Ada\nEND\n")
        try await Receiver.with { receiver in
            let site = Site(program: program, folder: scratch.path, receiver: receiver.web)
            let first = try await site.run(["--quiet"])
            #expect(first.status == 3 && first.error.contains("/shelf/copies n'est pas monté"), "\(first)")
            #expect(first.error.contains("Tapez\u{a0}: mount \(scratch("shelf/copies"))"), "\(first)")
            try await lookAtCopies(site)
            try await lookAtRestore(site)
            let heard = try await receiver.bodies(beginning: "PUT /_matrix/client/v3/rooms/!ops:example.com/send/")
            #expect(
                heard.count == 2 && heard[0].says("notify.ending-incomplete")
                    && heard[1].says("notify.ending-recovered"), "\(heard)")
            let said = try await site.said()
            #expect(!said.contains("syt_secret") && said.contains(" [shelf.not-mounted]\n"), "\(said)")
            #expect(!said.contains("sesame") && said.contains("members: reads members.txt"), "\(said)")
        }
    }

    @Test func `what a notifier from outside throws is a warning, with its own words`() async throws {
        let program = try await buildOutsidePackage(in: scratch)
        try scratch.write("platform/data/page", "one")
        try scratch.write("platform/members.txt", "Ada\nEND\n")
        let site = Site(program: program, folder: scratch.path, receiver: "http://127.0.0.1:1")
        let run = try await site.run([], ["MATRIX_TOKEN": "", "SYNC_REMOTE": "false", "LANG": "en_GB.UTF-8"])
        let why = "nobody may write to !ops:example.com: there is no access token"
        #expect(run.status == 0 && run.error.contains(why), "\(run)")
        let closed = try await site.run(["--dry-run"], ["REGISTER_PASSWORD": "other", "LANG": "en_GB.UTF-8"])
        #expect(closed.status == 3 && closed.error.contains("members.txt is closed"), "\(closed)")
        let test = try await site.run(["notify", "--test"])
        #expect(test.status == 1 && !(test.output + test.error).contains("syt_secret"), "\(test)")
    }

    @Test func `a run that is ended while code from outside works says who that is, and status what ended it`()
        async throws
    {
        let program = try await buildOutsidePackage(in: scratch)
        try scratch.write("platform/data/page", "one")
        try scratch.write("platform/members.txt", "Ada\nEND\n")
        let site = Site(program: program, folder: scratch.path, receiver: "http://127.0.0.1:1")
        let alone = ["MATRIX_TOKEN": "", "SYNC_REMOTE": "false"]
        #expect(try await site.run(["--quiet"], alone).status == 0)
        let slow = alone.merging(["REGISTER_SECONDS": "30"]) { $1 }
        let clock = ContinuousClock()
        let start = clock.now
        let cut = try await site.run(["--quiet"], slow, endedBy: "TERM", after: 2)
        #expect(cut.status == 143 && clock.now - start < .seconds(20), "\(cut)")
        #expect(cut.error.says("usage.cut-off", ["signal": "SIGTERM"]), "\(cut)")
        #expect(cut.error.says("usage.cut-off.why", ["list": "members"]), "\(cut)")
        let status = try await site.run(["status"], alone)
        let said = status.output + status.error
        #expect(said.says("status.run-bad-ended") && !said.says("status.run-killed"), "\(status)")
        let ended = try await site.run([], slow, endedBy: "INT", after: 2)
        #expect(ended.error.says("usage.waits-for", ["signal": "Ctrl-C (SIGINT)", "list": "members"]), "\(ended)")
        #expect(try await site.run(["--quiet"], alone).status == 0)
    }

    @Test func `a restore that is ended while code from outside loads names it a second later, and takes back`()
        async throws
    {
        let program = try await buildOutsidePackage(in: scratch)
        try scratch.write("platform/data/page", "one")
        try scratch.write("platform/members.txt", "Ada\nEND\n")
        let site = Site(program: program, folder: scratch.path, receiver: "http://127.0.0.1:1")
        let alone = ["MATRIX_TOKEN": "", "SYNC_REMOTE": "false"]
        #expect(try await site.run(["--quiet"], alone).status == 0)
        try scratch.write("platform/members.txt", "Bob\nEND\n")
        let run = try await site.run(
            ["restore", "--yes", "--no-stop", "--no-start", "latest"], alone.merging(["REGISTER_SECONDS": "5"]) { $1 },
            endedBy: "INT", after: 8)
        #expect(run.status == 130 && run.error.says("usage.waits-for", ["list": "members"]), "\(run)")
        #expect(run.error.says("usage.ended", ["signal": "Ctrl-C (SIGINT)"]), "\(run)")
        #expect(try await site.sh("cat platform/members.txt") == "Bob\nEND\n", "\(run)")
    }

    private func lookAtCopies(_ site: Site) async throws {
        try await site.sh("mkdir -p shelf/copies")
        let sent = try await site.run(["--quiet"])
        #expect(sent.status == 0, "\(sent)")
        // The one that could not be sent, and the new one.
        #expect(try await site.sh("ls shelf/copies").lines.count == 2)
        #expect(try await site.sh("ls shelf/copies/*/manifest.json").lines.count == 2)
        let verified = try await site.run(["verify", "--remote", "all"])
        #expect(verified.status == 0, "\(verified)")
        try await site.sh(
            "f=$(ls -d shelf/copies/*/site_*.gz | head -1); printf x | dd of=$f bs=1 seek=20 conv=notrunc")
        let damaged = try await site.run(["verify", "--remote", "all"])
        #expect(damaged.status == 1, "\(damaged)")
        let list = try await site.run(["list", "--remote"])
        #expect(list.output.lines.count >= 2, "\(list)")
    }

    /// From the newest copy, with nothing of the backups left here.
    private func lookAtRestore(_ site: Site) async throws {
        try await site.sh("rm -rf platform/data backups/2*; printf 'Bob\\nEND\\n' >platform/members.txt")
        let restored = try await site.run(["restore", "--yes", "\(site.copies)/latest"])
        #expect(restored.status == 0, "\(restored)")
        #expect(try await site.sh("cat platform/data/page platform/members.txt") == "oneAda\nEND\n")
    }
}

/// A platform with files alone, and the recipe of that package.
private struct Site {
    let program: String
    let folder: FilePath
    let receiver: String

    var copies: String { "shelf:\(folder)/shelf/copies" }

    /// `signal` comes after that many seconds.
    func run(
        _ arguments: [String], _ more: [String: String] = [:], endedBy signal: String? = nil, after seconds: Int = 0
    ) async throws -> ToolResult {
        let launcher = signal.map { ["timeout", "--foreground", "--preserve-status", "-s", $0, "\(seconds)"] } ?? []
        let variables = [
            "PLATFORM_ROOT": "\(folder)/platform", "BACKUP_ROOT": "\(folder)/backups", "COPIES": copies,
            "MATRIX_SERVER": receiver, "MATRIX_TOKEN": "syt_secret", "REGISTER_PASSWORD": "sesame",
            "LANG": "fr_FR.UTF-8",
        ]
        let words = arguments.first?.hasPrefix("-") == false ? arguments : ["backup"] + arguments
        return try await runBackup(words, variables.merging(more) { $1 }, recipe: program, by: launcher)
    }

    @discardableResult
    func sh(_ script: String) async throws -> String {
        try await GardeTestSupport.run("sh", ["-c", "cd \"$0\" && { \(script); }", folder.string]).output
    }

    func said() async throws -> String { try await sh("cat backups/*.log") }
}
