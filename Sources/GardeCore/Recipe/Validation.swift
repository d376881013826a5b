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

extension Resources {
    package static var onceOnly: String? { "resources" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        (cores.map { $0 < 1 } == true ? [.tooFew("resources(cores: \(cores!))", least: 1)] : [])
            + (nice.map { !(0...19).contains($0) } == true ? [.nice(nice!)] : [])
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

extension Retention {
    package static var onceOnly: String? { "keep" }

    package func findings(_ environment: (String) -> String?) -> [Failure] {
        let counts = [
            ("daily: \(daily)", daily, 1), ("weekly: \(weekly)", weekly, 0), ("monthly: \(monthly)", monthly, 0),
        ]
        return (counts + incrementals.counts).compactMap { written, count, least in
            count < least ? .tooFew("keep(\(written))", least: least) : nil
        }
    }
}

extension IncrementRetention {
    /// Each number, where it stands, and the least that it may be: more than what stays anyway.
    fileprivate var counts: [(String, Int, Int)] {
        let said = hourly == 0 ? "" : ", hourly: \(hourly)"
        return [("incrementals: .days(\(count))", count, 1)]
            + (hourly == 0 ? [] : [("incrementals: .days(\(count)\(said))", hourly, count + 1)])
            + (daily == 0
                ? [] : [("incrementals: .days(\(count)\(said), daily: \(daily))", daily, max(count, hourly) + 1)])
    }
}

extension String {
    /// Not empty, without a way up, and without the `~` that only a shell understands.
    package var isPlainPath: Bool {
        !isEmpty && !hasPrefix("~") && !split(separator: "/").contains("..")
    }
}
