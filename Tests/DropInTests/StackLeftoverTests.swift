import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What people's stacks have beside data: things that Compose takes as given, services that are ill, files that nobody
/// has applied.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil },
    .timeLimit(.minutes(10)))
struct StackLeftoverTests {
    private static let idle = """
        x-idle: &idle
          image: garde-test-platform
          network_mode: host
          command: [sh, -c, "trap exit\\\\ 0 TERM; sleep infinity & wait"]
        services:
          postfix: *idle
          dovecot: *idle

        """

    /// A platform of this compose file, named by its folder.
    private struct Stack {
        let platform: ThrowawayPlatform
        var engine: [String: String]
        let name = "garde\(UInt32.random(in: 0 ... .max))"
        var environment: [String: String] {
            engine.merging([
                "PLATFORM_ROOT": platform.root.string, "COMPOSE_PROJECT_NAME": name,
                "BACKUP_ROOT": platform.folder.appending("backups").string,
            ]) { $1 }
        }

        @discardableResult
        func sh(_ script: String, _ argument: String = "") async throws -> String {
            let path = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent"]
            let result = try await run(
                "sh", ["-ec", script, "sh", argument], variables: environment.merging(path) { $1 }, in: platform.root)
            try #require(result.status == 0, "\(script): \(result.error)")
            return result.output
        }

        func call(_ words: String...) async throws -> ToolResult {
            try await runBackup(words + ["--no-postgres", "--no-redis"], environment)
        }
    }

    private func with(
        _ text: String, _ version: ComposeVersion = .two, _ body: @Sendable @escaping (Stack) async throws -> Void
    ) async throws {
        try await DockerEngine.shared.use {
            guard let engine = try await DockerEngine.shared.variables(version) else { return }
            try await ThrowawayPlatform.with(.mail(1)) { platform in
                let stack = Stack(platform: platform, engine: engine)
                try await stack.sh("sed -i /COMPOSE_PROJECT_NAME/d .env; printf %s \"$1\" >docker-compose.yml", text)
                let result: Result<Void, any Error>
                do { result = .success(try await body(stack)) } catch { result = .failure(error) }
                _ = try? await stack.sh(
                    """
                    docker ps -aq --filter label=com.docker.compose.project=$COMPOSE_PROJECT_NAME | xargs -r docker rm -f
                    docker volume ls -q --filter name=$COMPOSE_PROJECT_NAME | xargs -r docker volume rm
                    docker network ls -q --filter name=$COMPOSE_PROJECT_NAME | xargs -r docker network rm
                    """)
                try result.get()
            }
        }
    }

