internal import Glibc
import GardeIO
package import SystemPackage

/// A folder of its own for a test, gone with it.
package final class Scratch: Sendable {
    package let path: FilePath

    package init(in folder: String = "/tmp") {
        var template = Array("\(folder)/garde-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { FilePath(String(cString: mkdtemp($0.baseAddress!))) }
    }

    deinit {
        let remover = posixSpawn(["rm", "-rf", "--", path.string])
        waitpid(remover, nil, 0)
    }

    package func callAsFunction(_ name: String) -> FilePath { path.appending(name) }

    /// Writes a file below the folder, with the folders on its way.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8], mode: FilePermissions = [.ownerReadWrite]) throws -> FilePath {
        let file = path.appending(name)
        var folder = path
        for component in file.components.dropLast().dropFirst(path.components.count) {
            folder.append(component)
            mkdir(folder.string, 0o755)
        }
        // A child of another test that kept it open would be in the way of who runs the file.
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
        return file
    }

    @discardableResult
    package func write(_ name: String, _ text: String) throws -> FilePath { try write(name, Array(text.utf8)) }
}

private func posixSpawn(_ arguments: [String]) -> pid_t {
    var process: pid_t = 0
    let strings = arguments.map { strdup($0) } + [nil]
    defer { strings.forEach { free($0) } }
    posix_spawnp(&process, arguments[0], nil, nil, strings, environ)
    return process
}

/// Bytes that look like nothing in particular, the same for the same seed.
package func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
}

extension FilePath {
    /// All bytes of the file.
    package func read() throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly, options: .closeOnExec)
        defer { try? file.close() }
        return try file.readAll(limit: 1 << 30)
    }
}
