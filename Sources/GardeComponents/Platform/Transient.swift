import GardeIO
package import SystemPackage

/// Places that hold nothing which a lost platform needs back: of the system, or made anew by any start.
package enum Transient {
    private static let ofSystem: [FilePath] = [
        "/proc", "/sys", "/dev", "/run", "/var/run", "/tmp", "/var/tmp", "/usr", "/lib", "/lib64", "/bin", "/sbin",
        "/boot", "/var/log", "/var/lib/docker", "/var/lib/containerd", "/var/cache",
    ]
    private static let names: Set<String> = [
        "cache", ".cache", "caches", "tmp", "temp", "log", "logs", "run", "node_modules", "__pycache__", ".venv",
    ]

    private static let filesOfSystem: Set<String> = [
        "localtime", "timezone", "passwd", "group", "shadow", "hosts", "hostname", "resolv.conf", "machine-id",
        "os-release", "nsswitch.conf", "ssl",
    ]

    /// A file that every machine has of its own.
    package static func isOfMachine(_ path: FilePath) -> Bool {
        let names = path.components.prefix(2).map(\.string)
        return ofSystem.contains { path.starts(with: $0) && !["/tmp", "/var/tmp"].contains($0) }
            || names.first == "etc" && filesOfSystem.contains(names.last ?? "")
    }

    /// A folder of this machine that a service has at `target`; the platform itself may lie anywhere.
    package static func holds(_ path: FilePath, at target: String, in root: FilePath) -> Bool {
        let isOfSystem = !path.starts(with: root) && (path == "/etc" || ofSystem.contains(where: path.starts))
        return isOfSystem || isNamed(path) || isTarget(target)
    }

    /// Where a service has it. What somebody mounts below `/tmp` is meant to stay: a mail server may read its accounts there.
    package static func isTarget(_ target: String) -> Bool {
        let path = FilePath(target)
        return isNamed(path)
            || ofSystem.contains { path == $0 || path.starts(with: $0) && !["/usr", "/tmp", "/var/tmp"].contains($0) }
    }

    private static func isNamed(_ path: FilePath) -> Bool {
        path.lastComponent.map { names.contains($0.string.lowercased()) } == true
    }
}
