import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What a recipe runs before and after a backup: real programs, which write down what they see.
@Suite struct AroundTests {
    private static let folder = Scratch()
    private static let program = Task {
        try await buildRecipe(
            """
            import Garde
            import Glibc
            backup(language: .french) {
                command("data", dump: ["hooks/dump"], load: ["hooks/dump"])
                before(["hooks/log", "one"], ["hooks/before"], limit: .seconds(getenv("LIMIT") == nil ? 60 : 1))
                after(["hooks/log", "read"], once: .read)
                after(["hooks/log", "first"], ["hooks/after"], once: .ended)
            }

            """, called: "around", in: folder)
    }

    private let scratch = Scratch()
    private var root: FilePath { scratch("root") }

    init() throws {
        try scratch.write("root/.env", "A=1\n")
        try hook("log", "echo \"$*:${GARDE_OUTCOME-}:${GARDE_BACKUP##*/}\" >>log")
        try hook("before", "hooks/log two")
        try hook("dump", "hooks/log dump; cat slow 2>/dev/null || :; echo data")
        try hook("after", "hooks/log last")
    }

    private func hook(_ name: String, _ script: String) throws {
        try scratch.write(
            "root/hooks/\(name)", Array("#!/bin/sh\n\(script)\n".utf8), mode: [.ownerReadWriteExecute])
    }

    private var variables: [String: String] {
        ["PLATFORM_ROOT": root.string, "PLATFORM": "here", "COPY_PROGRAM": "false"]
    }

    private func backup(_ words: String..., with more: [String: String] = [:]) async throws -> ToolResult {
        try await runBackup(
            ["backup"] + words, variables.merging(more) { $1 }, recipe: try await Self.program.value)
    }

    private func shell(_ script: String) async throws -> String {
        try await run("sh", ["-c", "cd \"$0\"; \(script)", root.string]).output
    }

    /// What was written down, and then no more.
    private func log() async throws -> [String] { try await shell("cat log 2>/dev/null; rm -f log").lines }

    private func newest() async throws -> String { try await shell("ls data/backups | grep '^2' | tail -n 1").lines[0] }

    private func notes() async throws -> [String] { try await shell("ls -A data/backups | grep '^.after'").lines }

    /// A run that is disturbed once it has written this down.
    private func disturbed(at line: String, _ number: CInt) async throws -> ToolResult {
        let script = """
            "$1" backup & pid=$!
            until grep -q "^$2" "$3/log" 2>/dev/null; do sleep 0.05; done
            kill -$4 $pid; wait $pid
            """
        let words = ["sh", "-c", script, "sh"]
        return try await runBackup(
            [line, root.string, "\(number)"], variables, recipe: try await Self.program.value, by: words)
    }

