import GardeTestSupport
import SystemPackage
import Testing

/// The package of a recipe that says when its runs begin.
@Suite struct SchedulePackageTests {
    private let scratch = Scratch()

    @Test(.enabled("dpkg-deb is not installed") { await works("dpkg-deb", "--version") })
    func `its timers and its lines for cron are those of the schedule`() async throws {
        let recipe = """
            import Garde
            backup {
                files("site", "site", incremental: true)
                schedule(every: .minutes(15), full: .weekly(on: .sunday, at: "02:00"))
                objectives(rpo: .hours(1))
            }

            """
        let program = try await buildRecipe(recipe, called: "site", in: scratch)
        try scratch.write("garde/recipes/site/main.swift", recipe)
        let script = """
            cp -r "$1/bin" "$1/packaging" garde && mkdir -p garde/Sources/GardeCore
            cp "$1/Sources/GardeCore/Version.swift" garde/Sources/GardeCore
            PACKAGE_VERSION=1 garde/bin/package site "$2" out >/dev/null && dpkg-deb -x out/*.deb tree
            cat tree/usr/lib/systemd/system/*.timer tree/lib/systemd/system/*.timer 2>/dev/null | grep = | sort -u
            grep '^[0-9]' tree/usr/share/doc/garde-site/examples/cron.d
            """
        let made = try await run(
            "sh", ["-c", "cd \"$0\"; \(script)", scratch.path.string, packageFolder, program])
        let lines = made.output.lines
        for line in ["OnCalendar=*:7/15:00", "OnCalendar=Sun *-*-* 02:00:00", "OnCalendar=*-*-* 08:00:00"] {
            #expect(lines.contains(line), "\(made)")
        }
        let cron = lines.filter { !$0.contains("=") }
        #expect(cron.count == 4 && cron[0].hasPrefix("0 2 * * 0 root "), "\(made)")
        #expect(
            cron[1].hasPrefix("7-59/15 * * * * root ") && cron[1].contains("site backup --type incremental --quiet >>"))
    }
}
