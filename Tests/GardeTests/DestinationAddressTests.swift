import Garde
import Testing

@Suite struct DestinationAddressTests {
    @Test(arguments: [
        ("s3://bucket", "s3://bucket", "id"), ("s3://bucket/", "s3://bucket", "id"),
        ("s3://bucket//a///b//", "s3://bucket/a/b", "a/b/id"), ("name:", "name:", "id"), ("name:/", "name:/", "/id"),
        ("name:path//", "name:path", "path/id"), ("name:/srv//backups/", "name:/srv/backups", "/srv/backups/id"),
    ])
    func `slashes at the end and doubled ones do not count`(written: String, url: String, path: String) throws {
        let address = try #require(DestinationAddress(written))
        #expect(address.url == url && address.path(of: "id") == path)
    }

    @Test(arguments: [
        ("s3://bucket/20240315_020000", "s3://bucket", "20240315_020000"), ("s3://b1/a/latest", "s3://b1/a", "latest"),
        ("name:20240315_020000", "name:", "20240315_020000"), ("name:/latest", "name:/", "latest"),
        ("name:/srv/backups/latest/", "name:/srv/backups", "latest"), ("name:a/b", "name:a", "b"),
    ])
    func `a backup's URL is that of its place and its own name`(url: String, folder: String, name: String) throws {
        let split = try #require(DestinationAddress(url)?.split)
        #expect(split.folder.url == folder && split.name == name)
        #expect(DestinationAddress(folder) == split.folder)
    }

    @Test(arguments: ["", "/srv/backups", "s3://", "s3:///x", "20240315_020000", "https://host/x"])
    func `what is no place is none`(url: String) { #expect(DestinationAddress(url) == nil) }

    @Test func `the top has no folder around it`() throws {
        #expect(DestinationAddress("s3://bucket")?.split == nil && DestinationAddress("name:")?.split == nil)
    }
}
