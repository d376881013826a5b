import Garde
import GardeComponents
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

extension ServicesComposeTests {
    @Test
    func `a network that its compose file defines otherwise by now keeps nothing from starting, and stops nothing`()
        async throws
    {
        // From 2.31 on Compose makes it anew, whatever it starts.
        let plugin = try await run("\(packageFolder)/Tests/throwaway/compose-plugin", ["forky"])
        guard plugin.status == 0 else { return }
        let scratch = Scratch()
        let root = scratch("networked")
        let service = "{image: garde-test-platform, entrypoint: [], command: [sleep, \"600\"], init: true}"
        let file = "services: {one: \(service), two: \(service)}\n"
        try scratch.write("networked/docker-compose.yml", file)
        _ = try await run(
            "sh",
            [
                "-c", "mkdir -p \"$0\" && ln -s \"$1\" \"$0/docker-compose\"", scratch("config/cli-plugins").string,
                plugin.output.lines[0],
            ])
        let surroundings = Invocation.surroundings.merging(["DOCKER_CONFIG": scratch("config").string]) { $1 }
        try await Invocation.$surroundings.withValue(surroundings) {
            let compose = ["compose", "--project-directory", root.string]
            let docker = { (words: [String]) in
                try await Invocation("docker", words).capture(timeout: .seconds(60)).whenSuccessful()
            }
            _ = try await docker(compose + ["up", "-d"])
            let site = Site(
                root: root, usesCompose: true, compose: try await Compose.find(root: root), console: bench.site.console,
                variable: { _ in nil }, savedDatabases: [], session: "test")
            let project = try #require(try await site.compose?.project())
            let others = { await site.compose?.otherNetworks(project, RestoredStack(), keepsEnvironment: true) }
            #expect(await others()?.isEmpty == true)
            let network = "networks: {default: {labels: {what: \"<another>\"}}}\n"
            try scratch.write("networked/docker-compose.yml", file + network)
            #expect(await others()?.map(\.name) == ["networked_default"])
            #expect(await others()?.first.map { Set($0.running.map(\.service)) } == ["one", "two"])
            let one = "{{.State.StartedAt}} {{.State.Running}}"
            let before = try await docker(["inspect", "networked-one-1", "--format", one])
            _ = try await docker(["stop", "-t", "0", "networked-two-1"])
            let words = recipe { command("x", dump: ["true"], load: ["true"], in: "two") }
            try await bench.services(words, at: site).start([.compose("two")])
            #expect(try await docker(["inspect", "networked-one-1", "--format", one]) == before)
            let ip = "{{.State.Running}} {{len .NetworkSettings.Networks}}"
            #expect(try await docker(["inspect", "networked-two-1", "--format", ip]) == "true 1\n")
            // What was made by this definition is no other.
            _ = try await docker(compose + ["down", "-t", "0"])
            _ = try await docker(compose + ["up", "-d"])
            #expect(await others()?.isEmpty == true)
            _ = try await docker(compose + ["down", "-t", "0"])
        }
    }
}
