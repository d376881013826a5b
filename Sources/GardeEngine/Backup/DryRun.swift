import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// Says what a run would do, after looking; writes nothing, sends nothing, starts nothing.
package struct DryRun {
    private let plan: Plan
    private let console: any Reporter

    package init(plan: Plan, console: any Reporter) {
        (self.plan, self.console) = (plan, console)
    }

    package init(_ plan: Plan, _ console: any Reporter) { (self.plan, self.console) = (plan, console) }

    package func run() async -> ExitCode {
        let history = History(plan.backupRoot, of: plan.identity)
        let preflight = Preflight(plan: plan, console: console)
        let findings =
            preflight.place() + [preflight.unfinishedRestore()].compactMap(\.self)
            + preflight.room(history, Standing(plan.backupRoot))
            + (await preflight.keys()).findings + (await preflight.around())
        let refused = await preflight.components()
        let folder = plan.backupRoot.appending(history.nextID(at: .now()))
        console.info(.wouldCreate(folder.string, plan.level))
        for line in Around.described(plan.around?.words ?? []) { console.info(line) }
        for component in plan.components { await say(component, refused[component.source.id], folder) }
        for name in plan.leftOut { console.info(.leftOut(name)) }
        console.info(.wouldWrite(folder.appending("manifest.json").string))
        let unsent = await Sync(plan, console).describe(folder.lastComponent?.string ?? "")
        for finding in findings + unsent { console.error(finding) }
        if findings.isEmpty, refused.isEmpty, unsent.isEmpty { sayRotation(folder) }
        guard findings.isEmpty, refused.count < plan.components.count else { return .failed }
        return refused.isEmpty && unsent.isEmpty ? .done : .incomplete
    }

    /// As the backup that a run would make leaves it.
    private func sayRotation(_ folder: FilePath) {
        let now = LocalTime.now()
        let new = SavedBackup(
            id: folder.lastComponent?.string ?? "", start: Moment(now),
            contents: Dictionary(
                uniqueKeysWithValues: plan.components.map {
                    ($0.source.id, plan.isIncrement($0.source) ? .increment(on: []) : .full)
                }))
        guard let pruning = Pruning(plan, console) else { return }
        let rotation = pruning.rotation(at: now, adding: new)
        for warning in rotation.warnings { console.warning(warning) }
        if let hold = rotation.hold { return console.error(.held(hold, pruning.command(for: hold))) }
        for row in rotation.rows where row.fate == .goes { console.info(.wouldRemove(row)) }
    }

    private func say(_ component: Plan.Component, _ refusal: Failure?, _ folder: FilePath) async {
        if let refusal { return console.error(refusal.of(component.source.id)) }
        let names = FileNames.backup(id: folder.lastComponent?.string ?? "")
        for part in await component.capture.parts() {
            console.info(
                .wouldWrite(
                    folder.appending(names.name(component.source.id, part, isEncrypted: !plan.recipients.isEmpty))
                        .string))
        }
    }
}

extension Text {
    static func wouldCreate(_ folder: String, _ level: Int) -> Text {
        Text("backup.would-create", ["folder": folder, "level": level])
    }

    static func wouldWrite(_ file: String) -> Text { Text("backup.would-write", ["file": file]) }

    static func leftOut(_ name: String) -> Text { Text("backup.left-out", ["name": name]) }
}
