import GardeTestSupport
import Glibc
import SystemPackage
import Testing

extension FaultPlatform {
    /// Folders of backups that are none, or hold what others put there.
    @Suite(.tags(.server)) struct PlaceTests {
        let platform = FaultPlatform.platform.apart()

        @Test(arguments: ["file", "file/below", "dangling", "/proc/nowhere", "/dev/null"])
        func `a BACKUP_ROOT that cannot be is named, and nothing is made`(place: String) async throws {
            let scratch = Scratch()
            try scratch.write("file", "x")
            _ = try await run("ln", ["-s", scratch("nowhere").string, scratch("dangling").string])
            let path = scratch.path.pushing(FilePath(place))
            let run = try await platform.backup(littleOnly, ["BACKUP_ROOT": path.string])
            #expect(run.status == 1)
            #expect(run.error.contains("[ERROR] \(path.string)"))
            let left = try await GardeTestSupport.run(
                "find", [scratch.path.string, "-mindepth", "1", "-printf", "%P "])
            #expect(left.output.split(separator: " ").sorted() == ["dangling", "file"])
        }

        @Test(.enabled("setpriv needs root") { await works("setpriv", "--reuid=65534", "true") })
        func `a BACKUP_ROOT that is closed to this user is named`() async throws {
            // The platform itself lies where only root looks.
            let scratch = Scratch()
            let open =
                "chmod 755 \"$0\" && mkdir -p \"$0/platform/config\" \"$0/closed\" && echo a=1 >\"$0/platform/.env\""
            _ = try await run(
                "sh", ["-c", open + " && cp \"$1\" \"$0/\"", scratch.path.string, "\(executables)/mssante"])
            let run = try await runBackup(
                littleOnly, ["PLATFORM_ROOT": scratch("platform").string, "BACKUP_ROOT": scratch("closed").string],
                recipe: scratch("mssante").string, by: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
            #expect(run.status == 1)
            #expect(run.error.says("backup.not-writable", ["folder": "\(scratch("closed").string)"]))
        }

        @Test(.enabled("setpriv needs root") { await works("setpriv", "--reuid=65534", "true") })
        func `who may not read the backups is told so, not that there are none`() async throws {
            let old = try OldBackups()
            try old.add(daysAgo: 1)
            let open = "chmod 755 \"$0\" && chmod -R go=rX \"$0\"/* && cp \"$1\" \"$0/\""
            _ = try await run("sh", ["-c", open, old.scratch.path.string, "\(executables)/mssante"])
            let other = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            let id = try #require(try await old.names().first)
            for closed in [old.root, old.root.appending(id)] {
                #expect(chmod(closed.string, 0o700) == 0)
                for words in [
                    ["list"], ["restore", "--dry-run", "latest"], ["restore", "--dry-run", "20240315_020000"],
                    ["prune", "--plan"], ["verify"], ["find", "x"],
                ] {
                    let run = try await runBackup(
                        words, ["PLATFORM_ROOT": old.scratch("platform").string, "BACKUP_ROOT": old.root.string],
                        recipe: old.scratch("mssante").string, by: other)
                    #expect(run.status == 1)
                    #expect(run.error.says("backup.closed-folder", ["closed": "\(closed)"]), "\(words) \(run.error)")
                }
                #expect(chmod(closed.string, 0o755) == 0)
            }
        }

        @Test(arguments: [8, 16, 24, 32, 64])
        func `where too few files may be open, nothing is begun`(limit: Int) async throws {
            let few = ["prlimit", "--nofile=\(limit):\(limit)"]
            for words in [[], ["restore", "--yes", "latest"], ["list"]] {
                let run = try await platform.backup(words, by: few)
                #expect(run.status == 1, "\(words) \(run)")
                #expect(run.error.says("usage.few-descriptors", ["limit": "\(limit)"]), "\(run.error)")
                #expect(run.error.says("usage.few-descriptors.fix"))
            }
            #expect(await !works("test", "-e", platform.backupRoot.string))
        }

        @Test(.enabled("no mount is allowed here") { await canMount() })
        func `without /proc a restore does not pass for a backup`() async throws {
            let script = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""
            let run = try await platform.backup(
                ["restore", "--yes", "latest"], by: ["unshare", "--mount", "sh", "-c", script])
            #expect(run.status == 1 && run.error.says("usage.no-arguments.fix"), "\(run)")
            #expect(await !works("test", "-e", platform.backupRoot.string))
        }

        @Test(.enabled("no mount is allowed here") { await canMount() })
        func `a disk of backups that is only to be read is read, and restored from by the command that is printed`()
            async throws
        {
            #expect(try await platform.backup(littleOnly).status == 0)
            let root = platform.backupRoot.string
            let readOnly = [
                "unshare", "--mount", "sh", "-c",
                "mount --bind '\(root)' '\(root)' && mount -o remount,bind,ro '\(root)' && exec \"$0\" \"$@\"",
            ]
            for words in [["list"], ["verify"], ["restore", "--dry-run", "--force", "--no-stop", "latest"]] {
                let run = try await platform.backup(words, by: readOnly)
                #expect(run.status == 0, "\(words) \(run)")
            }
            let refused = try await platform.backup(by: readOnly)
            #expect(refused.status == 1 && refused.error.says("system.not-written-let", ["name": root]), "\(refused)")
            let run = try await platform.backup(["restore", "--yes", "--force", "--no-stop", "latest"], by: readOnly)
            #expect(run.status == 1)
            let command = try #require(
                run.error.lines.last {
                    $0.says("restore.read-only-backups.fix", ["command": "BACKUP_ROOT=/var/tmp/mssante-restore "])
                }, "\(run.error)")
            let id = try #require(try await platform.backups().last?.id)
            #expect(command.hasSuffix("restore --no-stop \(root)/\(id)"), "\(command)")
            let elsewhere = platform.folder.appending("work-\(id)").string
            let restored = try await platform.backup(
                ["restore", "--yes", "--force", "--no-stop", "\(root)/\(id)"], ["BACKUP_ROOT": elsewhere], by: readOnly)
            #expect(restored.status == 0, "\(restored.error)")
        }

        @Test func `a BACKUP_ROOT behind a link, or inside what is saved, is left out of the archives`() async throws {
            let scratch = Scratch()
            _ = try await run("cp", ["-a", platform.root.string, scratch("platform").string])
            for place in ["data/mail/backups", "config/backups"] {
                let inside = scratch("platform").pushing(FilePath(place))
                let reach = ["BACKUP_ROOT": inside.string, "PLATFORM_ROOT": scratch("platform").string]
                for _ in 1...2 { #expect(try await platform.backup(filesOnly, reach).status == 0) }
                let last = try #require(try await BackupRead.all(in: inside).last)
                let found = try await last.sh("for f in *.tar.gz; do tar -tzf $f; done | grep -c backups/2")
                #expect(found.output == "0\n")
                _ = try await run("rm", ["-rf", inside.string])
            }
            _ = try await run("sh", ["-c", "cd \"$0\" && mkdir there && ln -s there link", scratch.path.string])
            let linked = try await platform.backup(littleOnly, ["BACKUP_ROOT": scratch("link").string])
            #expect(linked.status == 0)
            #expect(try await BackupRead.all(in: scratch("there")).count == 1)
        }

        @Test(.enabled("no mount is allowed here") { await canMount() })
        func `a disk that fstab names and nobody mounted is not filled from below`() async throws {
            let script = """
                mkdir -p "$BACKUP_ROOT" && t=$(mktemp) && echo "/dev/nowhere $BACKUP_ROOT ext4 defaults 0 0" >$t
                mount --bind $t /etc/fstab && rm $t && exec "$0" "$@"
                """
            let run = try await platform.backup(littleOnly, by: ["unshare", "--mount", "sh", "-c", script])
            #expect(run.status == 1)
            #expect(run.error.says("backup.disk-not-mounted"))
            #expect(try await platform.names() == [])
        }

        @Test(.enabled("no mount is allowed here") { await canMount() })
        func `a disk that nobody mounted is said as such by whatever looks for backups`() async throws {
            let script = """
                mkdir -p "$BACKUP_ROOT" && t=$(mktemp) && echo "/dev/nowhere $BACKUP_ROOT ext4 noauto 0 0" >$t
                mount --bind $t /etc/fstab && rm $t && exec "$0" "$@"
                """
            let root = platform.backupRoot.string
            for words in [
                ["list"], ["verify"], ["restore", "latest"], ["restore", "20240315_020000"],
                ["restore", "\(root)/latest"], ["restore", "\(root)/20240315_020000"], ["restore", root],
                ["ls", "latest"],
            ] {
                let run = try await platform.backup(words, by: ["unshare", "--mount", "sh", "-c", script])
                #expect(run.status == 1, "\(words): \(run)")
                #expect(run.error.says("backup.disk-not-mounted.fix", ["point": root]), "\(words): \(run)")
            }
        }

        @Test(.timeLimit(.minutes(1)))
        func `what strangers left in the folder of backups is neither followed nor removed`() async throws {
            let scratch = Scratch()
            try scratch.write("outside/keep", "x")
            let script = """
                mkdir -p "$0" && cd "$0" && mkdir 20200101_000000 photos_20200104_000000.partial notes.partial 20200107_000000
                echo x >20200101_000000/mine; echo x >20200106_000000; mkdir photos_20200104_000000.partial/sub
                ln -s "$1" 20200102_000000; ln -s "$1" 20200103_000000.partial
                mkdir 20200105_000000.partial; ln -s "$1/keep" 20200105_000000.partial/link; mkdir -p 20200108_000000.partial/sub
                mkfifo 20200107_000000/manifest.json
                for i in 0 1 2 3 4 5 6 7 8 9; do ln -s "$1" $(date -d "+$i sec" +%Y%m%d_%H%M%S); done
                ls
                """
            let made = try await run("sh", ["-c", script, platform.backupRoot.string, scratch("outside").string])
            let run = try await platform.backup(littleOnly)
            #expect(run.status == 0)
            let kept = made.output.lines.filter { $0 != "20200105_000000.partial" }
            #expect(Set(try await platform.names()).isSuperset(of: kept))
            #expect(try await !platform.names().contains("20200105_000000.partial"))
            #expect(try await GardeTestSupport.run("ls", [scratch("outside").string]).output == "keep\n")
            #expect(try await platform.backups().last?.id.hasPrefix("2020") == false)
        }
    }
}
