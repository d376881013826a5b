package import SystemPackage

/// Tells this process from one of another container, where process ids say nothing.
private let token = String(UInt32.random(in: 0 ... .max), radix: 16)

/// The name of something that this process has for itself: `beginning`, its number, and what no other process has.
package func ownedName(_ beginning: String) -> String { "\(beginning)\(processID())-\(token)" }

/// Removes what is named so by this process, and, unless `isOwnAlone`, by those that have ended.
package func sweepOwned(by beginning: String, in backupRoot: FilePath, isOwnAlone: Bool = false) {
    let names = ((try? Folder.open(backupRoot).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
    for name in names where name.hasPrefix(beginning) {
        let owner = Int(name.dropFirst(beginning.count).prefix { $0 != "-" })
        let isAlive = owner.map { (try? FilePath("/proc/\($0)").stat()) != nil } ?? false
        let isLeft = !isOwnAlone && (!isAlive || owner == processID())
        if name == ownedName(beginning) || isLeft { try? Durable.removeTree(backupRoot.appending(name)) }
    }
}
