import GardeTestSupport
import SystemPackage
import Testing

/// What `nice`, `taskset` and the recipe's `resources` say of a run holds for all that it starts.
@Suite struct NiceTests {
    @Test func `the programs of a run that is called by nice are as nice`() async throws {
        let cores = try await run("nproc", []).output.lines[0]
        #expect(try await seen([:], by: ["nice", "-n", "7"]) == ["7 \(cores)"])
    }

    @Test(arguments: [("19", 19), ("3", 3), ("0", 0)])
    func `BACKUP_NICE and BACKUP_CORES hold for them too`(said: String, nice: Int) async throws {
        #expect(try await seen(["BACKUP_NICE": said, "BACKUP_CORES": "1"]) == ["\(nice) 1"])
    }

    @Test func `neither gives more than the run was started with`() async throws {
        let variables = ["BACKUP_NICE": "3", "BACKUP_CORES": "500"]
        #expect(try await seen(variables, by: ["nice", "-n", "7", "taskset", "-c", "0"]) == ["7 1"])
    }

    /// A kernel that shares processors out among sessions gives a run the weight of its own session.
    @Test(.enabled("the kernel knows no autogroups") { await works("test", "-e", "/proc/self/autogroup") })
    func `a session of a run's own is as nice as the run, another one stays as it is`() async throws {
        let line = "sed 's/.* //' /proc/$PPID/autogroup"
        let mine = try await run("sed", ["s/.* //", "/proc/self/autogroup"]).output.lines
        #expect(try await seen(["BACKUP_NICE": "9"], by: ["setsid", "--wait"], line) == ["9"])
        #expect(try await seen(["BACKUP_NICE": "9"], line) == mine)
    }

    /// What a program of the run says of itself: its priority, and on how many processors it may run.
    private func seen(
        _ variables: [String: String], by caller: [String] = ["env"], _ line: String = "echo $(nice) $(nproc)"
    ) async throws -> [String] {
        let scratch = Scratch()
        try scratch.write("root/.env", "A=1\n")
        try scratch.write("root/docker-compose.yml", "services: {}\n")
        try scratch.write("bin/redis-cli", "#!/bin/sh\n\(line) >>'\(scratch("seen"))'\nexit 1\n")
        _ = try await run("chmod", ["755", scratch("bin/redis-cli").string])
        let words = ["\(executables)/mssante", "backup", "--no-postgres", "--no-mail", "--no-certs"]
        let usual = [
            "PATH": "\(scratch("bin")):/usr/bin:/bin", "PLATFORM": "here", "PLATFORM_ROOT": scratch("root").string,
        ]
        let result = try await run(
            caller[0], Array(caller.dropFirst()) + words, variables: usual.merging(variables) { $1 })
        #expect(result.status == 3, "\(result)")
        return try await run("sort", ["-u", scratch("seen").string]).output.lines
    }
}
