import GardeCore
import GardeIO
import SystemPackage

/// When `notify --test` last reached everybody, and who that was: a file in BACKUP_ROOT.
struct NotifyRecord: Sendable, Hashable {
    let time: LocalTime
    /// Of everybody, and of the ways to them.
    let marks: String

    var day: String { String(time.readable.prefix(10)) }

    init(_ addressees: [Addressee], _ own: Identity, at time: LocalTime = .now()) {
        (self.time, marks) = (time, Self.marks(addressees, own))
    }

    /// Nil where there was no such test.
    init?(_ own: Identity, in root: FilePath) {
        guard let text = smallFile(Self.path(own, in: root)) else { return nil }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2, let time = LocalTime(iso8601: words[0]) else { return nil }
        (self.time, marks) = (time, words[1])
    }

    /// Whether these very people were reached, by the same ways.
    func isOf(_ addressees: [Addressee], _ own: Identity) -> Bool { marks == Self.marks(addressees, own) }

    /// Where there is no BACKUP_ROOT yet, nothing is remembered.
    func write(_ own: Identity, in root: FilePath) {
        try? publish(Array("\(time.iso8601) \(marks)\n".utf8), at: Self.path(own, in: root), mode: 0o600)
    }

    private static func path(_ own: Identity, in root: FilePath) -> FilePath {
        root.appending(".notify-test.\(own.recipe)-\(own.mark)")
    }

    private static func marks(_ addressees: [Addressee], _ own: Identity) -> String {
        SHA256.hexadecimal(of: Array(addressees.map { $0.mark(own) }.sorted().joined().utf8))
    }
}
