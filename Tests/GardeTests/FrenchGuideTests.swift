import GardeTestSupport
import Testing

/// The French guides say what the English ones do: the same code, commands, headings and tables.
@Suite struct FrenchGuideTests {
    private static let guides = ["Restoring", "Encryption", "Rotation", "Remotes", "Monitoring", "WritingARecipe"]

    @Test(arguments: guides)
    func `a guide has the same code, commands, headings and tables in both languages`(name: String) async throws {
        let (english, french) = (try await Page.guide("\(name).md"), try await Page.guide("\(name).fr.md"))
        #expect(french.blocks == english.blocks)
        #expect(Self.counted(french.commands) == Self.counted(english.commands))
        #expect(french.outline == english.outline)
        #expect(french.rows == english.rows)
        // The French page names French pages where there are some, and each page the other one.
        let translated = english.references.map { Self.guides.contains($0) && $0 != name ? "\($0).fr" : $0 }
        let own = ["\(name).fr", name]
        #expect(
            Self.counted(french.references.filter { !own.contains($0) })
                == Self.counted(translated.filter { !own.contains($0) }))
        #expect(english.references.contains("\(name).fr") && french.references.contains(name))
    }

    @Test func `README has the same commands, headings and tables in both languages`() async throws {
        let (english, french) = (try await Page("README.md"), try await Page("README.fr.md"))
        #expect(french.outline == english.outline)
        #expect(french.rows == english.rows)
        let languages = ["sh", "cron"]
        #expect(
            french.blocks.filter { languages.contains($0[0]) } == english.blocks.filter { languages.contains($0[0]) })
        for name in Self.guides { #expect(french.text.contains("(Sources/Garde/Garde.docc/\(name).fr.md)"), "\(name)") }
    }

    @Test func `French spaces before double punctuation do not break`() async throws {
        var pages = [try await Page("README.fr.md")]
        for name in Self.guides { pages.append(try await Page.guide("\(name).fr.md")) }
        for page in pages {
            let loose = page.prose.filter { line in
                [" :", " ;", " !", " ?", " »", "« "].contains { line.contains($0) }
            }
            #expect(loose == [], "\(page.name)")
        }
    }

    private static func counted(_ words: [String]) -> [String: Int] {
        Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    }
}

/// A page of Markdown, taken apart.
private struct Page {
    let name: String
    let text: String
    /// The fenced blocks, each with its language first, less the comments in them.
    let blocks: [[String]]
    private let lines: [String]

    init(_ path: String) async throws {
        let text = try await run("cat", ["\(packageFolder)/\(path)"]).output
        var (blocks, block, lines) = ([[String]](), [String]?.none, [String]())
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            switch (line.hasPrefix("```"), block) {
            case (true, nil): block = [String(line.dropFirst(3))]
            case (true, let whole?): (blocks, block) = (blocks + [whole], nil)
            case (false, let whole?): block = whole + [Self.withoutComment(line)]
            case (false, nil): lines.append(line)
            }
        }
        (name, self.text, self.blocks, self.lines) = (path, text, blocks, lines)
    }

    static func guide(_ name: String) async throws -> Page { try await Page("Sources/Garde/Garde.docc/\(name)") }

    private static func withoutComment(_ line: String) -> String {
        String(line.replacing(#/(^|\s+)(#|//)\s.*$/#, with: ""))
    }

    /// The prose, cut at each backtick: what is at odd places is code.
    private var pieces: [Substring] {
        lines.joined(separator: "\n").split(separator: "`", omittingEmptySubsequences: false)
    }

    /// What stands between backticks, wherever its lines are broken.
    var commands: [String] {
        pieces.enumerated().filter { $0.offset % 2 == 1 }.map {
            $0.element.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        }
    }

    /// Lines of prose, with nothing in place of code and references.
    var prose: [String] {
        let kept = pieces.enumerated().map { $0.offset % 2 == 0 ? String($0.element) : "x" }.joined()
        return kept.replacing(#/<[^>\n]*>/#, with: "x").split(separator: "\n").map(String.init)
    }

    /// The depth of each heading.
    var outline: [Int] { lines.compactMap { $0.hasPrefix("#") ? $0.prefix { $0 == "#" }.count : nil } }

    /// How many cells each row of a table has.
    var rows: [Int] { lines.filter { $0.hasPrefix("|") }.map { $0.count { $0 == "|" } } }

    var references: [String] { text.matches(of: #/<doc:([^>]+)>/#).map { String($0.output.1) } }
}
