import Foundation
import GardeWords
import Testing

/// The page that lists what can fail, with cause and cure, for whoever meets an id in JSON.
@Suite struct FailurePageTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    @Test func `the page of failures has each failure of the sources, as the catalogue says it`() throws {
        let page = root.appending(path: "Sources/Garde/Garde.docc/Failures.md")
        let wanted = try head + ids().map(row).joined(separator: "\n") + "\n"
        let found = try? String(contentsOf: page, encoding: .utf8)
        if found != wanted {
            let written = FileManager.default.temporaryDirectory.appending(path: "Failures.md")
            try wanted.write(to: written, atomically: true, encoding: .utf8)
            Issue.record("type: cp \(written.path) \(page.path)")
        }
    }

    private let head = """
        # Failures

        Each failure by the id that `status --json` and web hooks give, with its cause and what to do.

        An id stays what it is; its sentences may change. `{name}` stands for what the failure is about. A
        failure whose id is not here, and each WARNING, says its cause and what to do in its own line.

        | id | what failed | why | what to do |
        |---|---|---|---|

        """

    private func ids() throws -> [String] {
        let known = Catalogue.of(.english).ids
        // One, or one of two by a condition.
        let thrown = /(?:\bFailure|\.init)\(\s*(?:[^"(){}]*\?\s*)?"([a-z0-9.-]+)"(?:\s*:\s*"([a-z0-9.-]+)")?/
        let sources = root.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.allObjects ?? []
        let found = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: thrown)
                .flatMap { [$0.output.1, $0.output.2].compactMap(\.self).map(String.init) }
        }
        return Set(found).intersection(known).sorted()
    }

    private func row(_ id: String) -> String {
        let catalogue = Catalogue.of(.english)
        let clauses = ["", ".why", ".fix"].map { catalogue[id + $0]?.pattern ?? "" }
        let cells = ["`\(id)`"] + clauses.map { $0.replacing("|", with: "\\|").replacing("<", with: "&lt;") }
        return "| \(cells.joined(separator: " | ")) |"
    }
}
