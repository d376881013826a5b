import Synchronization
internal import SystemPackage

/// gpg's keys of this user.
package struct Keyring: Sendable, Hashable {
    /// GNUPGHOME, where it is not that of this process.
    let home: String?

    package init(home: String?) { self.home = home }

    /// That of this process, or of the task's own surroundings.
    package static var own: Keyring { Keyring(home: Invocation.surroundings["GNUPGHOME"]) }

    /// The keys that `pattern` finds, usable or not: a fingerprint, a key's id, `<address>` or part of a name.
    package func keys(_ pattern: String) async throws -> [OpenPGPKey] {
        let words = ["--with-colons", "--fixed-list-mode", "--with-keygrip", "--list-keys", "--", pattern]
        let found: ToolOutput
        do { found = try await gpg(words).capture(timeout: .seconds(60), limit: 64 << 20) } catch is ToolMissing {
            throw OpenPGPFailed(.noEngine)
        }
        let said = found.said.reduce(into: GPGWords()) { $0.add($1) }
        // That there is no such key is one more failure of gpg's.
        let isAbsence = said.plain.contains { $0.hasSuffix("No public key") || $0.hasSuffix("Not found") }
        guard found.ending.isSuccess || isAbsence else { throw OpenPGPFailed(.other, said: said.cause) }
        return KeyListing.keys(in: found.output)
    }

    /// Whether gpg-agent keeps the private half of a part that encrypts on this machine; that of a card is not here.
    ///
    /// A look at the agent's documented folder: asking gpg would start an agent on machines that never decrypt.
    package func holdsPrivateHalf(of key: OpenPGPKey) -> Bool {
        let files = folder.appending("private-keys-v1.d")
        return key.parts.contains { part in
            guard part.encrypts, !part.keygrip.isEmpty, let bytes = smallFile(files.appending("\(part.keygrip).key"))
            else { return false }
            return bytes.firstRange(of: Array("shadowed-private-key".utf8)) == nil
        }
    }

    /// Where gpg looks for keys and settings.
    var folder: FilePath {
        let own = home ?? Invocation.variable("GNUPGHOME")
        return own.map { FilePath($0) } ?? FilePath(Invocation.variable("HOME") ?? "/nonexistent").appending(".gnupg")
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
