package import SystemPackage

/// Lines of any length and of any bytes, without their ends.
package struct LineReader {
    private var reader: RDBReader

    package init(_ input: FileDescriptor) { reader = RDBReader(input) }

    /// Nil at the end.
    package mutating func next() throws -> [UInt8]? { try reader.line() }

    /// Reads the rest, so that who writes is not cut off.
    package mutating func drain() throws { try reader.drain() }
}
