import GardeIO
import SystemPackage

extension Health {
    /// Days before its end that a certificate is one: those that renew themselves do so a month before.
    private static let certificateNotice = 14
    private static let certificateMention = 30

    /// Everything that is not as it should be, each with what to type; empty when all is well.
    package var problems: [Failure] {
        components.compactMap(problem) + runProblem + untoldProblems + roomProblem + restoreProblem + verifiedProblem
            + copies.compactMap(problem)
            + findings + certificates.filter { days($0) < Self.certificateNotice }.map(problem)
    }

    /// Worth a look, and not wrong yet.
    package var remarks: [Text] {
        let near = Self.certificateNotice..<Self.certificateMention
        let certificates = certificates.filter { near.contains(days($0)) }.map {
            Text.certificateExpires($0.name, days($0))
        }
        let little = room.flatMap { $0.free < 10 << 30 ? Text.littleRoom(place.backupRoot.string, $0.free) : nil }
        return warnings + certificates + [little].compactMap(\.self)
    }

    private func days(_ expiry: Expiry) -> Int { Int((Double(expiry.end - now.seconds) / 86400).rounded(.down)) }

    private func problem(_ component: Component) -> Failure? {
        guard !isFresh(component) else { return nil }
        let command = place.command("backup")
        guard let age = age(component), let last = component.last else { return .neverSaved(component.name, command) }
        return .tooOld(component.name, last.backup.id, age, limit: objectives.rpo.seconds, command)
    }

    private var runProblem: [Failure] {
        guard let run else { return [] }
        let command = place.command("backup")
        switch run.runEnd {
        case .done, .locked: return []
        case nil: return isRunning ? [] : [.runKilled(run.started, command)]
        case .incomplete, .failed, .ended: return [.runBad(run, run.next ?? command)]
        }
    }

    private var untoldProblems: [Failure] {
        (run?.untold ?? [:]).sorted { $0.key < $1.key }.map { name, why in
            .untold(name, why, place.command("notify --test"))
        }
    }

    private var roomProblem: [Failure] {
        guard let room, room.free <= room.expected else { return [] }
        return [.notEnoughRoom(place.backupRoot.string, room.expected, room.free)]
    }

    private var restoreProblem: [Failure] {
        guard let limit = objectives.rto?.seconds, let expected = expectedRestore, expected > limit else { return [] }
        return [.restoreTooLong(expected, limit: limit)]
    }

    private var verifiedProblem: [Failure] {
        verified.filter { !$0.depth.isGood }.prefix(1).map { .verifiedBad($0.id, place.command("backup")) }
    }

    private func problem(_ copies: Copies) -> Failure? {
        let record = RemoteRecord(place.backupRoot, of: identity).path.string
        guard let start = copies.start else {
            return isRunning ? nil : .neverSent(copies.url, place.command("backup"), record)
        }
        if copies.waiting > 0, !isRunning {
            return .waiting(copies.waiting, copies.url, place.command("backup"), record)
        }
        let age = now.seconds - start.seconds
        // A copy is made after its backup, and takes its time.
        guard copies.isSteady, age > 2 * objectives.rpo.seconds else { return nil }
        return .sentLongAgo(copies.url, copies.last ?? "", age, place.command("backup"))
    }

    private func problem(_ expiry: Expiry) -> Failure {
        let days = days(expiry)
        return Failure(
            days < 0
                ? .certificateExpired(expiry.name, (now.seconds - expiry.end) / 86400)
                : .certificateExpires(expiry.name, days),
            fix: Text(
                "Renew it, or take it away where nothing uses it.",
                fr: "Renouvelez-le, ou retirez-le s'il ne sert plus."))
    }
}

extension Failure {
    fileprivate static func neverSaved(_ name: String, _ command: String) -> Failure {
        Failure(
            Text("there is no good backup of \(name)", fr: "il n'y a aucune bonne sauvegarde de \(name)"),
            fix: .type(command))
    }

    fileprivate static func tooOld(_ name: String, _ id: String, _ age: Int, limit: Int, _ command: String) -> Failure {
        func why(_ language: Language) -> (String, String) {
            (language.duration(.seconds(age)), language.duration(.seconds(limit)))
        }
        let (english, french) = (why(.english), why(.french))
        return Failure(
            Text(
                "the last good backup of \(name) is too old",
                fr: "la dernière bonne sauvegarde de \(name) est trop vieille"),
            why: Text(
                "\(id) is \(english.0) old, and \(english.1) is the most",
                fr: "\(id) a \(french.0), pour \(french.1) au plus"),
            fix: .type(command))
    }

    fileprivate static func runKilled(_ started: String, _ command: String) -> Failure {
        Failure(
            Text("the last run did not come to its end", fr: "la dernière exécution n'est pas allée au bout"),
            why: Text(
                "it began on \(started), and was killed or lost its power",
                fr: "commencée le \(started), elle a été tuée ou privée de courant"),
            fix: .type(command))
    }

