import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

extension Reporter {
    /// Shows how much of `total` bytes `work` has counted on the way.
    func reading<Value>(_ name: Component.ID, _ total: Int, _ work: (Meter) async throws -> Value) async rethrows
        -> Value
    {
        let meter = Meter()
        track(name.name, meter, total: total)
        defer { untrack(name.name) }
        return try await work(meter)
    }

    /// Counts what is read of everything that the item is restored from.
    func working<Value>(on item: RestoreItem, _ work: () async throws -> Value) async rethrows -> Value {
        try await working(on: item.source.id, of: item.files.contentBytes, work)
    }
}

extension Examination {
    /// The same with a line of progress for each component, until its last file is read.
    func run(_ files: [FoundBackup.File], shownBy console: any Reporter) async -> [Finding] {
        var (counting, left) = (self, [Component.ID: Int]())
        for (component, files) in Dictionary(grouping: files, by: \.component).sorted(by: { $0.key < $1.key }) {
            let meter = Meter()
            console.track(component.name, meter, total: files.bytes)
            (counting.meters[component], left[component]) = (meter, files.count)
        }
        return await console.withProgress {
            await counting.run(files) { file in
                left[file.component, default: 0] -= 1
                if left[file.component] == 0 { console.untrack(file.component.name) }
            }
        }
    }
}

extension [FoundBackup] {
    /// What a component's files take in all of them.
    func bytes(of component: Component.ID) -> Int {
        reduce(0) { $0 + $1.files.filter { $0.component == component }.bytes }
    }
}

extension [FoundBackup.File] {
    /// As they are stored; one that is missing is found out by whoever reads it.
    var bytes: Int { reduce(0) { $0 + ((try? Int($1.path.stat().size)) ?? 0) } }
}
