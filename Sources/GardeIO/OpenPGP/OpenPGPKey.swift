/// An OpenPGP key as gpg's keyring has it.
package struct OpenPGPKey: Sendable, Hashable {
    /// One of its keys; the first one is the primary.
    package struct Part: Sendable, Hashable {
        /// The last 16 digits of its fingerprint, as messages name it.
        package let keyID: String
        package fileprivate(set) var fingerprint = ""
        /// What gpg-agent calls its private half by; empty when unknown.
        package fileprivate(set) var keygrip = ""
        /// Able to encrypt, and neither expired nor revoked.
        package let encrypts: Bool
        /// Seconds since 1970; nil when it never expires.
        package let expires: Int?
    }

    /// The first name that is not revoked, empty when there is none.
    package fileprivate(set) var name = ""
    package let isRevoked: Bool
    package let isExpired: Bool
    package let isDisabled: Bool
    package fileprivate(set) var parts: [Part]
    /// The one part to encrypt to, where somebody chose; else gpg takes the newest that can.
    package private(set) var chosen: Part?

    /// 40 hexadecimal digits of the primary key, 64 of the newest kind.
    package var fingerprint: String { parts[0].fingerprint }

    /// Some part of it serves for encrypting now.
    package var encrypts: Bool { fitParts.contains(where: \.encrypts) }

    /// What messages may name it by.
    package var keyIDs: [String] { fitParts.map(\.keyID) }

    /// As gpg takes it; the mark makes it use no other part.
    var recipient: String { chosen.map { $0.fingerprint + "!" } ?? fingerprint }

    /// When nothing can be encrypted to it any more, seconds since 1970; nil when it never ends.
    package var encryptsUntil: Int? {
        let ends = fitParts.filter(\.encrypts).map { $0.expires ?? .max }
        let last = min(parts[0].expires ?? .max, ends.max() ?? .max)
        return last == .max ? nil : last
    }

    /// The same, to be encrypted to by the part of this fingerprint or id alone; nil when it has no such part.
    package func choosing(_ digits: String) -> OpenPGPKey? {
        guard let part = parts.first(where: { $0.fingerprint.hasSuffix(digits.uppercased()) }) else { return nil }
        var key = self
        key.chosen = part
        return key
    }

    private var fitParts: [Part] { chosen.map { [$0] } ?? parts }
}

/// What `gpg --with-colons` lists: records of fields, in GnuPG's doc/DETAILS.
enum KeyListing {
    static func keys(in text: String) -> [OpenPGPKey] {
        var keys: [OpenPGPKey] = []
        for line in text.split(separator: "\n") {
            let fields = Fields(line)
            if fields.kind == "pub" { keys.append(OpenPGPKey(fields)) }
            guard let last = keys.indices.last else { continue }
            keys[last].take(fields)
        }
        return keys.filter { !$0.fingerprint.isEmpty }
    }
}

private struct Fields {
    private let all: [Substring]

    init(_ line: Substring) { all = line.split(separator: ":", omittingEmptySubsequences: false) }

    /// Counted from 1, as GnuPG's documentation does.
    subscript(_ number: Int) -> Substring { number <= all.count ? all[number - 1] : "" }

    var kind: Substring { self[1] }
    /// Revoked, expired, disabled, invalid.
    var isBad: Bool { self[2].first.map { "redi".contains($0) } ?? false }

    /// `\x3a` stands for a colon.
    var text: String {
        let pieces = self[10].split(separator: "\\x", omittingEmptySubsequences: false)
        var bytes = Array((pieces.first ?? "").utf8)
        for piece in pieces.dropFirst() {
            guard let byte = UInt8(piece.prefix(2), radix: 16) else {
                bytes += Array("\\x\(piece)".utf8)
                continue
            }
            bytes += [byte] + Array(piece.dropFirst(2).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension OpenPGPKey {
    fileprivate init(_ fields: Fields) {
        (isRevoked, isExpired) = (fields[2] == "r", fields[2] == "e")
        isDisabled = fields[2] == "d" || fields[12].contains("D")
        parts = []
    }

    /// What the record adds to the key that is listed.
    fileprivate mutating func take(_ fields: Fields) {
        switch fields.kind {
        case "pub", "sub":
            // What is wrong with the primary key is wrong with all of them.
            let isFit = !fields.isBad && !isRevoked && !isExpired && !isDisabled
            parts.append(
                Part(
                    keyID: String(fields[5]), encrypts: isFit && fields[12].contains("e"), expires: Int(fields[7])))
        case "fpr": if let last = parts.indices.last { parts[last].fingerprint = String(fields[10]) }
        case "grp": if let last = parts.indices.last { parts[last].keygrip = String(fields[10]) }
        case "uid": if name.isEmpty, !fields.isBad { name = fields.text }
        default: break
        }
    }
}
