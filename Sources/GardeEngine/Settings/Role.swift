import GardeComponents
import GardeCore
/// What a recipe's executable is asked to do: the first word of its arguments.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case backup, restore, list, verify, status, accept, adopt, prune, kit, notify, schedule, doctor

    /// Takes the role off the arguments: the first word, else the program's own name if it contains "restore", else
    /// backup, so that bare flags are those of backup.sh.
    package static func take(from arguments: inout [String], program: String) -> Role {
        if let role = arguments.first.flatMap(Role.init) {
            arguments.removeFirst()
            return role
        }
        return program.split(separator: "/").last?.contains("restore") == true ? .restore : .backup
    }

    /// How many words it takes that are no options.
    package var positionals: ClosedRange<Int> {
        switch self {
        case .restore, .accept: 1...1
        case .verify, .list, .adopt: 0...1
        case .backup, .status, .prune, .kit, .notify, .schedule, .doctor: 0...0
        }
    }
}
