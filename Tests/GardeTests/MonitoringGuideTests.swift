import GardeTestSupport
import SystemPackage
import Testing

/// The page on monitoring says what is so.
@Suite struct MonitoringGuideTests {
    private func block(_ language: String) async throws -> String {
        let page = "\(packageFolder)/Sources/Garde/Garde.docc/Monitoring.md"
        let lines = try await run("cat", [page]).output.split(separator: "\n", omittingEmptySubsequences: false)
        let block = lines.drop { $0 != "```\(language)" }.dropFirst().prefix { $0 != "```" }
        return block.joined(separator: "\n") + "\n"
    }

    @Test func `its recipe compiles`() async throws {
        let recipe = try await block("swift")
        #expect(recipe.contains("notify(") && recipe.contains("metrics("))
        #expect(try await errors(in: recipe) == [])
    }

    @Test func `its alert rules are rules, and fire for the component that is too old`() async throws {
        let scratch = Scratch()
        try scratch.write("rules.yml", try await block("yaml"))
        let last = #"garde_backup_last_success_timestamp_seconds{instance="a",recipe="r",component="#
        try scratch.write(
            "test.yml",
            """
            rule_files: [rules.yml]
            tests:
              - interval: 1h
                input_series:
                  - {series: '\(last)"mail"}', values: '0x40'}
                  - {series: '\(last)"redis"}', values: '0x20 72000x20'}
                  - {series: 'garde_backup_objective_seconds{instance="a",recipe="r"}', values: '93600x40'}
                alert_rule_test:
                  - {eval_time: 25h, alertname: BackupTooOld, exp_alerts: []}
                  - eval_time: 27h
                    alertname: BackupTooOld
                    exp_alerts:
                      - exp_labels: {severity: critical, instance: a, recipe: r, component: mail}
                        exp_annotations: {summary: "mail of r on a: the last good backup is too old"}

            """)
        let check = try await run("promtool", ["check", "rules", scratch("rules.yml").string])
        #expect(check.status == 0 && check.output.contains("6 rules found"), "\(check)")
        let test = try await run("promtool", ["test", "rules", scratch("test.yml").string])
        #expect(test.status == 0, "\(test)")
    }
}
