import GardeComponents
import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

extension Health {
    /// Days before its end that a certificate is one: those that renew themselves do so a month before.
    private static let certificateNotice = 14
    private static let certificateMention = 30

    /// Everything that is not as it should be, each with what to type; empty when all is well.
    package var problems: [Failure] {
        components.compactMap(problem) + components.compactMap(heldProblem) + runProblem + untoldProblems + roomProblem
            + restoreProblem + verifiedProblem
            + copies.compactMap(problem)
            + findings + certificates.filter { days($0) < Self.certificateNotice }.map(problem)
    }

    /// Worth a look, and not wrong yet.
    package var remarks: [Text] {
        let near = Self.certificateNotice..<Self.certificateMention
        let certificates = certificates.filter { near.contains(days($0)) }.map {
            Text.certificateExpires($0.name, days($0))
        }
        let little = room.flatMap { $0.free < 10 << 30 ? Text.littleRoom(place.backupRoot.string, $0.free) : nil }
        return warnings + certificates + [little].compactMap(\.self)
    }

    private func days(_ expiry: Expiry) -> Int { Int((Double(expiry.end - now.seconds) / 86400).rounded(.down)) }

    private func problem(_ component: Saved) -> Failure? {
        guard !isFresh(component) else { return nil }
        let command = place.command("backup")
        guard let age = age(component), let last = component.last else {
            return .neverSaved(component.id.name, command)
        }
        return .tooOld(component.id.name, last.backup.id, age, limit: objectives.rpo.seconds, command)
    }

    private func heldProblem(_ component: Saved) -> Failure? {
        guard let held = component.held, let limit = held.limit, held.isLost || held.isNearLimit else { return nil }
        let fix = Text.type(place.command("backup --type incremental"))
        let facts: [String: any Sayable] = [
            "name": component.id.name, "held": Bytes(held.bytes), "limit": Bytes(limit), "fix": fix,
        ]
        return Failure(held.isLost ? "status.log-lost" : "status.log-near-limit", facts)
    }

    private var runProblem: [Failure] {
        guard let run else { return [] }
        let command = place.command("backup")
        switch run.runEnd {
        case .done, .locked: return []
        case nil: return isUnderWay ? [] : [.runKilled(run.started, command)]
        case .incomplete, .failed, .ended: return [.runBad(run, run.next ?? command)]
        }
    }

    /// Whether the last run, which has not ended, is alive.
    var isUnderWay: Bool { isRunning || (run?.sends == true && !sendingTo.isEmpty) }

    private var untoldProblems: [Failure] {
        (run?.untold ?? [:]).sorted { $0.key < $1.key }.map { name, why in
            .untold(name, why, place.command("notify --test"))
        }
    }

    private var roomProblem: [Failure] {
        guard let room, room.free <= room.expected else { return [] }
        return [.notEnoughRoom(place.backupRoot.string, room.expected, room.free)]
    }

    private var restoreProblem: [Failure] {
        guard let limit = objectives.rto?.seconds, let expected = expectedRestore, expected > limit else { return [] }
        return [.restoreTooLong(expected, limit: limit)]
    }

    private var verifiedProblem: [Failure] {
        let bad = verified.filter { !$0.depth.isGood }.map(\.id).sorted(by: >)
        return bad.isEmpty ? [] : [.verifiedBad(bad, place.command("backup"))]
    }

    private func problem(_ copies: Copies) -> Failure? {
        let record = RemoteRecord(place.backupRoot, of: identity).path.string
        let isBusy = isRunning || sendingTo.contains(copies.url)
        guard let start = copies.start else {
            return isBusy ? nil : .neverSent(copies.url, place.command("backup"), record)
        }
        if copies.waiting > 0, !isBusy {
            return .waiting(copies.waiting, copies.url, place.command("backup"), record)
        }
        let age = now.seconds - start.seconds
        // A copy is made after its backup, and takes its time.
        guard copies.isSteady, age > 2 * objectives.rpo.seconds else { return nil }
        return .sentLongAgo(copies.url, copies.last ?? "", age, place.command("backup"))
    }

