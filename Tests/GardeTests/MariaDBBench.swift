import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A real MariaDB server of a test's own, and a platform whose recipe saves a database of it.
struct MariaDBBench: Sendable {
    var scene: RecipeScene
    private let server: [String: String]

    /// No more than two at a time.
    static func with<Value: Sendable>(
        _ options: [String] = [], _ word: Word = mariadb(), _ body: (MariaDBBench) async throws -> Value
    ) async throws -> Value {
        try await seats.taken {
            var scene = try RecipeScene { _ in word }
            let words = options.flatMap { ["--with", $0] }
            return try await withServer("mariadb", in: scene.scratch("server"), words) { variables in
                scene.variables = variables.merging(["MARIADB_DATABASE": "app", "MARIADB_ROOT_USER": "root"]) { $1 }
                return try await body(MariaDBBench(scene: scene, server: variables))
            }
        }
    }

    private static let seats = Seats(2)

    var password: String { server["MARIADB_ROOT_PASSWORD"] ?? "" }
    var socket: String { server["MARIADB_SOCKET"] ?? "" }

    // MARK: The server

    @discardableResult
    func sql(_ text: String, _ database: String = "") async throws -> String {
        let options =
            ["-N", "-B", "--comments", "--default-character-set=utf8mb4"] + (database.isEmpty ? [] : [database])
        let result = try await tool("mariadb", options, input: text)
        try #require(result.status == 0, "\(result.error)")
        return result.output
    }

    func tool(_ program: String, _ options: [String], input: String = "") async throws -> ToolResult {
        try await run(
            program, ["--no-defaults", "--user=root", "--socket=\(socket)"] + options, input: input,
            variables: ["PATH": "/usr/bin:/bin", "MYSQL_PWD": password])
    }

    /// Something of everything that a database can hold.
    func fill() async throws {
        try await sql("CREATE DATABASE app CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci COMMENT 'it''s'")
        try await sql(content, "app")
        try await sql(Self.accounts)
    }

    /// A database as mariadb-dump tells it, with its character set, its history, and the rights of its accounts.
    func picture(_ accounts: [String] = ["app_ro", "app@'%'"]) async throws -> String {
        let options = ["--routines", "--events", "--triggers", "--skip-comments", "--dump-history", "app"]
        let dump = try await tool("mariadb-dump", options)
        try #require(dump.status == 0, "\(dump.error)")
        let grants = accounts.map { "SHOW GRANTS FOR \($0);" }.joined()
        return dump.output + (try await sql("SHOW CREATE DATABASE app; \(grants)"))
    }

    func databases() async throws -> [String] {
        try await sql("SHOW DATABASES").split(separator: "\n").map(String.init)
            .filter { !["information_schema", "mysql", "performance_schema", "sys"].contains($0) }
    }

    // MARK: By the parts of a restore

    func site(_ more: [String: String] = [:]) throws -> Site {
        let screen = Screen(
            try FileDescriptor.open(scene.scratch.write("said-of-load", ""), .writeOnly, options: .append),
            isTerminal: false, hasColour: false)
        let variables = scene.variables.merging(more) { $1 }
        return Site(
            root: scene.root, usesCompose: false, compose: nil,
            console: Console(.english, Console.Manner(), out: screen, err: screen) { "noon" },
            variable: { variables[$0] }, savedDatabases: [], session: "test", environment: { variables[$0] })
    }

    func load(_ more: [String: String] = [:]) async throws -> any Load {
        let source = try #require(mariadb().value as? Source)
        let site = try site(more)
        return try await source.kind.restorer(
            LoadRequest(
                source: source, site: site, services: Services([source], [], at: site),
                scratch: scene.scratch("restore"), elsewhere: [], stamp: "20240315_020000", isForced: false,
                servicesRun: false, safetyCopy: scene.scratch("none"), decrypt: nil, view: nil,
                otherVariable: { _ in nil }))
    }

