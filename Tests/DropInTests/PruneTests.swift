import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Rotation by the shipped executable, of folders that hold backups of long ago.
@Suite struct PruneTests {
    let old: OldBackups
    private let stays = Text("prune.verdict-stays")[.french]
    private let goes = Text("prune.verdict-goes")[.french]

    init() throws { old = try OldBackups() }

    @Test func `the plan is a table of what stays, what goes and why, and touches nothing`() async throws {
        let ids = try (0...33).map { try old.add(daysAgo: $0) }
        let before = try await state()
        let plan = try await old.call("prune", "--plan")
        let lines = plan.output.lines.dropFirst().map { $0 }
        let rules = Text(
            "prune.rules", ["place": old.root, "when": "", "daily": 30, "weekly": 12, "monthly": 12])
        #expect(plan.output.lines.first == rules[.french])
        try #require(plan.status == 0 && lines.count == 34, "\(plan)")
        #expect(lines.map { String($0.prefix(15)) } == ids)
        let (age, young) = (Text("prune.days", ["count": 30]), Text("prune.young", ["days": 30]))
        #expect(lines[30] == "\(ids[30])  \(stays)  \(age[.french])  \(young[.french])")
        let (later, outlived) = (Text("prune.days", ["count": 31]), Text("prune.outlived"))
        let isLastOfWeekOrMonth = lines[31].says("prune.week") || lines[31].says("prune.month")
        let isOutlived = lines[31].contains("  \(goes)   \(later[.french])  \(outlived[.french])")
        #expect(isLastOfWeekOrMonth != isOutlived, "\(lines[31])")
        #expect(try await old.call("prune", "--dry-run").output == plan.output)
        #expect(try await state() == before)
    }

    @Test func `a later day shows what goes until then, and is refused where it would remove`() async throws {
        let ids = try (0...40).map { try old.add(daysAgo: $0) }
        try await old.recordRotation()
        let later = LocalTime.now().adding(seconds: 86400 * 5).id
        let day = [later.prefix(4), later.dropFirst(4).prefix(2), later.dropFirst(6).prefix(2)].joined(separator: "-")
        let today = try await old.call("prune", "--plan").output.lines.count { $0.contains("  \(stays) ") }
        let plan = try await old.call("prune", "--plan", "--at", day)
        #expect(plan.output.contains("\(ids[30])  \(goes)") || plan.output.contains("\(ids[30])  \(stays)"))
        #expect(plan.output.lines.count { $0.contains("  \(stays) ") } < today)
        let far = try await old.call("prune", "--plan", "--at=2099-01-01")
        #expect(far.output.says("prune.on-later-day", ["day": "2099-01-01"]))
        #expect(far.output.lines.count { $0.says("prune.last-good") } == 3)
        #expect(far.output.lines.count { $0.contains("  \(goes) ") } == 38 && far.error.isEmpty, "\(far)")
        let refused = try await old.call("prune", "--at", day)
        #expect(refused.status == 1 && refused.error.says("usage.only-with", ["flag": "--at", "needed": "--plan"]))
        #expect(try await old.call("prune", "--plan", "--at", "tomorrow").status == 1)
        #expect(try await old.names() == ids.reversed())
    }

    @Test func `another recipe's backups in the same folder stay, and keep nothing of ours`() async throws {
        let other = OldBackups.Facts(errors: 1, suspect: ["mail"], recipe: "database")
        let ours = try [2, 3, 4, 800].map { try old.add(daysAgo: $0) }
        let theirs = try [1, 5, 801].map { try old.add(daysAgo: $0, other) }
        let plan = try await old.call("prune", "--plan").output.lines
        for id in theirs {
            #expect(plan.contains { $0.hasPrefix("\(id)  \(stays)") && $0.says("prune.stranger", ["who": "database"]) })
        }
        #expect(try await old.call("prune").status == 0)
        #expect(try await old.names() == (ours.dropLast() + theirs).sorted())
    }

    @Test func `what may go goes, and nothing of strangers does`() async throws {
        let stays = try (0...2).map { try old.add(daysAgo: $0) }
        let gone = try [800, 801].map { try old.add(daysAgo: $0) }
        let mixed = try old.add(daysAgo: 900)
        try old.scratch.write("backups/\(mixed)/mine/letter", "x")
        try old.scratch.write("outside/manifest.json", "x")
        let script = """
            cd "$0" && mkdir 20200101_000000 notes 20200102_000000 && echo x >20200101_000000/mine && echo x >20200103_000000
            echo '{' >20200102_000000/manifest.json
            ln -s ../outside 20200104_000000; cp -r "$1" "copy-of-$1"; ln -s "$1" 20200105_000000
            """
        #expect(try await run("sh", ["-c", script, old.root.string, gone[0]]).status == 0)
        let strangers = try await old.names().filter { !gone.contains($0) }
        let pruned = try await old.call("prune")
        #expect(pruned.status == 0, "\(pruned)")
        #expect(try await old.names() == strangers && strangers.count == 3 + 1 + 7)
        #expect(pruned.error.says("prune.folders-inside", ["name": "\(mixed)"]))
        #expect(try await run("ls", [old.scratch("outside").string]).output == "manifest.json\n")
        let log = try await run("cat", [old.root.appending("backup.log").string]).output
        for (id, age) in zip(gone, [800, 801]) {
            let removed = Text("prune.removed", ["name": id, "age": age, "reason": Text("prune.outlived")])
            #expect(log.contains("[INFO] \(removed[.french])"))
        }
        #expect(log.says("prune.rotated", ["removed": 2, "stay": 4]))
        let again = try await old.call("prune")
        #expect(again.status == 0 && again.output.says("prune.rotated", ["removed": 0, "stay": 4]))
        #expect(stays.allSatisfy(strangers.contains))
    }

