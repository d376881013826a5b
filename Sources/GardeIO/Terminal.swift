@preconcurrency internal import Glibc
package import SystemPackage

extension FileDescriptor {
    /// A person is at the other end.
    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// How many characters a line of the terminal takes; nil where there is no terminal.
    package var columns: Int? {
        var size = winsize()
        guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

/// The variables that this process was started with; of a name that stands twice the first counts, as in getenv(3).
package func processEnvironment() -> [String: String] {
    var found: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
        let (name, value) = String(cString: text).cut(at: "=")
        if let value, found[name] == nil { found[name] = value }
        entry += 1
    }
    return found
}

extension String {
    /// What stands before the first `mark`, and what stands after it; nil when there is none.
    ///
    /// It looks at scalars: a combining mark after `=` makes one character of the two.
    package func cut(at mark: Unicode.Scalar) -> (before: String, after: String?) {
        guard let place = unicodeScalars.firstIndex(of: mark) else { return (self, nil) }
        return (String(unicodeScalars[..<place]), String(unicodeScalars[place...].dropFirst()))
    }
}

extension FilePath {
    /// Without links, `.` and `..`; nil when it does not exist.
    package var resolved: FilePath? {
        guard let found = realpath(string, nil) else { return nil }
        defer { free(found) }
        return FilePath(platformString: found)
    }

    /// Against `folder`, unless it is absolute already.
    package func absolute(in folder: FilePath) -> FilePath { isAbsolute ? self : folder.pushing(self) }

    /// Something is there, whatever it is; links are followed.
    package var exists: Bool { (try? Stat(self)) != nil }

    package var isFolder: Bool { (try? Stat(self))?.type == .directory }

    /// The folder that this process works in.
    package static var current: FilePath { FilePath(".").resolved ?? "/" }
}
