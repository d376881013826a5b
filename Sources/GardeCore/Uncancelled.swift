/// Runs `work` to its end also when this task is cancelled: servers are put back as they were.
package func withoutCancellation(_ work: @escaping @Sendable () async -> Void) async {
    await Task { await work() }.value
}
