import GardeComponents
import GardeCore
import GardeWords
import GardeIO

extension Look {
    /// Tables with their rows, or keys, of a component that is no tree.
    func listData(of component: Component.ID) async throws -> ExitCode {
        guard let backup = try await backups(of: [component])[component], let source = source(of: component)
        else {
            throw Failure(
                "look.no-such-component", ["program": programWord, "component": component])
        }
        let chain = try await choice.chain(of: component, backup)
        try await chain.open(with: plan.decrypt)
        let decrypt = plan.decrypt ?? Decrypt()
        let files = chain.flatMap { link in
            link.files.filter { $0.component == component }.map {
                RestoreFile(
                    path: $0.path, part: $0.part, contentBytes: $0.expected?.contentBytes ?? 0, decrypt: decrypt)
            }
        }
        guard let holding = try await source.kind.holding(of: files, plan.site) else {
            throw Failure("look.not-read", ["component": component])
        }
        let language = console.language
        let empty = chain.last?.manifest?.withoutRows[component] ?? []
        let rows = holding.parts.filter { !empty.contains($0.name) }.map {
            [Text(holding.unit, ["count": $0.count])[language], $0.name]
        }
        console.table(Table(rows, right: [0]))
        if !empty.isEmpty {
            console.warning(Text("look.without-rows", ["component": component, "list": shorten(empty)]))
        }
        if files.contains(where: { $0.part == .wal }) {
            console.warning(Text("look.without-log", ["component": component]))
        }
        return .done
    }
}
