import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A staging folder with a tree beside it that nothing may touch.
struct PlacingGround {
    let scratch = Scratch()
    let staging: Staging

    init() throws {
        try scratch.write("outside/folder/canary", "alive")
        try scratch.write("outside/other", "alive too")
        try scratch.write("ground/staging/.keep", "")
        staging = Staging(try Folder.open(scratch("ground/staging")))
        try staging.folder.remove(Array(".keep".utf8))
    }

    /// Everything but what is staged: names, kinds, modes, sizes, times, link counts, contents.
    func surroundings() async throws -> String {
        let script = """
            cd "$1" && find . -path ./ground/staging -prune -o -path ./archive.tar -prune -o ! -path . \
            -printf '%p %y %m %s %T@ %n %l %U\\n' | sort; cat outside/folder/canary outside/other
            """
        return try await run("sh", ["-ec", script, "sh", scratch.path.string]).output
    }

    /// Places a whole archive; gives the placer, so that its losses can be seen.
    @discardableResult
    func place(_ bytes: [UInt8], limit: Int = 1 << 30, setID: TreePlacer.SetID = .refuse) throws -> TreePlacer {
        let file = try FileDescriptor.open(try scratch.write("archive.tar", bytes), .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        let (reader, placer) = (try TarReader(file), TreePlacer(limit: limit, setID: setID))
        while let member = try reader.next() {
            var link: Spot?
            if case .hardLink(let target) = member.kind {
                link = Spot(staging, try MemberPath(target, of: member.name))
            }
            try placer.place(member, from: reader, at: Spot(staging, try MemberPath(member.name)), link: link)
        }
        try placer.finish()
        return placer
    }

    func refusal(_ bytes: [UInt8], limit: Int = 1 << 30) -> EntryRefused? {
        do { try place(bytes, limit: limit) } catch { return error as? EntryRefused }
        return nil
    }

    subscript(_ name: String) -> FilePath { scratch("ground/staging").appending(name) }
}

@Suite struct HostileArchiveTests {
    /// What is expected of an archive: the entry that is named, and why.
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let entry: String
        let reason: EntryRefused.Reason
        let build: @Sendable (inout TarBytes) -> Void

        init(
            _ description: String, _ entry: String, _ reason: EntryRefused.Reason,
            _ build: @escaping @Sendable (inout TarBytes) -> Void
        ) { (self.description, self.entry, self.reason, self.build) = (description, entry, reason, build) }
    }

    static let cases: [Case] = [
        Case("two dots", "../outside/new", .leavesFolder) { $0.add("../outside/new") },
        Case("two dots in the middle", "a/../../outside/new", .leavesFolder) { $0.add("a/../../outside/new") },
        Case("two dots that come back", "a/../b", .leavesFolder) { $0.add("a/../b") },
        Case("two dots as a folder", "..", .leavesFolder) { $0.add("..", type: "5") },
        Case("an absolute name", "/tmp/garde-hostile", .absoluteName) { $0.add("/tmp/garde-hostile") },
        Case("an empty name", "", .emptyName) { $0.add("") },
        Case("the folder itself as a link", ".", .emptyName) { $0.add(".", type: "2", link: "../../outside") },
        Case("a file under a link up", "l/new", .throughLink) {
            $0.add("l", type: "2", link: "../../outside")
            $0.add("l/new")
        },
        Case("a file under an absolute link", "l/new", .throughLink) {
            $0.add("l", type: "2", link: "/tmp")
            $0.add("l/new")
        },
        Case("a file under a link to a sibling", "l/new", .throughLink) {
            $0.add("d", type: "5")
            $0.add("l", type: "2", link: "d")
            $0.add("l/new")
        },
        Case("a folder in place of a link", "l", .throughLink) {
            $0.add("l", type: "2", link: "../../outside/folder")
            $0.add("l", type: "5", mode: 0o777)
        },
        Case("a link in place of a folder", "d", .doubled) {
            $0.add("d", type: "5")
            $0.add("d", type: "2", link: "../../outside")
            $0.add("d/new")
        },
        Case("a file written through a link", "l", .doubled) {
            $0.add("l", type: "2", link: "../../outside/other")
            $0.add("l", Array("overwritten".utf8))
        },
        Case("a deep chain of links", "a/b/c/x", .throughLink) {
            $0.add("a/b", type: "5")
            $0.add("a/b/c", type: "2", link: "../../a/b/../../../../outside")
            $0.add("a/b/c/x")
        },
        Case("a file twice", "f", .doubled) {
            $0.add("f", [1])
            $0.add("f", [2])
        },
        Case("a file twice, once with a dot before it", "./f", .doubled) {
            $0.add("f", [1])
            $0.add("./f", [2])
        },
        Case("a file below a file", "f/g", .throughLink) {
            $0.add("f", [1])
            $0.add("f/g")
        },
        Case("a file with a slash at its end, as a link", "f/", .emptyName) { $0.add("f/", type: "2", link: "x") },
        Case("a hard link up", "h", .leavesFolder) { $0.add("h", type: "1", link: "../../outside/other") },
        Case("an absolute hard link", "h", .absoluteName) { $0.add("h", type: "1", link: "/etc/passwd") },
        Case("a hard link to what is not there", "h", .linkTarget) { $0.add("h", type: "1", link: "nothing") },
        Case("a hard link to a folder", "h", .linkTarget) {
            $0.add("d", type: "5")
            $0.add("h", type: "1", link: "d")
        },
        Case("a hard link through a link", "h", .linkTarget) {
            $0.add("l", type: "2", link: "../../outside")
            $0.add("h", type: "1", link: "l/other")
        },
        Case("a hard link in place of a file", "f", .doubled) {
            $0.add("e", [1])
            $0.add("f", [1])
            $0.add("f", type: "1", link: "e")
        },
        Case("a file written through a hard link to a link", "h", .doubled) {
            $0.add("l", type: "2", link: "../../outside/other")
            $0.add("h", type: "1", link: "l")
            $0.add("h", Array("overwritten".utf8))
        },
        Case("a character device", "null", .device) { $0.add("null", type: "3") },
        Case("a block device", "disk", .device) { $0.add("disk", type: "4") },
        Case("a setuid file", "su", .setID) { $0.add("su", [1], mode: 0o4755) },
        Case("a setgid file", "sg", .setID) { $0.add("sg", [1], mode: 0o2755) },
        Case("two sizes", "big", .fault(.sizeConflict)) {
            $0.pax([("size", Array("100".utf8))])
            $0.add("big", noise(512))
        },
        Case("a name cut by a NUL", "safe", .fault(.nulInName)) {
            $0.pax([("path", Array("safe\u{0}/../../outside/new".utf8))])
            $0.add("x")
        },
        Case("a name too long for any file system", String(repeating: "n", count: 256), .tooLong) {
            $0.pax([("path", [UInt8](repeating: UInt8(ascii: "n"), count: 256))])
            $0.add("x")
        },
        Case("deeper than any tree", String(repeating: "d/", count: 600), .tooDeep) {
            $0.pax([("path", Array(String(repeating: "d/", count: 600).utf8))])
            $0.add("x", type: "5")
        },
        Case("more than is expected", "bomb", .tooLarge(expected: 100_000)) {
            $0.add("first", noise(60_000))
            $0.add("bomb", noise(60_000))
        },
    ]

