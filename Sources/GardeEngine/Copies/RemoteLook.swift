import GardeComponents
import GardeDestinations
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `list --remote` and `verify --remote`: the copies elsewhere, looked at from here.
package struct RemoteLook {
    private struct Place {
        let address: DestinationAddress
        /// An id, `latest` or `all`; nil when nothing is said.
        let which: String?
    }

    private let places: [Place]
    private let settings: Settings
    private let identity: Identity
    private let console: any Reporter

    /// Nil when nobody asks for it: neither `--remote` nor a URL is given.
    package init?(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) throws(Failure) {
        (self.settings, self.console) = (settings, console)
        identity = Identity(root, recipe.name)
        let word = settings.positionals.first
        let isPath = word.map { (try? FilePath($0).stat()) != nil } ?? false
        if let word, !isPath, let address = DestinationAddress(word) {
            places = [Self.place(address)]
        } else if settings[.isOfCopies] {
            if let word, settings.role == .list || !Self.isChoice(word) { throw .noPlace(word) }
            let addresses = settings.destinations.compactMap(DestinationAddress.init)
            guard !addresses.isEmpty else {
                throw .noKnownPlace(settings.typed(root).line("\(settings.role.rawValue) --remote"))
            }
            places = addresses.map { Place(address: $0, which: word) }
        } else if settings.role == .list, let word {
            throw .notListed(word)
        } else {
            return nil
        }
    }

    private static func isChoice(_ word: String) -> Bool {
        word == "latest" || word == "all" || LocalTime.isID(word)
    }

    private static func place(_ address: DestinationAddress) -> Place {
        guard let (folder, name) = address.split, isChoice(name) else {
            return Place(address: address, which: nil)
        }
        return Place(address: folder, which: name)
    }

    /// A line a copy, newest first.
    func list() async throws -> ExitCode {
        try await eachPlace { place, fetched in
            try await fetched.manifests(fetched.ids())
            if places.count > 1, Answer.current == nil { console.plain(place.address.url) }
            let history = History(fetched.folder)
            guard !history.committed.isEmpty else { throw Failure.noCopies(place.address) }
            let far = FarSide(
                try await withRetries(console, place.address.url) { try await fetched.store.sizes() })
            let standing = Standing(backupRoot, at: place.address.url)
            _ = try Listing(
                root: fetched.folder, identity, Adoptions(backupRoot), standing, console, place: place.address.url
            ) {
                Text.lacking(far.lacking($0, of: fetched.folder))
            }.run()
            return history.damaged.isEmpty && history.backups.allSatisfy { far.lacking($0, of: fetched.folder).isEmpty }
        }
    }

    /// Fetches what is chosen of copies, one after the other, and reads it to its end.
    package func verify(by verification: Verification) async throws -> ExitCode {
        try await eachPlace { place, fetched in
            let chosen = try await fetched.chosen(place.which ?? "latest", identity)
            var isGood = place.which == nil || place.which == "latest" ? isNewest(chosen, place, fetched) : true
            for id in chosen {
                let depth = try await depth(of: id, fetched, verification)
                if depth?.isGood == false || hasDamagedManifest(id, fetched) { await reopen(id, place.address) }
                isGood = isGood && depth?.isGood == true
                fetched.remove()
            }
            return isGood
        }
    }

    /// A place that fails hides no other.
    private func eachPlace(_ body: (Place, Fetched) async throws -> Bool) async throws -> ExitCode {
        var isGood = true
        for place in places {
            do {
                let passed = try await fetching(place) { try await body(place, $0) }
                isGood = isGood && passed
            } catch  where !(error is CancellationError) {
                console.error(Failure(describing: error))
                isGood = false
            }
        }
        return isGood ? .done : .failed
    }

    /// False, and told, when a newer copy was proven to be there.
    private func isNewest(_ chosen: [String], _ place: Place, _ fetched: Fetched) -> Bool {
        let limit = LocalTime.now().adding(seconds: Rotation.tolerance).id
        let there = History(fetched.folder).committed
        let sent = RemoteRecord(backupRoot, of: identity).lines(place.address).filter { $0.state == .sent }.map(\.id)
        let gone = sent.filter { $0 > chosen.max() ?? "" && $0 <= limit && !there.contains($0) }
        if !gone.isEmpty { console.error(.vanished(gone, place.address)) }
        return gone.isEmpty
    }

    private var backupRoot: FilePath { settings.backupRoot }

    /// Has the next run look at what it sent, and send again what differs; whatever run is at work meanwhile.
    private func reopen(_ id: String, _ place: DestinationAddress) async {
        let record = RemoteRecord(backupRoot, of: identity)
        do {
            let again = try await record.reopen(links(of: id), at: place)
            if !again.isEmpty { console.info(.sentAgain(again, place)) }
        } catch { console.error(Failure(describing: error)) }
    }

    /// The backup and what it builds on, as far as they are still here.
    private func links(of id: String) -> [Manifest] {
        guard let manifest = Manifest(in: backupRoot.appending(id)) else { return [] }
        return (try? manifest.links(in: backupRoot).map(\.manifest)) ?? [manifest]
    }

    /// Whether a manifest came whose content is none, its own or that of what it builds on.
    private func hasDamagedManifest(_ id: String, _ fetched: Fetched) -> Bool {
        links(of: id).contains { link in
            if case .damaged = Manifest.look(in: fetched.folder.appending(link.backup.id)) { true } else { false }
        }
    }

    /// Nil when it cannot be read whole, which is told, and the others are still read: what is gone or cut there the
    /// next run finds by itself.
    private func depth(
        of id: String, _ fetched: Fetched, _ verification: Verification
    ) async throws -> Verified.Depth? {
        do {
            let wanted = try await chosen(of: id, fetched)
            try await fetched.withChains(of: id, wanted)
            try await fetched.files(of: id, wanted)
        } catch let failure as Failure {
            console.error(failure)
            return nil
        }
        return await verification.verify(
            fetched.folder.appending(id), isAlone: true, as: "\(fetched.store.address.url)/\(id)",
            others: fetched.folder)
    }

    /// Nil for all.
    private func chosen(of id: String, _ fetched: Fetched) async throws -> Set<Component.ID>? {
        guard !settings.choice.isAll else { return nil }
        try await fetched.manifests([id])
        return Set(try fetched.manifest(id).everyComponent.filter(settings.choice.holds))
    }

    private func fetching(_ place: Place, _ body: (Fetched) async throws -> Bool) async throws -> Bool {
        let access = settings.destinationAccess(console)
        let store = access.store(for: CopyPlace(address: place.address))
        if let finding = await store.finding() { throw finding }
        let fetched = Fetched(
            store: store, backupRoot: settings.backupRoot, console: console,
            usesBackupsHere: false)
        defer { fetched.remove() }
        return try await store.explaining { try await body(fetched) }
    }
}

