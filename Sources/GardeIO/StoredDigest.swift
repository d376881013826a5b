internal import CGarde
package import SystemPackage

/// A digest as some other store gives it, in lower-case hexadecimal digits.
package enum StoredDigest: Sendable, Hashable {
    case sha256(String), sha1(String), md5(String)
    /// What S3 gives for an object that was sent in parts of `size` bytes: the MD5 of the parts' MD5s.
    case parts(md5: String, size: Int)
}

/// Reads to the end, and keeps the SHA-256 of what passed and a digest of the kind that a store gives.
package struct DigestReader: ~Copyable {
    private var sha256 = SHA256()
    private var other: Running

    /// `kind` is the digest to compare with later.
    package init(like kind: StoredDigest) { other = Running(kind) }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { sha256.update($0) }
        other.update(bytes)
    }

    package consuming func result() -> (sha256: String, other: StoredDigest) {
        let digest = sha256.hexadecimal()
        return (digest, other.result(digest))
    }

    /// Of the whole file; `count` hears how many bytes were read. The file's position stays: what is sent meanwhile is
    /// followed by that of whoever reads it.
    package static func read(
        _ file: FileDescriptor, like kind: StoredDigest, _ count: (Int) throws -> Void = { _ in }
    ) throws -> (sha256: String, other: StoredDigest) {
        var reader = DigestReader(like: kind)
        var place = 0
        while case let chunk = try file.read(at: place, 1 << 18), !chunk.isEmpty {
            try count(chunk.count)
            reader.update(chunk)
            place += chunk.count
        }
        return reader.result()
    }

    /// Of what is in memory.
    package static func digest(of bytes: [UInt8], like kind: StoredDigest) -> StoredDigest {
        var reader = DigestReader(like: kind)
        reader.update(bytes)
        return reader.result().other
    }
}

/// A digest on its way.
private enum Running {
    case sha256
    case sha1(sha1_ctx)
    case md5(md5_ctx)
    case parts(Parts)

    init(_ kind: StoredDigest) {
        switch kind {
        case .sha256: self = .sha256
        case .sha1:
            var context = sha1_ctx()
            nettle_sha1_init(&context)
            self = .sha1(context)
        case .md5: self = .md5(md5_ctx.begun())
        case .parts(_, let size): self = .parts(Parts(size: max(1, size)))
        }
    }

    mutating func update(_ bytes: [UInt8]) {
        switch self {
        case .sha256: return
        case .sha1(var context):
            nettle_sha1_update(&context, bytes.count, bytes)
            self = .sha1(context)
        case .md5(var context):
            nettle_md5_update(&context, bytes.count, bytes)
            self = .md5(context)
        case .parts(var parts):
            parts.update(bytes)
            self = .parts(parts)
        }
    }

    func result(_ sha256: String) -> StoredDigest {
        switch self {
        case .sha256: return .sha256(sha256)
        case .sha1(var context):
            var digest = [UInt8](repeating: 0, count: Int(SHA1_DIGEST_SIZE))
            nettle_sha1_digest(&context, digest.count, &digest)
            return .sha1(digest.hexadecimal)
        case .md5(let context): return .md5(context.digest().hexadecimal)
        case .parts(let parts): return .parts(md5: parts.digest().hexadecimal, size: parts.size)
        }
    }
}

/// The MD5s of parts of one size, the last one shorter.
private struct Parts {
    let size: Int
    private var part = md5_ctx.begun()
    private var filled = 0
    private var all = md5_ctx.begun()

    init(size: Int) { self.size = size }

    mutating func update(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let next = Array(rest.prefix(size - filled))
            nettle_md5_update(&part, next.count, next)
            filled += next.count
            rest = rest.dropFirst(next.count)
            if filled == size { endPart() }
        }
    }

    private mutating func endPart() {
        let digest = part.digest()
        nettle_md5_update(&all, digest.count, digest)
        (part, filled) = (md5_ctx.begun(), 0)
    }

    func digest() -> [UInt8] {
        var parts = self
        if parts.filled > 0 { parts.endPart() }
        return parts.all.digest()
    }
}

extension md5_ctx {
    fileprivate static func begun() -> md5_ctx {
        var context = md5_ctx()
        nettle_md5_init(&context)
        return context
    }

    fileprivate func digest() -> [UInt8] {
        var context = self
        var digest = [UInt8](repeating: 0, count: Int(MD5_DIGEST_SIZE))
        nettle_md5_digest(&context, digest.count, &digest)
        return digest
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
