import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// Images made from Alpine have the programs of busybox, and neither bash nor GNU's.
@Suite(.tags(.server), .enabled(if: busybox)) struct BusyboxTests {
    /// What is run where the server is, in a container as here.
    private static let programs = [
        "cat", "chmod", "dd", "df", "head", "id", "ls", "mkdir", "rm", "sh", "sha256sum", "stat", "tar", "test",
    ]

    @Test func `increments are saved, and restored to a moment, by the programs of busybox`() async throws {
        let scratch = Scratch()
        try await withServer("postgres", in: scratch("server"), ["max_slot_wal_keep_size=2GB"]) { server in
            // The server's own user runs some of them.
            let place = FilePath("/tmp/garde-busybox-\(UInt32.random(in: 0 ... .max))")
            let calls = place.appending("calls")
            defer { try? Durable.removeTree(place) }
            let programs = Self.programs.joined(separator: " ")
            // Each notes the call: that another tar of this machine was not taken.
            let make = """
                mkdir -m 755 '\(place)'; : >'\(calls)'; chmod 666 '\(calls)'; cd '\(place)'
                for name in \(programs); do
                    printf '#!/bin/sh\\necho %s >>%s\\nexec busybox %s "$@"\\n' $name '\(calls)' $name >$name; chmod 755 $name
                done
                """
            let made = try await run("sh", ["-ec", make])
            try #require(made.status == 0, "\(made.error)")
            try scratch.write("site/.env", "")
            let path = "\(place):/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
            let variables = server.merging([
                "POSTGRES_DB": "app", "PGDATABASE": "app", "PLATFORM_ROOT": scratch("site").string,
                "BACKUP_ROOT": scratch("backups").string, "PATH": path,
            ]) { $1 }
            try await sql("CREATE DATABASE app", server, database: "postgres")
            try await sql("CREATE TABLE t AS SELECT 1 AS i", server, database: "app")
            let only = ["--only", "postgresql"]
            let full = try await runBackup(["backup"] + only, variables, recipe: "quarter")
            #expect(full.status == 0, "\(full.error)")
            try await sql("INSERT INTO t VALUES (2)", server, database: "app")
            try await Task.sleep(for: .milliseconds(1200))
            let moment = LocalTime.now().iso8601
            try await Task.sleep(for: .milliseconds(1200))
            try await sql("INSERT INTO t VALUES (3)", server, database: "app")
            let next = try await runBackup(
                ["backup", "--type", "incremental"] + only, variables, recipe: "quarter")
            #expect(next.status == 0, "\(next.error)")
            let names = try await run("ls", [scratch("backups").string]).output.lines.filter { $0.hasPrefix("20") }
            let held = try await run("ls", [scratch("backups").appending(names.max() ?? "").string]).output
            #expect(held.contains("postgresql_wal_"), "\(held) \(next.error)")
            let restored = try await runBackup(
                ["restore", "--yes", "--until", moment] + only, variables, recipe: "quarter")
            #expect(restored.status == 0, "\(restored.error)")
            #expect(try await sql("SELECT i FROM t ORDER BY i", server, database: "app") == "1\n2\n")
            let called = Set(String(decoding: try calls.read(), as: UTF8.self).lines)
            #expect(called.isSuperset(of: ["dd", "ls", "mkdir", "rm", "sha256sum", "tar"]), "\(called)")
        }
    }
}

private let busybox = ["/bin/busybox", "/usr/bin/busybox"].contains { (try? FilePath($0).stat()) != nil }
