package import SystemPackage

/// Copies through, no faster than so many bytes a second.
package struct Throttle: Filter {
    private let rate: Int

    package init(bytesPerSecond rate: Int) { self.rate = max(1, rate) }

    package func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        let began = ContinuousClock.now
        var passed = 0
        while case let chunk = try input.read(upTo: min(1 << 16, rate)), !chunk.isEmpty {
            try output.writeAll(chunk)
            passed += chunk.count
            try await Task.sleep(until: began + .seconds(Double(passed) / Double(rate)), clock: .continuous)
        }
    }
}
