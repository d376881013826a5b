import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// `find PATTERN`: files, mailboxes, tables and keys by their names, in all backups of this platform.
///
/// An archive is read once, however many increments build on it; so is a dump that later backups point to.
struct Search {
    private let look: Look
    private let pattern: SearchPattern
    private let text: String
    private let isQuiet: Bool

    init(_ text: String, _ look: Look, isQuiet: Bool) {
        (self.text, self.look, self.isQuiet) = (text, look, isQuiet)
        pattern = SearchPattern(text)
    }

    /// 0 when something is found, 1 when nothing is, 3 when a backup could not be looked at.
    func run() async throws -> ExitCode {
        let (plan, console) = (look.plan, look.console)
        let backups = History(plan.backupRoot, of: plan.identity).backups
        guard !backups.isEmpty else { throw Failure.closedFolder(plan.backupRoot) ?? .noBackups(plan.backupRoot) }
        var (hits, headers, dumps, isWhole) = (Hits(), Headers(look), Dumps(look, pattern), true)
        for manifest in backups {
            for component in manifest.components.filter(\.value).keys.sorted() {
                do {
                    guard look.isTree(component) else {
                        guard let found = try await dumps.hits(of: component, in: manifest) else { continue }
                        hits.see(manifest.backup.id, component)
                        for hit in found { hits.add(hit, manifest.backup.id) }
                        continue
                    }
                    guard let state = try await headers.state(of: component, in: manifest) else { continue }
                    hits.see(manifest.backup.id, component)
                    try search(state, component) { hits.add($0, manifest.backup.id) }
                    let tables = try await dumps.hits(of: component, in: manifest) ?? []
                    for hit in tables { hits.add(hit, manifest.backup.id) }
                } catch is CancellationError { throw CancellationError() } catch {
                    isWhole = false
                    let failures = (error as? Refusals)?.failures ?? [Failure(describing: error)]
                    for failure in failures { console.warning(failure.text) }
                }
            }
        }
        let found = hits.lines
        console.table(Table(found.map { $0.row(console.language) }, right: [1]))
        guard let first = found.first(where: \.what.comesBack) ?? found.first else {
            if isWhole { throw Failure("look.nothing-found", ["pattern": text, "count": backups.count]) }
            throw Failure("look.nothing-found-so-far", ["pattern": text])
        }
        if !isQuiet, first.what.comesBack {
            let command = plan.typed.line("restore \(way(of: first.what)) \(first.last)")
            let isKeys = look.source(of: first.what.component)?.kind is Redis
            console.info(Text(isKeys ? "look.brings-keys-back" : "look.brings-back", ["command": command]))
        }
        return isWhole ? .done : .incomplete
    }

    /// How to ask `restore` for it: a database comes back whole, but for tables of PostgreSQL and keys of Redis.
    private func way(of hit: Hit) -> String {
        let (kind, only) = (look.source(of: hit.component)?.kind, "--only \(shellWord(hit.component.name))")
        func among(_ same: (any ComponentKind) -> Bool) -> String {
            look.plan.chosen.count { same($0.kind) } == 1 ? "" : only + " "
        }
        if hit.kind == "t", kind is Postgres {
            return "\(among { $0 is Postgres })--table \(shellWord(TypedTable.typed(hit.path)))"
        }
        if kind is Redis { return "\(among { $0 is Redis })--keys \(shellWord(text))" }
        if hit.kind == "t" || kind is SQLite { return only }
        return "\(hit.kind == "m" ? "--mailbox" : "--path") \(shellWord(hit.path))"
    }

    private func search(_ state: TreeState, _ component: Component.ID, _ add: (Hit) -> Void) throws {
        let source = look.source(of: component)
        let names = source.flatMap { TreeNames($0, in: look.plan.root) }
        let linked = try state.linkedSizes()
        try state.forEach { entry, member in
            let home = names?.home(of: entry) ?? entry
            guard pattern.matches(home) || (home != entry && pattern.matches(entry)) else { return }
            let size = try member.linkTarget.flatMap { linked[$0] }
            add(Hit(component: component, path: visible(home.joined(separator: [0x2f])), member, linked: size))
        }
        guard let top = source?.kind.mailboxes.flatMap({ FilePath($0).names.last }) else { return }
        let map = try state.walk { try MailboxMap($0, below: top) }
        for box in map.boxes where pattern.matches(box.shown) {
            add(Hit(component: component, mailbox: box.shown, messages: box.messages))
        }
    }
}

/// What `find` looks for: a pattern without a slash is that of a name, wherever it lies.
struct SearchPattern {
    private let glob: GlobPattern
    private let isOfName: Bool
    private let wordGlob: GlobPattern

    init(_ text: String) {
        wordGlob = GlobPattern(text.utf8.map { $0 == 0x2f ? 1 : $0 })
        isOfName = !text.contains("/")
        var bytes = Array(text.utf8)
        if !isOfName {
            // Anchored at no folder, unless it begins with a slash.
            bytes = bytes.first == 0x2f ? Array(bytes.dropFirst()) : Array("**/".utf8) + bytes
            if bytes.last == 0x2f { bytes.removeLast() }
        }
        glob = GlobPattern(bytes)
    }

    func matches(_ names: [[UInt8]]) -> Bool {
        guard let last = names.last else { return false }
        return glob.matches((isOfName ? last : Array(names.joined(separator: [0x2f])))[...])
    }

