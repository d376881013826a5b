public import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// A tree of mailboxes.
package struct Mail: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    package let path: String
    package let incremental: Bool
    package let fullEvery: Days
}

/// A tree of mailboxes.
///
/// With `incremental`, a run saves what is new since the last one, and everything anew once `fullEvery` has passed.
public func mail(
    _ path: String = "data/mail", incremental: Bool = false, fullEvery: Days = .days(7), suspectBelow: Double = 0.5,
    usedBy services: String...
) -> Word {
    let mail = Mail(path: path, incremental: incremental, fullEvery: fullEvery)
    return Source.word("mail", kind: mail, usedBy: services, suspectBelow: suspectBelow)
}

extension Mail: TreeKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        var capture = treeCapture(.mail, request)
        capture.increments = increments(
            request, fullEvery: fullEvery, holdsMaildirs: true, of: subject(request.site))
        return capture
    }

    package func subject(_ site: Site) -> String? { path }
    package var paths: [String] { [path] }
    package var canBeIncrement: Bool { true }
    package var isIncremental: Bool { incremental }
    package var restoreOrder: Int { 2 }
    package var mailboxes: String? { path }
    package var holdsPrivateNames: Bool { true }

    package func findings(of name: String) -> [Failure] {
        fullEvery.count < 1 ? [.tooFew("mail(fullEvery: .days(\(fullEvery.count)))", least: 1)] : []
    }
}
