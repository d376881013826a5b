/// Runs `work` to its end also when this task is cancelled: servers are put back as they were.
@discardableResult
package func withoutCancellation<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    await Task { await work() }.value
}
