import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Services and Redis in containers of a real engine. One test at a time: each stops and starts.
@Suite(.tags(.engine), .composeBench, .serialized, .timeLimit(.minutes(5)))
struct ServicesComposeTests {
    let bench = ComposeBench.shared!

    private static let all = ["api", "cache", "dovecot", "frontend", "postfix", "postgres", "redis"]

    @Test func `what ran before runs after, also when another process takes it back; a stopped service stays stopped`()
        async throws
    {
        let recipe = recipe { mail(usedBy: "postfix", "api") }
        try await bench.docker("stop", "-t", "5", try await bench.container("postfix"))
        let journal = try bench.journal()
        let stopped = try await bench.services(recipe).stop([.compose("postfix"), .compose("api")], journal)
        #expect(stopped == [.compose("api")])
        #expect(try await bench.up() == Self.all.filter { $0 != "api" && $0 != "postfix" })
        let left = try #require(try Journal.unfinished(in: bench.root.appending("data/backups")))
        for _ in 1...2 {
            for entry in left.entries { try await bench.services(recipe).undo(entry) }
            #expect(try await bench.up() == Self.all.filter { $0 != "postfix" })
        }
        try journal.close()
        try await bench.services(recipe).start([.compose("postfix")])
    }

    @Test func `containers that stop and start are said, and not those that ran already`() async throws {
        let (services, journal) = (bench.services(recipe { mail(usedBy: "postfix", "api") }), try bench.journal())
        let before = try await bench.said().count
        let chosen: [Service] = [.compose("postfix"), .compose("api")]
        _ = try await services.stop(chosen, journal)
        try await services.start(chosen + [.compose("frontend")])
        let said = String(try await bench.said().dropFirst(before))
        for name in ["api", "postfix"] {
            #expect(said.says("services.stopped", ["name": name], in: .english), "\(said)")
            #expect(said.says("services.started", ["name": name], in: .english), "\(said)")
        }
        #expect(!said.contains("frontend"), "\(said)")
        try journal.close()
    }

    @Test func `a stop that a killed run asked for comes to its end before the start`() async throws {
        let services = bench.services(recipe { mail(usedBy: "api") })
        let container = try await bench.container("api")
        async let stopped = bench.docker("stop", "-t", "4", container)
        try await Task.sleep(for: .milliseconds(500))
        try await services.undo(Journal.Entry(.services, "stopped", [Array("compose:api".utf8)]))
        _ = try await stopped
        #expect(try await bench.up() == Self.all)
    }

    @Test func `the container that a command's load runs in stays up while it is restored, and stops for others`()
        async throws
    {
        let words = recipe {
            postgres()
            mail()
            command("index", dump: ["true"], load: ["true"], in: "api")
        }
        let services = bench.services(words)
        let named = { @Sendable (place: Int) in
            try await services.using([words.sources[place]], replacing: []).map(\.name).sorted()
        }
        let (own, ofMail) = (try await named(2), try await named(1))
        #expect(!own.contains("api") && own.contains("frontend") && ofMail.contains("api"))
    }

    @Test func `a program that goes on in a container after docker exec was killed is found by its mark, and ended`()
        async throws
    {
        let mark = MarkedProcesses("GARDE_TEST_MARK", "\(bench.root)")
        let reach = try await bench.site.reach(.compose("api"))
        let call = reach.invocation(
            "sh", ["-c", "sleep 70; true"], environment: [mark.name: mark.value])
        await #expect(throws: TimedOut.self) { try await call.capture(timeout: .seconds(2)) }
        #expect(!mark.running.isEmpty)
        #expect(await mark.end() == [] && mark.running == [])
    }