    @Test(arguments: [[], ["--type", "incremental"], ["--only", "data"]])
    func `each command runs at its time, and hears what became of the run`(words: [String]) async throws {
        let run = try await runBackup(
            ["backup"] + words, variables.merging(["GPG_PASSPHRASE": "s3cret"]) { $1 },
            recipe: try await Self.program.value)
        #expect(run.status == 0, "\(run)")
        let id = try await newest()
        #expect(
            try await log() == [
                "one::", "two::", "dump::", "read:success:", "first:success:\(id)", "last:success:\(id)",
            ])
        #expect(try await notes() == [])
    }

    @Test func `commands find no secret in their environment`() async throws {
        try hook("before", "env >environment")
        #expect(try await backup(with: ["GPG_PASSPHRASE": "s3cret-words"]).status == 0)
        let environment = try await shell("cat environment")
        #expect(environment.contains("PATH=") && !environment.contains("s3cret"))
    }

    @Test func `nothing is read after a command that failed, and what follows a run is called`() async throws {
        try hook("before", "echo 'no such worker' >&2; echo; exit 4")
        let run = try await backup()
        #expect(run.status == 1)
        #expect(run.error.says("around.before-failed", ["command": "hooks/before"]), "\(run)")
        #expect(run.error.contains("no such worker") && run.error.contains("cd \(root) && hooks/before"))
        #expect(try await log() == ["one::", "read:failed:", "first:failed:", "last:failed:"])
        #expect(try await shell("ls data/backups").lines.filter { $0.hasPrefix("2") } == [])
    }

    @Test func `a command that takes too long is ended with all that it started`() async throws {
        try hook("before", "echo waiting; sleep 97")
        let began = ContinuousClock.now
        let run = try await backup(with: ["LIMIT": "1"])
        #expect(run.status == 1 && ContinuousClock.now - began < .seconds(20))
        #expect(run.error.says("around.before-too-long.why", ["said": "waiting"]), "\(run)")
        #expect(try await GardeTestSupport.run("pgrep", ["-fx", "sleep 97"]).output == "")
    }

    @Test func `a program that is not there is found before anything stops`() async throws {
        _ = try await shell("rm hooks/after")
        let run = try await backup()
        #expect(run.status == 1 && run.error.says("command.missing"), "\(run)")
        #expect(try await log() == [])
    }

    @Test func `a signal ends a run, and what follows it is called`() async throws {
        _ = try await shell("mkfifo slow")
        let run = try await disturbed(at: "dump", 15)
        #expect(run.status == 143, "\(run)")
        #expect(
            try await log() == ["one::", "two::", "dump::", "read:ended:", "first:ended:", "last:ended:"])
        #expect(try await notes() == [])
    }

    @Test func `a signal during a command before ends that`() async throws {
        try hook("before", "hooks/log two; sleep 98; hooks/log three")
        #expect(try await disturbed(at: "two", 15).status == 143)
        #expect(try await log() == ["one::", "two::", "read:ended:", "first:ended:", "last:ended:"])
    }

    @Test func `the next run makes up for one that was killed, before it does anything`() async throws {
        _ = try await shell("mkfifo slow")
        #expect(try await disturbed(at: "dump", 9).status == 137)
        #expect(try await log() == ["one::", "two::", "dump::"])
        #expect(try await notes().count == 1)
        #expect(try await shell("stat -c %a data/backups/.after*").lines == ["600"])
        _ = try await shell("rm slow; pkill -xf 'cat slow'")
        try hook("after", "hooks/log last; [ $GARDE_OUTCOME != ended ]")
        let run = try await backup()
        #expect(run.status == 3 && run.error.says("around.after-failed", ["command": "hooks/after"]), "\(run)")
        let lines = try await log()
        #expect(lines.prefix(4) == ["read:ended:", "first:ended:", "last:ended:", "one::"])
        #expect(lines.suffix(2) == ["first:warning:\(try await newest())", "last:warning:\(try await newest())"])
        #expect(try await notes() == [])
    }

    @Test func `an after that fails is a warning, and is done again until it does well`() async throws {
        try hook("after", "echo 'no such unit'; exit 1")
        let run = try await backup()
        #expect(run.status == 3)
        #expect(run.error.says("around.after-failed") && run.error.contains("no such unit"), "\(run)")
        #expect(try await shell("ls data/backups | grep -c '^2'").lines == ["1"])
        #expect(try await notes().count == 1)
        #expect(try await backup().status == 3)
        _ = try await log()
        try hook("after", "hooks/log last")
        #expect(try await backup().status == 0)
        #expect(try await log().prefix(3) == ["first:ended:", "last:ended:", "one::"])
        #expect(try await notes() == [])
    }

    @Test func `what a command leaves in the background holds nothing up, and lives on`() async throws {
        try hook("before", "(sleep 15; echo more; echo lives >lives) &\necho started")
        let began = ContinuousClock.now
        #expect(try await backup().status == 0)
        #expect(ContinuousClock.now - began < .seconds(15))
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end, try await shell("cat lives 2>/dev/null").isEmpty {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await shell("cat lives").lines == ["lives"])
    }

    @Test func `a dry run and explain show the commands, and run none`() async throws {
        for words in [["backup", "--dry-run"], ["explain"]] {
            let run = try await runBackup(words, variables, recipe: try await Self.program.value)
            #expect(run.status == 0, "\(run)")
            #expect(run.output.says("around.first", ["command": "hooks/log one"]))
            #expect(run.output.says("around.once-read", ["command": "hooks/log read"]))
            #expect(run.output.says("around.once-ended", ["command": "hooks/after"]))
        }
        #expect(try await log() == [])
    }
}
