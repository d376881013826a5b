import GardeCore

/// Where a server's data stands: as long as nothing of this is different, nothing has been written.
///
/// What is written moves the offset of replication, or at least the count of changes: a script may keep its writes from
/// replicas. Both are lost or begun anew when the server restarts, saves, or lets its backlog go; then nothing is proved.
struct RedisPosition: Hashable {
    /// What the server counts, but for replication: the same before and after a copy, it is the copy's.
    let counts: String
    /// The log of changes for replicas, and how far it is.
    private let replication: String

    private static let counted = [
        "run_id", "rdb_changes_since_last_save", "rdb_last_save_time", "rdb_saves", "expired_keys", "evicted_keys",
        "aof_enabled",
    ]
    /// Absent from servers that have no such thing.
    private static let known = ["expired_subkeys", "redis_version", "valkey_version"]

    /// Nil where it proves nothing: a replica, a save under way, modules that keep data of their own, or a server that
    /// does not count.
    init?(_ info: [String: String]) {
        guard info["role"] == "master", info["loading"] == "0", info["rdb_bgsave_in_progress"] == "0",
            info["module"] == nil, let id = info["master_replid"], let offset = info["master_repl_offset"]
        else { return nil }
        var words: [String] = []
        for name in Self.counted {
            guard let value = info[name], !value.isEmpty else { return nil }
            words.append("\(name):\(value)")
        }
        words += Self.known.compactMap { name in info[name].map { "\(name):\($0)" } }
        let keys = info.filter { $0.key.hasPrefix("db") && Int($0.key.dropFirst(2)) != nil }
        // The mean time to live passes by itself.
        words += keys.sorted { $0.key < $1.key }.map { name, value in
            "\(name):" + value.split(separator: ",").filter { !$0.hasPrefix("avg_ttl") }.joined(separator: ",")
        }
        counts = words.joined(separator: ";").filter { !$0.isWhitespace }
        replication = info["repl_backlog_active"] == "1" ? "\(id):\(offset)" : ""
    }

    /// In one line; nil without a log of changes.
    var mark: String? { replication.isEmpty ? nil : "\(counts);\(replication)" }
}
