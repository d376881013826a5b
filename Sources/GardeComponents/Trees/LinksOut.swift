import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Symbolic links in what is saved that lead to what is not: the backup has the link, and nothing behind it.
struct LinksOut {
    /// What comes with the system is installed again.
    private static let ofSystem: [FilePath] = ["/usr", "/dev", "/proc", "/sys", "/run"]

    let roots: [TreeRoot]
    /// Paths of the other components.
    let elsewhere: [FilePath]

    /// `data/mail/example.org -> /srv/disk2/example.org`, for each that leads to a file or folder which nothing saves.
    func described(_ links: Set<[UInt8]>) -> [String] {
        guard !links.isEmpty else { return [] }
        let saved = (roots.map(\.path) + elsewhere).map(realPath) + Self.ofSystem
        return links.compactMap(path).sorted { $0.string < $1.string }.compactMap { link in
            guard let type = try? link.stat().type, [.directory, .regular].contains(type) else { return nil }
            let target = realPath(link)
            return saved.contains(where: target.starts) ? nil : "\(link) -> \(target)"
        }
    }

    /// Members of increments begin with `./`.
    private func path(of member: [UInt8]) -> FilePath? {
        let member = member.starts(with: [0x2e, 0x2f]) ? Array(member.dropFirst(2)) : member
        return roots.lazy.compactMap { root in
            if member == root.member { return root.path }
            guard member.starts(with: root.member + [0x2f]) else { return nil }
            return FilePath(bytes: root.path.bytes + member.dropFirst(root.member.count))
        }.first
    }
}

extension Text {
    static func linksOut(_ name: String, _ links: [String]) -> Text {
        Text("files.links-out", ["name": name, "links": shorten(links)])
    }
}