extension Fetched {
    /// The ids that a word means: itself, the newest copy, or all.
    fileprivate func chosen(_ which: String, _ identity: Identity) async throws -> [String] {
        guard which == "latest" || which == "all" else { return [which] }
        try await manifests(ids())
        let history = History(folder)
        func typed(_ id: String) -> String { "\(programWord) verify \(store.address.url)/\(id)" }
        let found = which == "all" ? history.committed : try ofOneMachine(identity, typed).map(\.backup.id)
        // One that cannot be read may be anybody's.
        guard let newest = (found + history.damaged).max() else { throw Failure.noCopies(store.address) }
        return which == "all" ? found : [newest]
    }
}

extension Text {
    fileprivate static func sentAgain(_ ids: [String], _ address: DestinationAddress) -> Text {
        let list = shorten(ids)
        return Text("copy.sent-again", ["url": address.url, "list": list])
    }

    /// Nil when nothing is.
    fileprivate static func lacking(_ missing: [String]) -> Text? {
        guard !missing.isEmpty else { return nil }
        let list = shorten(missing)
        return Text("copy.lacking", ["list": list])
    }
}

extension Failure {
    fileprivate static func noPlace(_ word: String) -> Failure {
        Failure("copy.no-place", ["word": word, "why": Text.remoteForms])
    }

    fileprivate static func noKnownPlace(_ command: String) -> Failure {
        Failure("copy.no-known-place", ["command": command])
    }

    fileprivate static func notListed(_ word: String) -> Failure {
        Failure("copy.not-listed", ["word": word])
    }
}
