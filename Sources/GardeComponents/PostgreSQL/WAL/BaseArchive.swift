import GardeCore
import GardeWords
import GardeIO

/// What the tar of a base backup holds, proved by the manifest in it (PostgreSQL's manual, "Backup Manifest Format"), as
/// `pg_verifybackup` does with an unpacked one.
struct BaseArchive: Sendable, Hashable {
    /// The server's `system_identifier`.
    let system: String
    let timeline: Int
    /// Where the backup ended.
    let end: LSN
    /// Of the segments in it, by name.
    let segments: [String: Held]

    struct Held: Sendable, Hashable {
        let bytes: Int
        let sha256: String
    }

    /// Reads the tar to its end; throws a `Failure` that names the first file that is not as the manifest says.
    init(_ reader: TarReader) throws {
        var held: [String: Held] = [:]
        var (manifest, control): ([UInt8]?, [UInt8]) = (nil, [])
        while let member = try reader.next() {
            guard case .file(let size) = member.kind else { continue }
            let path = String(decoding: member.name, as: UTF8.self)
            var digest = SHA256()
            var kept: [UInt8] = []
            let keeps = path == Self.manifest ? Int.max : path == Self.control ? 8 : 0
            try reader.content { _, bytes in
                digest.update(bytes)
                kept += bytes.prefix(keeps - kept.count)
            }
            if path == Self.manifest {
                manifest = kept
            } else {
                held[path] = Held(bytes: size, sha256: digest.hexadecimal())
            }
            if path == Self.control { control = kept }
        }
        guard let manifest, let listed = try? JSON.decode(manifest, as: Listed.self),
            let range = listed.ranges.last, let end = LSN(range.end), control.count == 8
        else { throw Failure.baseDiffers(Self.manifest) }
        for file in listed.files {
            guard let path = file.name, let found = held[path], found.bytes == file.size,
                file.algorithm == nil || file.algorithm == "SHA256" && found.sha256 == file.checksum
            else { throw Failure.baseDiffers(file.name ?? "?") }
        }
        system = String(
            UInt64(littleEndian: control.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }))
        (timeline, self.end) = (range.timeline, end)
        segments = Dictionary(
            uniqueKeysWithValues: held.filter { $0.key.hasPrefix("pg_wal/") }.map {
                (String($0.key.dropFirst(7)), $0.value)
            })
    }

    private static let manifest = "backup_manifest"
    private static let control = "global/pg_control"

    private struct Listed: Decodable {
        let files: [File]
        let ranges: [Range]

        enum CodingKeys: String, CodingKey { case files = "Files", ranges = "WAL-Ranges" }
    }

    private struct File: Decodable {
        let path: String?
        /// Of a name that is no UTF-8, in hexadecimal digits.
        let encoded: String?
        let size: Int
        let algorithm: String?
        let checksum: String?

        enum CodingKeys: String, CodingKey {
            case path = "Path", encoded = "Encoded-Path", size = "Size", algorithm = "Checksum-Algorithm"
            case checksum = "Checksum"
        }

        /// As a member of the tar is read.
        var name: String? {
            if let path { return path }
            guard let encoded, encoded.utf8.count.isMultiple(of: 2) else { return nil }
            let digits = Array(encoded)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0..<$0 + 2]), radix: 16)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private struct Range: Decodable {
        let timeline: Int
        let end: String

        enum CodingKeys: String, CodingKey { case timeline = "Timeline", end = "End-LSN" }
    }
}

extension Failure {
    static func baseDiffers(_ path: String) -> Failure { Failure("postgres.base-differs", ["path": path]) }
}
