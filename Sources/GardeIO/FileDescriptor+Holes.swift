internal import CGarde
internal import Glibc
package import SystemPackage

extension FileDescriptor {
    // Glibc's module leaves them out.
    private static let seekData: CInt = 3, seekHole: CInt = 4

    /// Holes of fewer bytes together are not worth a form that not every tar reads.
    private static let leastHoles = 1 << 16

    /// The parts of a file that have room on the disk; nil where that is nearly all of it, or the file system does not tell.
    package func dataRegions(of status: Stat) throws -> [Range<Int>]? {
        let size = Int(status.size)
        guard size - status.allocated >= Self.leastHoles else { return nil }
        var (regions, place) = ([Range<Int>](), 0)
        while place < size {
            let start = Glibc.lseek(rawValue, off_t(place), Self.seekData)
            if start < 0 && errno == ENXIO { break }  // nothing but a hole to the end
            let end = start < 0 ? start : Glibc.lseek(rawValue, start, Self.seekHole)
            guard start >= 0, end > start else { return nil }
            regions.append(Int(start)..<min(Int(end), size))
            place = Int(end)
        }
        return regions == [0..<size] ? nil : regions
    }

    /// Writes what `source` holds into this empty file, holes as holes.
    package func fill(from source: FileDescriptor, _ status: Stat) throws {
        guard let regions = try source.dataRegions(of: status) else {
            try source.seek(offset: 0, from: .start)
            return try source.forEachChunk { try writeAll($0) }
        }
        for region in regions {
            var place = region.lowerBound
            while place < region.upperBound {
                let bytes = try source.read(at: place, min(region.upperBound - place, 1 << 18))
                guard !bytes.isEmpty else { break }
                try bytes.withUnsafeBytes { try writeAll($0, at: place) }
                place += bytes.count
            }
        }
        try resize(to: status.size)
    }
}

extension Stat {
    /// Bytes that the file takes on the disk.
    package var allocated: Int { Int(rawValue.st_blocks) * 512 }
}
