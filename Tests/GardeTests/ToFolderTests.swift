import Garde
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

/// `restore --to` of one archive alone, which is placed while it is read and compared with its digest.
@Suite struct ToFolderTests {
    private func scene() async throws -> (scene: RecipeScene, archive: String, folder: FilePath) {
        let scene = try RecipeScene { _ in files("uploads", "data/uploads") }
        try await scene.shell(
            """
            mkdir -p data/uploads/a/deep; cd data/uploads; echo one >a/one; ln a/one a/two; ln -s one a/link
            head -c 3000000 /dev/urandom >a/deep/large; truncate -s 5M a/sparse; mkfifo a/fifo
            touch -d '2024-01-01' a/one a; chmod 2750 a/deep; chown 33:34 a/one a; setfattr -n user.x -v 1 a/one || :
            """)
        let run = try await scene.backup()
        #expect(run.end == .done, "\(run)")
        let archive = try await scene.shell("ls \(scene.backups)/20*/*.tar.gz").split(separator: "\n")
        return (scene, String(try #require(archive.first)), scene.scratch("beside/deeper"))
    }

    /// By its name: `latest` passes over what is damaged.
    private func restore(_ scene: RecipeScene, to folder: FilePath) async throws -> RecipeScene.Run {
        try await scene.restore(try #require(try await scene.names("20").first), "--to", folder.string)
    }

    private func listing(_ folder: FilePath) async throws -> [String] {
        let result = try await run("\(packageFolder)/Tests/throwaway/tree-listing", [folder.string])
        try #require(result.status == 0, "\(result)")
        return result.output.lines
    }

    @Test func `what is placed while it is read is as it was, links, holes, owners and times`() async throws {
        let (scene, _, folder) = try await scene()
        let run = try await restore(scene, to: folder)
        #expect(run.end == .done && run.said.says("restore.to-done", in: .english), "\(run)")
        let (own, found) = (
            try await listing(scene.root.appending("data/uploads")), try await listing(folder.appending("data/uploads"))
        )
        #expect(found == own)
        #expect(try await scene.shell("ls -A \(folder); stat -c %h \(folder)/data/uploads/a/one") == "data\n2\n")
    }

    @Test func `the archive is opened once, and twice where a part of it alone is wanted`() async throws {
        let (scene, archive, folder) = try await scene()
        let opened = try Opened(archive)
        #expect(try await restore(scene, to: folder).end == .done)
        #expect(opened.count() == 1)
        let part = ["--to", scene.scratch("part").string, "--path", "data/uploads/a/one"]
        let id = try #require(try await scene.names("20").first)
        #expect(try await scene.restore(id, part[0], part[1], part[2], part[3]).end == .done)
        #expect(opened.count() > 1)
    }

    @Test(arguments: [
        // Whole, but not what the manifest says.
        "echo other >x; tar -czf $ARCHIVE x",
        "truncate -s -1000 $ARCHIVE",
        "printf ruin | dd of=$ARCHIVE bs=1 seek=1500000 conv=notrunc status=none",
    ])
    func `of what is not as it was saved nothing is left, neither the folders that were made for it`(
        damage: String
    ) async throws {
        let (scene, archive, folder) = try await scene()
        try await scene.shell("ARCHIVE=\(archive); \(damage)")
        let run = try await restore(scene, to: folder)
        #expect(run.end == nil && run.said.says("verify.damaged", in: .english), "\(run)")
        #expect((try? folder.removingLastComponent().stat()) == nil)
        try await scene.shell("mkdir -p \(folder)")
        #expect(try await restore(scene, to: folder).end == nil)
        #expect(try await scene.shell("ls -A \(folder)") == "")
    }

    @Test func `an archive that names a file twice, as tar -r makes them, has the last one`() async throws {
        let (scene, archive, folder) = try await scene()
        try await scene.shell(
            """
            mkdir again; gunzip <\(archive) >all.tar
            NAME=$(tar -tf all.tar | grep 'a/one$'); tar -xf all.tar -C again; echo last >"again/$NAME"
            tar -C again -rf all.tar "$NAME"; gzip <all.tar >\(archive)
            python3 - \(archive) <<'END'
            import gzip, hashlib, os, re, sys
            archive = sys.argv[1]
            path = os.path.join(os.path.dirname(archive), "manifest.json")
            stored = open(archive, "rb").read()
            said = open(path).read().rpartition('    "sha256": ')[0]
            for key, value in [
                ("bytes", len(stored)), ("content_bytes", len(gzip.decompress(stored))),
                ("sha256", '"' + hashlib.sha256(stored).hexdigest() + '"'),
            ]:
                said = re.sub('"' + key + '": [^,}]*', '"%s": %s' % (key, value), said)
            digest = hashlib.sha256(said.encode()).hexdigest()
            print(said + '    "sha256": "' + digest + '"', "}", sep=chr(10), file=open(path, "w"))
            END
            """)
        let run = try await restore(scene, to: folder)
        #expect(run.end == .done, "\(run)")
        #expect(try await scene.shell("cat \(folder)/data/uploads/a/one; ls -A \(folder)") == "last\ndata\n")
    }
}

/// Counts how often a file is opened, by inotify(7).
private final class Opened {
    private let queue: CInt

    init(_ path: String) throws {
        queue = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
        try #require(queue >= 0 && inotify_add_watch(queue, path, UInt32(IN_OPEN) | UInt32(IN_CLOSE_NOWRITE)) >= 0)
    }

    deinit { close(queue) }

    /// Since this was asked last.
    func count() -> Int {
        // Of a file the kernel adds no name, so that all events have one size; two alike in a row it makes one.
        var events = [inotify_event](repeating: inotify_event(), count: 256)
        let bytes = read(queue, &events, events.count * MemoryLayout<inotify_event>.size)
        return events.prefix(max(0, bytes) / MemoryLayout<inotify_event>.size).count { $0.mask == UInt32(IN_OPEN) }
    }
}
