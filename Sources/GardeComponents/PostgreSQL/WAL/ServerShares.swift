import GardeCore

/// What several databases of one PostgreSQL server have in common in a run, base backups and write-ahead log: the first
/// to ask saves it, the others wait for that.
package actor ServerShares {
    private var begun: [String: (by: Component.ID, work: Task<WALPosition, any Error>)] = [:]

    package init() {}

    /// Where the log stands that was saved under `key`, and whose file that is; what fails, fails for all who wait, and
    /// for who asks later too unless it `mayPass`.
    func once(
        _ key: String, by component: Component.ID, mayPass: @Sendable () async -> Bool,
        _ save: @escaping @Sendable () async throws -> WALPosition
    ) async throws -> (by: Component.ID, position: WALPosition) {
        let (owner, work) = begun[key] ?? (component, Task { try await save() })
        begun[key] = (owner, work)
        do {
            let position = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
            return (owner, position)
        } catch {
            if await mayPass(), begun[key]?.work == work { begun[key] = nil }
            throw error
        }
    }
}

extension ComponentFiles {
    /// Saves the part by `save` unless another database of the same server has in this run; then its file is this one's too,
    /// if it serves.
    func once(
        _ key: String, _ part: Part, serves: (WALPosition) -> Bool = { _ in true },
        mayPass: @Sendable () async -> Bool = { true },
        _ save: @escaping @Sendable () async throws -> WALPosition
    ) async throws -> WALPosition {
        let saved = try await shares.once(key, by: component, mayPass: mayPass, save)
        guard saved.by != component else { return saved.position }
        // A disk whose files have one name each, such as a share of Windows, holds it twice.
        guard serves(saved.position), (try? share(part, saved.by)) != nil else { return try await save() }
        return saved.position
    }
}
