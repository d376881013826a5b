import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

@Suite struct TreePlacingTests {
    /// One line an entry: name, kind, mode, owners, size, time in nanoseconds, links, link target; then ACLs, attributes, digests.
    static let listing = """
        cd "$1"; find . -printf '%p %y %m %U %G %T@ %n %l\\n' | sort; find . -type f -printf '%p %s\\n' | sort
        getfacl -Rnp . 2>/dev/null; getfattr -Rhd -m '^user' . 2>/dev/null | sort
        find . -type f -print0 | sort -z | xargs -0r sha256sum
        """

    private func list(_ folder: FilePath) async throws -> String {
        let result = try await run("sh", ["-c", Self.listing, "sh", folder.string])
        try #require(!result.output.isEmpty, "\(result.error)")
        return result.output
    }

    /// A tree with something of everything that a site may hold.
    private func makeTree(in scratch: Scratch, withAttributes: Bool) async throws {
        let script = """
            umask 022; cd "$1"; mkdir -p 'src/a/b' src/empty src/group 'src/new
            line' src/secret; echo one > src/a/one; ln src/a/one src/a/b/link; ln -s ../a/one src/empty-link
            ln -s /nowhere src/dangling; mkfifo -m 640 src/fifo; chmod 2775 src/group; chmod 1777 src/empty
            printf '' > src/a/empty; head -c 300000 /dev/urandom > src/a/random; chmod 400 src/a/random
            printf x > "src/new\nline/$(printf 'b\\377d')"; chmod 500 src/secret; printf x > "src/$(printf 'n%.0s' $(seq 255))"
            deep=src; for i in $(seq 100); do deep=$deep/d$i; done; mkdir -p $deep; echo bottom > $deep/file
            touch -d '2001-02-03 04:05:06.123456789Z' src/a/one src/a/b src/empty src
            if [ "$(id -u)" = 0 ]; then chown 5000:5001 src/a src/a/one src/fifo; chown -h 5002:5003 src/dangling; fi
            """
        let attributes = """
            cd "$1"; setfattr -n user.one -v 'a value' src/a/one; setfattr -n user.two -v 0x00ff00 src/a
            setfacl -m u:1234:rw,g:1235:r src/a/one; setfacl -m d:u:1236:rwx,u:1237:rx src/group
            touch -d '2001-02-03 04:05:06.123456789Z' src/a/one src/group; chmod g+s src/group
            """
        let made = try await run(
            "sh", ["-ec", script + (withAttributes ? "\n" + attributes : ""), "sh", scratch.path.string])
        try #require(made.status == 0, "\(made.error)")
    }

    @Test(arguments: [
        ["tar", "--format=posix", "--acls", "--xattrs", "--numeric-owner"],
        ["bsdtar", "--format=pax", "--acls", "--xattrs"],
    ]) func `every part of a tree comes back exactly`(_ program: [String]) async throws {
        let ground = try PlacingGround()
        try await makeTree(in: ground.scratch, withAttributes: true)
        let archive = ground.scratch("src.tar")
        let made = try await run(
            program[0], program.dropFirst() + ["-C", ground.scratch.path.string, "-cf", archive.string, "src"])
        try #require(made.status == 0, "\(made.error)")
        let placer = try ground.place(try archive.read())
        #expect(placer.losses.owners == 0 && placer.losses.extended.isEmpty)
        #expect(try await list(ground["src"]) == list(ground.scratch("src")))
    }

    @Test(arguments: [
        ["tar", "--format=gnu"], ["busybox", "tar"], ["python3", "-m", "tarfile"], ["tar", "--format=v7"],
    ])
    func `what the simpler formats can say comes back`(_ program: [String]) async throws {
        let ground = try PlacingGround()
        let script = """
            cd "$1"; mkdir -p src/a/b; echo one > src/a/one; ln src/a/one src/a/two; ln -s one src/a/link; chmod 640 src/a/one
            touch -d '2001-02-03 04:05:06Z' src/a/one src/a/b src/a src; touch -hd '2001-02-03 04:05:06Z' src/a/link
            """
        _ = try await run("sh", ["-ec", script, "sh", ground.scratch.path.string])
        let archive = ground.scratch("src.tar").string
        let create = program.contains("tarfile") ? ["-c", archive] : ["-cf", archive]
        let made = try await run("env", ["-C", ground.scratch.path.string] + program + create + ["src"])
        try #require(made.status == 0, "\(made.error)")
        try ground.place(try FilePath(archive).read())
        #expect(try await list(ground["src"]) == list(ground.scratch("src")))
    }

