import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What the recipe says of data so far.
struct DraftedData {
    /// Folders of which a word saves all.
    var covered: [FilePath] = []
    /// Folders of servers, which their own words save.
    var ofServers: [FilePath] = []
    /// Files and folders of the configuration.
    var configuration: [String] = []
    /// Files that lie outside of the platform's folder.
    var outside: [FilePath] = []
    var hasMail = false
    var hasCertificates = false

    func covers(_ path: FilePath) -> Bool { covered.contains { path.starts(with: $0) } }
}

extension Drafting {
    /// Words for what services keep in folders and volumes, and for what lies in the platform's own.
    mutating func draftData() async {
        var data = DraftedData()
        for service in services {
            for (source, variable) in service.unsetSources {
                let what: [String: any Sayable] = ["service": service.name, "source": source, "variable": variable]
                page.leave(Text("draft.unset-source", what), to: .data)
            }
            for target in service.unnamedVolumes where !Transient.isTarget(target) {
                page.leave(Text("draft.unnamed-volume", ["service": service.name, "target": target]), to: .data)
            }
        }
        let folders = await volumeFolders()
        let unknown = Set(services.filter(mayBeServer).map(\.name))
        for mount in mounts where isOfServer(mount, unknown) {
            data.ofServers += [folder(of: mount, folders)].compactMap(\.self)
        }
        let rest = mounts.filter { !isOfServer($0, unknown) }
        // Folders before what lies in them.
        let ordered = rest.sorted { one, other in
            (folder(of: one, folders)?.components.count ?? 0) < (folder(of: other, folders)?.components.count ?? 0)
        }
        for mount in ordered { draft(mount, folders, &data) }
        draftMountedFiles(&data)
        draftFolders(&data)
        draftConfiguration(data)
    }

    private func isOfServer(_ mount: Mount, _ unknown: Set<String>) -> Bool {
        !mount.isReadOnly
            && mount.services.contains { name in
                let known = servers.first { $0.service.name == name }
                return mount.targets.contains { target in
                    !isSettings(target) && (unknown.contains(name) || known?.kind.keeps(target) == true)
                }
            }
    }

    /// Where programs look for settings.
    private func isSettings(_ target: String) -> Bool {
        ["/etc/", "/usr/local/etc/", "/docker-entrypoint-initdb.d"].contains(where: "\(target)/".hasPrefix)
            && !target.hasPrefix("/etc/letsencrypt")
    }

    /// Where mail is usually delivered.
    private func isForMail(_ target: String) -> Bool {
        FilePath(target).components.suffix(2).contains { ["vmail", "mail", "mailboxes"].contains($0.string) }
    }

    // MARK: Volumes of the engine

    private func volumeFolders() async -> [String: FilePath] {
        let volumes = mounts.compactMap { if case .volume(let volume) = $0.place { engineName(volume) } else { nil } }
        return await ContainerState.folders(ofVolumes: Set(volumes))
    }

