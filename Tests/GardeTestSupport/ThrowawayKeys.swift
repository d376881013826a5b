internal import Glibc
package import SystemPackage

/// A keyring of gpg's for a test, with keys made for it; gone with it, its agent too.
package final class ThrowawayKeys: Sendable {
    private let scratch: Scratch
    /// What GNUPGHOME has to be.
    package let home: FilePath

    /// In a folder of its own; gpg-agent's socket lies there, so its path is short unless `name` makes it long.
    package init(_ name: String = "gpg") throws {
        scratch = Scratch()
        home = scratch(name)
        guard mkdir(home.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        // Else the agent measures for seconds how often it can hash a passphrase in a tenth of one.
        try scratch.write("\(name)/gpg-agent.conf", "s2k-count 65536\n")
    }

    deinit {
        let arguments = ["gpgconf", "--homedir", home.string, "--kill", "all"]
        let strings = arguments.map { strdup($0) } + [nil]
        defer { strings.forEach { free($0) } }
        var process: pid_t = 0
        if posix_spawnp(&process, arguments[0], nil, nil, strings, environ) == 0 { waitpid(process, nil, 0) }
    }

    /// Ends the agent, which remembers passphrases.
    package func forget() async throws {
        _ = try await run("gpgconf", ["--homedir", home.string, "--kill", "gpg-agent"])
    }

    package var variables: [String: String] { ["GNUPGHOME": home.string] }

    /// Runs gpg on this keyring, without a terminal; throws unless it exits with 0.
    @discardableResult
    package func gpg(_ arguments: String..., input: String = "", at time: String? = nil) async throws -> String {
        // Who asks for a passphrase starts an agent, which could not start in a folder of a long name.
        let asks = arguments.contains("--passphrase") ? ["--pinentry-mode", "loopback"] : []
        let fixed = ["--batch", "--quiet", "--no-tty"] + asks
        let clock = time.map { ["--faked-system-time", $0 + "!"] } ?? []
        let result = try await run(
            "gpg", fixed + clock + arguments, input: input, variables: usual.merging(variables) { $1 })
        guard result.status == 0 else { throw ThrowawayFailed(script: "gpg \(arguments)", result: result) }
        return result.output
    }

    /// What a key is made of.
    package enum Kind: String, Sendable, CaseIterable {
        /// One key that signs and encrypts.
        case rsa
        /// Ed25519, with a part of Curve25519 for encrypting.
        case curve
        /// The same with a part that expired before the other was made.
        case renewed
        /// It cannot encrypt.
        case signing
        case expired
    }

    /// Makes a key and gives its fingerprint.
    @discardableResult
    package func make(
        _ name: String, _ kind: Kind = .curve, passphrase: String = "", expires: String = "never"
    ) async throws -> String {
        let past = kind == .renewed || kind == .expired ? "20200101T000000" : nil
        let (algorithm, use) = kind == .rsa ? ("rsa2048", "sign,cert,encr") : ("ed25519", "sign,cert")
        let end = kind == .expired ? "2021-01-01" : expires
        try await gpg("--passphrase", passphrase, "--quick-gen-key", name, algorithm, use, end, at: past)
        let fingerprint = try await fingerprint(of: name)
        func add(_ end: String, _ past: String?) async throws {
            try await gpg("--passphrase", passphrase, "--quick-add-key", fingerprint, "cv25519", "encr", end, at: past)
        }
        switch kind {
        case .rsa, .signing: break
        case .curve: try await add(expires, nil)
        case .expired: try await add(end, past)
        case .renewed:
            try await add("2021-01-01", past)
            try await add("never", nil)
        }
        return fingerprint
    }

    /// Of the newest key of this name.
    package func fingerprint(of name: String) async throws -> String {
        let lines = try await gpg("--with-colons", "--list-keys", name).lines
        let keys = lines.enumerated().filter { $0.element.hasPrefix("pub:") }
        guard let last = keys.last, last.offset + 1 < lines.count else { throw NoKey(name: name) }
        let fields = lines[last.offset + 1].split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count > 9 else { throw NoKey(name: name) }
        return String(fields[9])
    }

    /// Puts keys of another keyring into this one: the public halves, or the private ones too.
    package func take(_ names: String..., from other: ThrowawayKeys, privateToo: Bool = false, passphrase: String = "")
        async throws
    {
        for name in names {
            let armored =
                privateToo
                ? try await other.gpg("--armor", "--passphrase", passphrase, "--export-secret-keys", name)
                : try await other.gpg("--armor", "--export", name)
            try await gpg("--import", input: armored)
        }
    }
}

/// No key where one should be.
package struct NoKey: Error { let name: String }
