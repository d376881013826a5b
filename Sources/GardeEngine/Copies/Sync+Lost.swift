import GardeComponents
import GardeCore
import GardeDestinations
import GardeIO
import GardeWords
import SystemPackage

/// What keeps one backup from being sent, and not the others.
extension Sync {
    /// What a run learns of a place on its way.
    struct Round {
        var far: FarSide
        /// The ids of what could not be sent.
        var failed: Set<String> = []
        /// Those of them that no run can send as they lie here.
        var lost: Set<String> = []
    }

    /// Why this one was not sent, where the next one may be; throws the error again where no other would fare better.
    func failure(
        of line: RemoteRecord.Line, _ error: any Error, _ store: any Destination, _ round: inout Round
    ) async throws -> Failure {
        round.failed.insert(line.id)
        guard let failure = error as? Failure else {
            try Task.checkCancellation()
            let isOfThisOne = !(error is TimedOut) && !(error is ToolMissing) && DestinationTrouble(error) == .passing
            guard isOfThisOne, (try? await store.folders()) != nil else { throw error }
            return .notSent(line.id, .remote(error, store))
        }
        if failure.isLoss {
            // What waited may have been put into another one since.
            let here = Manifest(in: backupRoot.appending(line.id))?.backup.uuid
            try await lose(line.id, here ?? line.uuid, store, &round)
        }
        return .notSent(line.id, failure)
    }

    /// What keeps a backup from being sent that others build on.
    func note(_ error: any Error, of backup: Manifest, _ store: any Destination, _ round: inout Round) async throws {
        round.failed.insert(backup.backup.id)
        guard (error as? Failure)?.isLoss == true else { return }
        try await lose(backup.backup.id, backup.backup.uuid ?? "-", store, &round)
    }

    /// Whether it builds on what could not be sent, which was said of that one.
    func isPartOfFailure(
        _ backup: Manifest, _ store: any Destination, _ round: inout Round
    ) async throws -> Bool {
        let parents = Set(backup.increments.values.compactMap { $0?.parent })
        guard !round.failed.isDisjoint(with: parents) else { return false }
        round.failed.insert(backup.backup.id)
        if !round.lost.isDisjoint(with: parents) {
            try await lose(backup.backup.id, backup.backup.uuid ?? "-", store, &round)
        }
        return true
    }

    private func lose(_ id: String, _ uuid: String, _ store: any Destination, _ round: inout Round) async throws {
        round.lost.insert(id)
        try await record.set(.lost, id: id, uuid: uuid, at: store.address)
    }

    /// What was lost and is whole again, as on a disk that was mended, waits once more.
    func takeUpLost(_ address: DestinationAddress) async throws {
        let lost = record.lines(address).filter { $0.state == .lost }
        guard !lost.isEmpty else { return }
        let standing = Standing(backupRoot)
        for line in lost {
            guard let links = try? local(line)?.links(in: backupRoot) else { continue }
            let isWhole = links.allSatisfy { link in
                link.manifest.components.keys.allSatisfy { !standing.isBad(link.manifest.backup.id, $0) }
            }
            if isWhole { try await record.set(.unsent, id: line.id, uuid: line.uuid, at: address) }
        }
    }
}

extension Failure {
    /// What lies here is not what was saved, lacks what it builds on, or is on a part of the disk that is gone: no later
    /// run sends it.
    fileprivate var isLoss: Bool {
        ["copy.local-damaged", "restore.manifest-damaged"].contains(id) || id.hasPrefix("chain.")
            || (id == "copy.local-unreadable" && isAbsence)
    }
}
