import GardeIO
package import SystemPackage

/// Who makes a backup: several platforms and recipes may share a folder, or a place of copies.
package struct Identity: Sendable, Hashable, Decodable {
    package let host: String
    /// The platform's root; empty where the bash pair's manifest does not say it.
    package let platform: String
    /// Empty where the bash pair's manifest does not say it.
    package let recipe: String

    package init(host: String = hostName(), platform: String, recipe: String) {
        (self.host, self.platform, self.recipe) = (host, platform, recipe)
    }

    /// Of a platform on this machine, whose root is without links.
    package init(_ root: FilePath, _ recipe: String, host: String = hostName()) {
        self.init(host: host, platform: root.lasting.string, recipe: recipe)
    }

    package init(_ manifest: Manifest) {
        self.init(
            host: manifest.system.hostname, platform: manifest.system.platform ?? "", recipe: manifest.recipe ?? "")
    }

    /// A release of this machine's is the platform whose release it is.
    fileprivate var lasting: Identity {
        guard host == hostName(), !platform.isEmpty else { return self }
        return Identity(host: host, platform: FilePath(platform).lasting.string, recipe: recipe)
    }

    fileprivate var json: JSON {
        .object(["host": .string(host), "platform": .string(platform), "recipe": .string(recipe)])
    }

    /// As a person reads and types it: `host:/path/of/the/platform`, or the host alone.
    package var shown: String { platform.isEmpty ? host : "\(host):\(platform)" }

    /// Ends the names of the files that a platform has for itself in a folder that it may share.
    package var mark: String {
        String(SHA256.hexadecimal(of: Array([host, platform, recipe].joined(separator: "\0").utf8)).prefix(12))
    }

    /// Made by the bash pair, which names neither platform nor recipe.
    package var isUnnamed: Bool { platform.isEmpty && recipe.isEmpty }
}

extension FilePath {
    /// What stays when the next release is deployed: of `/srv/app/releases/7` the link `/srv/app/current`, as Capistrano and
    /// its kin make them; of any other folder itself.
    package var lasting: FilePath {
        let releases = removingLastComponent()
        guard releases.lastComponent?.string == "releases" else { return self }
        let place = releases.removingLastComponent()
        let links = ((try? Folder.open(place).entries()) ?? []).filter { $0.kind == .link }
            .map { place.appending(String(decoding: $0.name, as: UTF8.self)) }
            .filter { realPath($0).removingLastComponent() == realPath(releases) }
        return links.first { $0.lastComponent?.string == "current" } ?? (links.count == 1 ? links[0] : self)
    }
}

/// A platform took another one's backups for its own: it was moved, or took its place.
package struct Adoption: Sendable, Hashable, Decodable {
    let from: Identity
    let to: Identity
    /// Seconds since 1970: what the other one made later is its own.
    let until: Int

    package init(from: Identity, to: Identity, until: Int) { (self.from, self.to, self.until) = (from, to, until) }

    fileprivate var json: JSON { .object(["from": from.json, "to": to.json, "until": .number(until)]) }
}

/// `.adopted` in BACKUP_ROOT: a line of JSON an adoption.
package struct Adoptions: Sendable {
    private let file: LineFile
    /// Those of other folders count too.
    private let more: [LineFile]

    package init(_ root: FilePath, _ others: FilePath...) {
        (file, more) = (LineFile(root.appending(".adopted")), others.map { LineFile($0.appending(".adopted")) })
    }

    package var all: [Adoption] {
        ([file] + more).flatMap { ($0.lines ?? []).sorted() }.compactMap {
            try? JSON.decode(Array($0.utf8), as: Adoption.self)
        }
    }

    /// Who has what is `identity`'s now.
    package func heir(of identity: Identity) -> Identity {
        var (owner, seen) = (identity, Set<Identity>())
        while seen.insert(owner).inserted, let next = all.first(where: { $0.from == owner }) { owner = next.to }
        return owner
    }

    /// What was adopted from the one who adopts now is its own again.
    package func add(_ adoption: Adoption) async throws {
        let kept = all.filter { $0.from != adoption.from && $0.from != adoption.to }
        try await file.replace(with: Set((kept + [adoption]).map(\.json.line)))
    }
}

/// Says whose the backups of a folder are.
package struct Ownership: Sendable {
    let own: Identity
    private let adoptions: [Adoption]
    /// No other platform of this host has backups there: what the bash pair made on it is this one's.
    private let takesUnnamed: Bool

    /// `all` is everything that lies there.
    package init(_ own: Identity, _ adoptions: [Adoption], among all: [Manifest]) {
        (self.own, self.adoptions) = (own, adoptions)
        let named = Set(all.map { Self.owner(of: $0, adoptions) }.filter { !$0.isUnnamed && $0.host == own.host })
        takesUnnamed = named.subtracting([own]).isEmpty
    }

    package func owner(of manifest: Manifest) -> Identity {
        let owner = Self.owner(of: manifest, adoptions)
        return takesUnnamed && owner.isUnnamed && owner.host == own.host ? own : owner
    }

    private static func owner(of manifest: Manifest, _ adoptions: [Adoption]) -> Identity {
        var (owner, seen) = (Identity(manifest).lasting, Set<Identity>())
        let start = manifest.start?.seconds ?? .max
        while seen.insert(owner).inserted, let next = adoptions.first(where: { $0.from == owner && start <= $0.until })
        {
            owner = next.to
        }
        return owner
    }
}
