import GardeCore
import GardeIO
import SystemPackage

/// Brings records into the order of their paths in bounded memory: sorted runs go to nameless files, then are merged.
final class IndexSorter {
    /// Records of one run, about 150 bytes each.
    private static let most = 1 << 17

    private let folder: FilePath
    private var records: [IndexRecord] = []
    private var runs: [FileDescriptor] = []

    /// `folder` is where the nameless files lie.
    init(in folder: FilePath) { self.folder = folder }

    deinit { for run in runs { try? run.close() } }

    func add(_ record: IndexRecord) throws {
        records.append(record)
        if records.count == Self.most { try spill() }
    }

    private func spill() throws {
        let file = try Durable.namelessFile(in: folder)
        runs.append(file)
        var writer = IndexWriter(file)
        for record in latest() { try writer.write(record) }
        try writer.finish()
        try file.seek(offset: 0, from: .start)
        records.removeAll(keepingCapacity: true)
    }

    /// Hands all records to `body` in order; of several for one path, the one that was added last.
    func drain(_ body: (IndexRecord) throws -> Void) throws {
        if !runs.isEmpty { try spill() }
        guard !runs.isEmpty else {
            for record in latest() { try body(record) }
            return
        }
        var readers = runs.map { IndexReader($0) }
        for place in readers.indices { try readers[place].advance() }
        while let least = readers.indices.filter({ readers[$0].isThere }).min(by: {
            readers[$0].record.path < readers[$1].record.path
        }) {
            let path = readers[least].record.path
            var newest = readers[least].record
            for place in readers.indices {
                while readers[place].isThere, readers[place].record.path == path {
                    newest = readers[place].record
                    try readers[place].advance()
                }
            }
            try body(newest)
        }
    }

    private func latest() -> [IndexRecord] {
        let order = records.indices.sorted {
            records[$0].path != records[$1].path ? records[$0].path < records[$1].path : $0 < $1
        }
        return zip(order, Array(order.dropFirst()) + [-1]).compactMap { place, next in
            next >= 0 && records[next].path == records[place].path ? nil : records[place]
        }
    }
}
