import GardeTestSupport
import SystemPackage
import Testing

/// restore.sh on a platform in containers of a real engine; one test at a time.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil }, .serialized,
    .timeLimit(.minutes(15)))
struct RestoreComposeTests {
    @Test func `lost, on a bare machine, and copied: each platform gets everything back, and only that one`()
        async throws
    {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in try await Self.story(platform) }
        }
    }

    @Test func `a platform is known by what runs, whatever it is called and by whatever path it was started`()
        async throws
    {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in try await Self.otherName(platform) }
        }
    }

    @Test func `what is loaded is what serves, though the configuration puts it elsewhere`() async throws {
        try await DockerEngine.shared.use {
            try await ComposePlatform.with { platform in try await Self.otherStorage(platform) }
        }
    }

    /// Started with -p and through a link, as `current` of a deployment is.
    private static func otherName(_ platform: ComposePlatform) async throws {
        var scene = Scene(platform: platform)
        let (saved, usual) = (try await scene.content(), platform.services["PROJECT"]!)
        #expect(try await scene.run(["--quiet"]).status == 0)
        try await scene.sh(
            "docker compose down -t 2 && ln -s platform ../current && sed -i /COMPOSE_PROJECT_NAME/d .env")
        scene.project = "\(usual)x"
        try await scene.sh(
            "docker compose up -d && sleep 3", root: platform.root.removingLastComponent().appending("current"))
        try await scene.everythingLost(saved, configuration: "config")
        let (before, ids) = (try await scene.running(), try await scene.containers("{{.ID}}"))
        #expect(try await scene.run(["--quiet", "--no-mail"]).status == 0)
        let id = try #require(try await BackupRead.all(in: scene.backups).last { $0.id.hasPrefix("2") }).id
        try await scene.strays()
        try await scene.twoProjects(usual)
        try await scene.dataInUse()
        try await scene.bareByOtherName(id)
        try await scene.sh("docker compose down -t 2", root: platform.root)
        #expect(!before.isEmpty && !ids.isEmpty)
    }

    private static func otherStorage(_ platform: ComposePlatform) async throws {
        let scene = Scene(platform: platform)
        let saved = try await scene.content()
        #expect(try await scene.run(["--quiet"]).status == 0)
        try await scene.sh("cp docker-compose.yml ../good.yml")
        try await scene.sh(
            """
            sed -i -e 's|./data/redis:/data|keys:/data|' -e 's|./data/postgres:|rows:|' docker-compose.yml
            printf '\\nvolumes:\\n  keys:\\n  rows:\\n' >>docker-compose.yml
            docker compose up -d && sleep 3
            """)
        try await scene.sh("echo 'services: {}' >docker-compose.override.yml")
        let dry = try await scene.run(["restore", "--dry-run", "--force", "latest"])
        try await scene.sh("rm docker-compose.override.yml")
        #expect(dry.error.says("services.not-of-backup", ["name": "docker-compose.override.yml"]))
        #expect(dry.status == 0, "\(dry.error)")
        for name in ["redis", "postgres"] {
            #expect(
                dry.error.says("services.storage-will-move", ["service": "\(name)", "newList": "\(scene.root)/data"]))
        }
        let alone = try await scene.run([
            "restore", "--yes", "--force", "--no-postgres", "--no-redis", "--no-mail", "latest",
        ])
        #expect(alone.status == 1 && alone.error.says("services.storage-would-move"), "\(alone.error)")
        #expect(
            !alone.output.says("restore.safety-copy") && !alone.error.says("restore.safety-copy-failed"),
            "known before anything is touched")
        #expect(try await scene.sh("grep -c keys:/data docker-compose.yml") == "1\n")
        try await scene.sh("docker compose stop -t 2 redis postgres")
        let down = try await scene.run([
            "restore", "--dry-run", "--force", "--no-postgres", "--no-redis", "--no-mail", "latest",
        ])
        #expect(down.status == 0 && down.error.says("services.storage-is-left"), "\(down.error)")
        try await scene.sh("docker compose start postgres redis && sleep 3")
        let run = try await scene.run(["restore", "--yes", "--force", "latest"])
        #expect(run.status == 0 && run.error.says("services.storage-moved"), "\(run.error)")
        try await scene.expect(saved)
        #expect(try await scene.mounts("redis").contains("/data/redis"))
        try await scene.sh(
            "sed -i '/^    volumes:$/{N;/data.redis:/d}' docker-compose.yml && docker compose up -d && sleep 3")
        let layered = try await scene.run(["restore", "--yes", "--force", "--no-postgres", "--no-redis", "latest"])
        #expect(layered.status == 1 && layered.error.says("services.data-in-container"), "\(layered.error)")
        try await scene.sh(
            "docker compose down -t 2 -v && docker volume rm $(docker volume ls -q -f name=\(platform.services["PROJECT"]!)) || :"
        )
    }

    private static func story(_ platform: ComposePlatform) async throws {
        let scene = Scene(platform: platform)
        let saved = try await scene.content()
        #expect(saved.values.allSatisfy { $0.count > 100 })
        let backup = try await scene.run(["--quiet"])
        #expect(backup.status == 0, "\(backup.error)")
        try await scene.everythingLost(saved)
        try await scene.copyLeavesProductionAlone(saved)
        try await scene.bareMachine(saved)
    }

    private struct Scene {
        let platform: ComposePlatform
        /// What it was started as; nil for what its `.env` says.
        var project: String?
        var root: FilePath { platform.root }
        var backups: FilePath { root.removingLastComponent().appending("backups") }

        func run(_ arguments: [String], _ more: [String: String] = [:]) async throws -> ToolResult {
            let environment = platform.environment.merging(["BACKUP_ROOT": backups.string]) { $1 }
            return try await runBackup(arguments, environment.merging(more) { $1 })
        }

        @discardableResult
        func sh(_ script: String, root: FilePath? = nil) async throws -> String {
            let result = try await GardeTestSupport.run(
                "bash", ["-ec", script],
                variables: platform.environment.merging([
                    "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent",
                ]) { $1 }.merging(project.map { ["COMPOSE_PROJECT_NAME": $0] } ?? [:]) { $1 }, in: root ?? self.root)
            try #require(result.status == 0, "\(script): \(result.error)")
            return result.output
        }

        func inContainer(_ service: String, _ script: String, root: FilePath? = nil) async throws -> String {
            try await sh("docker compose exec -T \(service) sh -c '\(script)'", root: root)
        }

        /// All that a restore gives back, by component.
        func content(_ place: FilePath? = nil) async throws -> [String: String] {
            let place = place ?? root
            let listing = "'\(packageFolder)/Tests/throwaway/tree-listing'"
            let dump = """
                export PGUSER=$POSTGRES_USER PGPASSWORD=$POSTGRES_PASSWORD PGHOST=127.0.0.1
                { pg_dump -C $POSTGRES_DB; pg_dumpall --roles-only; } | grep -v "^.\\(un\\)\\?restrict "
                """
            let redis = [
                "REDIS_HOST": "127.0.0.1", "REDIS_PORT": platform.services["REDIS_PORT"] ?? "",
                "REDIS_PASSWORD": platform.password,
            ]
            return [
                "postgresql": try await inContainer("postgres", dump, root: place),
                "redis": try await redisContent(redis),
                "mail": try await sh("\(listing) data/mail --mail", root: place),
                "config": try await sh(
                    "\(listing) config && stat -c '%n %a %u:%g' .env *.yml && sha256sum *.yml", root: place),
            ]
        }

        func running() async throws -> [String] { try await containers("{{.Label \"com.docker.compose.service\"}}") }

        /// Of this platform alone: other tests use the same engine meanwhile.
        func containers(_ format: String) async throws -> [String] {
            try await sh(
                "docker ps --no-trunc --filter label=com.docker.compose.project=\(project ?? platform.services["PROJECT"] ?? "")"
                    + " --format '\(format)'"
            ).lines.sorted()
        }

        /// On a bare machine PostgreSQL's image makes it, of the same password with a salt of its own.
        private var ownRole: String { "ALTER ROLE mssante WITH SUPERUSER" }

        func expect(_ saved: [String: String], _ place: FilePath? = nil) async throws {
            let found = try await content(place)
            for name in saved.keys.sorted() {
                let (old, new) = (saved[name]?.lines ?? [], found[name]?.lines ?? [])
                let difference = new.difference(from: old).map { "\($0)" }.filter { !$0.contains(ownRole) }
                #expect(difference == [], "\(name)")
            }
        }

        func everythingLost(
            _ saved: [String: String], configuration: String = "config .env docker-compose.yml"
        ) async throws {
            try await sh("docker compose stop -t 1 frontend")
            let before = try await running()
            #expect(before == ["api", "dovecot", "postfix", "postgres", "redis"])
            _ = try await inContainer(
                "postgres",
                "PGPASSWORD=$POSTGRES_PASSWORD psql -q -h 127.0.0.1 -U $POSTGRES_USER -d postgres -c \"DROP DATABASE $POSTGRES_DB WITH (FORCE)\""
            )
            _ = try await inContainer("redis", "REDISCLI_AUTH=$REDIS_PASSWORD redis-cli -p $REDIS_PORT FLUSHALL")
            try await sh("rm -rf data/mail \(configuration)")
            let run = try await run(["restore", "--yes", "--force", "latest"])
            #expect(run.status == 0, "\(run.error)")
            try await expect(saved)
            #expect(try await running() == before)
            try await sh("docker compose up -d frontend")
            #expect(try await sh("find . .. -maxdepth 3 -name '.garde-new*' -o -maxdepth 1 -name '.restore*'") == "")
        }

        /// The copy's `.env` names the same project: it must not reach the first one's containers.
        func copyLeavesProductionAlone(_ saved: [String: String]) async throws {
            let copy = root.removingLastComponent().appending("copy")
            try await sh("mkdir -p \(copy)/data && cp -a config .env docker-compose.yml \(copy)/")
            let (before, ids) = (try await running(), try await containers("{{.ID}}"))
            let id = try await sh("ls -d 2*", root: backups).lines.last ?? ""
            // A copy takes along a COMPOSE_FILE that names the original's file.
            for more in [[:], ["COMPOSE_FILE": "\(root)/docker-compose.yml"]] {
                let run = try await run(
                    ["restore", "--yes", "--force", id], ["PLATFORM_ROOT": copy.string].merging(more) { $1 })
                #expect(run.status == 1 && run.error.says("compose.foreign-project"), "\(run.error)")
                #expect(try await sh("ls -A \(copy)/data") == "")
            }
            #expect(try await running() == before)
            #expect(try await containers("{{.ID}}") == ids)
            try await expect(saved)
        }

        /// A second project from the same root: nobody can know which one is meant.
        func twoProjects(_ other: String) async throws {
            try await sh("docker compose -p \(other)y up -d --no-deps api")
            let run = try await run(["--no-mail"])
            #expect(run.status == 3 && run.error.says("compose.several-projects"), "\(run.error)")
            #expect(run.error.contains("\(other)x, \(other)y"))
            try await sh("docker compose -p \(other)y down -t 2")
        }

        /// No container of this root, and its data open in another's.
        func dataInUse() async throws {
            try await sh("docker compose down -t 2")
            let foreign = "\(platform.services["PROJECT"]!)-foreign"
            let bind = "-d local -o type=none -o o=bind -o device=\(root)/data/postgres"
            try await sh("docker volume create \(bind) \(foreign)")
            for place in ["\(root)/data/postgres", foreign] {
                try await sh(
                    "docker run -d --name \(foreign) --network none -v \(place):/d garde-test-platform sleep 600")
                for words in [["--no-mail"], ["restore", "--yes", "--force", "latest"]] {
                    let run = try await run(words)
                    #expect(
                        run.status != 0 && run.error.says("services.data-in-use", ["path": "/data/postgres"]),
                        "\(run.error)")
                    #expect(!run.error.contains("up -d"))
                }
                #expect(try await running() == [])
                try await sh("docker rm -f \(foreign)")
            }
            try await sh("docker volume rm \(foreign)")
            try await sh(
                "redis-server --port 0 --unixsocket \(root)/../guard.sock --save '' --dir \(root)/data/redis --daemonize yes"
                    + " --pidfile \(root)/../guard.pid && sleep 1")
            let run = try await run(["restore", "--yes", "--force", "latest"])
            let advised = try await self.run(["--no-mail", "--no-postgres"])
            #expect(
                advised.error.says("services.data-in-use-by-process", ["path": "/data/redis"])
                    && !advised.error.contains("up -d"), "\(advised.error)")
            try await sh("kill $(cat ../guard.pid)")
            let held = ["name": "redis-server", "path": "/data/redis"]
            #expect(run.status != 0 && run.error.says("services.data-in-use-by-process", held), "\(run.error)")
            #expect(try await running() == [])
            try await pausedAndElsewhere()
        }

        /// Folders that were moved under containers that run.
        func strays() async throws {
            try await sh("for name in redis mail; do mv data/$name data/$name.away; mkdir data/$name; done")
            let saved = try await run(["--no-postgres", "--no-redis"])
            #expect(saved.error.says("services.strayed", ["service": "dovecot"]), "\(saved.error)")
            let refused = try await run(["restore", "--yes", "--force", "--no-config", "latest"])
            #expect(
                refused.status == 1 && refused.error.says("services.strayed"), "\(refused.error)")
            try await sh("sed -i.kept 's/^POSTGRES_DB=.*/POSTGRES_DB=other/' .env")
            let twice = try await run(["--no-mail", "--no-redis"])
            #expect(twice.error.says("postgres.database-named-twice", ["own": "other"]), "\(twice.error)")
            try await sh("mv .env.kept .env")
            try await sh("for name in redis mail; do rmdir data/$name; mv data/$name.away data/$name; done")
        }

        /// A server that is paused, a compose file in a folder of its own, and mail that nobody has open.
        func pausedAndElsewhere() async throws {
            try await sh("docker compose up -d redis && docker compose pause redis")
            let paused = try await run(["--no-mail", "--no-postgres"])
            #expect(paused.error.contains("unpause redis"), "\(paused.error)")
            try await sh("docker compose unpause redis && docker compose down -t 2")
            try await sh(
                """
                mkdir deploy && sed -e 's|\\./data/mail|./data/elsewhere|' -e 's|: \\./|: ../|; s|- \\./|- ../|' docker-compose.yml >deploy/docker-compose.yml
                cp .env .env.kept && echo COMPOSE_FILE=deploy/docker-compose.yml >>.env
                """)
            try await sh("docker compose --env-file .env up -d && sleep 3")
            let there = try await run([], ["COMPOSE_FILE": "deploy/docker-compose.yml"])
            #expect(
                there.status == 0 && there.error.says("services.nobody-mounts", ["path": "\(root)/data/mail"]),
                "\(there.error)")
            try await sh(
                "docker compose --env-file .env down -t 2; rm -r deploy; mv .env.kept .env")
        }

        func mounts(_ service: String) async throws -> String {
            try await sh("docker inspect -f '{{.Mounts}}' $(docker compose ps -q \(service))")
        }

        /// What the platform was started as is known from the backup alone; the last backup's was another compose file.
        func bareByOtherName(_ id: String) async throws {
            try await sh("docker compose down -t 2")
            try await sh("rm -rf \(root)/* \(root)/.env", root: backups)
            let dry = try await run(["restore", "--dry-run", "latest"])
            #expect(dry.status == 0 && dry.output.contains("/deploy/docker-compose.yml "), "\(dry)")
            let run = try await run(["restore", "--yes", id])
            #expect(run.status == 0 && run.output.contains(" -p \(project ?? "") "), "\(run)")
            #expect(try await running().contains("postgres"))
        }

        /// Nothing is left but the backups and the engine.
        func bareMachine(_ saved: [String: String]) async throws {
            try await sh("docker compose down -t 2")
            try await sh("rm -rf \(root)/* \(root)/.env", root: backups)
            let alone = try await run(["restore", "--yes", "--no-postgres", "--no-redis", "--no-mail", "latest"])
            #expect(alone.status == 0, "\(alone.error)")
            #expect(try await running() == [])
            try await sh("test -s .env -a -s docker-compose.yml && rm -rf \(root)/* \(root)/.env", root: root)
            let run = try await run(["restore", "--yes", "latest"])
            #expect(run.status == 0, "\(run.error)")
            try await expect(saved)
            let up = try await running()
            #expect(up == ["api", "dovecot", "frontend", "postfix", "postgres", "redis"], "\(run.output)")
        }
    }
}
