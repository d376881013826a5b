package import GardeWords
import GardeIO
import Synchronization
package import SystemPackage

/// What a restore has done so far, on the disk before it is done: one line a step, in BACKUP_ROOT.
///
/// A run that is killed leaves it; the next run takes the steps back in reverse, or finishes them. Each line is
/// `owner TAB step TAB argument TAB …`, control characters, `%` and bytes that are not
/// ASCII written as `%` and two hexadecimal digits.
package final class Journal: Sendable {
    /// Who takes a step, and takes it back.
    package enum Owner: Sendable, Hashable {
        case component(Component.ID)
        /// What is stopped and started for the restore.
        case services
        /// The restore itself.
        case restore
        /// Nobody that this release knows.
        case unknown(String)
    }

    /// One step, recorded before it is taken: whether it happened is for its owner to find out.
    package struct Entry: Sendable, Hashable {
        package let owner: Owner
        /// The owner's own name for the kind of step.
        package let step: String
        /// Raw bytes: names of files need not be text.
        package let arguments: [[UInt8]]

        package init(_ owner: Owner, _ step: String, _ arguments: [[UInt8]]) {
            (self.owner, self.step, self.arguments) = (owner, step, arguments)
        }

        package init(_ component: Component.ID, _ step: String, _ arguments: [[UInt8]]) {
            self.init(.component(component), step, arguments)
        }

        /// The argument at `place` as text, empty where there is none.
        package func text(_ place: Int) -> String {
            place < arguments.count ? String(decoding: arguments[place], as: UTF8.self) : ""
        }
    }

    package static let name = ".restore-journal"

    private let file: FileDescriptor
    package let path: FilePath
    private let recorded = Mutex<[Entry]>([])
    /// Where whole lines end that another process left; what lies behind goes with the first line of this one.
    private let end = Mutex<Int?>(nil)

    private init(_ file: FileDescriptor, _ path: FilePath, _ entries: [Entry]) {
        (self.file, self.path) = (file, path)
        recorded.withLock { $0 = entries }
    }

    deinit { try? file.close() }

    /// Starts the journal of a restore with its first entries; throws when another one is unfinished.
    /// After any other error there is none: nothing was done that somebody would have to end.
    package static func begin(
        in root: FilePath, called name: String = name, _ first: (Journal) throws -> Void = { _ in }
    ) throws -> Journal {
        let path = root.appending(name)
        let file = try naming(path) {
            try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .append, .closeOnExec],
                permissions: [.ownerReadWrite])
        }
        let journal = Journal(file, path, [])
        do {
            try Durable.syncFolder(root)
            try first(journal)
        } catch {
            try? journal.close()
            throw error
        }
        return journal
    }

    /// The journal that a killed restore left; nil when there is none. A last line cut short never was acted on.
    package static func unfinished(in root: FilePath, called name: String = name) throws -> Journal? {
        let path = root.appending(name)
        let file: FileDescriptor
        do {
            file = try namingRead(path) {
                try FileDescriptor.open(path, .readWrite, options: [.append, .closeOnExec])
            }
        } catch let failed as NotRead where failed.reason == .noSuchFileOrDirectory { return nil }
        let bytes = try namingRead(path) { try file.readAll(limit: Int(file.stat().size)) }
        let newline = UInt8(ascii: "\n")
        let whole = bytes[..<(bytes.lastIndex(of: newline).map { $0 + 1 } ?? 0)]
        let entries = whole.split(separator: newline).compactMap { Entry(line: $0) }
        let journal = Journal(file, path, Entry.renamed(entries))
        journal.end.withLock { $0 = whole.count }
        return journal
    }

    /// The steps so far, oldest first.
    package var entries: [Entry] { recorded.withLock { $0 } }

    /// Puts a step on the disk; only when this has returned may it be taken.
    package func record(_ component: Component.ID, _ step: String, _ arguments: String...) throws {
        try record(Entry(component, step, arguments.map { Array($0.utf8) }))
    }

    package func record(_ owner: Owner, _ step: String, _ arguments: String...) throws {
        try record(Entry(owner, step, arguments.map { Array($0.utf8) }))
    }

    package func record(_ entry: Entry) throws {
        try recorded.withLock { entries in
            try naming(path) { try add(Array("\(entry.line)\n".utf8)) }
            entries.append(entry)
        }
    }

    /// All or nothing: what is not on the disk for certain must not be read by whoever comes next.
    private func add(_ line: [UInt8]) throws {
        if let end = end.withLock({ $0.take() }) { try file.resize(to: Int64(end)) }
        let end = try file.stat().size
        do {
            try file.writeAll(line)
            try file.sync()
        } catch {
            try? file.resize(to: end)
            throw error
        }
    }

    package static let lacks = "lacks"

    /// Something that `component` does without although all else is well: the restore ends with 3 and says it.
    package func record(lacks failure: Failure, of component: Component.ID) throws {
        try record(component, Self.lacks, failure.line(.english), failure.line(.french))
    }

    /// The restore is over, one way or the other.
    package func close() throws { try Durable.remove(path) }
}

extension Journal.Owner {
    /// As the journal has it: the engine's own with a dot, which no component's name can have.
    package var text: String {
        switch self {
        case .component(let id): id.name
        case .services: ".services"
        case .restore: ".restore"
        case .unknown(let text): text
        }
    }

    fileprivate init(_ text: String) {
        let engines: [Self] = [.services, .restore]
        self =
            engines.first { $0.text == text } ?? Component.ID(text).map(Self.component) ?? .unknown(text)
    }

    /// Nil for the engine's own.
    package var component: Component.ID? { if case .component(let id) = self { id } else { nil } }
}

extension Journal.Entry {
    /// Version 0.1 gave the engine's own steps names that a component may have.
    fileprivate static func renamed(_ entries: [Self]) -> [Self] {
        guard let first = entries.first, first.owner.text == "restore", first.step == "of" else { return entries }
        let own = ["restore": ["of", "saved", "good"], "services": ["stopped", "created", "remade"]]
        return entries.map { entry in
            guard own[entry.owner.text]?.contains(entry.step) == true else { return entry }
            return Self(Journal.Owner(".\(entry.owner.text)"), entry.step, entry.arguments)
        }
    }

    var line: String {
        ([Array(owner.text.utf8), Array(step.utf8)] + arguments).map(Self.encoded).joined(separator: "\t")
    }

    fileprivate init?(line: ArraySlice<UInt8>) {
        let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map(Self.decoded)
        guard parts.count >= 2 else { return nil }
        self.init(
            Journal.Owner(String(decoding: parts[0], as: UTF8.self)), String(decoding: parts[1], as: UTF8.self),
            Array(parts.dropFirst(2)))
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        let safe = bytes.map { byte -> String in
            let isPlain = byte >= 0x20 && byte != UInt8(ascii: "%") && byte != 0x7f
            return isPlain && byte < 0x80
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return safe.joined()
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), text)
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
