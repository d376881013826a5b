internal import CGarde
import Synchronization
import SystemPackage

/// An OpenPGP key as gpg's keyring has it.
package struct OpenPGPKey: Sendable, Hashable {
    /// One of its keys; the first one is the primary.
    package struct Part: Sendable, Hashable {
        /// The last 16 digits of its fingerprint, as messages name it.
        package let keyID: String
        package let fingerprint: String
        /// What gpg-agent calls its private half by; empty when unknown.
        package let keygrip: String
        /// Able to encrypt, and neither expired nor revoked.
        package let encrypts: Bool
        /// Seconds since 1970; nil when it never expires.
        package let expires: Int?
    }

    /// 40 hexadecimal digits of the primary key, 64 of the newest kind.
    package let fingerprint: String
    /// The first name that is not revoked, empty when there is none.
    package let name: String
    package let isRevoked: Bool
    package let isExpired: Bool
    package let isDisabled: Bool
    /// Some part of it serves for encrypting now.
    package let encrypts: Bool
    package let parts: [Part]

    /// What messages may name it by.
    package var keyIDs: [String] { parts.map(\.keyID) }

    /// When nothing can be encrypted to it any more, seconds since 1970; nil when it never ends.
    package var encryptsUntil: Int? {
        let ends = parts.filter(\.encrypts).map { $0.expires ?? .max }
        let last = min(parts.first?.expires ?? .max, ends.max() ?? .max)
        return last == .max ? nil : last
    }
}

/// gpg's keys of this user.
package struct Keyring: Sendable, Hashable {
    /// GNUPGHOME, where it is not that of this process.
    let home: String?

    package init(home: String?) { self.home = home }

    /// That of this process, or of the task's own surroundings.
    package static var own: Keyring { Keyring(home: Invocation.surroundings["GNUPGHOME"]) }

    /// The keys that `pattern` finds, usable or not: a fingerprint, a key's id, `<address>` or part of a name.
    package func keys(_ pattern: String) async throws -> [OpenPGPKey] {
        try await withThrowingTaskGroup(of: [OpenPGPKey].self) { group in
            group.addTask(executorPreference: OwnThread()) { try find(pattern) }
            return try await group.next() ?? []
        }
    }

    private func find(_ pattern: String) throws -> [OpenPGPKey] {
        let context = try GPGContext(self)
        let mode = gpgme_keylist_mode_t(GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_WITH_KEYGRIP)
        try check(gpgme_set_keylist_mode(context.raw, mode))
        try check(gpgme_op_keylist_start(context.raw, pattern, 0))
        var found: [OpenPGPKey] = []
        while true {
            var key: gpgme_key_t?
            let error = gpgme_op_keylist_next(context.raw, &key)
            if gpgme_err_code(error) == GPG_ERR_EOF { break }
            try check(error)
            guard let key else { break }
            defer { gpgme_key_unref(key) }
            found.append(OpenPGPKey(key.pointee))
        }
        gpgme_op_keylist_end(context.raw)
        return found
    }

    /// Whether gpg-agent keeps the private half of a part that encrypts, or a card's stub of it, on this machine.
    ///
    /// A look at the agent's documented folder: asking gpg would start an agent on machines that never decrypt.
    package func holdsPrivateHalf(of key: OpenPGPKey) -> Bool {
        let folder = FilePath(home ?? Self.folder).appending("private-keys-v1.d")
        return key.parts.contains { part in
            part.encrypts && !part.keygrip.isEmpty && (try? folder.appending("\(part.keygrip).key").stat()) != nil
        }
    }

    private static var folder: String {
        _ = try? GPGContext(Keyring(home: nil))
        return gpgme_get_dirinfo("homedir").map { String(cString: $0) } ?? "/nonexistent"
    }
}

extension OpenPGPKey {
    fileprivate init(_ key: _gpgme_key) {
        let parts = list(key.subkeys) { $0.pointee.next }.map { Part($0.pointee) }
        let names = list(key.uids) { $0.pointee.next }.filter { $0.pointee.revoked == 0 && $0.pointee.invalid == 0 }
        self.init(
            fingerprint: text(key.fpr).isEmpty ? parts.first?.fingerprint ?? "" : text(key.fpr),
            name: names.first.map { text($0.pointee.uid) } ?? "", isRevoked: key.revoked != 0,
            isExpired: key.expired != 0, isDisabled: key.disabled != 0,
            encrypts: key.can_encrypt != 0 && key.invalid == 0 && parts.contains(where: \.encrypts), parts: parts)
    }
}

extension OpenPGPKey.Part {
    fileprivate init(_ key: _gpgme_subkey) {
        let isGood = key.revoked == 0 && key.expired == 0 && key.disabled == 0 && key.invalid == 0
        self.init(
            keyID: text(key.keyid), fingerprint: text(key.fpr), keygrip: text(key.keygrip),
            encrypts: key.can_encrypt != 0 && isGood, expires: key.expires == 0 ? nil : key.expires)
    }
}

extension Keyring {
    /// The keys whose passphrases this process handed to gpg.
    private static let handed = Mutex<Set<String>>([])

    static func remember(_ keyIDs: [String]) { handed.withLock { $0.formUnion(keyIDs) } }

    /// Has gpg-agent forget the passphrases that this process handed to gpg: it keeps those too, for minutes.
    package func forgetHandedPassphrases() async {
        await forgetPassphrases(of: Array(Self.handed.withLock { $0 }))
    }

    /// The same for these keys, whoever gave their passphrases.
    package func forgetPassphrases(of keyIDs: [String]) async {
        var keygrips: Set<String> = []
        for id in Set(keyIDs) where id.contains(where: { $0 != "0" }) {
            for key in (try? await keys(id)) ?? [] { keygrips.formUnion(key.parts.map(\.keygrip)) }
        }
        let commands = keygrips.sorted().map { "CLEAR_PASSPHRASE --mode=normal \($0)" }
        guard !commands.isEmpty else { return }
        let place = home.map { ["--homedir", $0] } ?? []
        let agent = Invocation("gpg-connect-agent", place + ["--no-autostart"] + commands + ["/bye"])
        _ = try? await agent.capture(timeout: .seconds(10))
    }
}

/// What hangs together by `next`.
func list<Item>(
    _ first: UnsafeMutablePointer<Item>?, next: (UnsafeMutablePointer<Item>) -> UnsafeMutablePointer<Item>?
) -> [UnsafeMutablePointer<Item>] {
    var (found, item) = ([UnsafeMutablePointer<Item>](), first)
    while let one = item {
        found.append(one)
        item = next(one)
    }
    return found
}

func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