    @Test(arguments: cases) func `nothing outside of the staging is touched, and the entry is named`(_ one: Case)
        async throws
    {
        let ground = try PlacingGround()
        let before = try await ground.surroundings()
        var tar = TarBytes()
        tar.add("harmless", [1])
        one.build(&tar)
        let refusal = ground.refusal(tar.whole, limit: 100_000)
        #expect(refusal?.entry == Array(one.entry.utf8))
        #expect(refusal?.reason == one.reason)
        #expect(try await ground.surroundings() == before)
    }

    @Test func `what is refused is named with its tricks written out`() {
        let refused = EntryRefused(Array("../a\n\u{1b}[2J".utf8) + [0xff], .leavesFolder)
        #expect(refused.description == #"../a\x0a\x1b[2J\xff: leavesFolder"#)
    }

    @Test func `an archive cut at any block leaves the surroundings alone and never ends well`() async throws {
        var tar = TarBytes()
        tar.add("d", type: "5")
        tar.add("d/one", noise(1500))
        tar.add("d/two", type: "1", link: "d/one")
        tar.pax([("path", Array("d/l".utf8))])
        tar.add("x", type: "2", link: "one")
        let whole = tar.whole
        for length in stride(from: 0, to: whole.count, by: 512) {
            let ground = try PlacingGround()
            #expect(throws: TarFailed.self, "\(length)") { try ground.place(Array(whole.prefix(length))) }
        }
    }

    @Test func `a setuid file may be placed without its bit, and is named`() throws {
        let ground = try PlacingGround()
        var tar = TarBytes()
        tar.add("su", [1], mode: 0o6755)
        let placer = try ground.place(tar.whole, setID: .drop)
        #expect(placer.losses.setID == [Array("su".utf8)])
        #expect(try ground["su"].stat().permissions.rawValue == 0o755)
    }

    @Test func `a sparse file of exabytes costs no room and no time`() async throws {
        let ground = try PlacingGround()
        var tar = TarBytes()
        tar.pax([
            ("GNU.sparse.major", Array("1".utf8)), ("GNU.sparse.minor", Array("0".utf8)),
            ("GNU.sparse.name", Array("huge".utf8)), ("GNU.sparse.realsize", Array("9000000000000000000".utf8)),
        ])
        tar.add("x", Array("1\n8999999999999999999\n1\n".utf8) + [UInt8](repeating: 0, count: 512 - 24) + [7])
        let refusal = ground.refusal(tar.whole)
        #expect(refusal?.entry == Array("huge".utf8) && refusal?.reason == .tooBigHere)
    }
}
