extension Optional where Wrapped: Sendable {
    /// `map` whose work may wait.
    package func asyncMap<Value: Sendable>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
