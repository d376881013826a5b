import GardeTestSupport
import SystemPackage
import Testing

/// `bin/bench` takes minutes; what it says of itself, and how it writes what it measured, does not.
@Suite struct BenchTests {
    private let scratch = Scratch()

    @Test func `it says how it is called and which rows there are`() async throws {
        let help = try await bench(["--help"])
        #expect(help.status == 0)
        for word in ["--full", "--quick", "--growth", "--increments", "--only", "mail-6", "restore"] {
            #expect(help.output.contains(word))
        }
    }

    @Test(arguments: [["--nothing"], ["--only", "nothing"], ["--runs", "0"], ["--store"], ["--quick", "--full"]])
    func `a word that it does not know ends it before anything is built`(words: [String]) async throws {
        let refused = try await bench(words)
        #expect(refused.status == 2)
        #expect(refused.output == "" && refused.error.contains("bench: error: "))
    }

    @Test func `a ratio that is below its aim is called missed, in the table and in the chart`() async throws {
        try await python(
            """
            report.write({"command": "bench", "date": "2026-01-02", "machine": "2 cores", "load_before": 0.5, "runs": 5,
              "version": "1", "size": {"messages": 4000}, "tools": {"gzip": "1.12"}, "rows": [{"id": "mail", "work": "Mail",
              "limit": None, "measured": [
                {"name": "Garde", "median": 2.0, "processor": 3.0, "bytes": 1000000, "peak_mib": 40.0, "ratio": None, "aim": None},
                {"name": "gzip", "median": 9.0, "processor": 9.0, "bytes": 1100000, "peak_mib": 4.0, "ratio": 4.5, "aim": 8},
                {"name": "a<b", "median": 8.0, "processor": 9.0, "bytes": None, "peak_mib": 4.0, "ratio": 4.0, "aim": 3}]}]},
              "\(scratch.path)/made")
            """)
        let table = try text("made/bench.md")
        #expect(table.contains("| Mail | Garde | 2.00 |  |  | 3.00 | 1.00 | 40 |\n"))
        #expect(table.contains("|  | gzip | 9.00 | 4.5 | 8, missed | 9.00 | 1.10 | 4 |\n"))
        #expect(table.contains("|  | a<b | 8.00 | 4.0 | 3 | 9.00 |  | 4 |\n"))
        let chart = try text("made/bench.svg")
        #expect(chart.contains("mail / a&lt;b") && chart.contains(">4.5 of 8<"))
        #expect(try text("made/bench.json").contains(#""ratio": 4.5"#))
    }

    @Test func `what fell by more than a fifth is named`() async throws {
        let said = try await python(
            "print(others.fallen({'a': 7.9, 'b': 8.1, 'new': 1}, {'a': 10.0, 'b': 10.0, 'gone': 5.0}))")
        #expect(said == "['a: 10.0 times as fast then, 7.9 now']\n")
    }

    private func text(_ name: String) throws -> String { String(decoding: try scratch(name).read(), as: UTF8.self) }

    private func bench(_ words: [String]) async throws -> ToolResult {
        try await run("\(packageFolder)/bin/bench", words)
    }

    @discardableResult
    private func python(_ text: String) async throws -> String {
        let modules = "import sys; sys.path.insert(0, '\(packageFolder)/Tests/throwaway/bench'); import report, others"
        let done = try await run("/usr/bin/python3", ["-B", "-c", "\(modules)\n\(text)"])
        #expect(done.status == 0, "\(done.error)")
        return done.output
    }
}
