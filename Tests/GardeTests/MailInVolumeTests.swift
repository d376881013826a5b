import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Mail that a service keeps in a volume of the engine, as mail servers' own compose files have it.
@Suite(
    .tags(.engine),
    .enabled("no Docker engine can run here") { try await DockerEngine.shared.variables() != nil },
    .timeLimit(.minutes(5)))
struct MailInVolumeTests {
    private static let text = """
        version: "3.4"
        x-idle: &idle
          image: garde-test-platform
          network_mode: host
          command: [sh, -c, "trap exit\\\\ 0 TERM; sleep infinity & wait"]
        services:
          postfix: *idle
          dovecot: {<<: *idle, volumes: ["maildata:/var/mail"]}
        volumes: {maildata: {}}
        """

    @Test func `the word that is printed saves it, and a restore stops who mounts it`() async throws {
        try await DockerEngine.shared.use {
            guard let engine = try await DockerEngine.shared.variables() else { return }
            try await Invocation.$surroundings.withValue(engine) { try await Self.story() }
        }
    }

    private static func docker(_ words: String...) async throws -> String {
        try await Invocation("docker", words).capture(timeout: .seconds(60)).whenSuccessful()
    }

    private static func story() async throws {
        let project = "garde\(UInt32.random(in: 0 ... .max))"
        let volume = "\(project)_maildata"
        let told = try RecipeScene { _ in mail(usedBy: "dovecot") }
        try told.scratch.write("root/docker-compose.yml", text)
        try told.scratch.write("root/.env", "COMPOSE_PROJECT_NAME=\(project)\n")
        try told.scratch.write("root/data/mail/old/cur/1", "from before\n")
        let file = told.root.appending("docker-compose.yml").string
        let result: Result<Void, any Error>
        do {
            _ = try await docker("compose", "-p", project, "-f", file, "up", "-d")
            try await saved(volume, told)
            result = .success(())
        } catch { result = .failure(error) }
        _ = try? await docker("compose", "-p", project, "-f", file, "down", "-v", "-t", "1")
        try result.get()
    }

    private static func saved(_ volume: String, _ told: RecipeScene) async throws {
        let place = try await docker("volume", "inspect", "-f", "{{.Mountpoint}}", volume).lines[0]
        try await sh("mkdir -p u/cur && echo hello >u/cur/1:2,S && echo new >u/cur/2:2,", place)
        let warned = try await told.backup()
        #expect(
            warned.end == .done
                && warned.said.says("services.mail-in-volume", ["words": "mail(\"\(place)\")"], in: .english),
            "\(warned.said)")
        // The same platform, saved by the word that it was told.
        let here = told.with(recipe { mail("\(place)", usedBy: "postfix") })
        let made = try await here.backup()
        #expect(made.end == .done && !made.said.says("services.mail-in-volume", in: .english), "\(made.said)")
        try await sh("rm u/cur/1:2,S; echo later >u/cur/3:2,", place)
        let dry = try await here.restore("--dry-run", "latest")
        #expect(dry.end == .done && dry.said.contains("dovecot"), "who mounts it is stopped: \(dry.said)")
        let back = try await here.restore("--yes", "latest")
        #expect(back.end == .done, "\(back.said)")
        #expect(try await sh("cat u/cur/1:2,S; ls u/cur | wc -l", place) == "hello\n2\n")
        let id = try await docker("ps", "-q", "--filter", "volume=\(volume)").lines[0]
        #expect(try await docker("exec", id, "cat", "/var/mail/u/cur/1:2,S") == "hello\n")
    }

    @discardableResult
    private static func sh(_ script: String, _ folder: String) async throws -> String {
        let result = try await run("sh", ["-ec", "cd \"$0\"; \(script)", folder])
        try #require(result.status == 0, "\(script): \(result.error)")
        return result.output
    }
}
