import GardeCore
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
