import Glibc
import Synchronization
import Testing

@testable import GardeIO

/// Blocks that are worked on side by side and written in order.
@Suite struct InOrderTests {
    @Test func `a run that is nice leaves a core to others, and works where there is only one`() {
        #expect([1, 2, 8].map { workerCount(cores: $0, isNice: true) } == [1, 1, 7])
        #expect(workerCount(cores: 8, isNice: false) == nil)
    }

    @Test(arguments: [1, 2]) func `no more are worked on at once than there are threads to work on`(
        threads: Int
    ) async throws {
        let running = Atomic(0)
        let most = Atomic(0)
        var (left, written) = (Array(0..<40), [UInt8]())
        try await inOrder(on: (0..<threads).map { _ in OwnThread() }) {
            left.isEmpty ? nil : left.removeFirst()
        } work: { number in
            let now = running.add(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            usleep(1000)
            running.subtract(1, ordering: .relaxed)
            return [UInt8(number)]
        } write: {
            written += $0
        }
        #expect(written == (0..<40).map { UInt8($0) })
        #expect(most.load(ordering: .relaxed) <= threads)
    }
}
