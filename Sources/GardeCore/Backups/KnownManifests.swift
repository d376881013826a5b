import GardeIO
import Synchronization

/// Manifests that this process has read, as long as their files stay what they were: a run asks for all of a folder's some
/// forty times, and a month of quarter hours is three thousand.
enum KnownManifests {
    private static let read = Mutex<[FileIdentity: (facts: FileFacts, manifest: Manifest)]>([:])

    /// Nil where the file with these facts was not read, or was another one then.
    static func manifest(of facts: FileFacts) -> Manifest? {
        read.withLock { $0[facts.identity] }.flatMap { $0.facts == facts ? $0.manifest : nil }
    }

    /// `facts` are those of before `manifest` was read.
    static func remember(_ manifest: Manifest, _ facts: FileFacts, at now: FileTime) {
        guard facts.isSettled(at: now) else { return }
        read.withLock { $0[facts.identity] = (facts, manifest) }
    }
}
