import GardeComponents
import GardeCore
import GardeDestinations
import GardeIO
import GardeNotifiers
import GardeWords
import SystemPackage

extension Doctor {
    // MARK: Keys

    func keysCheckup() async -> Checkup {
        var checkup = Checkup(.keys)
        guard !settings.recipients.isEmpty else {
            let isSent = !settings.destinations.isEmpty
            if isSent {
                checkup.warning(Failure("doctor.sent-unencrypted"))
            } else {
                checkup.info(Text("doctor.not-encrypted"))
            }
            return checkup
        }
        let found = await RecipientKeys.find(settings.recipients)
        for key in found.keys { checkup.ok(.encryptsTo(key)) }
        for failure in found.findings { checkup.error(failure) }
        for warning in found.warnings { checkup.warning(warning) }
        if found.keys.contains(where: Keyring.own.holdsPrivateHalf) { checkup.info(Text("doctor.private-half")) }
        return checkup
    }

    // MARK: The clock

    func clockCheckup() async -> Checkup {
        var checkup = Checkup(.clock)
        let now = LocalTime.now()
        let year = Int(now.id.prefix(4)) ?? 0
        guard 2026...2100 ~= year else {
            checkup.error(Failure("doctor.clock-year", ["time": now.readable]))
            return checkup
        }
        let limit = now.adding(seconds: Rotation.tolerance).id
        let future = History(settings.backupRoot).ids.filter { $0 > limit }.sorted()
        if let last = future.last {
            checkup.warning(Failure("doctor.clock-future", ["id": last, "time": now.readable]))
        }
        let words = ["show", "--property=NTPSynchronized", "--value"]
        let said = try? await Invocation("timedatectl", words).capture(timeout: .seconds(10)).whenSuccessful()
        let isSet = said.map { $0.hasPrefix("yes") }
        if isSet == false { checkup.warning(Failure("doctor.clock-unset")) }
        checkup.ok(Text(isSet == true ? "doctor.clock-set" : "doctor.clock", ["time": now.iso8601]))
        return checkup
    }

    // MARK: Copies

    func copiesCheckup() async -> Checkup {
        var checkup = Checkup(.copies)
        let places = settings.remotes(recipe)
        guard !places.isEmpty else {
            checkup.info(Text("doctor.no-copies"))
            return checkup
        }
        var canBeErased = false
        for place in places {
            let store = settings.destinationAccess(Heard(console.language)).store(for: place)
            do {
                if let finding = await store.finding() { throw finding }
                guard !settings[.isDryRun] else {
                    _ = try await store.folders()
                    checkup.ok(Text("doctor.reached", ["url": place.address.url]))
                    continue
                }
                let isErasable = try await probe(store, place, &checkup)
                canBeErased = canBeErased || isErasable
            } catch let failure as Failure { checkup.error(failure) } catch {
                checkup.error(.remote(error, store))
            }
        }
        if canBeErased { checkup.info(Failure("doctor.erasable")) }
        return checkup
    }

    /// Writes a small file, reads it back, and removes it; gives whether it could be removed.
    private func probe(_ store: any Destination, _ place: CopyPlace, _ checkup: inout Checkup) async throws -> Bool {
        let mark = String(UInt64.random(in: 0 ... .max), radix: 16)
        let (folder, text) = ("garde-doctor", Array("\(mark)\n".utf8))
        let name = "\(folder)/probe-\(mark)"
        let url = place.address.url
        let file = FilePath(processEnvironment()["TMPDIR"] ?? "/tmp").appending("garde-probe-\(mark)")
        try await Durable.create(file) { try $0.writeAll(text) }
        defer { try? Durable.remove(file) }
        try await store.put(file.string, as: name)
        guard try await store.content(of: name) == text else {
            try? await store.remove(name)
            throw Failure("doctor.probe-differs", ["url": url])
        }
        if let lock = try? await store.lock(on: name) {
            // A delete would only hide it.
            checkup.ok(Text("doctor.probe-locked", ["url": url, "name": name, "lock": lock]))
            return false
        }
        do { try await store.remove(name) } catch {
            checkup.ok(Text("doctor.probe-stays", ["url": url, "name": name]))
            return false
        }
        guard try await !store.files(in: folder, withDigests: false).contains(where: { "\(folder)/\($0.name)" == name })
        else {
            checkup.ok(Text("doctor.probe-stays", ["url": url, "name": name]))
            return false
        }
        checkup.ok(Text("doctor.probe", ["url": url]))
        return true
    }

    // MARK: Who is told

    func notificationsCheckup() -> Checkup {
        var checkup = Checkup(.notifications)
        let addressees = settings.addressees(recipe)
        guard !addressees.isEmpty else {
            checkup.warning(Failure("doctor.nobody-told"))
            return checkup
        }
        for addressee in addressees { checkup.ok(Text("doctor.told", ["name": addressee.name])) }
        if let last = NotifyRecord(identity, in: settings.backupRoot), last.isOf(addressees, identity) {
            checkup.ok(Text("doctor.notify-tested", ["day": last.day]))
        } else {
            checkup.warning(Failure("doctor.notify-untested", ["command": typed.line("notify --test")]))
        }
        return checkup
    }

    // MARK: What there is

    /// What `status` finds, but for what was said already; before the first backup there is nothing to find.
    func backupsCheckup(besides groups: [Checkup]) async -> Checkup {
        var checkup = Checkup(.backups)
        let backupRoot = settings.backupRoot
        guard (try? backupRoot.stat().type) == .directory, Failure.closedFolder(backupRoot) == nil,
            !History(backupRoot).ids.isEmpty
        else {
            checkup.info(Text("doctor.no-backup", ["command": typed.line("backup")]))
            return checkup
        }
        let heard = Heard(console.language)
        let health = await Health.look(recipe, settings, root: root, console: heard)
        let said = Set(groups.flatMap(\.lines).map(\.failure.what))
        let problems = health.problems.filter { !said.contains($0.what) }
        for problem in problems { checkup.error(problem) }
        for remark in health.remarks where !said.contains(remark) { checkup.warning(remark) }
        if problems.isEmpty { checkup.ok(Text("doctor.backups")) }
        return checkup
    }
}