    @Test func `accents of either form stay two files`() throws {
        let ground = try PlacingGround()
        var tar = TarBytes()
        for name in ["caf\u{e9}", "cafe\u{301}"] {
            tar.pax([("path", Array(name.utf8))])
            tar.add("x", Array(name.utf8))
        }
        try ground.place(tar.whole)
        #expect(
            try ground.staging.folder.entries().map { try ground[""].appending(bytes: $0.name).read() == $0.name } == [
                true, true,
            ])
    }

    @Test func `files that come before their folder, and folders that never come, are placed`() throws {
        let ground = try PlacingGround()
        var tar = TarBytes()
        tar.add("./a/b/file", [1])
        tar.add("./a/b/", type: "5", mode: 0o510)
        tar.add("./a//c/file", [2])
        tar.add("./", type: "5", mode: 0o705)
        try ground.place(tar.whole)
        #expect(try ground["a/b"].stat().permissions.rawValue == 0o510)
        #expect(try ground["a/c"].stat().permissions.rawValue == 0o755)
        #expect(ground.staging.attributes?.mode == 0o705)
        #expect(try ground["a/b"].stat().modified == FileTime(seconds: 1_700_000_000))
    }

    @Test func `a sparse file keeps its holes`() async throws {
        let ground = try PlacingGround()
        let script = "cd \"$1\" && truncate -s 50M f && printf end >> f && tar -S -cf f.tar f"
        _ = try await run("sh", ["-ec", script, "sh", ground.scratch.path.string])
        try ground.place(try ground.scratch("f.tar").read())
        #expect(try ground["f"].stat().size == 50 << 20 + 3 && ground["f"].stat().sizeAllocated < 1 << 20)
        #expect(try ground["f"].read() == ground.scratch("f").read())
    }

    @Test func `a hard link that cannot be is a copy`() async throws {
        let (ground, far) = (try PlacingGround(), try FarScratch())
        var tar = TarBytes()
        tar.add("near/file", noise(300_000), mode: 0o640)
        tar.add("far/link", type: "1", link: "near/file")
        let file = try FileDescriptor.open(try ground.scratch.write("archive.tar", tar.whole), .readOnly)
        defer { try? file.close() }
        let (reader, placer) = (try TarReader(file), TreePlacer(limit: 1 << 20))
        let away = Staging(try Folder.open(far.path))
        let near = try #require(try reader.next())
        let spot = Spot(ground.staging, try MemberPath(near.name))
        try placer.place(near, from: reader, at: spot)
        let link = try #require(try reader.next())
        try placer.place(link, from: reader, at: Spot(away, try MemberPath(link.name)), link: spot)
        try placer.finish()
        let copy = far.path.appending("far/link")
        #expect(try copy.read() == noise(300_000) && copy.stat().permissions.rawValue == 0o640)
        #expect(try copy.stat().modified == ground["near/file"].stat().modified)
    }

    @Test(.enabled(if: !isRoot(), "NOT TESTED: root may give files away"))
    func `owners that cannot be set are counted, and lend no setuid bit`() throws {
        let ground = try PlacingGround()
        var tar = TarBytes()
        tar.add("d", type: "5", mode: 0o2755)
        tar.add("d/file", [1], mode: 0o640)
        tar.add("d/link", type: "2", link: "file")
        let placer = try ground.place(tar.whole)
        #expect(placer.losses.owners == 3)
        #expect(try ground["d/file"].stat().permissions.rawValue == 0o640)
        #expect(try ground["d"].stat().permissions.rawValue == 0o755)
    }
}

/// A folder on another file system than the other scratch folders.
struct FarScratch {
    let path: FilePath
    private let scratch: Scratch

    init() throws {
        scratch = Scratch(in: "/dev/shm")
        path = scratch.path
    }
}

extension FilePath {
    fileprivate func appending(bytes: [UInt8]) -> FilePath { FilePath(bytes: self.bytes + [0x2f] + bytes) }
}
