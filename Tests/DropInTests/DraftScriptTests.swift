import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What a draft takes of old scripts, of servers that there is no word for, and of platforms without Compose.
@Suite struct DraftScriptTests {
    private let compose = """
        services:
          web:
            image: example/shop
            environment: {DB_HOST: db}
            depends_on: [db]
        """

    @Test func `an old script: what it keeps, for whom, where to, and whom it tells`() async throws {
        let scene = try DraftScene([
            "docker-compose.yml": compose,
            "scripts/backup/backup.sh": """
            #!/bin/bash
            set -euo pipefail
            # RETENTION_DAYS=99
            readonly RETENTION_DAYS="${RETENTION_DAYS:-14}"
            RETENTION_WEEKLY=8
            BACKUP_ROOT=/srv/backups/shop
            ARCHIVE="$BACKUP_ROOT/$(date +%F)"
            : "${ENCRYPT_BACKUP:=true}"
            GPG_RECIPIENT='backup@example.com'
            SYNC_REMOTE=false
            REMOTE_DESTINATION=s3://shop-backups/daily
            export ALERT_EMAIL=ops@example.com
            SLACK_WEBHOOK_URL=https://hooks.slack.example/services/T0/B0/geheim
            PASSWORD=verborgen
            pg_dump -U shop shop | gzip >"$ARCHIVE/shop.sql.gz"
            """,
        ])
        let recipe = try await scene.recipe()
        #expect(
            recipe.words == [
                "config()", "store(in: \"/srv/backups/shop\")", "keep(daily: 14, weekly: 8)",
                "encrypt(to: \"backup@example.com\")", "notify(.mail(to: \"ops@example.com\"))",
            ])
        #expect(recipe.proposed.contains("sync(to: \"s3://shop-backups/daily\")"))
        #expect(recipe.says("draft.switched", ["variable": "SYNC_REMOTE", "line": 10]))
        #expect(recipe.says("draft.value", ["variable": "RETENTION_DAYS", "line": 4]))
        #expect(recipe.says("draft.keep-more"))
        #expect(recipe.says("draft.secret-url", ["variable": "SLACK_WEBHOOK_URL", "line": 13]))
        #expect(recipe.says("draft.dumps", ["tool": "pg_dump", "line": 15]))
        for secret in ["geheim", "verborgen"] { #expect(!recipe.text.contains(secret)) }
    }

