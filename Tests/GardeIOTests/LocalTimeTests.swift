import GardeIO
import Glibc
import Testing

@Suite struct LocalTimeTests {
    @Test func `a moment is told in the machine's zone, in the three forms`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            let moment = LocalTime(secondsSince1970: 1_710_464_400)
            #expect(moment.id == "20240315_020000")
            #expect(moment.readable == "2024-03-15 02:00:00")
            #expect(moment.iso8601 == "2024-03-15T02:00:00+01:00")
        }
    }

    @Test func `the offset follows summer time, half hours and the west`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            #expect(LocalTime(secondsSince1970: 1_720_000_000).iso8601 == "2024-07-03T11:46:40+02:00")
            useZone("America/St_Johns")
            #expect(LocalTime(secondsSince1970: 1_710_464_400).iso8601 == "2024-03-14T22:30:00-02:30")
            useZone("UTC")
            #expect(LocalTime(secondsSince1970: 1_710_464_400).iso8601 == "2024-03-15T01:00:00+00:00")
        }
    }

    @Test func `the local calendar says which day and month a moment is in`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            let midnight = LocalTime(iso8601: "2024-04-01T00:00:00+02:00")!
            #expect((midnight.day, midnight.month) == (19814, 2024 * 12 + 3))
            let before = midnight.adding(seconds: -1)
            #expect((before.day, before.month) == (19813, 2024 * 12 + 2))
            #expect(LocalTime(secondsSince1970: -7200).day == -1)
        }
    }

    @Test func `a person types an id, a time with its offset, or a day, which means its end`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            #expect(LocalTime(typed: "20240315_020000")?.id == "20240315_020000")
            #expect(LocalTime(typed: "2024-03-15T02:00:00Z")?.id == "20240315_030000")
            #expect(LocalTime(typed: "2024-03-15")?.id == "20240315_235959")
            for text in ["2024-3-15", "2024-02-30", "20240315", "tomorrow", "--20240315", ""] {
                #expect(LocalTime(typed: text) == nil, "\(text)")
            }
        }
    }

    @Test func `an id read back is the same id on both sides of every change of the clock`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            for change in [1_711_846_800, 1_729_990_800] {  // 2024-03-31 and 2024-10-27, 01:00 UTC
                for seconds in stride(from: change - 7200, to: change + 7200, by: 613) {
                    let id = LocalTime(secondsSince1970: seconds).id
                    #expect(LocalTime(id: id)?.id == id)
                }
            }
        }
    }

    @Test func `one second after an id never goes back, in the hour that comes twice neither`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            #expect(LocalTime(id: "20241027_025959")?.adding(seconds: 1).id == "20241027_030000")
            #expect(LocalTime(id: "20241027_020000")?.adding(seconds: 1).id == "20241027_020001")
            #expect(LocalTime(id: "20240331_015959")?.adding(seconds: 1).id == "20240331_030000")
        }
    }

    @Test func `an id of an hour that this zone skips is still an id`() async {
        await #expect(processExitsWith: .success) {
            useZone("Europe/Paris")
            #expect(LocalTime(id: "20240331_023000") != nil)
        }
    }

    @Test(arguments: [
        "", "20240315", "20240230_020000", "20241301_020000", "20240315_240000", "20240315_026000",
        "20240315-020000", "pre_restore_1234", "2024031x_020000", "20240315_0200001",
    ])
    func `what is no day or no time is no id`(text: String) {
        #expect(LocalTime(id: text) == nil)
    }

    @Test func `the manifest's date is read with its own offset, in any zone`() {
        let moment = LocalTime(secondsSince1970: 1_710_464_400)
        for text in ["2024-03-15T02:00:00+01:00", "2024-03-15T02:00:00+0100", "2024-03-15T01:00:00Z"] {
            #expect(LocalTime(iso8601: text) == moment)
        }
        #expect(LocalTime(iso8601: "2024-03-14T22:30:00-02:30") == moment)
        #expect(LocalTime(iso8601: moment.iso8601) == moment)
    }

    @Test(arguments: [
        "", "2024-03-15T02:00:00", "2024-03-15T02:00:00+1", "2024-02-30T02:00:00Z", "2024-03-15T02:00:00 01:00",
        "2024/03/15T02:00:00Z", "2024-03-15T02:00:00+25:00", "2024-03-15T02:00:00é+01:00",
    ])
    func `a date without offset or with nonsense is refused`(text: String) {
        #expect(LocalTime(iso8601: text) == nil)
    }
}

private func useZone(_ name: String) {
    setenv("TZ", name, 1)
    tzset()
}
