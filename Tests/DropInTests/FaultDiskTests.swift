import GardeTestSupport
import SystemPackage
import Testing

extension FaultPlatform {
    @Suite(.tags(.server)) struct DiskTests {
        let platform = FaultPlatform.platform.apart()

        /// Runs with BACKUP_ROOT on a file system of its own of this size, and lists it at the end.
        private func onDisk(of size: String, _ arguments: [String] = []) async throws -> ToolResult {
            let script = """
                mkdir -p "$BACKUP_ROOT" && mount -t tmpfs -o size=\(size) tmpfs "$BACKUP_ROOT" || exit 99
                "$0" "$@"
                status=$?
                cd "$BACKUP_ROOT" && ls -A >&2 && for m in */manifest.json; do jq -c .components $m >&2; done
                exit $status
                """
            return try await platform.backup(arguments, by: ["unshare", "--mount", "sh", "-c", script])
        }

        @Test(.enabled("no mount is allowed here") { await canMount() }, arguments: ["200k", "1200k"])
        func `what a full disk has room for is saved, the rest is named`(size: String) async throws {
            let run = try await onDisk(of: size)
            #expect(run.status == 3 || (run.status == 1 && size == "200k"))
            #expect(!run.error.lines.contains { $0.hasSuffix(".partial") })
            for name in ["postgresql", "redis", "mail", "config", "certificates"] {
                // What comes first has the room.
                let isNamed = run.error.says("system.no-space", of: name)
                #expect(isNamed == (run.status == 1 || run.error.contains(#""\#(name)":false"#)), "\(run)")
            }
        }

        @Test(.enabled("no mount is allowed here") { await canMount() }, arguments: [4, 8, 12, 16, 20, 24, 28, 32])
        func `a disk full at any place ends in a whole backup or in none`(kilobytes: Int) async throws {
            let run = try await onDisk(of: "\(kilobytes)k", littleOnly)
            let names = run.error.lines
            #expect([0, 1, 3].contains(run.status) && !names.contains { $0.hasSuffix(".partial") })
            let said = run.error.says("system.no-space") || run.error.contains("No space left")
            #expect(said == (run.status != 0))
            #expect(names.contains { $0.hasPrefix("{") } == (run.status != 1))
        }

        private static func isTraced() async -> Bool { await works("strace", "-o", "/dev/null", "true") }

        private func failing(_ call: String, _ error: String, of path: FilePath? = nil, when: Int? = nil)
            async throws -> ToolResult
        {
            let place = path.map { ["-P", $0.string] } ?? []
            let inject = "inject=\(call):error=\(error)" + (when.map { ":when=\($0)" } ?? "")
            let trace =
                ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=\(call)"] + place + [
                    "-e", inject,
                ]
            return try await platform.backup(littleOnly + ["--quiet"], by: trace)
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `a file that may not be on the disk is thrown away, and no other takes its place`() async throws {
            for when in [nil, 1, 2, 3] {
                let run = try await failing("fsync", "EIO", when: when)
                #expect(
                    run.status != 0 && run.error.says("system.not-written-let")
                        && run.error.says("system.not-written-let.why", ["why": "Input/output error"]))
                #expect(try await platform.trouble() == nil)
            }
            #expect(try await platform.backup(littleOnly).status == 0)
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `a backup whose own name may not be on the disk does not exist`() async throws {
            #expect(try await platform.backup(littleOnly).status == 0)
            for (call, error) in [("fsync", "EIO"), ("rename", "EIO"), ("mkdir", "EROFS")] {
                let place = call == "fsync" ? platform.backupRoot : nil
                let run = try await failing(call, error, of: place)
                #expect(run.status == 1 && run.error.says("system.not-written-let"))
                #expect(try await platform.trouble() == nil)
                #expect(try await platform.backups().count == 1)
            }
            #expect(try await platform.backup(littleOnly).status == 0)
        }

        @Test(
            .enabled("strace cannot trace here") { await isTraced() },
            arguments: [
                ("flock", "ENOLCK", ["plain-meaning-no-locks", "not-locked.fix"]),
                ("fsync", "EINVAL", ["plain-meaning-invalid-argument", "cure-invalid-argument"]),
                ("fsync", "EIO", ["plain-meaning-io-error", "cure-io-error"]),
                ("rename", "EOPNOTSUPP", ["plain-meaning-invalid-argument", "cure-invalid-argument"]),
                ("rename", "EPERM", ["plain-meaning-not-permitted", "cure-not-permitted"]),
                ("unlink", "EROFS", ["plain-meaning-read-only-file-system", "cure-read-only-file-system"]),
            ])
        func `what the folder of backups cannot do is said at once, with its path, the reason and what to type`(
            call: String, error: String, said: [String]
        ) async throws {
            let run = try await failing(call, error)
            #expect(run.status == 1)
            let line = try #require(run.error.lines.first { $0.contains("[ERROR]") })
            #expect(line.contains(platform.folder.string) && said.allSatisfy { line.says("system.\($0)") }, "\(line)")
            // Before the work, and nothing of it is left.
            #expect(try await platform.names().allSatisfy { $0.hasPrefix(".lock") || $0.hasSuffix(".log") })
        }

        @Test(
            .enabled("strace cannot trace here") { await isTraced() },
            arguments: ["close:error=EIO:when=1", "openat:error=EIO:when=1"])
        func `a call that fails once in every thread does not keep the run from its end`(fault: String) async throws {
            let call = String(fault.prefix { $0 != ":" })
            let trace = [
                "timeout", "-k", "1", "110", "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
                "trace=\(call)",
            ]
            let run = try await platform.backup(
                littleOnly, by: trace + ["-P", platform.root.string, "-e", "inject=\(fault)"])
            #expect([0, 1, 3].contains(run.status), "\(run)")
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `where no file closes any more, the run still comes to its end`() async throws {
            // The first ones are the loader's, which gives up.
            let trace = [
                "timeout", "-k", "1", "110", "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e",
                "trace=close", "-e",
                "inject=close:error=EIO:when=150+",
            ]
            let run = try await platform.backup(by: trace)
            #expect([0, 3].contains(run.status), "\(run)")
            #expect(try await platform.trouble() == nil)
        }

        @Test(
            .enabled("strace cannot trace here") { await isTraced() },
            arguments: [("openat", "EACCES"), ("read", "EIO")])
        func `what cannot be read here is said with its reason, and is not damaged`(call: String, error: String)
            async throws
        {
            #expect(try await platform.backup(littleOnly).status == 0)
            let archive = try await platform.file("2*/*.gz | head -n 1")
            let trace = [
                "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", archive, "-e", "trace=\(call)",
            ]
            let run = try await platform.backup(["verify"], by: trace + ["-e", "inject=\(call):error=\(error)"])
            #expect(run.status == 1 && run.error.says("system.not-read", ["name": "\(archive)"]), "\(run)")
            #expect(!run.error.says("verify.damaged"), "\(run)")
            #expect(await !works("grep", "-q", "^bad", platform.backupRoot.appending(".verified").string))
            #expect(try await platform.backup(["verify"]).status == 0)
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `a manifest that cannot be read here is said with its reason, and its backup is not damaged`() async throws
        {
            #expect(try await platform.backup(littleOnly).status == 0)
            let manifest = try await platform.file("2*/manifest.json")
            let trace = [
                "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", manifest, "-e", "trace=openat",
            ]
            let run = try await platform.backup(["verify"], by: trace + ["-e", "inject=openat:error=EIO"])
            #expect(run.status == 1 && run.error.says("system.not-read", ["name": manifest]), "\(run)")
            #expect(await !works("grep", "-q", "^bad", platform.backupRoot.appending(".verified").string))
            #expect(try await platform.backup(["verify"]).status == 0)
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `what builds on a backup whose manifest cannot be read here is not damaged either`() async throws {
            for type in ["full", "incremental"] {
                #expect(try await platform.backup(["--only", "mail", "--type", type]).status == 0)
            }
            let base = try #require(try await platform.backups().map(\.id).min())
            let manifest = platform.backupRoot.appending(base).appending("manifest.json").string
            let trace = [
                "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", manifest, "-e", "trace=openat",
            ]
            let run = try await platform.backup(["verify", "all"], by: trace + ["-e", "inject=openat:error=EIO"])
            #expect(run.status == 1 && run.error.says("system.not-read", ["name": manifest]), "\(run)")
            #expect(await !works("grep", "-q", "^bad", platform.backupRoot.appending(".verified").string))
            #expect(try await platform.backup(["verify", "all"]).status == 0)
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `what a signal keeps from being opened is opened again`() async throws {
            for path in [platform.root, platform.root.appending("config")] {
                let run = try await failing("openat", "EINTR", of: path, when: 1)
                #expect(run.status == 0 && run.error == "", "\(run)")
            }
        }

        @Test(.enabled("strace cannot trace here") { await isTraced() })
        func `short writes change nothing`() async throws {
            let trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fcntl,write", "-e"]
            let run = try await platform.backup(
                littleOnly + ["--quiet"], by: trace + ["inject=write:error=EINTR:when=2+3"])
            #expect(run.status == 0 && run.error == "")
            #expect(try await platform.trouble() == nil)
        }
    }
}
