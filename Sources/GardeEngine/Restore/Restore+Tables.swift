import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Restore {
    /// `restore --table NAME`: tables in a schema of their own beside the live ones, which stay as they are. No service
    /// stops.
    func restore(_ names: [TypedTable]) async throws -> ExitCode {
        guard !names.isEmpty else { throw Failure("restore.table-not-named") }
        guard plan.chosen.count == 1 else {
            throw Failure(
                "restore.table-several",
                [
                    "names": plan.chosen.map(\.name).joined(separator: ", "),
                    "command": typed(["--only", plan.chosen[0].name] + plan.typedFlags),
                ])
        }
        return try await onGround { try await restore(names, on: $0) }
    }

    private func restore(_ names: [TypedTable], on ground: RestoreGround) async throws -> ExitCode {
        let (items, damaged) = try await Analysis(ground: ground, console: console).items(keepsOldData: false)
        guard damaged.isEmpty else { throw Refusals(failures: damaged) }
        guard let item = items.first, let load = item.load as? PostgresLoad else { throw Failure.nothingInBackup }
        Answer.found(items, plan)
        console.info(.found(item))
        if let until = plan.until { item.sayMoment(until, console) }
        let tables = try await console.withProgress {
            try await console.working(on: item) { try await load.find(names, in: item.files, commands) }
        }
        Answer.current?.set("tables", .array(tables.tables.map { tables.json($0) }))
        for line in tables.plan + tables.rest { console.info(line) }
        for failure in tables.lacks { console.warning(failure.text) }
        guard !plan.isDryRun else { return .done }
        try await askForYes()
        try await console.withProgress {
            try await console.working(on: item) { try await load.load(tables, of: item.files, commands) }
        }
        Answer.current?.set("restored", true)
        console.success(Text("restore.tables-done", ["schema": tables.schema, "database": tables.database]))
        for line in tables.next(commands) { console.info(line) }
        tables.lacks.forEach(console.error)
        return tables.lacks.isEmpty ? .done : .incomplete
    }

    private var commands: TableCommands {
        let only = plan.wanted.isEmpty ? [] : ["--only", plan.wanted.map(\.name).joined(separator: ",")]
        let until = plan.until.map { ["--until", $0.iso8601] } ?? []
        let flags = only + (plan.decrypt == nil ? [] : ["--decrypt"]) + until
        return TableCommands(
            find: { [typed = plan.typed] in typed.line("find \(shellWord($0))") },
            whole: typed(flags + ["--to-database", "restored"]))
    }

    private func typed(_ flags: [String]) -> String {
        plan.typed.line((["restore"] + flags + [shellWord(plan.argument)]).joined(separator: " "))
    }
}
