import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    /// Where backups run that nobody watches.
    @Suite(.tags(.server)) struct CronTests {
        let platform = FaultPlatform.platform.apart()

        /// Runs a line of sh, in which `$0` is the executable, with what cron gives: two variables.
        private func line(_ script: String) async throws -> ToolResult {
            let names = platform.environment.map { "\($0.key)=\($0.value)" }
            return try await run(
                "env", ["-i", "PATH=/usr/bin:/bin"] + names + ["/bin/sh", "-c", script, "\(executables)/mssante"])
        }

        @Test(arguments: [
            "exec \"$0\" --quiet", "exec \"$0\" --quiet <&-", "exec \"$0\" --quiet <&- >&-",
            "exec \"$0\" backup <&- >&- 2>&-", "unset PATH; exec \"$0\" --quiet", "umask 777; exec \"$0\" --quiet",
            "mkdir -p $BACKUP_ROOT/gone; cd $BACKUP_ROOT/gone; rmdir $BACKUP_ROOT/gone; exec \"$0\" --quiet",
            "exec \"$0\" backup >/dev/full 2>/dev/full",
        ])
        func `it works whatever cron leaves out`(script: String) async throws {
            let run = try await line(script)
            #expect(run.status == 0)
            #expect(run.output == "" && run.error == "")
            #expect(try await platform.trouble() == nil)
            let saved = try await platform.newestBackup().manifest(".components | [.[]] | all")
            #expect(saved == "true")
        }

        @Test(.enabled("setpriv needs root") { await works("setpriv", "--reuid=65534", "true") })
        func `it works in a folder that is closed to it`() async throws {
            let script = """
                mkdir "$BACKUP_ROOT" "$BACKUP_ROOT/closed" && chown 65534 "$BACKUP_ROOT" && chmod 700 "$BACKUP_ROOT/closed"
                cd "$BACKUP_ROOT/closed" && exec setpriv --reuid=65534 --regid=65534 --clear-groups \
                    --inh-caps=+dac_read_search --ambient-caps=+dac_read_search "$0" --quiet --no-mail
                """
            let run = try await line(script)
            #expect(run.status == 0 && run.error == "", "\(run)")
        }

        @Test func `a reader of its output that left does not end the run`() async throws {
            _ = try await line(#"{ sleep 0.2; "$0" --verbose; echo $? >"$BACKUP_ROOT/status"; } 2>&1 | true"#)
            let status = platform.backupRoot.appending("status").string
            let isOver = try await platform.eventually { try await run("test", ["-s", status]).status == 0 }
            #expect(isOver)
            #expect(try await run("cat", [status]).output == "0\n")
        }
    }
}
