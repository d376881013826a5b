import GardeCore
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The rules are those of compose-go's `dotenv` package, whose own tests many of these lines come from.
@Suite struct DotEnvTests {
    @Test(arguments: [
        ("A=bar", "bar"), ("A =bar", "bar"), ("A= bar", "bar"), ("  A=bar ", "bar"), ("\tA=bar", "bar"),
        ("export A=2", "2"), ("export\tA=2", "2"), ("  export A=\"export A\"", "export A"),
        ("A: 1", "1"), ("A: Foo=bar", "Foo=bar"), ("A=1:B", "1:B"), ("A=foobar=", "foobar="),
        ("A=", ""), ("A=\"\"", ""), ("A=two words", "two words"),
        ("A=bar # comment", "bar"), ("A=bar #comment", "bar"), ("A=123#no-comment", "123#no-comment"),
        ("A=\"bar#baz\" # comment", "bar#baz"), ("A='ba#r'", "ba#r"), ("# A=1\n\n  # more\nA=2", "2"),
        ("A=bar\r\nB=1\r\n", "bar"), ("\u{feff}A=bar", "bar"), ("A=é # à", "é"), ("A=1\nA=2", "2"),
    ])
    func `a value is read as Compose reads it`(text: String, value: String) {
        let file = DotEnv(Array(text.utf8))
        #expect(file.values["A"] == value && file.problems.isEmpty)
    }

    @Test(arguments: [
        (#"A="escaped\"bar""#, #"escaped"bar"#), (#"A="'d'""#, "'d'"), (#"A='It\'s'"#, "It's"),
        (#"A='bar\nbaz'"#, #"bar\nbaz"#), (#"A=a\tb"#, #"a\tb"#), (#"A="bar\nbaz""#, "bar\nbaz"),
        (#"A="Z\aZ\bZ\fZ\nZ\rZ\tZ\vZ\\Z\0123Z""#, "Z\u{7}Z\u{8}Z\u{c}Z\nZ\rZ\tZ\u{b}Z\\ZSZ"),
        (#"A="bar\\\n\ b\az""#, "bar\\\n\\ b\u{7}z"), (#"A="bar\nbaz\\""#, "bar\nbaz\\"),
        (#"A="\x07\u12e4""#, #"\x07\u12e4"#), (#"A="\c\9""#, #"\c\9"#),
        ("A=\"first\nsecond\nthird\"\nB=1", "first\nsecond\nthird"), ("A='first\n#second'", "first\n#second"),
    ])
    func `quotes, escapes and values of several lines`(text: String, value: String) {
        let file = DotEnv(Array(text.utf8))
        #expect(file.values["A"] == value && file.problems.isEmpty)
    }

    @Test(arguments: [
        ("A=$B", "two"), ("A=${B}x", "twox"), ("A=\"q $B\"", "q two"), ("A='q $B'", "q $B"), ("A=$NONE", ""),
        ("A=${NONE:-x}", "x"), ("A=${NONE-x}", "x"), ("A=${EMPTY:-x}", "x"), ("A=${EMPTY-x}", ""),
        ("A=${B:-x}", "two"), ("A=${NONE:-}", ""), ("A=${NONE:-${B}-${NONE-y}}z", "two-yz"),
        ("A=${B:+x}", "x"), ("A=${B+x}", "x"), ("A=${NONE+x}", ""), ("A=${EMPTY:+x}", ""), ("A=${EMPTY+x}", "x"),
        ("A=${B:?missing}", "two"), ("A=${EMPTY?missing}", ""), ("A=pa$$word", "pa$word"), (#"A="\$B""#, "$B"),
        (#"A="\${B} ${B}""#, "${B} two"), ("A=$", "$"), ("A=5$ 3$1", "5$ 3$1"), ("A=${NONE:-a b} # c", "a b"),
    ])
    func `variables are put in`(text: String, value: String) {
        let file = DotEnv(Array("B=two\nEMPTY=\n\(text)".utf8))
        #expect(file.values["A"] == value && file.problems.isEmpty)
    }

    @Test func `the environment serves variables before the file's own earlier lines, later ones never do`() {
        let file = DotEnv(Array("B=file\nC=${B}\nD=${E}\nE=1\nF\nNOT".utf8), environment: ["B": "env", "F": "f"])
        #expect(file.values == ["B": "file", "C": "env", "D": "", "E": "1", "F": "f"])
    }

    @Test func `what a value names is put in once and never run`() {
        let file = DotEnv(Array("B=$(reboot) `id`\nC='${B}'\nD=${C}".utf8))
        #expect(file.values == ["B": "$(reboot) `id`", "C": "${B}", "D": "${B}"])
    }

    @Test func `a malformed line is a warning with its number, and the rest of the file counts`() {
        let text = """
            GOOD=1
            this is no line
            POSTGRES USER=x
            na$me=x
            POSTGRES_DB=${NONE:?say which}
            REDIS_PASSWORD="${1}"
            OPEN="never closed
            LAST=2
            """
        let file = DotEnv(Array(text.utf8))
        #expect(file.values == ["GOOD": "1", "LAST": "2"])
        #expect(
            file.problems.map(\.text) == [
                problem(2, Text("dotenv.name-with-space")), problem(3, Text("dotenv.name-with-space")),
                problem(4, Text("dotenv.unexpected", ["sign": "$"])),
                problem(5, Text("dotenv.required", ["name": "NONE"]), of: "POSTGRES_DB"),
                problem(6, Text("dotenv.bad-variable", ["open": "${", "close": "}"]), of: "REDIS_PASSWORD"),
                problem(7, Text("dotenv.open-quote")),
            ])
    }

    private func problem(_ line: Int, _ reason: Text, of variable: String? = nil) -> Text {
        let id = variable == nil ? "dotenv.problem-at" : "dotenv.problem-of-at"
        return Text(id, ["line": line, "variable": variable ?? "", "reason": reason])
    }

    @Test func `bytes that are no UTF-8 matter only where they stand in a value`() {
        let latin = Array("# caf".utf8) + [0xe9, 0x0a] + Array("A=caf".utf8) + [0xe9, 0x0a] + Array("B=1".utf8)
        let file = DotEnv(latin)
        #expect(file.values == ["B": "1"])
        #expect(file.problems.map(\.text) == [problem(2, Text("dotenv.not-utf8"), of: "A")])
        #expect(DotEnv([0x41, 0x3d, 0x00]).problems.count == 1)
    }

    @Test(arguments: 0..<200) func `no bytes make it fail`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        let signs = Array("AB=:\"'\\$${}-+?# \t\r\n\nexport0é".utf8) + [0, 0xff]
        let bytes = (0..<60).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return signs[Int(state >> 33) % signs.count]
        }
        let file = DotEnv(bytes, environment: ["A": "$B"])
        #expect(file.problems.allSatisfy { ($0.line ?? 0) <= bytes.count { $0 == 0x0a } + 1 })
    }

    @Test func `a missing file is empty, an unreadable one is a warning`() throws {
        let scratch = Scratch()
        #expect(DotEnv(in: scratch.path.string, environment: [:]).problems.isEmpty)
        try scratch.write("one/.env", "A=1\r\n")
        #expect(DotEnv(in: scratch("one").string, environment: [:]).values == ["A": "1"])
        try scratch.write("two/.env/file", "")
        let found = DotEnv(in: scratch("two").string, environment: [:]).problems.map { $0.text[.french] }
        let unreadable = Text("dotenv.unreadable", ["error": "Is a directory"])
        #expect(found == [Text("dotenv.problem", ["reason": unreadable])[.french]])
    }
}
