extension Settings {
    /// The flags of this call for the same call once more, as a shell reads them: without secrets, without those that only
    /// look, and without those that take a safeguard away.
    var typedFlags: [String] {
        said.flatMap { option, value -> [String] in
            guard case .flag(let flag) = value.origin, option.variable != "DRY_RUN", !option.takesSafeguardAway else {
                return []
            }
            return option.flag?.metavar == nil ? [flag] : [flag, shellWord(value.text)]
        }
    }

    /// What the environment set for this role, `NAME=VALUE` as a shell reads it, without secrets and the two roots.
    var typedVariables: [String] {
        said.compactMap { option, value in
            guard value.origin == .environment, !["BACKUP_ROOT", "PLATFORM_ROOT"].contains(option.variable) else {
                return nil
            }
            return "\(option.variable)=\(shellWord(value.text))"
        }
    }

    private var said: [(Option, Value)] {
        Option.all.filter { !$0.isSecret }.compactMap { option in values[option.variable].map { (option, $0) } }
    }
}
