import GardeComponents
import GardeCore
import SystemPackage

extension Settings {
    /// The flags of this call for the same call once more, as a shell reads them: without secrets, without those that only
    /// look, and without those that take a safeguard away.
    var typedFlags: [String] {
        said.flatMap { option, value -> [String] in
            guard case .flag(let flag) = value.origin,
                !["DRY_RUN", "--json", "--until", "--cluster"].contains(option.variable),
                !option.takesSafeguardAway
            else {
                return []
            }
            guard option.flag?.metavar != nil else { return [flag] }
            let words =
                option.kind == .patterns ? value.text.split(separator: Option.Kind.separator) : [value.text[...]]
            return words.flatMap { [flag, shellWord(String($0))] }
        }
    }

    /// Where the environment says that servers are, `NAME=VALUE` as a shell reads it.
    package var typedVariables: [String] { placeVariables.map { "\($0.name)=\(shellWord($0.value))" } }

    /// The same as it is, without secrets: what is printed is sent away too.
    var placeVariables: [(name: String, value: String)] {
        let ours = Option.servers.filter { !$0.isSecret }.map(\.variable)
        let secrets = Option.all.filter(\.isSecret).compactMap { text($0.variable) }.filter { $0.utf8.count > 3 }
        return (ours + Rooms.toolVariables).compactMap { name in
            guard let value = own(name), !secrets.contains(where: value.contains) else { return nil }
            return (name, value)
        }
    }

    /// What a person types for the platform at `root`, as this call was typed.
    func typed(_ root: FilePath) -> TypedCommand {
        TypedCommand(backupRoot: backupRoot, root: root, variables: typedVariables)
    }

    private var said: [(Option, Value)] {
        Option.all.filter { !$0.isSecret }.compactMap { option in values[option.variable].map { (option, $0) } }
    }
}
