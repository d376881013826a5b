import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// Units of systemd and commands of the recipe: what is stopped runs again, and nothing else does.
@Suite struct ServicesTests {
    /// A machine whose services are files in a folder, and whose systemctl is a program of the test's.
    private struct Machine {
        let scratch = Scratch()
        let site: Site

        init() throws {
            try scratch.write("systemctl", Self.systemctl, mode: [.ownerReadWriteExecute])
            try scratch.write("service", Self.program, mode: [.ownerReadWriteExecute])
            let said = try FileDescriptor.open(
                scratch("said"), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
            let screen = Screen(said, isTerminal: false, hasColour: false)
            site = Site(
                root: scratch.path, usesCompose: false, compose: nil,
                console: Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen),
                variable: { _ in nil }, savedDatabases: [], session: "test")
        }

        /// NAME.up is there while the unit runs, NAME.unit says that systemd knows it, NAME.broken that it fails.
        private static let systemctl = Array(
            """
            #!/bin/sh
            cd "$(dirname "$0")" && echo "$*" >>calls
            for unit; do :; done
            unit=${unit%.service}
            case $1 in
            show) if [ -e "$unit.unit" ]; then echo loaded; else echo not-found; fi ;;
            is-active) [ -e "$unit.up" ] ;;
            start) if [ -e "$unit.broken" ]; then echo "Job for $unit failed" >&2; exit 1; fi; : >"$unit.up" ;;
            stop) rm -f "$unit.up" ;;
            esac

            """.utf8)
        private static let program = Array(
            """
            #!/bin/sh
            cd "$(dirname "$0")"
            case $1 in
            status) [ -e "$2.up" ] ;;
            start) : >"$2.up" ;;
            stop) [ -e "$2.stuck" ] || rm -f "$2.up" ;;
            esac

            """.utf8)

        func services(_ recipe: Recipe) -> Services {
            Services(
                recipe.sources, recipe.services, at: site, systemctl: scratch("systemctl").string, limit: .seconds(1),
                patience: .seconds(1))
        }

        func word(_ name: String) -> Word {
            let program = scratch("service").string
            return service(
                name, stop: [program, "stop", name], start: [program, "start", name],
                isRunning: [program, "status", name])
        }

        func has(_ names: String...) throws {
            for name in names { try scratch.write(name, "") }
        }

        /// What people are told.
        func said() async throws -> String { try await run("cat", [scratch("said").string]).output }

        func up() async throws -> [String] {
            try await run("find", [scratch.path.string, "-name", "*.up", "-printf", "%f\n"]).output.lines.sorted()
        }
    }

