import GardeCore
import GardeIO
import SystemPackage

/// A setting of a running server that is another one for a while; one at a time.
struct HeldSetting {
    let server: RedisServer
    /// Holds name and value as they were, from before the change until they are back.
    let note: FilePath

    /// For 5 s, as it is set by default, a server waits for others before it sends its keys to one; who may not change that
    /// waits too.
    func withoutDelay<Value>(_ body: () async throws -> Value) async throws -> Value {
        try? await hold("repl-diskless-sync-delay", at: "0")
        let result: Value
        do { result = try await body() } catch {
            await putBackInAnyCase()
            throw error
        }
        await putBackInAnyCase()
        return result
    }

    /// Also in a run that is ended by a signal.
    private func putBackInAnyCase() async { await withoutCancellation { try? await putBack() } }

    /// What is still to be put back is, first. What another run of another recipe holds is its own to put back, perhaps
    /// right now.
    func hold(_ name: String, at value: String) async throws {
        try await putBack()
        let own = try await server.setting(name)
        guard !own.isEmpty, own != value else { return }
        try await Durable.replace(note, with: Array("\(name) \(own)".utf8))
        do { _ = try await server.ask("CONFIG", "SET", name, value) } catch {
            if (try? await server.setting(name)) == own { try? Durable.remove(note) }
            throw error
        }
    }

    /// Does nothing when nothing is held, by this run or by one that was killed.
    func putBack() async throws {
        guard let file = try? FileDescriptor.open(note, .readOnly, options: .closeOnExec) else { return }
        defer { file.letGo() }
        let words = String(decoding: try file.readAll(limit: 256), as: UTF8.self).split(separator: " ").map(String.init)
        // Version 0.1 noted the value alone.
        let name = words.count > 1 ? words[0] : AOFRewrite.setting
        _ = try await server.ask("CONFIG", "SET", name, words.last ?? "")
        try Durable.remove(note)
    }
}
