import GardeComponents
import GardeDestinations
import GardeCore
package import GardeWords
internal import GardeIO

/// The words of the command line, sorted; what they mean is for `Settings` to say.
package struct Arguments: Sendable {
    package private(set) var role: Role
    /// A word, the program's name or its launcher said what to do.
    private let isTold: Bool
    private let isEmpty: Bool
    private let called: CalledAs
    /// What stands there without being an option or its value.
    package private(set) var positionals: [String] = []
    /// Everything that is wrong with the words, in their order.
    package private(set) var findings: [Failure] = []
    /// The flags that were given, by the variable that they set.
    private(set) var given: [String: Given] = [:]

    /// A flag as it was typed, and its value.
    struct Given: Sendable, Hashable {
        let flag: String
        let value: String
    }

    /// `words` without the program's name, which tells the role when no word does; `called` is what advice repeats.
    package init(_ words: [String], program: String, as called: CalledAs? = nil) {
        var words = words
        isEmpty = words.isEmpty
        self.called = called ?? CalledAs(program)
        let (role, isTold) = Role.take(from: &words, program: program)
        (self.role, self.isTold) = (role, isTold || self.called.isLaunched)
        if !self.isTold, let word = words.first, !word.hasPrefix("-") {
            // Nobody is told of a backup that failed: this is none.
            self.role = .help
            findings = [.unknownCommand(word, self.called)]
            return
        }
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                positionals += rest
                break
            }
            if word.hasPrefix("-"), word != "-" { take(word, &rest) } else { positionals.append(word) }
        }
        checkPositionals()
    }

    /// Nothing says what to do, so that a person is shown what there is.
    package var isBare: Bool { !isTold && isEmpty }

    /// The help of all commands is asked for, and of none by its name.
    package var asksForCommands: Bool { !isTold && asks(for: "--help") }

    /// `--help` or `--version` was asked for, whatever else is wrong.
    package func asks(for flag: String) -> Bool { given[flag] != nil }

    /// As `--language` has it.
    package var language: String? { given["GARDE_LANGUAGE"]?.value }

    private mutating func take(_ word: String, _ rest: inout ArraySlice<String>) {
        let (name, attached) = word.hasPrefix("--") ? word.cut(at: "=") : (word, nil)
        guard let (option, flag) = find(name) else { return takeUnknown(name, attached, &rest) }
        guard flag.metavar != nil else {
            if attached != nil { return findings.append(.takesNoValue(name)) }
            return set(option, Given(flag: name, value: flag.sets))
        }
        guard let value = attached ?? value(&rest), !value.isEmpty else {
            return findings.append(.valueMissing(name, flag.shownValue!))
        }
        set(option, Given(flag: name, value: value))
    }

    /// The next word, unless it is a flag itself: `--type --encrypt` lacks a value.
    private func value(_ rest: inout ArraySlice<String>) -> String? {
        guard let next = rest.first, next != "--", find(next.cut(at: "=").before) == nil else { return nil }
        return rest.removeFirst()
    }

    /// Of a flag given twice the last counts; recipients and names add up, so that nobody who was named is left out.
    private mutating func set(_ option: Option, _ new: Given) {
        let separator: Character? =
            switch option.kind {
            case .recipients, .components, .names: ","
            case .patterns: Option.Kind.separator
            default: nil
            }
        let earlier = separator.flatMap { separator in given[option.variable].map { "\($0.value)\(separator)" } }
        given[option.variable] = Given(flag: new.flag, value: (earlier ?? "") + new.value)
    }

    private mutating func takeUnknown(_ name: String, _ attached: String?, _ rest: inout ArraySlice<String>) {
        let owner = owner(of: name)
        var closest = closestFlag(to: name)
        // What is well known elsewhere is hardly a slip of the fingers.
        if owner != nil, editDistance(closest, name) > 2 { closest = "--help" }
        // The value of a mistyped or misplaced flag is no second finding, and may be a secret.
        let isNear = closest.hasPrefix(name) || editDistance(closest, name) <= 2
        let meant = owner.flatMap { Self.find(name, $0) } ?? (isNear ? find(closest) : nil)
        let isSecret = name.lowercased().contains("pass")
        if attached == nil, isSecret || meant?.1.metavar != nil { _ = value(&rest) }
        findings.append(.unknownOption(name, closest: closest, owner: owner))
    }

    private mutating func checkPositionals() {
        let isNamedOtherwise = given["--abandon"] != nil || given["--until"] != nil
        let allowed = isNamedOtherwise ? 0...role.positionals.upperBound : role.positionals
        if given["--until"] != nil, let source = positionals.first, !RestoreSource.mayBeLatest(source) {
            findings.append(.untilOfOne(source))
        }
        if role == .restore, positionals.count > 1 {
            findings.append(.severalSources(positionals))
        } else if positionals.count > allowed.upperBound {
            findings.append(.tooMany(role, positionals, called))
        }
        if positionals.count < allowed.lowerBound { findings.append(.argumentMissing(role, called)) }
    }

    // MARK: Flags of this role

    private func find(_ name: String) -> (Option, Option.Flag)? { Self.find(name, role) }

    private static func find(_ name: String, _ role: Role) -> (Option, Option.Flag)? {
        for option in Option.all {
            guard let flag = option.flag, flag.roles.contains(role) else { continue }
            if name == flag.long || name == flag.short { return (option, flag) }
        }
        return nil
    }

    /// The role that knows this flag when ours does not.
    private func owner(of name: String) -> Role? { Role.allCases.first { Self.find(name, $0) != nil } }

    /// Never one that takes a safeguard away, and none in its place where that one is what was meant.
    private func closestFlag(to typed: String) -> String {
        let name = typed.lowercased()
        let flags = Option.all.compactMap { option in option.flag.map { (option, $0) } }
            .filter { $0.1.roles.contains(role) }
        let all = flags.flatMap { option, flag in
            [flag.long, flag.short].compactMap(\.self).map { (name: $0, isProposed: !option.takesSafeguardAway) }
        }
        let begun = all.filter { name.count > 3 && $0.name.hasPrefix(name) }
        let closest = (begun.isEmpty ? all : begun).min { one, other in
            (editDistance(one.name, name), one.isProposed ? 1 : 0) < (
                editDistance(other.name, name), other.isProposed ? 1 : 0
            )
        }!
        return closest.isProposed ? closest.name : "--help"
    }
}

