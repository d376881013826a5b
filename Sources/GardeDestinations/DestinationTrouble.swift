package import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// What a store's tool said when it failed, sorted by what helps.
package enum DestinationTrouble: Sendable, Hashable {
    /// No try of ours mends these.
    case credentials, stranger, missing, full, frozen
    /// The line or the store: worth another try.
    case passing

    package init(_ error: any Error) {
        guard let failed = error as? ToolFailed else {
            self = .passing
            return
        }
        let said = failed.said.joined(separator: "\n").lowercased()
        let known = Self.marks.first { _, words in words.contains(where: said.contains) }
        self = known?.0 ?? .passing
    }

    private static let marks: [(DestinationTrouble, [String])] = [
        (
            .frozen,
            ["invalidobjectstate", "storage class glacier", "storage class deep_archive", "in glacier, restore first"]
        ),
        (
            .full,
            [
                "quotaexceeded", "quota exceeded", "insufficientstorage", "storagefull", "no space left",
                "xminiostoragefull", "status code: 507", "disk quota", "insufficient storage",
            ]
        ),
        (.stranger, ["knownhosts: key", "host key verification failed", "key mismatch", "key is unknown"]),
        (
            .credentials,
            [
                "expiredtoken", "invalidaccesskeyid", "signaturedoesnotmatch", "accessdenied", "access denied",
                "unable to locate credentials", "nocredentialproviders", "invalidtoken", "unable to authenticate",
                "token has expired", "forbidden", "(403)", "could not be found", "invalidclienttokenid",
                "permission denied", "couldn't connect to ssh-agent", "failed to parse private key",
            ]
        ),
        (
            .missing,
            ["nosuchbucket", "directory not found", "didn't find section in config file", "bucket does not exist"]
        ),
    ]
}

extension ToolFailed {
    /// What it said, each thing once, without rclone's clock and what it only notes.
    fileprivate var reason: Text? {
        let lines = said.filter { !$0.isEmpty && !$0.contains(" NOTICE: ") }.map { line in
            let words = line.split(separator: " ", maxSplits: 2)
            let hasClock = words.count == 3 && (words[0] + words[1]).allSatisfy { $0.isNumber || "/:".contains($0) }
            return hasClock ? String(words[2]) : line
        }
        let once = lines.enumerated().filter { !lines[..<$0.offset].contains($0.element) }.map(\.element)
        return once.isEmpty ? nil : .verbatim(once.joined(separator: " / "))
    }
}

/// Does `work` again after a while when it fails for a reason that passes; four times at most.
package func withRetries<Value: Sendable>(
    _ console: any Reporter, _ what: String, _ work: () async throws -> Value
) async throws -> Value {
    for wait in [1, 3, 9] {
        do { return try await onThreadOfItsOwn(work) } catch {
            try Task.checkCancellation()
            if error is CancellationError || error is Failure || error is ToolMissing || error is TimedOut {
                throw error
            }
            guard DestinationTrouble(error) == .passing else { throw error }
            console.info(.triesAgain(what, wait))
            try await Task.sleep(for: .seconds(wait))
        }
    }
    return try await onThreadOfItsOwn(work)
}

/// Whoever wrote a destination may block: on one core that would hold up all else, signals too.
private func onThreadOfItsOwn<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await withTaskExecutorPreference(OwnThread()) { try await work() }
}

extension Destination {
    /// Throws what `work` throws as a failure that names this place and what to type.
    package func explaining<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch  where error is ToolFailed || error is TimedOut {
            throw Failure.remote(error, self)
        }
    }

    /// Fetches files into a folder; of those that cold storage keeps throws the commands that a person thaws them by.
    func thawing(
        _ names: [String], into folder: String, by command: (String) -> String, _ fetch: () async throws -> Void
    ) async throws {
        do { try await fetch() } catch  where DestinationTrouble(error) == .frozen {
            let frozen = names.filter { (try? FilePath(folder).appending($0).stat()) == nil }
            // Something else that came along, by a pattern.
            guard !frozen.isEmpty else { return }
            throw Failure.frozen(frozen.map(command), address)
        }
    }
}

extension Text {
    fileprivate static func triesAgain(_ what: String, _ seconds: Int) -> Text {
        Text("copy.tries-again", ["what": what, "seconds": seconds])
    }
}

extension Failure {
    /// What an administrator reads when a store's tool failed.
    package static func remote(_ error: any Error, _ store: any Destination) -> Failure {
        let described = Failure(describing: error)
        guard error is ToolFailed || error is TimedOut || described.isOfOthers else { return described }
        let (url, look) = (store.address.url, store.lookCommand)
        let why = (error as? ToolFailed)?.reason ?? described.what
        switch DestinationTrouble(error) {
        case .credentials:
            return Failure("copy.remote-credentials", ["url": url, "why": why, "look": look])
        case .stranger:
            return Failure("copy.remote-stranger", ["url": url, "why": why])
        case .missing:
            return Failure("copy.remote-missing", ["url": url, "why": why, "look": look])
        case .full:
            return Failure("copy.remote-full", ["url": url, "why": why])
        case .frozen, .passing:
            return Failure("copy.remote-frozen", ["url": url, "why": why, "look": look])
        }
    }

    package static func toolMissing(_ tool: String, for address: DestinationAddress) -> Failure {
        let package = tool == "aws" ? "awscli" : tool
        return Failure("copy.tool-missing", ["tool": tool, "url": address.url, "package": package])
    }

    fileprivate static func frozen(_ commands: [String], _ address: DestinationAddress) -> Failure {
        let list = commands.joined(separator: "; ")
        return Failure("copy.frozen", ["url": address.url, "list": list])
    }
}
