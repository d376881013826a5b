import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// No file is larger than gzip(1) would make it at the same level, but for 0.1 % and 64 bytes; zeros may be 10 % more.
@Suite struct GzipSizeTests {
    let scratch = Scratch()

    @Test(arguments: Corpus.allCases)
    func `at every level a file is at most as large as gzip's`(corpus: Corpus) async throws {
        let file = scratch("corpus")
        let made = try await run("sh", ["-c", "{ \(corpus.command); } >\"$0\"", file.string, packageFolder])
        #expect(made.error == "")
        let bytes = try FileDescriptor.open(file, .readOnly).readAll(limit: 1 << 26)
        #expect(bytes.count == corpus.size)
        for level in 1...9 {
            let ours = try await output(of: [Bytes(bytes), Gzip(level: level)], in: scratch).count
            let counted = try await run("sh", ["-c", "gzip -\(level) <\"$0\" | wc -c", file.string])
            let gzip = try #require(Int(counted.output.dropLast()))
            let most = corpus == .zeros ? gzip + gzip / 10 : gzip + gzip / 1000 + 64
            #expect(ours <= most, "level \(level): \(ours) bytes, gzip \(gzip)")
        }
    }
}

enum Corpus: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case mail, certificates, sources, table, text, random, zeros, short, empty

    /// Prints the corpus; `$1` is this package's folder.
    var command: String {
        let scripts = "\"$1\"/Tests/throwaway"
        switch self {
        case .mail:
            return "d=$(mktemp -d) && \(scripts)/maildir $d 300 3000000 >/dev/null && "
                + "tar -C $d --sort=name -cf - . | head -c \(size); rm -rf $d"
        case .certificates:
            return "d=$(mktemp -d) && \(scripts)/certificates $d >/dev/null && "
                + "tar -C $d --sort=name -cf - . | head -c \(size); rm -rf $d"
        case .sources: return "tar -C \"$1\" --sort=name -cf - Tests Sources | head -c \(size)"
        case .table: return "seq 1000000 | head -c \(size)"
        case .text: return "cat \(scripts)/* \(scripts)/* | head -c \(size)"
        case .random: return "head -c \(size) /dev/urandom"
        case .zeros: return "head -c \(size) /dev/zero"
        case .short: return "printf 'une ligne\\n'"
        case .empty: return ":"
        }
    }

    var size: Int {
        switch self {
        case .mail, .table, .random, .zeros: 2_500_000
        case .certificates: 20_480
        case .sources: 300_000
        case .text: 200_000
        case .short: 10
        case .empty: 0
        }
    }

    var testDescription: String { rawValue }
}
