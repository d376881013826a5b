import GardeIO
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
                after(["true"], once: .read)
                objectives(rpo: .hours(1))
            }

            """
        let program = try await buildRecipe(recipe, called: "site", in: scratch)
        try scratch.write("garde/recipes/site/main.swift", recipe)
        let script = """
            export DPKG_DEB_COMPRESSOR_LEVEL=0
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
        let page = try await run(
            "sh",
            [
                "-c",
                "cd \"$0\"; grep 'systemctl enable' tree/usr/share/doc/*/README.Debian; grep StopSec= tree/lib/systemd/system/*full.service",
                scratch.path.string,
            ])
        #expect(
            page.output.lines.count { $0 == "    systemctl enable --now garde-site-increment.timer" } == 2, "\(page)")
        #expect(page.output.contains("TimeoutStopSec=960"), "what follows a run has its time: \(page)")
        try await installAgain()
        if isRoot() { try await upgrade() }
    }

    /// What `apt remove` stopped; an upgrade starts nothing.
    private func installAgain() async throws {
        let script = """
            mkdir -p again/bin again/root/etc/garde again/root/etc/systemd/system/timers.target.wants && cd again
            printf '#!/bin/sh\\necho "$*" >>systemctl\\n' >bin/systemctl && chmod +x bin/systemctl
            dpkg-deb -e ../out/*.deb control
            sed 's,\\[ -z "$root" \\] && \\[ -d /run/systemd/system \\],true,' control/postinst >postinst
            ln -s /lib/systemd/system/garde-site-full.timer root/etc/systemd/system/timers.target.wants/
            export PATH="$PWD/bin:$PATH" DPKG_ROOT=root
            mkdir -p root/lib/systemd/system && : >root/lib/systemd/system/garde-site-full.timer
            sh postinst configure 1 && : >root/etc/garde/.site.timers && sh postinst configure 1 && cat systemctl
            """
        let run = try await GardeTestSupport.run("sh", ["-c", "cd \"$0\"; \(script)", scratch.path.string])
        let reload = "--system daemon-reload"
        #expect(run.output.lines == [reload, "--system start garde-site-full.timer", reload], "\(run)")
    }

    /// From a package whose timers have other names, some of them enabled.
    private func upgrade() async throws {
        let script = """
            export DPKG_DEB_COMPRESSOR_LEVEL=0; set -e; root=$PWD/root; wants=$root/etc/systemd/system/timers.target.wants
            mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$wants" && : >"$root/var/lib/dpkg/status"
            install() { dpkg --root="$root" --force-depends --force-script-chrootless --no-triggers --log=/dev/null -i "$1"; }
            grep -v 'schedule(\\|after(' garde/recipes/site/main.swift >plain && cp garde/recipes/site/main.swift scheduled
            sed -i 's/^increment|/six_hours|/' garde/bin/package
            cp plain garde/recipes/site/main.swift
            PACKAGE_VERSION=0.9 garde/bin/package site /bin/true before >/dev/null
            install before/*.deb >/dev/null
            for unit in full six_hours; do ln -s "/lib/systemd/system/garde-site-$unit.timer" "$wants/"; done
            cp scheduled garde/recipes/site/main.swift
            install out/*.deb | grep 'no more'
            ls "$wants"
            dpkg --root="$root" --force-script-chrootless --no-triggers --log=/dev/null -P garde-site >/dev/null
            ls -A "$wants"; find "$root/etc" -name '*timers'
            """
        let run = try await GardeTestSupport.run("sh", ["-c", "cd \"$0\"; \(script)", scratch.path.string])
        let said =
            "garde-site: timers that are no more: garde-site-six_hours.timer; in their place: garde-site-increment.timer"
        #expect(run.status == 0, "\(run)")
        #expect(
            run.output.lines.filter { !$0.isEmpty } == [said, "garde-site-full.timer", "garde-site-increment.timer"],
            "\(run)")
    }
}
