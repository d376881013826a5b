import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What a dump of MariaDB is known by, however its bytes come.
@Suite struct MariaDBScriptTests {
    private let script = """
        ALTER DATABASE CHARACTER SET = utf8mb4;
        /*M!999999\\- enable the sandbox mode */
        -- Server version\t10.11.6-MariaDB-log
        CREATE TABLE `a``b VALUES (` (
          `x` int
        ) COMMENT='CREATE TABLE `no` (';
        INSERT INTO `a``b VALUES (` (`V`, row_start) VALUES (1,'it\\'s),(2'),(2,'x;''('),
        (3,0xFF);
        CREATE TABLE `old` (
        INSERT INTO `old` VALUES (1),(2),(3);
        INSERT INTO `old` VALUES (4);
        -- Dump completed on 2024-03-15
        -- Garde: triggers, events, routines and views follow
        /*M!999999\\- enable the sandbox mode */
        CREATE FUNCTION f() RETURNS INT
        -- Garde: complete
        INSERT INTO `log` VALUES (1);
        -- Dump completed on 2024-03-15
        -- Garde: complete

        """

    private func through(_ text: String, _ size: Int, _ filters: [any Filter]) async throws -> String {
        let kept = Collect()
        try await pipeline([Pieces(bytes: Array(text.utf8), size: size)] + filters + [kept])
        return String(decoding: kept.bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 2, 7, 64, 4096])
    func `rows, tables and the server's version are counted`(size: Int) async throws {
        let count = MariaDBCount()
        try await pipeline([Pieces(bytes: Array(script.utf8), size: size), MariaDBSection(.tables), count])
        #expect(count.outline.rows == ["a`b VALUES (": 3, "old": 4])
        #expect(count.outline.version == MariaDBVersion(10, 11))
        #expect(count.outline.longest > 60)
    }

    @Test(arguments: [1, 3, 64, 4096])
    func `its sections come apart, without the line that older clients refuse`(size: Int) async throws {
        let tables = try await through(script, size, [MariaDBSection(.tables)])
        let code = try await through(script, size, [MariaDBSection(.code)])
        #expect(tables + code == script.replacing("/*M!999999\\- enable the sandbox mode */\n", with: ""))
        #expect(code.hasPrefix("-- Garde: triggers") && tables.hasSuffix("2024-03-15\n"))
    }

    @Test(arguments: [1, 7, 4096])
    func `sequences of its own database, no others and no text, are named with the one it is loaded into`(size: Int)
        async throws
    {
        let script = """
            -- Host: localhost    Database: sh`op
            CREATE TABLE `t` (
              `nextval(` int DEFAULT (nextval(`sh``op`.`s`) + lastval(`sh``op`.`s`)) COMMENT 'it''s nextval(`sh``op`.`s`)',
              `b` text DEFAULT concat('\\'nextval(`sh``op`.`s`)',setval(`other`.`s`,7,1,0))
            );
            LOCK TABLES `t` WRITE;
            INSERT INTO `t` VALUES
            (1,'nextval(`sh``op`.`s`)');
            UNLOCK TABLES;

            """
        let count = MariaDBCount()
        try await pipeline([Pieces(bytes: Array(script.utf8), size: size), count])
        #expect(count.outline.database == "sh`op" && count.outline.usesSequences)
        let loaded = try await through(script, size, [MariaDBSequences(of: "sh`op", in: "new")])
        let first = "(nextval(`sh``op`.`s`) + lastval(`sh``op`.`s`))"
        #expect(
            loaded
                == script.replacing(first, with: first.replacing("sh``op", with: "new"))
                .replacing("LOCK TABLES `t` WRITE;\n", with: ""))
    }

    @Test(arguments: [1, 5, 4096])
    func `it is whole with its last line alone`(size: Int) async throws {
        #expect(try await through(script, size, [Inspect(MariaDBInspector())]) == script)
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
        for count in 0..<lines.count - 1 {
            let part = lines[..<count].map { "\($0)\n" }.joined()
            await #expect(throws: Failure.self, "\(count) lines") {
                try await through(part, size, [Inspect(MariaDBInspector())])
            }
        }
        await #expect(throws: Failure.self) { try await through(script + "x", size, [Inspect(MariaDBInspector())]) }
    }

    @Test func `a right is taken back by what gave it, and known by what it is on`() {
        let grant = MariaDBGrant(statement: "GRANT SELECT, INSERT (`x`) ON `my\\_app`.* TO `u`@`%` WITH GRANT OPTION")
        #expect(grant.isOn("my_app") && !grant.isWithin("my_app") && !grant.isOn("my"))
        #expect(
            grant.revocation("`u`@`%`") == "REVOKE SELECT, INSERT (`x`), GRANT OPTION ON `my\\_app`.* FROM `u`@`%`")
        #expect(MariaDBGrant(statement: "SET DEFAULT ROLE `r` FOR `u`@`%`").revocation("`u`@`%`") == nil)
    }

    @Test func `a refusal is known by its number, and shows no statement`() {
        let said = [
            "--------------", "INSERT INTO t VALUES ('private')",
            "ERROR 1064 (42000) at line 1: syntax to use near 'private'",
        ]
        let server = MariaDBServer(reach: .here, named: nil, user: nil, place: ["--socket=/s"], hasOwnNames: true)
        let failure = server.refusal(said)
        #expect(server.refusal([]).why == nil)
        #expect(server.refusal(["mariadb-dump: Couldn't execute 'SHOW': denied (1142)"]).id == "mariadb.rights")
        #expect(server.refusal(["mariadb-dump: Error 2013: Lost connection"]).id == "mariadb.unreachable")
        #expect(failure.id == "mariadb.refused" && !failure.line(.english).contains("private"))
        #expect(
            server.refusal(["Got error: 1045: \"Access denied\""]).line(.english).contains("mariadb --socket=/s -p"))
    }
}

/// Bytes that come in pieces of one size.
private struct Pieces: Filter {
    let bytes: [UInt8]
    let size: Int

    func run(_ input: FileDescriptor, _ output: FileDescriptor) async throws {
        for start in stride(from: 0, to: bytes.count, by: size) {
            try output.writeAll(Array(bytes[start..<min(start + size, bytes.count)]))
        }
    }
}
