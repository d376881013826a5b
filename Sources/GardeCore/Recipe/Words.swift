/// How hard gzip tries, from 1 (fast) to 9 (small).
public func compress(level: Int = 6) -> Word { Word(Compression(level: level)) }

/// What a run takes of the machine: at most so many `cores`, and priority as of nice(1), 0 to 19, so that all else goes first.
public func resources(cores: Int? = nil, nice: Int? = nil) -> Word { Word(Resources(cores: cores, nice: nice)) }

/// OpenPGP, readable by each of these recipients.
public func encrypt(to first: any RecipientConvertible, _ more: any RecipientConvertible...) -> Word {
    Word(Encryption(recipients: [first.recipient] + more.map(\.recipient)))
}

/// The folder that holds the backups on this machine.
public func store(in folder: String) -> Word { Word(Store(folder: folder)) }

/// How long backups stay: days that all of them do, then weeks and months that one each does.
public func keep(daily: Int, weekly: Int = 12, monthly: Int = 12, incrementals: IncrementRetention = .days(7)) -> Word {
    Word(Retention(daily: daily, weekly: weekly, monthly: monthly, incrementals: incrementals))
}

/// What the site wants to reach: how much of its latest data may be lost (`rpo`), and how soon it is to be back (`rto`).
///
/// `status` and the metrics compare the age of each component's last good backup with `rpo`.
public func objectives(rpo: TimeSpan, rto: TimeSpan? = nil) -> Word { Word(Objectives(rpo: rpo, rto: rto)) }

/// A file for Prometheus' node_exporter, written after each run: `metrics(to: "/var/lib/node_exporter/garde.prom")`.
public func metrics(to file: String) -> Word { Word(MetricsFile(path: file)) }
