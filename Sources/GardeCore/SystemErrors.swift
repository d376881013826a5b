package import GardeWords
package import GardeIO
import SystemPackage

// What the system's refusals mean to an administrator, and what to type next.

extension Failure {
    package static func notWritten(_ failed: NotWritten) -> Failure {
        let (path, name) = (failed.path, visible(failed.path.bytes))
        switch failed.reason {
        case .noSpace: return .noSpace(for: path)
        case .diskQuotaExceeded: return .quotaUsedUp(for: path)
        case let reason:
            return Failure(
                "system.not-written-let", ["name": name, "why": reason.meaning, "fix": reason.cure(of: path)])
        }
    }

    package static func notRead(_ failed: NotRead) -> Failure {
        let name = visible(failed.path.bytes)
        return Failure(
            "system.not-read",
            ["name": name, "why": failed.reason.meaning, "fix": failed.reason.cure(of: failed.path, reading: true)])
    }

    /// The guide's words for a full disk; one may be full of files rather than of bytes.
    private static func noSpace(for path: FilePath) -> Failure {
        let (disk, name) = (mountPoint(of: path), visible(path.bytes))
        let room = try? room(at: disk)
        let (free, files) = (room?.free ?? 0, room?.files)
        return Failure(
            "system.no-space",
            [
                "name": name, "free": Bytes(free),
                "fix":
                    (files == 0
                    ? Text("system.no-space.fix-1", ["disk": disk])
                    : Text("system.no-space.fix-2", ["disk": disk])),
            ])
    }

    private static func quotaUsedUp(for path: FilePath) -> Failure {
        let (user, name) = (userName(), visible(path.bytes))
        return Failure("system.quota-used-up", ["name": name, "user": user])
    }

    static func notLocked(_ failed: NotLocked) -> Failure {
        let place = failed.path.removingLastComponent()
        return Failure("system.not-locked", ["path": failed.path, "why": failed.reason.meaning, "place": place])
    }

    static func notStarted(_ failed: NotStarted) -> Failure {
        Failure(
            "system.not-started", ["program": failed.program, "why": failed.reason.meaning, "fix": failed.reason.cure])
    }

    /// Where nobody knows of which file.
    static func system(_ number: Errno) -> Failure {
        Failure("system.system", number.meaning, fix: number.cure)
    }
}

extension Text {
    package static func noLog(_ error: any Error) -> Text {
        let why = Failure(describing: error)
        return Text("system.no-log", ["why": why.text])
    }
}

extension Errno {
    /// The system's own words, with what they mean behind.
    package var meaning: Text {
        guard let text = plainMeaning else { return Text("system.error", ["self": self]) }
        return Text("system.error-that-means", ["self": self, "text": text])
    }

    private var plainMeaning: Text? {
        switch self {
        case .readOnlyFileSystem:
            Text("system.plain-meaning-read-only-file-system")
        case .notPermitted:
            Text("system.plain-meaning-not-permitted")
        case .resourceBusy: Text("system.plain-meaning-resource-busy")
        case .noLocks: Text("system.plain-meaning-no-locks")
        case .invalidArgument, .notSupportedOnSocket, .notSupported:
            Text("system.plain-meaning-invalid-argument")
        case .ioError: Text("system.plain-meaning-io-error")
        case .fileTooLarge:
            Text("system.plain-meaning-file-too-large")
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
            Text("system.plain-meaning-too-many-open-files")
        case .staleNFSFileHandle: Text("system.plain-meaning-stale-nfs-file-handle")
        case _ where isOfDamage: Text("system.plain-meaning-file-system-damaged")
        case _ where isOfLostMount: Text("system.plain-meaning-mount-lost")
        case .improperLink: Text("system.plain-meaning-other-file-system")
        case .textFileBusy: Text("system.plain-meaning-in-use")
        case .fileNameTooLong: Text("system.plain-meaning-name-too-long")
        default: nil
        }
    }

    /// What ext4 and XFS answer where a checksum or a structure of theirs is wrong (EBADMSG, EUCLEAN).
    private var isOfDamage: Bool { [.badMessage, Errno(rawValue: 117)].contains(self) }

    /// What mounts of FUSE, NFS and SMB answer whose program or server is gone (with EREMOTEIO).
    private var isOfLostMount: Bool {
        [.socketNotConnected, .hostIsDown, .noRouteToHost, .timedOut, Errno(rawValue: 121)].contains(self)
    }

    /// What to type, as far as it takes no path.
    package var cure: Text? {
        switch self {
        case .tooManyOpenFiles:
            Text("system.cure-too-many-open-files")
        case .noMemory: Text("system.cure-no-memory")
        case .tooManyOpenFilesInSystem: Text("system.cure-too-many-open-files-in-system")
        case .ioError: Text("system.cure-io-error")
        case .noSpace: Text("system.cure-no-space")
        default: nil
        }
    }

    fileprivate func cure(of path: FilePath, reading: Bool = false) -> Text {
        let folder = path.removingLastComponent()
        switch self {
        case .permissionDenied where reading:
            return Text("system.cure-permission-denied", ["folder": folder, "path": path])
        case .noSuchFileOrDirectory:
            return Text("system.cure-no-such-file-or-directory", ["folder": folder])
        case .permissionDenied:
            return Text("system.cure-permission-denied-2", ["folder": folder])
        case .notPermitted:
            return Text("system.cure-not-permitted", ["folder": folder, "path": path])
        case .readOnlyFileSystem:
            return Text("system.cure-read-only-file-system", ["path": mountPoint(of: path)])
        case .fileTooLarge:
            return Text("system.cure-file-too-large", ["folder": folder])
        case .invalidArgument, .notSupportedOnSocket, .notSupported, .noLocks, .resourceBusy, .improperLink:
            return Text("system.cure-invalid-argument", ["folder": folder])
        case _ where isOfDamage:
            return Text("system.cure-file-system-damaged", ["disk": mountPoint(of: path)])
        case .staleNFSFileHandle,
            _ where isOfLostMount:
            return Text("system.cure-mount-lost", ["disk": mountPoint(of: path)])
        case .textFileBusy:
            return Text("system.cure-in-use", ["path": shellWord(path.string)])
        case .fileNameTooLong:
            return Text("system.cure-name-too-long", ["folder": folder])
        default:
            return cure ?? Text("system.cure")
        }
    }
}
