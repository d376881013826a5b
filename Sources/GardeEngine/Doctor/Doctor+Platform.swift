import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Doctor {
    /// The folder of the backups, and what is saved into it.
    func planCheckups(_ site: Site) async -> [Checkup] {
        let heard = Heard(console.language)
        do throws(Refusals) {
            let plan = try await Plan(whole, settings, root: root, console: heard)
            return [folderCheckup(plan), await platformCheckup(plan, site, heard)]
        } catch {
            var checkup = Checkup(.platform)
            for failure in error.failures { checkup.error(failure) }
            return [checkup]
        }
    }

    // MARK: BACKUP_ROOT

    private func folderCheckup(_ plan: Plan) -> Checkup {
        let (heard, backupRoot) = (Heard(console.language), settings.backupRoot)
        var checkup = Checkup(.folder)
        let preflight = Preflight(plan: plan, console: heard)
        let refusals = preflight.place() + preflight.room(History(backupRoot, of: identity), Standing(backupRoot))
        for failure in refusals { checkup.error(failure) }
        checkup.take(heard)
        if refusals.isEmpty, let room = try? GardeIO.room(at: nearestFolder(backupRoot)) {
            checkup.ok(Text("doctor.folder", ["path": backupRoot, "free": Bytes(room.free)]))
            // An inode a file: some file systems have a fixed number.
            if let files = room.files, files < 1000 {
                checkup.error(Failure("doctor.few-inodes", ["path": backupRoot, "count": files]))
            }
        }
        lookAtRights(backupRoot, &checkup)
        lookAtDisks(backupRoot, &checkup)
        lookAtLock(backupRoot, &checkup)
        return checkup
    }

    private func lookAtRights(_ folder: FilePath, _ checkup: inout Checkup) {
        guard let facts = try? FileFacts(of: realPath(folder)), facts.kind == .folder else {
            return checkup.info(Text("doctor.folder-new", ["path": folder]))
        }
        let path = shellWord(folder.string)
        if facts.mode & 0o077 != 0 {
            checkup.warning(
                Failure("doctor.folder-open", ["path": folder, "mode": String(facts.mode, radix: 8), "typed": path]))
        }
        if facts.owner != userNumber() {
            let (owner, user) = (userName(of: facts.owner), userName())
            checkup.warning(
                Failure("doctor.folder-owner", ["path": folder, "owner": owner, "user": user, "typed": path]))
        }
    }

    /// Backups beside the data are lost with it.
    private func lookAtDisks(_ backupRoot: FilePath, _ checkup: inout Checkup) {
        let device = { (path: FilePath) in (try? FileFacts(of: realPath(nearestFolder(path))))?.identity.device }
        let data = [root] + chosen.flatMap(\.paths).map { root.pushing(FilePath($0)) }
        let isBeside = data.contains { device($0) == device(backupRoot) }
        if !settings.destinations.isEmpty {
            checkup.ok(Text("doctor.elsewhere", ["list": settings.destinations.joined(separator: ", ")]))
        } else if isBeside {
            checkup.warning(
                Failure("doctor.same-disk", ["path": backupRoot, "mount": mountPoint(of: backupRoot)]))
        } else {
            checkup.ok(Text("doctor.other-disk", ["mount": mountPoint(of: backupRoot)]))
        }
    }

    private func lookAtLock(_ backupRoot: FilePath, _ checkup: inout Checkup) {
        let holder = RunLock.holder(backupRoot) ?? RunLock.sender(backupRoot, .own(Identity(root, recipe.name)))
        if let holder { checkup.info(Text("doctor.lock", ["holder": holder])) }
    }

    // MARK: What is saved

    private func platformCheckup(_ plan: Plan, _ site: Site, _ heard: Heard) async -> Checkup {
        var checkup = Checkup(.platform)
        let refused = await Preflight(plan: plan, console: heard).components()
        for component in plan.components {
            let id = component.source.id
            if let failure = refused[id] {
                checkup.error(failure.of(id))
            } else {
                checkup.ok(Text("doctor.saves", ["name": id.name]))
            }
        }
        for name in plan.leftOut where recipe.sources.contains(where: { $0.name == name }) {
            checkup.info(Text("backup.left-out", ["name": name]))
        }
        checkup.take(heard)
        lookAtEnvironment(plan, &checkup)
        await lookAtCompose(plan, site, &checkup)
        await lookAtSlots(site, &checkup)
        return checkup
    }

    /// Where a server is, as `.env` alone says it, no run will know.
    private func lookAtEnvironment(_ plan: Plan, _ checkup: inout Checkup) {
        let direct = chosen.filter { !$0.isInContainer(plan.usesCompose) }
        let names = settings.saidInEnvFileAlone(Rooms.placeVariables(of: direct))
        guard !names.isEmpty else { return }
        checkup.warning(
            Failure(
                "doctor.env-not-read",
                [
                    "names": names.joined(separator: ", "), "path": root.appending(".env"),
                    "words": names.map { "\($0)=…" }.joined(separator: " "),
                ]))
    }

    private func lookAtCompose(_ plan: Plan, _ site: Site, _ checkup: inout Checkup) async {
        guard plan.usesCompose else { return }
        let all = ((try? await ContainerState.ofCompose()) ?? []).filter { $0.isFrom(root) }
        let running = all.count { $0.isRunning }
        if let project = plan.project {
            checkup.ok(Text("doctor.compose", ["name": project.project, "running": running, "all": all.count]))
        } else {
            let compose = await Compose.typed().joined(separator: " ")
            checkup.warning(
                Failure(
                    "doctor.no-containers", ["root": root, "typed": shellWord(root.string), "compose": compose]))
        }
        for failure in await Services(chosen, whole.services, at: site).unknown() { checkup.warning(failure) }
    }

    private func lookAtSlots(_ site: Site, _ checkup: inout Checkup) async {
        var seen = Set<String>()
        for source in chosen {
            let request = CaptureRequest(
                source: source, site: site, backupRoot: settings.backupRoot, otherPaths: [], isIncremental: false)
            for slot in await source.kind.strangeSlots(request) where seen.insert(slot.name).inserted {
                let facts: [String: any Sayable] = ["slot": slot.name, "held": Bytes(slot.bytes), "sql": slot.sql]
                let who =
                    slot.platform.map { Text("doctor.slot-of-gone", ["platform": $0]) }
                    ?? Text("doctor.slot-of-nobody")
                checkup.warning(Failure("doctor.slot", facts.merging(["who": who]) { $1 }))
            }
        }
    }
}
