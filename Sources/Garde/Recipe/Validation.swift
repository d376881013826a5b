package import GardeWords

extension Recipe {
    /// All that is wrong with the recipe, as far as it and these variables tell; nothing outside is looked at.
    ///
    /// A `notify` whose variable is unset is off, and so no finding.
    package func findings(environment: (String) -> String?) -> [Failure] {
        (sources.isEmpty ? [.nothingToSave] : [])
            + repeatedWords + nameFindings + sharedPaths
            + sources.flatMap(\.findings)
            + services.map(\.name).repeated.map(Failure.repeatedService)
            + words.flatMap { $0.findings(environment) }
    }

    private var repeatedWords: [Failure] {
        words.compactMap(\.onceOnly).repeated.map(Failure.repeatedWord)
    }

    private var nameFindings: [Failure] {
        let names = sources.map(\.name)
        let taken = sources.compactMap { source in
            source.secondName.flatMap { names.contains($0) ? Failure.takenName($0, by: source.name) : nil }
        }
        return names.repeated.map(Failure.repeatedName) + taken
    }

    private var sharedPaths: [Failure] {
        sources.flatMap(\.paths).map(\.normalisedPath).repeated.map(Failure.repeatedPath)
    }
}

extension Word {
    /// The word, where one is all that a recipe can hold.
    fileprivate var onceOnly: String? {
        switch self {
        case .compress: "compress"
        case .encrypt: "encrypt"
        case .store: "store"
        case .keep: "keep"
        case .objectives: "objectives"
        case .metrics: "metrics"
        case .save, .service, .sync, .notify: nil
        }
    }

    fileprivate func findings(_ environment: (String) -> String?) -> [Failure] {
        switch self {
        case .save: []
        case .service(let service): service.findings
        case .compress(let compression):
            (1...9).contains(compression.level) ? [] : [.level(compression.level)]
        case .encrypt(let encryption): encryption.recipients.compactMap { $0.finding(environment) }
        case .store(let store): store.folder.isPlainPath ? [] : [.path(store.folder, of: "store(in:)")]
        case .sync(let remote):
            [remote.finding(environment), remote.limitFinding].compactMap(\.self) + (remote.keep?.findings ?? [])
        case .keep(let retention): retention.findings
        case .notify(let notice): notice.findings
        case .objectives(let objectives): objectives.findings
        case .metrics(let file): file.isPlainPath ? [] : [.path(file, of: "metrics(to:)")]
        }
    }
}

extension Source {
    fileprivate var findings: [Failure] {
        (name.isComponentName ? [] : [.name(name)])
            + paths.filter { !$0.isPlainPath }.map { .path($0, of: name) }
            + kind.findings(of: name)
            + (0...1 ~= suspectBelow ? [] : [.share(suspectBelow, of: name)])
            + (usedBy.contains("") ? [.empty(name, "usedBy:")] : [])
    }
}

extension ServiceCommands {
    fileprivate var findings: [Failure] {
        let commands = [("stop:", stop), ("start:", start), ("isRunning:", isRunning)]
        return (name.isEmpty ? [.empty("service", "\"\"")] : [])
            + commands.filter { ($0.1.first ?? "").isEmpty }.map { .empty("service(\"\(name)\")", $0.0) }
    }
}

extension Place {
    var isEmpty: Bool { self == .compose("") || self == .automatic("") }
}

extension Recipient {
    fileprivate func finding(_ environment: (String) -> String?) -> Failure? {
        guard let key = key.value(environment) else {
            if case .environment(let variable) = self.key { return .unset(variable, "encrypt(to:)") }
            return isFingerprint ? .fingerprint("") : .empty("encrypt", "to:")
        }
        let isWhole = [40, 64].contains(key.utf8.count) && key.allSatisfy(\.isHexDigit)
        return isFingerprint && !isWhole ? .fingerprint(key) : nil
    }
}

extension Remote {
    fileprivate func finding(_ environment: (String) -> String?) -> Failure? {
        let value = url.value(environment)
        if case .environment(let variable) = url, value == nil { return .unset(variable, "sync(to:)") }
        return Remote.isWellFormed(value ?? "") ? nil : .remote(value ?? "")
    }

    fileprivate var limitFinding: Failure? {
        guard let limit, limit.bytesPerSecond < 1000 else { return nil }
        return .tooFew("sync(limit: .kilobytes(\(limit.bytesPerSecond / 1000)))", least: 1)
    }

    /// Whether this is `s3://bucket`, `s3://bucket/prefix`, `name:` or `name:path`.
    package static func isWellFormed(_ url: String) -> Bool {
        guard let colon = url.firstIndex(of: ":"), !url.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return false
        }
        let (name, path) = (url[..<colon], url[url.index(after: colon)...])
        guard path.hasPrefix("//") else { return name.isRcloneName }
        return name == "s3" && (path.dropFirst(2).first.map { $0.isLetter || $0.isNumber } ?? false)
    }
}

extension Retention {
    fileprivate var findings: [Failure] {
        let counts = [
            ("daily: \(daily)", daily, 1), ("weekly: \(weekly)", weekly, 0), ("monthly: \(monthly)", monthly, 0),
        ]
        let days = ("incrementals: .days(\(incrementals.count))", incrementals.count, 1)
        return (counts + [days]).compactMap { written, count, least in
            count < least ? .tooFew("keep(\(written))", least: least) : nil
        }
    }
}

extension StringProtocol {
    /// Letters, digits and what else rclone allows in the name of a remote.
    fileprivate var isRcloneName: Bool {
        !isEmpty && !hasPrefix("-") && allSatisfy { $0.isLetter || $0.isNumber || "_-.+@ ".contains($0) }
    }
}

extension String {
    /// Can begin the name of a file in a backup.
    fileprivate var isComponentName: Bool {
        let isPlain = { (byte: UInt8) in
            (UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte) || (UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte)
        }
        return self != "manifest" && (utf8.first.map(isPlain) ?? false)
            && utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    /// Not empty, without a way up, and without the `~` that only a shell understands.
    fileprivate var isPlainPath: Bool {
        !isEmpty && !hasPrefix("~") && !split(separator: "/").contains("..")
    }

    /// The path without `.` and without doubled or last slashes.
    fileprivate var normalisedPath: String {
        let path = split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        return hasPrefix("/") ? "/\(path)" : path.isEmpty ? "." : path
    }
}

extension [String] {
    /// Those that are there more than once, each once.
    fileprivate var repeated: [String] {
        var seen: [String: Int] = [:]
        return filter {
            seen[$0, default: 0] += 1
            return seen[$0] == 2
        }
    }
}
