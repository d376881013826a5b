import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What an archive holds, read to its end before anything on this machine changes.
package struct TreeSurvey: Sendable {
    /// A file takes a whole block, and so does a folder.
    private static let block = 4096

    package private(set) var entries = 0
    /// Messages of each maildir, by the name of its folder in the archive.
    package private(set) var messages: [String: Int] = [:]
    /// Whether any file is more than what mail servers write beside messages.
    private(set) var holdsMessages = false
    /// The platform's `.env` as the backup has it.
    private(set) var environment: [UInt8]?
    /// Bytes that the content takes on disk, by the place that it goes to.
    private(set) var bytes: [TreePlace: Int] = [:]
    /// Links of the live tree where the backup has a folder: what is behind them is used no more.
    private(set) var replacedLinks: [String] = []
    /// First names of what the recipe does not name.
    private(set) var unknown: Set<String> = []

    /// Throws `EntryRefused` or a `Failure` for the first member that could not be placed, by all that its header says.
    init(_ reader: any MemberReader, _ targets: TreeTargets, component: Component.ID) throws {
        var names = EntryNames()
        while let member = try reader.next() {
            let path = try MemberPath(member.name)
            entries += 1
            try names.meetOnce(member)
            switch targets.locate(path, isFolder: member.kind == .folder) {
            case .otherKind: throw Failure.otherKind(component, member.name)
            case .unknown: unknown.insert(visible(path.names.first ?? member.name))
            case .at(let place, _, let live):
                if member.kind == .folder { noteLink(at: FilePath(names: live[...])) }
                try note(member, path, place, reader, targets)
            case .environmentStays: try keepEnvironment(member, reader)
            case .above, .leftAlone: break
            }
        }
    }

    private mutating func noteLink(at live: FilePath) {
        guard (try? live.stat(followTargetSymlink: false).type) == .symbolicLink else { return }
        replacedLinks.append("\(live) -> \(realPath(live))")
    }

    private static func checkLink(of member: TarMember, _ targets: TreeTargets) throws {
        guard case .hardLink(let target) = member.kind else { return }
        let path = try MemberPath(target, of: member.name)
        guard case .at = targets.locate(path, isFolder: false) else { throw EntryRefused(member.name, .linkTarget) }
    }

    private mutating func note(
        _ member: TarMember, _ path: MemberPath, _ place: TreePlace, _ reader: any MemberReader, _ targets: TreeTargets
    ) throws {
        bytes[place, default: 0] += Self.block
        try Self.checkLink(of: member, targets)
        if member.kind != .folder, path.names.last.map(Maildir.isMetadata) != true { holdsMessages = true }
        guard case .file = member.kind else { return }
        var content = 0
        try reader.content { content += $1.count }
        bytes[place, default: 0] += (content + Self.block - 1) / Self.block * Self.block
        let folder = path.names.dropLast()
        if let part = folder.last, part == Maildir.cur || part == Maildir.new {
            messages[visible(folder.dropLast().joined(separator: [0x2f])), default: 0] += 1
        }
    }

    private mutating func keepEnvironment(_ member: TarMember, _ reader: any MemberReader) throws {
        guard case .file(let size) = member.kind, size <= 1 << 20 else { return }
        var content: [UInt8] = []
        try reader.content { content += $1 }
        environment = content
    }

    /// Names of variables whose value, or presence, is not the same here and in the backup.
    func differingKeys(from live: [UInt8]) -> [String] {
        guard let environment else { return [] }
        let (here, there) = (DotEnv(live).values, DotEnv(environment).values)
        return Set(here.keys).union(there.keys).filter { here[$0] != there[$0] }.sorted()
    }
}
