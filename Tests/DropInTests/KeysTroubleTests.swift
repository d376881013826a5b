import GardeTestSupport
import SystemPackage
import Testing

extension SavedKeys {
    /// A Redis that cannot be saved, or only by another way.
    @Suite(.tags(.server)) struct KeysTroubleTests {
        let platform = SavedKeys.platform.apart()
        /// Something else to save, so that a run without Redis is incomplete, not failed.
        let withConfig = ["--no-postgres", "--no-mail", "--no-certs"]

        @Test func `a Redis that is down or wants another password is named, and the rest is saved`() async throws {
            let secret = "n'importe quoi de secret"
            for (change, words) in [
                (["REDIS_PORT": "1"], "Connection refused"), (["REDIS_PASSWORD": secret], "WRONGPASS"),
            ] {
                let run = try await platform.backup(withConfig + ["--verbose"], change)
                #expect(run.status == 3)
                #expect(run.error.says("redis.unreachable", of: "redis") && run.error.contains(words))
                #expect(!(run.output + run.error).contains(secret))
                let saved = try await platform.newestBackup().manifest("[.components.redis, .components.config] | @csv")
                #expect(saved == "false,true")
            }
            let log = try await run("cat", [platform.backupRoot.appending("backup.log").string]).output
            #expect(log.contains("WRONGPASS") && !log.contains(secret))
        }

        @Test func `a replica is refused`() async throws {
            let master = platform.redis
            let settings = [
                "replicaof 127.0.0.1 \(master["REDIS_PORT"]!)", "repl-diskless-sync-delay 0",
                #"masterauth "mot de \"passe\" à $5 \\ ici""#,
            ]
            try await refused(as: "redis.replica", settings)
        }

        @Test func `a node of a cluster is refused`() async throws {
            // By itself it would take the port 10,000 above its own, which may not exist.
            let port = Int.random(in: 12_000...31_000)
            try await refused(as: "redis.cluster", ["cluster-enabled yes", "cluster-port \(port)"])
        }

        private func refused(as id: String, _ settings: [String]) async throws {
            let place = platform.folder.appending("other-\(UInt32.random(in: 0 ... .max))")
            try await withServer("redis", in: place, settings.flatMap { ["--with", $0] }) { other in
                let reach = ["REDIS_HOST": other["REDIS_HOST"]!, "REDIS_PORT": other["REDIS_PORT"]!]
                // An empty variable is an unset one, and then the password of .env would count.
                try await redisCLI(["CONFIG", "SET", "requirepass", "abc"], other)
                let run = try await platform.backup(withConfig, reach.merging(["REDIS_PASSWORD": "abc"]) { $1 })
                #expect(run.status == 3 && run.error.says(id))
            }
        }

        @Test func `a user whom the server refuses its stream is served by BGSAVE`() async throws {
            try await platform.redisCLI(
                "ACL", "SETUSER", "sauvegarde", "on", ">abc", "~*", "&*", "+@all", "-sync", "-psync")
            let user = ["REDIS_USERNAME": "sauvegarde", "REDIS_PASSWORD": "abc"]
            let run = try await platform.backup(SavedKeys.only, user)
            #expect(run.status == 0)
            #expect(run.output.says("redis.without-sync"))
            let rdb = try await platform.newestBackup().sh(
                "f=$(mktemp) && gunzip -c redis_$id.rdb.gz >$f && redis-check-rdb $f; rm $f")
            #expect(rdb.output.contains("Checksum OK") && rdb.output.contains("[info] 2"))
        }

        @Test func `an empty Redis is saved with a WARNING`() async throws {
            try await withServer("redis", in: platform.folder.appending("empty"), ["--password", "abc"]) { empty in
                let reach = empty.filter { $0.key != "REDIS_PASSWORD" }
                let run = try await platform.backup(SavedKeys.only, reach.merging(["REDIS_PASSWORD": "abc"]) { $1 })
                #expect(run.status == 0 && run.error.contains("[WARNING]") && run.error.says("redis.is-empty"))
            }
        }

        /// `head`, by which the files are read, is made to sleep; the run is killed meanwhile.
        @Test func `the rewrite setting is put back by the next run after a SIGKILL during the copy`() async throws {
            let tools = platform.folder.appending("tools").string
            let script = """
                mkdir -p "$0" && printf '#!/bin/sh\\necho $$ >"%s/pid"; exec sleep 60\\n' "$0" >"$0/head" && chmod 755 "$0/head"
                PATH=$0:$PATH "$@" & backup=$!
                until [ -s "$0/pid" ]; do sleep 0.02; done
                kill -KILL $backup; kill -KILL $(cat "$0/pid")
                """
            let killed = try await platform.backup(SavedKeys.only, by: ["sh", "-c", script, tools])
            #expect(killed.status == 0)
            let asked = ["CONFIG", "GET", "auto-aof-rewrite-percentage"]
            #expect(try await redisCLI(asked, platform.redis).lines.last == "0")
            #expect(try await platform.backup(SavedKeys.only).status == 0)
            #expect(try await redisCLI(asked, platform.redis).lines.last == "77")
            let left = try await run("ls", ["-A", platform.backupRoot.string]).output.lines
            #expect(left.count == 6 && !left.contains { $0.hasSuffix(".partial") })
        }
    }
}
