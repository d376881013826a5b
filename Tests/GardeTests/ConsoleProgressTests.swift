import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

@Suite struct ConsoleProgressTests {
    @Test func `a line has bytes and rate, and share and time left where the total is known`() {
        #expect(
            progressLine("mail ", bytes: 1_300_000_000, rate: 45_200_000, total: nil, .english)
                == "mail      1.3 GB    45.2 MB/s")
        #expect(
            progressLine("mail ", bytes: 1_300_000_000, rate: 45_200_000, total: 4_000_000_000, .english)
                == "mail      1.3 GB    45.2 MB/s   32%  1 min left")
        #expect(
            progressLine("mail ", bytes: 1_300_000_000, rate: 5_200_000, total: 4_000_000_000, .french)
                == "mail      1,3 Go     5,2 Mo/s  32 %  encore 8 min 39 s")
    }

    @Test func `nothing is promised of a standstill, nor past the total`() {
        #expect(progressLine("a", bytes: 5, rate: 0, total: 10, .english) == "a    5 bytes    0 bytes/s   50%")
        #expect(progressLine("a", bytes: 12, rate: 1, total: 10, .english) == "a   12 bytes     1 byte/s")
    }

    @Test func `lines are written over, never cleared first, and cut at the window's edge`() {
        var progress = Progress()
        let meter = Meter()
        progress.add("redis", meter, total: nil)
        progress.add("mail", Meter(), total: nil)
        #expect(progress.draw(.english, width: 80) == "")
        progress.isShown = true
        #expect(
            progress.draw(.english, width: 80)
                == "\rredis    0 bytes    0 bytes/s\u{1b}[K\nmail     0 bytes    0 bytes/s\u{1b}[K\u{1b}[J")
        #expect(
            progress.draw(.english, width: 17)
                == "\r\u{1b}[1Aredis    0 bytes\u{1b}[K\nmail     0 bytes\u{1b}[K\u{1b}[J")
        progress.remove("redis")
        #expect(progress.draw(.english, width: 80) == "\r\u{1b}[1Amail    0 bytes    0 bytes/s\u{1b}[K\u{1b}[J")
        #expect(progress.erase() == "\r\u{1b}[J" && progress.erase() == "")
    }

    @Test func `the rate follows the meter`() {
        var progress = Progress()
        let meter = Meter()
        progress.isShown = true
        progress.add("mail", meter, total: nil)
        let start = ContinuousClock.now
        progress.measure(at: start)
        meter.add(2_000_000)
        progress.measure(at: start + .seconds(2))
        #expect(progress.draw(.english, width: 80).contains("2.0 MB     1.0 MB/s"))
    }

    @Test func `what reads nothing shows how long it has been at work`() {
        var progress = Progress()
        let meter = Meter()
        progress.isShown = true
        progress.add("postgres", meter, total: 1_000_000)
        let start = ContinuousClock.now
        progress.measure(at: start)
        #expect(progress.draw(.english, width: 80).contains("postgres    0 bytes    0 bytes/s    0%"))
        progress.measure(at: start + .seconds(75))
        #expect(progress.draw(.english, width: 80).hasPrefix("\rpostgres  1 min 15 s\u{1b}[K"))
        meter.add(500_000)
        progress.measure(at: start + .seconds(76))
        #expect(progress.draw(.english, width: 80).contains("500 kB     500 kB/s   50%"))
    }

    @Test func `a step of somebody's work has that one's line while it lasts`() {
        var progress = Progress()
        progress.isShown = true
        let (read, loaded) = (Meter(), Meter())
        progress.add("postgres", read, total: nil)
        progress.add("mail", Meter(), total: nil)
        read.add(1000)
        loaded.add(2000)
        progress.measure(at: .now)
        progress.add("postgres", loaded, total: nil)
        let drawn = progress.draw(.english, width: 80)
        #expect(drawn.contains("postgres     2.0 kB") && !drawn.contains("1.0 kB"))
        #expect(drawn.split(separator: "\n").count == 2 && drawn.hasPrefix("\rpostgres"))
        progress.remove("postgres")
        #expect(progress.draw(.english, width: 80).contains("postgres     1.0 kB"))
        progress.remove("postgres")
        #expect(!progress.draw(.english, width: 80).contains("postgres"))
    }

    @Test func `what is tracked stands on the terminal at once, and a progress within another ends nothing`()
        async throws
    {
        let scratch = Scratch()
        let file = try FileDescriptor.open(
            scratch("out"), .readWrite, options: [.create, .append], permissions: [.ownerReadWrite])
        let screen = Screen(file, isTerminal: true, hasColour: false)
        let console = Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen)
        func size() throws -> Int64 { try file.seek(offset: 0, from: .end) }
        try await console.withProgress {
            await console.withProgress { console.track("mail", Meter(), total: 10) }
            let before = try size()
            #expect(before > 0)
            console.track("redis", Meter())
            #expect(try size() > before)
        }
        try file.seek(offset: 0, from: .start)
        let said = String(decoding: try file.readAll(), as: UTF8.self)
        #expect(said.contains("mail    0 bytes    0 bytes/s    0%") && said.hasSuffix("\r\u{1b}[1A\u{1b}[J"))
    }

    @Test func `on a terminal lines push the progress down, and it is gone at the end`() async throws {
        let scratch = Scratch()
        let file = try FileDescriptor.open(
            scratch("out"), .readWrite, options: [.create, .append], permissions: [.ownerReadWrite])
        let screen = Screen(file, isTerminal: true, hasColour: false)
        let console = Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen)
        console.track("mail", Meter())
        try await console.withProgress {
            while try file.seek(offset: 0, from: .end) == 0 { await Task.yield() }
            console.info(.verbatim("half way"))
        }
        try file.seek(offset: 0, from: .start)
        let said = String(decoding: try file.readAll(), as: UTF8.self)
        let line = "\rmail    0 bytes    0 bytes/s\u{1b}[K\u{1b}[J"
        #expect(said.hasPrefix(line + "\r\u{1b}[J[INFO] half way\n" + line))
        #expect(said.hasSuffix("\r\u{1b}[J"))
    }

    @Test func `where nobody watches there is no progress`() async throws {
        let scratch = Scratch()
        let file = try FileDescriptor.open(
            scratch("out"), .readWrite, options: [.create, .append], permissions: [.ownerReadWrite])
        let screen = Screen(file, isTerminal: false, hasColour: false)
        let console = Console(.english, Console.Manner(keepsLog: false), out: screen, err: screen)
        console.track("mail", Meter())
        try await console.withProgress { try await Task.sleep(for: .milliseconds(20)) }
        console.untrack("mail")
        #expect(try file.seek(offset: 0, from: .end) == 0)
    }
}

