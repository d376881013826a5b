import Garde
import Testing

@Suite struct SQLTests {
    @Test(arguments: [
        ("plain", #""plain""#), (#"a "b" c"#, #""a ""b"" c""#), ("d'été;--", #""d'été;--""#),
        ("back\\slash", #""back\slash""#),
        ("Σ\"\u{301}", "\"Σ\"\"\u{301}\""),
    ])
    func `a name is quoted so that it means itself`(name: String, quoted: String) {
        #expect(Array(SQL.identifier(name).utf8) == Array(quoted.utf8))
    }

    @Test(arguments: [
        ("plain", "'plain'"), ("l'accès", "'l''accès'"), (#"C:\temp"#, #"E'C:\\temp'"#),
        (#"\'; DROP"#, #"E'\\''; DROP'"#),
        ("'\u{301}", "'''\u{301}'"),
    ])
    func `a value is quoted so that it means itself`(value: String, quoted: String) {
        #expect(Array(SQL.literal(value).utf8) == Array(quoted.utf8))
    }

    @Test func `a database's name is never read as libpq's words`() {
        let words = SQL.connection(to: #"host=evil 'x' \"#, encoding: "UTF8", session: "s")
        #expect(words.hasPrefix(#"dbname='host=evil \'x\' \\' client_encoding='UTF8' options='' "#), "\(words)")
    }

    @Test func `names fit 63 bytes, cut between characters, and differ where the long ones differed`() {
        #expect(SQL.name("mssante", "_garde_new_20240315_020000") == "mssante_garde_new_20240315_020000")
        for letter in ["a", "é", "🩺"] {
            let names = ["1", "2"].map {
                SQL.name(String(repeating: letter, count: 60) + $0, "_garde_new_20240315_020000")
            }
            #expect(names.allSatisfy { $0.utf8.count <= 63 && $0.hasSuffix("_garde_new_20240315_020000") })
            #expect(names[0] != names[1] && names[0].hasPrefix(letter))
        }
    }

    private func statements(_ text: String) -> [[SQLToken]] {
        var reader = SQLReader(Array(text.utf8))
        var found: [[SQLToken]] = []
        while let next = reader.next() { found.append(next) }
        return found
    }

    @Test(arguments: [
        ("'it''s'", "it's"), (#"'C:\temp'"#, #"C:\temp"#), (#"E'a\'b\n\\'"#, "a'b\n\\"), ("$$a;'b$$", "a;'b"),
        ("$été$ $$ $x$ $été$", " $$ $x$ "), ("'a -- b /* c'", "a -- b /* c"), ("''", ""),
    ])
    func `strings of every notation are read`(text: String, value: String) {
        #expect(statements("SELECT \(text);") == [[.word("select"), .string(value)]])
    }

    @Test(arguments: [
        "'open", "\"open", "$x$ open $X$", "E'\\x41'", "U&'\\0041'", "'zero\u{0}byte'", "\"\"", "/* open",
    ])
    func `what cannot be read is not guessed at, and hides nothing behind it`(text: String) {
        let found = statements("SELECT \(text); CREATE ROLE x;")
        #expect(found.first?.contains(.odd) == true || found.first == [.word("select"), .odd])
    }

    @Test func `comments, commands of psql and copied rows are no statements`() {
        let text = """
            /* a /* nested; */ CREATE ROLE a; */ -- CREATE ROLE b;
            \\restrict abc
            COPY t FROM stdin;
            CREATE ROLE c;
            \\.
            Create Role "D";\\! rm -rf /; CREATE ROLE e
            CREATE ROLE f \\! id
            ;
            """
        #expect(
            statements(text) == [
                [.command("restrict")], [.word("copy"), .word("t"), .word("from"), .word("stdin")],
                [.word("create"), .word("role"), .name("D")], [.command("!")],
                [.word("create"), .word("role"), .word("f"), .command("!")],
            ])
    }
}
