import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct ConsoleTests {
    private let scratch = Scratch()
    private let noon = "2024-03-15 12:00:00"

    private func console(
        _ manner: Console.Manner = Console.Manner(), _ language: Language = .english, terminal: Bool = false,
        colour: Bool = false
    ) throws -> Console {
        let screens = try ["out", "err"].map { name in
            let file = try FileDescriptor.open(
                scratch(name), .writeOnly, options: [.create, .append], permissions: [.ownerReadWrite])
            return Screen(file, isTerminal: terminal, hasColour: colour)
        }
        return Console(language, manner, out: screens[0], err: screens[1]) { [noon] in noon }
    }

    private func read(_ name: String) -> String {
        guard let file = try? FileDescriptor.open(scratch(name), .readOnly) else { return "no file" }
        defer { try? file.close() }
        return String(decoding: (try? file.readAll()) ?? [], as: UTF8.self)
    }

    private func sayAll(_ console: Console) {
        console.debug(Text("details", fr: "détails"))
        console.info(Text("begins", fr: "débute"))
        console.success(Text("saved", fr: "sauvegardé"))
        console.warning(Text("odd", fr: "étrange"))
        console.error(Failure("test.broken", Text("broken", fr: "cassé"), why: Text("dropped", fr: "tombé")))
    }

    @Test func `redirected lines have their time, warnings and errors go to standard error`() throws {
        sayAll(try console())
        #expect(read("out") == "[\(noon)] [INFO] begins\n[\(noon)] [SUCCESS] saved\n")
        #expect(read("err") == "[\(noon)] [WARNING] odd\n[\(noon)] [ERROR] broken: dropped\n")
    }

    @Test func `on a terminal lines have no time, and colour only where it is welcome`() throws {
        try console(terminal: true, colour: true).info(Text("begins", fr: "débute"))
        try console(terminal: true).info(Text("begins", fr: "débute"))
        #expect(read("out") == "\u{1b}[34m[INFO]\u{1b}[0m begins\n[INFO] begins\n")
    }

    @Test func `verbose adds the details, to the log too`() throws {
        let console = try console(Console.Manner(verbose: true), .french)
        console.openLog(scratch("backup.log").string)
        sayAll(console)
        #expect(read("out").hasPrefix("[\(noon)] [DEBUG] détails\n"))
        #expect(
            read("backup.log") == """
                [\(noon)] [DEBUG] détails
                [\(noon)] [INFO] débute
                [\(noon)] [SUCCESS] sauvegardé
                [\(noon)] [WARNING] étrange
                [\(noon)] [ERROR] cassé\u{a0}: tombé [test.broken]

                """)
    }

    @Test func `quiet lets nothing but errors reach people, and the log gets all of it`() throws {
        let console = try console(Console.Manner(quiet: true, verbose: true))
        console.openLog(scratch("backup.log").string)
        sayAll(console)
        #expect(read("out") == "" && read("err") == "[\(noon)] [ERROR] broken: dropped\n")
        #expect(read("backup.log").split(separator: "\n").count == 5)
    }

    @Test func `a warning and an error end with their id in the log, and nowhere else`() throws {
        let console = try console(Console.Manner(), .french)
        console.openLog(scratch("backup.log").string)
        console.info(Text("restore.starts-servers"))
        console.warning(Text("restore.takes-back"))
        console.warning(Failure("test.odd", Text("odd")).text)
        let lines = read("backup.log").split(separator: "\n")
        #expect(lines.map { $0.hasSuffix("]") } == [false, true, true])
        #expect(lines[1].hasSuffix(" [restore.takes-back]") && lines[2].hasSuffix(" odd [test.odd]"))
        #expect(!(read("out") + read("err")).contains("restore."))
    }

    @Test func `what is said before the log is open is written once it is`() throws {
        let console = try console()
        console.info(Text("early", fr: "tôt"))
        #expect(read("backup.log") == "no file")
        console.openLog(scratch("backup.log").string)
        console.info(Text("late", fr: "tard"))
        #expect(read("backup.log") == "[\(noon)] [INFO] early\n[\(noon)] [INFO] late\n")
    }

    @Test func `a dry run leaves no log`() throws {
        let console = try console(Console.Manner(keepsLog: false))
        console.openLog(scratch("backup.log").string)
        sayAll(console)
        #expect(read("backup.log") == "no file")
    }

    @Test func `a log that cannot be written is one warning, not the end`() throws {
        let console = try console(Console.Manner(), .french)
        console.openLog("/dev/full")
        for _ in 0..<3 { console.info(Text("goes on", fr: "continue")) }
        let said = read("err")
        let full = Text("system.no-log", ["why": Text("system.no-space")])[.french]
        #expect(said.hasPrefix("[\(noon)] [WARNING] \(full)\u{a0}: "))
        #expect(said.contains("/dev/full") && said.split(separator: "\n").count == 1)
        #expect(read("out").split(separator: "\n").count == 3)
    }

    @Test func `a log whose folder is missing is one warning too`() throws {
        let console = try console()
        console.info(Text("early", fr: "tôt"))
        console.openLog(scratch("none/backup.log").string)
        console.info(Text("late", fr: "tard"))
        let said = read("err")
        let missing = Text("system.no-log", ["why": "\(scratch("none/backup.log")) "])[.english]
        #expect(said.hasPrefix("[\(noon)] [WARNING] \(missing)"))
        #expect(said.contains("No such file or directory") && said.split(separator: "\n").count == 1)
    }

    @Test func `a line stays one line and cannot play tricks on the terminal`() throws {
        try console().info(.verbatim("name\u{1b}[2J\nnext"))
        #expect(read("out") == "[\(noon)] [INFO] name\\x1b[2J\\x0anext\n")
    }

    @Test func `a warning that comes again is neither said nor remembered again, wherever it comes from`() throws {
        let console = try console()
        console.openLog(scratch("backup.log").string)
        for text in ["one", "two", "one"] { console.warning(.verbatim(text)) }
        console.warning(Text("two", fr: "deux"))
        console.info(.verbatim("one"))
        #expect(console.warnings == [.verbatim("one"), .verbatim("two")])
        #expect(read("err") == "[\(noon)] [WARNING] one\n[\(noon)] [WARNING] two\n")
        #expect(read("out") == "[\(noon)] [INFO] one\n" && read("backup.log").split(separator: "\n").count == 3)
        console.repeatWarnings()
        #expect(read("err").split(separator: "\n").count == 4 && read("backup.log").split(separator: "\n").count == 3)
    }

    @Test func `lines of many tasks never mix`() async throws {
        let console = try console()
        console.openLog(scratch("backup.log").string)
        await withTaskGroup { group in
            for number in 0..<200 { group.addTask { console.info(.verbatim("line \(number) of many")) } }
        }
        let lines = read("backup.log").split(separator: "\n")
        #expect(Set(lines) == Set((0..<200).map { "[\(noon)] [INFO] line \($0) of many" }) && lines.count == 200)
    }
}