    /// A table or a key, whose name is one word whatever is in it.
    func matches(word: String) -> Bool {
        let bytes = word.utf8.map { $0 == 0x2f ? 1 : $0 }
        return wordGlob.matches(bytes[...])
    }

    /// `user@domain/Folder`, or a part of it.
    func matches(_ mailbox: String) -> Bool {
        let names = mailbox.utf8.split(separator: 0x2f).map(Array.init)
        return isOfName ? names.contains { glob.matches($0[...]) } : matches(names)
    }
}

/// One thing that is found, as one backup has it.
struct Hit: Hashable {
    let component: Component.ID
    let path: String
    var kind = "-"
    var bytes: Int?
    var time: FileTime?
    var messages: Int?
    /// Of tables and keys: the sentence that says how many rows or keys there are.
    var unit: String?
    /// Nobody here can count its rows.
    var isUncounted = false

    init(component: Component.ID, path: String, _ member: TarMember, linked: Int?) {
        (self.component, self.path, bytes) = (component, path, linked)
        time = member.attributes.modified
        switch member.kind {
        case .file(let size): bytes = size
        // Its time is that of the last entry that came or went.
        case .folder: (kind, time) = ("d", nil)
        case .symbolicLink: kind = "l"
        case .hardLink, .fifo, .device: break
        }
    }

    init(component: Component.ID, mailbox: String, messages: Int) {
        (self.component, path, self.messages, kind) = (component, mailbox, messages, "m")
    }

    /// A table, or keys; without a count where a backup has no rows of it.
    init(component: Component.ID, name: String, _ unit: String, count: Int?) {
        (self.component, path, self.unit, messages, kind) = (component, name, unit, count, "t")
    }

    /// A table whose rows nobody here can count.
    init(component: Component.ID, uncounted name: String, _ unit: String) {
        self.init(component: component, name: name, unit, count: nil)
        isUncounted = true
    }

    /// Whether a restore brings more of it than its name.
    fileprivate var comesBack: Bool { unit == nil || messages != nil || isUncounted }

    fileprivate func count(_ language: Language) -> String? {
        guard !isUncounted else { return nil }
        if let unit { return messages.map { Text(unit, ["count": $0])[language] } ?? Text("look.no-rows")[language] }
        return messages.map { Text("look.messages", ["count": $0])[language] }
    }
}

/// The same thing, unchanged, in backups that follow each other.
private struct Hits {
    struct Line {
        let what: Hit
        /// Newest first.
        var first: String
        let last: String

        func row(_ language: Language) -> [String] {
            let size = what.count(language)
            return [
                first == last ? last : "\(first) … \(last)", size ?? what.bytes.map { language.bytes($0) } ?? "",
                what.time.map { LocalTime(secondsSince1970: $0.seconds).readable } ?? "",
                what.path + (what.kind == "d" ? "/" : ""),
            ]
        }
    }

    /// The backups that hold each component, newest first.
    private var seen: [Component.ID: [String]] = [:]
    private var open: [Hit: Line] = [:]
    private var closed: [Line] = []

    mutating func see(_ id: String, _ component: Component.ID) { seen[component, default: []].append(id) }

    mutating func add(_ hit: Hit, _ id: String) {
        let before = seen[hit.component]?.dropLast().last
        if var line = open[hit], line.first == before || line.first == id {
            line.first = id
            open[hit] = line
            return
        }
        if let line = open[hit] { closed.append(line) }
        open[hit] = Line(what: hit, first: id, last: id)
    }

    /// By path, the newest of each first.
    var lines: [Line] {
        (closed + open.values).sorted {
            $0.last != $1.last ? $0.last > $1.last : ($0.what.path, $1.first) < ($1.what.path, $0.first)
        }
    }
}

/// The headers of archives, each read once.
private struct Headers {
    private let look: Look
    private var outlines: [Component.ID: [FilePath: Outline]] = [:]

    init(_ look: Look) { self.look = look }

    /// Nil where the component is no tree of files there.
    mutating func state(of component: Component.ID, in manifest: Manifest) async throws -> TreeState? {
        let plan = look.plan
        let backup = try FoundBackup(plan.backupRoot.appending(manifest.backup.id))
        let chain = try await look.choice.chain(of: component, backup, mayFetch: false)
        var found: [Outline] = []
        for (place, link) in chain.enumerated() {
            guard let file = link.files.first(where: { $0.component == component && $0.part == .tar }) else {
                return nil
            }
            var outline = outlines[component]?[file.path]
            if outline == nil { outline = try await read(file, of: link, isBase: place == 0) }
            guard let outline else { return nil }
            outlines[component, default: [:]][file.path] = outline
            found.append(outline)
        }
        // Nothing older builds on a base.
        if !manifest.isIncrement(component) { outlines[component] = nil }
        return found.isEmpty ? nil : TreeState(found)
    }

    private func read(_ file: FoundBackup.File, of link: FoundBackup, isBase: Bool) async throws -> Outline? {
        try await [link].open(with: look.plan.decrypt)
        let examination = Examination(
            backup: link, dumpReader: nil, decrypt: look.plan.decrypt, isBase: isBase, keepsMembers: true)
        let finding = await examination.run([file]).first
        if let failure = finding?.failure { throw failure }
        return finding?.outline
    }
}
