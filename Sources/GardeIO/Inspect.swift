package import SystemPackage

/// Looks at a stream as it passes and says at its end whether it was whole.
package protocol StreamInspector: Sendable {
    mutating func see(_ chunk: [UInt8])
    /// Throws when what was seen is not a whole stream of its kind.
    func end() throws
}

/// Copies through under the eyes of an inspector.
package struct Inspect<Inspector: StreamInspector>: Filter {
    private let inspector: Inspector

    package init(_ inspector: Inspector) { self.inspector = inspector }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        var inspector = inspector
        try input.forEachChunk { chunk in
            inspector.see(chunk)
            try output.writeAll(chunk)
        }
        try inspector.end()
    }
}

/// Copies through, and feeds the same bytes to a program that must accept them.
package struct Prove: Filter {
    private let judge: Invocation
    private let hear: @Sendable (String) -> Void

    package init(with judge: Invocation, hear: @escaping @Sendable (String) -> Void = { _ in }) {
        (self.judge, self.hear) = (judge, hear)
    }

    /// Throws `ToolFailed` when the program refuses the stream.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let nowhere = try FileDescriptor.open("/dev/null", .writeOnly, options: .closeOnExec)
        defer { try? nowhere.close() }
        let copy = try FileDescriptor.widePipe()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: OwnThread()) {
                defer { copy.readEnd.letGo() }
                try await Child(judge, hear: hear).run(copy.readEnd, nowhere)
            }
            do {
                defer { copy.writeEnd.letGo() }
                try input.forward(to: output, and: copy.writeEnd)
            }
            for try await _ in group {}
        }
    }
}

/// Copies a tar through, and hands the same bytes to a reader that must accept them.
package struct InspectTar: Filter {
    private let read: @Sendable (TarReader) throws -> Void

    package init(_ read: @escaping @Sendable (TarReader) throws -> Void) { self.read = read }

    /// Throws what the reader throws.
    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let copy = try FileDescriptor.widePipe()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: OwnThread()) {
                defer { copy.readEnd.letGo() }
                try read(try TarReader(copy.readEnd))
            }
            do {
                defer { copy.writeEnd.letGo() }
                try input.forward(to: output, and: copy.writeEnd)
            }
            for try await _ in group {}
        }
    }
}

extension FileDescriptor {
    /// A judge that has seen enough may leave before the end; its verdict comes otherwise.
    fileprivate func forward(to output: FileDescriptor, and copy: FileDescriptor) throws {
        var listening = true
        try forEachChunk { chunk in
            try output.writeAll(chunk)
            guard listening else { return }
            do { try copy.writeAll(chunk) } catch Errno.brokenPipe { listening = false }
        }
    }
}
