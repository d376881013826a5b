internal import CGarde
internal import Glibc
package import SystemPackage

extension Folder {
    /// Removes an entry of this folder with all that is below it, following no link; nothing there is no error.
    ///
    /// Throws `Errno.resourceBusy`, with nothing beyond removed, where something is mounted: what is mounted is another's.
    package func removeTree(_ name: [UInt8], at path: FilePath) throws {
        let own = path.names + [name]
        guard !(try mountPoints().contains { $0.names.starts(with: own) }) else { throw Errno.resourceBusy }
        try removeAll(name, device: FileIdentity(try status()).device)
    }

    private func removeAll(_ name: [UInt8], device: UInt64) throws {
        do { try removeWhatIsThere(name, device: device) } catch Errno.noSuchFileOrDirectory {}
    }

    private func removeWhatIsThere(_ name: [UInt8], device: UInt64) throws {
        let status = try status(name)
        guard status.type == .directory else { return try remove(name) }
        guard FileIdentity(status).device == device else { throw Errno.resourceBusy }
        let folder = try folder(name)
        // Its owner may have left himself no right to write there.
        fchmod(folder.descriptor.rawValue, 0o700)
        for entry in try folder.entries() { try folder.removeAll(entry.name, device: device) }
        try removeFolder(name)
    }
}

extension FileDescriptor {
    /// Whether everything in this part of the file is zero; holes are not read.
    package func isZero(from start: Int, to end: Int) throws -> Bool {
        let seekData: CInt = 3  // SEEK_DATA, which Glibc's module leaves out
        var place = start
        while place < end {
            let data = Glibc.lseek(rawValue, off_t(place), seekData)
            // ENXIO: nothing but a hole to the end.
            if data < 0 && errno == ENXIO { return true }
            place = data < 0 ? place : max(place, Int(data))
            guard place < end else { return true }
            let bytes = try read(at: place, min(end - place, 1 << 16))
            guard !bytes.isEmpty, bytes.allSatisfy({ $0 == 0 }) else { return false }
            place += bytes.count
        }
        return true
    }

    /// The bytes from this place on, fewer than `count` only at the end of the file.
    package func read(at place: Int, _ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let room = UnsafeMutableRawBufferPointer(buffer)
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: room[filled...])
                let got = try read(fromAbsoluteOffset: Int64(place + filled), into: rest)
                if got == 0 { break }
                filled += got
            }
        }
    }

    /// Whether the file system holds attributes of this kind at all.
    package func keeps(_ attribute: FileAttributes.Extended) -> Bool {
        let name = attribute.name.map { CChar(bitPattern: $0) } + [0]
        return fgetxattr(rawValue, name, nil, 0) >= 0 || errno != EOPNOTSUPP
    }
}

/// Whether this process is root, who alone gives files away.
package func isRoot() -> Bool { geteuid() == 0 }