    @Test(arguments: ComposeVersion.allCases)
    func `a volume and a network that Compose does not make are asked for before a restore`(
        version: ComposeVersion
    ) async throws {
        let text =
            Self.idle + """
                  web:
                    <<: *idle
                    volumes: ["shared:/srv/shared"]
                  proxy:
                    image: garde-test-platform
                    command: [sh, -c, "trap exit\\\\ 0 TERM; sleep infinity & wait"]
                    networks: [front]
                volumes:
                  shared: {external: true, name: "${COMPOSE_PROJECT_NAME}-shared"}
                networks:
                  front: {external: {name: "${COMPOSE_PROJECT_NAME}-front"}}
                  unused: {external: true}
                """
        try await with("version: \"3.4\"\n" + text, version) { stack in
            let make =
                "docker volume create $COMPOSE_PROJECT_NAME-shared; docker network create $COMPOSE_PROJECT_NAME-front"
            try await stack.sh("\(make); docker compose up -d 2>&1")
            let saved = try await stack.call()
            #expect(saved.status == 0, "\(saved.error)")
            try await stack.sh(
                """
                docker compose down -t 1 2>&1; docker volume rm $COMPOSE_PROJECT_NAME-shared
                docker network rm $COMPOSE_PROJECT_NAME-front; rm -rf ./* .env
                """)
            for words in [["--dry-run"], ["--yes"]] {
                let refused = try await runBackup(
                    ["restore", "--no-postgres", "--no-redis", "latest"] + words, stack.environment)
                #expect(refused.status == 1, "\(refused)")
                #expect(
                    refused.error.says("services.volume-missing.fix", ["nameFix": "\(stack.name)-shared"]), "\(refused)"
                )
                #expect(
                    refused.error.says("services.network-missing.fix", ["nameFix": "\(stack.name)-front"]), "\(refused)"
                )
                #expect(!refused.error.contains("unused"), "\(refused)")
                #expect(try await stack.sh("ls -A") == "", "nothing has begun")
            }
            try await stack.sh(make)
            let back = try await stack.call("restore", "--yes", "latest")
            #expect(back.status == 0, "\(back.error)")
        }
    }

    @Test
    func `a network that restored compose files define otherwise is said, and asked for while something goes on in it`()
        async throws
    {
        // Compose 2.31 and later make it anew.
        let plugin = try await run("\(packageFolder)/Tests/throwaway/compose-plugin", ["forky"])
        guard plugin.status == 0 else { return }
        let text =
            Self.idle + """
                  web:
                    image: garde-test-platform
                    command: [sh, -c, "trap exit\\\\ 0 TERM; sleep infinity & wait"]
                networks:
                  default: {labels: {of: first}}
                """
        try await with(text) { stack in
            var stack = stack
            let config = stack.platform.folder.appending("docker").string
            try await stack.sh(
                "mkdir -p \"$1/cli-plugins\"; ln -s \(plugin.output.lines[0]) \"$1/cli-plugins/docker-compose\"", config
            )
            stack.engine["DOCKER_CONFIG"] = config
            let label = "docker network inspect ${COMPOSE_PROJECT_NAME}_default --format '{{.Labels.of}}'"
            try await stack.sh("docker compose up -d 2>&1")
            let saved = try await stack.call()
            #expect(saved.status == 0, "\(saved.error)")
            try await stack.sh(
                """
                sed -i s/first/second/ docker-compose.yml; docker compose down -t 1 2>&1; docker compose up -d 2>&1
                docker run -d --network ${COMPOSE_PROJECT_NAME}_default --name $COMPOSE_PROJECT_NAME-other \
                  --label com.docker.compose.project=$COMPOSE_PROJECT_NAME-none --entrypoint sleep garde-test-platform 600
                """)
            #expect(try await stack.sh(label) == "second\n")
            for words in [["--dry-run"], ["--yes"]] {
                let refused = try await runBackup(
                    ["restore", "--no-postgres", "--no-redis", "latest"] + words, stack.environment)
                #expect(refused.status == 1, "\(refused)")
                #expect(
                    refused.error.says("services.network-in-use.fix", ["list": "\(stack.name)-other"]), "\(refused)")
            }
            try await stack.sh("docker rm -f $COMPOSE_PROJECT_NAME-other")
            let back = try await stack.call("restore", "--yes", "latest")
            #expect(back.status == 0, "\(back.output) \(back.error)")
            #expect((back.output + back.error).says("services.network-renewed", ["list": "\(stack.name)_default"]))
            #expect(try await stack.sh(label) == "first\n")
            let networks =
                "docker inspect $COMPOSE_PROJECT_NAME-web-1 --format '{{.State.Running}} {{len .NetworkSettings.Networks}}'"
            #expect(try await stack.sh(networks) == "true 1\n")
        }
    }

    @Test func `what was ill before is named, and no failure of the restore`() async throws {
        let text =
            Self.idle + """
                  sick:
                    <<: *idle
                    restart: always
                    command: [sh, -c, "exit 3"]
                    volumes: ["./data/mail:/mail"]
                  pale:
                    <<: *idle
                    volumes: ["./data/mail:/mail"]
                    healthcheck: {test: ["CMD", "false"], interval: 1s, retries: 1}
                """
        try await with("version: \"3.4\"\n" + text) { stack in
            try await stack.sh("docker compose up -d 2>&1; sleep 4")
            let saved = try await stack.call()
            #expect(saved.status == 0, "\(saved.error)")
            let before = try await stack.sh("docker compose ps -q | sort")
            let back = try await stack.call("restore", "--yes", "--force", "latest")
            #expect(back.status == 0, "\(back.error)")
            for (name, illness) in [("sick", "services.restarts"), ("pale", "services.is-unhealthy")] {
                #expect(back.error.contains("[WARNING] \(name) \(Text(illness)[.french])"), "\(back.error)")
                #expect(back.error.says("services.unwell", ["service": name]), "\(back.error)")
            }
            #expect(back.error.contains("logs sick") && !back.error.contains("dovecot"), "\(back.error)")
            #expect(try await stack.sh("docker compose ps -q | sort").lines.count == before.lines.count)
        }
    }

    @Test(arguments: ComposeVersion.allCases)
    func `a compose file that nobody has applied is said before a restore starts what it says`(
        version: ComposeVersion
    ) async throws {
        try await with("version: \"3.4\"\n" + Self.idle, version) { stack in
            try await stack.sh(
                """
                printf '%s\\n' 'version: "3.4"' 'services:' '  dovecot: {environment: {COLOUR: red}}' >docker-compose.override.yml
                docker compose up -d 2>&1
                """)
            let saved = try await stack.call()
            #expect(saved.status == 0, "\(saved.error)")
            let said = "services.redefined"
            let same = try await stack.call("restore", "--dry-run", "--force", "latest")
            #expect(same.status == 0 && !same.error.says(said), "\(same.error)")
            try await stack.sh("sed -i 's/red/blue/' docker-compose.override.yml")
            let edited = try await stack.call("restore", "--dry-run", "--no-config", "latest")
            let warned = { (text: String) in
                text.lines.contains { $0.contains("[WARNING] dovecot\u{a0}: ") && $0.says(said, ["list": "dovecot"]) }
            }
            #expect(edited.status == 0 && warned(edited.error), "\(edited.error)")
            #expect(!edited.error.contains("postfix"), "\(edited.error)")
            let whole = try await stack.call("restore", "--dry-run", "--force", "latest")
            #expect(!whole.error.says(said), "it is put back as it runs: \(whole.error)")
            try await stack.sh("docker compose up -d 2>&1")
            let applied = try await stack.call("restore", "--dry-run", "--force", "latest")
            #expect(warned(applied.error), "\(applied.error)")
        }
    }

    @Test func `what services keep in volumes and folders that nothing saves is one warning, with words to add`()
        async throws
    {
        let text =
            Self.idle + """
                  web:
                    <<: *idle
                    volumes:
                      - ./uploads:/app/uploads
                      - ./logs:/app/logs
                      - media:/app/media
                      - letters:/var/mail
                      - scratch:/tmp
                      - /app/node_modules
                      - /etc/localtime:/etc/localtime:ro
                      - /sys:/host/sys
                  db: {<<: *idle, volumes: ["./mysql:/var/lib/mysql"]}
                volumes: {media: {}, letters: {}, scratch: {}}
                """
        try await with("version: \"3.4\"\n" + text) { stack in
            try await stack.sh("mkdir uploads logs mysql; docker compose up -d 2>&1")
            let (saved, root) = (try await stack.call(), stack.platform.root)
            let warnings = saved.error.lines.filter { $0.says("compose.data-not-saved") }
            // Said once more at the end of the run.
            #expect(saved.status == 0 && Set(warnings.map { $0.suffix(200) }).count == 1, "\(saved.error)")
            let place = try await stack.sh("docker volume inspect -f '{{.Mountpoint}}' $COMPOSE_PROJECT_NAME\\_media")
            let line = warnings.first ?? ""
            for part in [
                "\(root)/uploads (web)", "\(root)/mysql (db)", "\(stack.name)_media (web)", "mariadb()",
                "files(\"uploads\", \"uploads\")", "files(\"media\", \"\(place.dropLast())\")",
                "mail(\"\(place.dropLast().replacing("media", with: "letters"))\")",
            ] { #expect(line.contains(part), "\(part): \(line)") }
            for part in ["logs", "scratch", "localtime", "/sys", "node_modules"] {
                #expect(!line.contains(part), "\(part): \(line)")
            }
            let quiet = try await stack.call("--quiet")
            #expect(quiet.status == 0 && quiet.error == "" && quiet.output == "", "\(quiet)")
        }
    }
}
