import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Command lines that are refused by the shipped executable: exit 1, one line a finding, nothing created.
@Suite(.tags(.server), .mailPlatform) struct RefusedWordsTests {
    let platform = MailPlatform.platform!.apart()

    private static func flag(_ flag: String, _ value: String) -> Text {
        Text("usage.flag", ["flag": flag, "value": value])
    }

    private static func number(_ range: ClosedRange<Int>) -> Text {
        Text("help.expectation-number", ["lowerBound": range.lowerBound, "upperBound": range.upperBound])
    }

    private static func unknown(_ name: String) -> Text { Text("usage.unknown-option", ["name": name]) }

    private static func closest(_ name: String) -> Text { Text("usage.closest-option", ["closest": name]) }

    private static let findings: [([String], [Text])] = [
        (["--encrytp"], [unknown("--encrytp"), closest("--encrypt")]),
        (["--no-mial"], [unknown("--no-mial"), closest("--no-mail")]),
        (["--force"], [unknown("--force"), Text("usage.belongs-to", ["rawValue": "restore"])]),
        (
            ["--type", "partial"],
            [
                flag("--type", "partial"),
                Text("help.expectation-choice", ["choices": Text.oneOf(["full", "incremental"])]),
            ]
        ),
        (["--retention", "0"], [flag("--retention", "0"), number(1...36500)]),
        (["--retention=-3"], [flag("--retention", "-3"), number(1...36500)]),
        (["--compress-level", "10"], [flag("--compress-level", "10"), number(1...9)]),
        (["--compress-level", "six"], [flag("--compress-level", "six"), number(1...9)]),
        (["--compress-level"], [Text("usage.value-missing", ["name": "--compress-level"])]),
        (["--quiet=yes"], [Text("usage.takes-no-value", ["name": "--quiet"])]),
        (["20240315_020000"], [Text("usage.unknown-command", ["word": "20240315_020000"])]),
        (["backup", "20240315_020000"], [Text("usage.too-many", ["word": "20240315_020000"])]),
        (["--", "--quiet"], [Text("usage.too-many", ["word": "--quiet"])]),
        (["--encrypt"], [Text("usage.no-recipient")]),
        (["--sync-remote"], [Text("usage.no-destination")]),
        (
            ["--sync-remote", "--remote-dest", "nowhere"],
            [flag("--remote-dest", "nowhere"), Text("usage.remote-forms")]
        ),
    ]

    @Test(arguments: findings)
    func `what is wrong with a command line is named, and nothing is created`(
        arguments: [String], said: [Text]
    ) async throws {
        let run = try await platform.backup(arguments)
        #expect(run.status == 1)
        #expect(run.output == "")
        #expect(run.error.lines.count == 1 && said.allSatisfy { run.error.contains($0[.french]) }, "\(run.error)")
        #expect(try await GardeTestSupport.run("test", ["-e", platform.backupRoot.string]).status == 1)
    }

    @Test func `everything that is wrong is said at once`() async throws {
        let arguments = ["--tpye", "full", "--retention", "never", "extra", "--compress-level=0"]
        let run = try await platform.backup(arguments, ["VERBOSE": "perhaps", "RETENTION_WEEKLY": "-1"])
        #expect(run.status == 1)
        #expect(run.error.lines.count == 6)
        let all = [
            "--tpye", "--retention never", "extra", "--compress-level 0", "VERBOSE=perhaps", "RETENTION_WEEKLY=-1",
        ]
        for words in all { #expect(run.error.contains(words)) }
    }

    @Test func `leaving out every component is refused`() async throws {
        let run = try await platform.backup(mailOnly + ["--no-mail"])
        #expect(run.status == 1 && run.error.says("backup.nothing-chosen"))
    }

    @Test func `a folder that holds no platform is refused with the variable to set`() async throws {
        let empty = Scratch()
        let run = try await runBackup(["--quiet"], ["PLATFORM_ROOT": empty.path.string])
        #expect(run.status == 1 && run.output == "")
        #expect(run.error.says("usage.no-platform", ["path": "\(empty.path)"]))
        #expect(run.error.says("usage.set-platform-root"))
        #expect(try await GardeTestSupport.run("ls", ["-A", empty.path.string]).output == "")
    }
}