    @Test func `what only a shell or .env could tell is no word`() async throws {
        let scene = try DraftScene([
            "docker-compose.yml": compose, ".env": "KEEP=7\nBACKUP_KEY=0123456789\nRETENTION_DAYS=21\n",
            "backup.sh": """
            DIR=$(dirname "$0")
            BACKUP_DIR="$DIR/../dumps"
            RETENTION_DAYS=${KEEP:-30}
            REMOTE_DEST=sftp://anna:geheim@host.example/backups
            S3_BUCKET=shop-archive
            tar czf - data | openssl enc -aes-256-cbc -k "$BACKUP_KEY" >"$BACKUP_DIR/data.tgz"
            find "$BACKUP_DIR" -mtime +14 -delete
            """,
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words == ["config()"])
        #expect(recipe.says("draft.env-counts", ["list": "RETENTION_DAYS"]))
        for name in ["BACKUP_DIR", "RETENTION_DAYS"] {
            #expect(recipe.says("draft.value-unknown", ["variable": name]), "\(name)")
        }
        #expect(recipe.says("draft.remote"))
        #expect(recipe.says("draft.encrypts", ["tool": "openssl", "line": 6]))
        #expect(recipe.says("draft.find", ["line": 7]))
        for secret in ["geheim", "0123456789", "anna"] { #expect(!recipe.text.contains(secret)) }
    }

    @Test func `servers: two of a kind, MySQL, MongoDB, one of an own image, what extends and overrides`() async throws
    {
        let scene = try DraftScene([
            "compose.yml": """
            include: [monitoring.yml]
            services:
              postgres:
                image: postgres:16
                environment: {POSTGRES_DB: shop, POSTGRES_USER: shop}
                volumes: [./pg:/var/lib/postgresql/data]
              blog-db:
                extends: {file: common.yml, service: base}
                environment: {POSTGRES_DB: blog, POSTGRES_USER: "${BLOG_USER}"}
              sql:
                image: mysql:8.4
                volumes: [./sql:/var/lib/mysql]
              docs:
                image: mongo:7
                volumes: [./docs:/data/db]
              ledger_db:
                build: ./ledger
                volumes: [./ledger-data:/var/lib/mysql]
              app:
                image: example/app
                volumes: [./data:/srv/data, ./src:/app, .:/workspace, ./backups:/backups, /mnt/photos:/photos:ro]
            """,
            "compose.override.yml": """
            services:
              app: {build: ./src, volumes: [./uploads:/srv/uploads]}
            """,
            "common.yml": """
            services:
              base: {image: "docker.io/postgis/postgis:16-3.4", volumes: ["./data/blog-pg:/var/lib/postgresql/data"]}
            """,
            "monitoring.yml": "services: {stats: {image: prom/prometheus, volumes: [./stats:/prometheus]}}\n",
            ".env": "POSTGRES_DB=shop\nPOSTGRES_USER=shop\nBLOG_USER=blogger77\nPOSTGRES_PASSWORD=geheim99\n",
            "pg/": "", "sql/": "", "docs/": "", "ledger-data/": "", "ledger/": "", "src/": "", "backups/": "",
            "stats/": "",
            "data/blog-pg/PG_VERSION": "16", "data/app.sqlite": DraftScene.database, "uploads/": "",
        ])
        let recipe = try await scene.recipe()
        #expect(
            recipe.words == [
                "postgres()", "postgres(\"blog-db\", database: \"blog\", in: \"blog-db\")",
                "files(\"app\", \"data\", exclude: [\"/blog-pg/\"])",
                "sqlite(\"app_app\", \"data/app.sqlite\")",
                "files(\"uploads\", \"uploads\")", "config()",
            ])
        #expect(recipe.says("draft.variable-of-another", ["variable": "POSTGRES_USER", "service": "blog-db"]))
        #expect(recipe.says("draft.server-foreign", ["service": "sql"]))
        #expect(recipe.says("draft.server-foreign", ["service": "docs"]))
        #expect(recipe.proposed.contains { $0.hasPrefix("command(\"mysql\", dump: ") && $0.hasSuffix("in: \"sql\")") })
        #expect(recipe.says("draft.server-unknown", ["service": "stats"]))
        #expect(recipe.says("draft.may-be-server", ["service": "ledger_db"]))
        #expect(recipe.says("draft.whole-folder", ["list": "app"]))
        #expect(recipe.says("draft.old-backups", ["path": "backups"]))
        #expect(!recipe.says("draft.service", ["service": "base"]))
        for value in ["blogger77", "geheim99"] { #expect(!recipe.text.contains(value)) }
        // What is proposed compiles as well, once somebody takes it.
        let taken = recipe.proposed.filter { $0.contains(/^[a-z]+\(.*\)$/) }
        #expect(taken.count >= 2)
        #expect(try await errors(in: "import Garde\nbackup {\n\(taken.joined(separator: "\n"))\n}\n") == [])
    }

    @Test func `servers of this machine: what .env names, what lies in data and config`() async throws {
        let scene = try DraftScene([
            ".env": "POSTGRES_DB=mssante\nPOSTGRES_USER=garde\nPOSTGRES_PASSWORD=geheim99\n",
            "data/mail/example.org/anna/cur/": "", "data/mail/example.org/anna/new/": "", "data/uploads/a": "x",
            "data/backups/20240315_020000/manifest.json": "{}", "data/cache/x": "",
            "config/nginx/site.conf": "#\n", "config/certificates/site.pem": DraftScene.certificate,
        ])
        let recipe = try await scene.recipe()
        #expect(
            recipe.words == [
                "postgres()", "mail()", "files(\"uploads\", \"data/uploads\")", "certificates()",
                "config(with: \"config\")",
            ])
        for value in ["geheim99", "mssante", "\"garde\""] { #expect(!recipe.text.contains(value)) }
    }

    @Test func `without Compose, files in data, links to other disks and other folders are seen too`() async throws {
        let scene = try DraftScene([
            ".env": "POSTGRES_DB=bookshop\n", "data/visits.sqlite": DraftScene.database, "data/prices.csv": "x",
            "uploads/a.jpg": "x", "empty/": "", "cache/x": "x", "config/shop.conf": "x",
            "scripts/backup.sh": "tar czf a.tgz /srv/www\n", "../disk/photos/a": "x",
        ])
        let photos = scene.root.pushing("data/photos")
        let disk = scene.root.removingLastComponent().pushing("disk/photos")
        #expect(try await run("ln", ["-s", disk.string, photos.string]).status == 0)
        let recipe = try await scene.recipe()
        #expect(
            recipe.words == [
                "postgres()", "files(\"photos\", \"data/photos\")", "files(\"prices_csv\", \"data/prices.csv\")",
                "sqlite(\"data/visits.sqlite\")", "config(with: \"config\")",
            ], "\(recipe.text)")
        #expect(recipe.says("draft.not-named", ["list": "uploads"]), "\(recipe.text)")
        #expect(recipe.says("draft.packs", ["list": "1"]))
    }

    @Test func `names that a compose file chooses stay names: no word, no second line, no other string`() async throws {
        let scene = try DraftScene([
            "docker-compose.yml": """
            services:
              "we\\"ird\\n}; print(1)":
                image: "example/app\\n): files(1)"
                volumes: ["./da\\"ta \\\\(1):/srv", "./Übung:/x", "./manifest:/y", "./config-2:/z"]
              broken: [
            """
        ])
        #expect(try await scene.recipe().says("draft.unread", ["path": "docker-compose.yml"]))
        let whole = try DraftScene([
            "docker-compose.yml": """
            services:
              "we\\"ird\\n}; print(1)":
                image: "example/app\\n): files(1)"
                volumes: ["./da\\"ta \\\\(1):/srv", "./Übung:/x", "./manifest:/y", "./config-2:/z"]
            """,
            "da\"ta \\(1)/": "", "Übung/": "", "manifest/": "", "config-2/": "",
        ])
        let recipe = try await whole.recipe()
        #expect(recipe.words.count == 5, "\(recipe.text)")
        #expect(recipe.words.contains("files(\"manifest_files\", \"manifest\")"))
    }

    @Test func `compose files by other names are left to decide; networks of other services are theirs`() async throws {
        let other = try DraftScene(["docker-compose.prod.yml": compose, "compose-notes.txt": ""])
        let nothing = try await other.recipe()
        #expect(nothing.words == ["config()"])
        #expect(nothing.says("draft.other-compose", ["list": "docker-compose.prod.yml"]))
        let scene = try DraftScene([
            "compose.yml": """
            services:
              postgres: {image: postgres, environment: [POSTGRES_DB=a], networks: [inner], volumes: ["./pg:/var/lib/postgresql"]}
              tunnel: {image: example/tunnel, networks: [inner]}
              torrents: {image: example/torrents, network_mode: "service:tunnel"}
              watcher: {image: example/watcher, network_mode: host}
              alone: {image: example/alone, network_mode: none}
            networks: {inner: }
            """
        ])
        let recipe = try await scene.recipe()
        #expect(recipe.words == ["postgres()", "config()"])
        #expect(recipe.says("draft.used-by-unknown", ["list": "tunnel, torrents"]))
    }

    @Test func `a folder that is none ends it`() async throws {
        let scene = try DraftScene([:])
        let result = try await scene.draft(["LANG": "fr_FR.UTF-8"])
        #expect(result.status == 1 && result.output == "" && result.error.says("draft.no-folder"))
    }

    @Test func `tables whose rows the old dump left out are those of excludeData`() async throws {
        let scene = try DraftScene([
            "compose.yaml": """
            services:
              postgres: {image: "postgres:15", volumes: ["./pg:/var/lib/postgresql/data"]}
              mariadb: {image: "mariadb:11", volumes: ["./sql:/var/lib/mysql"]}
            """,
            "backup.sh": """
            #!/bin/bash
            SKIP=app.Cache
            docker compose exec -T postgres pg_dump --exclude-table-data=audit_log \\
              --exclude-table-data 'app.sessions_*' --exclude-table-data="$SKIP" --exclude-table-data='"Odd"' \\
              --exclude-table-data="$(cat tables)" shop | gzip >shop.gz
            mariadb-dump --ignore-table-data=blog.hits blog >blog.sql
            """,
            ".env": "POSTGRES_DB=shop\nMARIADB_DATABASE=blog\n", "pg/": "", "sql/": "",
        ])
        let recipe = try await scene.recipe()
        let list = #""audit_log", "app.sessions_*", "app.cache", "Odd""#
        #expect(recipe.words.contains("postgres(excludeData: [\(list)])"), "\(recipe.words)")
        #expect(recipe.words.contains(#"mariadb(excludeData: ["blog.hits"])"#), "\(recipe.words)")
        #expect(recipe.says("draft.exclude-data", ["option": "--exclude-table-data", "line": 5]), "\(recipe.text)")
    }
}
