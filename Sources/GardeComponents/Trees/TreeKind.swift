package import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What lies in files and folders: saved as a tar, restored beside the live tree and exchanged.
package protocol TreeKind: ComponentKind {
    /// What is neither saved nor touched by a restore.
    var excludes: Excludes { get }
}

extension TreeKind {
    package var excludes: Excludes { Excludes() }

    package func restorer(_ request: LoadRequest) async throws -> any Load {
        TreeLoad(
            request.source, at: request.site, elsewhere: request.elsewhere, stamp: request.stamp,
            replacesEnvironment: request.isForced, servicesRun: request.servicesRun,
            view: request.view)
    }

    package func byHand(_ content: (Part) -> String) -> [String] {
        let tar = "tar --acls --xattrs --xattrs-include='user.*' --numeric-owner -xp -C"
        return ["\(content(.tar)) | \(tar) FOLDER"]
    }

    func treeCapture(_ kind: TreeCapture.Kind, _ request: CaptureRequest) -> TreeCapture {
        TreeCapture(
            id: request.source.id, kind: kind, paths: paths, site: request.site, users: request.source.usedBy,
            elsewhere: request.elsewhere, excludes: excludes)
    }

    /// Nil for what keeps nothing for the next increment, as a safety copy.
    func increments(_ request: CaptureRequest, fullEvery: Days, holdsMaildirs: Bool, of subject: String?) -> Increments?
    {
        let (source, identity) = (request.source, request.site.identity)
        return request.isIncremental.map { isWanted in
            Increments(
                component: source.id, subject: subject, identity: identity, backupRoot: request.backupRoot,
                isWanted: isWanted, fullEvery: fullEvery, suspectBelow: source.suspectBelow,
                looksAtAll: request.looksAtAll, holdsMaildirs: holdsMaildirs,
                draft: IndexDraft(source.id, of: identity, in: request.backupRoot))
        }
    }
}
