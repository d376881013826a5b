import Garde
import Glibc
import GardeTestSupport
import SystemPackage
import Testing

/// What Compose starts from, as people's files name it.
@Suite struct StackTests {
    /// Paths below the root of what `files` name, without those of other places.
    private func found(_ files: [String: String], _ environment: [String: String] = [:]) throws -> [String] {
        let scratch = Scratch()
        for (path, text) in files { try scratch.write("root/\(path)", text) }
        let root = scratch("root")
        let stack = Stack(root: root, environment: environment.merging(["HOME": "/nonexistent"]) { $1 })
        return stack.files.map { file in file.string.replacing(root.string + "/", with: "") }
    }

    private static let used: [([String], [String: String])] = [
        (["docker-compose.yml"], [:]), (["compose.yaml"], [:]),
        (["docker-compose.yml", "docker-compose.override.yml"], [:]),
        (["compose.yml", "compose.override.yaml", "docker-compose.yml"], [:]),
        (["base.yml", "prod.yml"], ["COMPOSE_FILE": "base.yml:prod.yml"]),
        (["a.yml", "b.yml"], ["COMPOSE_FILE": "a.yml;b.yml", "COMPOSE_PATH_SEPARATOR": ";"]),
        (["docker-compose.yml", "prod.env"], ["COMPOSE_ENV_FILES": "prod.env"]),
    ]