    @Test func `names are the recipe's own services, else units of systemd; others are refused with what there is`()
        async throws
    {
        let machine = try Machine()
        try machine.has("postfix.unit", "dovecot.unit")
        let recipe = recipe {
            mail(usedBy: "postfix", "dovecot.service", "proxy")
            machine.word("proxy")
        }
        let found = try await machine.services(recipe).using(recipe.sources, replacing: [])
        #expect(found.map(\.name) == ["dovecot.service", "postfix", "proxy"])
        #expect(found.prefix(2) == [.unit("dovecot.service"), .unit("postfix")])
        let wrong = GardeTests.recipe { mail(usedBy: "postfixx") }
        let failure = await #expect(throws: Failure.self) {
            try await machine.services(wrong).using(wrong.sources, replacing: [])
        }
        #expect(failure == Failure("services.unknown-service", ["name": "postfixx"]))
        #expect(await machine.services(wrong).unknown() == [failure])
        #expect(await machine.services(recipe).unknown() == [])
    }

    @Test func `what ran before runs after, and what was stopped stays stopped, whoever takes it back`() async throws {
        let machine = try Machine()
        try machine.has("postfix.unit", "dovecot.unit", "postfix.up", "proxy.up")
        let recipe = recipe {
            mail(usedBy: "postfix", "dovecot", "proxy", "cache")
            machine.word("proxy")
            machine.word("cache")
        }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        let stopped = try await services.stop(try await services.using(recipe.sources, replacing: []), journal)
        #expect(stopped.map(\.name) == ["postfix", "proxy"])
        #expect(try await machine.up() == [])
        // A next process knows it from the journal alone.
        let left = try #require(try Journal.unfinished(in: machine.scratch.path))
        for _ in 1...2 {
            for entry in left.entries { try await machine.services(recipe).undo(entry) }
            #expect(try await machine.up() == ["postfix.up", "proxy.up"])
        }
        try journal.close()
    }

    @Test func `what stops and starts is said, each with how long it took; what ran already is not`() async throws {
        let machine = try Machine()
        try machine.has("postfix.unit", "dovecot.unit", "postfix.up", "proxy.up")
        let recipe = recipe {
            mail(usedBy: "postfix", "dovecot", "proxy")
            machine.word("proxy")
        }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        let stopped = try await services.stop(try await services.using(recipe.sources, replacing: []), journal)
        let time = /[0-9]+[.,]?[0-9]* (s|min)/
        var said = try await machine.said()
        for name in ["postfix", "proxy"] {
            #expect(said.says("services.stopped", ["name": name], in: .english), "\(said)")
        }
        #expect(said.lines.filter { $0.contains(time) }.count == 2 && !said.contains("dovecot"), "\(said)")
        try machine.has("proxy.up")
        try await services.start(stopped)
        said = try await machine.said()
        #expect(said.says("services.started", ["name": "postfix"], in: .english), "\(said)")
        #expect(said.lines.filter { $0.contains(time) }.count == 3, "proxy ran: \(said)")
        try journal.close()
    }

    @Test func `nothing that runs means no step in the journal`() async throws {
        let machine = try Machine()
        let recipe = recipe {
            mail(usedBy: "proxy")
            machine.word("proxy")
        }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        #expect(try await services.stop(try await services.using(recipe.sources, replacing: []), journal) == [])
        #expect(journal.entries == [])
    }

    @Test func `a service that does not start is named, after the others were started`() async throws {
        let machine = try Machine()
        try machine.has("a.unit", "a.up", "b.unit", "b.up", "c.unit", "c.up")
        let recipe = recipe { mail(usedBy: "a", "b", "c") }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        try await services.stop(try await services.using(recipe.sources, replacing: []), journal)
        try machine.has("a.broken")
        let failure = await #expect(throws: Failure.self) { try await services.undo(journal.entries[0]) }
        #expect(failure?.line(.english).contains("Job for a failed") == true)
        #expect(try await machine.up() == ["b.up", "c.up"])
    }

    @Test func `a service whose stop succeeds and which still runs is named`() async throws {
        let machine = try Machine()
        try machine.has("proxy.up", "proxy.stuck")
        let recipe = recipe {
            mail(usedBy: "proxy")
            machine.word("proxy")
        }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        let failure = await #expect(throws: Failure.self) {
            try await services.stop(try await services.using(recipe.sources, replacing: []), journal)
        }
        #expect(failure == Failure("services.service-stays", ["name": "proxy"]))
    }

    @Test func `usedBy left out is everything that the recipe names but the data services`() async throws {
        let machine = try Machine()
        try machine.has("redis-server.unit", "postfix.unit", "postgresql.unit")
        let recipe = recipe {
            postgres()
            redis()
            mail(usedBy: "postfix")
            machine.word("proxy")
        }
        let services = machine.services(recipe)
        #expect(try await services.dataServices() == [.unit("postgresql"), .unit("redis-server")])
        let using = try await services.using([recipe.sources[1]], replacing: [])
        #expect(using.map(\.name) == ["postfix", "proxy"])
        #expect(try await services.using([recipe.sources[2]], replacing: []).map(\.name) == ["postfix"])
    }

    @Test func `a restore that went well starts what is still stopped, unless nothing is to be started`() async throws {
        let machine = try Machine()
        try machine.has("proxy.up")
        let recipe = recipe {
            mail(usedBy: "proxy")
            machine.word("proxy")
        }
        let (services, journal) = (machine.services(recipe), try Journal.begin(in: machine.scratch.path))
        try await services.stop(try await services.using(recipe.sources, replacing: []), journal)
        let quiet = Services(recipe.sources, recipe.services, at: machine.site, startsAfterwards: false)
        try await quiet.finish(journal.entries[0])
        #expect(try await machine.up() == [])
        try await services.finish(journal.entries[0])
        #expect(try await machine.up() == ["proxy.up"])
    }
}
