import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

extension Examination {
    /// Reads one component's files in all backups of a chain, the base first; the findings of the last one, and what
    /// its archives make up; of a single one only when parts of it are wanted, or names come again in it. `alongside` reads
    /// the members of every archive in the same pass.
    static func run(
        _ chain: [FoundBackup], _ component: Component.ID, dumpReader: Invocation?, decrypt: Decrypt?,
        isPartial: Bool = false, keepsMembers: Bool = false, meter: Meter? = nil,
        alongside: (@Sendable (any MemberReader) -> Void)? = nil
    ) async -> (findings: [Finding], earlier: [Finding], succession: Succession?) {
        var links: [[Finding]] = []
        for (place, backup) in chain.enumerated() {
            let files = backup.files.filter { $0.component == component }
            let examination = Examination(
                backup: backup, dumpReader: dumpReader, decrypt: decrypt, isBase: place == 0,
                keepsMembers: keepsMembers, alongside: alongside, meters: meter.map { [component: $0] } ?? [:])
            links.append(await examination.run(files))
        }
        let outlines = links.flatMap { $0 }.compactMap(\.outline)
        let isWhole = outlines.count == chain.count
        if let base = links.first { links[0] = base.map { $0.refusingIncrement() } }
        let isPlain = chain.count == 1 && !isPartial && outlines.first?.names.hasDoubles != true
        return (
            links.last ?? [], links.dropLast().flatMap { $0 }, isWhole && !isPlain ? Succession(outlines) : nil
        )
    }
}

extension Examination.Finding {
    /// An increment alone would replace a whole tree by what changed in it.
    fileprivate func refusingIncrement() -> Self {
        guard outline?.isIncrement == true else { return self }
        return Self(
            file: file, contentBytes: contentBytes, failure: .incrementAlone(file.path.string),
            isSealed: isSealed, outline: outline)
    }
}

extension Failure {
    static func incrementAlone(_ path: String) -> Failure {
        Failure("chain.increment-alone", ["path": path])
    }
}
