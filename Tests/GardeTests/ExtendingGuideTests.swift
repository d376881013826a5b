import GardeTestSupport
import Testing

/// The page for those who extend Garde says what is so.
@Suite struct ExtendingGuideTests {
    private func page(_ name: String) async throws -> String {
        try await run("cat", ["\(packageFolder)/Sources/Garde/Garde.docc/\(name).md"]).output
    }

    /// What a block leaves to whoever reads it.
    private let rest = """
        struct VaultFolder: Destination {
            let address: DestinationAddress
            init(_ address: DestinationAddress, _ key: String?) { self.address = address }
            func folders() -> [String] { [] }
            func files(in folder: String, withDigests: Bool) -> [CopiedFile] { [] }
            func put(_ path: String, as name: String) {}
            func read(_ name: String, _ write: @escaping @Sendable ([UInt8]) throws -> Void) {}
            func remove(_ name: String) {}
        }
        struct BoardServer {
            init(_ address: String?, _ token: String?) {}
            func version() async throws -> String { "" }
            func export() async throws -> AsyncStream<[UInt8]> { AsyncStream { nil } }
            func replace(by next: () throws -> [UInt8]?) async throws {}
        }
        """

    @Test func `what it shows compiles`() async throws {
        let blocks = try await page("Extending").split(separator: "```swift\n").dropFirst().map { block in
            String(block.prefix(upTo: block.firstRange(of: "```")!.lowerBound))
        }
        try #require(blocks.count == 5)
        #expect(try await errors(in: blocks[1]) == [])
        #expect(try await errors(in: "import Garde\n\(rest)\n\(blocks[2])") == [])
        #expect(try await errors(in: "\(blocks[3])\n\(rest)") == [])
        #expect(try await errors(in: "import Garde\nfunc fails() throws {\n\(blocks[4])}\n") == [])
    }

    @Test func `every public type of destinations and notifiers is named in it, or in the guide for recipes`()
        async throws
    {
        let said = try await page("Extending") + page("WritingARecipe") + page("Remotes") + page("Monitoring")
        let words = Set(said.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        let find = "cd \"$0\" && grep -rhoE '^public (struct|enum|protocol|func) [A-Za-z0-9]+' $1 | sed 's/.* //'"
        let folders = "Sources/GardeDestinations Sources/GardeNotifiers"
        let names = Set(try await run("sh", ["-c", find, packageFolder, folders]).output.lines)
        #expect(names.count > 10)
        #expect(names.subtracting(words).subtracting(["Outcome", "StorageClass", "Bandwidth"]) == [])
    }
}
