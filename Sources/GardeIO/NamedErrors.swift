package import SystemPackage

/// What could not be written, moved or put on the disk, and why.
package struct NotWritten: Error, Sendable, Hashable {
    package let path: FilePath
    package let reason: Errno

    package init(path: FilePath, reason: Errno) { (self.path, self.reason) = (path, reason) }
}

/// What could not be opened or read, and why.
package struct NotRead: Error, Sendable, Hashable {
    package let path: FilePath
    package let reason: Errno

    package init(path: FilePath, reason: Errno) { (self.path, self.reason) = (path, reason) }
}

/// Names the path in the errors of a `body` that writes.
package func naming<Result>(_ path: @autoclosure () -> FilePath, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as Errno { throw NotWritten(path: path(), reason: error) }
}

/// The same of a `body` that waits; what it only reads has a name of its own.
package func naming<Result>(
    _ path: @autoclosure () -> FilePath, isolation: isolated (any Actor)? = #isolation,
    _ body: () async throws -> Result
) async throws -> Result {
    do { return try await body() } catch let error as Errno { throw NotWritten(path: path(), reason: error) }
}

/// Names the path in the errors of a `body` that reads.
package func namingRead<Result>(
    _ path: @autoclosure () -> FilePath, _ body: () throws -> Result
) throws -> Result {
    do { return try body() } catch let error as Errno { throw NotRead(path: path(), reason: error) }
}

extension Folder {
    /// Where an entry of it lies now, for messages; of the folder itself without names.
    package func path(of names: some Sequence<[UInt8]>) -> FilePath {
        names.reduce(descriptor.path) { FilePath(bytes: $0.bytes + [0x2f] + $1) }
    }
}
