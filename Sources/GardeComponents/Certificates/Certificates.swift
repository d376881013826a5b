public import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A folder of certificates and keys.
package struct Certificates: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    package let path: String
}

/// Certificates and keys, whose expiry every report says.
public func certificates(
    _ path: String = "config/certificates", suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    Source.word("certificates", kind: Certificates(path: path), usedBy: services, suspectBelow: suspectBelow)
}

extension Certificates: TreeKind {
    package func capture(_ request: CaptureRequest) -> any Capture { treeCapture(.certificates, request) }

    package var paths: [String] { [path] }
    package var certificates: [String] { [path] }
    package var restoreOrder: Int { 4 }
    package var comesFirst: Bool { true }
}