    @Test(arguments: used)
    func `the compose files that are used`(names: [String], environment: [String: String]) throws {
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, "services: {}\n") })
        #expect(Set(try found(files, environment)) == Set(names))
    }

    private static let named: [(String, [String])] = [
        ("services: {a: {env_file: app.env}}", ["app.env"]),
        ("services: {a: {env_file: [.env, db.env]}}", [".env", "db.env"]),
        (
            "services:\n  a:\n    env_file:\n      - path: ./one.env\n        required: true\n      - path: two.env\n        required: false",
            ["one.env"]
        ),
        ("services: {a: {env_file: '${SET:-default}.env'}}", ["default.env"]), ("services: {a: {env_file: null}}", []),
        ("services: {a: {label_file: labels.txt}}", ["labels.txt"]),
        ("secrets: {db: {file: ./secrets/db.txt}, other: {external: true}}", ["secrets/db.txt"]),
        ("configs: {web: {file: ./nginx.conf}, inline: {content: x}}", ["nginx.conf"]),
        ("x-app: &app {env_file: app.env}\nservices: {a: {<<: *app, image: x}}", ["app.env"]),
        ("services: {a: {env_file: &e [one.env]}, b: {env_file: *e}}", ["one.env"]),
        ("services: {a: {extends: {file: common.yml, service: a}}, b: {extends: a}}", ["common.yml"]),
        ("services: {a: {extends: {service: b}}, b: {env_file: !reset []}}", []),
        ("services: {a: {env_file: https://x.example/e, build: 'git@x:y'}}", []),
        ("services: {a: {credential_spec: {file: ad.json}}}", ["ad.json"]),
        ("volumes: {c: {driver_opts: {type: nfs, o: addr=x, device: ':/e'}}}\nservices: {a: {volumes: ['c:/c']}}", []),
        ("include: [other/compose.yaml, 'oci://x/y']", ["other/compose.yaml"]),
        ("services: {a: {env_file: ['/etc/app/app.env']}}", ["/etc/app/app.env"]),
    ]

    @Test(arguments: named)
    func `the files that a compose file names`(text: String, names: [String]) throws {
        #expect(Set(try found(["compose.yaml": text])) == Set(names + ["compose.yaml"]))
    }

    @Test func `includes and extended files are followed, each from its own folder`() throws {
        let names = try found([
            "compose.yaml": """
            include:
              - path: [db/compose.yaml, db/override.yaml]
              - path: ../root/shop/compose.yaml
                project_directory: shop/run
                env_file: shop.env
            services: {web: {extends: {file: parts/web.yml, service: web}}}
            """,
            "db/compose.yaml": "services: {db: {env_file: db.env}}\nsecrets: {p: {file: p.txt}}",
            "db/override.yaml": "services: {db: {env_file: more.env}}", "db/.env": "", "shop.env": "",
            "shop/compose.yaml": "services: {shop: {env_file: shop.env}}",
            "parts/web.yml": "services: {web: {env_file: web.env, extends: {file: base.yml, service: web}}}",
            "parts/base.yml": "services: {web: {extends: {file: web.yml, service: web}}}",
        ])
        #expect(
            Set(names) == [
                "compose.yaml", "db/compose.yaml", "db/override.yaml", "db/.env", "db/db.env", "db/p.txt",
                "db/more.env",
                "shop/compose.yaml", "shop.env", "shop/run/shop.env", "parts/web.yml", "parts/web.env",
                "parts/base.yml",
            ])
    }

    @Test func `small files that services mount belong to it, folders and data do not`() throws {
        let names = try found([
            "compose.yaml": """
            services:
              web:
                volumes:
                  - ./nginx.conf:/etc/nginx/nginx.conf:ro
                  - ./site:/usr/share/nginx/html
                  - data:/data
                  - ./big.db:/big.db
                  - {type: bind, source: ./php.ini, target: /php.ini}
                  - named:/named.ini
            volumes: {named: {driver_opts: {type: none, o: bind, device: ./named.ini}}}
            """,
            "nginx.conf": "", "site/index.html": "", "php.ini": "", "named.ini": "", "data": "not the volume",
            "big.db": String(repeating: "x", count: 2 << 20),
        ])
        #expect(Set(names) == ["compose.yaml", "nginx.conf", "php.ini", "named.ini"])
    }

    @Test func `what a server of data only reads is not saved through it`() throws {
        let scratch = Scratch()
        let text = """
            services:
              postgres:
                volumes:
                  - ./rows:/var/lib/postgresql/data
                  - ./conf.d:/etc/postgresql/conf.d:ro,z
                  - {type: bind, read_only: true, source: ./start, target: /opt/start}
            """
        try scratch.write("root/compose.yaml", text)
        for folder in ["rows", "conf.d", "start"] { try scratch.write("root/\(folder)/file", "") }
        let root = scratch("root")
        let besides = Stack(root: root, environment: [:]).unsavedBesides(by: [], in: root, dataServices: ["postgres"])
        #expect(besides.map(\.path) == [root.appending("conf.d"), root.appending("start")])
    }

    @Test(arguments: ["services: [", "a: &a [*a]", "\t- x", "services: {a: *gone}", "", "- 1\n- 2", "services: 3"])
    func `what is no compose file names nothing and stops nothing`(text: String) throws {
        #expect(try found(["docker-compose.yml": text]) == ["docker-compose.yml"])
    }

    private func unsaved(_ text: String, _ paths: String..., in scratch: Scratch) throws -> [String] {
        try scratch.write("root/compose.yaml", text)
        let root = scratch("root")
        return Stack(root: root, environment: [:]).unsavedBesides(by: paths, in: root, dataServices: [])
            .map { $0.path.string.replacing(scratch.path.string, with: "") }
    }

    @Test func `below the folder that an image is built from, what is written to is data`() throws {
        let scratch = Scratch()
        for folder in ["app/uploads", "app/src"] { try scratch.write("root/\(folder)/file", "") }
        let text = "services: {web: {build: ./app, volumes: ['./app/uploads:/u', './app:/app', './app/src:/src:ro']}}"
        try scratch.write("root/compose.yaml", text)
        let stack = Stack(root: scratch("root"), environment: [:])
        let data = stack.besides.filter { stack.isData($0, in: scratch("root")) }
        #expect(data.map(\.target) == ["/u"])
    }

    @Test func `what lies where a link of the recipe leads is saved, and what lies behind a link below one is not`()
        throws
    {
        let scratch = Scratch()
        for file in ["root/data/x", "root/disk/mail/x", "root/photos/x"] { try scratch.write(file, "") }
        symlink("../disk/mail", scratch("root/data/mail").string)
        symlink("photos", scratch("root/pictures").string)
        let text = "services: {mx: {volumes: ['./disk/mail:/var/mail']}, web: {volumes: ['./pictures:/p']}}"
        #expect(try unsaved(text, "data/mail", "photos", in: scratch) == [])
        #expect(try unsaved(text, "pictures", "disk/mail", in: scratch) == [])
        #expect(try unsaved(text, "data", "pictures", in: scratch) == ["/root/disk/mail"])
        let linked = "services: {mx: {volumes: ['./data/mail:/var/mail']}}"
        #expect(try unsaved(linked, "data", in: scratch) == ["/root/data/mail"])
        #expect(try unsaved(linked, "disk/mail", in: scratch) == [])
    }

    @Test func `a file that others extend and the project has as its own is both`() throws {
        let scratch = Scratch()
        try scratch.write(
            "root/a.yml", "name: shop\nservices: {web: {extends: {file: base.yml, service: idle}, volumes: ['./w:/w']}}"
        )
        try scratch.write(
            "root/base.yml", "services: {idle: {volumes: ['./i:/i']}, worker: {extends: idle, env_file: worker.env}}")
        let root = scratch("root")
        func names(_ files: String) -> [String] {
            Stack(root: root, environment: ["COMPOSE_FILE": files]).services.map(\.name)
        }
        #expect(names("a.yml") == ["web", "web"])
        for files in ["a.yml:base.yml", "base.yml:a.yml"] {
            #expect(Set(names(files)) == ["web", "idle", "worker"], "\(files)")
        }
        try scratch.write("root/base.yml", "name: other\ninclude: [more.yml]\nservices: {idle: {image: x}}")
        try scratch.write("root/more.yml", "services: {more: {image: x}}")
        let stack = Stack(root: root, environment: ["COMPOSE_FILE": "a.yml"])
        #expect(stack.project == "shop" && stack.services.map(\.name) == ["web", "web"], "as Compose reads them")
    }
}
