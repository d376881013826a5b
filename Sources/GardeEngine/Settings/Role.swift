import GardeComponents
import GardeCore
import GardeWords

/// What a recipe's executable is asked to do: the first word of its arguments.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case backup, restore, list, verify, status, doctor, accept, adopt, prune, compact, kit, notify, schedule
    // What a recipe says, in plain words.
    case explain
    // The way out of an old script.
    case compare
    // Into backups.
    case ls, cat, find
    case help, completion, man

    /// Takes the role off the arguments: the first word, else what the program's own name contains, else backup, so that
    /// bare flags are those of backup.sh; and whether a word or a name said it.
    static func take(from arguments: inout [String], program: String) -> (role: Role, isTold: Bool) {
        if let role = arguments.first.flatMap(Role.init) {
            arguments.removeFirst()
            return (role, true)
        }
        let name = program.split(separator: "/").last ?? ""
        if name.contains("restore") { return (.restore, true) }
        return (.backup, name.contains("backup"))
    }

    /// Says something of the commands themselves, and needs no platform.
    package var isAboutCommands: Bool { Set<Role>.aboutCommands.contains(self) }

    /// The closest to a word that is none; nil where it is close to none.
    static func closest(to word: String) -> Role? {
        let word = word.lowercased()
        if word.count > 2, let begun = allCases.first(where: { $0.rawValue.hasPrefix(word) }) { return begun }
        let found = allCases.map { (role: $0, distance: editDistance($0.rawValue, word)) }
            .min { $0.distance < $1.distance }
        guard let (role, distance) = found else { return nil }
        let isTransposed = role.rawValue.sorted() == word.sorted()
        return isTransposed || distance <= max(1, role.rawValue.count / 3) ? role : nil
    }

    /// How many words it takes that are no options.
    package var positionals: ClosedRange<Int> {
        switch self {
        case .restore, .accept, .compact, .find: 1...1
        case .ls: 0...2
        case .cat: 2...2
        case .verify, .list, .adopt, .compare, .help, .completion: 0...1
        case .backup, .status, .doctor, .prune, .kit, .notify, .schedule, .explain, .man: 0...0
        }
    }
}
