package import GardeCore
import GardeIO
import SystemPackage

extension Redis {
    /// Keys by database and name: values change with every session.
    package func contents(of files: [RestoreFile], _ source: Source, _ site: Site) async throws -> Contents? {
        guard let dump = files.last(where: { $0.part == .rdb }) else { return nil }
        let survey = RedisSurvey(keepsNames: true)
        do { try await pipeline(dump.source + [survey]) } catch RDBFailed.unknown { return nil }
        guard let found = survey.contents else { return nil }
        var contents = Contents()
        for (database, names) in found.names {
            for name in names { contents.entries[Self.entry(name, in: database)] = "" }
        }
        return contents
    }

    /// Keys that expired, or were taken away: the server has them no more.
    package func changed(_ names: [[UInt8]], since before: StandBefore, _ source: Source, _ site: Site) async -> Set<
        [UInt8]
    > {
        guard names.count <= 10_000, let server = try? await RedisServer.reach(self, site) else { return [] }
        var gone: Set<[UInt8]> = []
        for (database, names) in Dictionary(grouping: names, by: Self.database) {
            let questions = names.map { "EXISTS \(Self.quoted(Self.key($0)))\n" }.joined()
            let call = server.command("-n", "\(database)")
            guard let answer = try? await call.capture(input: Array(questions.utf8)).whenSuccessful() else { continue }
            let lines = answer.split(whereSeparator: \.isNewline)
            guard lines.count == names.count else { continue }
            gone.formUnion(zip(names, lines).filter { $0.1 == "0" }.map(\.0))
        }
        return gone
    }

    /// Names of keys may be what opens somebody's session: what they begin with is enough.
    package func shown(_ name: [UInt8]) -> String {
        let key = Self.key(name)
        let start = key.firstIndex(of: UInt8(ascii: ":")).map { visible(key[...$0]) } ?? ""
        return "db\(Self.database(name)) \(start)*"
    }

    private static func entry(_ key: [UInt8], in database: Int) -> [UInt8] { Array("\(database) ".utf8) + key }

    private static func database(_ entry: [UInt8]) -> Int {
        Int(String(decoding: entry.prefix { $0 != 0x20 }, as: UTF8.self)) ?? 0
    }

    private static func key(_ entry: [UInt8]) -> [UInt8] { Array(entry.drop { $0 != 0x20 }.dropFirst()) }

    /// As redis-cli reads a word on its standard input.
    private static func quoted(_ key: [UInt8]) -> String {
        "\"" + key.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    }
}
