import GardeComponents
package import GardeCore
import GardeDestinations
import GardeNotifiers
package import GardeWords
package import SystemPackage

/// `explain`: what recipe and settings come to, in plain words. No server is asked, and nothing has to be there.
package struct Explanation {
    private let recipe: Recipe
    private let settings: Settings
    private let root: FilePath
    private let console: any Reporter

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    package func run() -> ExitCode {
        let isThere = (try? root.stat().type) == .directory
        let sections: [(Text, [Text])] = [
            (
                Text("explain.what", ["name": recipe.name, "root": root]),
                (isThere ? [] : [Text("explain.no-root", ["root": root])]) + recipe.sources.flatMap(saved)
            ),
            (Text("explain.stopped"), stopped), (Text("explain.where"), places), (Text("explain.how-long"), keeping),
            (Text("explain.who-reads"), readers),
            (Text("explain.who-hears"), hearers),
        ]
        let more = [
            (Text("explain.around"), Around.described(recipe.around)),
            (Text("explain.when"), recipe.beats.compactMap { $0.map { .verbatim("\($0.beat.cron)  \($0.words)") } }),
        ]
        for (heading, lines) in sections + more.filter({ !$0.1.isEmpty }) {
            console.plain(heading[console.language])
            for line in lines { console.plain("  \(line[console.language])") }
        }
        return .done
    }

    // MARK: What is saved

    private func saved(_ source: Source) -> [Text] {
        let isChosen = settings.isChosen(source, "BACKUP")
        guard isChosen else { return [Text("explain.left-out", ["name": source.name])] }
        var how = source.kind.isIncremental ? [Text("explain.increments")] : []
        let excluded = source.kind.excludedData
        if !excluded.isEmpty { how.append(Text("explain.without-rows", ["list": excluded.joined(separator: ", ")])) }
        let script = source.script.map { [Text("explain.by-script", ["path": $0])] } ?? []
        return [Text("explain.component", ["name": source.name, "what": subject(source)])]
            + (script + how).map { .verbatim("    " + $0[console.language]) }
    }

    private func subject(_ source: Source) -> Text {
        let kind = source.kind
        if kind.followsStack {
            let more = source.paths.filter { $0 != ".env" }
            return more.isEmpty
                ? Text("explain.stack") : Text("explain.stack-and-more", ["list": more.joined(separator: ", ")])
        }
        if kind is SQLite { return Text("explain.sqlite", ["path": source.paths[0]]) }
        if !source.paths.isEmpty { return Text("explain.paths", ["list": source.paths.joined(separator: ", ")]) }
        guard kind.serverNames != nil, let place = kind.location.map(server) else { return Text("explain.command") }
        guard let database = kind.databaseName else { return Text("explain.server", ["place": place]) }
        return Text("explain.database", ["name": name(database), "place": place])
    }

    private func name(_ database: Setting) -> Text {
        if let name = settings.text(database) { return .verbatim(name) }
        guard case .environment(let variable) = database else { return .verbatim("") }
        return Text("explain.variable", ["variable": variable])
    }

    private func server(_ place: Place) -> Text {
        switch place {
        case .here: Text("explain.here")
        case .compose(let service): Text("explain.service", ["service": service])
        case .automatic(let service): Text("explain.service-or-here", ["service": service])
        }
    }

    /// A line for all that are restored while the same services stand still.
    private var stopped: [Text] {
        let chosen = recipe.sources.filter { settings.isChosen($0, "BACKUP") }
        let each = chosen.map(\.usedBy).reduce(into: [[String]]()) { if !$0.contains($1) { $0.append($1) } }
        return each.map { services in
            let names = chosen.filter { $0.usedBy == services }.map(\.name).joined(separator: ", ")
            let id = services.isEmpty ? "explain.stops-all" : "explain.stops"
            return Text(id, ["names": names, "list": services.joined(separator: ", ")])
        }
    }

    // MARK: What happens to it

    private var places: [Text] {
        [.verbatim(settings.backupRoot.string)]
            + (settings.destinations.isEmpty
                ? [Text("explain.no-copies")] : settings.remotes(recipe).map(copy))
    }

    private func copy(_ place: CopyPlace) -> Text {
        guard let keep = place.keep else { return Text("explain.copy", ["url": place.address.url]) }
        return Text("explain.copy-kept", ["url": place.address.url, "how-long": Self.text(keep)])
    }

    private var keeping: [Text] {
        let retention = settings.retention(recipe)
        return [Self.text(retention)]
            + (recipe.sources.contains(where: \.canBeIncrement)
                ? [Self.text(retention.incrementals)] : [])
    }

    private static func step(_ id: String, _ count: Int) -> Text {
        count == 0 ? .verbatim("") : Text(id, ["count": count])
    }

    private static func text(_ increments: IncrementRetention) -> Text {
        return Text(
            "explain.increments-kept",
            [
                "days": increments.count, "hourly": step("explain.increments-hourly", increments.hourly),
                "daily": step("explain.increments-daily", increments.daily),
            ])
    }

    private static func text(_ retention: Retention) -> Text {
        Text(
            "explain.kept",
            [
                "days": retention.daily, "weekly": step("explain.kept-weekly", retention.weekly),
                "monthly": step("explain.kept-monthly", retention.monthly),
            ])
    }

    private var readers: [Text] {
        guard !settings.recipients.isEmpty else { return [Text("explain.not-encrypted")] }
        return settings.recipients.compactMap { recipient in
            settings.text(recipient.key).map { Text("explain.encrypted", ["key": $0]) }
        }
    }

    private var hearers: [Text] {
        let names = settings.addressees(recipe).map(\.name)
        return names.isEmpty ? [Text("explain.nobody")] : names.map { .verbatim($0) }
    }
}
