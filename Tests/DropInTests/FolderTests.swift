import GardeTestSupport
import SystemPackage
import Testing

extension SavedPlatform {
    @Suite(.tags(.server)) struct FolderTests {
        let scene = SavedPlatform.scene!
        var backup: BackupRead { scene.backup }

        @Test func `a quiet run prints not a byte and exits with 0`() {
            #expect(scene.run.status == 0)
            #expect(scene.run.output == "")
            #expect(scene.run.error == "")
        }

        @Test func `a backup is exactly the guide's seven files`() async throws {
            let names = try await backup.names()
            #expect(
                names == [
                    "certificates_<id>.tar.gz", "config_<id>.tar.gz", "mail_<id>.tar.gz", "manifest.json",
                    "postgresql_<id>.dump.gz", "postgresql_roles_<id>.sql.gz", "redis_<id>.rdb.gz",
                ])
            let beside = try await run("ls", ["-A", scene.platform.backupRoot.string]).output
            #expect(
                Set(unmarked(beside).split(separator: "\n").map { String($0) }) == [
                    ".certificates-content", ".config-content", ".last-run.mssante", ".lock", ".mail-index",
                    ".redis-content", ".rotated", backup.id, "backup.log",
                ])
        }

        @Test func `nobody else may read a backup, whatever the umask`() async throws {
            let platform = scene.platform.apart()
            let launcher = ["sh", "-c", #"umask 000; exec "$0" "$@""#]
            #expect(try await platform.backup(["--quiet", "--no-mail"], by: launcher).status == 0)
            for backup in [backup, try await platform.newestBackup()] {
                let modes = try await backup.sh("stat -c %a . && stat -c %a * | sort -u").output
                #expect(modes == "700\n600\n")
            }
            let log = try await run("stat", ["-c", "%a", platform.backupRoot.appending("backup.log").string])
            #expect(log.output == "640\n")
        }

        @Test func `gzip, tar, pg_restore and redis-check-rdb read every file to its end`() async throws {
            #expect(try await backup.sh("gzip -t *.gz").status == 0)
            let tars = try await backup.sh("for f in *.tar.gz; do tar -tzf $f >/dev/null || exit 1; done")
            #expect(tars.status == 0 && tars.error == "")
            let dump = try await backup.sh("gunzip -c postgresql_$id.dump.gz | pg_restore -f /dev/null")
            #expect(dump.status == 0 && dump.error == "")
            let rdb = try await backup.sh(
                "f=$(mktemp) && gunzip -c redis_$id.rdb.gz >$f && redis-check-rdb $f; s=$?; rm $f; exit $s")
            #expect(rdb.status == 0 && rdb.output.contains("Checksum OK"))
        }

        @Test func `the dump inside is not compressed a second time`() async throws {
            let list = try await backup.sh("gunzip -c postgresql_$id.dump.gz | pg_restore -l")
            #expect(list.output.contains("Compression: 0") || list.output.contains("Compression: none"))
        }

        @Test func `sha256sum and stat agree with the manifest`() async throws {
            let said = try await backup.manifest(".files[] | \"\\(.sha256)  \\(.name) \\(.bytes)\"")
            let found = try await backup.sh(
                "for f in *.gz; do printf '%s %s\\n' \"$(sha256sum $f)\" \"$(stat -c %s $f)\"; done")
            #expect(said + "\n" == found.output)
            let contents = try await backup.manifest(".files[] | \"\\(.name) \\(.content_bytes)\"")
            let counted = try await backup.sh("for f in *.gz; do echo $f $(gunzip -c $f | wc -c); done")
            #expect(contents + "\n" == counted.output)
            #expect(
                try await backup.manifest(".backup.size_bytes == ([.files[].bytes] | add)") == "true")
        }

        @Test func `the manifest's last key is the digest of all lines before it`() async throws {
            let digest = try await backup.sh("head -n -2 manifest.json | sha256sum | cut -d' ' -f1")
            let last = try await backup.manifest("to_entries[-1] | \"\\(.key) \\(.value)\"")
            #expect(last + "\n" == "sha256 \(digest.output)")
        }

        @Test func `the manifest has the guide's keys with their types, and says what was saved`() async throws {
            let types = """
                [.backup | .id, .type, .date, .duration_seconds, .size_bytes, .encrypted, .errors | type] +
                [.components | .postgresql, .redis, .mail, .config, .certificates | type] +
                [.system | .hostname, .os, .docker_version | type] + [.application | .version, .commit | type] | join(" ")
                """
            let expected =
                "string string string number number boolean number boolean boolean boolean boolean boolean"
                + " string string null string string"
            #expect(try await backup.manifest(types) == expected)
            #expect(try await backup.manifest(".components | [.[]] | all") == "true")
            let facts = "[.backup.id, .backup.type, .backup.encrypted, .backup.errors, .application.version] | @csv"
            let version = try await backup.manifest(".application.version")
            #expect(try await backup.manifest(facts) == #""\#(backup.id)","full",false,0,"\#(version)""#)
        }

        @Test func `the manifest tells the machine, the platform, and when: the id with its offset`() async throws {
            let system = try await backup.manifest("[.system.hostname, .system.os, .system.platform] | join(\"\\n\")")
            let expected = try await backup.sh(". /etc/os-release; uname -n; echo \"$PRETTY_NAME\"")
            #expect(system == expected.output + scene.platform.root.string)
            let date = try await backup.manifest(".backup.date")
            let id = try await run("date", ["-d", date, "+%Y%m%d_%H%M%S"])
            #expect(id.output == backup.id + "\n")
            let uuid = try await backup.manifest(".backup.uuid")
            #expect(uuid.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)
        }

        @Test func `the log has a line a component, with time and level`() async throws {
            let log = try await run("cat", [scene.platform.backupRoot.appending("backup.log").string]).output
            let form = /\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] \[(DEBUG|INFO|SUCCESS|WARNING)\] .+/
            for line in log.lines { #expect(line.wholeMatch(of: form) != nil) }
            for name in ["postgresql", "redis", "mail", "config", "certificates"] {
                #expect(log.contains("[INFO] \(name)\u{a0}: "))
            }
            #expect(log.contains("[SUCCESS] "))
        }
    }
}
