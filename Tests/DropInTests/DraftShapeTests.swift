import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Drafts of platforms whose data lies where no image's name tells.
@Suite struct DraftShapeTests {
    /// As of a forge in one container.
    @Test func `the data of a server that a container runs for itself is named, whatever its image is called`()
        async throws
    {
        let scene = try DraftScene([
            "compose.yml": """
            services:
              forge: {image: "example/forge-all-in-one", volumes: ["./settings:/etc/forge", "./data:/var/opt/forge"]}
              chat: {image: "example/chat", volumes: ["./chat:/data"]}
            """,
            "settings/forge.rb": "x", "data/repositories/a.git/HEAD": "x", "data/sql/db/PG_VERSION": "16\n",
            "data/sql/db/base/1/112": "x", "chat/files/1": "x", "chat/mongo/WiredTiger": "x", "chat/mongo/a.wt": "x",
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words.contains("files(\"forge\", \"data\")"), "\(recipe.words)")
        for (path, product) in [("data/sql/db", "PostgreSQL"), ("chat/mongo", "MongoDB")] {
            #expect(recipe.says("draft.holds-server", ["path": path, "product": product]), "\(recipe.text)")
        }
    }

    @Test func `volumes of one service are called as the compose file calls them`() async throws {
        let scene = try DraftScene(
            [
                "compose.yml": """
                services:
                  archive: {image: example/archive, volumes: ["papers:/usr/papers", "media:/usr/media"]}
                volumes: {papers: , media: }
                """,
                "../disks/papers/_data/x": "x", "../disks/media/_data/x": "x",
            ], volumes: ["platform_papers": "disks/papers/_data", "platform_media": "disks/media/_data"])
        let engine = scene.root.removingLastComponent().appending("disks")
        #expect(
            try await scene.recipe().words == [
                "files(\"papers\", \"\(engine)/papers/_data\")", "files(\"media\", \"\(engine)/media/_data\")",
                "config()",
            ])
    }

