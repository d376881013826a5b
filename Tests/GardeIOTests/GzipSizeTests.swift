import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// No file is larger than gzip(1) would make it at the same level, but for 0.1 % and 64 bytes.
@Suite struct GzipSizeTests {
    let scratch = Scratch()

    @Test(arguments: Corpus.allCases)
    func `at every level a file is at most as large as gzip's`(corpus: Corpus) async throws {
        try await check(corpus.command, corpus.size, levels: 1...9, corpus)
    }

    @Test(arguments: [Corpus.mail, .dump, .table, .mixed])
    func `so it is when samples tell what effort is enough`(corpus: Corpus) async throws {
        // Samples are taken from the fifth MiB on.
        try await check("for n in 1 2 3 4; do \(corpus.command); done", 4 * corpus.size, levels: 5...6, corpus)
    }

    /// Headers, programs and pictures as a machine has them that builds this package; HTML as documentation generators write
    /// it, each page with the same head and foot.
    @Test(arguments: ["headers", "programs", "pages", "pictures", "holes"])
    func `so it is of what lies on a server`(name: String) async throws {
        let command =
            switch name {
            case "headers": "find /usr/include -name '*.h' | sort | xargs cat"
            case "programs": "cat /usr/bin/[a-g]*"
            case "pages":
                "for f in /usr/include/*.h; do sed 's/^/<script src=\"chrome.js\" defer><\\/script>/' \"$1\"/README.md; "
                    + "sed 's/&/\\&amp;/g; s/</\\&lt;/g; s/.*/<td class=\"line\">&<\\/td>/' $f; done"
            case "pictures":
                "find /usr/share /usr/lib -name '*.png' -o -name '*.gif' -o -name '*.jpg' | sort | xargs cat"
            default: "cat /usr/bin/perl; head -c 9000000 /dev/zero; cat /usr/bin/perl; head -c 3000000 /dev/zero"
            }
        let file = scratch("corpus")
        _ = try await run(
            "sh", ["-c", "{ \(command); } 2>/dev/null | head -c 12000000 >\"$0\"", file.string, packageFolder])
        let bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: 1 << 26)
        for level in [1, 3, 6, 9] { try await compare(bytes, file, level) }
    }

    private func check(_ command: String, _ size: Int, levels: ClosedRange<Int>, _ corpus: Corpus) async throws {
        let file = scratch("corpus")
        let made = try await run("sh", ["-c", "{ \(command); } >\"$0\"", file.string, packageFolder])
        #expect(made.error == "")
        let bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: 1 << 26)
        #expect(bytes.count == size)
        for level in levels { try await compare(bytes, file, level) }
    }

    private func compare(_ bytes: [UInt8], _ file: FilePath, _ level: Int) async throws {
        let ours = try await output(of: [Bytes(bytes), Gzip(level: level)], in: scratch).count
        let counted = try await run("sh", ["-c", "gzip -\(level) <\"$0\" | wc -c", file.string])
        let gzip = try #require(Int(counted.output.dropLast()))
        #expect(ours <= gzip + gzip / 1000 + 64, "level \(level): \(ours) bytes, gzip \(gzip)")
    }
}

enum Corpus: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case mail, certificates, sources, table, dump, html, compressed, mixed, text, random, zeros, short, empty

    /// Prints the corpus; `$1` is this package's folder.
    var command: String {
        let scripts = "\"$1\"/Tests/throwaway"
        let all = "for f in \(scripts)/*; do [ ! -f \"$f\" ] || cat \"$f\"; done"
        switch self {
        case .mail:
            return "d=$(mktemp -d) && \(scripts)/maildir $d 300 3000000 >/dev/null && "
                + "tar -C $d --sort=name -cf - . | head -c \(size); rm -rf $d"
        case .certificates:
            return "d=$(mktemp -d) && \(scripts)/certificates $d >/dev/null && "
                + "tar -C $d --sort=name -cf - . | head -c \(size); rm -rf $d"
        case .sources: return "tar -C \"$1\" --sort=name -cf - Tests Sources | head -c \(size)"
        case .dump:
            return
                "awk 'BEGIN { srand(1); for (n = 1; n < 60000; n++) printf \"%d\\t%d\\t2026-%02d-%02d %02d:%02d:00+00\\t"
                + "%d.%02d\\t%s\\t\\\\N\\n\", n, rand() * 50000, 1 + rand() * 12, 1 + rand() * 28, rand() * 24, rand() * 60, "
                + "rand() * 1000, rand() * 100, rand() < 0.5 ? \"paid\" : \"sent\" }' | head -c \(size)"
        case .html:
            return
                "cat \"$1\"/Sources/Garde/Garde.docc/*.md | sed 's/&/\\&amp;/g; s/</\\&lt;/g; s/.*/<p class=\"line\">&<\\/p>/' | head -c \(size)"
        case .compressed: return "tar -C \"$1\" --sort=name -cf - Tests Sources | gzip -1 | head -c \(size)"
        case .mixed:
            return
                "{ \(all); head -c 300000 /dev/urandom; \(all); head -c 600000 /dev/urandom | base64; \(all); "
                + "head -c 500000 /dev/urandom | base64; \(all); } | head -c \(size)"
        case .table: return "seq 1000000 | head -c \(size)"
        case .text: return "{ \(all); \(all); } | head -c \(size)"
        case .random: return "head -c \(size) /dev/urandom"
        case .zeros: return "head -c \(size) /dev/zero"
        case .short: return "printf 'une ligne\\n'"
        case .empty: return ":"
        }
    }

    var size: Int {
        switch self {
        case .mail, .table, .dump, .random, .zeros: 2_500_000
        case .certificates: 20_480
        case .mixed: 2_000_000
        case .compressed: 800_000
        case .sources, .html: 300_000
        case .text: 200_000
        case .short: 10
        case .empty: 0
        }
    }

    var testDescription: String { rawValue }
}
