internal import Glibc
package import SystemPackage

/// Why a stream is not the archive of one file.
package enum TarMemberFailed: Error {
    case notOneFile, wrongSize
    /// The file is there, without a byte.
    case empty
}

/// A filter for archives that hold one file, as `docker cp` gives and takes them.
package struct TarMember: Filter {
    package enum Work: Sendable {
        /// A stream of `size` bytes becomes an archive.
        case wrap(String, user: UInt32, group: UInt32, mode: UInt32, size: Int)
        /// The archive's file gets another name; behind it a second file, empty, has the name `emptied`.
        case rename(String, emptied: String?)
        /// The archive becomes the file's bytes.
        case content
        /// Looks whether there is a byte; the rest is not read on. Throws `TarMemberFailed.empty`.
        case firstByte
    }

    private let work: Work

    package init(_ work: Work) { self.work = work }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        switch work {
        case .wrap(let name, let user, let group, let mode, let size):
            let writer = try TarWriter(to: output)
            let header = TarHeader(user: user, group: group, mode: mode, size: size)
            try writer.begin(Array(name.utf8), .file(size: size), header.status)
            try copy(input, size, to: writer)
            guard try input.read(upTo: 1).isEmpty else { throw TarMemberFailed.wrongSize }
            try writer.finish()
        case .rename(let name, let emptied):
            let header = try TarHeader.read(input)
            let writer = try TarWriter(to: output)
            try writer.begin(Array(name.utf8), .file(size: header.size), header.status)
            try copy(input, header.size, to: writer)
            if let emptied { try writer.begin(Array(emptied.utf8), .file(size: 0), header.status) }
            try input.forEachChunk { _ in }
            try writer.finish()
        case .content:
            let header = try TarHeader.read(input)
            try copy(input, header.size) { try output.writeAll($0) }
            try input.forEachChunk { _ in }
        case .firstByte:
            if try TarHeader.read(input).size == 0 { throw TarMemberFailed.empty }
        }
    }

    private func copy(_ input: FileDescriptor, _ size: Int, to writer: TarWriter) throws {
        try copy(input, size) { try $0.withUnsafeBytes { try writer.write($0) } }
    }

    private func copy(_ input: FileDescriptor, _ size: Int, _ body: ([UInt8]) throws -> Void) throws {
        var rest = size
        while rest > 0 {
            let chunk = try input.read(upTo: min(rest, 1 << 18))
            guard !chunk.isEmpty else { throw TarMemberFailed.wrongSize }
            try body(chunk)
            rest -= chunk.count
        }
    }
}

/// What stands before a file in a tar archive. Source: POSIX, `pax`; a size past 8 GiB stands in an extended header.
private struct TarHeader {
    var user: UInt32
    var group: UInt32
    var mode: UInt32
    var size: Int

    private static let block = 512

    static func read(_ input: FileDescriptor) throws -> TarHeader {
        var size: Int?
        while case let bytes = try input.read(upTo: block), bytes.count == block {
            guard let own = octal(bytes[124..<136]) else { throw TarMemberFailed.notOneFile }
            switch bytes[156] {
            case UInt8(ascii: "x"):
                let padded = (own + block - 1) / block * block
                size = extendedSize(Array(try input.read(upTo: padded).prefix(own)))
            case UInt8(ascii: "0"), 0:
                guard let user = octal(bytes[108..<116]), let group = octal(bytes[116..<124]),
                    let mode = octal(bytes[100..<108])
                else { throw TarMemberFailed.notOneFile }
                return TarHeader(
                    user: UInt32(truncatingIfNeeded: user), group: UInt32(truncatingIfNeeded: group),
                    mode: UInt32(mode & 0o7777), size: size ?? own)
            default: throw TarMemberFailed.notOneFile
            }
        }
        throw TarMemberFailed.notOneFile
    }

    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { (0x30...0x37).contains($0) }
        return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }

    /// Records are `LENGTH NAME=VALUE` and a line end.
    private static func extendedSize(_ bytes: [UInt8]) -> Int? {
        let records = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let values = records.compactMap { record in
            record.firstRange(of: " size=").flatMap { Int(record[$0.upperBound...]) }
        }
        return values.first
    }

    var status: Stat {
        var raw = stat()
        (raw.st_uid, raw.st_gid, raw.st_mode) = (user, group, S_IFREG | mode)
        raw.st_mtim.tv_sec = FileTime.now().seconds
        return Stat(rawValue: raw)
    }
}
