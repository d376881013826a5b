import GardeCore
import Testing

/// One row for each rule that compose-go's own tests of its `dotenv` and `template` packages hold, and for what its code
/// does beside them.
@Suite struct DotEnvTableTests {
    private let site = "SITE=clinic\nBLANK=\n"

    private func read(_ text: String) -> (value: String?, problems: Int) {
        let file = DotEnv(Array("\(site)\(text)\n".utf8))
        return (file.values["X"], file.problems.count)
    }

    @Test(arguments: [
        ("X=\u{a0}v", "v"), ("X=\u{85}v", "v"), ("X\u{a0}=v", "v"), ("X=v\u{a0}", "v"), ("X=\u{a0}\"v\"", "v"),
        ("X=v\u{2003}", "v"), ("X=v\u{3000}\u{202f}\r", "v"), ("\u{2003}X=v", "v"), ("\u{a0}\u{2028}X=v", "v"),
        ("\u{3000}# X=no\nX=v", "v"), ("X=\u{2003}v", "\u{2003}v"), ("X=\u{2003}\"v\"", "\u{2003}\"v\""),
        ("X=\"\u{a0}v\u{2003}\"", "\u{a0}v\u{2003}"), ("X='\u{a0}'", "\u{a0}"), ("X=a\u{a0}b", "a\u{a0}b"),
        ("X=v\u{a0}#c", "v\u{a0}#c"), ("X=v\u{a0} #c", "v"), ("export\u{c}X=v", "v"), ("X=\u{200b}v", "\u{200b}v"),
    ])
    func `blanks of other scripts are taken off where Compose takes them off, and only there`(
        text: String, value: String
    ) {
        #expect(read(text) == (value, 0))
    }

    @Test(arguments: [
        (#""\0101""#, "A"), (#""\0351t\0351""#, "été"), (#""\0377""#, "ÿ"), (#""\00601""#, "01"),
        (#""\0400""#, #"\400"#),
        (#""\0128""#, #"\128"#), (#""\012""#, #"\12"#), (#""\01""#, #"\1"#), (#""\0""#, #"\"#), (#""\0x""#, #"\x"#),
        (#""\\0101""#, #"\0101"#), (#""\101""#, #"\101"#), (#""\c\e\8""#, #"\c\e\8"#), (#"'\0101'"#, #"\0101"#),
        (#"\0101"#, #"\0101"#), (#""\0044SITE""#, "clinic"), (#""\$SITE""#, "$SITE"), (#""\\$SITE""#, #"\clinic"#),
        (#""\U00101234\x41""#, #"\U00101234\x41"#), (#""a\\r\ b""#, #"a\r\ b"#), (#""\"in\"""#, #""in""#),
    ])
    func `octal and other escapes between double quotes`(text: String, value: String) {
        #expect(read("X=\(text)") == (value, 0))
    }

    @Test(arguments: [
        ("$${SITE}", "${SITE}"), ("$SITE-x", "clinic-x"), ("$}", "$}"), ("^a$", "^a$"), ("a $ b", "a $ b"),
        ("${BLANK:-/a:-b}", "/a:-b"), ("${BLANK:-${SITE} ${SITE}}", "clinic clinic"), ("${BLANK:-$SITE}", "clinic"),
        ("-${BLANK:-d}", "-d"), (":?${BLANK-d}", ":?"), ("${GONE:-${BLANK-d}}", ""), ("${GONE:+${GONE},}b", "b"),
        ("${BLANK+$SITE ${SITE:+two}}", "clinic two"), ("${SITE:?none}", "clinic"), ("${BLANK?none}", ""),
        (#"${GONE:-{"a":1}}"#, #"{"a":1}"#), ("${GONE:-{}}", "{}"), ("${GONE:-{}", "{"), ("${GONE:-a}}", "a}"),
        ("${GONE:-{}} x}", "{}} x"), ("${GONE-a} ${GONE-b}", "a b"), ("${site}", ""), ("${_a1-b}", "b"),
    ])
    func `variables, with braces in their defaults`(text: String, value: String) {
        #expect(read("X=\(text)") == (value, 0))
    }

    @Test(arguments: [
        "${", "${}", "${ }", "${ SITE}", "${SITE }", "${SITE!}", "${SITE:}", "${SITE:=d}", "${GONE:?}", "${BLANK:?why}",
        "${GONE?$SITE}", "\"${GONE:-a\nb}\"", "\"${GONE:-a\\nb}\"",
    ])
    func `what Compose refuses in a value leaves the variable unset`(text: String) {
        #expect(read("X=\(text)") == (nil, 1))
    }

    @Test(arguments: [
        ("a[1]=c", "a[1]"), ("a.key=c", "a.key"), ("a-b=c", "a-b"), ("árvíztűrő-TÜKÖR=c", "árvíztűrő-TÜKÖR"),
        ("456 = c", "456"), ("exportFoo=c", "exportFoo"), ("export.FOO= c", "export.FOO"), ("=\"c\"", ""),
        ("\u{665}x=c", "\u{665}x"), ("a\tb=c", "a\tb"), ("export\nname=c", "name"), ("a: c", "a"),
    ])
    func `names`(text: String, name: String) {
        let file = DotEnv(Array("\(text)\n".utf8))
        #expect(file.values == [name: "c"] && file.problems.isEmpty)
    }

    @Test(arguments: ["a b=c", "😀=c", "a\u{2003}=c", "e\u{301}=c", "%!(x y)=c", "a$b=c", "a/b", "a b"])
    func `no names`(text: String) {
        let file = DotEnv(Array("\(text)\nX=v\n".utf8))
        #expect(file.values == ["X": "v"] && file.problems.count == 1)
    }

    @Test(arguments: ["\"", "\"v", #""v\""#, "\"v'", "'", "'v", #"'v\'"#, "'v\""])
    func `a quote that stays open`(text: String) { #expect(read("X=\(text)") == (nil, 1)) }
}
