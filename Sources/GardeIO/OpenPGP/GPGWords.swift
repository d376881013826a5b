import Synchronization

/// What gpg says while it works: for programs, and for people.
struct GPGWords: Sendable {
    /// Each with its arguments, as in `NO_SECKEY 94A636DC59B7C6C0`.
    private(set) var status: [[Substring]] = []
    /// Without the program's name.
    private(set) var plain: [String] = []

    mutating func add(_ line: String) {
        let mark = "[GNUPG:] "
        if line.hasPrefix(mark) {
            // Of a message for very many recipients the last ones do.
            status = (status + [line.dropFirst(mark.count).split(separator: " ")]).suffix(512)
        } else {
            plain = (plain + [line.hasPrefix("gpg: ") ? String(line.dropFirst(5)) : line]).suffix(64)
        }
    }

    func has(_ keyword: String) -> Bool { status.contains { $0.first?[...] == keyword[...] } }

    /// The first argument of each line with this keyword.
    func arguments(of keyword: String) -> [String] {
        status.filter { $0.count > 1 && $0[0] == keyword }.map { String($0[1]) }
    }

    /// Why private keys did not serve: libgpg-error's numbers, without where they come from.
    var keyErrors: Set<Int> {
        let lines = status.filter { $0.count > 2 && $0[0] == "ERROR" && $0[1] == "pkdecrypt_failed" }
        return Set(lines.compactMap { Int($0[2]).map { $0 & 0xffff } })
    }

    /// The line that says why: the first one that is no remark.
    var cause: String {
        let remarks = ["encrypted with", "WARNING:", "Note:", "using ", "checking ", "marginals ", "depth:", "      "]
        return plain.first { line in !remarks.contains(where: line.hasPrefix) } ?? ""
    }
}

/// Gathers lines from the thread that hears them.
final class Heard: Sendable {
    private let kept = Mutex(GPGWords())

    var words: GPGWords { kept.withLock { $0 } }
    @Sendable func add(_ line: String) { kept.withLock { $0.add(line) } }
}
