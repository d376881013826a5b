import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct ListingTests {
    private let scratch = Scratch()

    @Test func `portions hold each name once, and each is in order`() throws {
        let names = (0..<100).map { "name \($0)" }
        for name in names { try scratch.write(name, []) }
        let listing = Listing(try Folder.open(scratch.path))
        var (portions, found, portion) = ([Int](), [String](), NameList())
        while try listing.fill(&portion, 30, by: .inodes) {
            portions.append(portion.count)
            let inodes = (0..<portion.count).map(portion.inode)
            #expect(inodes == inodes.sorted())
            found += (0..<portion.count).map { String(decoding: portion.name($0), as: UTF8.self) }
        }
        #expect(portions == [30, 30, 30, 10])
        #expect(found.sorted() == names.sorted())
        #expect(try Folder.open(scratch.path).names().count == 100)
    }

    @Test(arguments: [7, 100, 1000])
    func `names come in the order of their bytes, in memory and beyond`(most: Int) throws {
        let names = (0..<100).map { "\($0 * 7 % 100)" }
        for name in names { try scratch.write("in/\(name)", []) }
        try scratch.write("in/folder/x", [])
        let folder = try Folder.open(scratch("in"))
        var found: [FolderEntry] = []
        try folder.forEachName(scratch: scratch.path, inMemory: most) {
            found.append(FolderEntry(name: Array($0), inode: $1, kind: $2))
        }
        #expect(found.map { String(decoding: $0.name, as: UTF8.self) } == (names + ["folder"]).sorted())
        #expect(Set(found) == Set(try folder.entries()))
    }

    @Test func `an empty folder has no portion`() throws {
        var portion = NameList()
        let isThere = try Listing(try Folder.open(scratch.path)).fill(&portion, by: .names)
        #expect(!isThere && portion.count == 0)
        #expect(try Folder.open(scratch.path).names().count == 0)
    }
}
