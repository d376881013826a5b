import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Synchronization
import SystemPackage
import Testing

/// A destination with nothing but what it must have.
@Suite struct DestinationTests {
    private let id = "20260315_020000"
    private let shelf = Shelf(files: [
        "20260315_020000/mail.tar.gz": noise(300_000), "20260315_020000/manifest.json": [1],
    ])

    @Test func `what it leaves out is made of what it has`() async throws {
        #expect(try await shelf.sizes() == ["\(id)/mail.tar.gz": 300_000, "\(id)/manifest.json": 1])
        #expect(try await shelf.content(of: "\(id)/manifest.json") == [1])
        var whole = SHA256()
        noise(300_000).withUnsafeBytes { whole.update($0) }
        #expect(try await shelf.sha256(of: "\(id)/mail.tar.gz") == whole.hexadecimal())
        #expect(shelf.tool == "shelf" && shelf.lookCommand == nil)
    }

    @Test func `files are fetched whole, over what was there, and those that are gone are left out`() async throws {
        let scratch = Scratch()
        try scratch.write("\(id)/mail.tar.gz", "half")
        let names = ["\(id)/mail.tar.gz", "\(id)/gone", "20260316_020000/manifest.json"]
        try await shelf.fetch(names, into: scratch.path.string)
        #expect(try scratch("\(id)/mail.tar.gz").read() == noise(300_000))
        #expect(throws: (any Error).self) { try scratch("\(id)/gone").read() }
    }

    @Test func `an error of its own is said with the place, and a failure of its own as it is`() {
        let said = Failure.remote(Oops(), shelf)
        #expect(said.line(.english).hasPrefix("shelf:/mnt") && said.line(.english).hasSuffix(": Oops()"))
        let own = Failure("shelf.gone", Text("the shelf is gone", fr: "l'étagère n'est plus là"))
        #expect(Failure.remote(own, shelf) == own && own.line(.french) == "l'étagère n'est plus là")
    }

    @Test func `a place that does not answer is named, whatever was asked of it`() async throws {
        let failure = try #require(
            await #expect(throws: Failure.self) {
                try await shelf.explaining { try await within(.zero) { try await Task.sleep(for: .seconds(60)) } }
            })
        #expect(failure.line(.english).hasPrefix("shelf:/mnt"), "\(failure)")
    }

    @Test func `manifests of a day are one pattern, other files each its own`() {
        let days = ["20260315_020000", "20260315_021500", "20260316_020000"].map { "\($0)/manifest.json" }
        let file = "20260315_020000/mail.tar.gz"
        #expect(
            awsPatterns(of: days + [file])
                == [file, "20260315_??????/manifest.json", "20260316_020000/manifest.json"])
    }

    @Test func `the recipe's word for a place serves it, another of its kind by its scheme, and rclone the rest`()
        throws
    {
        let access = DestinationAccess([
            Remote(ShelfWord(mark: 1), address: "shelf:/a"), Remote(ShelfWord(mark: 2), address: "shelf:/b"),
        ])
        let mark = { (url: String) in
            (access.store(for: CopyPlace(address: try #require(DestinationAddress(url)))) as? Shelf)?.mark
        }
        #expect(
            try mark("shelf:/b") == 2 && mark("shelf:/c") == 1 && mark("nas:/b") == nil && mark("s3://shelf/b") == nil)
    }
}

private struct Oops: Error {}

private struct ShelfWord: DestinationWord {
    let mark: Int
    func takes(_ address: DestinationAddress) -> Bool { address.scheme == "shelf" }
    func destination(_ request: DestinationRequest) -> any Destination { Shelf(mark: mark) }
}

private struct Shelf: Destination {
    var files: [String: [UInt8]] = [:]
    var mark = 0
    let address = DestinationAddress("shelf:/mnt")!

    func folders() -> [String] { Set(files.keys.map { String($0.prefix { $0 != "/" }) }).sorted() + ["lost+found"] }

    func files(in folder: String, withDigests: Bool) -> [CopiedFile] {
        files.filter { $0.key.hasPrefix("\(folder)/") }.map {
            CopiedFile(String($0.key.dropFirst(folder.count + 1)), bytes: $0.value.count)
        }
    }

    func put(_ path: String, as name: String) {}

    func read(_ name: String, _ write: @escaping @Sendable ([UInt8]) throws -> Void) throws {
        for start in stride(from: 0, to: files[name]!.count, by: 10_000) {
            try write(Array(files[name]![start...].prefix(10_000)))
        }
    }

    func remove(_ name: String) {}
}