    /// What the newest backup has, plain, after `edit`, a filter of its dump.
    func files(_ edit: String = "cat") async throws -> RestoreFiles {
        let list = try await scene.shell(
            """
            cd "$(ls -d ../backups/2* | tail -1)"; gunzip -c mariadb_2*.sql.gz | \(edit) >../../dump.sql
            gunzip -c mariadb_accounts_*.sql.gz >../../accounts.sql; wc -c <../../dump.sql
            """)
        let bytes = try #require(Int(list.filter(\.isNumber)))
        return RestoreFiles(
            id: "test",
            files: [
                RestoreFile(path: scene.scratch("dump.sql"), part: .sql, contentBytes: bytes),
                RestoreFile(path: scene.scratch("accounts.sql"), part: .accounts, contentBytes: 1),
            ])
    }

    func journal(_ name: String) throws -> Journal {
        try scene.scratch.write("\(name)/.keep", "")
        return try Journal.begin(in: scene.scratch(name))
    }
}

extension MariaDBBench {
    private static let accounts = """
        CREATE ROLE app_ro; GRANT SELECT ON app.* TO app_ro;
        CREATE USER app@'%' IDENTIFIED BY 'it''s "secret"'; GRANT ALL PRIVILEGES ON app.* TO app@'%';
        CREATE USER 'o''hara'@localhost IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 7;
        GRANT SELECT, UPDATE (s) ON app.parent TO 'o''hara'@localhost WITH GRANT OPTION;
        GRANT EXECUTE ON PROCEDURE app.p TO 'o''hara'@localhost; GRANT SELECT ON app.v TO 'o''hara'@localhost;
        GRANT app_ro TO app@'%'; SET DEFAULT ROLE app_ro FOR app@'%';
        """

    private var content: String {
        #"""
        CREATE TABLE parent (id INT PRIMARY KEY AUTO_INCREMENT, s VARCHAR(200), b BLOB, j JSON,
            g INT AS (LENGTH(s) * 2) STORED, h INT AS (LENGTH(b) + 1) VIRTUAL, z INT INVISIBLE DEFAULT 3, FULLTEXT (s)) COMMENT 'it''s; (x)';
        INSERT INTO parent (s, b, j) VALUES ('x),(y;', NULL, '{"a": ["(", ")"]}'), ('it''s \\ "q" ` é 🩺', X'00FF0A27', NULL),
            ('INSERT INTO `parent` VALUES\n(1)', 'b', NULL), ('', '', NULL), ('-- Garde: complete', '', NULL);
        CREATE TABLE child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE);
        INSERT INTO child VALUES (1, 1), (2, 1), (3, 2);
        CREATE TABLE `odd ``name`` (V; x'` (`(``a) V` INT, d DATETIME(6), e ENUM('a', 'b'))
            PARTITION BY HASH (`(``a) V`) PARTITIONS 3;
        INSERT INTO `odd ``name`` (V; x'` VALUES (1, '2024-02-29 12:00:00.123456', 'a'), (2, NULL, 'b');
        CREATE TABLE many AS SELECT seq AS n, REPEAT('y', 50) AS t FROM seq_1_to_3000;
        CREATE TABLE empty (x INT) CHARACTER SET latin1;
        CREATE TABLE loose (x INT) ENGINE=MyISAM; INSERT INTO loose VALUES (1), (2);
        CREATE TABLE versioned (x INT) WITH SYSTEM VERSIONING; INSERT INTO versioned VALUES (1); UPDATE versioned SET x = 2;
        CREATE SEQUENCE numbers START 100 NOCACHE; SELECT NEXTVAL(numbers);
        CREATE TABLE log (what VARCHAR(20), n INT DEFAULT (NEXTVAL(numbers) + 1) COMMENT 'nextval(`app`.`x`)');
        DELIMITER ;;
        CREATE TRIGGER t AFTER INSERT ON child FOR EACH ROW BEGIN
        -- a comment; with a semicolon
        INSERT INTO log (what) VALUES ('trigger'); END;;
        CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC
        /* a line
        -- Dump completed
        */
        RETURN x + 1;;
        CREATE PROCEDURE p() BEGIN SELECT 'é'; END;;
        DELIMITER ;
        CREATE VIEW a_view AS SELECT 1 AS one;
        CREATE SQL SECURITY INVOKER VIEW v AS SELECT f(id) AS n, s FROM parent;
        CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO DELETE FROM log;
        """#
    }
}
