import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Everything that a reader gives of an archive.
struct ReadMember: Equatable {
    let name: [UInt8]
    let kind: TarMember.Kind
    var content: [UInt8] = []
}

func members(of bytes: [UInt8], in scratch: Scratch) throws -> [ReadMember] {
    let file = try FileDescriptor.open(
        try scratch.write("archive-\(UInt64.random(in: 0 ... .max)).tar", bytes), .readOnly, options: .closeOnExec)
    defer { try? file.close() }
    let reader = try TarReader(file)
    var found: [ReadMember] = []
    while let member = try reader.next() {
        var one = ReadMember(name: member.name, kind: member.kind)
        try reader.content { place, bytes in
            one.content += [UInt8](repeating: 0, count: place - one.content.count) + bytes
        }
        if case .file(let size) = member.kind { one.content += [UInt8](repeating: 0, count: size - one.content.count) }
        found.append(one)
    }
    return found
}

@Suite struct TarReaderTests {
    let scratch = Scratch()

    private func makeTree() throws {
        try scratch.write("tree/small", "a few words")
        try scratch.write("tree/a folder/empty", "")
        try scratch.write(
            "tree/\(String(repeating: "d", count: 200))/\(String(repeating: "n", count: 255))", noise(70_000))
    }

    @Test(arguments: [
        ["tar", "--format=gnu"], ["tar", "--format=posix"], ["bsdtar", "--format=pax"], ["bsdtar", "--format=gnutar"],
        ["busybox", "tar"], ["python3", "-m", "tarfile"],
    ]) func `reads what the common programs write`(_ program: [String]) async throws {
        try makeTree()
        let archive = scratch("out.tar")
        let create = program.contains("tarfile") ? ["-c", archive.string] : ["-cf", archive.string]
        let made = try await run(
            "env", ["-C", scratch.path.string] + program + create + ["tree"])
        try #require(made.status == 0, "\(made.error)")
        let found = try members(of: try archive.read(), in: scratch)
        let files = found.filter { if case .file = $0.kind { true } else { false } }
        #expect(files.map(\.content.count).sorted() == [0, 11, 70_000])
        #expect(files.map(\.name.count).max() == 5 + 200 + 1 + 255)
        #expect(files.first { $0.content.count == 70_000 }?.content == noise(70_000))
        #expect(found.count { $0.kind == .folder } == 3)
    }

    @Test func `names are the same bytes again, accents of either form and bytes that are no text`() throws {
        let names = ["caf\u{e9}", "cafe\u{301}", "a\nb\rc", "\u{202e}x"].map { Array($0.utf8) } + [[0x61, 0xff, 0xe9]]
        var tar = TarBytes()
        for name in names {
            tar.pax([("path", name)])
            tar.add("short", [1, 2, 3])
            tar.pax([("linkpath", name)])
            tar.add(name, type: "2", link: "short".utf8)
            tar.long(name)
            tar.long(name, type: "K")
            tar.add("short", type: "1")
        }
        let found = try members(of: tar.whole, in: scratch)
        for (place, name) in names.enumerated() {
            #expect(found[3 * place].name == name)
            #expect(found[3 * place + 1].kind == .symbolicLink(to: name))
            #expect(found[3 * place + 2].name == name && found[3 * place + 2].kind == .hardLink(to: name))
        }
    }

    @Test(arguments: ["gnu", "posix", "oldgnu"]) func `a sparse file has its holes back`(format: String) async throws {
        let script = """
            cd "$1" && mkdir s && truncate -s 3000000 s/f && printf begin | dd of=s/f conv=notrunc 2>&1
            for i in 1 2 3 4 5 6 7 8 9; do printf x | dd of=s/f bs=1 seek=$((i * 200000)) conv=notrunc 2>&1; done
            tar --format=\(format) -S -cf s.tar s
            """
        let made = try await run("sh", ["-ec", script, "sh", scratch.path.string])
        try #require(made.status == 0, "\(made.error)")
        let archive = try scratch("s.tar").read()
        #expect(archive.count < 200_000)
        let found = try members(of: archive, in: scratch)
        #expect(found.last?.content == (try scratch("s/f").read()))
    }

