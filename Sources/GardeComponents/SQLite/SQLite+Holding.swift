package import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension SQLite {
    package func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding? {
        try await holding(of: files, named: { _ in true }, site)
    }

    /// Tables with their rows, which only SQLite itself can count, and only in a file.
    package func holding(
        of files: [RestoreFile], named isWanted: @escaping @Sendable (String) -> Bool, _ site: Site
    ) async throws -> DataHolding? {
        guard let archive = files.last(where: { $0.part == .tar }), let workshop = site.workshop else { return nil }
        try SQLiteProgram.require()
        let place = workshop.removingLastComponent()
        let free = try room(at: place).free
        guard archive.contentBytes < free else {
            throw Failure.notEnoughRoom(place.string, archive.contentBytes, free)
        }
        try Durable.removeTree(workshop)
        try Durable.createFolder(workshop)
        defer { try? Durable.removeTree(workshop) }
        let (name, copy) = (FilePath(path).names.last, workshop.appending("copy.db"))
        let isThere = try await archive.walk { reader in
            while let member = try reader.next() {
                guard case .file = member.kind, try MemberPath(member.name).names.last == name else { continue }
                let file = try FileDescriptor.open(
                    copy, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite]
                )
                try file.thenClose { try reader.content { _, bytes in try file.writeAll(bytes) } }
                return true
            }
            return false
        }
        guard isThere else { return nil }
        let program = SQLiteProgram(file: SQLiteFile(path: archive.path))
        let (tables, strange, why) = try await program.rows(of: copy, where: isWanted)
        if let why {
            site.console.warning(
                Text("sqlite.not-counted", ["path": path, "list": shorten(strange), "why": why]))
        }
        return DataHolding("look.rows", tables, uncounted: strange)
    }
}

extension SQLiteProgram {
    /// How many rows the tables of a file have that nobody writes to; what a module makes up of other tables is none.
    ///
    /// With those whose rows cannot be counted, since they are in an order that only their application knows.
    func rows(
        of path: FilePath, where isWanted: (String) -> Bool
    ) async throws -> (tables: [(name: String, count: Int)], strange: [String], why: String?) {
        let list = """
            SELECT hex(name) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name;
            """
        let names = try await ask(SQLiteFile.unchanging(path), [list], in: nil).map(Self.text).filter(isWanted)
        guard !names.isEmpty else { return ([], [], nil) }
        do { return (try await counted(names, of: path), [], nil) } catch is Stranger {}
        // An index may be in such an order, and the table itself is not.
        var (tables, strange, why) = ([(name: String, count: Int)](), [String](), String?.none)
        for name in names {
            do { tables += try await counted([name], of: path, " NOT INDEXED") } catch let stranger as Stranger {
                strange.append(name)
                why = stranger.said
            }
        }
        return (tables, strange, why)
    }

    private func counted(
        _ names: [String], of path: FilePath, _ how: String = ""
    ) async throws -> [(name: String, count: Int)] {
        let counts = names.map { "SELECT count(*) FROM \"\($0.replacing("\"", with: "\"\""))\"\(how);" }
        let rows = try await ask(SQLiteFile.unchanging(path), counts, in: nil).map { Int($0) ?? 0 }
        return zip(names, rows).map { ($0, $1) }
    }

    /// Of `hex()`: a name may have any character in it.
    private static func text(_ digits: String) -> String {
        let digits = Array(digits.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
