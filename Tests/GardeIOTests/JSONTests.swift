import GardeIO
import Testing

@Suite struct JSONTests {
    private struct Person: Decodable, Equatable {
        struct Child: Decodable, Equatable { let firstName: String, age: Int? }

        let firstName: String
        let isAlive: Bool?
        let system: UInt64
        let share: Double
        let children: [Child]
        let by: [String: Child]
    }

    @Test func `what is written is read again, in its order`() {
        let value = JSON.object([
            "z": "a \"quoted\" \\ line\n\u{7f}\u{0}\u{1F600} é", "a": .array([1, .null, true, .object([:])]), "": -9,
            "real": .real(1.5), "last": .array([]),
        ])
        #expect(JSON(Array(value.text().utf8)) == value)
        #expect(JSON(Array(value.line.utf8)) == value)
        #expect(!value.line.contains("\n"))
    }

    @Test(arguments: [
        (#""\ud83d\ude00\/""#, JSON.string("😀/")), ("9223372036854775807", .number(.max)), (" [ ] ", .array([])),
        ("1e3", .real(1000)), ("-0", .number(0)),
    ])
    func `escapes, blanks and numbers are read`(text: String, value: JSON) {
        #expect(JSON(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{'a': 1}", #"{"a": 1} x"#, "9223372036854775808", "\"\t\"", "nul",
        "[01]",
        #""\ud800""#, "// no comments\n1",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(JSON(Array(text.utf8)) == nil)
    }

    @Test func `bytes that are no UTF-8, and a text without an end of nesting, are refused`() {
        #expect(JSON(Array("\"\u{e9}\"".unicodeScalars.map { UInt8($0.value) })) == nil)
        #expect(JSON([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) == nil)
    }

    @Test func `a type is read by its names, the keys of a dictionary stay as they are`() throws {
        let text = """
            {"first_name": "Léa", "system": 7, "share": 2, "unknown": [null, {}], "children": [{"first_name": "a", "age": null}],
             "by": {"the_first": {"first_name": "b", "age": 3}}}
            """
        let person = try JSON.decode(Array(text.utf8), as: Person.self, keys: .snakeCase)
        let child = Person.Child(firstName: "b", age: 3)
        #expect(
            person
                == Person(
                    firstName: "Léa", isAlive: nil, system: 7, share: 2, children: [.init(firstName: "a", age: nil)],
                    by: ["the_first": child]))
        struct Object: Decodable { let eTag: String, size: Int }
        let object: Object = try JSON.decode(Array(#"{"ETag": "x", "Size": 4}"#.utf8), keys: .capitalised)
        #expect(object.eTag == "x" && object.size == 4)
    }

    @Test func `what may be absent is read where it is there, whatever it is made of`() throws {
        let numbers: [Int]? = try JSON.decode(Array("[1, 2.0, -3e0]".utf8))
        #expect(numbers == [1, 2, -3])
        let none: [Int]? = try JSON.decode(Array("null".utf8))
        #expect(none == nil)
        let mixed: [[String: Int]?] = try JSON.decode(Array(#"[{"a": 1, "a": 2}, null]"#.utf8))
        #expect(mixed == [["a": 2], nil])
    }

    @Test(arguments: [
        #"{"first_name": 1}"#, #"{"first_name": "a", "system": -1, "share": 0, "children": [], "by": {}}"#, "[]",
        "null",
        #"{"first_name": "a", "system": 1, "share": 0, "children": {}, "by": {}}"#, "no",
        #"{"first_name": "a", "system": 1.5, "share": 0, "children": [], "by": {}}"#,
        #"{"first_name": "a", "is_alive": 1, "system": 1, "share": 0, "children": [], "by": {}}"#,
    ])
    func `another type than was asked for is an error`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSON.decode(Array(text.utf8), as: Person.self, keys: .snakeCase)
        }
    }
}
