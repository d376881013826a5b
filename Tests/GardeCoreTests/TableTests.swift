import GardeCore
import Testing

/// Tables, as wide and as narrow terminals show them.
@Suite struct TableTests {
    private let rows = [
        [
            "20261130_014246", "full", "21.6 MB", "config shop uploads visits and some more",
            "/opt/bookshop/data/a long path",
        ],
        ["20261130_014050", "incremental", "223 MB", "", "/x"],
    ]
    private var table: Table { Table(rows, right: [2], prose: 3..<4) }

    @Test func `without a terminal, and on one that is wide enough, a row is a line`() {
        let whole = table.lines(nil)
        #expect(whole == table.lines(200))
        #expect(whole[0].hasPrefix("20261130_014246  full         21.6 MB  config"))
        #expect(whole[1].hasPrefix("20261130_014050  incremental   223 MB   ") && whole[1].hasSuffix("  /x"))
    }

    @Test(arguments: 20...110) func `a narrow one has the rest of a row below, and breaks nothing but prose`(
        columns: Int
    ) {
        let lines = table.lines(columns)
        let text = lines.joined(separator: "\n")
        for cell in rows.joined() where !cell.hasPrefix("config") { #expect(text.contains(cell), "\(text)") }
        let words = text.split { $0 == " " || $0 == "\n" }
        #expect(words == rows.joined().joined(separator: " ").split(separator: " "), "\(text)")
        #expect(lines.allSatisfy { $0.count <= max(columns, 34) && $0.last != " " }, "\(text)")
        #expect(lines.filter { !$0.hasPrefix("    ") }.count == rows.count, "\(text)")
    }

    @Test func `a column of nothing is left out, and what is behind the aligned ones follows`() {
        #expect(Table([["a", "", "b"], ["aa", "", "c"]]).lines(nil) == ["a   b", "aa  c"])
        #expect(
            Table([["a", "long one", "b"], ["aa", "x", "c"]], aligned: 1).lines(nil) == ["a   long one  b", "aa  x  c"])
        #expect(Table([["a", "b"]], right: [0], aligned: 1, least: [3]).lines(nil) == ["  a  b"])
    }

    @Test func `a sign that French sets apart begins no line, and a quotation is not left by its beginning`() {
        let text = "Une base (SQLite : un fichier) ; « 2024-03-15 »"
        for columns in 1...60 {
            let lines =
                text.folded(columns).split(separator: "\n").map(String.init)
                + Table([["", text]], prose: 1..<2).lines(columns)
            #expect(lines.allSatisfy { !":;»".contains($0.drop { $0 == " " }.first!) && $0.last != "«" }, "\(lines)")
        }
        #expect(text.folded(nil) == text && text.folded(20).split(separator: "\n").allSatisfy { $0.count <= 20 })
    }

    @Test func `prose goes on below its own beginning, or far to the left where that leaves it no room`() {
        let help = Table([["  --flag", "one two three four five six"]], prose: 1..<2)
        #expect(help.lines(24) == ["  --flag  one two three", "          four five six"])
        #expect(help.lines(12) == ["  --flag", "    one two", "    three", "    four", "    five six"])
    }
}
