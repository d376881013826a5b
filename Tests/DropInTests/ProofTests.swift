import GardeTestSupport
import Testing

/// `bin/prove` in its short forms, which end with 1 when increments do not keep what they promise.
@Suite(.tags(.server), .serialized, .timeLimit(.minutes(10))) struct ProofTests {
    @Test func `a platform under load is lost five times, and only what came after the last good run is gone`()
        async throws
    {
        let proof = try await prove("rpo")
        #expect(proof.status == 0, "\(proof.error)")
        #expect(proof.output.contains("\n| all | 5 |"), "\(proof.output)")
    }

    @Test func `five moments of a chain made under load come back as they were`() async throws {
        let proof = try await prove("moments")
        #expect(proof.status == 0, "\(proof.error)")
        #expect(proof.output.contains("\n| 5 | "), "\(proof.output)")
    }

    private func prove(_ what: String) async throws -> ToolResult {
        try await run("env", ["GARDE_BIN=\(executables)", "\(packageFolder)/bin/prove", what, "--quick"])
    }
}
