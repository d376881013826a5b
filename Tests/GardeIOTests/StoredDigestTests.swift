import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct StoredDigestTests {
    @Test(arguments: [0, 1, 999, 1000, 1001, 5000])
    func `the digests are those of the usual tools`(size: Int) async throws {
        let scratch = Scratch()
        let path = try scratch.write("file", noise(size))
        for (kind, tool) in [(StoredDigest.md5(""), "md5sum"), (.sha1(""), "sha1sum"), (.sha256(""), "sha256sum")] {
            let said = try await run(tool, [path.string]).output.prefix { $0 != " " }
            let other = try digest(path, like: kind).other
            #expect([.md5(String(said)), .sha1(String(said)), .sha256(String(said))].contains(other))
        }
    }

    @Test(arguments: [1, 999, 1000, 1001, 5000])
    func `that of parts is the digest of theirs`(size: Int) async throws {
        let scratch = Scratch()
        let path = try scratch.write("file", noise(size))
        let script = """
            import hashlib, sys
            data = open(sys.argv[1], "rb").read()
            parts = [hashlib.md5(data[i:i + 1000]).digest() for i in range(0, len(data), 1000)]
            print(hashlib.md5(b"".join(parts)).hexdigest(), end="")
            """
        let said = try await run("python3", ["-c", script, path.string]).output
        #expect(try digest(path, like: .parts(md5: "", size: 1000)).other == .parts(md5: said, size: 1000))
    }

    private func digest(_ path: FilePath, like kind: StoredDigest) throws -> (sha256: String, other: StoredDigest) {
        let file = try FileDescriptor.open(path, .readOnly)
        return try file.closeAfter { try DigestReader.read(file, like: kind) }
    }
}
