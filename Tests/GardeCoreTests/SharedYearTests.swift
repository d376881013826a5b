import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// A year of two platforms with one recipe, in one folder of backups.
@Suite struct SharedYearTests {
    private let scratch = Scratch()

    /// A platform, and the folders in which the same happens: one of its own, one that it shares.
    private struct Site {
        let identity: Identity
        let folders: [String]
        let keep: Retention
        let hour: Int
    }

    private var sites: [Site] {
        [
            Site(
                identity: Identity(platform: "/srv/one", recipe: "mssante"), folders: ["one", "shared"],
                keep: keeping(daily: 7, weekly: 5, monthly: 12), hour: 2),
            Site(
                identity: Identity(platform: "/srv/two", recipe: "mssante"), folders: ["two", "shared"],
                keep: keeping(daily: 14, weekly: 3, monthly: 6), hour: 3),
        ]
    }

    @Test func `each keeps exactly what it would keep alone, and the other's is never touched`() async throws {
        let first = try #require(LocalTime(id: "20250101_000000"))
        var removed = 0
        for day in stride(from: 0, to: 365, by: 5) {
            for site in sites {
                // The second one is off for two months: nothing of it may go meanwhile.
                if site.hour == 3, 120..<180 ~= day { continue }
                let time = first.adding(seconds: 86400 * day + 3600 * site.hour)
                for folder in site.folders {
                    try write(time, site.identity, in: folder)
                    removed += try await rotate(folder, site, at: time.adding(seconds: 300))
                }
            }
        }
        #expect(removed > 100)
        for site in sites {
            let own = try names(site.folders[0])
            #expect(try Set(names("shared")).intersection(try made(by: site)) == Set(own), "\(site.identity)")
            #expect(own.count > 5)
        }
    }

    private func rotate(_ folder: String, _ site: Site, at time: LocalTime) async throws -> Int {
        let inventory = Inventory(scratch(folder), of: site.identity)
        var rotation = inventory.rotation(site.keep, at: time, isForced: false, merges: false)
        // After two months without a backup somebody types prune --yes.
        if rotation.hold != nil { rotation = inventory.rotation(site.keep, at: time, isForced: true, merges: false) }
        let others = try Set(names(folder)).subtracting(try made(by: site))
        #expect(others.isDisjoint(with: rotation.removals), "\(folder) at \(time.id)")
        for id in rotation.removals { try Durable.removeTree(scratch(folder).appending(id)) }
        try await Inventory.record(scratch(folder), of: site.identity, at: time)
        return rotation.removals.count
    }

    private func made(by site: Site) throws -> Set<String> {
        let hour = "_0\(site.hour)"
        return Set(try (names(site.folders[0]) + names("shared")).filter { $0.contains(hour) })
    }

    private func names(_ folder: String) throws -> [String] {
        let entries = (try? Folder.open(scratch(folder)).entries()) ?? []
        return entries.map { String(decoding: $0.name, as: UTF8.self) }.filter { !$0.hasPrefix(".") }.sorted()
    }

    private func write(_ time: LocalTime, _ identity: Identity, in folder: String) throws {
        let root = identity == sites[0].identity ? "/srv/one" : "/srv/two"
        try scratch.write("\(folder)/\(time.id)/mail_\(time.id).tar.gz", "x")
        try scratch.write(
            "\(folder)/\(time.id)/manifest.json",
            """
            {"backup": {"id": "\(time.id)", "type": "full", "date": "\(time.iso8601)", "duration_seconds": 1,
              "size_bytes": 1, "encrypted": false, "errors": 0, "uuid": "\(time.id)"}, "components": {"mail": true},
             "system": {"hostname": "\(hostName())", "os": "o", "platform": "\(root)"},
             "application": {"version": "v", "commit": "c"}, "recipe": "mssante"}
            """)
    }
}

@Suite struct VerifiedTests {
    private let scratch = Scratch()
    private let id = "20250101_020000"

    private var known: Verified.Depth? { Verified.all(in: scratch.path).first?.depth }

    init() throws { try scratch.write("\(id)/manifest.json", "{}") }

    @Test func `a look from outside does not clear what was found inside, a whole one does`() async {
        await Verified.record(Verified(.badInside, id, components: ["redis"]), in: scratch.path)
        await Verified.record(Verified(.outside, id), in: scratch.path)
        #expect(known == .badInside)
        await Verified.record(Verified(.whole, id), in: scratch.path)
        #expect(known == .whole)
        await Verified.record(Verified(.bad, id), in: scratch.path)
        await Verified.record(Verified(.outside, id), in: scratch.path)
        #expect(known == .outside)
    }

    @Test func `a copy and the backup here are known apart, and lines of before are read`() async throws {
        try scratch.write(".verified", "bad \(id) 2025-01-02T00:00:00+00:00\n")
        #expect(known == .bad)
        await Verified.record(Verified(.whole, id, place: "s3://bucket/backups"), in: scratch.path)
        #expect(known == .bad)
        let lines = String(decoding: try scratch(".verified").read(), as: UTF8.self).lines
        #expect(lines.count == 2 && lines.contains { $0.hasSuffix(" - s3://bucket/backups") }, "\(lines)")
    }

    @Test func `what several find at the same time is all remembered`() async throws {
        let ids = (1...40).map { "20250101_0200\($0 + 10)" }
        for id in ids { try scratch.write("\(id)/manifest.json", "{}") }
        await withTaskGroup { group in
            for id in ids { group.addTask { [scratch] in await Verified.record(Verified(.bad, id), in: scratch.path) } }
        }
        #expect(Set(Verified.all(in: scratch.path).map(\.id)) == Set(ids))
    }
}