    private func problem(_ expiry: Expiry) -> Failure {
        let days = days(expiry)
        return Failure(
            "status.problem",
            [
                "what":
                    (days < 0
                    ? Text.certificateExpired(expiry.name, (now.seconds - expiry.end) / 86400)
                    : Text.certificateExpires(expiry.name, days))
            ])
    }
}

extension Failure {
    fileprivate static func neverSaved(_ name: String, _ command: String) -> Failure {
        Failure("status.never-saved", ["name": name, "fix": Text.type(command)])
    }

    static func tooOld(_ name: String, _ id: String, _ age: Int, limit: Int, _ command: String) -> Failure {
        Failure(
            "status.too-old",
            [
                "name": name, "id": id, "age": Duration.seconds(age), "limit": Duration.seconds(limit),
                "fix": Text.type(command),
            ])
    }

    fileprivate static func runKilled(_ started: String, _ command: String) -> Failure {
        Failure("status.run-killed", ["started": started, "fix": Text.type(command)])
    }

    fileprivate static func runBad(_ run: RunRecord, _ command: String) -> Failure {
        let what =
            switch run.runEnd {
            case .incomplete:
                Text("status.run-bad-incomplete")
            case .ended:
                Text("status.run-bad-ended")
            default: Text("status.run-bad")
            }
        let why = { (language: Language) in
            ([run.started] + run.failures(in: language).prefix(3)).joined(separator: "; ")
        }
        // What the run said tells what to type first.
        let fix = run.failures.isEmpty ? Text.type(command) : .thenType(command)
        return Failure("status.run-bad", what, why: Text(why(.english), fr: why(.french)), fix: fix)
    }

    fileprivate static func untold(_ name: String, _ why: String, _ command: String) -> Failure {
        Failure("status.untold", ["name": name, "why": why, "fix": Text.thenType(command)])
    }

    static func restoreTooLong(_ expected: Int, limit: Int) -> Failure {
        Failure(
            "status.restore-too-long", ["expected": Duration.seconds(expected), "limit": Duration.seconds(limit)])
    }

    fileprivate static func verifiedBad(_ ids: [String], _ command: String) -> Failure {
        let list = ids.prefix(10).joined(separator: ", ") + (ids.count > 10 ? ", …" : "")
        return Failure("status.verified-bad", ["id": list, "fix": Text.type(command)])
    }

    fileprivate static func neverSent(_ url: String, _ command: String, _ record: String) -> Failure {
        Failure("status.never-sent", ["url": url, "fix": Text.send(url, command, record)])
    }

    /// The next run that copies there sends them.
    fileprivate static func waiting(_ count: Int, _ url: String, _ command: String, _ record: String) -> Failure {
        Failure("status.waiting", ["count": count, "url": url, "fix": Text.send(url, command, record)])
    }

    fileprivate static func sentLongAgo(_ url: String, _ id: String, _ age: Int, _ command: String) -> Failure {
        Failure(
            "status.sent-long-ago", ["url": url, "id": id, "age": Duration.seconds(age), "fix": Text.type(command)])
    }

    static func damagedManifest(_ path: String, _ command: String) -> Failure {
        Failure("status.damaged-manifest", .unreadable(path), fix: .type(command))
    }

    static func cut(_ id: String, _ components: Set<Component.ID>, _ command: String) -> Failure {
        let list = components.sorted().map(\.name).joined(separator: ", ")
        return Failure("status.cut", ["id": id, "list": list, "fix": Text.type(command)])
    }

    static func suspect(_ id: String, _ components: [Component.ID], _ command: String) -> Failure {
        let list = components.map(\.name).joined(separator: ", ")
        return Failure("status.suspect", ["id": id, "list": list, "command": command])
    }
}

extension Text {
    static func type(_ command: String) -> Text { Text("status.type", ["command": command]) }

    fileprivate static func send(_ url: String, _ command: String, _ record: String) -> Text {
        let sending = "\(command) --sync-remote --remote-dest \(url)"
        return Text("status.send", ["sending": sending, "record": record])
    }

    fileprivate static func thenType(_ command: String) -> Text {
        Text("status.then-type", ["command": command])
    }
}