extension Failure {
    /// A command that there is not, with the closest that there is.
    package static func unknownCommand(_ word: String, _ called: CalledAs) -> Failure {
        let help = called.command(.help)
        let fix = Role.closest(to: word).map {
            Text("usage.closest-command", ["command": called.command($0), "help": help])
        }
        return Failure(
            "usage.unknown-command",
            ["word": word, "fix": fix ?? Text("usage.help-lists-commands", ["help": help])])
    }

    fileprivate static func unknownOption(_ name: String, closest: String, owner: Role?) -> Failure {
        Failure(
            "usage.unknown-option",
            [
                "name": name, "why": owner.map { Text("usage.belongs-to", ["rawValue": $0.rawValue]) },
                "fix":
                    (closest == "--help"
                    ? Text("usage.help-lists")
                    : Text("usage.closest-option", ["closest": closest])),
            ])
    }

    fileprivate static func takesNoValue(_ name: String) -> Failure {
        Failure("usage.takes-no-value", ["name": name])
    }

    fileprivate static func valueMissing(_ name: String, _ metavar: Text) -> Failure {
        Failure("usage.value-missing", ["name": name, "metavar": metavar])
    }

    /// A shell's `pre_restore_*/` gives several: their names end with their times.
    fileprivate static func severalSources(_ paths: [String]) -> Failure {
        func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
        let list = paths.sorted { name($0) > name($1) }.joined(separator: " ")
        return Failure("usage.several-sources", ["list": list])
    }

    fileprivate static func tooMany(_ role: Role, _ words: [String], _ called: CalledAs) -> Failure {
        let none = role.positionals.upperBound == 0
        let word = words[role.positionals.upperBound]
        let place = none ? nil : DestinationAddress(words[0])
        return Failure(
            "usage.too-many",
            [
                "word": word,
                "why":
                    (none
                    ? Text("usage.options-only", ["rawValue": role.rawValue])
                    : role.positionals.upperBound > 1
                        ? Text("usage.two-arguments", ["rawValue": role.rawValue])
                        : Text("usage.one-argument", ["rawValue": role.rawValue])),
                "fix": place.map {
                    Text("usage.type-joined", ["command": called.command(role), "url": $0.url, "word": word])
                },
            ])
    }

    fileprivate static func untilOfOne(_ source: String) -> Failure {
        Failure("usage.until-of-one", ["source": source])
    }

    fileprivate static func argumentMissing(_ role: Role, _ called: CalledAs) -> Failure {
        let command = called.command(role)
        switch role {
        case .cat: return Failure("usage.path-missing", ["command": command])
        case .find: return Failure("usage.pattern-missing", ["command": command])
        default: break
        }
        let what =
            role == .accept || role == .compact
            ? Text("usage.id-missing", ["rawValue": role.rawValue])
            : Text("usage.backup-missing", ["rawValue": role.rawValue])
        return Failure(
            "usage.argument-missing",
            ["what": what, "command": command, "example": role == .restore ? "latest" : "20240315_020000"])
    }
}
