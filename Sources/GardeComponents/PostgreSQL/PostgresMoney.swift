import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// Values of the type `money` are written and read by `lc_monetary`, of which a dump says nothing: the file of roles does, in
/// its first line. Other settings of the locale change nothing that a dump holds.
struct MoneyNote: Filter {
    let locale: String
    let script: any Filter

    private static let mark = "-- Garde: lc_monetary = "

    var stage: String { script.stage }

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        try output.writeAll(Array("\(Self.mark)\(locale)\n".utf8))
        try await script.run(input, output)
    }

    /// The locale that the file of roles names; nil where it says nothing.
    static func locale(in script: [UInt8]) -> String? {
        guard script.starts(with: mark.utf8) else { return nil }
        let line = script.dropFirst(mark.utf8.count).prefix { $0 != UInt8(ascii: "\n") }
        let locale = String(decoding: line, as: UTF8.self)
        return isPlain(locale) ? locale : nil
    }

    /// Whether it can stand in the options of a session as it is.
    static func isPlain(_ locale: String) -> Bool { locale.wholeMatch(of: /[A-Za-z0-9_.@-]+/) != nil }
}

extension PostgresServer {
    static let moneySQL = """
        select current_setting('lc_monetary') where exists (select from pg_attribute a
        join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem
        where a.attrelid > 16383 and 'money'::regtype in (t.oid, t.typelem, t.typbasetype, e.typbasetype));
        """

    /// By what `pg_dump` writes money, where the database has any; nil too where the server does not say.
    func moneyLocale() async -> String? {
        ((try? await rows(Self.moneySQL))?.first?.first).flatMap { MoneyNote.isPlain($0) ? $0 : nil }
    }
}

extension PostgresLoad {
    /// By what money in the dump is read: as it was written, else by what the database had of its own.
    func moneyLocale(_ files: RestoreFiles, _ schema: DumpSchema) async throws -> String? {
        guard let file = files.first(.roles) else { return schema.moneyLocale }
        let content = Collect(limit: 64 << 20)
        try await pipeline(file.source + [content])
        return MoneyNote.locale(in: content.bytes) ?? schema.moneyLocale
    }

    /// A server that lacks the locale would refuse rows, or read other sums in them.
    func moneyFinding(_ files: RestoreFiles, _ schema: DumpSchema, _ session: PostgresSession) async throws -> Failure?
    {
        guard let locale = try await moneyLocale(files, schema) else { return nil }
        do { try await session.run("SET lc_monetary = \(SQL.literal(locale));") } catch let failure as Failure {
            return .missingLocale(locale, failure.why)
        }
        return nil
    }
}
