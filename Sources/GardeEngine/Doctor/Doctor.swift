import GardeComponents
package import GardeCore
import GardeIO
package import GardeWords
package import SystemPackage

/// `doctor`: all that a first night would find out, looked at by day; each finding with what to type.
///
/// It changes nothing, but for a small file that it writes to each place of copies and removes again.
package struct Doctor {
    /// With the components that are looked at alone.
    let recipe: Recipe
    let whole: Recipe
    let settings: Settings
    let root: FilePath
    let console: any Reporter
    /// What is wrong with recipe and settings: nothing runs with them.
    let refusals: [Failure]
    let places: SchedulePlaces

    package init(
        _ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter, refusals: [Failure] = [],
        places: SchedulePlaces = SchedulePlaces()
    ) {
        (self.recipe, self.settings, self.root, self.console) = (
            recipe.holding(settings.choice), settings, root, console
        )
        (whole, self.refusals, self.places) = (recipe, refusals, places)
    }

    var typed: TypedCommand { settings.typed(root) }
    var identity: Identity { Identity(root, recipe.name) }

    /// `failed` with an error, `incomplete` with warnings alone.
    package func run() async throws -> ExitCode {
        let groups = try await groups()
        try Task.checkCancellation()
        let (errors, warnings) = (groups.total(.error), groups.total(.warning))
        if let answer = Answer.current {
            answer.set("error_count", .number(errors))
            answer.set("warning_count", .number(warnings))
            answer.set("groups", .array(groups.map { $0.json(console.language) }))
        } else {
            show(groups, errors, warnings)
        }
        return errors > 0 ? .failed : warnings > 0 ? .incomplete : .done
    }

    private func groups() async throws -> [Checkup] {
        var groups = [settingsCheckup()]
        guard refusals.isEmpty else { return groups + [await scheduleCheckup()] }
        let heard = Heard(console.language)
        let site = await Site(recipe, settings, root: root, console: heard)
        groups.append(await toolsCheckup(site))
        try Task.checkCancellation()
        groups += await planCheckups(site)
        try Task.checkCancellation()
        groups.append(await keysCheckup())
        groups.append(await clockCheckup())
        groups.append(await scheduleCheckup())
        try Task.checkCancellation()
        groups.append(await copiesCheckup())
        groups.append(notificationsCheckup())
        let backups = await backupsCheckup(besides: groups)
        return groups.map { $0.without(backups, console.language) } + [backups]
    }

    private func settingsCheckup() -> Checkup {
        var checkup = Checkup(.settings)
        for failure in refusals { checkup.error(failure) }
        for warning in settings.warnings { checkup.warning(warning) }
        if refusals.isEmpty { checkup.ok(Text("doctor.settings", ["name": recipe.name, "root": root])) }
        return checkup
    }

    private func show(_ groups: [Checkup], _ errors: Int, _ warnings: Int) {
        let language = console.language
        for checkup in groups {
            let shown = checkup.lines.filter { !settings[.isQuiet] || $0.grade == .error || $0.grade == .warning }
            guard !shown.isEmpty else { continue }
            console.plain(checkup.group.title[language])
            for line in shown { console.plain(line.text(language)) }
        }
        guard !settings[.isQuiet] else { return }
        let end =
            errors + warnings == 0
            ? Text("doctor.all-well") : Text("doctor.summary", ["errors": errors, "warnings": warnings])
        console.plain(end[language])
    }
}

extension [Checkup] {
    fileprivate func total(_ grade: Checkup.Grade) -> Int { reduce(0) { $0 + $1.count(grade) } }
}

extension Checkup {
    fileprivate func json(_ language: Language) -> JSON {
        .object([
            "group": .string(group.rawValue), "title": .string(group.title[language]),
            "checks": .array(
                lines.map { line in
                    .object([
                        "grade": .string(line.grade.rawValue), "id": .string(line.failure.id),
                        "what": .string(line.failure.what[language]),
                        "why": .optional(line.failure.why?[language]), "fix": .optional(line.failure.fix?[language]),
                    ])
                }),
        ])
    }
}
