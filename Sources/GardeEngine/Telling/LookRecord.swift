import GardeCore
import GardeIO
import SystemPackage

/// Who was last told what by `--tell` of one call: a file in BACKUP_ROOT.
struct LookRecord: Sendable {
    /// A digest of what was found, by the mark of who heard it; whoever is not here believes that all is well.
    var told: [String: String]
    private let path: FilePath

    /// `words` are those of the call.
    init(_ own: Identity, of words: String, in root: FilePath) {
        let call = SHA256.hexadecimal(of: Array(words.utf8)).prefix(12)
        path = root.appending(".told.\(own.recipe)-\(own.mark)-\(call)")
        let text = smallFile(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        told = Dictionary(lines.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
    }

    /// Of these people alone. Where it cannot be written they are told again, which is better than never.
    func write(keeping marks: [String]) {
        let lines = told.filter { marks.contains($0.key) }.map { "\($0) \($1)\n" }.sorted()
        try? publish(Array(lines.joined().utf8), at: path, mode: 0o600)
    }
}
