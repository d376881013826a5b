internal import SystemPackage

/// Why gpg could not do what it was asked to.
package struct OpenPGPFailed: Error, Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// No program gpg.
        case noEngine
        /// None of the private keys that could open the message is here.
        case noPrivateKey
        /// The private key lies on a card that is not in the machine.
        case cardMissing
        case wrongPassphrase
        /// The private key has a passphrase, and nobody was there to give it.
        case passphraseNeeded
        /// gpg-agent, which holds the private keys, does not run and cannot be started.
        case noAgent
        /// The message is cut short, changed, or none.
        case damaged
        /// gpg-agent takes no passphrase from a program.
        case noLoopback
        /// A key that was there a moment ago can no longer be encrypted to.
        case keyUnusable
        /// The machine's own configuration has an option that would change what is kept.
        case settings
        case other
    }

    package let reason: Reason
    /// gpg's own words.
    package let said: String

    package init(_ reason: Reason, said: String = "") { (self.reason, self.said) = (reason, said) }
}

extension Keyring {
    /// gpg with options that are ours: of what its user set only that counts which says where keys are.
    ///
    /// `--no-options` keeps gpg.conf away, but not that of the whole machine, which the others set back.
    func gpg(_ words: [String]) throws -> Invocation {
        let fixed = [
            "--no-options", "--batch", "--no-tty", "--status-fd", "2", "--logger-fd", "2", "--no-armor",
            "--no-textmode", "--gnupg",
            "--max-output", "0", "--set-filesize", "0", "--output", "-", "--no-encrypt-to", "--no-throw-keyids",
            "--no-auto-key-locate", "--no-auto-check-trustdb",
        ]
        return Invocation(
            "gpg",
            fixed + (home.map { ["--homedir", $0] } ?? [])
                + (try settings(encrypting: words.contains("--encrypt")).words) + words)
    }

    /// Runs gpg between two descriptors. Throws what `reason` makes of its words when it fails; `EPIPE` when nobody read
    /// on, which says nothing of gpg.
    func run(
        _ words: [String], _ input: FileDescriptor, _ output: FileDescriptor,
        isGood: (GPGWords) -> Bool = { _ in true }, orElse reason: (GPGWords) -> OpenPGPFailed.Reason
    ) async throws -> GPGWords {
        let heard = Heard()
        let ending: Ending
        do { ending = try await gpg(words).run(input: input, output: output, hear: heard.add) } catch is ToolMissing {
            throw OpenPGPFailed(.noEngine)
        }
        let said = heard.words
        if ending.isSuccess, isGood(said) { return said }
        if said.plain.contains(where: { $0.hasSuffix("Broken pipe") }) { throw Errno.brokenPipe }
        // What a gpg that was killed leaves has no end.
        if case .signaled(let signal) = ending { throw OpenPGPFailed(.damaged, said: "signal \(signal)") }
        throw OpenPGPFailed(reason(said), said: said.cause)
    }
}
