import Garde
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

/// Compose files as people have them, read by Garde as Docker Compose 2 reads them.
@Suite(.enabled("Docker Compose 2 cannot be had") { try await ComposePlugin.path() != nil })
struct StackOracleTests {
    /// Each a platform: its files by their names.
    private static let shapes: [(what: String, files: [String: String])] = [
        (
            "a mail server: an override, variables with defaults, folders in long form",
            [
                "docker-compose.yml": """
                services:
                  mx:
                    image: mail:${TAG:-1}
                    env_file: mailserver.env
                    ports: ["25:25", {target: 143, published: "143", mode: host}]
                    volumes:
                      - ./data/mail:/var/mail/
                      - ${STATE:-./data/state}:/var/mail-state:rw
                      - {type: bind, source: ./config, target: /tmp/config, read_only: true}
                      - /etc/localtime:/etc/localtime:ro
                  db: {image: "db:10", volumes: ["db-vol:/var/lib/mysql", "./my.cnf:/etc/my.cnf:ro,Z"]}
                volumes: {db-vol: null}
                """,
                "docker-compose.override.yml":
                    "services: {mx: {environment: {MODE: prod}, volumes: ['./certs:/certs:ro']}}",
                "mailserver.env": "A=1", "my.cnf": "", "data/mail/x": "", "config/x": "", "certs/x": "",
            ]
        ),
        (
            "several files: a mount is replaced by its target, a list is thrown away or replaced whole",
            [
                ".env": "COMPOSE_FILE=base.yml:prod.yml\n",
                "base.yml": """
                services:
                  web: {image: w, volumes: ["./old:/srv", "kept:/kept", "said:/said", "./logs:/logs"], env_file: [base.env]}
                  job: {image: j, volumes: ["./in:/in"]}
                  gone: {image: g, volumes: ["./g:/g"]}
                  plain: {image: p, build: ./src}
                volumes: {kept: {}, said: {}}
                """,
                "prod.yml": """
                services:
                  web: {volumes: [{type: bind, source: ./new, target: /srv}, "./logs:/logs/:ro"]}
                  job: {volumes: !override ["./other:/other"]}
                  gone: !reset null
                  plain: {build: !reset null}
                volumes: {said: {name: other}}
                """,
                "base.env": "",
            ]
        ),
        (
            "include, extends of another file, anchors, profiles",
            [
                "compose.yaml": """
                name: shop
                include:
                  - db/compose.yaml
                  - {path: [tools/compose.yaml, tools/more.yaml], project_directory: ./tools/run, env_file: tools.env}
                x-idle: &idle {image: idle, volumes: ["./shared:/shared"]}
                services:
                  web:
                    extends: {file: parts/web.yml, service: base}
                    volumes: ["./web:/web"]
                  worker: {<<: *idle, profiles: [extra]}
                  second: {extends: worker, profiles: [], volumes: ["./second:/second"]}
                """,
                "db/compose.yaml":
                    "services: {db: {image: d, volumes: ['./rows:/rows', 'vol:/v']}}\nvolumes: {vol: {name: fixed}}",
                "tools/compose.yaml": "services: {tool: {image: t, volumes: ['./${WHERE}:/t']}}",
                "tools/more.yaml":
                    "services: {tool: {env_file: ./t.env}}", "tools/run/t.env": "", "tools.env": "WHERE=there\n",
                "parts/web.yml": """
                services:
                  base: {image: b, extends: {service: root}, env_file: web.env, volumes: ["./parts:/parts"]}
                  root: {image: r, volumes: ["./rooted:/rooted:ro"]}
                """,
                "parts/web.env": "",
            ]
        ),
        (
            "secrets and configs of files, of variables and written in place",
            [
                "compose.yml": """
                services:
                  db:
                    image: d
                    secrets: [password, {source: token, target: t}]
                    configs: [web, inline]
                    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/password}
                secrets: {password: {file: ./secrets/db.txt}, token: {environment: TOKEN}}
                configs: {web: {file: ./nginx.conf}, inline: {content: "a ${TOKEN} b"}}
                """,
                ".env": "TOKEN=t\n", "secrets/db.txt": "x", "nginx.conf": "y",
            ]
        ),
        (
            "env files that may be missing, conditions, develop and deploy",
            [
                "compose.yaml": """
                services:
                  web:
                    image: w
                    build: {context: ./app, dockerfile: Dockerfile.prod}
                    pull_policy: build
                    env_file: [{path: ./web.env, required: false}, {path: there.env, required: true}]
                    depends_on: {db: {condition: service_healthy, restart: true, required: false}}
                    develop: {watch: [{path: ./app, action: sync, target: /app}]}
                    deploy: {replicas: 2, resources: {limits: {memory: 1G}}}
                    volumes: ["./uploads:/uploads:rw,z", "/data", "cache:/cache:nocopy", {type: tmpfs, target: /t}]
                  db: {image: d, volumes: ["rows:/rows", "../outside:/outside"], healthcheck: {test: [NONE]}}
                volumes: {rows: {}, cache: {driver_opts: {type: none, o: "bind,rw", device: /srv/cached}}}
                networks: {default: {external: true, name: proxy}, back: {}}
                """,
                "there.env": "", "app/Dockerfile.prod": "", "docker-compose.yml": "services: {never: {image: n}}",
            ]
        ),
        (
            "folders below the one in which Compose is typed",
            [
                "docker-compose.yml": """
                include: [db/compose.yml]
                services:
                  web: {image: w, env_file: "${PWD}/web.env", volumes: ["${PWD}/data:/data", "$PWD/logs:/logs:ro"]}
                """,
                "db/compose.yml": "services: {db: {image: d, volumes: ['${PWD}/rows:/rows']}}", "web.env": "",
                "data/x": "",
            ]
        ),
        (
            "volumes of the engine that others made, and words in capitals",
            [
                "compose.yaml": """
                services:
                  a: {image: x, volumes: ["one:/one", "two:/two", "three:/three:ro"], networks: [front]}
                volumes:
                  one: {external: true}
                  two: {external: true, name: "${COMPOSE_PROJECT_NAME}-two"}
                  three: {name: "Three"}
                networks: {front: {external: True}}
                """
            ]
        ),
    ]

    @Test(arguments: shapes.indices) func `a platform of this shape`(number: Int) async throws {
        let scratch = Scratch()
        for (name, text) in Self.shapes[number].files { try scratch.write("root/\(name)", text) }
        #expect(try await compare(scratch("root")), "\(Self.shapes[number].what): Compose refuses it")
    }

    /// By hand: GARDE_STACKS is a folder of other people's platforms.
    @Test(.enabled(if: getenv("GARDE_STACKS") != nil)) func `other people's stacks`() async throws {
        let all = FilePath(String(cString: getenv("GARDE_STACKS")))
        for name in try await run("ls", [all.string]).output.lines {
            if try all.appending(name).stat().type == .directory { _ = try await compare(all.appending(name)) }
        }
    }

    /// False where Compose refuses it.
    private func compare(_ root: FilePath) async throws -> Bool {
        let oracle = StackOracle(compose: try #require(try await ComposePlugin.path()), root: root)
        guard let (lines, files) = try await oracle.said() else { return false }
        let (read, ours) = (oracle.read(), oracle.files())
        #expect(lines.subtracting(read).sorted() == [], "not read in \(root)")
        #expect(read.subtracting(lines).sorted() == [], "read, and not there, in \(root)")
        #expect(files.subtracting(ours).sorted() == [], "files that are not saved of \(root)")
        return true
    }
}
