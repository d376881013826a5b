// MARK: How it runs

/// Something of the platform that runs without Docker and systemd: how it is stopped and started, and how to see
/// whether it runs.
///
/// `usedBy:` calls it by its name; one that is called like a component, or like its `in:`, is that server itself. A
/// program is its name and its arguments, one by one; `isRunning` exits with 0 when it does.
public func service(_ name: String, stop: [String], start: [String], isRunning: [String]) -> Word {
    .service(ServiceCommands(name: name, stop: stop, start: start, isRunning: isRunning))
}

// MARK: What happens to it

/// How hard gzip tries, from 1 (fast) to 9 (small).
public func compress(level: Int = 6) -> Word { .compress(Compression(level: level)) }

/// OpenPGP, readable by each of these recipients.
public func encrypt(to first: any RecipientConvertible, _ more: any RecipientConvertible...) -> Word {
    .encrypt(Encryption(recipients: [first.recipient] + more.map(\.recipient)))
}

/// The folder that holds the backups on this machine.
public func store(in folder: String) -> Word { .store(Store(folder: folder)) }

/// A copy of each backup away from this machine: `s3://bucket/prefix`, or `name:path` of rclone.
///
/// With `keep` old copies are removed there by this rule of their own, without it none are; `limit` is for the line.
public func sync(
    to remote: any RemoteConvertible, keep: Retention? = nil, limit: Bandwidth? = nil
) -> Word {
    var remote = remote.remote
    (remote.keep, remote.limit) = (keep ?? remote.keep, limit ?? remote.limit)
    return .sync(remote)
}

/// How long backups stay: days that all of them do, then weeks and months that one each does.
public func keep(daily: Int, weekly: Int = 12, monthly: Int = 12, incrementals: Days = .days(7)) -> Word {
    .keep(Retention(daily: daily, weekly: weekly, monthly: monthly, incrementals: incrementals))
}

/// Somebody who hears how a run went.
///
/// `on` says of which outcomes; left out, of all but increments that went well. A heartbeat hears every run.
public func notify(_ notice: Notice, on outcomes: Outcome...) -> Word {
    .notify(Notice(notice.way, on: Set(outcomes)))
}

/// What the site wants to reach: how much of its latest data may be lost (`rpo`), and how soon it is to be back (`rto`).
///
/// `status` and the metrics compare the age of each component's last good backup with `rpo`.
public func objectives(rpo: TimeSpan, rto: TimeSpan? = nil) -> Word { .objectives(Objectives(rpo: rpo, rto: rto)) }

/// A file for Prometheus' node_exporter, written after each run: `metrics(to: "/var/lib/node_exporter/garde.prom")`.
public func metrics(to file: String) -> Word { .metrics(file) }
