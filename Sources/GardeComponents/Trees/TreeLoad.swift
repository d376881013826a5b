package import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// The way back of mail, configuration, certificates, or any other files: staged beside the live tree, exchanged entry
/// by entry, compared with the backup.
package struct TreeLoad: Load {
    /// Room that stays free on each file system.
    private static let margin = 16 << 20

    package let id: Component.ID
    private let source: Source
    private let site: Site
    /// What is not moved: other sources' paths and the folder of the backups.
    private let elsewhere: [FilePath]
    /// Names the staging folders of this restore.
    private let stamp: String
    /// Whether an existing `.env` gives way.
    private let replacesEnvironment: Bool
    /// Whether services write while this runs (`--no-stop`): what differs afterwards is theirs, and only said.
    private let servicesRun: Bool
    /// Steps that this process could not take back: the folder that holds the old data must not go then.
    private let stuck = StuckFolders()
    /// The one part that is restored; nil for all.
    private let view: (any TreeView)?
    /// Whether single files that the recipe names and the backup does not hold make way.
    package var clears = false

    /// Of a source that lies in files.
    ///
    /// `elsewhere` are the other sources' paths and BACKUP_ROOT, `stamp` is a name for this restore, such as its id. An
    /// existing `.env` stays unless `replacesEnvironment` (`--force`).
    package init(
        _ source: Source, at site: Site, elsewhere: [FilePath], stamp: String, replacesEnvironment: Bool = false,
        servicesRun: Bool = false
    ) {
        self.init(
            source, at: site, elsewhere: elsewhere, stamp: stamp, replacesEnvironment: replacesEnvironment,
            servicesRun: servicesRun, view: nil)
    }

    init(
        _ source: Source, at site: Site, elsewhere: [FilePath], stamp: String, replacesEnvironment: Bool,
        servicesRun: Bool, view: (any TreeView)?
    ) {
        (id, self.source, self.site) = (source.id, source, site)
        (self.elsewhere, self.stamp) = (elsewhere, stamp)
        self.replacesEnvironment = replacesEnvironment || view?.asksForEnvironment == true
        (self.servicesRun, self.view) = (servicesRun, view)
    }

    /// Messages; of other files nobody can tell.
    package func lost(since time: Int) -> Text? {
        guard source.kind.mailboxes != nil, let newer = try? messages(since: time), newer > 0 else { return nil }
        return .newerMessages(name, newer)
    }

    /// False where messages of a mailbox are added to those that are there.
    var replacesWhatIsThere: Bool { view?.replaces ?? true }

    /// Two sources may share a folder, so the component's name is part of it.
    var stagingName: [UInt8] { TreeTargets.stagingPrefix + Array("\(stamp)-\(name)".utf8) }

    func targets() throws -> TreeTargets {
        let paths = view?.paths ?? source.paths
        let targets = try TreeTargets(
            paths, site, elsewhere: elsewhere, replacesEnvironment: replacesEnvironment, isOpen: source.followsStack,
            excludes: (source.kind as? any TreeKind)?.excludes ?? Excludes(), of: source.paths)
        if clears { return targets.clearing() }
        return view?.replaces == false ? targets.merging() : targets
    }

    /// Private keys among certificates end up their owner's alone, whatever the backup says.
    package var refine: @Sendable (inout FileAttributes, [UInt8]) -> Void {
        guard !source.kind.certificates.isEmpty else { return { _, _ in } }
        return { attributes, head in
            guard holdsPrivateKey(head) else { return }
            attributes.mode &= 0o600
            attributes.dropAccessList()
        }
    }

    package func whole(_ files: RestoreFiles) -> [StoredPart] {
        files.tree.map { [StoredPart(part: .tar, source: [TreeCopy(tree: $0)])] } ?? []
    }

    // MARK: Load

    package func analyze(_ files: RestoreFiles) async throws {
        try await named {
            if let view, let tree = files.tree {
                try await view.find(in: tree, site)
                site.console.info(view.said)
            }
            let survey = try await survey(files)
            if view?.replaces == false, survey.bytes.isEmpty { throw NothingMissing(id: files.id) }
            if source.kind.mailboxes != nil, view == nil, !survey.holdsMessages {
                site.console.warning(.noMessage(id, files.id))
            }
            for name in survey.unknown.sorted() { site.console.warning(.notInRecipe(id, name)) }
            if !survey.replacedLinks.isEmpty {
                site.console.warning(.linksGiveWay(id, survey.replacedLinks.sorted()))
            }
            guard !survey.bytes.isEmpty || survey.environment != nil else {
                throw Failure.nothingOfThis(id, files.id)
            }
            if survey.environment != nil { site.console.warning(.environmentStays(try keys(survey))) }
            let targets = try targets()
            try await onOwnThread {
                try TreeProbe(component: id, targets: targets).run(targets.withMounts(survey.bytes.keys))
            }
            try checkRoom(survey.bytes)
            if !source.kind.certificates.isEmpty { try await sayExpiry(files) }
        }
    }

    /// Says until when the backup's certificates are valid: an expired one is restored all the same.
    private func sayExpiry(_ files: RestoreFiles) async throws {
        let (found, links) = try await tar(files).walk { reader in
            var (found, links) = ([(name: [UInt8], content: [UInt8])](), [[UInt8]]())
            while let member = try reader.next() {
                if case .symbolicLink(let target) = member.kind { links.append(target) }
                guard case .file(let size) = member.kind, size <= CertificateExpiry.mostBytes else { continue }
                var content: [UInt8] = []
                try reader.content { content += $1 }
                found.append((member.name, content))
            }
            return (found, links)
        }
        for (name, content) in found where !content.isEmpty && !CertificateExpiry.isEarlier(name, links) {
            let last = name.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? name
            try await CertificateExpiry(site: site).report(content, of: visible(last))
        }
    }

    /// Reads the archive to its end without changing anything.
    package func survey(_ files: RestoreFiles) async throws -> TreeSurvey {
        let (targets, id) = (try targets(), id)
        return try await tar(files).walk { try TreeSurvey($0, targets, component: id) }
    }

    package func stage(_ files: RestoreFiles, _ journal: Journal) async throws {
        try await named {
            let (targets, tar) = (try targets(), try tar(files))
            let losses = try await tar.walk { reader in
                let stager = TreeStager(self, targets, journal, limit: tar.contentBytes)
                try stager.run(reader)
                return stager.losses
            }
            report(losses)
        }
    }

    package func swap(_ journal: Journal) async throws {
        try await named {
            let steps = journal.entries.filter { $0.owner == .component(id) }.compactMap { TreeStep($0) }
            try await recordStart(steps, journal)
            let targets = try targets()
            try await onOwnThread { try swap(steps, TreeExchange(component: id, targets: targets, journal: journal)) }
        }
    }

    package func check(_ files: RestoreFiles) async throws {
        try await named {
            let targets = try targets()
            let differences = try await tar(files).walk { try TreeCheck(self, targets).run($0) }
            guard !differences.isEmpty else { return }
            if !servicesRun { throw Failure.treeDiffers(id, differences, targets.paths) }
            site.console.warning(.changedSince(id, differences))
        }
    }

    package func undo(_ entry: Journal.Entry) async throws {
        guard let step = TreeStep(entry) else { return }
        try await named { try await onOwnThread { try takeBack.run(step) } }
    }

    package func kept(_ entry: Journal.Entry) -> String? { TreeStep(entry)?.staging?.string }

    package func finish(_ entry: Journal.Entry) async throws {
        guard case .stage(let place, let staging, _) = TreeStep(entry) else { return }
        try await named {
            try await onOwnThread {
                try naming(place.folder) { try takeBack.removeStaging(place, staging) }
            }
        }
    }

    // MARK: Parts

    private var takeBack: TreeUndo { TreeUndo(component: id, console: site.console, stuck: stuck) }

    private func recordStart(_ steps: [TreeStep], _ journal: Journal) async throws {
        for case .stage(let place, let staging, _) in steps {
            let folder = TreeFolder(place: place.folder, staging: staging)
            try journal.record(TreeStep.since(folder, .now()).entry(id))
        }
        // The time of a file may be a tick of the kernel's (10 ms at most) behind the clock.
        try await Task.sleep(for: .milliseconds(10))
    }

    private func swap(_ steps: [TreeStep], _ exchange: TreeExchange) throws {
        for case .stage(let place, let staging, _) in steps { try exchange.run(place, staging: staging) }
        for case .attributes(let path, let attributes) in steps {
            try naming(path) {
                let folder = try Folder.open(withoutLinks: path)
                try folder.set(attributes)
                try folder.sync()
            }
        }
    }

    func tar(_ files: RestoreFiles) throws -> RestoreTree {
        guard let tree = files.tree else {
            guard let other = files.files.first else { throw Failure.nothingOfThis(id, files.id) }
            throw Failure.savedOtherwise(id, files.id, other.path)
        }
        return view?.selection.map { tree.selecting($0.withFoldersAbove) } ?? tree
    }

    /// Gives what only a program understands an administrator's words.
    package func named<Value>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let refused as EntryRefused {
            throw Failure.entryRefused(id, refused)
        } catch let failed as TarFailed {
            throw Failure.tarDamaged(id, failed.message)
        } catch let incomplete as ChainIncomplete {
            throw Failure.chainIncomplete(id, incomplete.path)
        }
    }

    private func keys(_ survey: TreeSurvey) throws -> [String] {
        let file = try FileDescriptor.open(site.root.appending(".env"), .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        return survey.differingKeys(from: try file.readAll(limit: 1 << 20))
    }

    private func checkRoom(_ bytes: [TreePlace: Int]) throws {
        var needed: [UInt64: (folder: FilePath, bytes: Int)] = [:]
        for (place, bytes) in bytes {
            let folder = nearestFolder(place.folder)
            needed[try FileIdentity(of: folder).device, default: (folder, Self.margin)].bytes += bytes
        }
        for (folder, bytes) in needed.values {
            let free = try room(at: folder).free
            if free < bytes { throw Failure.notEnoughRoom(folder.string, bytes, free) }
        }
    }

    package func report(_ losses: TreePlacer.Losses) {
        if losses.owners > 0 { site.console.warning(.ownersLost(id, losses.owners)) }
        if !losses.extended.isEmpty { site.console.warning(.attributesLost(id, losses.extended)) }
        if !losses.capabilities.isEmpty { site.console.warning(.capabilitiesLost(id, losses.capabilities)) }
        if !losses.setID.isEmpty { site.console.warning(.setIDLost(id, losses.setID)) }
    }
}

/// Whether this is the beginning of a file with a private key in it (RFC 7468, and OpenSSL's older labels).
private func holdsPrivateKey(_ head: [UInt8]) -> Bool {
    head.split(separator: UInt8(ascii: "\n")).contains { line in
        let line = String(decoding: line.prefix(80), as: UTF8.self)
        return line.hasPrefix("-----BEGIN ") && line.contains("PRIVATE KEY-----")
    }
}
