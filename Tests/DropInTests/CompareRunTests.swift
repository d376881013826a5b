import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// `compare` of the shipped program, with real servers.
@Suite(.tags(.server)) struct CompareRunTests {
    /// Puts the old script into the platform, with these lines of shell before its manifest.
    private func install(_ lines: String, on platform: ThrowawayPlatform) async throws {
        let script = """
            cd '\(platform.root)/scripts/backup'
            awk -v more="$1" '/^saved\\(\\)/ { print more } { print }' '\(packageFolder)/Tests/throwaway/script-of-before' >backup.sh.bash
            chmod +x backup.sh.bash
            """
        let done = try await run("bash", ["-ec", script, "bash", lines])
        try #require(done.status == 0, "\(done)")
        try await Task.sleep(for: .milliseconds(60))
    }

    @Test func `a platform that goes on living is the same, and its live backups stay as they are`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (20, 20, 20) }) { platform in
            try await platform.sql("CREATE TABLE visits (n int); INSERT INTO visits VALUES (1)")
            try await platform.redisCLI("SET", "session:1", "x")
            #expect(try await platform.backup(["--quiet"]).status == 0)
            try await install(
                """
                psql -Xqd "$(setting POSTGRES_DB)" -c 'DELETE FROM visits'
                redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" DEL session:1
                rm "$platform/data/mail/domain.example/user/cur/"*1*
                """, on: platform)
            let before = try await run("ls", ["-lR", platform.backupRoot.string]).output
            let compared = try await platform.backup(["compare", "--json"])
            #expect(compared.status == 0, "\(compared)")
            let facts = try await run(
                "jq", ["-r", "[.safe, ([.components[] | select(.verdict == \"same\")] | length)] | @json"],
                input: compared.output)
            #expect(facts.output == "[true,5]\n", "\(compared)")
            let changed = try await run(
                "jq", ["-r", ".components[] | select(.changed > 0) | .name"], input: compared.output)
            #expect(changed.output == "postgresql\nredis\nmail\n", "\(compared)")
            let after = try await run("ls", ["-lR", platform.backupRoot.string]).output
            func folders(_ listing: String) -> [String] {
                listing.lines.filter { !$0.contains("backup.log") && !$0.hasPrefix("total") }
            }
            #expect(folders(after) == folders(before))
        }
    }

    @Test func `a table and a mailbox that only the script has are named`() async throws {
        try await ThrowawayPlatform.with(.init { ($0.messages, $0.rows, $0.keys) = (20, 20, 20) }) { platform in
            try await install(
                """
                database=$(setting POSTGRES_DB)
                psql -Xqd "$database" -c 'CREATE TABLE only_there AS SELECT 1 AS n'
                pg_dump -Fc "$database" | pack "postgresql_$id.dump.gz"
                psql -Xqd "$database" -c 'DROP TABLE only_there'
                mkdir -p "$BACKUP_ROOT/more/mail/forgotten/cur"; echo letter >"$BACKUP_ROOT/more/mail/forgotten/cur/1"
                tar -cf - -C "$platform/data" mail -C "$BACKUP_ROOT/more" mail | pack "mail_$id.tar.gz"
                rm -r "$BACKUP_ROOT/more"
                """, on: platform)
            _ = try await run(
                "sh",
                [
                    "-c", "mkdir -p \"$0\"/forgotten/cur; echo other >\"$0\"/forgotten/cur/1",
                    platform.root.pushing("data/mail").string,
                ])
            try await Task.sleep(for: .milliseconds(60))
            let run = try await platform.backup(["compare"])
            #expect(run.status == 3, "\(run)")
            #expect(run.error.says("compare.lacks", ["component": "postgresql", "count": 1]), "\(run)")
            #expect(run.error.contains("public.only_there") && run.error.contains("forgotten/cur/1"), "\(run)")
        }
    }
}
