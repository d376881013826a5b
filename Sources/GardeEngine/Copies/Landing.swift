import GardeCore
import GardeIO
import SystemPackage

extension Reporter {
    /// Keeps the meter where `bytes` says that `work` is, which counts nothing itself; not where nobody sees it.
    func following<Value>(
        _ meter: Meter, _ bytes: @escaping @Sendable () -> Int, _ work: () async throws -> Value
    ) async rethrows -> Value {
        guard showsProgress else { return try await work() }
        async let _: Void = follow(meter, bytes)
        return try await work()
    }

    private func follow(_ meter: Meter, _ bytes: @Sendable () -> Int) async {
        var last = 0
        while (try? await Task.sleep(for: .milliseconds(200))) != nil {
            // A tool that begins again begins at nothing.
            let now = bytes()
            meter.add(now - last)
            last = now
        }
    }
}

/// Files that some tool brings: it may write them under a longer name until they are whole.
struct Landing: Sendable {
    private let files: [String: [(name: String, bytes: Int)]]
    private let folder: FilePath

    /// Names with that of their folder below `folder`, and the sizes that they will have.
    init(_ files: [(name: String, bytes: Int)], in folder: FilePath) {
        self.folder = folder
        let split = files.map { file in
            let parts = file.name.split(separator: "/", maxSplits: 1).map(String.init)
            return (folder: parts[0], name: parts[parts.count - 1], bytes: file.bytes)
        }
        self.files = Dictionary(grouping: split, by: \.folder).mapValues { $0.map { ($0.name, $0.bytes) } }
    }

    /// What is there of them.
    var bytes: Int {
        files.reduce(0) { sum, one in
            let place = folder.appending(one.key)
            let names = ((try? Folder.open(place).entries()) ?? []).map { String(decoding: $0.name, as: UTF8.self) }
            return one.value.reduce(sum) { sum, file in
                let sizes = names.filter { $0.hasPrefix(file.name) }.map { name in
                    (try? Int(place.appending(name).stat().size)) ?? 0
                }
                return sum + min(file.bytes, sizes.max() ?? 0)
            }
        }
    }
}
