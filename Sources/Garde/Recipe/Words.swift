// MARK: What to save

/// A PostgreSQL database and the roles of its server.
public func postgres(
    _ name: String = "postgresql", database: any SettingConvertible = .environment("POSTGRES_DB"),
    user: any SettingConvertible = .environment("POSTGRES_USER"),
    password: Secret = .environment("POSTGRES_PASSWORD"), in place: any PlaceConvertible = .automatic("postgres"),
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let server = Postgres(database: database.setting, user: user.setting, password: password, place: place.place)
    return .save(Source(name: name, kind: .postgres(server), usedBy: services, suspectBelow: suspectBelow))
}

/// A Redis server's data, as the server itself hands it out.
public func redis(
    _ name: String = "redis", user: any SettingConvertible = .environment("REDIS_USERNAME"),
    password: Secret = .environment("REDIS_PASSWORD"), in place: any PlaceConvertible = .automatic("redis"),
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let server = Redis(user: user.setting, password: password, place: place.place)
    return .save(Source(name: name, kind: .redis(server), usedBy: services, suspectBelow: suspectBelow))
}

/// A tree of mailboxes.
///
/// With `incremental`, a run saves what is new since the last one, and everything anew once `fullEvery` has passed.
public func mail(
    _ path: String = "data/mail", incremental: Bool = false, fullEvery: Days = .days(7), suspectBelow: Double = 0.5,
    usedBy services: String...
) -> Word {
    let mail = Mail(path: path, incremental: incremental, fullEvery: fullEvery)
    return .save(Source(name: "mail", kind: .mail(mail), usedBy: services, suspectBelow: suspectBelow))
}

/// What the platform's Compose project is made of: `.env`, the compose files, and the files that they name.
///
/// Files and folders of `with` are saved with them, where they exist. On a platform without Compose `.env` and these are
/// the whole of it.
public func config(
    with more: String..., suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(paths: [".env"], optional: more, followsStack: true)
    return .save(Source(name: "config", kind: .files(files), usedBy: services, suspectBelow: suspectBelow))
}

// Disfavoured, so that `config` without parentheses is one word, and refused as such.

/// The platform's configuration: these files and folders, and no others.
@_disfavoredOverload
public func config(
    _ first: String, _ more: String..., suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(paths: [first] + more)
    return .save(Source(name: "config", kind: .files(files), usedBy: services, suspectBelow: suspectBelow))
}

/// Certificates and keys, whose expiry every report says.
public func certificates(
    _ path: String = "config/certificates", suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(paths: [path])
    return .save(Source(name: "certificates", kind: .certificates(files), usedBy: services, suspectBelow: suspectBelow))
}

/// Files and folders that belong together under one name.
public func files(
    _ name: String, _ first: String, _ more: String..., suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(paths: [first] + more)
    return .save(Source(name: name, kind: .files(files), usedBy: services, suspectBelow: suspectBelow))
}

/// Whatever a program can write to its standard output, and another can read back from its standard input.
///
/// A restore, and its way back, want what is there replaced: where `load` only adds to it, as `slapadd` and `sqlite3` do,
/// `empty` is the program that takes everything away first. A program is its name and its arguments, one by one; no shell
/// reads them.
public func command(
    _ name: String, dump: [String], empty: [String] = [], load: [String], in place: any PlaceConvertible = .here,
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let command = Command(dump: dump, load: load, empty: empty, place: place.place)
    return .save(Source(name: name, kind: .command(command), usedBy: services, suspectBelow: suspectBelow))
}

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
    .notify(Notice(way: notice.way, outcomes: Set(outcomes)))
}

/// What the site wants to reach: how much of its latest data may be lost (`rpo`), and how soon it is to be back (`rto`).
///
/// `status` and the metrics compare the age of each component's last good backup with `rpo`.
public func objectives(rpo: TimeSpan, rto: TimeSpan? = nil) -> Word { .objectives(Objectives(rpo: rpo, rto: rto)) }

/// A file for Prometheus' node_exporter, written after each run: `metrics(to: "/var/lib/node_exporter/garde.prom")`.
public func metrics(to file: String) -> Word { .metrics(file) }