    @Test func `an archive cut at any block, or anywhere in it, is refused`() throws {
        var tar = TarBytes()
        tar.add("one", noise(1500))
        tar.pax([("path", Array("a/longer/name".utf8)), ("mtime", Array("1700000000.5".utf8))])
        tar.add("two", noise(512))
        tar.long(Array("some/long/name".utf8))
        tar.add("three")
        tar.add("zeros", [UInt8](repeating: 0, count: 2048))
        let whole = tar.whole
        #expect(try members(of: whole, in: scratch).count == 4)
        for length in Array(stride(from: 0, to: whole.count, by: 512)) + [1, 511, 513, 700, whole.count - 1] {
            #expect(throws: TarFailed.self, "\(length)") { try members(of: Array(whole.prefix(length)), in: scratch) }
        }
    }

    @Test func `padding behind the end is read, anything else there is refused`() throws {
        var tar = TarBytes()
        tar.add("one", [1])
        let whole = tar.whole
        #expect(try members(of: whole + [UInt8](repeating: 0, count: 300_000), in: scratch).count == 1)
        #expect(throws: TarFailed.self) { try members(of: whole + tar.bytes, in: scratch) }
        #expect(throws: TarFailed.self) {
            try members(of: whole + [UInt8](repeating: 0, count: 4000) + [1], in: scratch)
        }
    }

    @Test func `an archive of nothing is one, an empty file and noise are none`() throws {
        #expect(try members(of: TarBytes().whole, in: scratch).isEmpty)
        for bytes in [[], [1], noise(5000), [UInt8](repeating: 0, count: 512)] {
            #expect(throws: TarFailed.self) { try members(of: bytes, in: scratch) }
        }
    }

    @Test func `a flipped bit in a header is refused`() throws {
        var tar = TarBytes()
        tar.add("one", [1])
        tar.add("two", [2])
        for place in [1024, 1024 + 100, 1024 + 124, 1024 + 148, 1024 + 156, 1024 + 300] {
            var damaged = tar.whole
            damaged[place] ^= 1
            #expect(throws: (any Error).self, "\(place)") { try members(of: damaged, in: scratch) }
        }
    }
}

@Suite struct TarFrameTests {
    let scratch = Scratch()

    private func refusal(_ tar: TarBytes) -> EntryRefused? {
        do { _ = try members(of: tar.whole, in: scratch) } catch { return error as? EntryRefused }
        return nil
    }

    @Test func `two sizes for one member are refused by its name`() {
        var tar = TarBytes()
        tar.add("before", [1])
        tar.pax([("size", Array("1024".utf8))])
        tar.add("two sizes", noise(1024), size: 512)
        let error = refusal(tar)
        #expect(error?.entry == Array("two sizes".utf8) && error?.reason == .fault(.sizeConflict))
    }

    @Test(arguments: ["1", "2", "3", "4", "5", "6"] as [Character]) func `a size for what has no content is refused`(
        type: Character
    ) {
        var tar = TarBytes()
        tar.add("x", type: type, noise(512), link: "y")
        #expect(refusal(tar)?.reason == .fault(.sizeConflict))
    }

    @Test func `a NUL in a name is refused, in pax and in GNU headers`() {
        let name = Array("safe\u{0}/../../out".utf8)
        for build in [{ $0.pax([("path", name)]) }, { $0.long(name) }, { $0.pax([("linkpath", name)]) }]
            as [(inout TarBytes) -> Void]
        {
            var tar = TarBytes()
            build(&tar)
            tar.add("x", type: "2", link: "y")
            #expect(refusal(tar)?.reason == .fault(.nulInName))
        }
    }

    @Test func `names and sizes for all that follows are refused, a global comment is not`() throws {
        for key in ["path", "size", "linkpath"] {
            var tar = TarBytes()
            tar.pax([(key, Array("1".utf8))], type: "g")
            tar.add("x", [1])
            #expect(refusal(tar)?.reason == .fault(.damaged), "\(key)")
        }
        var tar = TarBytes()
        tar.pax([("comment", Array("of git".utf8))], type: "g")
        tar.add("x", [1])
        #expect(try members(of: tar.whole, in: scratch).count == 1)
    }

    @Test func `a kind that nobody knows is refused`() {
        for type in ["M", "N", "Z", "8"] as [Character] {
            var tar = TarBytes()
            tar.add("x", type: type)
            #expect(refusal(tar)?.reason == .fault(.unknownKind), "\(type)")
        }
    }
}
