import GardeComponents
package import GardeCore
internal import GardeWords
package import GardeIO
package import SystemPackage

/// How long the last restore of everything took, by which one of today can be judged: a line in BACKUP_ROOT.
package struct RestoreTime: Sendable, Hashable {
    /// From the first look at the backup to the last service that runs, without the time that a person took to confirm.
    package let seconds: Int
    /// What was restored, decompressed.
    package let bytes: Int
    package let end: LocalTime

    package init(seconds: Int, bytes: Int, end: LocalTime) {
        (self.seconds, self.bytes, self.end) = (seconds, bytes, end)
    }

    /// Nil when nothing was ever restored, or the line cannot be read.
    package init?(_ own: Identity, in root: FilePath) {
        guard let text = smallFile(Self.path(own, in: root)) else { return nil }
        let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 3, let end = LocalTime(iso8601: words[0]), let seconds = Int(words[1]), seconds >= 0,
            let bytes = Int(words[2]), bytes >= 0
        else { return nil }
        self.init(seconds: seconds, bytes: bytes, end: end)
    }

    package func write(_ own: Identity, in root: FilePath) throws {
        try publish(Array("\(end.iso8601) \(seconds) \(bytes)\n".utf8), at: Self.path(own, in: root), mode: 0o600)
    }

    /// Seconds for as much as `bytes`: longer in proportion, never shorter.
    package func expected(for bytes: Int) -> Int {
        guard bytes > self.bytes, self.bytes > 0 else { return seconds }
        return Int(Double(seconds) * Double(bytes) / Double(self.bytes))
    }

    private static func path(_ own: Identity, in root: FilePath) -> FilePath {
        root.appending(".last-restore.\(own.recipe)-\(own.mark)")
    }
}
