import GardeComponents
import GardeCore
import GardeDestinations
import GardeIO
import GardeNotifiers
import GardeWords
import SystemPackage

extension Doctor {
    /// The programs that a run starts, with the versions that they say of themselves.
    func toolsCheckup(_ site: Site) async -> Checkup {
        var (checkup, tools) = (Checkup(.tools), [NeededTool]())
        for source in chosen {
            // A server that does not answer is told where what is saved is looked at.
            tools += (try? await source.kind.tools(site)) ?? []
        }
        if !settings.recipients.isEmpty {
            tools.append(NeededTool("gpg", Invocation("gpg", ["--version"]), package: "gnupg"))
        }
        if !settings.addressees(recipe).isEmpty, settings[.mailServer] != nil || hasWebAddressees {
            tools.append(NeededTool("curl", Invocation("curl", ["--version"]), package: "curl"))
        }
        if site.usesCompose {
            let compose = await Compose.typed()
            let version = Invocation(compose[0], compose.dropFirst() + ["version"])
            tools.append(NeededTool(compose.joined(separator: " "), version, package: "docker-compose"))
        }
        for name in Set(settings.remotes(recipe).map { settings.destinationAccess(console).store(for: $0).tool })
            .intersection(["aws", "rclone"]).sorted()
        {
            let package = name == "aws" ? "awscli" : name
            tools.append(NeededTool(name, Invocation(name, ["--version"]), package: package))
        }
        for tool in tools { await look(at: tool, &checkup) }
        if hasMailAddressees, settings[.mailServer] == nil, findProgram("sendmail") == nil {
            checkup.error(Failure("doctor.no-sendmail"))
        }
        return checkup
    }

    var chosen: [Source] { recipe.sources.filter { settings.isChosen($0, "BACKUP") } }

    private var ways: [String] {
        recipe.allNotices.filter { settings.addressee($0) != nil }.map(\.way.word)
    }

    private var hasMailAddressees: Bool { ways.contains { $0.hasPrefix("mail(") } }
    private var hasWebAddressees: Bool { ways.contains { !$0.hasPrefix("mail(") } }

    private func look(at tool: NeededTool, _ checkup: inout Checkup) async {
        do {
            let said = try await tool.version.capture(timeout: .seconds(20)).whenSuccessful()
            let line = said.split(whereSeparator: \.isNewline).first.map(String.init) ?? "?"
            let names: [String: any Sayable] = ["name": tool.name, "version": line]
            checkup.ok(
                tool.server.map { Text("doctor.tool-for", names.merging(["server": $0]) { $1 }) }
                    ?? Text("doctor.tool", names))
        } catch is ToolMissing {
            checkup.error(Failure("doctor.tool-missing", ["name": tool.name, "package": tool.package]))
        } catch {
            let why = Failure(describing: error).text
            checkup.error(Failure("doctor.tool-fails", ["name": tool.name, "why": why, "package": tool.package]))
        }
    }
}