    /// Wherever the draft is made from.
    @Test func `PWD is the platform's folder, and an included file's env_file lies beside that file`() async throws {
        let scene = try DraftScene([
            "compose.yml": """
            include: [db/compose.yml]
            services:
              wiki: {image: example/wiki, volumes: ["${PWD}/pages:/pages", "$PWD/web.conf:/web.conf:ro"]}
            """,
            "db/compose.yml": """
            services:
              rows: {image: "postgres:17", env_file: [./rows.env], volumes: ["./rows:/var/lib/postgresql/data"]}
            """,
            "db/rows.env": "POSTGRES_DB=wiki\n", "db/rows/": "", "pages/1.md": "x", "web.conf": "x",
        ])
        let recipe = try await scene.recipe()
        #expect(
            recipe.words == ["postgres(in: \"rows\")", "files(\"pages\", \"pages\")", "config()"], "\(recipe.text)")
        #expect(!recipe.says("draft.which-database-postgres", ["service": "rows"]) && !recipe.says("draft.not-there"))
    }

    @Test func `a volume without a name is said; what only watches the machine keeps nothing`() async throws {
        let scene = try DraftScene([
            "compose.yml": """
            services:
              notes: {image: example/notes, volumes: ["/var/notes", {type: volume, target: /more}, "/app/node_modules"]}
              built: {build: ., volumes: ["/app/dist"]}
              watcher: {image: example/watcher, volumes: ["/:/host:ro"]}
              deployer: {image: example/deployer, volumes: [".:/work"]}
            """
        ])
        let recipe = try await scene.recipe()
        for target in ["/var/notes", "/more"] {
            #expect(recipe.says("draft.unnamed-volume", ["service": "notes", "target": target]), "\(recipe.text)")
        }
        #expect(!recipe.text.contains("node_modules") && !recipe.text.contains("/app/dist"))
        #expect(!recipe.text.contains("watcher"), "\(recipe.text)")
        #expect(recipe.says("draft.whole-folder", ["path": scene.root, "list": "deployer"]), "\(recipe.text)")
    }

    /// As of a chat server with bridges to others, each with a database of its own in one server.
    @Test func `databases that scripts make and services name beside the server's own are named, each with its word`()
        async throws
    {
        let scene = try DraftScene([
            "docker-compose.yml": """
            services:
              home:
                image: example/home
                volumes: [./home:/data]
                depends_on: [postgres]
              postgres:
                image: postgres:16-alpine
                environment: {POSTGRES_USER: "${PG_USER}", POSTGRES_PASSWORD: "${PG_PASSWORD}"}
                volumes: [./rows:/var/lib/postgresql/data, ./first:/docker-entrypoint-initdb.d:ro]
              bridge:
                image: example/bridge
                environment: {DATABASE_URI: "postgres://bridge:secret7@postgres:5432/bridge?sslmode=disable"}
              accounts:
                image: example/accounts
                environment: {DB_TYPE: postgres, DB_HOST: postgres, DB_NAME: "${ACCOUNTS_DB}", REDIS_DB: "3"}
              certs: {image: example/certs, volumes: ["certs:/etc/letsencrypt"]}
            volumes: {certs: }
            """,
            ".env": "PG_USER=home77\nPG_PASSWORD=geheim99\nACCOUNTS_DB=accounts55\n",
            "home/server.yaml": "x", "rows/": "",
            "first/10.sql":
                "-- CREATE DATABASE none;\nCREATE DATABASE calls; create database if not exists \"home77\";\n",
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words.first == "postgres()", "\(recipe.text)")
        for (place, name) in [("first/10.sql", "calls"), ("DATABASE_URI (bridge)", "bridge")] {
            #expect(recipe.says("draft.other-database", ["place": place, "service": "postgres"]), "\(recipe.text)")
            #expect(recipe.proposed.contains("postgres(\"\(name)\", database: \"\(name)\")"), "\(recipe.proposed)")
        }
        #expect(recipe.says("draft.other-database", ["place": "DB_NAME (accounts)", "service": "postgres"]))
        #expect(recipe.text.ranges(of: "names another database").count == 3, "\(recipe.text)")
        #expect(recipe.proposed.contains { $0.hasPrefix("certificates(") }, "\(recipe.proposed)")
        for value in ["home77", "geheim99", "accounts55", "secret7"] { #expect(!recipe.text.contains(value)) }
        let taken = recipe.proposed.filter { $0.contains(/^[a-z]+\(.*\)$/) }
        #expect(try await errors(in: "import Garde\nbackup {\n\(taken.joined(separator: "\n"))\n}\n") == [])
    }

    /// As of a program for whole companies, whose databases are made in the browser.
    @Test func `the database postgres is said to be nobody's data, and a neighbour may name the one that is`()
        async throws
    {
        let scene = try DraftScene([
            "compose.yml": """
            services:
              web: {image: "example/erp:17", environment: {HOST: db}, volumes: ["./files:/var/lib/erp"]}
              db:
                image: postgres:15
                environment: [POSTGRES_DB=postgres, POSTGRES_USER=erp, POSTGRES_PASSWORD_FILE=/run/secrets/word]
                volumes: ["rows:/var/lib/postgresql/data/pgdata"]
              nightly: {image: example/dumps, environment: {POSTGRES_HOST: db, POSTGRES_DB: works}}
            volumes: {rows: }
            """,
            "files/x": "x",
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words.first?.hasPrefix("postgres(in: \"db\"") == true, "\(recipe.text)")
        #expect(recipe.says("draft.database-postgres", ["service": "db"]), "\(recipe.text)")
        #expect(recipe.proposed.contains("postgres(\"works\", database: \"works\", in: \"db\")"), "\(recipe.text)")
    }

    /// As of a team's chat, with secrets of the machine and servers of images of its own.
    @Test func `files outside of the folder that a start needs are named, and a server is known by what it keeps`()
        async throws
    {
        let scene = try DraftScene([
            "compose.yml": """
            services:
              database:
                image: example/chat-rows:14
                secrets: [rows]
                environment: {POSTGRES_DB: chat, POSTGRES_USER: chat, POSTGRES_PASSWORD_FILE: /run/secrets/rows}
                volumes: ["rows-14:/var/lib/postgresql/data:rw"]
              chat:
                image: example/chat
                secrets: [rows, key]
                env_file: [../outside/chat.env]
                volumes:
                  - ./uploads:/data
                  - ../outside/relay.conf:/etc/relay.conf:ro
                  - /etc/localtime:/etc/localtime:ro
                  - /nowhere/cert.pem:/cert.pem:ro
                  - ./theme.css:/theme.css:ro
                  - thumbs:/var/cache
                depends_on: [database]
            secrets:
              rows: {file: ./rows.secret}
              key: {file: ../outside/not-there}
            volumes: {rows-14: , thumbs: }
            """,
            "rows.secret": "geheim99", "uploads/x": "x", "../outside/chat.env": "X=1\n", "../outside/relay.conf": "x",
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words.contains("postgres(in: \"database\", usedBy: \"chat\")"), "\(recipe.text)")
        let outside = scene.root.removingLastComponent().appending("outside")
        let list = ["chat.env", "not-there", "relay.conf"].map { "\"\(outside.appending($0))\"" }.joined(
            separator: ", ")
        #expect(recipe.says("draft.outside-files", ["list": list]), "\(recipe.text)")
        #expect(recipe.says("draft.not-there", ["path": "/nowhere/cert.pem", "list": "chat"]), "\(recipe.text)")
        #expect(recipe.says("draft.made-anew", ["path": "thumbs", "list": "chat"]), "\(recipe.text)")
        #expect(!recipe.text.contains("theme.css"), "\(recipe.text)")
        #expect(!recipe.text.contains("localtime") && !recipe.text.contains("geheim99"))
    }

    /// cron gives it no locale.
    @Test func `a draft in French makes runs speak French`() async throws {
        let scene = try DraftScene([".env": "", "data/uploads/1": "x"])
        let french = try await scene.draft(["LANG": "fr_FR.UTF-8"]).output
        #expect(french.contains("\nbackup(language: .french) {\n"), "\(french)")
        #expect(try await errors(in: french) == [])
        #expect(try await scene.draft().output.contains("\nbackup {\n"))
    }
}
