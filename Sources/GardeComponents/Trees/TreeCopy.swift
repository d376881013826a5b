import GardeCore
import GardeIO
import SystemPackage

/// The first filter of the archive of a tree that a backup has, however many archives it lies in there: one, as a full
/// backup of that moment would hold it.
///
/// Folders come last, children before parents, so that their times hold for every reader. The same tree gives the same
/// bytes.
struct TreeCopy: Filter {
    let tree: RestoreTree

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try await tree.walk { reader in
            let writer = try TarWriter(to: output)
            var folders: [(names: [[UInt8]], member: TarMember)] = []
            while let member = try reader.next() {
                guard member.kind != .folder else {
                    folders.append((try MemberPath(member.name).names, member))
                    continue
                }
                try writer.begin(member)
                if case .file(let size) = member.kind { try writer.copy(size, from: reader) }
            }
            let sorted = folders.sorted { one, other in
                other.names.lexicographicallyPrecedes(one.names) { $0.lexicographicallyPrecedes($1) }
            }
            for folder in sorted { try writer.begin(folder.member) }
            try writer.finish()
        }
    }
}

extension TarWriter {
    /// The content of the reader's last member. Holes are zeros to the writer, which knows where they are.
    func copy(_ size: Int, from reader: any MemberReader) throws {
        var place = 0
        try reader.content { start, bytes in
            try fill(start - place)
            try write(bytes)
            place = start + bytes.count
        }
        try fill(size - place)
    }

    /// That many zeros of the member that was begun.
    func fill(_ count: Int) throws {
        let most = 1 << 20
        let zeros = [UInt8](repeating: 0, count: min(max(0, count), most))
        for start in stride(from: 0, to: count, by: most) {
            try zeros.prefix(count - start).withUnsafeBytes { try write($0) }
        }
    }
}
