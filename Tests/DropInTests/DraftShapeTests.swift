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

    /// cron gives it no locale.
    @Test func `a draft in French makes runs speak French`() async throws {
        let scene = try DraftScene([".env": "", "data/uploads/1": "x"])
        let french = try await scene.draft(["LANG": "fr_FR.UTF-8"]).output
        #expect(french.contains("\nbackup(language: .french) {\n"), "\(french)")
        #expect(try await errors(in: french) == [])
        #expect(try await scene.draft().output.contains("\nbackup {\n"))
    }
}
