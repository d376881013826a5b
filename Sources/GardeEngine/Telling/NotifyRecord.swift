import GardeCore
import GardeIO
import SystemPackage

/// When `notify --test` last reached everybody, and who that was: a file in BACKUP_ROOT.
struct NotifyRecord: Sendable, Hashable {
    let time: LocalTime
    /// A digest: addresses may be secrets.
    let names: String

    var day: String { String(time.readable.prefix(10)) }

    init(_ addressees: [Addressee], at time: LocalTime = .now()) {
        (self.time, names) = (time, addressees.recordedNames)
    }

    /// Nil where there was no such test.
    init?(_ own: Identity, in root: FilePath) {
        guard let text = smallFile(Self.path(own, in: root)) else { return nil }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2, let time = LocalTime(iso8601: words[0]) else { return nil }
        (self.time, names) = (time, words[1])
    }

    /// Where there is no BACKUP_ROOT yet, nothing is remembered.
    func write(_ own: Identity, in root: FilePath) {
        try? publish(Array("\(time.iso8601) \(names)\n".utf8), at: Self.path(own, in: root), mode: 0o600)
    }

    private static func path(_ own: Identity, in root: FilePath) -> FilePath {
        root.appending(".notify-test.\(own.recipe)-\(own.mark)")
    }
}

extension [Addressee] {
    var recordedNames: String {
        SHA256.hexadecimal(of: [UInt8](map(\.name).sorted().joined(separator: "\0").utf8))
    }
}
