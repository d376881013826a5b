public import GardeCore
import SystemPackage

/// The platform that data belongs to, as what saves and restores it sees it.
///
/// Variables that a value names by `secrets` leave the environment before anything starts: here they still are.
public struct PlatformAccess: Sendable {
    let site: Site
    let component: Component.ID

    /// The platform's folder, absolute and without links.
    public var root: String { site.root.string }

    /// The text, or what the variable holds by the order of precedence; nil when that is unset or empty.
    public func value(_ setting: Setting) -> String? { site.value(setting) }

    /// The password or key; nil when its variable is unset. Throws a `Failure` that names the file that cannot be read.
    public func value(_ secret: Secret) async throws -> String? { try await site.value(secret) }

    /// A line for the log, and for the screen of whoever wants details.
    public func log(_ line: String) { site.console.heard(component.name, line) }
}