    fileprivate static func runBad(_ run: RunRecord, _ command: String) -> Failure {
        let what =
            switch run.runEnd {
            case .incomplete:
                Text("the last run did not do everything", fr: "la dernière exécution n'a pas tout fait")
            case .ended:
                Text("the last run was ended by a signal", fr: "la dernière exécution a été arrêtée par un signal")
            default: Text("the last run failed", fr: "la dernière exécution a échoué")
            }
        let failures = run.failures.prefix(3)
        let why = (["\(run.started)"] + failures).joined(separator: "; ")
        // What the run said tells what to type first.
        let fix = failures.isEmpty ? Text.type(command) : .thenType(command)
        return Failure(what, why: .verbatim(why), fix: fix)
    }

    fileprivate static func untold(_ name: String, _ why: String, _ command: String) -> Failure {
        Failure(
            Text(
                "\(name) could not be told how a run went",
                fr: "\(name) n'a pas pu être prévenu de la fin d'une exécution"),
            why: .verbatim(why), fix: .thenType(command))
    }

    fileprivate static func restoreTooLong(_ expected: Int, limit: Int) -> Failure {
        func times(_ language: Language) -> (String, String) {
            (language.duration(.seconds(expected)), language.duration(.seconds(limit)))
        }
        let (english, french) = (times(.english), times(.french))
        return Failure(
            Text("a restore takes too long", fr: "une restauration dure trop longtemps"),
            why: Text(
                "by the last one, about \(english.0) for what there is now, and \(english.1) is the most",
                fr: "d'après la dernière, environ \(french.0) pour ce qu'il y a maintenant, pour \(french.1) au plus"),
            fix: Text(
                "Make it quicker, or say a longer time in the recipe: objectives(rto:)",
                fr: "Accélérez-la, ou donnez un délai plus long dans la recette : objectives(rto:)"))
    }

    fileprivate static func verifiedBad(_ id: String, _ command: String) -> Failure {
        Failure(
            Text("\(id) did not pass verify", fr: "verify a échoué sur \(id)"),
            why: Text(
                "it counts as no backup; backup.log says what is bad",
                fr: "elle ne compte plus comme sauvegarde ; backup.log dit ce qui est mauvais"),
            fix: .type(command))
    }

    fileprivate static func neverSent(_ url: String, _ command: String, _ record: String) -> Failure {
        Failure(
            Text("nothing was ever sent to \(url)", fr: "rien n'a jamais été envoyé vers \(url)"),
            fix: .send(url, command, record))
    }

    /// The next run that copies there sends them.
    fileprivate static func waiting(_ count: Int, _ url: String, _ command: String, _ record: String) -> Failure {
        Failure(
            Text(
                "\(count) backup(s) could not be sent to \(url)",
                fr: "\(count) sauvegarde(s) n'ont pu être envoyées vers \(url)"),
            fix: .send(url, command, record))
    }

    fileprivate static func sentLongAgo(_ url: String, _ id: String, _ age: Int, _ command: String) -> Failure {
        let (english, french) = (Language.english.duration(.seconds(age)), Language.french.duration(.seconds(age)))
        return Failure(
            Text("the newest copy in \(url) is too old", fr: "la copie la plus récente dans \(url) est trop vieille"),
            why: Text("\(id) is \(english) old", fr: "\(id) a \(french)"), fix: .type(command))
    }

    static func damagedManifest(_ path: String, _ command: String) -> Failure {
        Failure(.unreadable(path), fix: .type(command))
    }

    static func cut(_ id: String, _ names: Set<String>, _ command: String) -> Failure {
        let list = names.sorted().joined(separator: ", ")
        return Failure(
            Text("\(id): a file is missing or cut: \(list)", fr: "\(id) : un fichier manque ou est tronqué : \(list)"),
            why: Text(
                "the disk, or somebody, changed it after its run; it counts as none",
                fr: "le disque ou quelqu'un l'a changé après son exécution ; elle ne compte pas"),
            fix: .type(command))
    }

    static func suspect(_ id: String, _ names: [String], _ command: String) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            Text("\(id) is suspect: \(list)", fr: "\(id) est suspecte : \(list)"),
            why: Text(
                "it is much smaller than before, and nothing is rotated meanwhile",
                fr: "bien plus petite qu'avant ; rien n'est supprimé en attendant"),
            fix: Text("If this is right, type: \(command)", fr: "Si c'est normal, tapez : \(command)"))
    }
}

extension Text {
    fileprivate static func type(_ command: String) -> Text { Text("Type: \(command)", fr: "Tapez : \(command)") }

    fileprivate static func send(_ url: String, _ command: String, _ record: String) -> Text {
        let sending = "\(command) --sync-remote --remote-dest \(url)"
        return Text(
            "Type: \(sending) – or, where that place is given up, take its lines out of \(record)",
            fr: "Tapez : \(sending) – ou, si ce lieu est abandonné, retirez ses lignes de \(record)")
    }

    fileprivate static func thenType(_ command: String) -> Text {
        Text("Once that is mended, type: \(command)", fr: "Une fois corrigé, tapez : \(command)")
    }
}
