/// Runs `work` on what `next` gives, on every core or on `workers`, and hands the results to `write` in their order.
///
/// `next` and `write` run on the caller's thread; at most two items a core are under way, or fewer where `weight` says
/// that one counts for several.
func inOrder<Item: Sendable>(
    on workers: [OwnThread]? = niceWorkers, weight: (Item) -> Int = { _ in 1 }, next: () throws -> Item?,
    work: @escaping @Sendable (Item) throws -> [UInt8], write: ([UInt8]) throws -> Void
) async throws {
    let width = 2 * usableCores()
    try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
        var ready: [Int: [UInt8]] = [:]
        var weights: [Int: Int] = [:]
        var (begun, written, underWay) = (0, 0, 0)
        func settle(_ done: (place: Int, result: [UInt8])) throws {
            ready[done.place] = done.result
            while let result = ready.removeValue(forKey: written) {
                try write(result)
                underWay -= weights.removeValue(forKey: written) ?? 0
                written += 1
            }
        }
        while let item = try next() {
            let weight = weight(item)
            while underWay > 0, underWay + weight > width, let done = try await group.next() { try settle(done) }
            (weights[begun], underWay) = (weight, underWay + weight)
            let worker: any TaskExecutor = workers.map { $0[begun % $0.count] } ?? globalConcurrentExecutor
            group.addTask(executorPreference: worker) { [begun] in
                takeOwnPriority()
                return (begun, try work(item))
            }
            begun += 1
        }
        while let done = try await group.next() { try settle(done) }
    }
}

/// The threads of a run that is nice, for all its pipelines together; nil of any other run.
///
/// One fewer than cores: where each is busy, however low the priority, a server that wakes up for every commit waits for
/// its turn each time.
private let niceWorkers = workerCount(cores: usableCores(), isNice: isNice).map { (0..<$0).map { _ in OwnThread() } }

/// Nil for all there are.
func workerCount(cores: Int, isNice: Bool) -> Int? { isNice ? max(1, cores - 1) : nil }
