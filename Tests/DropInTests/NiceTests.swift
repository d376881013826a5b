import GardeTestSupport
import SystemPackage
import Testing

/// What `nice` says of a run holds for all that it starts.
@Suite struct NiceTests {
    @Test func `the programs of a run that is called by nice are as nice`() async throws {
        let scratch = Scratch()
        try scratch.write("root/.env", "A=1\n")
        try scratch.write("root/docker-compose.yml", "services: {}\n")
        try scratch.write("bin/redis-cli", "#!/bin/sh\nnice >>'\(scratch("seen"))'\nexit 1\n")
        _ = try await run("chmod", ["755", scratch("bin/redis-cli").string])
        let result = try await run(
            "nice",
            [
                "-n", "7", "\(executables)/mssante", "backup", "--no-postgres", "--no-mail", "--no-certs",
            ],
            variables: [
                "PATH": "\(scratch("bin")):/usr/bin:/bin", "PLATFORM": "here", "PLATFORM_ROOT": scratch("root").string,
            ])
        #expect(result.status == 3, "\(result)")
        let seen = try await run("sort", ["-u", scratch("seen").string]).output
        #expect(seen == "7\n")
    }
}
