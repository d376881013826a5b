package import GardeWords

extension Place {
    package var isEmpty: Bool { self == .compose("") || self == .automatic("") }
}

extension Encryption {
    package func findings(_ environment: (String) -> String?) -> [Failure] {
        recipients.compactMap { $0.finding(environment) }
    }

    package static var onceOnly: String? { "encrypt" }
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

extension Compression {
    package static var onceOnly: String? { "compress" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        (1...9).contains(level) ? [] : [.level(level)]
    }
}

extension Store {
    package static var onceOnly: String? { "store" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        folder.isPlainPath ? [] : [.path(folder, of: "store(in:)")]
    }
}

extension MetricsFile {
    package static var onceOnly: String? { "metrics" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        path.isPlainPath ? [] : [.path(path, of: "metrics(to:)")]
    }
}

extension Remote {
    package func findings(_ environment: (String) -> String?) -> [Failure] {
        [finding(environment), limitFinding].compactMap(\.self) + (keep?.findings(environment) ?? [])
    }

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
    package static var onceOnly: String? { "keep" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
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
    /// Not empty, without a way up, and without the `~` that only a shell understands.
    package var isPlainPath: Bool {
        !isEmpty && !hasPrefix("~") && !split(separator: "/").contains("..")
    }
}
