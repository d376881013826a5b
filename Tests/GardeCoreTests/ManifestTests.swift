import GardeCore
import GardeIO
import GardeWords
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct ManifestTests {
    private func golden() throws -> [UInt8] {
        Array(try FilePath("\(packageFolder)/Tests/golden/manifest.json").read())
    }

    @Test func `the manifest of the first release is read`() throws {
        let manifest = try #require(Manifest(try golden()))
        #expect(
            manifest.backup.id == "20261122_190457" && manifest.backup.type == "full" && manifest.backup.errors == 0)
        #expect(manifest.components["config"] == true && manifest.components["mail"] == false)
        #expect(manifest.files?.map(\.bytes) == [245] && manifest.files?.map(\.contentBytes) == [6656])
        #expect(manifest.increments.isEmpty)
    }

    /// What releases wrote before the manifest had a number, a full backup and two increments.
    private let first = FilePath("\(packageFolder)/Tests/fixtures/format-1")

    @Test func `the first format's increments are mail's, and their chain is found`() throws {
        let last = first.appending("20261128_080148")
        let manifest = try #require(Manifest(in: last))
        #expect(Array(manifest.increments.keys) == ["mail"])
        #expect(manifest.lineage(of: "mail")?.base == "20261128_080134")
        let chain = try Chain(of: last, manifest, "mail", in: [first])
        #expect(chain.links.map(\.manifest.backup.id) == ["20261128_080134", "20261128_080141", "20261128_080148"])
    }

    @Test func `each component has a lineage of its own, also on what the first format wrote`() throws {
        let scratch = Scratch()
        let parent = try #require(Manifest(in: first.appending("20261128_080148")))
        let lineage = { (manifest: Manifest, base: String) in
            Lineage(parent: manifest.backup.id, base: base, parentSha256: try #require(manifest.sha256))
        }
        let middle = try write("20261129_020000", ["mail": lineage(parent, "20261128_080134")], scratch)
        let newest = try write(
            "20261130_020000",
            ["config": lineage(middle, "20261129_020000"), "mail": lineage(middle, "20261128_080134")], scratch)
        let folder = scratch("20261130_020000")
        let config = try Chain(of: folder, newest, "config", in: [scratch.path, first])
        #expect(config.links.map(\.manifest.backup.id) == ["20261129_020000", "20261130_020000"])
        let mail = try Chain(of: folder, newest, "mail", in: [scratch.path, first])
        #expect(mail.links.count == 5 && mail.base.manifest.backup.id == "20261128_080134")
        #expect(throws: Failure.self) { try Chain(of: folder, newest, "mail", in: [scratch.path]) }
    }

    @Test func `what each link of a chain lacks is what the chain itself says, wherever one begins`() throws {
        let scratch = Scratch()
        var made = [try write("20261129_020000", [:], scratch)]
        for hour in 3...8 {
            let lineage = Lineage(
                parent: made.last!.backup.id, base: hour == 8 ? "20261129_030000" : "20261129_020000",
                parentSha256: try #require(made.last?.sha256))
            made.append(try write("20261129_0\(hour)0000", ["mail": lineage], scratch))
        }
        for gone in [nil, "20261129_040000", "20261129_020000"] {
            if let gone { try Durable.removeTree(scratch(gone)) }
            for order in [made, made.reversed()] {
                var check = ChainCheck(in: scratch.path)
                for manifest in order where manifest.backup.id != gone {
                    var said: Failure?
                    do throws(Failure) {
                        _ = try Chain(of: scratch(manifest.backup.id), manifest, "mail", in: [scratch.path])
                    } catch { said = error }
                    #expect(check.failure(of: manifest, "mail")?.line(.english) == said?.line(.english))
                    #expect(
                        (said == nil)
                            == (gone == nil && manifest.backup.id < "20261129_08" || manifest.backup.id < gone ?? ""))
                }
            }
        }
    }

    @Test func `a manifest is read again once its file is another one, or says something else`() async throws {
        let scratch = Scratch()
        let folder = scratch("20261129_020000")
        let recipe = { Manifest(in: folder)?.recipe }
        _ = try write("20261129_020000", [:], scratch)
        for name in ["s", "t", "u"] {
            // A younger file may still change without its times showing it.
            try await Task.sleep(for: .milliseconds(80))
            #expect(recipe() != name)
            if name == "t" { try Durable.removeTree(folder) }
            _ = try write("20261129_020000", [:], scratch, recipe: name)
            #expect(recipe() == name)
        }
        try await Task.sleep(for: .milliseconds(80))
        #expect(recipe() == "u")
        try Durable.removeTree(folder)
        #expect(recipe() == nil)
    }

    private func write(
        _ id: String, _ increments: [Component.ID: Lineage], _ scratch: Scratch, recipe: String = "r"
    ) throws -> Manifest {
        let manifest = Manifest(
            backup: .init(
                id: id, type: "incremental", date: "2026-11-29T02:00:00+01:00", durationSeconds: 1, sizeBytes: 3,
                encrypted: false, recipients: [], errors: 0, uuid: "6c3360f5-53a5-4458-8bb3-a7d52d05c222"),
            components: ["mail": true, "config": true], increments: increments,
            system: .init(hostname: "h", os: "o", dockerVersion: nil, platform: "/srv/p"),
            application: .init(version: "1", commit: "c"), recipe: recipe, tool: "garde", suspect: [], lacks: [],
            subjects: ["mail": "data/mail"], files: [])
        try scratch.write("\(id)/manifest.json", String(decoding: manifest.encoded(), as: UTF8.self))
        return try #require(Manifest(in: scratch(id)))
    }

    @Test func `what is written has its format's number, and a later one is refused by its own line`() throws {
        let scratch = Scratch()
        _ = try write("20261129_020000", [:], scratch)
        let (folder, path) = (scratch("20261129_020000"), scratch("20261129_020000/manifest.json"))
        let text = String(decoding: try path.read(), as: UTF8.self)
        #expect(text.contains("    \"format\": 2,\n"))
        let open = text.replacing("\"format\": 2", with: "\"format\": 3")
            .replacing("\"components\": {", with: "\"components\": [], \"other\": {")
        let body = open.lines.dropLast(2).map { $0 + "\n" }.joined()
        let digest = SHA256.hexadecimal(of: Array(body.utf8))
        try scratch.write("20261129_020000/manifest.json", body + "    \"sha256\": \"\(digest)\"\n}\n")
        let refused = try #require(throws: Failure.self) { try FoundBackup(folder) }
        #expect(refused.id == "restore.manifest-later" && "\(refused.arguments)".contains("3"))
        #expect(History(scratch.path).damaged == ["20261129_020000"])
    }

    @Test func `with any one bit flipped, or cut anywhere, it is none`() throws {
        let bytes = try golden()
        for bit in 0..<8 * bytes.count {
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            if Manifest(flipped) != nil { Issue.record("bit \(bit % 8) of byte \(bit / 8)") }
        }
        for length in bytes.indices where Manifest(Array(bytes[..<length])) != nil {
            Issue.record("cut after \(length) of \(bytes.count) bytes")
        }
    }
}
