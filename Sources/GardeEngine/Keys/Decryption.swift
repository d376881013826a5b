import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Passphrase {
    /// The flag's or variable's, else the first line of GPG_PASSPHRASE_FILE, else gpg asks on the terminal.
    init(_ settings: Settings, root: FilePath) throws {
        let file = settings[.passphraseFile].map { root.pushing(FilePath($0)) }
        if let given = try settings[.passphrase] ?? file.flatMap({ try Site.firstLine(of: $0) }) {
            self = .given(given)
        } else {
            self = FileDescriptor.standardInput.isTerminal ? .asked : .none
        }
    }
}

extension [FoundBackup] {
    /// Whether what is encrypted here can be opened: by its smallest file, before any other is read.
    ///
    /// Throws the `Failure` about key, passphrase or a lost manifest; what else is wrong with the file is for its
    /// examination to find.
    func open(with decrypt: Decrypt?) async throws {
        let encrypted = flatMap(\.files).filter(\.isEncrypted)
        guard !encrypted.isEmpty else { return }
        guard let decrypt else { throw Failure.encrypted }
        let there = encrypted.compactMap { file in (try? file.path.stat()).map { (file, $0.size) } }
        let smallest = there.min { $0.1 < $1.1 }
        guard let file = smallest?.0, case let path = file.path else { return }
        // A wrong passphrase would pass as long as gpg-agent remembers the right one.
        if decrypt.isGivenPassphrase { await Keyring.own.forgetPassphrases(of: try OpenPGPMessage.keyIDs(of: path)) }
        let start = FirstBytes()
        do { try await pipeline([FileSource(path), decrypt, start]) } catch let failed as OpenPGPFailed {
            if failed.isAboutTheKey { throw Failure.openPGP(failed) }
        }
        let hasManifest = contains { $0.manifest != nil && $0.files.contains(file) }
        if !hasManifest, GzipFile.isOurs(start.bytes) { throw Failure.manifestLost(path.string) }
    }
}

extension RestorePlan {
    /// Who can read the platform's backups: those whom the settings name, else those of the backup that is restored,
    /// else those of the newest one.
    ///
    /// A backup of the bash pair names the keys in its files only.
    func safetyRecipients(_ backups: [FoundBackup]) -> [Recipient] {
        guard recipients.isEmpty else { return recipients }
        let newest = History(backupRoot, of: identity).backups.first
        let named = (backups.compactMap(\.manifest) + [newest].compactMap(\.self)).map { $0.backup.recipients ?? [] }
        let inFiles = backups.lazy.map { $0.files.first(where: \.isEncrypted)?.keyIDs ?? [] }
        let keys = named.first { !$0.isEmpty } ?? inFiles.first { !$0.isEmpty } ?? []
        return keys.map { Recipient(key: .text($0), isFingerprint: true) }
    }

    /// The keys for the safety copy. On a bare machine that of one recipient is enough; nothing is copied unencrypted.
    ///
    /// Throws `Refusals` when an encrypted platform has none left.
    func safetyKeys(_ backups: [FoundBackup]) async throws -> RecipientKeys {
        let found = await RecipientKeys.find(safetyRecipients(backups))
        guard !found.keys.isEmpty || found.findings.isEmpty else { throw Refusals(failures: found.findings) }
        return found
    }
}

extension FoundBackup.File {
    /// The keys that can open it, less those that it hides.
    fileprivate var keyIDs: [String] {
        ((try? OpenPGPMessage.keyIDs(of: path)) ?? []).filter { !$0.allSatisfy { $0 == "0" } }
    }
}

extension Failure {
    static let encrypted = Failure("encryption.encrypted")
}
