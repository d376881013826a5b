import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `bin/recipe new NAME --from FOLDER` and `check NAME`, in a checkout whose build is there already.
@Suite struct DraftCommandTests {
    private let scratch = Scratch()

    private func recipe(_ words: String..., in root: String? = nil) async throws -> ToolResult {
        var variables = [
            "PATH": "\(scratch("tools").string):/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": scratch.path.string,
        ]
        variables["PLATFORM_ROOT"] = root
        return try await run(scratch("garde/bin/recipe").string, words, variables: variables)
    }

    private func make() async throws {
        try scratch.write("tools/swift", Array("#!/bin/sh\n".utf8), mode: [.ownerReadWriteExecute])
        try scratch.write("garde/recipes/database/main.swift", "")
        let copy = """
            mkdir -p "$1/.build/release" "$1/bin" && cp "$0"/bin/* "$1/bin/" && cp "$2" "$1/.build/release/GardeDraft"
            cp "$3" "$1/.build/release/shop"
            """
        let made = try await run(
            "sh",
            [
                "-ec", copy, packageFolder, scratch("garde").string, "\(try buildFolder())/GardeDraft",
                "\(executables)/database",
            ])
        try #require(made.status == 0, "\(made.error)")
        try scratch.write(
            "shop/docker-compose.yml", "services: {web: {image: nginx, volumes: [./www:/www, ./new:/new]}}\n")
        try scratch.write("shop/www/index.html", "")
    }

    @Test func `a draft is written once, and what is left to decide is counted`() async throws {
        try await make()
        let shop = scratch("shop").string
        let drafted = try await recipe("new", "shop", "--from", shop)
        #expect(drafted.status == 0, "\(drafted.error)")
        #expect(
            drafted.output.contains("with TODO: 2.") && drafted.output.contains("check shop --from \(shop)"))
        let file = scratch("garde/recipes/shop/main.swift")
        let text = String(decoding: try file.read(), as: UTF8.self)
        #expect(text.contains("    files(\"www\", \"www\")\n"))
        let again = try await recipe("new", "shop", "--from", shop)
        #expect(again.status == 1 && again.output == "")
        #expect(try file.read() == Array(text.utf8))
        try scratch.write("nothing/readme", "")
        let none = try await recipe("new", "shop2", "--from", scratch("nothing").string)
        #expect(none.error.lines.count == 1 && none.error.contains("no platform"), "\(none)")
        for words in [
            ("shop2", scratch("nothing").string), ("shop2", "\(shop)/none"), ("my-shop", shop), ("garde", shop),
        ] {
            #expect(try await recipe("new", words.0, "--from", words.1).status == 1)
            #expect(try await run("ls", [scratch("garde/recipes").string]).output == "database\nshop\n")
        }
        for words in [["new"], ["new", "x", "--to", shop], ["check"], ["check", "none"]] {
            let result = try await run(scratch("garde/bin/recipe").string, words)
            #expect(result.status == 1 && result.error != "", "\(words)")
        }
    }

    @Test func `a check says what is saved, what is left to decide, and with a folder what a run would do`()
        async throws
    {
        try await make()
        let shop = scratch("shop").string
        #expect(try await recipe("new", "shop", "--from", shop).status == 0)
        let plain = try await recipe("check", "shop")
        #expect(plain.status == 0, "\(plain.error)")
        #expect(plain.output.says("explain.database", in: .english) && plain.output.says("explain.where", in: .english))
        #expect(plain.output.contains("// TODO ") && plain.output.contains("--from"))
        try scratch.write("else/readme", "")
        for (folder, id) in [("\(shop)/none", "no folder"), (scratch("else").string, "no platform")] {
            let refused = try await recipe("check", "shop", "--from", folder)
            #expect(refused.status == 1 && refused.output == "", "\(refused)")
            #expect(refused.error.lines.count == 1 && refused.error.contains("\(folder)"), "\(id): \(refused)")
        }
        for checked in [
            try await recipe("check", "shop", "--from", shop), try await recipe("check", "shop", in: shop),
        ] {
            #expect(checked.output.says("explain.what", ["root": shop], in: .english))
            // No server answers here.
            #expect(checked.status == 1 && checked.error != "", "\(checked)")
        }
        #expect(try await run("ls", [shop]).output == "docker-compose.yml\nwww\n")
    }
}
