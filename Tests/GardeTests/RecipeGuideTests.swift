import GardeTestSupport
import Testing

/// The guide for those who write recipes says what is so.
@Suite struct RecipeGuideTests {
    private func guide() async throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        let text = try await run("cat", ["\(root)/Sources/Garde/Garde.docc/WritingARecipe.md"]).output
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Each block of Swift in the guide.
    private func recipes() async throws -> [String] {
        try await guide().split(separator: "```swift").dropFirst().map { lines in
            lines.prefix { $0 != "```" }.joined(separator: "\n")
        }
    }

    @Test func `every recipe of the guide compiles alone in a main.swift`() async throws {
        let recipes = try await recipes()
        #expect(recipes.count == 7)
        for recipe in recipes {
            #expect(try await errors(in: recipe) == [], "\(recipe)")
        }
    }

    @Test func `the compact form is in the guide as it is promised`() async throws {
        let compact = """
            backup {
                postgres(); mail(incremental: true); encrypt(to: "backup@example.com"); sync(to: "s3://bucket/backups")
            }
            """
        #expect(try await recipes().contains("import Garde\n\n\(compact)"))
    }

    @Test func `the compiler answers as the guide's table says`() async throws {
        let rows = try await guide().drop { $0 != "| You wrote | It answers |" }.dropFirst(2).prefix {
            $0.hasPrefix("|")
        }
        #expect(rows.count == 14)
        for row in rows {
            let cells = row.split(separator: "| ").map { $0.drop { "` ".contains($0) } }
            let (line, answer) = (String(cells[0].prefix { $0 != "`" }), cells[1].split(separator: " |")[0])
            let found = try await errors(in: "import Garde\nbackup {\n    mail()\n    \(line)\n}\n")
            #expect(found.map(\.line) == [4], "\(line)")
            #expect(found.first?.message.hasSuffix(answer) == true, "\(line): \(found)")
        }
    }

    @Test func `a recipe may use control flow, variables, functions and other modules`() async throws {
        let found = try await errors(
            in: """
                import Garde
                import Glibc
                var name = "shop"
                name += "s"
                let bucket: String? = getenv("BUCKET").map { String(cString: $0) }
                func site(_ name: String) -> Word { files(name, "/srv/\\(name)") }
                backup(root: "/opt/" + name, language: .french) {
                    let unused = 3
                    site(name)
                    if let bucket { sync(to: bucket) } else { sync(to: .environment("REMOTE")) }
                    if name.isEmpty { mail() } else if name == "x" { redis(in: .here) } else { postgres(in: .compose(name)) }
                    for day in ["a", "b"] where day != name { files(day, day) }
                    switch name {
                    case "a": keep(daily: 1)
                    default: keep(daily: 2)
                    }
                }
                """)
        #expect(found == [])
    }
}