    @Test func `a flood is refused with the command that lets it through, settings included`() async throws {
        let ids = try (0...3).map { try old.add(daysAgo: $0) } + (400...404).map { try old.add(daysAgo: $0) }
        let held = try await old.call("prune", "--retention", "20")
        #expect(held.status == 1 && held.error.says("prune.too-many", ["count": 5, "limit": 3]), "\(held)")
        #expect(try await old.names() == ids.reversed())
        let advice = Text("prune.look-at-plan", ["command": ""])[.french]
        let command = try #require(held.error.split(separator: advice).last).trimmingLines
        #expect(command.contains("RETENTION_DAYS=20 RETENTION_WEEKLY=12 RETENTION_MONTHLY=12"))
        let through = try await run("env", ["-i", "PATH=/usr/bin:/bin", "sh", "-c", command])
        #expect(through.status == 0, "\(through)")
        #expect(try await old.names() == ids.prefix(4).reversed())
    }

    @Test func `a suspect backup holds the rotation until somebody accepts it`() async throws {
        _ = try (0...3).map { try old.add(daysAgo: $0) } + [try old.add(daysAgo: 400)]
        var facts = OldBackups.Facts()
        (facts.uuid, facts.suspect) = ("u-1", ["mail"])
        let suspect = try old.add(daysAgo: 1, facts, hour: "030000")
        let held = try await old.call("prune", "--yes")
        #expect(held.status == 1 && held.error.says("prune.suspect", ["list": "\(suspect)"]), "\(held)")
        #expect(try await old.names().count == 6)
        #expect(try await old.call("accept", suspect).status == 0)
        #expect(try await old.call("prune").status == 0)
        #expect(try await old.names().count == 5)
    }

    @Test func `chains stay whole, whoever wrote them`() async throws {
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        var ours = OldBackups.Facts(type: "incremental", uuid: "b", components: ["mail"])
        let base = try old.add(daysAgo: 50, OldBackups.Facts(uuid: "a", components: ["mail"]))
        (ours.parent, ours.base) = ("a", "a")
        let links = try [49, 48].map { ago in
            let id = try old.add(daysAgo: ago, ours)
            (ours.parent, ours.uuid) = (ours.uuid, "c")
            return id
        }
        (ours.parent, ours.uuid) = ("c", "d")
        let last = try old.add(daysAgo: 3, ours, hour: "060000")
        let bash = OldBackups.Facts(type: "incremental", components: ["mail"])
        let theirs = [try old.add(daysAgo: 5, .init(components: ["mail"])), try old.add(daysAgo: 4, bash)]
        let dead = [try old.add(daysAgo: 9, bash)]
        #expect(try await old.call("prune").status == 0)
        let left = try await old.names()
        #expect(([base, last] + links + theirs).allSatisfy(left.contains) && !left.contains(dead[0]), "\(left)")
    }

    @Test func `safety copies go after 30 days, but for the newest two`() async throws {
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        let copies = try [40, 50, 60, 70].map { ago in
            let time = LocalTime.now().adding(seconds: -86400 * ago)
            return try old.add(time, .init(type: "safety"), named: "pre_restore_\(time.id)")
        }
        try old.scratch.write("backups/pre_restore_20200101_000000/postgres_safety.dump.gz", "the bash pair's")
        #expect(try await old.call("prune").status == 0)
        let left = try await old.names().filter { $0.hasPrefix("pre_") }
        #expect(left == ["pre_restore_20200101_000000", copies[1], copies[0]])
    }

    @Test func `a backup from the future is told and left alone`() async throws {
        _ = try (0...3).map { try old.add(daysAgo: $0) }
        let future = try old.add(LocalTime.now().adding(seconds: 86400 * 300))
        let pruned = try await old.call("prune")
        #expect(pruned.status == 0 && pruned.error.says("prune.from-future", ["name": "\(future)"]))
        #expect(try await old.names().count == 5)
    }

    @Test(.enabled("strace cannot trace here") { await works("strace", "-o", "/dev/null", "true") })
    func `killed at any step of a removal, no half backup is offered, and the next run sweeps`() async throws {
        for (call, number) in [("rename", 1), ("rename", 2)] + [1, 2, 3, 4, 6, 8].map({ ("unlinkat", $0) }) + [
            ("fsync", 2)
        ] {
            let old = try OldBackups()
            let stays = try (0...2).map { try old.add(daysAgo: $0) }
            _ = try [800, 801, 802].map { try old.add(daysAgo: $0) }
            let trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)"]
            let inject = ["-e", "inject=\(call):signal=SIGKILL:when=\(number)"]
            let killed = try await old.call("prune", by: trace + inject)
            #expect(killed.status == -9, "\(call) \(number): \(killed)")
            for id in try await old.call("list").output.lines.map({ $0.prefix(15) }) {
                let files = try await run("ls", [old.root.appending(String(id)).string]).output.lines
                #expect(files.count == 6 && files.contains("manifest.json"), "\(call) \(number): \(files)")
            }
            for aside in try await old.names().filter({ $0.hasSuffix(".removed") }) {
                let restore = try await old.call("restore", "--dry-run", String(aside.prefix(15)))
                #expect(restore.status == 1 && restore.error.says("restore.no-such-source"))
            }
            #expect(try await old.call("prune").status == 0)
            #expect(try await old.names() == stays.reversed(), "\(call) \(number)")
        }
    }

    /// Names, times and contents of everything.
    private func state() async throws -> String {
        try await run("find", [old.scratch.path.string, "-printf", "%p %i %m %s %T@ %C@\\n"]).output.lines.sorted()
            .joined(separator: "\n")
    }
}

extension Substring {
    fileprivate var trimmingLines: String { String(self.prefix { $0 != "\n" }) }
}