@Suite struct ConsoleUnitsTests {
    @Test(arguments: [
        (0, "0 bytes", "0 octet"), (1, "1 byte", "1 octet"), (2, "2 bytes", "2 octets"),
        (999, "999 bytes", "999 octets"),
        (1000, "1.0 kB", "1,0 ko"), (1_340_000_000, "1.3 GB", "1,3 Go"), (99_940_000, "99.9 MB", "99,9 Mo"),
        (99_960_000, "100 MB", "100 Mo"), (999_499_999, "999 MB", "999 Mo"), (999_500_000, "1.0 GB", "1,0 Go"),
        (245_000_000_000, "245 GB", "245 Go"), (5_000_000_000_000, "5.0 TB", "5,0 To"), (.max, "9.2 EB", "9,2 Eo"),
    ])
    func `sizes are said in decimal units`(bytes: Int, english: String, french: String) {
        #expect(Language.english.bytes(bytes) == english && Language.french.bytes(bytes) == french)
    }

    @Test(arguments: [
        (Duration.milliseconds(449), "0.4 s", "0,4 s"), (.seconds(9.96), "9.9 s", "9,9 s"),
        (.seconds(10), "10 s", "10 s"),
        (.seconds(60), "1 min", "1 min"), (.seconds(245), "4 min 5 s", "4 min 5 s"),
        (.seconds(3840), "1 h 4 min", "1 h 4 min"),
        (.seconds(183_600), "2 d 3 h", "2 j 3 h"), (.seconds(-1), "0.0 s", "0,0 s"),
    ])
    func `durations are said in their two largest units`(time: Duration, english: String, french: String) {
        #expect(Language.english.duration(time) == english && Language.french.duration(time) == french)
    }
}
