import Foundation
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// The page on JSON says what the program prints: every key, its type, and an example of each command.
@Suite struct JSONPageTests {
    /// Types by path, such as `backups[].flaws[].flaw`.
    private typealias Schema = [String: Set<String>]

    private let page: [String]

    init() throws {
        let file = "\(packageFolder)/Sources/Garde/Garde.docc/JSON.md"
        page = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
    }

    private func section(_ title: String) -> [String] {
        Array(page.drop { $0 != "## \(title)" }.dropFirst().prefix { !$0.hasPrefix("## ") })
    }

    private func table(_ title: String) -> Schema {
        let rows = section(title).filter { $0.hasPrefix("| `") }.map { $0.components(separatedBy: " | ") }
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (row[0].filter { !"|` ".contains($0) }, Set(row[1].components(separatedBy: " or ")))
            })
    }

    private func schema(_ command: String) -> Schema {
        let common = command == "status" ? [:] : table("What all of them have")
        return common.merging(table(command)) { $1 }
    }

    private func example(_ command: String) throws -> Any {
        let block = section(command).drop { $0 != "```json" }.dropFirst().prefix { $0 != "```" }
        return try JSONSerialization.jsonObject(with: Data(block.joined(separator: "\n").utf8))
    }

    /// What differs between a value and the schema; `isWhole` also asks that each path of the schema is there.
    private func faults(_ value: Any, _ schema: Schema, isWhole: Bool = false) -> [String] {
        var (found, seen) = ([String](), Set<String>())
        func look(_ value: Any, _ path: String) {
            if !path.isEmpty {
                seen.insert(path)
                let type = name(of: value)
                let isOfObjects = path.hasSuffix("[]") && schema.keys.contains { $0.hasPrefix("\(path).") }
                guard let types = isOfObjects ? ["object"] : schema[path] else {
                    return found.append("\(path) is not on the page")
                }
                if !types.contains(type) { found.append("\(path) is \(type), not \(types.sorted())") }
            }
            if let object = value as? [String: Any] {
                let prefix = path.isEmpty ? "" : path + "."
                let wanted = Set(
                    schema.keys.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains(".") }
                        .map { $0.hasSuffix("[]") ? String($0.dropLast(2)) : $0 })
                let given = Set(object.keys.map { prefix + $0 })
                found += wanted.subtracting(given).map { "\($0) is missing" }
                for (key, value) in object { look(value, prefix + key) }
            } else if let array = value as? [Any] {
                for element in array { look(element, path + "[]") }
            }
        }
        look(value, "")
        return found + (isWhole ? Set(schema.keys).subtracting(seen).map { "\($0) is in no example" } : [])
    }

    private func name(of value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case let number as NSNumber: isBoolean(number) ? "boolean" : "number"
        case is String: "string"
        case is [Any]: "array"
        default: "object"
        }
    }

    /// Foundation reads `true` as a number too.
    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    @Test(arguments: ["status", "list", "verify", "prune", "restore", "doctor", "compare"])
    func `each example has every key of its table, and no other`(command: String) throws {
        #expect(faults(try example(command), schema(command), isWhole: true).sorted() == [])
    }

    /// Runs it, and compares what it prints; messages are on standard error alone.
    private func check(_ old: OldBackups, _ command: String, _ words: String..., ends status: CInt? = nil) async throws
    {
        let places = ["PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string]
        let run = try await runBackup([command, "--json"] + words, places)
        let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        #expect(faults(value, schema(command)).sorted() == [], "\(run)")
        if let status { #expect(run.status == status, "\(run)") }
        guard command != "status", let object = value as? [String: Any] else { return }
        #expect(object["exit_code"] as? Int == Int(run.status) && object["command"] as? String == command)
    }

    @Test func `every command prints what the page says, when all is well and when not`() async throws {
        let old = try OldBackups()
        for command in ["list", "verify", "prune", "doctor"] {
            try await check(old, command, command == "prune" ? "--plan" : "--verbose", ends: 1)
        }
        let first = try old.add(daysAgo: 40, .init(uuid: "a", suspect: ["mail"], lacks: ["redis"]))
        _ = try old.add(daysAgo: 1, .init(uuid: "b", components: ["mail", "config"]))
        let facts = OldBackups.Facts(
            type: "incremental", uuid: "c", parent: "20200101_000000", base: "20200101_000000", recipe: "other",
            platform: "/elsewhere", components: ["mail"])
        _ = try old.add(daysAgo: 0, facts, hour: "000000")
        try old.scratch.write("backups/20200102_000000/manifest.json", "{")
        try await check(old, "status")
        try await check(old, "compare", ends: 1)
        try await check(old, "list")
        try await check(old, "verify", "all", ends: 1)
        try await check(old, "verify", first, ends: 1)
        try await check(old, "prune", "--plan")
        try await check(old, "prune", "--plan", "--at", "2040-01-01")
        try await check(old, "doctor")
        try await check(old, "list", "--nonsense", ends: 1)
        try await check(old, "prune", ends: 1)
        try await check(old, "restore", "--yes", "20010101_000000", ends: 1)
    }

    @Test func `a web hook gets what the page says of status and verify`() async throws {
        let title = "Web hooks of status and verify"
        #expect(faults(try example(title), table(title), isWhole: true).sorted() == [])
        let old = try OldBackups()
        try old.add(daysAgo: 9)
        try await Receiver.with { receiver in
            for command in ["status", "verify"] {
                let run = try await runBackup(
                    [command, "--tell", "--json"],
                    [
                        "PLATFORM_ROOT": old.platform.string, "BACKUP_ROOT": old.root.string,
                        "ALERT_WEBHOOK_URL": "\(receiver.web)/hook",
                    ])
                let body = try #require(try await receiver.bodies("/hook").last, "\(run)")
                let value = try JSONSerialization.jsonObject(with: Data(body.utf8))
                #expect(run.status == 1 && faults(value, table(title)) == [], "\(body)")
                #expect((value as? [String: Any])?["event"] as? String == command)
                #expect((value as? [String: Any])?["error_ids"] as? [String] != [], "\(body)")
            }
        }
    }

    @Test(.tags(.server)) func `tables and keys are told as the page says`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (1, 20, 5) }) { platform in
            try await platform.redisCLI("SET", "login:1", "then")
            try await platform.sql("CREATE TABLE told AS SELECT n FROM generate_series(1, 7) n")
            #expect(try await platform.backup(["--no-mail", "--no-config", "--no-certs"]).status == 0)
            func told(_ words: String..., by filter: String) async throws -> String {
                let run = try await platform.backup(["restore", "latest", "--dry-run", "--json"] + words)
                let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
                #expect(run.status == 0 && faults(value, schema("restore")) == [], "\(run)")
                return try await GardeTestSupport.run("jq", ["-c", filter], input: run.output).output
            }
            let table = try await told("--table", "told", by: ".tables[0] | [.name, .rows, .database]")
            #expect(table == "[\"public.told\",7,\"mssante\"]\n")
            let keys = try await told("--keys", "login:*", by: "[.restored, .keys.count, .keys.kept]")
            #expect(keys == "[false,1,null]\n")
        }
    }

    @Test func `a backup of the program's own passes, and its keys are the same`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (20, nil, nil) }) { platform in
            #expect(try await platform.backup(filesOnly).status == 0)
            let run = try await platform.backup(["verify", "--json"])
            let value = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
            #expect(run.status == 0 && faults(value, schema("verify")) == [], "\(run)")
            let read = try await GardeTestSupport.run(
                "jq", ["-r", "[.verified[0].result, .exit_code, (.findings | length)] | @json"], input: run.output)
            #expect(read.output == "[\"whole\",0,0]\n", "\(run)")
            let list = try await platform.backup(["list", "latest", "--mailboxes", "--json"])
            let boxes = try JSONSerialization.jsonObject(with: Data(list.output.utf8))
            #expect(list.status == 0 && faults(boxes, schema("list")) == [], "\(list)")
            let count = try await GardeTestSupport.run(
                "jq", ["[.mailboxes[].messages] | add"], input: list.output)
            #expect(count.output == "20\n", "\(list)")
            let flags = filesOnly + ["--yes", "--no-stop", "--no-start", "--json", "latest"]
            for (words, wanted) in [(["--dry-run"], "[true,false,0]"), ([], "[false,true,0]")] {
                let restore = try await platform.backup(["restore"] + words + flags)
                let value = try JSONSerialization.jsonObject(with: Data(restore.output.utf8))
                #expect(restore.status == 0 && faults(value, schema("restore")) == [], "\(restore)")
                let read = try await GardeTestSupport.run(
                    "jq", ["-r", "[.dry_run, .restored, .exit_code] | @json"], input: restore.output)
                #expect(read.output == "\(wanted)\n", "\(restore)")
            }
            let out = platform.folder.appending("out").string
            let beside = try await platform.backup(
                ["restore", "--json", "--only", "mail", "--to", out, "latest"])
            let found = try await GardeTestSupport.run(
                "jq", ["-r", "[.restored, (.components | length)] | @json"], input: beside.output)
            #expect(found.output == "[true,1]\n", "\(beside)")
        }
    }
}
