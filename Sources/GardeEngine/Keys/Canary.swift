import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Reads the smallest file of an encrypted backup back, where a private key is at hand that asks nobody.
///
/// Elsewhere, which is as it should be, each message was seen from outside as it was written: whole, and for all keys.
struct Canary {
    private let folder: BackupFolder
    private let console: any Reporter

    init(_ folder: BackupFolder, _ console: any Reporter) { (self.folder, self.console) = (folder, console) }

    /// Throws `Refusals` when what was written cannot be read back.
    func prove() async throws {
        guard !folder.keys.isEmpty, let file = folder.files.min(by: { $0.bytes < $1.bytes }) else { return }
        guard folder.keys.contains(where: Keyring.own.holdsPrivateHalf) else { return console.info(.seenFromOutside) }
        do {
            let bytes = try await read(file)
            guard bytes == file.contentBytes else { throw OpenPGPFailed(.damaged) }
            console.info(.readBack(file.name))
        } catch let failed as OpenPGPFailed where failed.isAboutTheKey {
            console.info(.seenFromOutside)
        } catch is CancellationError { throw CancellationError() } catch {
            throw Refusals(failures: [.notReadBack(file.name, Failure(describing: error))])
        }
    }

    private func read(_ file: Manifest.File) async throws -> Int {
        let (content, path) = (Meter(), folder.path.appending(file.name))
        let read = RestoreFile(path: path, part: .data, contentBytes: file.contentBytes)
        try await pipeline(read.source + [Counted { content.add($0) }])
        return content.bytes
    }
}

extension OpenPGPFailed {
    /// Nothing is wrong with the message: the key is not here, or asks for a passphrase.
    var isAboutTheKey: Bool {
        switch reason {
        case .noPrivateKey, .cardMissing, .passphraseNeeded, .wrongPassphrase, .noAgent, .noEngine: true
        case .damaged, .noLoopback, .keyUnusable, .settings, .other: false
        }
    }
}

extension Failure {
    static func notReadBack(_ name: String, _ cause: Failure) -> Failure {
        Failure("encryption.not-read-back", ["name": name, "why": cause.text])
    }
}

extension Text {
    static func readBack(_ name: String) -> Text {
        Text("encryption.read-back", ["name": name])
    }

    static let seenFromOutside = Text("encryption.seen-from-outside")
}
