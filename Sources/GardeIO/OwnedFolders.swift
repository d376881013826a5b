package import SystemPackage

/// Removes the folders whose name is `beginning` and the number of a process that is this one, or has ended.
package func sweepOwned(by beginning: String, in backupRoot: FilePath) {
    let names = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
    for name in names where name.hasPrefix(beginning) {
        let owner = Int(name.dropFirst(beginning.count))
        let isAlive = owner.map { (try? FilePath("/proc/\($0)").stat()) != nil } ?? false
        if !isAlive || owner == processID() { try? Durable.removeTree(backupRoot.appending(name)) }
    }
}
