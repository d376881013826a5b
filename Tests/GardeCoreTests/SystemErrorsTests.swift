import GardeCore
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What the system refuses is said with its cause, and with what to type next.
@Suite struct SystemErrorsTests {
    private static let damaged = Errno(rawValue: 117)

    @Test(arguments: [
        (Errno.socketNotConnected, "mount-lost", "mount-lost"), (.hostIsDown, "mount-lost", "mount-lost"),
        (.staleNFSFileHandle, "stale-nfs-file-handle", "mount-lost"),
        (.badMessage, "file-system-damaged", "file-system-damaged"),
        (damaged, "file-system-damaged", "file-system-damaged"),
        (.improperLink, "other-file-system", "invalid-argument"), (.textFileBusy, "in-use", "in-use"),
        (.fileNameTooLong, "name-too-long", "name-too-long"),
        (.tooManyOpenFiles, "too-many-open-files", "too-many-open-files"),
    ])
    func `a path that the system refuses is named with cause and cure`(
        reason: Errno, cause: String, cure: String
    ) {
        for failure in [
            Failure(describing: NotRead(path: "/srv/mail/new", reason: reason)),
            Failure(describing: NotWritten(path: "/srv/mail/new", reason: reason)),
        ] {
            let line = failure.line(.english)
            #expect(line.contains("/srv/mail/new"), "\(line)")
            #expect(line.says("system.plain-meaning-\(cause)", in: .english), "\(line)")
            #expect(line.says("system.cure-\(cure)", in: .english), "\(line)")
        }
    }
}