    @Test func `usedBy left out is every service but those of the data, and every container that mounts what goes`()
        async throws
    {
        let words = recipe {
            postgres()
            redis(usedBy: "api")
            redis("cache", in: "cache")
            mail(usedBy: "api")
        }
        let (services, tree) = (bench.services(words), bench.root.appending("data/mail"))
        #expect(
            try await services.using([words.sources[0]], replacing: []).map(\.name).sorted() == [
                "api", "dovecot", "frontend", "postfix",
            ])
        let image = ["--network", "none", "--entrypoint", "sleep", "garde-test-platform", "60"]
        for (name, mount) in [
            ("inside", tree.appending("domain.example")), ("above", bench.root.appending("data")),
            ("beside", bench.root.appending("config")), ("everything", FilePath("/")),
        ] {
            let words = ["run", "-d", "--name", name, "-v", "\(mount):/x"] + image
            _ = try await Invocation("docker", words).capture().whenSuccessful()
        }
        let using = try await services.using([words.sources[3]], replacing: [tree])
        #expect(
            Set(using) == [
                .compose("api"), .compose("postfix"), .compose("dovecot"), .container("inside"), .container("above"),
            ])
        let journal = try bench.journal()
        try await services.stop([.container("inside")], journal)
        #expect(try await bench.docker("inspect", "-f", "{{.State.Running}}", "inside") == "false\n")
        for entry in journal.entries { try await services.undo(entry) }
        #expect(try await bench.docker("inspect", "-f", "{{.State.Running}}", "inside") == "true\n")
        try journal.close()
        try await bench.docker("rm", "-f", "inside", "above", "beside", "everything")
        let failure = await #expect(throws: Failure.self) {
            let wrong = recipe { mail(usedBy: "imap") }
            return try await bench.services(wrong).using(wrong.sources, replacing: [])
        }
        #expect(
            failure?.line(.english).says("services.unknown-service", ["name": "imap"], in: .english) == true
                && failure?.line(.english).contains("api, cache, dovecot") == true)
        let mixed = recipe { mail(usedBy: "api", "imap") }
        #expect(await bench.services(mixed).unknown() == [failure])
    }

    @Test func `a changed compose file makes the containers anew, an unchanged one starts those that are there`()
        async throws
    {
        let (services, file) = (bench.services(recipe { mail() }), bench.root.appending("docker-compose.yml"))
        let before = try await bench.container("frontend")
        try await services.start([.compose("frontend")], recreating: true)
        #expect(try await bench.container("frontend") == before)
        let text = try await run("cat", [file.string]).output
        try await ComposeBench.write(
            text.replacing("depends_on: [api]", with: "depends_on: [api]\n    environment:\n      NEW: \"1\""), to: file
        )
        try await services.start([.compose("frontend")])
        #expect(try await bench.container("frontend") == before)
        try await services.start([.compose("frontend")], recreating: true)
        let after = try await bench.container("frontend")
        #expect(after != before)
        #expect(try await bench.docker("inspect", "-f", "{{.Config.Env}}", after).contains("NEW=1"))
        #expect(try await bench.up() == Self.all)
    }

    @Test func `what somebody has stopped stays stopped, though what is started depends on it`() async throws {
        let services = bench.services(recipe { mail() })
        let before = try await bench.container("frontend")
        for service in ["api", "frontend"] {
            try await bench.docker("stop", "-t", "1", try await bench.container(service))
        }
        for isAnew in [false, true] {
            try await services.start([.compose("frontend")], recreating: isAnew)
            #expect(try await bench.up() == Self.all.filter { $0 != "api" })
            #expect(try await bench.container("frontend") == before, "it has not changed")
        }
        try await services.start([.compose("api")])
    }

    @Test func `a service that does not become healthy is named, and what depends on it runs all the same`()
        async throws
    {
        let (services, file) = (
            bench.services(recipe { mail() }, limit: .seconds(6)), bench.root.appending("docker-compose.yml")
        )
        let text = try await run("cat", [file.string]).output
        // Ill at once, and for a minute nobody knows.
        for count in [1, 60] {
            let ill = "    healthcheck: {test: [CMD, \"false\"], interval: \(count)s, retries: \(count)}\n"
            try await ComposeBench.write(
                text
                    + "\n  pale:\n    <<: *idle\n\(ill)  needy:\n    <<: *idle\n    depends_on: {pale: {condition: service_healthy}}\n",
                to: file)
            let begin = ContinuousClock.now
            let failure = await #expect(throws: Failure.self) {
                try await services.start(["pale", "needy", "api"].map(Service.compose), recreating: true)
            }
            let compose = try #require(bench.site.compose).command
            let words: [String: any Sayable] = ["seconds": 6, "names": "pale", "compose": compose]
            #expect(failure?.line(.english) == Failure("services.service-not-healthy", words).line(.english))
            #expect(try await bench.up() == (Self.all + ["needy", "pale"]).sorted())
            #expect(ContinuousClock.now - begin < .seconds(60))
            for name in ["needy", "pale"] { try await bench.docker("rm", "-f", try await bench.container(name)) }
        }
        try await ComposeBench.write(text, to: file)
    }

    @Test func `a service that ends at once is named with its last words, and the others run`() async throws {
        let (services, file) = (bench.services(recipe { mail() }), bench.root.appending("docker-compose.yml"))
        let text = try await run("cat", [file.string]).output
        try await ComposeBench.write(
            text + "\n  broken:\n    <<: *service\n    command: [\"sh\", \"-c\", \"echo no database >&2; exit 3\"]\n",
            to: file)
        let failure = await #expect(throws: Failure.self) {
            try await services.start([.compose("broken"), .compose("api")], recreating: true)
        }
        let compose = try #require(bench.site.compose).command
        let words: [String: any Sayable] = ["name": "broken", "code": 3, "words": "no database", "compose": compose]
        #expect(failure?.line(.english) == Failure("services.service-ended", words.mapValues { $0 }).line(.english))
        try await bench.docker("rm", "-f", try await bench.container("broken"))
        try await ComposeBench.write(text, to: file)
        #expect(try await bench.up() == Self.all)
    }

    @Test func `an image that cannot be had keeps down its own service alone`() async throws {
        let (services, file) = (bench.services(recipe { mail() }), bench.root.appending("docker-compose.yml"))
        let text = try await run("cat", [file.string]).output
        try await ComposeBench.write(
            text + "\n  elsewhere:\n    image: registry.invalid/nothing${NOWHERE}:1\n    pull_policy: always\n",
            to: file)
        try await bench.docker("stop", "-t", "1", try await bench.container("api"))
        let failure = await #expect(throws: Failure.self) {
            try await services.start([.compose("elsewhere"), .compose("api")], recreating: true)
        }
        let line = failure?.line(.english) ?? ""
        #expect(line.contains("registry.invalid") && !line.contains("NOWHERE") && !line.contains("Pulling"), "\(line)")
        try await ComposeBench.write(text, to: file)
        #expect(try await bench.up() == Self.all)
    }

    @Test func `a copy of the platform in another folder stops and starts nothing of the first`() async throws {
        let copy = bench.root.removingLastComponent().appending("copy")
        #expect(try await run("cp", ["-a", bench.root.string, copy.string]).status == 0)
        let site = Site(
            root: copy, usesCompose: true, compose: try await Compose.find(root: copy), console: bench.site.console,
            variable: { _ in nil }, savedDatabases: [], session: "test")
        let (services, journal) = (bench.services(recipe { redis() }, at: site), try bench.journal())
        await expectForeign { _ = try await services.stop([.compose("api")], journal) }
        await expectForeign { try await services.startDataServices() }
        await expectForeign { try await services.start([.compose("api")], recreating: true) }
        #expect(try await bench.up() == Self.all)
        try journal.close()
    }

    @Test func `on a bare machine the data services are made and answer, and nothing else runs`() async throws {
        let recipe = recipe {
            postgres()
            redis(usedBy: "api")
            mail()
        }
        for service in Self.all { try await bench.docker("rm", "-f", try await bench.container(service)) }
        let elsewhere = Scratch()
        let proxy = try await bench.docker(
            "run", "-d", "-v", "\(elsewhere.path):/certificates", "garde-test-platform", "sleep", "600"
        ).lines[0]
        #expect(try await bench.services(recipe).silentServers(after: .zero).count == 2)
        try await bench.services(recipe).startDataServices()
        #expect(try await bench.up() == ["postgres", "redis"])
        #expect(try await bench.services(recipe).silentServers(after: .zero).isEmpty)
        // Whoever runs beside has nothing of theirs open, also where they have a folder in memory.
        try await bench.docker("stop", try await bench.container("postgres"))
        try await bench.services(recipe).startDataServices()
        #expect(try await bench.up() == ["postgres", "redis"])
        try await bench.docker("rm", "-f", proxy)
        try await bench.services(recipe).start(Self.all.map(Service.compose), recreating: true)
        #expect(try await bench.up() == Self.all)
    }

    private func expectForeign(_ change: () async throws -> Void) async {
        let failure = await #expect(throws: Failure.self) { try await change() }
        let said = failure?.line(.english) ?? ""
        #expect(
            said.says("compose.foreign-project", in: .english)
                && said.says("compose.foreign-project.why", ["folder": bench.root], in: .english), "\(said)")
    }

    // MARK: Redis

    /// redis has append-only files in a folder that this machine sees; cache has a dump that lies in its container alone.
    @Test(arguments: ["redis", "cache"])
    func `Redis in a container gets every key back, and keeps them after a restart`(service: String) async throws {
        try await bench.fill(service)
        let variables = bench.variables(service)
        let (before, files) = (try await redisContent(variables), try await bench.backup(service))
        try await redisCLI(["FLUSHALL"], variables)
        let (load, journal) = (try await bench.load(service), try bench.journal())
        try await load.analyze(files)
        try await load.stage(files, journal)
        #expect(
            journal.entries[0].text(0).hasPrefix(
                service == "redis" ? "here:\(bench.root)/data/redis" : "container:cache:"))
        try await load.swap(journal)
        try await load.check(files)
        for entry in journal.entries { try await load.finish(entry) }
        try journal.close()
        #expect(try await redisContent(variables) == before)
        try await bench.docker("restart", try await bench.container(service))
        try await bench.services(recipe { mail() }).start([.compose(service)])
        #expect(try await redisContent(variables) == before)
        try await expectNoLeftovers(service)
    }

    @Test(arguments: ["redis", "cache"])
    func `taken back at each step, Redis in a container has its old keys`(service: String) async throws {
        try await bench.fill(service)
        let variables = bench.variables(service)
        let files = try await bench.backup(service)
        try await redisCLI(["SET", "live", "only here"], variables)
        let before = try await redisContent(variables)
        for step in 1...3 {
            let (load, journal) = (try await bench.load(service), try bench.journal())
            try await load.stage(files, journal)
            if step == 2 { try await bench.services(recipe { mail() }).stop([.compose(service)], journal) }
            if step == 2 { await #expect(throws: Failure.self) { try await load.swap(journal) } }
            if step == 3 {
                try await load.swap(journal)
                #expect(try await redisCLI(["EXISTS", "live"], variables) == "0\n")
            }
            let services = bench.services(recipe { mail() })
            for _ in 1...2 {
                for entry in journal.entries.reversed() {
                    if entry.owner == .services {
                        try await services.undo(entry)
                    } else {
                        try await load.undo(entry)
                    }
                }
            }
            try journal.close()
            #expect(try await redisContent(variables) == before, "\(step)")
            try await expectNoLeftovers(service)
        }
    }

    /// The owner of what Redis reads is Redis, whoever put it there.
    private func expectNoLeftovers(_ service: String) async throws {
        let found = try await bench.docker(
            "exec", try await bench.container(service), "find", "/data", "-name", "*-old*", "-o", "-name",
            "garde-restore*.rdb", "-o", "-name", "*.writing", "-o", "-not", "-user", "redis")
        #expect(found == "")
    }
}
