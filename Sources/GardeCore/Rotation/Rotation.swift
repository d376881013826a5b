package import GardeWords

/// What stays of the backups of one place, what goes, and why: a function of what they hold, the rules and the time.
package struct Rotation: Sendable, Hashable {
    package struct Rules: Sendable, Hashable {
        package let keep: Retention
        package let now: Moment
        /// Nil where none is known.
        package let last: Last?
        /// Somebody asked for it with `--yes`: neither the age of the last good backup nor the number that goes counts.
        package let isForced: Bool
        /// Whether increments can be put together here.
        package let merges: Bool

        package init(keep: Retention, now: Moment, last: Last?, isForced: Bool = false, merges: Bool = false) {
            (self.keep, self.now, self.last, self.isForced) = (keep, now, last, isForced)
            self.merges = merges
        }
    }

    /// The last rotation that came to its end.
    package struct Last: Sendable, Hashable {
        /// Since 1970, UTC.
        package let seconds: Int
        /// The backups that it left, by id.
        package let left: Set<String>

        package init(seconds: Int, left: Set<String>) { (self.seconds, self.left) = (seconds, left) }
    }

    /// Why something stays.
    package enum Stay: Sendable, Hashable {
        /// At most so many days old.
        case young(Int)
        case week, month, lastGood
        /// Increments: the last of its hour, of its day.
        case ofHour, ofDay
        /// What is kept cannot be restored without it.
        case needed(by: String)
        /// The last good backup of the component is too old.
        case stale
        case future, holdsMore, locked, newestCopies
        /// Somebody else made it.
        case stranger(Text)
    }

    package enum Fate: Sendable, Hashable {
        /// Why, by component.
        case stays([Component.ID: Stay])
        /// Why a safety copy does, whatever is in it.
        case staysWhole(Stay)
        case goes
    }

    package enum Kind: Sendable, Hashable { case full, increment, safetyCopy }

    package struct Row: Sendable, Hashable {
        package let name: String
        package let kind: Kind
        /// In days; below 0 for what lies in the future.
        package let age: Int
        package let fate: Fate
        /// The increment that takes in what those after this one need of it; nil where nothing does.
        package var into: String?
    }

    /// An increment that is written anew with what lies between it and the next one down that stays.
    package struct Merge: Sendable, Hashable {
        package let into: String
        package let component: Component.ID
        /// Newest first.
        package let between: [String]
    }

    /// Why nothing goes although something would.
    package enum Hold: Sendable, Hashable {
        case suspect([String])
        /// The newest backup lacks something.
        case incomplete(String)
        case tooMany(Int, limit: Int)
    }

    /// Newest first, safety copies last.
    package let rows: [Row]
    package let hold: Hold?
    /// Names, those that nothing else builds on first; empty under a hold.
    package let removals: [String]
    /// What has to be put together before the removals; empty under a hold.
    package let merges: [Merge]

    /// A backup in the future of a clock that is off by no more than this is as any other.
    package static let tolerance = 2 * 3600

    /// `copies` are what restores left, `pre_restore_…`, by their names.
    package init(_ backups: [SavedBackup], copies: [String: Moment] = [:], _ rules: Rules) {
        let sorted = backups.sorted { ($0.start.seconds, $0.id) > ($1.start.seconds, $1.id) }
        let keeping = Keeping(sorted, rules)
        let copyRows = Self.rows(copies, rules.now)
        let into = Dictionary(keeping.merges.flatMap { merge in merge.between.map { ($0, merge.into) } }) { one, _ in
            one
        }
        let backupRows = sorted.map { backup in
            Row(
                name: backup.id, kind: backup.isIncrementOnly ? .increment : .full,
                age: rules.now.day - backup.start.day, fate: keeping.reasons[backup.id].map { .stays($0) } ?? .goes,
                into: keeping.reasons[backup.id] == nil ? into[backup.id] : nil)
        }
        rows = backupRows + copyRows
        let going = sorted.filter { keeping.reasons[$0.id] == nil }
        let goingCopies = copyRows.filter { $0.fate == .goes }.map(\.name)
        let own = sorted.filter { $0.stranger == nil }
        let flood = Flood(own, rules)
        let count = flood.count(going, keeping.chains) + goingCopies.count
        hold = count == 0 ? nil : Self.hold(own, count, flood, rules)
        merges = hold == nil ? keeping.merges : []
        removals = hold == nil ? keeping.chains.leavesFirst(going).map(\.id) + goingCopies : []
    }

    private static func hold(_ backups: [SavedBackup], _ count: Int, _ flood: Flood, _ rules: Rules) -> Hold? {
        let suspects = backups.filter(\.isSuspect).map(\.id)
        guard suspects.isEmpty else { return .suspect(suspects) }
        if let newest = backups.first(where: { !$0.isFuture(rules.now) }), !newest.isWhole {
            return .incomplete(newest.id)
        }
        return count > flood.limit && !rules.isForced ? .tooMany(count, limit: flood.limit) : nil
    }

    /// The newest two safety copies stay, others for 30 days.
    private static func rows(_ copies: [String: Moment], _ now: Moment) -> [Row] {
        let sorted = copies.sorted { ($0.value.seconds, $0.key) > ($1.value.seconds, $1.key) }
        let newest = sorted.filter { $0.value.seconds <= now.seconds + tolerance }.prefix(2).map(\.key)
        return sorted.map { name, start in
            let age = now.day - start.day
            let stay: Stay? =
                start.seconds > now.seconds + tolerance
                ? .future : newest.contains(name) ? .newestCopies : age <= 30 ? .young(30) : nil
            return Row(name: name, kind: .safetyCopy, age: age, fate: stay.map { .staysWhole($0) } ?? .goes)
        }
    }
}

extension SavedBackup {
    func isFuture(_ now: Moment) -> Bool { start.seconds > now.seconds + Rotation.tolerance }
}