    private func engineName(_ volume: Stack.NamedVolume) -> String {
        let letters = (root.lastComponent?.string ?? "").lowercased().filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))
        }
        let project = variables["COMPOSE_PROJECT_NAME"] ?? stack.project ?? String(letters.drop { "_-".contains($0) })
        return volume.name ?? "\(project)_\(volume.key)"
    }

    private func folder(of mount: Mount, _ volumes: [String: FilePath]) -> FilePath? {
        switch mount.place {
        case .path(let path): path
        case .volume(let volume): volumes[engineName(volume)]
        }
    }

    // MARK: One of them

    private mutating func draft(_ mount: Mount, _ volumes: [String: FilePath], _ data: inout DraftedData) {
        let (service, target) = (mount.services[0], mount.targets[0])
        guard let path = folder(of: mount, volumes) else {
            guard case .volume(let volume) = mount.place else { return }
            guard Transient.isTarget(target) else { return leaveVolume(volume, service, target) }
            let what: [String: any Sayable] = ["path": volume.key, "list": mount.services.joined(separator: ", ")]
            return page.remark(Text("draft.made-anew", what), to: .data)
        }
        guard !data.covers(path) else { return }
        let what: [String: any Sayable] = ["path": shown(path), "list": mount.services.joined(separator: ", ")]
        guard let type = try? path.stat().type else {
            // What is only read, and lies in the folder, may be missing there.
            let isLeft = mount.isReadOnly && (path.starts(with: root) || Transient.isOfMachine(path))
            guard !isLeft, !Transient.holds(path, at: target, in: root) else { return }
            let word = "files(\(literal(freeName(base(path, mount)))), \(literal(shown(path))))"
            return page.leave(Text("draft.not-there", what), word: word, to: .data)
        }
        guard [.directory, .regular].contains(type) else { return }
        // A look at the whole machine keeps nothing.
        guard path != "/" || !mount.isReadOnly else { return }
        guard !root.starts(with: path) else { return page.leave(Text("draft.whole-folder", what), to: .data) }
        let isOurs = path.starts(with: root)
        guard !isOldBackups(path) else { return page.remark(Text("draft.old-backups", what), to: .data) }
        guard !stack.isSource(path) else { return }
        if mount.isReadOnly {
            draftReadOnly(path, mount, isOurs: isOurs, type, &data)
        } else if isTransient(mount, path) {
            page.remark(Text("draft.made-anew", what), to: .data)
        } else if isOurs, type == .directory, mount.targets.contains(where: isSettings),
            !Contents(path).isForCertificates(path.string)
        {
            data.configuration.append(shown(path))
            data.covered.append(path)
        } else {
            draftWritten(path, [Text("draft.mount", what)], base(path, mount), mount.targets, &data)
        }
    }

    /// Where the engine keeps a volume says nothing of it.
    private func isTransient(_ mount: Mount, _ path: FilePath) -> Bool {
        let target = mount.targets[0]
        return mount.path == nil ? Transient.isTarget(target) : Transient.holds(path, at: target, in: root)
    }

    private func isOldBackups(_ path: FilePath) -> Bool {
        let name = path.lastComponent?.string.lowercased() ?? ""
        return ["backup", "backups", "dumps", "sauvegardes"].contains(name)
            || script.folder.map { path == root.pushing(FilePath($0)) } == true
    }

    /// What services only read: settings and certificates of the platform, or somebody else's data.
    private mutating func draftReadOnly(
        _ path: FilePath, _ mount: Mount, isOurs: Bool, _ type: FileType, _ data: inout DraftedData
    ) {
        guard type == .directory else {
            if !isOurs { data.outside.append(path) }
            return
        }
        if isOurs || path.string.hasPrefix("/etc/letsencrypt"),
            Contents(path).isForCertificates(path.string, mount.targets[0])
        {
            addCertificates(path, mount.services, &data)
        } else if isOurs {
            data.configuration.append(shown(path))
            data.covered.append(path)
        } else if !Transient.holds(path, at: mount.targets[0], in: root) {
            let what: [String: any Sayable] = ["path": shown(path), "list": mount.services.joined(separator: ", ")]
            let word = "files(\(literal(freeName(base(path, mount)))), \(literal(shown(path))))"
            page.leave(Text("draft.only-read", what), word: word, to: .data)
        }
    }

    /// What somebody writes to.
    mutating func draftWritten(
        _ path: FilePath, _ remarks: [Text], _ base: [String], _ targets: [String], _ data: inout DraftedData
    ) {
        let contents = Contents(path, besides: data.ofServers)
        var remarks = remarks
        if let closed = contents.closed { remarks.append(Text("draft.closed", ["path": closed])) }
        if contents.isCut { remarks.append(Text("draft.many-files", ["path": shown(path)])) }
        if contents.holdsMaildirs, !data.hasMail {
            data.hasMail = true
            names.insert("mail")
            page.add(shown(path) == "data/mail" ? "mail()" : "mail(\(literal(shown(path))))", to: .data, remarks)
        } else if contents.isForCertificates(path.string) {
            return addCertificates(path, [], &data)
        } else if contents.databases != [path] {
            let inside = data.ofServers.filter { $0.starts(with: path) && $0 != path }
            let excluded = inside.map { literal($0.string.dropFirst(path.string.count) + "/") }
            let more = excluded.isEmpty ? "" : ", exclude: [\(excluded.joined(separator: ", "))]"
            page.add("files(\(literal(freeName(base))), \(literal(shown(path)))\(more))", to: .data, remarks)
            if targets.contains(where: isForMail), !data.hasMail {
                page.leave(Text("draft.mail-not-seen", ["path": shown(path)]), to: .data)
            }
        }
        for (folder, product) in contents.servers {
            page.leave(Text("draft.holds-server", ["path": shown(folder), "product": product]), to: .data)
        }
        data.covered.append(path)
        for database in contents.databases { addDatabase(database, base) }
    }

    private mutating func addDatabase(_ path: FilePath, _ base: [String]) {
        let stem = path.stem ?? "database"
        let own = freeName([stem] + base.map { "\($0)_\(stem)" })
        let label = own == stem ? "" : "\(literal(own)), "
        page.add("sqlite(\(label)\(literal(shown(path))))", to: .data)
    }

    private mutating func addCertificates(_ path: FilePath, _ services: [String], _ data: inout DraftedData) {
        data.covered.append(path)
        guard !data.hasCertificates else {
            let word = "files(\(literal(freeName(base(path, "certificates")))), \(literal(shown(path))))"
            return page.add(word, to: .configuration, [Text("draft.more-certificates", ["path": shown(path)])])
        }
        data.hasCertificates = true
        names.insert("certificates")
        let argument = shown(path) == "config/certificates" ? "" : literal(shown(path))
        page.add("certificates(\(argument))", to: .configuration, [Text("draft.certificates", ["path": shown(path)])])
    }

    /// Where the engine keeps it only the engine says.
    private mutating func leaveVolume(_ volume: Stack.NamedVolume, _ service: String, _ target: String) {
        let engine = engineName(volume)
        let path = "/var/lib/docker/volumes/\(engine)/_data"
        let own =
            if isForMail(target) {
                "mail(\(literal(path)))"
            } else if FilePath(target).starts(with: "/etc/letsencrypt") {
                "certificates(\(literal(path)))"
            } else {
                "files(\(literal(freeName([volume.key]))), \(literal(path)))"
            }
        let what: [String: any Sayable] = ["volume": volume.key, "service": service, "name": engine, "target": target]
        page.leave(Text("draft.volume", what), word: own, to: .data)
    }

    /// A volume is called as the compose files call it, wherever the engine keeps it.
    private func base(_ path: FilePath, _ mount: Mount) -> [String] {
        guard case .volume(let volume) = mount.place else { return base(path, mount.services[0]) }
        return base(FilePath(volume.key), mount.services[0])
    }

    /// Names for a component: a folder that is called like any other is better called like its service.
    private func base(_ path: FilePath, _ service: String) -> [String] {
        let own = path.lastComponent?.string ?? service
        let isAny = ["data", "_data", "storage", "html", "app", "files", "lib", "config", "conf"].contains(
            own.lowercased())
        return isAny ? [service, own] : [own, "\(service)_\(own)"]
    }

    // MARK: The platform's folder

    /// Small files that services mount belong to the configuration, but for databases.
    private mutating func draftMountedFiles(_ data: inout DraftedData) {
        for file in stack.files where !data.covers(file) && file.starts(with: root) {
            guard (try? file.stat().type) == .regular, Contents(file).databases == [file] else { continue }
            addDatabase(file, [])
        }
    }

    /// What lies in `data` and no service mounts; without Compose, that is all there is.
    private mutating func draftFolders(_ data: inout DraftedData) {
        for path in entries(of: root.appending("data")) where !isTaken(path, data) {
            guard usesCompose else { draftWritten(path, [], base(path, "data"), [], &data); continue }
            page.leave(Text("draft.not-mounted", ["path": shown(path)]), word: word(for: path), to: .data)
            data.covered.append(path)
        }
        for place in Self.certificatePlaces.map(root.appending) where !data.covers(place) {
            if Contents(place).certificates > 0 { addCertificates(place, [], &data) }
        }
        let config = root.appending("config")
        if !data.covers(config), (try? config.stat().type) == .directory, !data.configuration.contains("config") {
            data.configuration = data.configuration.filter { !$0.hasPrefix("config/") } + ["config"]
        }
        leaveRest(data)
    }

    private static let certificatePlaces = ["config/certificates", "certificates", "certs", "ssl"]

    /// Files, folders and links to such, in the order of their names, but for what SQLite keeps beside a database.
    private func entries(of folder: FilePath) -> [FilePath] {
        let names = ((try? Folder.open(folder).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
        let beside = Set(names.flatMap { name in ["-wal", "-shm", "-journal"].map { name + $0 } })
        return names.sorted().filter { !beside.contains($0) }.map(folder.appending).filter {
            [.directory, .regular].contains(try? $0.stat().type)
        }
    }

    private func isTaken(_ path: FilePath, _ data: DraftedData) -> Bool {
        data.covers(path) || data.ofServers.contains { $0.starts(with: path) || path.starts(with: $0) }
            || mounts.contains { $0.path.map { $0.starts(with: path) || path.starts(with: $0) } == true }
            || isOldBackups(path) || Transient.holds(path, at: "/", in: root) || stack.isSource(path)
    }

    private mutating func word(for path: FilePath) -> String {
        let (contents, place) = (Contents(path), literal(shown(path)))
        if contents.holdsMaildirs { return "mail(\(place))" }
        return contents.databases == [path]
            ? "sqlite(\(place))" : "files(\(literal(freeName(base(path, "data")))), \(place))"
    }

    /// Folders and databases of the platform's own folder that no word above saves: data, or its sources.
    private mutating func leaveRest(_ data: DraftedData) {
        let known = ["data", "config", "scripts"] + data.configuration + Self.certificatePlaces
        let rest = entries(of: root).filter { path in
            !known.contains(shown(path)) && !shown(path).hasPrefix(".") && !isTaken(path, data)
                && !data.covered.contains { $0.starts(with: path) }
                && (path.isFolder ? !entries(of: path).isEmpty : Contents(path).databases == [path])
        }
        guard !rest.isEmpty else { return }
        page.leave(Text("draft.not-named", ["list": rest.map(shown).joined(separator: ", ")]), to: .data)
    }

    private mutating func draftConfiguration(_ data: DraftedData) {
        let list = data.configuration.isEmpty ? "" : "with: \(literals(data.configuration.sorted()))"
        page.add("config(\(list))", to: .configuration, [Text("draft.config")])
        let elsewhere = (stack.files.filter { !$0.starts(with: root) } + data.outside).filter { path in
            !data.covers(path) && !Transient.isOfMachine(path)
        }
        guard !elsewhere.isEmpty else { return }
        let what = ["list": literals(Set(elsewhere.map(\.string)).sorted())]
        page.leave(Text("draft.outside-files", what), to: .configuration)
    }
}
