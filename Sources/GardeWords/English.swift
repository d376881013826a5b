/// What Garde says in English: `id: sentence`, the clauses of a failure one below the other.
let englishSentences = #"""
    accept.accepted: {id} is accepted: {list}
    accept.no-such-backup: no backup {id} in {root}
    accept.no-such-backup.fix: Type: {command}
    accept.not-suspect: {id} is not suspect

    adopt.adopted-copies: no backup of {shown} is here; its remote copies now belong to {ownShown}. If that name
        is wrong, remove its line from {note}
    adopt.first-beside-living: this is the first backup of this platform, next to backups of others that are
        still in use
    adopt.first-beside-living.why: {shown}: they are neither compared nor rotated
    adopt.first-beside-others: this is the first backup of this platform, next to those of another one
    adopt.first-beside-others.why: {shown}: they are neither compared nor rotated
    adopt.first-beside-others.fix: If that platform is this one, moved or restored, type: {command} {first} –
        otherwise, there is nothing to do
    adopt.nobody-else: {root} holds no backups of another platform
    adopt.other-subject: {name} is now {now}, and was {before}: it is not compared with earlier backups
    adopt.passing-host: this container is named {host}, and the next one will have another name: each run makes
        the first backup of yet another platform
    adopt.passing-host.why: nothing is compared, and no old backup is removed
    adopt.passing-host.fix: Give it a fixed name: docker run --hostname …, or hostname: in the compose file. Then adopt.
    adopt.predecessor: {count} backups of {shown}, the newest {newest}, are ignored here. If that platform is
        this one, type: {command}
    adopt.still-here: {shown} still exists
    adopt.still-here.why: its backups would no longer belong to it
    adopt.still-here.fix: If this platform really replaces it, type: {command} {shownFix}
    adopt.text: the backups of {shown} now belong to {ownShown}: {count}, the newest {newest}. To undo this,
        remove its line from {note}
    adopt.who-else: whose backups should be adopted?
    adopt.who-else.why: there are {shown}
    adopt.who-else.fix: Name one: {command} {first}

    around.after-failed: {command}, which runs after a backup, failed
    around.after-failed.why: {why}
    around.after-failed.fix: To see why, type: {typed} – the next run does it once more
    around.after-too-long: {command}, which runs after a backup, was stopped: it did not end within {limit}
    around.after-too-long.why: it said last: {said}
    around.after-too-long.fix: Give it more time, limit: .minutes(…). To see what it does, type: {typed} – the next
        run does it once more
    around.before-failed: {command}, which runs before a backup, failed: nothing was saved
    around.before-failed.why: {why}
    around.before-failed.fix: To see why, type: {typed}
    around.before-too-long: {command}, which runs before a backup, was stopped: it did not end within {limit}, and
        nothing was saved
    around.before-too-long.why: it said last: {said}
    around.before-too-long.fix: Give it more time, limit: .minutes(…). To see what it does, type: {typed}
    around.first: before anything is read: {command} (within {limit})
    around.makes-up: what is to run after a backup did not run, or failed, the last time: it runs now
    around.nothing-makes-up: the last run ended before it ran what the recipe had after a backup, and the recipe has
        that no more: see whether all that was stopped for the backup runs
    around.once-ended: once the run has ended: {command} (within {limit})
    around.once-read: once everything is read: {command} (within {limit})
    around.runs: runs {command}

    backup.begins: backup begins ({type}): {list}
    backup.closed-folder: no permission to read {closed}
    backup.closed-folder.fix: Run this as the user who makes the backups, often root: sudo …
    backup.committed: backup complete: {place}, {bytes} in {took}
    backup.disk-not-mounted: the backup disk is not mounted
    backup.disk-not-mounted.why: /etc/fstab lists {point}
    backup.disk-not-mounted.fix: Type: mount {point}
    backup.holds-nothing: {name} is empty
    backup.holds-nothing.why: {why}
    backup.holds-nothing.fix: Check that this is the right one. If it is, type: {command}
    backup.incomplete: the backup is incomplete: {place}
    backup.incomplete.fix: Fix what is listed above, then run the backup again.
    backup.left-out: {name} is skipped
    backup.little-room: only {free} free in {folder}
    backup.look: It may be waiting for a lock. Run this SQL: {sql}
    backup.look-2: Check the disk. Type: dmesg | tail
    backup.look-3: Type: {command}
    backup.lost: {name} shrank suspiciously
    backup.lost.why: {now} of {last} files are left
    backup.lost.fix: Check that it is mounted and populated. If this is expected, type: {command}
    backup.no-backup-root: there is no folder of backups {path}
    backup.no-backup-root.fix: If they are elsewhere, set BACKUP_ROOT to their folder. If there is none yet, type: {command}
    backup.no-backups: no backup in {root}
    backup.no-backups.fix: If they are elsewhere, set BACKUP_ROOT to their folder. If there is none yet, type: {command}
    backup.no-longer-encrypted: this backup is not encrypted, but {id} was
    backup.not-enough-room: Not enough disk space
    backup.not-enough-room.why: about {expected} needed in {folder}, {free} free
    backup.not-enough-room.fix: Type: df -h {folder}
    backup.not-writable: {folder} is not writable
    backup.not-writable.fix: Give this user write permission there, or set BACKUP_ROOT.
    backup.nothing-chosen: there is nothing to back up
    backup.nothing-chosen.why: every component is skipped
    backup.nothing-chosen.fix: Remove one of the --no-…, --only or --skip options.
    backup.of: {component}: {what}
    backup.of.why: {why}
    backup.of.fix: {fix}
    backup.old-data-kept: the last restore left the old data aside: a service was unhealthy, or it was killed at its end;
        the next run of restore.sh removes it
    backup.restore-unfinished: a restore did not finish
    backup.restore-unfinished.why: the platform is neither in its old state nor in the restored one
    backup.restore-unfinished.fix: Run the same restore.sh again: it first finishes or undoes the interrupted
        one. If that keeps failing: {abandon}
    backup.saved: {name}: {bytes} in {took}
    backup.secret-unreadable: {path} holds a setting and cannot be read
    backup.secret-unreadable.fix: Type: ls -l {path}
    backup.secret-unreadable.why: {why}
    backup.shrank: {name} shrank suspiciously
    backup.shrank.why: from {last} to {now} before compression
    backup.shrank.fix: Check that it is mounted and populated. If this is expected, type: {command}
    backup.stalled: no data for {minutes} minutes: {waiting} wait for {slow}. {stall}
    backup.swept: removed {name}, left behind by a run that was killed
    backup.unchanged: {name}: unchanged since {id} ({bytes}) in {took}
    backup.unfinished-elsewhere: a restore of {shown} did not finish. If that is this machine under another
        name, type: {adopt}
    backup.unreadable: {path}: the manifest is damaged
    backup.value-missing: {path} is empty
    backup.value-missing.fix: Write the value on its first line
    backup.value-missing.why: {variable} points to it
    backup.without-rows: {component}: without the rows of {list}, {size} on the server
    backup.without-rows-of: {component}: without the rows of {list}
    backup.would-create: dry run, nothing is written. A run would create {folder} (gzip level {level})
    backup.would-write: would write {file}

    bytes: {size}

    certificates.certificate-expired: certificate {name}: expired {days} days ago
    certificates.certificate-expires: certificate {name}: {days} days left
    certificates.openssl-missing: the expiry of the certificates is unknown. Type: apt install openssl

    chain.broken: {child} needs backup {id}
    chain.broken.why: it is an increment, and {id} is not in {list}
    chain.broken.fix: Copy {id} next to it, or restore a full backup. Type: ls {place}
    chain.foreign: {id} is not the backup that {child} builds on
    chain.foreign.why: the digest of its manifest differs
    chain.foreign.fix: Copy the right one next to it, or restore a full backup.
    chain.incomplete: {component}: Damaged archive
    chain.incomplete.why: {name} comes from an earlier increment, but none contains it
    chain.incomplete.fix: Restore an older backup.
    chain.increment-alone: {path} is an increment
    chain.increment-alone.why: nothing tells which backup it builds on
    chain.increment-alone.fix: Restore it with its manifest, from a folder that also holds its full backup.
    chain.no-full-before: {id} needs the full backup before it
    chain.no-full-before.why: it is an increment, and {list} contains no earlier full backup made by the old script
    chain.no-full-before.fix: Copy that full backup and all increments since then next to it.
    chain.round: the chain of increments loops back to {id}
    chain.round.fix: Restore a full backup.
    chain.unnamed: {id} is an increment that does not name its base
    chain.unnamed.fix: Restore a full backup.

    command.left-input: {program} did not load everything
    command.left-input.why: it exited with code 0 without reading the last {left} bytes
    command.left-input.fix: The load: command in the recipe must read its standard input to the end.
    command.missing: {program} cannot be run
    command.missing.fix: Install it or correct the recipe.
    command.not-undone: {name} cannot be put back automatically
    command.not-undone.why: {why}
    command.not-undone.fix: Load it by hand from an older backup.
    command.no-safety-copy: no safety copy contains it
    command.rolled-back: the dump ends with a ROLLBACK: the database is damaged
    command.rolled-back.fix: Type: sqlite3 FILE "PRAGMA integrity_check" – and back the database up with
        sqlite("FILE") in the recipe
    command.rolled-back.why: sqlite3 could not read all of it, and loading what it wrote would be rolled back
    command.safety-copy-gone: the safety copy {copy} is gone
    command.said-nothing: the dump command wrote nothing
    command.said-nothing.why: an empty file would restore nothing

    command.still-loads: an earlier restore of {component}, which was killed, is still loading it
    command.still-loads.fix: Type: kill -9 {list} – then run the same command again

    compact.differs: what was written differs from what was read
    compact.differs.fix: Nothing was kept of it. Look at the disk, then type the command again.
    compact.differs.why: read back, it does not give the state of the increment
    compact.done: {old}, a {chain}, is whole in {new}: {size} in {took}
    compact.done-before: {id} is whole in {new} already
    compact.is-whole: {id} is a full backup already
    compact.no-id-between: {id} and {next} are one second apart
    compact.no-id-between.fix: {fix}
    compact.no-id-between.why: what is made of {id} needs the second between it and the next backup
    compact.no-other: No other increment can be compacted now: make a full backup.
    compact.not-of-recipe: {id} contains what the recipe does not name
    compact.not-of-recipe.fix: Add it to the recipe again, or keep the chain.
    compact.not-of-recipe.why: {list}
    compact.other: Type: {command}
    compact.would: would make a full backup of {id}: {list}

    compare.all: together
    compare.changed: {count} changed meanwhile
    compare.component: component
    compare.cost: {bytes} in {took}
    compare.lacks: {component}: the recipe lacks {count|# entry|# entries} of the script's
    compare.lacks.why: {missing} missing, {differing} different: {list}
    compare.lacks.fix: Save them by a word of the recipe {recipe}, or leave them out by exclude:, and compare again.
    compare.left-out: {count} left out on purpose
    compare.more: {count} in the recipe only
    compare.no-manifest: {path} writes no manifest.json: as it ended well, what it wrote counts as all that it saves
    compare.no-script: there is no old script to compare with
    compare.no-script.why: {list} is not in {root}
    compare.no-script.fix: Name it: {command}
    compare.not-comparable: {component}: what both saved cannot be compared entry by entry
    compare.not-comparable.why: its tools are not on this machine, or its backup is of another form
    compare.not-comparable.fix: Restore both beside each other and look, or install the client of its server.
    compare.not-in-recipe: the script saves {component}, and the recipe {recipe} does not
    compare.not-in-recipe.fix: Add {word}() to the recipe, or legacy("…", saves: {word}()).
    compare.nothing: nothing that {path} saved could be compared with the recipe
    compare.nothing.fix: See which components both have: {program} explain
    compare.only-in-recipe: only in the recipe
    compare.recipe: recipe
    compare.recipe-runs: the script ran for {took}; now the recipe {recipe} saves the same
    compare.safe: the switch is safe: the recipe {recipe} saves all that {path} saves
    compare.same: same ({count|# entry|# entries})
    compare.script: script
    compare.script-runs: {path} saves into a folder of its own; nothing is copied, told or rotated
    compare.unsafe: not safe – {what}
    compare.verdict: verdict
    compare.would: would let {path} save, then the recipe {recipe}, and compare; nothing was run

    compose.data-not-saved: config: services keep data in {list}, and no component saves it. Add to the recipe: {words}
    compose.not-in-backup: not saved: {path}, which the service {service} is built from
    compose.mounted-not-saved: not saved: {path}, which the service {service} mounts
    compose.engine-closed: {user} may not access the Docker engine
    compose.engine-closed-2: Run this as root, or type once: usermod -aG docker {user}
    compose.engine-silent: Type: {command} – or, if the servers run without Docker, set PLATFORM=here.
    compose.files-lost: the files that the running containers were created from are missing: {list}
    compose.files-lost.fix: Put them back, or start the platform from the files that exist, then run this again.
    compose.foreign-project: the container of {service} belongs to another project
    compose.foreign-project.why: its folder is {folder}
    compose.foreign-project.fix: Set PLATFORM_ROOT to that folder, or COMPOSE_PROJECT_NAME to this platform's own name.
    compose.no-such-service: there is no service {service}
    compose.no-such-service.why: Compose knows {list}
    compose.no-such-service.fix: Name the right one in the recipe: in: "…"
    compose.not-installed: {what} is not installed here
    compose.not-installed-2: Type: apt install docker.io docker-compose – or, if the servers run without Docker, set
        PLATFORM=here.
    compose.not-saved: config: Docker Compose needs {list} to start the platform, and no component saves it. Add
        it to the recipe: config(with: …)
    compose.refused: {command} failed
    compose.refused.why: {why}
    compose.refused.fix: Type: {compose} ps -a
    compose.service-not-running: the service {service} is not running
    compose.service-not-running.fix: Type: {command}
    compose.service-paused: the service {service} is paused
    compose.service-paused.fix: Type: {command}
    compose.several-projects: several Compose projects run from {root}: {list}
    compose.several-projects.why: it is unclear which one is meant
    compose.several-projects.fix: Stop the others, or choose one in front of the command: COMPOSE_PROJECT_NAME={names}
    compose.silent: Docker Compose does not answer
    compose.silent.why: {why}
    compose.silent.fix: {fix}
    compose.unread: config: {file}, line {line}, is not valid YAML ({reason}): the files that it refers to are unknown

    copy.ended-while-sending: the run ended during the transfer
    copy.far-differs: the copy in {url} differs from what was sent
    copy.far-differs.why: missing there, or with a different size or digest: {list}
    copy.far-differs.fix: The next run sends it again; if this persists, check the storage.
    copy.far-missing: Damaged archive: {url}/{name}
    copy.far-missing.why: it is missing or has a different size
    copy.far-missing.fix: Use another backup: {programPath} list --remote {url}
    copy.fetching: fetching {id} from {url}: {bytes}
    copy.foreign: {id} in {url} is a different backup; nothing there is overwritten
    copy.foreign.why: {why}
    copy.foreign.fix: Give each machine its own path, for example {url}/{own}
    copy.left-to: copies to {url} are left to the run that is still sending: {holder}
    copy.made-on: it was made on {value}
    copy.made-elsewhere: another machine sends there too
    copy.from-future: {url} contains backups from the future: find out who writes there, or check the clock: {list}
    copy.frozen: {url} keeps it in cold storage
    copy.frozen.why: it must be thawed first, which takes hours
    copy.frozen.fix: Type this, and come back when it has finished: {list}
    copy.gone-unsent: {id} was never sent to {url} and no longer exists here
    copy.held: no old copy in {url} is removed
    copy.held.why: {why}
    copy.held.fix: {fix}
    copy.invalid-endpoint: AWS_ENDPOINT_URL is not a server address
    copy.invalid-endpoint.why: https://host is expected, without user or password
    copy.lacking: DAMAGED, missing or truncated there: {list}
    copy.local-damaged: Damaged archive: {path}
    copy.local-damaged.why: its digest differs from the manifest
    copy.local-damaged.fix: It is not sent. Run a full backup, and check this disk.
    copy.local-unreadable: {path} cannot be read
    copy.local-unreadable.why: {why}
    copy.local-unreadable.fix: It is not sent. Run a full backup, and check this disk.
    copy.lock: under a legal hold
    copy.locked-until: locked until {readable}
    copy.locked: {id} in {url} is {why}: it is kept
    copy.never-made: {url} contains backups that this machine never made
    copy.never-made.why: newer than the newest one here: {list}
    copy.never-made.fix: Find out who writes there and revoke that access. Nothing is removed until they are gone.
    copy.no-copies: no backup in {url}
    copy.no-copies.fix: Check the URL, or send one.
    copy.no-copy: no backup {id} in {url}
    copy.no-copy.fix: Type: {programPath} list --remote {url}
    copy.no-known-place: no destination is known
    copy.no-known-place.fix: Type: {command} s3://bucket/path – or set REMOTE_DESTINATION
    copy.no-place: {word} is not a destination
    copy.no-place.why: {why}
    copy.no-rule: no destination has a retention rule
    copy.no-rule.fix: Add one to the recipe: sync(to: "…", keep: .daily(90))
    copy.not-listed: unexpected argument {word}
    copy.not-listed.why: list takes options, and the URL of a destination
    copy.not-ours: {id} cannot be sent
    copy.not-ours.why: its manifest lists no files
    copy.not-sent: {id} is saved here, but not off this machine
    copy.not-sent.why: {why}
    copy.not-sent.fix: {fix}
    copy.remote-credentials: {url} refuses this machine
    copy.remote-credentials.why: {why}
    copy.remote-credentials.fix: Check its credentials and permissions. Type: {look}
    copy.remote-frozen: {url} does not answer properly
    copy.remote-frozen.why: {why}
    copy.remote-frozen.fix: Check that it is reachable and has room. Type: {look}
    copy.remote-full: {url} is full
    copy.remote-full.why: {why}
    copy.remote-full.fix: Free space there, or let old copies be removed: sync(to:, keep:)
    copy.remote-missing: {url} does not exist
    copy.remote-missing.why: {why}
    copy.remote-missing.fix: Create it, or check its name: {look}
    copy.remote-stranger: {url}: the server's host key is not the known one
    copy.remote-stranger.why: {why}
    copy.remote-stranger.fix: It may be a different server. Compare its key on the server itself, then correct
        known_hosts.
    copy.removed-there: removed {id} from {url}
    copy.sending: sending {name} to {url}
    copy.sending-backup: sending {id} to {url}: {bytes}
    copy.sent: {id} is in {url}, read back: {count} of {total} files sent, {bytes}
    copy.sent-again: the next run that copies to {url} compares these, and sends again those that differ: {list}
    copy.too-many-there: {url} contains {count} folders named like backups; only the newest are checked
    copy.tool-missing: {tool} is not installed
    copy.tool-missing.why: it is needed to reach {url}
    copy.tool-missing.fix: Type: apt install {package}
    copy.tries-again: {what} failed, retrying in {seconds} s
    copy.unknown-remote: rclone has no remote named {name}
    copy.unknown-remote.why: {why}
    copy.unknown-remote.fix: {fix}
    copy.bucket-is-written: Write a bucket as s3://{path}
    copy.configure-rclone: Type: rclone config
    copy.no-remotes-here: none is configured here
    copy.remotes-here: configured are {list}
    copy.vanished: copies that had been verified in {url} are gone or truncated there
    copy.vanished.why: {why}
    copy.vanished.fix: Find out who removed them; those that still exist here are sent again.
    copy.would-send: would send to {url} with {tool}: {list}

    doctor.all-well: all is well
    doctor.backups: status finds nothing wrong
    doctor.clock: the clock shows {time}
    doctor.clock-future: backup {id} lies in the future: the clock shows {time}
    doctor.clock-future.fix: Type: timedatectl; if the clock is right, remove that backup once a newer one is verified
    doctor.clock-future.why: the clock is wrong now, or was wrong when that backup was made
    doctor.clock-set: the clock shows {time} and is synchronized
    doctor.clock-unset: the clock is not synchronized
    doctor.clock-unset.fix: Type: timedatectl set-ntp true
    doctor.clock-unset.why: backups are named, compared and rotated by it
    doctor.clock-year: the clock is wrong: it shows {time}
    doctor.clock-year.fix: Type: timedatectl set-ntp true
    doctor.compose: Compose project {name}: {running} of {all} containers are running
    doctor.cron: {place} runs as intended: {line}
    doctor.cron-bare: {place}: the program alone makes no backup, it lists its commands
    doctor.cron-bare.fix: Write the command behind it: {name} backup
    doctor.cron-bare.why: {line}
    doctor.cron-each-minute: {place}: a run starts every minute of some hours
    doctor.cron-each-minute.fix: Write a minute in the first field, such as 0
    doctor.cron-each-minute.why: {line}
    doctor.cron-fields: {place}, line {number}: cron does not accept the first five fields
    doctor.cron-fields.fix: Write: minute hour day month weekday command, such as 0 2 * * *
    doctor.cron-fields.why: {line}
    doctor.cron-gone: {place}: the scheduled program does not exist: {path}
    doctor.cron-gone.fix: Correct the path in that line, or install the program there again
    doctor.cron-gone.why: {line}
    doctor.cron-home: {place}: the keys here are those of {here}, but that line runs with the home {there}
    doctor.cron-home.fix: Import the public key as the user who runs it: gpg --import FILE; or set GNUPGHOME in that
        line
    doctor.cron-home.why: {line}
    doctor.cron-keeps: {name}: at most {pause} between two runs; at most {limit} of work may be lost
    doctor.cron-lacks: {place}: set here, but not in that line: {names}
    doctor.cron-lacks.fix: Write NAME=value lines above it, or put them into .env where the guide allows it
    doctor.cron-lacks.why: {line}
    doctor.cron-leaves-out: no scheduled run saves {name}
    doctor.cron-leaves-out.fix: Remove the option that leaves it out from one of the lines
    doctor.cron-mode: cron ignores {path}
    doctor.cron-mode.fix: Type: chown root: {path} && chmod 644 {path}
    doctor.cron-mode.why: files there must belong to root, and nobody else may write to them
    doctor.cron-name: cron ignores {path}
    doctor.cron-name.fix: Type: mv {path} {better}
    doctor.cron-name.why: names there may only have letters, digits, - and _
    doctor.cron-newline: {place}: cron ignores the whole file, as its last line does not end with a newline
    doctor.cron-newline.fix: Open the file with an editor, add an empty line at its end, and save it
    doctor.cron-newline.why: {line}
    doctor.cron-no-root: {place}: nothing in that line says which platform is meant
    doctor.cron-no-root.fix: Write PLATFORM_ROOT={typed} before the command
    doctor.cron-no-root.why: {line}
    doctor.cron-no-user: {place}, line {number}: there is no user {word}
    doctor.cron-no-user.fix: Write root before the command
    doctor.cron-no-user.why: in that file, the sixth field is the user who runs the command
    doctor.cron-none: nothing starts a backup of this platform
    doctor.cron-none.fix: Type: {command} – and put those lines into crontab -e
    doctor.cron-none.why: neither the crontab of {user}, nor /etc/crontab, /etc/cron.*, nor a systemd timer calls it
    doctor.cron-not-executable: {place}: {path} is not executable
    doctor.cron-not-executable.fix: Type: chmod +x {typed}
    doctor.cron-not-executable.why: {line}
    doctor.cron-not-found: {place}: {name} is not found there
    doctor.cron-not-found.fix: Write the whole path instead: {path}
    doctor.cron-not-found.why: PATH is {own} in {line}
    doctor.cron-not-the-recipes: nothing starts what the recipe schedules: {cron} {words}
    doctor.cron-not-the-recipes.fix: Type: {command} – it prints the lines of the recipe
    doctor.cron-other-folder: {place}: that line writes to {there}, and this looks at {here}
    doctor.cron-other-folder.fix: Set BACKUP_ROOT the same way in both
    doctor.cron-other-folder.why: {line}
    doctor.cron-other-user: {place}: that line runs as {user}, and this as {own}
    doctor.cron-other-user.fix: Run doctor as {user}: it looks with that user's rights and keys
    doctor.cron-other-user.why: {line}
    doctor.cron-overlap: two runs start at the same minute, and one waits for the other
    doctor.cron-overlap.fix: Start one of them some minutes later, or remove it if it is there twice
    doctor.cron-overlap.why: {one}; {other}
    doctor.cron-path: {place}: {name} is not found there
    doctor.cron-path-unexpanded: {place}: cron does not expand variables in PATH={path}
    doctor.cron-path-unexpanded.fix: Write all folders out
    doctor.cron-path-unexpanded.why: {line}
    doctor.cron-path.fix: Write above that line: {better}
    doctor.cron-path.why: here it is in {folder}, which is not in that line's PATH
    doctor.cron-percent: {place}: cron ends the command at its first %
    doctor.cron-percent.fix: Write a backslash before it: {better}
    doctor.cron-percent.why: {line}
    doctor.cron-refused: {place}: that run will be refused
    doctor.cron-refused.why: {why} ({line})
    doctor.cron-rpo: objectives(rpo:) will not be met: up to {loss} of {name} may be lost, and {limit} is allowed
    doctor.cron-rpo.fix: Type: {command} – it prints lines that meet it
    doctor.cron-rpo.why: runs are up to {pause} apart
    doctor.cron-seldom: {name} is scheduled less than twice in 100 days
    doctor.cron-seldom.fix: Type: {command} – it prints lines that meet objectives(rpo:)
    doctor.cron-silent: {place}: nobody hears of an error
    doctor.cron-silent.fix: Set ALERT_EMAIL in .env, or let errors through: --quiet >/dev/null
    doctor.cron-silent.why: {why} ({line})
    doctor.cron-spoiled: {place}: cron ignores the whole file because of line {number}
    doctor.cron-spoiled.fix: Correct that line, or remove it
    doctor.cron-spoiled.why: {why} ({line})
    doctor.cron-stopped: cron is not running
    doctor.cron-stopped.fix: Type: systemctl enable --now cron
    doctor.cron-unencrypted: {place}: that run does not encrypt for every recipient named here
    doctor.cron-unencrypted.fix: Write --encrypt --gpg-recipient KEY into it
    doctor.cron-unencrypted.why: {line}
    doctor.cron-unknown: {place}: {line}: its variables come from elsewhere and are not examined
    doctor.cron-unsent: {place}: that run does not copy to {urls}
    doctor.cron-unsent.fix: Write --sync-remote --remote-dest URL into it
    doctor.cron-unsent.why: {line}
    doctor.cron-untold: {place}: nobody hears what {role} finds
    doctor.cron-untold.fix: Write --tell behind {role}
    doctor.cron-untold.why: {why} ({line})
    doctor.cron-user: {place}, line {number}: {word} is taken as the command
    doctor.cron-user.fix: Remove {word} from that line
    doctor.cron-user.why: only /etc/crontab and /etc/cron.d have a field for the user
    doctor.elsewhere: copies go to {list}
    doctor.env-not-read: {names} in {path} is not read, and a run would look for the server elsewhere
    doctor.env-not-read.why: .env is the application's, which may reach the server otherwise
    doctor.env-not-read.fix: If it is the server to save, write {words} before the command and in the crontab.
    doctor.erasable: whoever breaks into this machine can delete the remote copies too, unless old versions
        are kept there
    doctor.erasable.fix: The page Remotes shows how: object lock, versions, or a server that only lets append
    doctor.erasable.why: the credentials that write there can also remove
    doctor.few-inodes: the file system of {path} can take only {count} more files
    doctor.few-inodes.fix: Type: df -i {path}
    doctor.folder: {path} is writable, {free} free
    doctor.folder-new: {path} does not exist yet: the first run creates it
    doctor.folder-open: others can look into {path} (mode {mode})
    doctor.folder-open.fix: Type: chmod 700 {typed}
    doctor.folder-open.why: the backups hold everything, passwords included
    doctor.folder-owner: {path} belongs to {owner}, and this runs as {user}
    doctor.folder-owner.fix: Run it as {owner}; or type: chown {user} {typed}
    doctor.group-backups: Backups
    doctor.group-clock: Clock
    doctor.group-copies: Remote copies
    doctor.group-folder: Backup folder
    doctor.group-keys: Encryption
    doctor.group-notifications: Notifications
    doctor.group-platform: What is backed up
    doctor.group-schedule: Schedule
    doctor.group-settings: Settings
    doctor.group-tools: Tools
    doctor.line-no-user: there is no user {word}
    doctor.line-unread: cron cannot read it
    doctor.lock: a run is under way: {holder}
    doctor.no-backup: no backup yet. Type: {command}
    doctor.no-containers: no container of a Compose project runs from {root}
    doctor.no-containers.fix: Type: cd {typed} && {compose} up -d
    doctor.no-copies: no remote copies: SYNC_REMOTE is off
    doctor.no-sendmail: ALERT_EMAIL is set, but this machine has no sendmail
    doctor.no-sendmail.fix: Type: apt install msmtp-mta; or set SMTP_URL
    doctor.nobody-told: nobody is told when a backup fails
    doctor.nobody-told.fix: Set ALERT_EMAIL or SLACK_WEBHOOK_URL in .env
    doctor.not-encrypted: backups are not encrypted: whoever reads the folder reads everything
    doctor.notify-tested: notifications were last tested on {day}
    doctor.notify-untested: the notifications were never tested as they are now
    doctor.notify-untested.fix: Type: {command}
    doctor.other-disk: the backups are on a file system of their own: {mount}
    doctor.private-half: a private key that opens the backups is on this machine: whoever breaks in can read them
    doctor.probe: {url}: a test file was written, read back and removed again
    doctor.probe-differs: {url}: a test file was read back with other content
    doctor.probe-differs.fix: Look at the place: it may cache, or another program may write there
    doctor.probe-locked: {url}: a test file was written and read back; it stays as {name} ({lock})
    doctor.probe-stays: {url}: a test file was written and read back; it stays as {name}, as this machine may not
        remove anything there
    doctor.reached: {url}: reached, nothing was written (--dry-run)
    doctor.same-disk: the backups are on the same file system as the data ({mount}), and no copies go elsewhere
    doctor.same-disk.fix: Set SYNC_REMOTE=true and REMOTE_DESTINATION; or BACKUP_ROOT on another disk
    doctor.same-disk.why: a lost disk loses both
    doctor.saves: {name} can be backed up
    doctor.script-skipped: {path} is ignored
    doctor.script-skipped.fix: Type: chmod +x {path} – and rename it if it has a dot
    doctor.script-skipped.why: scripts there must be executable, with only letters, digits, - and _ in their names
    doctor.sent-unencrypted: copies are sent unencrypted
    doctor.sent-unencrypted.fix: Set ENCRYPT_BACKUP=true and GPG_RECIPIENT
    doctor.sent-unencrypted.why: whoever runs the remote place can read everything
    doctor.settings: recipe {name}, platform {root}
    doctor.silent-file: errors go to a file that nobody reads
    doctor.silent-journal: what it writes goes to the journal alone
    doctor.silent-mailto: MAILTO is empty
    doctor.silent-null: errors go to /dev/null
    doctor.silent-sendmail: cron mails them, but this machine has no sendmail
    doctor.slot: the replication slot {slot} makes the PostgreSQL server keep {held} of write-ahead log
    doctor.slot-of-gone: it belongs to {platform}, which no longer exists
    doctor.slot-of-nobody: no platform known here uses it
    doctor.slot.fix: If its platform is gone, type in psql: {sql}
    doctor.slot.why: {who}
    doctor.summary: {errors|# error|# errors}, {warnings|# warning|# warnings}
    doctor.timer-off: the timer {name} is not enabled
    doctor.timer-off.fix: Type: systemctl enable --now {name}
    doctor.timer-stopped: the timer {name} is enabled, but does not run before the machine starts again
    doctor.timer-stopped.fix: Type: systemctl start {name}
    doctor.timer-untold: {place}: nobody hears what {role} finds
    doctor.timer-untold.fix: Type: systemctl edit --full {service} – and write --tell behind {role}
    doctor.timer-untold.why: {why} ({line})
    doctor.told: {name} is told
    doctor.tool: {name}: {version}
    doctor.tool-fails: {name} does not run
    doctor.tool-fails.fix: Type: apt install --reinstall {package}
    doctor.tool-fails.why: {why}
    doctor.tool-for: {name} for {server}: {version}
    doctor.tool-missing: {name} is not installed
    doctor.tool-missing.fix: Type: apt install {package}

    dotenv.bad-variable: “{open}” is not followed by a name and “{close}” (write $$ for a literal $)
    dotenv.name-with-space: a variable name cannot contain a space
    dotenv.not-utf8: its value is not UTF-8 text
    dotenv.open-quote: a quote is opened but never closed
    dotenv.problem: .env: {reason}
    dotenv.problem-at: .env, line {line}: {reason}
    dotenv.problem-of: .env: {variable} is ignored: {reason}
    dotenv.problem-of-at: .env, line {line}: {variable} is ignored: {reason}
    dotenv.required: it needs {name}, which is not set
    dotenv.unexpected: “{sign}” is not allowed in a variable name
    dotenv.unreadable: it cannot be read ({error}), so all of it is ignored

    duration: {time}

    draft.bitnami: {service}: its image calls them POSTGRESQL_DATABASE, POSTGRESQL_USERNAME and POSTGRESQL_PASSWORD; write POSTGRES_DB=, POSTGRES_USER= and POSTGRES_PASSWORD= with the same values into .env.
    draft.certificates: Certificates in {path}; every report says when they expire.
    draft.closed: {path} may not be read by this account: as root this draft would say more.
    draft.config: .env, the compose files and all files that they name; with: adds settings that services read.
    draft.copies: Line {line} of the old script calls {tool}: does it copy backups elsewhere? See Remotes for sync(to:).
    draft.crontab: Lines of crontabs that name this folder, secrets hidden; backup.sh takes the same options as before.
    draft.database-postgres: {service}: the database postgres is there from the start, and an application that makes databases of its own keeps its data in another: {compose} exec {service} sh -c 'psql -U "$POSTGRES_USER" -l', then database: "…" in its word.
    draft.dumps: Line {line} of the old script calls {tool}, and no word above saves that server.
    draft.encrypts: Line {line} of the old script calls {tool}; Garde encrypts for the holders of OpenPGP keys: encrypt(to: "…"), see Encryption.
    draft.env-counts: Of .env these count as they are, before what stands here: {list}
    draft.exclude-data: line {line} of the old script leaves rows out with {option}: add those tables to
        excludeData: of the server that is meant
    draft.find: Line {line} of the old script calls find: how many days does it keep?
    draft.holds-server: {path} is where a server ({product}) keeps its data: files copied while it runs are no whole copy. Give it a word, postgres(in: …), mariadb(in: …) or command(…), and leave the folder out with exclude:
    draft.keep-more: Left out, weekly: and monthly: are 12: one backup a week and a month stays longer than the days.
    draft.made-anew: Left out as made anew by any start: {path} ({list})
    draft.mail-not-seen: No mailbox in Maildir format was seen in {path}; if mail is delivered there, write mail("{path}") for it.
    draft.many-files: {path} has more files than this draft looks at: there may be databases of SQLite in the rest.
    draft.may-be-server: {service} ({image}): which server does it run? For PostgreSQL postgres(in: "{service}"), for MariaDB mariadb(in: "{service}"); its files are saved by none of the words below.
    draft.more-certificates: A recipe has one certificates(); {path} has certificates too.
    draft.mount: {path}, mounted by {list}
    draft.no-folder: {path} is no folder
    draft.no-folder.fix: Name the platform's folder: bin/recipe new NAME --from /opt/platform
    draft.no-script: No old script of backups was found. Without this word 30 days, 12 weeks and 12 months stay.
    draft.not-mounted: No service mounts {path}; to be saved, it needs this word.
    draft.not-named: No word saves these of the platform's folder: {list}. For data write files(…) or sqlite(…), for settings config(with: …); sources need none.
    draft.not-there: {path}, mounted by {list}, is not there yet, or not on this machine.
    draft.old-backups: Left out as older backups: {path} ({list})
    draft.only-read: {list} only reads {path}, which is outside of the platform; to be saved, it needs this word.
    draft.other-compose: Compose does not take {list} by itself. If the platform starts with it, write COMPOSE_FILE=… into .env, and draft once more.
    draft.other-database: {place} names another database of {service}, which the word above does not save: it needs a word of its own.
    draft.outside-files: The platform starts from files outside of its folder; to be saved, they go into the word above: config(with: {list})
    draft.packs: The old script calls tar or its like in these lines: {list}. Compare what it names there with the words above.
    draft.postgres-here: The database that .env names, on this machine.
    draft.redis-password: {service} has a password that Garde does not find: write REDIS_PASSWORD= into .env, with the same value.
    draft.redis-without-volume: {service} ({image}) keeps nothing in a volume: a cache needs no word.
    draft.remote: {from}; it is no address as sync(to:) has it, or holds a password: see Remotes.
    draft.script: What the old script says, {path}
    draft.secret-url: The old script sets {variable} in line {line}; who has the address can write there, so it belongs into .env or the crontab's environment.
    draft.server-foreign: {service} ({image}): there is no word of its own for this server. Try this command on a copy; all of it is in WritingARecipe.
    draft.server-unknown: {service} ({image}): there is no word for this server, and files copied while it runs are no whole copy. Find the commands that dump and load it, for command(…).
    draft.service: {service} ({image})
    draft.switched: {variable} in line {line} of the old script says whether; it is not plainly on.
    draft.title: A draft of {root}: its words are what its files say for certain; values of .env stay there.
    draft.title-2: Where it says {mark}, look and decide. WritingARecipe explains every word.
    draft.unnamed-volume: {service} keeps {target} in a volume without a name, which no word can save: give it a name or a folder in the compose file.
    draft.unread: {path} cannot be read (line {line}: {reason}); what it says of services is not in here.
    draft.unset-source: {service} mounts {source}, and nothing sets {variable}: Compose takes it as empty.
    draft.used-by-unknown: Left out, usedBy: means all services but the databases: {list} may use it, and nothing says so.
    draft.value: {variable} in line {line} of the old script
    draft.value-unknown: {variable} in line {line} of the old script: its value comes from .env or from a command.
    draft.variable-of-another: .env sets {variable}, which {service} is given otherwise: write {label}: "…" into its word.
    draft.volume: The volume {volume} of {service} ({target}): docker volume inspect {name} says its folder, once it is there.
    draft.which-database-mariadb: Which database of {service}? Nothing sets {list}: {compose} exec {service} mariadb -p -e 'show databases', then database: "…" in its word.
    draft.which-database-postgres: Which database of {service}? Nothing sets {list}: {compose} exec {service} psql -U postgres -l, then database: "…" in its word.
    draft.whole-folder: {list} has {path}, which is the platform's whole folder or more: name with files(…) what of it is data.

    encryption.card-missing: the private key is on a smartcard that is not inserted
    encryption.card-missing.fix: Insert the card and type: gpg --card-status (if that fails: apt install scdaemon)
    encryption.encrypted: the backup is encrypted
    encryption.encrypted.fix: Add --decrypt, and if the private key has a passphrase, --gpg-passphrase or
        GPG_PASSPHRASE_FILE.
    encryption.encrypts-to: encrypted for {name} ({fingerprint})
    encryption.extend: On the machine that has the private key, type: {command}; then import the public key here again.
    encryption.give-passphrase: Pass it with --gpg-passphrase, GPG_PASSPHRASE, or GPG_PASSPHRASE_FILE (a file
        with the passphrase on its first line).
    encryption.gpg-ended-early: gpg exited before the end of the encrypted message
    encryption.gpg-ended-early.fix: Type: dmesg | tail
    encryption.harmful-setting: gpg's settings on this machine could change what is kept
    encryption.harmful-setting.why: {why}
    encryption.harmful-setting.fix: Remove that line, or move it to the gpg.conf of the user who needs it.
    encryption.key-ambiguous: {keys} keys match {name}
    encryption.key-ambiguous.why: {why}
    encryption.key-ambiguous.fix: Choose the right one by its fingerprint: --gpg-recipient {fingerprint}
    encryption.key-cannot-encrypt: the key of {name} cannot encrypt
    encryption.key-cannot-encrypt.why: no part of {fingerprint} can encrypt and is neither expired nor revoked
    encryption.key-cannot-encrypt.fix: On the machine that has the private key, type: gpg --quick-add-key
        {fingerprint} cv25519 encr 3y; then import the public key here again.
    encryption.key-disabled: the key of {name} is disabled
    encryption.key-disabled.why: {why}
    encryption.key-disabled.fix: Type: gpg --edit-key {fingerprint} enable save
    encryption.key-ends: the key of {name} expires on {day}, and backups will fail from then on. {extend}
    encryption.key-expired: the key of {name} has expired
    encryption.key-expired.why: {why}
    encryption.key-expired.fix: {fix}
    encryption.key-revoked: the key of {name} is revoked
    encryption.key-revoked.why: {why}
    encryption.key-revoked.fix: Import the key that replaces it: gpg --import /path/to/new-public.key
    encryption.message-damaged: the encrypted message is damaged, truncated, or not one at all
    encryption.no-agent: gpg-agent, which holds the private keys, does not start
    encryption.no-agent.why: {why}
    encryption.no-agent.fix: Type: gpgconf --launch gpg-agent. A GNUPGHOME of over 90 characters is too long for it.
    encryption.no-loopback: gpg-agent does not accept the given passphrase
    encryption.no-loopback.why: its gpg-agent.conf contains no-allow-loopback-pinentry
    encryption.no-loopback.fix: Remove that line, then type: gpgconf --kill gpg-agent
    encryption.no-private-key: GPG: No secret key
    encryption.no-private-key.why: none of the keys that can decrypt the backup is on this machine
    encryption.no-private-key.fix: Type: gpg --import backup-private.key
    encryption.no-public-key: GPG: No public key for {name}
    encryption.no-public-key.fix: Type: gpg --import /path/to/backup-public.key
    encryption.not-read-back: {name} cannot be read back, so nothing is kept
    encryption.not-read-back.why: {why}
    encryption.open-pgp-key-unusable: gpg cannot encrypt to this key
    encryption.open-pgp-key-unusable.why: {why}
    encryption.open-pgp-no-engine: gpg is not installed
    encryption.open-pgp-no-engine.fix: Type: apt install gnupg
    encryption.open-pgp-other: gpg failed
    encryption.open-pgp-other.why: {why}
    encryption.passphrase-needed: the private key has a passphrase
    encryption.passphrase-needed.why: none was given, and there was nobody to ask
    encryption.passphrase-needed.fix: {fix}
    encryption.read-back: {name} was decrypted and read back
    encryption.seen-from-outside: the private key is not available here: each file is a complete message for the
        keys above, but its content is not read back
    encryption.wrong-passphrase: the passphrase of the private key is wrong
    encryption.wrong-passphrase.fix: {fix}

    explain.around: What runs before and after a backup:
    explain.by-script: saved by {path}
    explain.command: what its program writes
    explain.component: {name}: {what}
    explain.copy: a copy of each backup in {url}, where nothing is removed
    explain.copy-kept: a copy of each backup in {url}, kept there for {how-long}
    explain.database: the database {name} of {place}
    explain.encrypted: only the holder of the key {key} (OpenPGP)
    explain.here: the server on this machine
    explain.how-long: How long backups stay:
    explain.increments: increments between full backups
    explain.increments-daily: , the last of each day for {count} days
    explain.increments-hourly: , the last of each hour for {count} days
    explain.increments-kept: increments: {days|# day|# days}{hourly}{daily}
    explain.kept: {days|# day|# days}{weekly}{monthly}
    explain.kept-monthly: , then one a month for {count|# month|# months}
    explain.kept-weekly: , then one a week for {count|# week|# weeks}
    explain.left-out: {name}: left out, a variable says so
    explain.no-copies: no copy elsewhere
    explain.no-root: the folder {root} is not there, or closed to this user: what its .env would say does not count here
    explain.nobody: nobody is told
    explain.not-encrypted: whoever may read the folder: nothing is encrypted
    explain.paths: the files in {list}
    explain.server: all data of {place}
    explain.service: the server in the service {service}
    explain.service-or-here: the server in the service {service}, or on this machine where Compose does not start the platform
    explain.sqlite: the SQLite database {path}
    explain.stack: .env, the compose files and all files that they name
    explain.stack-and-more: .env, the compose files and all files that they name; where they exist, {list}
    explain.stopped: What a restore stops:
    explain.stops: {names}: {list}
    explain.stops-all: {names}: all services but the databases
    explain.variable: that {variable} names (or, where nothing sets it, the server's own)
    explain.what: What the recipe {name} saves of the platform in {root}:
    explain.when: When runs begin:
    explain.where: Where the backups go:
    explain.who-hears: Who is told how it went:
    explain.who-reads: Who can read the backups:
    explain.without-rows: without the rows of {list}

    files.about: {shown} ({why})
    files.absolute-name: its name is absolute
    files.aside-lost: {name} cannot be put back
    files.aside-lost.why: the data from before the restore is not where it was kept
    files.aside-lost.fix: Look for it in folders named .garde-new-…, or restore the safety copy.
    files.attributes-lost: {component}: ACLs or extended attributes cannot be stored here: {list}
    files.bad-path: {path} cannot be a path in a backup
    files.bad-path.fix: Give it as the platform has it, for example config/nginx/site.conf
    files.bad-path.why: it is empty, or contains ..
    files.cannot-move: {component}: {path} cannot be moved
    files.cannot-move.why: {error}
    files.cannot-move.fix: Restore where the data is: on the host, or into a volume.
    files.cannot-replace: {folder} cannot be written
    files.cannot-replace.fix: Run the restore as root, or as the owner of that folder.
    files.capabilities-lost: {component}: restored without their file capabilities; set them again with setcap: {list}
    files.changed-since: {component}: changed by running services since the restore: {list}
    files.changed-while-read: changed while being read
    files.cure: Give the backup permission to read them, then run it again.
    files.cure-2: Run the backup again when nothing is writing there.
    files.delivered-meanwhile: {component}: messages delivered during the restore, kept in {folder}: {count}
    files.device: it is a device
    files.doubled: its name is used by a folder and by something else
    files.empty-name: it has no name
    files.entry-refused: {component}: the backup contains an entry that cannot be restored: {name}
    files.entry-refused.why: {why}
    files.entry-refused.fix: Restore an older backup.
    files.entry-not-restored: {path} contains an entry that cannot be restored: {name}
    files.entry-not-restored.why: {why}
    files.entry-not-restored.fix: Use an older backup, or unpack this one by hand into an empty folder: tar -xf {path}
    files.environment-stays: .env stays as it is: the backup has the same
    files.environment-differs: .env is kept (--force replaces it); it differs from the backup in: {list}
    files.entry-damaged: its header is damaged
    files.entry-two-sizes: its headers state two different sizes
    files.entry-nul-in-name: its name contains a NUL
    files.entry-unknown-kind: its type is unknown
    files.fixed: {list} cannot be replaced
    files.fixed.why: chattr made them immutable or append-only
    files.fixed.fix: Type: chattr -i -a {words}, then run the same command again
    files.is-device: a device
    files.is-no-file-now: no longer a file
    files.is-socket: a socket
    files.lacking: {name}: {count|# file|# files} could not be saved
    files.lacking.why: {why}
    files.lacking.fix: {fix}
    files.link-followed: {name}: {path} is a link: the content of {target} is saved. A restore writes there if
        the link still exists, otherwise it creates a plain file
    files.links-out: {name}: some links point to data that no component saves, so only the links themselves are
        saved: {links}. Add those folders to the recipe, for example files("disk2", "/srv/disk2")
    files.links-give-way: {component}: folders from the backup replace these links; their targets are left alone
        and no longer used: {links}
    files.leaves-folder: its name leads out of the folder with ..
    files.link-target: it links to something that does not exist
    files.live-databases: {name}: these databases were open while their files were copied, so the copies may be
        unusable: {list}. Give each its own word in the recipe, postgres(…), mariadb(…) or sqlite(…), and leave its
        files out with exclude:
    files.looked-at: {name}: {count} known messages checked again
    files.messages: mail: {count} messages
    files.never-at-rest: still changing after {passes} passes
    files.no-message: {component}: {id} contains no message: after a restore there would be no mail
    files.no-such-path: {path} is not in this backup of {component}
    files.no-such-path.fix: {program} ls ID lists its components; {program} find NAME looks in all backups.
    files.no-such-path.why: names like it are {list}
    files.not-in-recipe: {component}: {name} is in the backup but not in the recipe; it is not restored
    files.nothing-missing: no message of {id} is missing; --replace resets the mailbox to its state in the backup
    files.nothing-of-this: {id} contains nothing for {component}
    files.nothing-of-this.fix: {fix}
    files.leave-out: Skip it with {flag}, or choose another backup.
    files.choose-another: Choose another backup.
    files.only-path: {component}: only {path}, as the backup has it; nothing else changes
    files.other-kind: {component}: {name} cannot be replaced
    files.other-kind.why: it is a folder on one side and something else on the other, here and in the backup
    files.other-kind.fix: Move it away, then restore again.
    files.owners-lost: {component}: the owner of {count} entries could not be set; only root can do that
    files.path-behind-link: {path} leads through a link to {place}, which is not in the safety copy
    files.path-behind-link.fix: Use --to FOLDER and copy it from there.
    files.path-is-all: --path {path} is all of {component}
    files.path-is-all.fix: Restore it without --path, or name a file or folder in it.
    files.path-is-no-text: {path} has a name that is not UTF-8
    files.path-is-no-text.fix: Restore the folder that it lies in, or into another folder with --to.
    files.path-missing: {name}: {path} does not exist
    files.remarks: {name}: {shown}
    files.saved-otherwise: {component}: {id} contains it as {file}, which is not an archive of files
    files.saved-otherwise.fix: Use the recipe as it was then, or restore it by hand as described in BackupFormat.
    files.saved-otherwise.why: the recipe saved it with another word
    files.set-id: it is setuid or setgid
    files.set-id-lost: {component}: restored without the setuid or setgid bit: {list}
    files.source-missing: {list} does not exist
    files.source-missing.fix: Mount it or correct the recipe; --no-… skips a component.
    files.staging-left: {component}: {folder} was left behind by an earlier restore
    files.staging-left.why: it may contain the data from before
    files.staging-left.fix: Check its content, then move it away.
    files.still-aside: {folder} is not back in its old state
    files.still-aside.why: its old content is in {folder}/.garde-new-…
    files.still-aside.fix: Put it back by hand, or restore the safety copy.
    files.stop-writer: Something else is writing there: a cron job, a sync tool, a service missing from usedBy:.
        Stop it, then run the same command again. To find it, type: lsof +D {list}
    files.stop-writer-2: {name}, process {id}, is writing there. Stop it, then run the same command again.
    files.tar-damaged: {component}: Damaged archive
    files.tar-damaged.why: {why}
    files.tar-damaged.fix: Restore an older backup.
    files.through-link: it is below something that is not a folder
    files.too-big-here: this file system does not support files of that size
    files.too-deep: it is nested too deeply
    files.too-large: it contains more than the expected {expected} bytes
    files.too-long: its name is too long
    files.tree-differs: {component}: what is in place differs from the backup
    files.tree-differs.why: {why}
    files.tree-differs.fix: {fix}

    help.any-command: COMMAND [OPTION]… [ARGUMENT]
    help.argument: BACKUP
    help.argument-accept: ID
    help.argument-adopt: [HOST:PATH]
    help.argument-cat: BACKUP PATH
    help.argument-compare: [SCRIPT]
    help.argument-completion: SHELL
    help.argument-find: PATTERN
    help.argument-help: [COMMAND]
    help.argument-list: [URL|ID]
    help.argument-ls: [BACKUP] [PATH]
    help.argument-verify: [BACKUP]
    help.commands: Commands
    help.compare-done: the switch is safe
    help.compare-failed: nothing could be compared
    help.compare-unsafe: something is lacking, and is named
    help.doctor-done: all is well
    help.doctor-failed: something is wrong
    help.doctor-warned: warnings only
    help.examples: Examples
    help.exit-done: all done
    help.exit-failed: failed or refused
    help.exit-incomplete-find: some backup could not be looked at
    help.exit-incomplete-restore: restored, but not everything that was requested
    help.exit-incomplete: saved, but not everything that was requested
    help.exit-locked: another run holds the lock
    help.exit-signal: ended by signal n
    help.exit-codes: Exit codes
    help.expectation: a whole number of at least {lowerBound} is expected
    help.expectation-moment: a moment is expected, as in "2024-03-15 10:15"; in the hour that comes twice as in 2024-03-15T10:15:00+01:00
    help.expectation-number: a whole number from {lowerBound} to {upperBound} is expected
    help.expectation-boolean: true, false, yes, no, 1 or 0 is expected
    help.expectation-choice: {choices} is expected
    help.expectation-date: a day, a time or an id is expected, as in 2024-03-15, "2024-03-15 02:00" or 20240315_020000
    help.expectation-duration: seconds, or a number with s, m, h or d is expected, as in 600, 10m or 6h
    help.expectation-path: a path is expected whose ~ is written out, as in /root/backups: only shells know what ~ is
    help.expectation-text: a text is expected
    help.false-as: false: as 
    help.libpq: libpq's own variables, for a direct connection
    help.list-copies: the copies in another place
    help.list-mailboxes: the mailboxes of a backup, or of latest
    help.may-be: {argument} may be
    help.more: More about one of them: {help} restore, or {program} restore --help.
    help.options: Options
    help.purpose-accept: Marks a suspect backup as good.
    help.purpose-adopt: Treats the backups of another platform, which was moved, as this one's.
    help.purpose-backup: Backs up the platform.
    help.purpose-cat: Prints one file of a backup.
    help.purpose-compact: Makes a full backup of an increment and its chain.
    help.purpose-compare: Has the old backup.sh and the recipe save, and says whether both saved the same.
    help.purpose-completion: Prints the completion for bash, zsh or fish.
    help.purpose-doctor: Examines everything a backup needs, from keys to crontab, and says what to type.
    help.purpose-explain: Says in plain words what is saved, where to, for how long and for whose eyes.
    help.purpose-find: Finds files, mailboxes, tables and keys by name in all backups.
    help.purpose-help: Explains a command, or lists all of them.
    help.purpose-kit: Prints what you need to recover on a bare machine.
    help.purpose-list: Lists the backups.
    help.purpose-ls: Lists what a backup contains: its components, or the files of a folder.
    help.purpose-man: Prints the manual page.
    help.purpose-notify: Tests the notifications.
    help.purpose-prune: Removes old backups.
    help.purpose-restore: Restores all or part of a backup.
    help.purpose-schedule: Prints the crontab lines or systemd timers that meet the recipe's objectives.
    help.purpose-status: Reports whether the backups are in order; exit code 1 if not.
    help.purpose-verify: Reads backups back and checks them.
    help.same-as: as 
    help.saves: This program backs up and restores: {list}.
    help.source-archive: such a folder as a tar archive, with gzip or without
    help.source-copy: one copy in another place
    help.source-disk: the newest good backup of each component in another folder
    help.source-folder: the folder of a backup, wherever it is
    help.source-id: the backup with this id in BACKUP_ROOT
    help.source-latest: the newest good backup of each component
    help.source-latest-copies: the newest good copy of each component in another place
    help.source-rclone: the newest good copies by rclone, or one by its id
    help.source-safety-copy: what an earlier restore replaced, in BACKUP_ROOT
    help.source-until: no argument, or the copies of another place
    help.usage: Usage
    help.variables: Variables
    help.leave-out: Skip {what}
    help.do-not-restore: Do not restore {what}
    help.which-all: all backups of this platform
    help.which-copies: copies in another place (--remote: REMOTE_DESTINATION)
    help.which-latest: the newest backup of this platform; the default

    kit.backups: Backups:         {path}
    kit.copies: Copies:          {list}
    kit.never: never
    kit.on-bare: On a bare Debian, with the disk that holds the backups at /mnt:
    kit.private-half-elsewhere:     the private key is not on this machine, as it should be. It is kept at: ______________________
    kit.expires: expires: {day}
    kit.keys: 2. KEYS THAT DECRYPT THE BACKUPS
    kit.no-backup: none yet
    kit.no-keys: None: they are not encrypted.
    kit.newest: Newest backup:   {backup}
    kit.nowhere-else: nowhere else
    kit.what-and-where: 1. WHAT AND WHERE
    kit.platform: Platform:        {path}
    kit.private-half-here: the private key IS ON THIS MACHINE: whoever takes the machine can read the backups
    kit.program: Program:         {path} (Garde {version})
    kit.title: RECOVERY KIT  {name} on {host}, {day}
    kit.keep-it: Print this, and keep it away from this machine and from the private key. It contains no secret.
    kit.with-garde: 3. RESTORE WITH GARDE
    kit.without-garde: 4. RESTORE WITHOUT GARDE, in the backup's folder, with its name as ID

    legacy.damaged: {name}, which {path} wrote, cannot be read
    legacy.damaged.why: {why}
    legacy.damaged.fix: Run the script by hand, and read what it says.
    legacy.encrypted: {path} encrypted {name}, though ENCRYPT_BACKUP is false
    legacy.encrypted.why: nobody here can read what it contains
    legacy.encrypted.fix: Find where it sets ENCRYPT_BACKUP itself: grep -n ENCRYPT_BACKUP {word}
    legacy.errors: its manifest.json counts {count|# error|# errors}
    legacy.failed: {path} failed
    legacy.failed.why: {why}
    legacy.failed.fix: Run it by hand, and mend what it says; its lines are in backup.log, too.
    legacy.foreign: {path} wrote {name}, which is no file of the guide's backups
    legacy.foreign.why: nobody can tell what it contains
    legacy.foreign.fix: Save it as files("name", "path") in the recipe, and take it out of the script.
    legacy.increment: its manifest.json says {type}: without the backups before it that is not all
    legacy.is-garde: {path} is Garde's own launcher, or was called by Garde
    legacy.is-garde.why: the backup would call itself
    legacy.is-garde.fix: Name the script that was there before: scripts/backup/backup.sh.before-garde
    legacy.lacks: {path} wrote nothing of {component}
    legacy.lacks.fix: Save {component} by the recipe, or find in backup.log why the script left it out.
    legacy.missing: there is no script {path}
    legacy.missing.fix: Name it by its path from the platform's folder, such as scripts/backup/backup.sh.bash
    legacy.no-manifest: there is no manifest.json, which it writes last
    legacy.not-executable: {path} cannot be executed
    legacy.not-executable.fix: Type: chmod +x {path}
    legacy.nothing: {path} wrote no backup into its folder
    legacy.nothing.why: its BACKUP_ROOT was a new folder, in which there is no backup in the guide's form
    legacy.nothing.fix: Find where it sets BACKUP_ROOT itself: grep -n BACKUP_ROOT {word}
    legacy.reads-settings: {path} reads .env, which sets {names}
    legacy.reads-settings.why: it would write, send or tell what it is not to
    legacy.reads-settings.fix: Make them comments for as long as this lasts, and export them where they are needed:
        {command}
    legacy.saves: {component} is saved by {path}
    legacy.sets: {path} sets {names} itself
    legacy.sets.why: it would write, encrypt, send or notify whatever it is told
    legacy.sets.fix: Write in it {line}, so that it takes what it is given.
    legacy.several: {path} wrote more than one backup
    legacy.several.why: {list}
    legacy.several.fix: Give it a BACKUP_ROOT of its own by hand, and see which of them it should not write.
    legacy.too-long: {path} was ended: it ran longer than {limit}
    legacy.too-long.fix: See in backup.log where it stopped, or give it more time: legacy(…, timeLimit: .hours(12))
    legacy.unfinished: what {path} wrote is unfinished
    legacy.unfinished.why: {why}
    legacy.unfinished.fix: Run it by hand, and mend what it says; its lines are in backup.log, too.

    list.bad: verify found it damaged
    list.bad-of: DAMAGED: {list}
    list.broken: a backup that it builds on is missing
    list.cut: one of its files is missing or truncated
    list.cut-2: FILE MISSING OR TRUNCATED: {list}
    list.future: from the future according to this clock
    list.incomplete: incomplete: {count}
    list.lacking: incomplete
    list.lacking-of: incomplete: {list}
    list.made-by: made by {name}
    list.other-subject: of another database or folder with that name
    list.window: {name}: can be restored to any moment from {first} to {last} (--until)
    list.without-manifest: {name} has no manifest: latest and rotation ignore it; verify {name} reads it,
        restore {name} restores it
    list.orphan: orphan: {what}
    list.suspect: suspect and not accepted
    list.suspect-of: suspect: {list}
    list.unsaved: its run could not save it
    list.unsaved-of: not saved: {list}
    list.without-rows: without the rows of {list}

    lock.held: another run is in progress: {holder}
    lock.held.fix: Wait until it ends; LOCK_WAIT sets how long a run waits on its own.
    lock.waits-for-lock: waiting for another run: {holder}

    look.brings-keys-back: to bring these keys back: {command}
    look.brings-back: to bring the first one back: {command}
    look.full: full
    look.increment: increment
    look.increment-of: increment of {id}
    look.is-folder: {path} is a folder
    look.is-folder.fix: Type: {command}
    look.is-link: {path} is a link to {target}
    look.is-link.fix: Print that file instead.
    look.is-no-file: {path} is not a file
    look.keys: {count|# key|# keys}
    look.messages: {count|# message|# messages}
    look.no-rows: without rows
    look.no-such-component: there is no component {component}
    look.no-such-component.fix: {program} ls latest lists them.
    look.no-tree: {component} of {id} contains no files
    look.no-tree.fix: {program} ls {id} {component} lists what it contains.
    look.not-read: what {component} contains cannot be listed on this machine
    look.not-read.why: its backup is not a dump that the tools here can read
    look.not-saved: no backup of this platform contains {component}
    look.not-saved.fix: {program} list shows what each contains.
    look.nothing-found: nothing named {pattern} is in the {count|one backup|# backups} of this platform
    look.nothing-found-so-far: nothing named {pattern} is in the backups that could be read
    look.nothing-found-so-far.fix: Mend what the warnings say, and search again.
    look.nothing-found.fix: Quote a pattern, and try a shorter one, such as '*site*'.
    look.rows: {count|# row|# rows}
    look.several: {path} is in several components: {list}
    look.several.fix: Put the component first, for example config/{path}
    look.stored: {size} stored
    look.unchanged: unchanged since {id}
    look.without-log: {component}: counted in its dump; changes since then are in the log, and are not counted
    look.without-rows: {component}: the backup has the definition, and no rows, of {list}

    mail.about: {name}: {why}
    mail.attributes-taken: has lost its attributes
    mail.bad: {id} is damaged
    mail.bad-mailbox: --mailbox {text}
    mail.bad-mailbox.why: user@domain, a path below the mail folder, or a single folder of either is expected
    mail.changed-much: too much has changed
    mail.dbox: mdbox and sdbox have no increments: their files hold many messages and change
    mail.first: there is no index of an earlier backup
    mail.increment-of: {component}: increment of {parent}, base {base}
    mail.index-damaged: the index is damaged
    mail.index-of-another: the index belongs to {id}, which is gone or has changed
    mail.long: its increments contain {bytes}, its full backup {base}
    mail.mailbox-without-mail: --mailbox needs the mail component
    mail.mailbox-without-mail.why: the recipe does not save mail, or --no-mail skips it
    mail.mailbox-behind-link: {path} links to {place}, which is not in the safety copy
    mail.mailbox-behind-link.fix: Omit --replace: missing messages come back, and none is removed. Or first put
        the folder in place of the link.
    mail.new-base: {component}: saved in full, as a new base: {why}
    mail.no-backup: there is no earlier backup
    mail.no-mailboxes: {id} contains no maildir
    mail.no-maildir: {name} is not a maildir
    mail.no-maildir.why: single messages can only be restored into maildirs
    mail.no-maildir.fix: --replace restores it as a whole.
    mail.no-such-folder: the backup has no folder {name}
    mail.no-such-folder.why: that mailbox has INBOX, {list}
    mail.no-such-mailbox: the backup has no mailbox {name}
    mail.no-such-mailbox.why: {why}
    mail.no-such-mailbox.fix: {program} list ID --mailboxes lists all of them, in the form that --mailbox takes.
    mail.mailboxes-there: it has {list}
    mail.old: the last one is {days} days old
    mail.only-mailbox: of all mail, only {name}, replaced
    mail.only-missing-messages: of all mail, only {name}: missing messages come back, nothing else changes
    mail.other-kind: it was a folder, or is one now
    mail.other-place: the last one is of {path}
    mail.overlapping: one of its paths leads through a link into another one
    mail.replace-without-mailbox: --replace works only together with --mailbox
    mail.replace-without-mailbox.fix: Add --mailbox user@domain, or omit --replace.
    mail.several-mailboxes: {name} matches several mailboxes of the backup
    mail.several-mailboxes.why: {why}
    mail.several-mailboxes.fix: Pass one of these paths to --mailbox.
    mail.shrank: {now} of {before} files are left
    mail.suspect: {id} is suspect and nobody has accepted it
    mail.unreadable: cannot be read

    man.description: Description
    man.does: backup and restore of a platform
    man.env-file: May also be set in .env.
    man.environment: Environment
    man.file-backup: a backup: an archive or dump of each component
    man.file-env: the settings of the platform, which are read and not executed
    man.file-log: what each run reported
    man.file-manifest: what a backup contains, with digests
    man.files: Files
    man.manual: Backup and restore
    man.name: Name
    man.precedence: An option has precedence over the environment, then over .env, the recipe, and the default.
    man.scripts: The scripts backup.sh and restore.sh call {name} backup and {name} restore.
    man.synopsis: Synopsis

    mariadb.accounts-kept: these accounts already exist, with a different password or other settings than in the
        backup, and are left unchanged: {list}
    mariadb.accounts-not-saved: the server accounts of {name} are not saved
    mariadb.accounts-not-saved.why: {why}
    mariadb.accounts-not-saved.fix: Connect as the administrator: set MARIADB_ROOT_PASSWORD, and
        MARIADB_ROOT_USER if that is not root.
    mariadb.beside-exists: there is a database {database} already
    mariadb.beside-exists.fix: Choose another name, or drop that one first.
    mariadb.beside-name: {database} cannot be the name of a database
    mariadb.beside-name.why: names have 1 to 64 characters, and no space at their end
    mariadb.beside-name.fix: Choose another name, such as shop_check
    mariadb.broken-views: these views refer to something that no longer exists, and are not saved: {list}
    mariadb.broken-views-go: these views refer to something that does not exist, and are removed by the restore;
        only the backup can bring them back, undoing the restore cannot: {list}
    mariadb.busy: a table of the database is still in use
    mariadb.busy.why: {why}
    mariadb.busy.fix: Stop whatever uses it; SHOW PROCESSLIST; lists it: {session}
    mariadb.client-missing: the programs mariadb and mariadb-dump are not installed
    mariadb.client-missing.fix: Type: apt install mariadb-client
    mariadb.cut-short: the dump is truncated
    mariadb.cut-short.why: its last line is missing
    mariadb.differs: the content of the database {database} differs from the backup
    mariadb.differs.why: {list}
    mariadb.dump-missing: the backup contains no dump of {name}
    mariadb.events-off: the events of the new database are switched off, so that nothing is done twice: {list}
    mariadb.history-lost: the history of these system-versioned tables is not saved, only their current rows;
        saving it takes a server and a mariadb-dump of version 10.11: {list}
    mariadb.is-back: {database} is back: {tables|# table|# tables}, {rows|# row|# rows}, counted before the exchange
    mariadb.is-other: this server is not MariaDB
    mariadb.is-other.why: it is {version}
    mariadb.is-other.fix: Back it up with command(…) and its own tools.
    mariadb.left-behind: the tables of the database {live} may be in {old}, if that exists: RENAME TABLE moves
        them back; triggers, events, routines and views of {live} are in the safety copy. If {new} exists: DROP
        DATABASE `{new}`;
    mariadb.may-not-make: {user} may not restore a database
    mariadb.may-not-make.why: a new database is created first, and these rights on the whole server are missing:
        {rights}
    mariadb.may-not-make.fix: Restore as the administrator: set MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER if
        that is not root.
    mariadb.newer-dump: the backup comes from a newer MariaDB than this server
    mariadb.newer-dump.why: it was made by {dump}, and this server is {server}
    mariadb.newer-dump.fix: Restore into {dump} or newer, or try it with --force: if that fails, the live
        database stays as it is.
    mariadb.no-room: not enough disk space for the new database
    mariadb.no-room.why: {place} has {have}, {need} needed
    mariadb.no-room.fix: Type: df -h
    mariadb.no-such-database: MariaDB has no database {name}
    mariadb.no-such-database.why: it has {list}
    mariadb.no-such-database.fix: Set MARIADB_DATABASE to one of these.
    mariadb.no-table: the database {database} has no table
    mariadb.not-named: it is unclear which database is meant
    mariadb.not-named.why: the server has {list}
    mariadb.not-named.fix: Set MARIADB_DATABASE, or name it in the recipe: mariadb(database: "…")
    mariadb.not-of-one-moment: {count|# table is|# tables are} not saved as of a single moment, because the
        storage engine has no transactions: {list}. ALTER TABLE … ENGINE=InnoDB; fixes that
    mariadb.not-staged: nothing has been staged for {name}
    mariadb.option-files: option files of {program} change what it saves
    mariadb.option-files.why: they set {list}, and the program does not tell the password that stands beside them
    mariadb.option-files.fix: Take these lines out of my.cnf (mysqld --help --verbose says where it lies), or install
        mariadb-client, which needs no change.
    mariadb.packet: the backup contains a longer statement than this server accepts
    mariadb.packet.why: it has {bytes}, and max_allowed_packet is {limit}
    mariadb.packet.fix: Type in SQL: SET GLOBAL max_allowed_packet = 1073741824;
    mariadb.password: MariaDB refuses the login
    mariadb.password.why: {why}
    mariadb.password.fix: Set MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER if that is not root, then try it: {session}
    mariadb.referred: tables of other databases refer to those of {database}
    mariadb.referred.why: their foreign keys would follow the old tables: {list}
    mariadb.referred.fix: Drop these keys (ALTER TABLE … DROP FOREIGN KEY …;), restore, and create them again.
    mariadb.refused: MariaDB reports an error
    mariadb.refused.why: {why}
    mariadb.rights: a permission is missing on the MariaDB server
    mariadb.rights.why: {why}
    mariadb.rights.fix: Connect as the administrator: set MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER if that
        is not root.
    mariadb.rights-left-out: {count|# statement|# statements} for accounts refused, often because the object
        does not exist here: {list}
    mariadb.short-numbers: a dump writes numbers of type FLOAT with six digits, so these come back rounded.
        Change them to DOUBLE: {list}
    mariadb.starting: the container is still initialising a new MariaDB server
    mariadb.starting.fix: Try again in a minute.
    mariadb.unknown-database: MariaDB does not know the database
    mariadb.unknown-database.why: {why}
    mariadb.unknown-database.fix: Set MARIADB_DATABASE to one that SHOW DATABASES; lists: {session}
    mariadb.unreachable: MariaDB does not answer
    mariadb.unreachable.why: {why}
    mariadb.unreachable.fix: Check whether it is running, and where: {session}
    mariadb.unsaved: no recipe saves these databases of the server: {list}
    mariadb.view-left-out: the view {name} was not restored
    mariadb.view-left-out.why: {why}
    mariadb.view-left-out.fix: Once what it shows is there, type in SQL: {command}
    mariadb.without-rows-needed: {component}: after a restore, saved rows will refer to rows that are left out, since a
        dump is loaded without a look at foreign keys: {list}. Leave out the rows of those tables too, or of none

    notify.accepted: {name}: accepted
    notify.address-not-ascii: no mail can be sent to or from {address}
    notify.address-not-ascii.why: there are non-ASCII letters before its @, which most mail servers refuse
    notify.address-not-ascii.fix: Use another address of that mailbox, such as an alias without accents.
    notify.answered: the answer is {code}
    notify.backup: Backup: {id} ({kind}), {size}, {took}
    notify.certificate-refused: the server's certificate is not trusted here
    notify.certificate-refused.why: {why}
    notify.certificate-refused.fix: Put its CA into /usr/local/share/ca-certificates/NAME.crt and type:
        update-ca-certificates; or set CURL_CA_BUNDLE to its file.
    notify.curl-missing: curl is not installed
    notify.curl-missing.fix: Type: apt install curl
    notify.ending-recovered: backup succeeded again
    notify.ending-done: backup succeeded
    notify.ending-ended: backup ENDED by a signal
    notify.ending-failed: backup FAILED
    notify.ending-found: {command} FOUND PROBLEMS
    notify.ending-incomplete: backup INCOMPLETE
    notify.ending-locked: backup NOT RUN, another holds the lock
    notify.ending-well: all is well again by {command}
    notify.full: full
    notify.increment: incremental
    notify.is-off: {word} is off: {variable} is not set
    notify.log: Log: {path}
    notify.look-at-address: Check the address in the recipe or its variable, then run this again.
    notify.metrics-not-written: the metrics could not be written ({file}): {why}
    notify.next: Once that is fixed, type: {command}
    notify.no-address: no such address
    notify.no-address.fix: It begins with {schemes}
    notify.no-answer: no answer within {limit}
    notify.no-sendmail: there is no sendmail here
    notify.no-sendmail.fix: Set SMTP_URL, for example smtp://relay.example.com, or type: apt install msmtp-mta
    notify.nobody-is-told: no notification is configured
    notify.nobody-is-told.fix: Set ALERT_EMAIL or SLACK_WEBHOOK_URL, or add notify(…) to the recipe.
    notify.not-to-all: the mail server refused some of the addresses
    notify.not-to-all.why: {why}
    notify.not-to-all.fix: Correct these, or leave them out. The others have the letter.
    notify.not-told: notification not sent ({name}): {why}
    notify.nothing-saved: Started {readable}, {took}; no backup was made
    notify.platform: Platform: {root}
    notify.redirected: the answer is {code}, a redirect to another path at {server}
    notify.redirected.fix: Set the address that the service itself shows, and make its proxy let it through
        without a login
    notify.saved: Saved: {list}
    notify.saved-one: {name} {size}
    notify.subject: {recipe} on {host}: {end}
    notify.test: {recipe} on {host}: this is a test
    notify.test-line: You will be notified here about the backups of {root}.
    notify.test-only: notify sends nothing by itself
    notify.test-only.fix: Type: {command}
    notify.told: notification sent ({name})
    notify.unanswered: it was sent, but no answer came, so it may have arrived and is not sent again
    notify.unanswered.why: {why}
    notify.would-tell: would send to {name}

    option.abandon: Give up a restore that cannot be finished; report what is left
    option.alert-email: Mail address for notifications
    option.alert-from: Sender of these mails
    option.alert-webhook-url: Web hook for notifications, as JSON
    option.allow-settings: Set max_slot_wal_keep_size where PostgreSQL has no limit, for increments
    option.app-version: Version for the manifest, when there is no git
    option.at: With --plan: as of that day
    option.backup-root: Backup folder
    option.backup-type: Type: full or incremental
    option.bandwidth-limit: Bandwidth limit for copies, in kB a second
    option.cluster: The whole PostgreSQL cluster, into this empty folder, and nothing else
    option.compose-file: Compose files (and all of COMPOSE_*)
    option.compress-level: Compression level of gzip (1-9)
    option.copy-program: Keep the program beside the backups and their copies, in garde/
    option.cores: Processors that a run uses at most
    option.decrypt-backup: Decrypt GPG files
    option.dry-run: Show what would happen, change nothing
    option.encrypt-backup: Encrypt with GPG
    option.force: Force (overwrite .env)
    option.gpg-passphrase: Passphrase of the GPG key
    option.gpg-passphrase-file: File with the passphrase on its first line
    option.gpg-recipient: GPG recipient, or several separated by commas
    option.heartbeat-url: Dead man's switch (healthchecks.io)
    option.help: Show this help
    option.json: Print JSON
    option.keys: Keys of Redis that match, into the running server; may be repeated
    option.language-default: locale, recipe
    option.language: Messages in this language: fr or en
    option.lock-wait-default: 6h, 10m if incremental
    option.lock-wait: How long to wait for another run
    option.mailbox: Only user@domain[/Folder], or a path: missing messages come back
    option.mailboxes: List the mailboxes of a backup, in the form that --mailbox takes
    option.mariadb-database: MariaDB database
    option.mariadb-host: MariaDB host
    option.mariadb-port: Its port
    option.mariadb-root-password: Password of the MariaDB administrator
    option.mariadb-root-user: MariaDB administrator, if not root
    option.mariadb-socket: MariaDB Unix socket, instead of a host
    option.metrics-file: File for Prometheus, written after each run
    option.nice: Priority of a run as of nice(1), 0 to 19
    option.only: Only these components, separated by commas
    option.part-certs: the certificates
    option.part-config: the configuration
    option.part-force: an existing .env will be overwritten
    option.part-mail: mail
    option.part-postgres: PostgreSQL
    option.part-redis: Redis
    option.path: Only this file or folder, back to its place
    option.plan: Show what stays, what goes and why; remove nothing
    option.platform-default: by the compose file
    option.platform: Where the servers run, compose or here
    option.platform-root-default: found from the launcher
    option.platform-root: Root folder of the platform
    option.postgres-db: Database name
    option.postgres-db-file: File with the database name
    option.postgres-password: Its password
    option.postgres-password-file: File with the password
    option.postgres-user: Database user
    option.postgres-user-file: File with the user name
    option.quiet: Print errors only
    option.recheck: Increment: check every file, not only a share of them
    option.redis-host: Redis host
    option.redis-password: Its password
    option.redis-port: Redis port
    option.redis-socket: Redis Unix socket, instead of a host
    option.redis-tls: Use TLS for Redis
    option.redis-tls-ca-file: CA certificate
    option.redis-tls-cert-file: Client certificate
    option.redis-tls-key-file: Key of the client certificate
    option.redis-username: Redis user (ACL)
    option.remote: Use the remote copies: REMOTE_DESTINATION, or the given URL
    option.remote-destination: Destination: s3://bucket/path or remote:path
    option.replace: Reset that mailbox to its state in the backup
    option.retention-days: Days to keep backups
    option.retention-monthly: Months to keep the newest full backup of
    option.retention-weekly: Weeks to keep the newest full backup of
    option.skip: All components but these, separated by commas
    option.skip-confirmation: Do not ask for confirmation
    option.slack-webhook-url: Slack web hook for notifications
    option.smtp-url: SMTP server for mails, if not sendmail
    option.start-services: Do not start the services again
    option.stop-services: Do not stop the services
    option.storage-class: S3 storage class of the copies
    option.sync-remote: Copy the backup to the destination
    option.systemd: Print systemd services and timers instead of lines for crontab -e
    option.table: this table of PostgreSQL into a schema beside, leaving the live one alone
    option.tell: Notify of what it finds, once, and once when all is well again
    option.test: Send a test to every notifier
    option.to: Into this empty folder, leaving the live data alone
    option.to-database: A database under this new name (SQLite: a file); the live one stays
    option.until: Everything as it was then: "2024-03-15 10:15"
    option.verbose: Print all details
    option.version: Show the version
    option.yes: Also remove when many would go at once, or when no good backup is recent

    postgres.base-differs: the base backup is not as its own manifest says
    postgres.base-differs.why: {path} is missing or differs. Run the backup again; if this comes again, look for disk faults
        with dmesg
    postgres.base-has-rows: {component}: the base of increments, and increments, have these rows; the dump of a full
        backup has not
    postgres.base-has-tablespaces: the physical base has tablespaces of its own, which no other server can use
    postgres.base-has-tablespaces.fix: Restore a full backup.
    postgres.base-missing: the backup that this increment of {name} builds on contains no physical base
    postgres.base-missing.fix: Choose another backup.
    postgres.belongs-to-superuser: objects in the backup belong to {list}, and only a superuser may assign them:
        {user} is not one
    postgres.belongs-to-superuser.fix: Restore as {owner}, in POSTGRES_USER; or change the owner of what belongs
        to {owner} to {user} before the next backup (ALTER … OWNER TO). Do not make {user} a member of {owner}:
        that would make it a superuser.
    postgres.beside-exists: there is a database {database} already
    postgres.beside-exists.fix: Choose another name, or drop that one first.
    postgres.beside-name: {database} cannot be the name of a database
    postgres.beside-name.fix: Choose another name, such as shop_check
    postgres.beside-name.why: names have 1 to 63 bytes
    postgres.beside-not-allowed: {user} may not create databases
    postgres.beside-not-allowed.fix: Type as a superuser: ALTER ROLE {user} CREATEDB; – or set POSTGRES_USER to one who may.
    postgres.broken-wal: the write-ahead log has a hole
    postgres.broken-wal.why: {path} does not follow {after}
    postgres.chain-ended: {component}: the increments end with {parent}
    postgres.chain-ended.why: {why}
    postgres.chain-ended.fix: Moments between {parent} and this backup cannot be restored; all that there is now is in
        this backup.
    postgres.client-missing: there is no pg_dump for a PostgreSQL {value} server
    postgres.clients-write: {database} has {count|one other session|# other sessions}: {list}. What they write from the
        safety copy on is lost: it is neither in that copy nor in what is restored. Stop them before a restore
    postgres.cluster-folder: {folder} is not empty
    postgres.cluster-folder.fix: Name another folder, or move away what is there.
    postgres.cluster-restored: the cluster is in {folder}. Start PostgreSQL {major} on it
    postgres.container-of-other-major: the backup is of PostgreSQL {major}, the container of {service} is
        PostgreSQL {own}
    postgres.container-of-other-major.why: an increment can only be read by the version that wrote it
    postgres.container-of-other-major.fix: Start {service} from an image of PostgreSQL {major}; or restore a full backup.
    postgres.database-named-by-shell: it is unclear which database is meant: POSTGRES_DB is {own} in .env, but
        PGDATABASE is {other} in the environment
    postgres.database-named-by-shell.fix: Remove PGDATABASE from the crontab or the profile; or set POSTGRES_DB
        next to it
    postgres.database-named-twice: it is unclear which database is meant: POSTGRES_DB is {own} in .env, but
        {other} in the container of {service}
    postgres.database-named-twice.fix: Set POSTGRES_DB in the crontab line or the environment; or make .env and
        the running container agree
    postgres.database-named-twice.why: the container was created with other settings than .env now has
    postgres.holds-other-database: {name}: the backup contains the database {saved}, which would replace {target}
    postgres.hole-clock: the server's clock was put back: {now} comes after {before}
    postgres.hole-differs: the server's write-ahead log is not the one that the last backup ended with ({name} differs),
        as after a disk image was put back
    postgres.hole-no-room: the write-ahead log needs {need} in {path}, which has {have}
    postgres.hole-no-slot: the replication slot {slot} is gone; Patroni removes those that its ignore_slots does not name
    postgres.hole-not-received: the write-ahead log since the last backup was not received: {why}
    postgres.hole-removed: the server has removed write-ahead log that the replication slot {slot} was to keep
    postgres.hole-rewound: the server's write-ahead log ends at {now}, before the last backup's end at {end}
    postgres.hole-segments: the size of the server's WAL segments has changed
    postgres.hole-slot-taken: the replication slot {slot} is used by somebody else
    postgres.hole-system: this is another server (system identifier {now}, was {before})
    postgres.hole-tablespace: the write-ahead log makes a tablespace in {place}, which no server aside can follow
    postgres.hole-timeline: the server is on timeline {now}, was on {before}, as after a failover or a recovery
    postgres.hole-unreadable: the write-ahead log cannot be read: {why}
    postgres.kind-foreign: a foreign table
    postgres.kind-materialized: a materialized view
    postgres.kind-sequence: a sequence
    postgres.kind-view: a view
    postgres.no-client: {what}
    postgres.no-client.fix: Type: {command}
    postgres.no-base: {component}: saved as a whole dump alone, without a base for increments
    postgres.no-base.why: {why}
    postgres.no-base.fix: The dump is whole, and is restored like any other.
    postgres.client-tools-missing: PostgreSQL's client tools are missing
    postgres.database: Set POSTGRES_DB to one of these: {list}
    postgres.database-not-named: no database is named, and the server has several
    postgres.database-not-named.why: {why}
    postgres.database-not-named.fix: Set POSTGRES_DB to one of them.
    postgres.database-closed: the database {name} does not accept connections
    postgres.database-closed.fix: Type in SQL, in the database postgres: ALTER DATABASE {identifier} ALLOW_CONNECTIONS true;
    postgres.database-not-open: {name} does not accept connections
    postgres.database-of-another: the database {database} belongs to {owner}, so {user} may not replace it
    postgres.database-of-another.fix: Use {owner} or a superuser in POSTGRES_USER, or type as a superuser: {command}
    postgres.database-replaced: {name} is not the database that was restored: something else has created or
        renamed one since
    postgres.do-not-move: the restore needs a second database, because these objects cannot be moved aside: {list}
    postgres.do-not-move.fix: Use a role with CREATEDB in POSTGRES_USER. If the database can do without them,
        type in SQL: DROP {names};
    postgres.dump-cut-short: the dump is truncated
    postgres.dump-cut-short.why: pg_restore did not reach its end
    postgres.dump-is-newer: the dump is of PostgreSQL {dump}, the server is PostgreSQL {server}
    postgres.dump-is-newer.fix: Restore into a server of version {dump} or newer.
    postgres.dump-missing: the backup contains no dump of {name}
    postgres.dump-unreadable: the database dump cannot be read
    postgres.dump-unreadable.why: {why}
    postgres.dump-unreadable.fix: {fix}
    postgres.newer-dump: It was made by a newer pg_dump: install that postgresql-client, or restore into a
        newer server.
    postgres.choose-another: Choose another backup.
    postgres.event-trigger-left-out: the event trigger {name} was not restored
    postgres.event-trigger-left-out.fix: Have a superuser create it again.
    postgres.exchanges: {user} may not create databases: the restore goes into {database} itself, in one
        transaction; what {user} owns there is moved aside until everything has been checked (schemas
        garde_before_…), and the server needs room for both. Extensions, rights on schemas and objects of other
        owners stay as they are
    postgres.extension-rows-stay: rows in tables of extensions stay as they are in the database; those of the
        backup are not restored: {list}
    postgres.extensions-of-superuser: {user} may not create these extensions of the dump in a new database: {list}
    postgres.extensions-of-superuser.fix: Restore as a superuser, in POSTGRES_USER.
    postgres.extensions-of-the-owner: extensions of the dump are missing in the database, and {user} may not
        create them: {list}
    postgres.extensions-of-the-owner.fix: {fix}
    postgres.no-increments: {component}: only whole dumps are possible: {why}
    postgres.no-position: the last backup holds no base that the write-ahead log could go on from
    postgres.no-restore-point: the server made no restore point {name}
    postgres.no-such-table: there is no table {name} in this backup
    postgres.no-such-table.why: {why}
    postgres.no-such-table.fix: To look in all backups, type: {command}
    postgres.not-a-table: {name} is {what}
    postgres.not-a-table.why: it has no rows of its own in a backup
    postgres.not-a-table.fix: To restore everything into another database, type: {command}
    postgres.other-slots: the server keeps write-ahead log for other replication slots of Garde's: {names}. Those of
        platforms that are gone: {sql}
    postgres.pgbackrest-exclude-data: excludeData: does not go with pgBackRest, which saves the whole cluster
    postgres.pgbackrest-exclude-data.fix: Leave one of them out.
    postgres.rest-constraints: constraints
    postgres.rest-foreign-keys: foreign keys
    postgres.rest-indexes: indexes
    postgres.rest-numbering: numbering by a sequence, of the columns
    postgres.rest-owner: owner
    postgres.rest-rights: rights of
    postgres.rest-row-security: row security, with the policies
    postgres.rest-rules: rules
    postgres.rest-triggers: triggers
    postgres.shrank: the database's tables had {before} pages, and have {now} now
    postgres.similar-tables: it contains {list}
    postgres.slot-stays: the replication slot {slot} could not be dropped and goes on keeping write-ahead log: {why}. Type {sql}
    postgres.slot-taken: no base backup
    postgres.slot-taken.why: the replication slot {slot} is in use. If it is nobody's, type {sql} and run the backup again
    postgres.slots-limited: {component}: max_slot_wal_keep_size is {size} now (--allow-settings). To undo it, type ALTER
        SYSTEM RESET max_slot_wal_keep_size; SELECT pg_reload_conf();
    postgres.strange-wal: no write-ahead log
    postgres.strange-wal.why: {path} is no whole segment of PostgreSQL
    postgres.table-copy: {name}: to bring back what is missing, run this SQL there: {sql}
    postgres.table-drop: to remove the copy, run this SQL there: {sql}
    postgres.table-heirs: {name} is restored without the rows of the tables that inherit from it: {list}
    postgres.table-heirs.fix: Restore those with --table too, {first} for example, or the whole with --to-database.
    postgres.table-lacks: {name} is restored without rows that this backup does not contain: those of {list}
    postgres.table-lacks.fix: Look for them in an older backup.
    postgres.table-look: to look, run this SQL in the database {database}: {sql}
    postgres.table-no-rights: {user} may not create a schema in {database}
    postgres.table-no-rights.fix: Have its owner or a superuser type: {command}
    postgres.table-not-alone: {name} cannot be restored alone
    postgres.table-not-alone.why: it takes columns from a type or from a table that it inherits from
    postgres.table-not-alone.fix: To restore everything into another database, type: {command}
    postgres.table-plain: {name} comes back as one plain table, where it was of partitions, or one of them. To have it
        as it was, take it from the whole: {command}
    postgres.table-plan: {name}: {rows|# row|# rows}, {size}, into the new table {target} of the database {database}
    postgres.table-refused: PostgreSQL did not take the table, and nothing was changed
    postgres.table-refused.why: {why}
    postgres.table-refused.fix: If a type or function is missing there, restore everything into another database:
        {command}
    postgres.table-rest: {name}: not restored: {what}: {list}
    postgres.table-several: {name} is the name of several tables
    postgres.table-several.why: {list}
    postgres.table-several.fix: Name one with its schema.
    postgres.table-twice: {other} is part of {one}, or the other way round
    postgres.table-twice.fix: Name only one of them: a partitioned table comes back with the rows of all its partitions.
    postgres.table-twins: {one} and {other} would have the same name
    postgres.table-twins.fix: Restore them one after the other.
    postgres.table-without-rows: the rows of {name} are not in this backup
    postgres.table-without-rows.why: the backup contains only the definition of {list}
    postgres.table-without-rows.fix: Look for them in an older backup; excludeData: in the recipe leaves rows out.
    postgres.two-bases: two were made within a day already; the next comes when the day is over, or with --type full
    postgres.type-in-sql-after: Set the search_path that its functions need (ALTER FUNCTION … SET search_path = …;), then type in SQL: 
    postgres.type-in-sql: Type in SQL: 
    postgres.unlogged: {component}: UNLOGGED tables come back empty from increments: {names}
    postgres.view-without-data: the materialised view {name} was restored without its data
    postgres.index-left-out: the index {name} was not restored
    postgres.large-objects-stay: large objects cannot be exchanged without a second database
    postgres.large-objects-stay.fix: Use a role with CREATEDB in POSTGRES_USER.
    postgres.left-behind: the database {live} may be closed; type in SQL, in the database postgres: ALTER
        DATABASE {live} ALLOW_CONNECTIONS true; – if {old} exists, it is the old one; if {new} exists, it is the
        restored one: DROP DATABASE {new};
    postgres.load-with-search-path: If a function relies on search_path to find it, load it by hand into a new
        database NEW: {command}
    postgres.little-room: {place} has {free} free; a database of this dump may take up to {need}. If it does not fit, all
        stays as it is
    postgres.loads-alone: {place} cannot hold the decompressed dump ({need}): a single process loads it, more slowly.
        To see the space, type: {command}
    postgres.log-again: {component}: the write-ahead log did not arrive, asking again in {seconds} s: {why}
    postgres.log-cut-short: the write-ahead log ended early
    postgres.log-cut-short.why: {first} to {last} did not arrive whole
    postgres.log-makes-tablespace: the write-ahead log makes a tablespace ({list}): a temporary server that follows it
        would write into the files of the live one
    postgres.log-makes-tablespace.fix: Restore a full backup, or a moment before that increment.
    postgres.log-not-received: {component}: saved as a whole dump, as the write-ahead log since {parent} did not arrive
    postgres.log-not-received.why: {why}
    postgres.log-not-received.fix: Nothing is lost: the server keeps the log, and the next run goes on from {parent}.
        If that fails too, type in SQL: SELECT pid, usename, application_name, state FROM pg_stat_replication; and see
        that pg_hba.conf has a line for replication.
    postgres.log-stays-away: {component}: saved as a whole dump, as the write-ahead log since {parent} cannot be fetched
    postgres.log-stays-away.why: {why}
    postgres.log-stays-away.fix: It may not pass by itself: the server answers, and has a WAL sender free. It keeps the
        log, so nothing is lost; until this is mended each run saves a whole dump. Type what shows whether replication
        is let in: {session} – and what room there is for the log: {room}
    postgres.may-not-dump: the role of the backup may not read the whole database
    postgres.may-not-dump.fix: {fix}
    postgres.may-not-dump.why: {why}
    postgres.may-not-give: objects in the backup belong to {list}, and {user} is not a member of these roles
    postgres.may-not-give.fix: Type as a superuser: {command}
    postgres.may-not-make-databases: {user} may not create databases
    postgres.may-not-make-databases.fix: Use a superuser, or the administrator of the managed server, in
        POSTGRES_USER, or type as one: ALTER ROLE {userFix} CREATEDB;
    postgres.may-not-make-roles: {user} may not create roles
    postgres.may-not-make-roles.fix: {fix}
    postgres.may-not-make-schemas: {user} may create neither databases nor schemas in {database}
    postgres.may-not-make-schemas.fix: {fix}
    postgres.missing-extensions: extensions are missing on the server: {list}
    postgres.missing-extensions.fix: Install their packages.
    postgres.not-preloaded: the dump needs extensions whose libraries PostgreSQL loads at its start: {list}
    postgres.not-preloaded.fix: Set shared_preload_libraries = '{value}' in postgresql.conf or the command of the
        container, and restart PostgreSQL.
    postgres.cron-place: {name} can only be made by way of a database named {database}, which is there already
    postgres.cron-place.fix: Rename it until the restore is over: ALTER DATABASE {database} RENAME TO …;
    postgres.cron-stopped: pg_cron runs no jobs of {database}: its worker ended with the sessions in that database
    postgres.cron-stopped.fix: Restart PostgreSQL.
    postgres.timescale-superuser: the dump has tables of TimescaleDB, which only a superuser may restore; {user} is none
    postgres.timescale-superuser.fix: Restore as a superuser, in POSTGRES_USER.
    postgres.timescale-version: the dump has tables of TimescaleDB {version}, which this server does not have
    postgres.timescale-version.fix: Start the server with that version (image {image}), restore, then update
        it: ALTER EXTENSION timescaledb UPDATE;
    postgres.missing-locale: the server lacks the locale {name}
    postgres.missing-locale.why: {why}
    postgres.missing-locale.fix: Type: dpkg-reconfigure locales, then restart PostgreSQL
    postgres.missing-roles: the dump needs roles that exist neither here nor in the backup: {list}
    postgres.missing-roles.fix: Type in SQL: {command}
    postgres.missing-tablespaces: tablespaces are missing on the server: {list}
    postgres.missing-tablespaces.fix: Type in SQL: {command}
    postgres.name-of-two-lines: the database name contains a line break, and PostgreSQL's own tools cannot
        restore into such a database: {name}
    postgres.name-of-two-lines.fix: Type in SQL, in another database: {command} Then set POSTGRES_DB to the new name.
    postgres.newer-client: PostgreSQL {server} is dumped with the tools of PostgreSQL {client}: only tools of
        that version or newer can read the dump. Type: {command}
    postgres.no-roles-file: the backup contains no roles: those of the server stay as they are
    postgres.no-room: Not enough disk space
    postgres.no-room.why: {place} has {have} MiB, {need} needed
    postgres.no-room.fix: Type: df -h
    postgres.no-server-of-major: PostgreSQL {major}, which wrote this backup, is not installed
    postgres.no-server-of-major.why: an increment can only be read by the version that wrote it
    postgres.no-server-of-major.fix: Type: {command} – or restore a full backup.
    postgres.no-such-database: PostgreSQL has no database {name}
    postgres.no-such-database.why: it has {list}
    postgres.no-such-database.fix: Set POSTGRES_DB to one of these.
    postgres.no-table: the database {database} has no table
    postgres.nobody-said-where: Where it is on another machine, put PGHOST=… (and PGPORT) before the command or into
        the crontab: .env, which is the application's, is not asked for them. To see whether it answers, type: {command}
    postgres.not-a-base: the physical base is not the data folder of a PostgreSQL server
    postgres.not-a-base.fix: Choose another backup.
    postgres.not-analyzed: the new database has no statistics yet: {failure}. Type: vacuumdb --analyze-only
    postgres.not-exchanged: the dump could not be loaded
    postgres.not-exchanged.why: {why}
    postgres.not-exchanged.fix: {fix}
    postgres.not-exchanged.fix-1: Stop whatever is connected; to see it, run this SQL: SELECT * FROM pg_stat_activity;
    postgres.not-in-recovered: the database {database} did not exist when the backup was made
    postgres.not-in-recovered.why: the backup contains {list}
    postgres.not-in-recovered.fix: Set POSTGRES_DB to one of them.
    postgres.not-loaded: the dump could not be loaded
    postgres.not-loaded.why: {why}
    postgres.not-loaded.fix: {fix}
    postgres.not-recovered: the database could not be recovered to where it was to be
    postgres.not-recovered.why: {why}
    postgres.not-recovered.fix: Choose an earlier backup: the full one that this one builds on needs no WAL.
    postgres.nothing-staged: no new database has been staged for {name}
    postgres.old-database-gone: the database {name} from before the restore is gone
    postgres.old-database-gone.fix: Restore the safety copy.
    postgres.others-in-the-way: tables and views that would have to be replaced do not belong to {user}: {list}
    postgres.others-in-the-way.fix: {fix}
    postgres.own-role-kept: the role {user}, used by the restore, keeps its attributes
    postgres.parameter-left-out: a setting in the backup was not restored: {failure}
    postgres.password: Set POSTGRES_PASSWORD to the password of {user}, then try it: {session}
    postgres.pgbackrest-check: pgBackRest cannot back up the stanza {stanza}
    postgres.pgbackrest-check.fix: Type: {command}
    postgres.pgbackrest-check.why: {why}
    postgres.pgbackrest-failed: pgBackRest failed on the stanza {stanza}
    postgres.pgbackrest-failed.fix: Type: {command}
    postgres.pgbackrest-failed.why: {why}
    postgres.pgbackrest-gone: the repository of pgBackRest no longer has the backup {label} of the stanza {stanza}
    postgres.pgbackrest-gone.fix: See what it has, and set repo1-retention-full to as many as Garde keeps: {command}
    postgres.pgbackrest-incremental: postgres(incremental: true, engine: .pgBackRest) saves the write-ahead log twice
    postgres.pgbackrest-incremental.fix: Leave out incremental: true. pgBackRest archives the log itself.
    postgres.pgbackrest-kept: pgBackRest {stanza}: {count} backups, {first} to {last}, log archived up to {segment}
    postgres.pgbackrest-log: the server has tablespaces that the backup {label} has not: {list}
    postgres.pgbackrest-log.fix: Restore it on another machine: {command}
    postgres.pgbackrest-log.why: a temporary server that follows the log behind it would write into their files
    postgres.pgbackrest-made-full: {component}: pgBackRest had nothing to build on and made a full backup, {label}
    postgres.pgbackrest-missing: pgBackRest is not installed
    postgres.pgbackrest-missing.fix: Type: apt-get install pgbackrest
    postgres.pgbackrest-no-stanza: pgBackRest has no usable backup of the stanza {stanza}
    postgres.pgbackrest-no-stanza.fix: Type: {command}
    postgres.pgbackrest-no-stanza.why: {why}
    postgres.pgbackrest-not-inside: the container of {service} has no pgbackrest
    postgres.pgbackrest-not-inside.fix: Use an image that has it, or leave out engine: .pgBackRest.
    postgres.pgbackrest-not-named: postgres(engine: .pgBackRest(stanza:)) names no stanza
    postgres.pgbackrest-not-named.fix: Name the one that pgbackrest info lists.
    postgres.pgbackrest-other-cluster: the stanza {stanza} is of another cluster than the one that the recipe names
    postgres.pgbackrest-other-cluster.fix: Name the stanza of this cluster: {command}
    postgres.pgbackrest-other-cluster.why: its system identifier is {known}, the server's {system}
    postgres.pgbackrest-pages: pgBackRest found pages with wrong checksums in the backup {label}
    postgres.pgbackrest-pages.fix: Type: {command}
    postgres.pgbackrest-record-strange: what was read is not what pgBackRest says of one backup
    postgres.pgbackrest-record-strange.fix: Restore another backup.
    postgres.pgbackrest-tablespaces: the backup {label} has tablespaces, which cannot be restored aside: {list}
    postgres.pgbackrest-tablespaces.fix: Restore it by hand: {command}
    postgres.pooler: This is a pooler, such as PgBouncer, which does not pass options on: a restore must connect
        to the server itself. Set PGHOST and PGPORT to the server, not to the pooler.
    postgres.prepared-transactions: prepared transactions block the database: {list}
    postgres.prepared-transactions.fix: End each of them with COMMIT PREPARED or ROLLBACK PREPARED {names}.
    postgres.publication-left-out: the publication {name} could not be completed: it lacks tables that were restored
    postgres.publication-left-out.fix: {fix}
    postgres.publications-stay: publications that {user} may not change stay as they are, without the restored
        tables: {publications}
    postgres.recovered-shut: the recovered server has none of these as a superuser who may log in: {list}
    postgres.recovered-shut.fix: Set POSTGRES_USER to a superuser who existed when the backup was made.
    postgres.recovers: {name}: a temporary server recovers the database as of {id}
    postgres.recovery-runs: another run is recovering a database in {path}
    postgres.recovery-runs.fix: Wait until it has ended.
    postgres.recovery-stays: {path} could not be removed, and the temporary server may still run in it: {failure}.
        The next backup or restore removes it
    postgres.refused: PostgreSQL reports an error
    postgres.refused.why: {why}
    postgres.relies-on-search-path: a restore may have to skip the data of these materialised views, or these
        indexes, because their functions rely on search_path: {list}. Type in SQL, for each function: {cure}
    postgres.replication-slots: logical replication slots block the database: {list}
    postgres.replication-slots.fix: {fix}
    postgres.restore-as-superuser: Restore as a superuser, in POSTGRES_USER.
    postgres.role-settings-kept: settings of roles differ from those in the backup; the server keeps its own: {list}
    postgres.role-settings-refused: these settings of roles may not be given by {user} and are not restored: {list}
    postgres.role-settings-unsafe: settings with which sessions might not begin, or be another role's, are not
        restored. Type them after the restore: {command}
    postgres.role-stays: a role created by the restore could not be removed: {failure}
    postgres.roles-cut-short: the list of roles is truncated
    postgres.roles-cut-short.why: pg_dumpall did not reach its end
    postgres.roles-left-out: the roles file contains {count} statements that are not about roles; they were
        skipped: {names}
    postgres.roles-not-replaced: existing roles keep their passwords: only a superuser may read and replace them
    postgres.roles-not-saved: {name}: the roles are not saved, the database is
    postgres.roles-not-saved.why: {why}
    postgres.roles-not-saved.fix: {fix}
    postgres.roles-not-text: the roles file is not text
    postgres.roles-not-text.fix: Choose another backup.
    postgres.roles-refused: not everything that roles have in the backup may be given by {user}. Type as a superuser:
        {command}
    postgres.roles-skipped: the roles file refers to roles that it does not create and that the server lacks: {names}
    postgres.roles-stay: {user} may not create roles: those of the server stay as they are
    postgres.roles-without-passwords: the roles are saved without their passwords: {user} may not read
        pg_authid, as is usual on managed servers. If there is a superuser, use it in POSTGRES_USER
    postgres.room-unknown: the free space of the database server cannot be determined from here
    postgres.rows-differ: the content of the database differs from the dump
    postgres.rows-differ.why: {why}
    postgres.rules: Set PGSSLMODE (and PGSSLROOTCERT) to what the server's pg_hba.conf requires, then try it: {session}
    postgres.schemas-shut: {user} may not create tables in these schemas of the dump: {list}
    postgres.schemas-shut.fix: {fix}
    postgres.server-is-standby: this PostgreSQL server is a standby
    postgres.server-is-standby.fix: Restore into its primary server.
    postgres.sessions-of-others: sessions of {list} are using the database, and {user} may not end them
    postgres.sessions-of-others.fix: Stop whatever is connected, or type as a superuser: {command}
    postgres.sessions-stay: sessions in {list} do not end
    postgres.sessions-stay.fix: Run this SQL: SELECT * FROM pg_stat_activity;
    postgres.settings-stay: settings, comment and rights of the database {database} itself stay as they are
    postgres.shared-sessions: what one session sets in the database {database} reaches other sessions: a pooler,
        such as PgBouncer with pool_mode = transaction, is between. pg_dump empties search_path for its own session,
        so the platform's queries may not find their tables afterwards. Set PGHOST and PGPORT to the server, not to
        the pooler.
    postgres.slot-is-idle: Type in SQL: {command}
    postgres.slot-is-read: First stop its reader ({reader}), then type in SQL: {command}
    postgres.slow: Check what the server is busy with: {session} -c 'SELECT * FROM pg_stat_activity'
    postgres.socket: Set PGHOST=127.0.0.1 and POSTGRES_PASSWORD, or run this as the system user {user}.
    postgres.subscription-is-off: the subscription {name} is restored disabled. Type in SQL: {enable} Then, on
        its own: {refresh} Changes made by the publisher since the backup will be missing; to get them, TRUNCATE
        its tables and use copy_data = true. If the publisher has lost the slot, first type there: {make}
    postgres.subscriptions: the database has subscriptions: {list}
    postgres.subscriptions.fix: Type in SQL: {command}
    postgres.table-relies-on-search-path: a restore may fail for these tables, because functions in their checks
        or generated columns rely on search_path: {list}. Type in SQL, for each function: {cure}
    postgres.tables-missing: {names} tables of the dump are missing
    postgres.tables-missing.why: {why}
    postgres.text: PostgreSQL cannot be reached
    postgres.text.why: {why}
    postgres.text.fix: {fix}
    postgres.together: {database} cannot be restored here
    postgres.together.why: {why}
    postgres.too-few-locks: {tables} tables and indexes are too many for a single transaction on this server,
        which has {room} locks
    postgres.too-few-locks.fix: Raise max_locks_per_transaction, or use a role with CREATEDB in POSTGRES_USER.
    postgres.trigger-may-refuse: If an event trigger of the database refused it ({list}), have a superuser type:
        {command}
    postgres.typed: Type: {command}
    postgres.typed-2: Have a superuser type: {command}
    postgres.unsaved-databases: no recipe saves these databases of the server: {list}
    postgres.user-and-password: Set POSTGRES_USER and POSTGRES_PASSWORD to a role of the server and its password, then
        try it: {session} -U …
    postgres.use-administrator: Use a superuser, or the administrator of the managed server, in POSTGRES_USER.
    postgres.wal-minimal: wal_level is minimal. Type ALTER SYSTEM SET wal_level = 'replica'; and restart PostgreSQL
    postgres.wal-rights: the role {user} may not do it. As an administrator of the server, in the database {database}, type {sql}
    postgres.wal-senders: max_wal_senders is 0. Type ALTER SYSTEM SET max_wal_senders = 10; and restart PostgreSQL
    postgres.wal-slots: no replication slot is free. Type ALTER SYSTEM SET max_replication_slots = 20; and restart PostgreSQL
    postgres.wal-standby: the server is a standby
    postgres.wal-tablespaces: the cluster has tablespaces of its own ({names})
    postgres.wal-too-old: the server is older than PostgreSQL 13
    postgres.wal-unlimited: nothing limits the write-ahead log that a replication slot keeps, so that it could fill the
        disk when backups fail. Type ALTER SYSTEM SET max_slot_wal_keep_size = '{size}'; SELECT pg_reload_conf();
        or run backup.sh once with --allow-settings
    postgres.warnings: objects of {owners} will belong to {user}, who is not a member of these roles
    postgres.warnings-2: rights of roles that do not exist here, or that may not be granted, are not restored:
        {grantees}
    postgres.warnings-3: event triggers, which only a superuser may create, are not restored: {triggers}
    postgres.without-rows-needed: {component}: a restore will be refused where saved rows refer to rows that are
        left out: {list}. Leave out the rows of those tables too, or of none

    program.from-copies: From a copy, with the program out of garde/ there:
    program.not-placed: the program could not be kept in {path}: {why}
    program.not-sent: the program could not be sent to {url}: {why}
    program.placed: the program of this run is kept in {path}
    program.sent: the program was sent to {url}
    program.title: THE WAY BACK  {name} on {host}, Garde {version}

    prune.cannot-merge: {disk} cannot give files a second name, or exchange two folders: increments are not put together there
    prune.days: {count} d
    prune.from-future: {name} is more than two hours in the future: it is kept and not counted. Check the clock
    prune.future: more than two hours in the future
    prune.goes-into: {id} takes in what it holds
    prune.held: no old backup is removed
    prune.held.why: {why}
    prune.held.fix: {fix}
    prune.holds-more: it is a link, or folders lie in it
    prune.folders-inside: {name} would be removed, but it contains folders, or is a link: move them away
    prune.incomplete: the newest backup, {id}, is incomplete
    prune.left-to: nothing is rotated while another run is at work: {holder}
    prune.make-whole-first: Make a complete one first. Type: {command}
    prune.last-good: one of the last three good fulls
    prune.locked: locked where it lies
    prune.merged: {id}: what {count|# increment|# increments} before it held of {names} is in it now
    prune.month: newest full of its month
    prune.needed: {id} builds on it
    prune.newest-copies: one of the newest two safety copies
    prune.not-merged: {id}: the increments before it stay: {why}
    prune.not-rotated: not all old backups were removed
    prune.not-rotated.why: {why}
    prune.not-after-incomplete: no old backup is removed after an incomplete run
    prune.of-day: last of its day
    prune.of-hour: last of its hour
    prune.old-copy: old safety copy
    prune.old-increment: increment that nothing builds on
    prune.on-day:  on {day}
    prune.on-later-day:  on {day}, as long as good backups continue to be made
    prune.outlived: not the newest full of a week or month that counts
    prune.reason-of: {names}: {reason}
    prune.removed: removed {name}, {age} days old: {reason}
    prune.rotated: rotation in {place}: {removed} removed, {stay} kept
    prune.rules: {place}{when}: {daily} days, {weekly} weeks, {monthly} months
    prune.stale: the last good one is over 8 days old
    prune.held-stale: no backup of {component} is removed: its last good one is over 8 days old
    prune.stay-apart: {id}: the increments before it stay, as one archive cannot say what they do
    prune.stranger: made by {who}, not counted
    prune.suspect: suspect and not accepted: {list}
    prune.held-suspect: Check whether it is complete. If it is, type: {command} – if not, remove its folder
    prune.too-many: {count} would be removed at once, at most {limit} may be: the clock or a setting may be wrong
    prune.look-at-plan: Check prune --plan. If this is expected, type: {command}
    prune.verdict-goes: goes
    prune.verdict-held: held back
    prune.verdict-stays: stays
    prune.week: newest full of its week
    prune.would-remove: would remove {name}, {age} days old: {reason}
    prune.young: at most {days} days old

    recipe.empty: {part} of {word} is empty
    recipe.empty.fix: Fill it in
    recipe.exclude-data-nothing: {component}: excludeData: {pattern} matches no table
    recipe.exclude-data-nothing.why: {why}
    recipe.exclude-data-nothing.fix: Write it as in the database: "table", or "schema.table" where it is not in
        public.
    recipe.exclude-nothing: exclude: "{pattern}" matches nothing
    recipe.exclude-nothing.fix: Write a name or a path, such as "*.tmp" or "cache/".
    recipe.exclude-path: exclude: "{pattern}" matches nothing: patterns start at {path}
    recipe.exclude-path.fix: Write "{below}".
    recipe.fingerprint: "{digits}" is not a complete fingerprint
    recipe.fingerprint.why: it does not have 40 hexadecimal digits
    recipe.fingerprint.fix: Copy it from: gpg --fingerprint
    recipe.heartbeat-hears-all: a heartbeat cannot have on:
    recipe.heartbeat-hears-all.why: each missing ping would raise the alarm
    recipe.heartbeat-hears-all.fix: Remove on:
    recipe.legacy-incremental: legacy cannot save {name} in increments
    recipe.legacy-incremental.why: what an old script writes is whole
    recipe.legacy-incremental.fix: Take incremental: true away, or {name} out of legacy.
    recipe.legacy-not-of-guide: {script} cannot save {name}
    recipe.legacy-not-of-guide.why: the guide's script knows postgres, redis, mail, config and certificates, by these
        names
    recipe.legacy-not-of-guide.fix: Write {name} outside of legacy.
    recipe.legacy-twice: {name} is saved by the recipe, and by {script}
    recipe.legacy-twice.fix: Take one of the two away.
    recipe.level: compress(level: {level}) is not a gzip level
    recipe.level.fix: Write 1 (fast) to 9 (small)
    recipe.name: a component cannot be named "{name}"
    recipe.name.why: the names of its files begin with it
    recipe.name.fix: Use a to z, 0 to 9, _ and -, starting with a letter or digit, and not manifest
    recipe.nice: resources(nice: {nice}) is not a priority below the usual one
    recipe.nice.fix: Write 0 (as usual) to 19 (after all else)
    recipe.nothing-to-save: the recipe saves nothing
    recipe.nothing-to-save.fix: Add what to save, for example postgres() or files("website", "/srv/www")
    recipe.password-in-server: a password must not be written in a recipe
    recipe.password-in-server.fix: Write through: .environment("SMTP_URL") and set that variable
    recipe.path: {component} cannot use the path "{path}"
    recipe.path.fix: Start it with /, or write it relative to the platform's root, without .. and ~
    recipe.remote: "{url}" is not a destination
    recipe.remote.fix: Write s3://bucket/prefix, or name:path with a name listed by rclone listremotes
    recipe.repeated-name: two components are named {name}
    recipe.repeated-name.fix: Rename one of them, for example postgres("second", …) or files("second", …)
    recipe.repeated-path: the recipe saves {path} more than once
    recipe.repeated-path.fix: Keep it in one component only
    recipe.repeated-service: two services are named {name}
    recipe.repeated-service.fix: Keep one of them
    recipe.repeated-source: {one} and {other} are the same data
    recipe.repeated-source.fix: Keep one of them, or tell them apart: database: "…", in: "…"
    recipe.repeated-word: the recipe contains {word} more than once
    recipe.repeated-word.fix: Keep one of them
    recipe.share: suspectBelow: {share} of {component} is not a share
    recipe.share.fix: Write 0 (never suspect) to 1, for example suspectBelow: 0.5
    recipe.stops-its-place: {name} runs in {service}, which usedBy: stops while it is restored
    recipe.stops-its-place.fix: Remove {service} from usedBy:
    recipe.taken-name: a component cannot be named {name}
    recipe.taken-name.why: {other} has a file with that name
    recipe.taken-name.fix: Choose another name
    recipe.too-few: {written} is too few
    recipe.too-few.fix: Write at least {least}
    recipe.unset: {word} needs {variable}, which is not set
    recipe.unset.fix: Set it, or write its value in the recipe

    redis.address-not-ours: no second Redis can listen on {address}
    redis.address-not-ours.why: this is the address under which Redis sees this machine, and from which it has to copy
    redis.address-not-ours.fix: Run this on a machine that Redis reaches without address translation.
    redis.aof-not-saved: the RDB file is saved, the append-only files are not: {why}
    redis.aof-unreadable: {path} cannot be read
    redis.aof-unreadable.why: {why}
    redis.cannot-be-put-back: this backup cannot be restored into this Redis: it refuses CONFIG and REPLICAOF
        ({said}). Helpful ACL: +config +replicaof +psync
    redis.client-missing: redis-cli is missing
    redis.client-missing.fix: Type: apt install redis-tools
    redis.cluster: this Redis is a node of a cluster
    redis.cluster.fix: For a single node without its slots: redis-cli CLUSTER ADDSLOTS $(seq 0 16383). For a
        larger cluster: redis-cli --cluster backup HOST:PORT FOLDER
    redis.cluster.why: it knows {nodes} nodes, which serve {slots} of the 16,384 slots: only one that serves all holds every key
    redis.copies: Redis will copy its keys from a second server that runs here temporarily: {why}
    redis.does-not-copy: Redis does not copy the backup
    redis.does-not-copy.why: it does not reach {address}:{port}, where its copy is waiting (master_link_status {status})
    redis.does-not-copy.fix: Check its log, and the firewall between them.
    redis.does-not-start: Redis does not start ({service})
    redis.does-not-start.why: {why}
    redis.does-not-start.fix: Check its log.
    redis.dump-cut-short: the RDB file of the backup is truncated
    redis.dump-damaged: {path} is not a complete RDB file
    redis.dump-damaged.fix: Use another backup.
    redis.elsewhere: the files of Redis are not on this machine
    redis.elsewhere.why: the server runs elsewhere, or its process cannot be inspected by this user
    redis.elsewhere.fix: Run the backup as root on the server's machine, or reach it as a Compose service
        (PLATFORM=compose).
    redis.folder-elsewhere: the folder of Redis, {folder}, is not on this machine
    redis.folder-elsewhere.why: the server that answers runs elsewhere, or in a container
    redis.folder-elsewhere.fix: Run this on the machine of Redis; if it runs in a container, write: redis(in:
        "service").
    redis.encryption: Set REDIS_TLS_CA_FILE to its CA certificate, or unset REDIS_TLS if it does not use TLS.
    redis.encryption-2: If it only accepts TLS, set REDIS_TLS=yes, with REDIS_TLS_CA_FILE.
    redis.evicted: Redis is evicting restored keys: {count} so far
    redis.evicted.why: maxmemory is too small for them
    redis.evicted.fix: Raise it (redis-cli CONFIG SET maxmemory …, and in its configuration), and restore again.
    redis.file-missing: the Redis file {path} is missing
    redis.file-missing.why: Redis would load it at startup
    redis.folder-read-only: the folder of Redis, {folder}, is not writable
    redis.folder-read-only.fix: Run this as root, or as the user of Redis.
    redis.gives-no-keys: Redis does not hand over its keys in any way
    redis.gives-no-keys.why: {refusal} / BGSAVE: {why}
    redis.gives-no-keys.fix: Grant its user +sync +replconf, and SYNC under its own name: redis-cli ACL SETUSER
        … +sync +replconf
    redis.has-fewer-databases: this Redis has too few databases
    redis.has-fewer-databases.why: the backup has keys in database {needed}
    redis.has-fewer-databases.fix: Configure it with: databases {neededFix}
    redis.has-replicas: this Redis has replicas: {count}
    redis.has-replicas.why: one of them may take over while it is stopped
    redis.has-replicas.fix: Stop the replicas, or type on each: redis-cli REPLICAOF NO ONE
    redis.has-sentinel: a Sentinel monitors this Redis
    redis.has-sentinel.why: it would promote another server while this one is stopped
    redis.has-sentinel.fix: Stop the Sentinels for the duration of the restore.
    redis.hides-settings: Redis does not reveal where its files are
    redis.hides-settings.why: CONFIG GET returns nothing
    redis.hides-settings.fix: Grant its user +config|get.
    redis.in-cluster: this Redis is a node of a cluster
    redis.in-cluster.why: it knows {nodes} nodes, which serve {slots} of the 16,384 slots: only one that serves all holds every key
    redis.is-empty: Redis contains no keys
    redis.is-replica: this Redis is a replica
    redis.is-replica.why: its master would undo the restore
    redis.is-replica.fix: Restore its master: set REDIS_HOST.
    redis.is-sentinel: this is a Sentinel, not a Redis with data
    redis.is-sentinel.fix: Set REDIS_PORT to the port of the server itself.
    redis.keys-all-expired: every key of the backup that matches {patterns} has expired
    redis.keys-all-expired.why: {count|# key: Redis would remove it|# keys: Redis would remove them} at once
    redis.keys-back: Redis: {count|# key|# keys} in {databases|# database|# databases} {count|is|are} as in the backup
    redis.keys-changed: Redis: {found} keys where the backup has {expected}, or different ones; services that
        were not stopped may have written
    redis.keys-did-not-stay: {count|# was|# were} gone at once: {names}. Redis evicted {evicted|# key|# keys} meanwhile
    redis.keys-differ: the keys of Redis differ from the backup
    redis.keys-differ.why: it contains {found} of the {expected} keys that cannot have expired, or different ones
    redis.keys-differ.fix: Check the log of Redis.
    redis.keys-expired: keys of the backup that have expired in the meantime and will not come back: {count}
    redis.keys-gone-again: {count} of the keys {count|is|are} gone again already: somebody uses {count|it|them}
    redis.keys-left: keys of Redis may be half restored. What was under their names before is in {path}. To have it
        back, type: {command}
    redis.keys-near: names in it begin with {list}
    redis.keys-not-taken: Redis did not take all keys
    redis.keys-not-taken.why: {why}
    redis.keys-not-taken.fix: Raise maxmemory (redis-cli CONFIG SET maxmemory …, and in its configuration), or
        restore fewer keys.
    redis.keys-overwritten: {count|# key was|# keys were} not as this restore had left {count|it|them} when it was taken back:
        what {count|it was|they were} is kept in {path}. To have that back, type: {command}
    redis.keys-revived: {count|# key that was|# keys that were} removed since this restore {count|is|are} there again, as before it
    redis.keys-unknown-kind: single keys of this backup cannot be read
    redis.keys-unknown-kind.why: a newer server than this version knows wrote it (kind {kind})
    redis.keys-unknown-kind.fix: Restore all of Redis, without --keys, or use a newer version of this program.
    redis.lacks-modules: this Redis lacks modules that the backup needs
    redis.lacks-modules.why: it contains values of {names}
    redis.loading: Redis is still loading its data
    redis.loading.fix: Wait, then run the backup again.
    redis.memory-limit: the backup took {needed} MiB of memory, but maxmemory allows {limit}: Redis may evict
        keys or refuse writes
    redis.must-run: Redis must be running, to tell where its files are
    redis.must-run.why: {why}
    redis.must-run.fix: Start it. If damaged files prevent that, move them away and start it empty.
    redis.never-ends: Redis has been saving or rewriting for an hour
    redis.never-ends.fix: Check the server's log.
    redis.no-password: The server has no password: unset REDIS_PASSWORD.
    redis.no-redis-dump: the backup {id} contains no RDB file
    redis.no-redis-dump.fix: Use another backup, or add --no-redis.
    redis.no-room: Not enough disk space for Redis
    redis.no-room.why: {needed} MiB needed, {free} free
    redis.no-room.fix: Type: df -h
    redis.no-such-keys: no key of the backup matches {patterns}
    redis.no-such-keys.why: {why}
    redis.no-such-keys.fix: Patterns are those of Redis: * for any characters, ? for one, [ab] for one of these;
        quote them for the shell.
    redis.nobody-said-where: Where it is on another machine, put REDIS_HOST=… (and REDIS_PORT) before the command or into
        the crontab: .env, which is the application's, is not asked for them. To see whether it answers, type: {command}
    redis.not-controlled: there is no known way to stop and start Redis
    redis.not-controlled.why: its file can be replaced only while it is stopped
    redis.not-controlled.fix: Add to the recipe: service("{name}", stop: […], start: […], isRunning: […])
    redis.not-followed: the RDB file has entries of an unknown type {kind}: keys cannot be compared after the restore
    redis.not-persisted: Redis did not write the restored keys to disk: {failure}. Type: redis-cli SAVE
    redis.others-evicted: Redis evicted {count|# other key|# other keys} to make room (maxmemory)
    redis.password: Set REDIS_PASSWORD to the password of the user {user}; this tests it: {PING}
    redis.refuses-dump: this Redis cannot read the backup
    redis.refuses-dump.why: redis-check-rdb says: {said}
    redis.refuses-dump.fix: Use another backup, or install the Redis version that wrote it.
    redis.refuses-keys: Redis does not let this user read and write single keys
    redis.refuses-keys.why: {said}
    redis.refuses-keys.fix: The user needs SELECT, DUMP, PTTL, PEXPIRETIME, RESTORE and DEL on these keys,
        ECHO and INFO, on a server that is written to: see ACL GETUSER, and REDIS_USERNAME.
    redis.refuses-to-copy: there is no way to put keys back into this Redis
    redis.refuses-to-copy.why: {why} / REPLICAOF: {other}
    redis.refuses-to-copy.fix: Grant its user +replicaof +psync, or tell the recipe how to stop it: service("…",
        stop: […], start: […]).
    redis.replica: this Redis is a replica
    redis.replica.fix: Back up its master: set REDIS_HOST.
    redis.rights: Grant the user {user} what is missing. Its current rights: {command}
    redis.save-failed: Redis could not save its data
    redis.save-failed.why: BGSAVE failed
    redis.save-failed.fix: Check the server's log and its disk.
    redis.scratch-is-open: Redis refuses CONFIG: during the copy, the keys can be read on this machine without a
        password
    redis.stream-ended: Redis ended its stream before all keys were sent
    redis.stream-ended.why: {said} / BGSAVE: {why}
    redis.stream-ended.fix: The server's log tells why. A redis-cli older than the server may be the cause:
        install the server's own tools here (apt install valkey-tools, or newer redis-tools)
    redis.stream-ended-bgsave: Redis ended its stream ({why}); BGSAVE is used instead. With a redis-cli as new
        as the server, the stream works
    redis.scratch-too-old: {program} {version} on this machine cannot hold the keys of Redis {server}
    redis.scratch-too-old.why: if nothing can stop and start Redis, it copies its keys from a second server that
        runs here temporarily
    redis.scratch-too-old.fix: Install the server's own version here, for Valkey: apt install valkey-server &&
        systemctl disable --now valkey-server – or tell the recipe how to stop it: service("redis", stop: […],
        start: […], isRunning: […])
    redis.server-missing: redis-server is missing
    redis.server-missing.why: if nothing can stop and start Redis, it copies its keys from a second server that
        runs here temporarily
    redis.server-missing.fix: Type: apt install redis-server && systemctl disable --now redis-server
    redis.starts-elsewhere: after a restart, Redis uses another folder
    redis.starts-elsewhere.why: it was running in {folder} and starts in {afterFolder}
    redis.starts-elsewhere.fix: Type: redis-cli CONFIG REWRITE, or correct dir in its configuration.
    redis.starts-otherwise: Redis starts with settings other than those it was running with (CONFIG SET without
        CONFIG REWRITE): {changes}
    redis.still-runs: Redis is still running after the service {service} was stopped
    redis.still-runs.why: something else started it
    redis.still-runs.fix: Tell the recipe how to stop it: service("{service}", …).
    redis.too-old: this Redis is too old for the backup
    redis.too-old.why: the backup comes from version {writer} (RDB {format}), the server has version {text}
    redis.too-old.fix: Install Redis {writer} or newer.
    redis.typed: Type: {command}
    redis.unreachable: Redis cannot be reached or refuses
    redis.unreachable.why: {why}
    redis.unreachable.fix: {fix}
    redis.without-sync: Redis refuses its stream ({said}); BGSAVE is used instead. Helpful ACL: +sync +replconf
    redis.would-start-otherwise: Redis is running with appendonly {runs} and would start with appendonly {starts}
    redis.would-start-otherwise.why: it was set by CONFIG SET appendonly {runs}; a restart would lose what it holds now
    redis.would-start-otherwise.fix: Set it in its configuration, or type: redis-cli CONFIG SET appendonly {starts}

    restore.abandoned: given up; its journal is kept in {folder}. Start the services that it stopped, and take
        care of what is listed above before the next backup
    restore.abandons: an unfinished restore by {recipe} of {platform}, which will stay as it is now:
    restore.about-to-replace: on {host}, in {root}, {project}, these will be replaced: {list}
    restore.absent-now: {name}: nothing there to save first
    restore.chain: chain of {count} backups
    restore.checks: comparing what was restored with the backup
    restore.cluster-none: no backup of a PostgreSQL cluster is here
    restore.cluster-none.fix: Restore without --cluster.
    restore.cluster-none.why: only postgres(incremental: true) saves one
    restore.cluster-rest: cluster restored. Once it runs, restore the rest: {command}
    restore.cluster-several: {names} are of several clusters
    restore.cluster-several.fix: Name the backup of one, by its id.
    restore.database-done: {name} restored into the new database {database}. Nothing else was changed
    restore.database-none: --to-database needs a database
    restore.database-none.fix: Omit what leaves databases out, such as --no-postgres. To put files elsewhere, use --to FOLDER.
    restore.database-several: --to-database takes one database, and the backup has {names}
    restore.database-several.fix: Add --only {first}.
    restore.file-missing: Damaged archive: {path} is missing
    restore.file-missing.why: it is listed in the manifest
    restore.file-missing.fix: Copy the backup again, or use an older one.
    restore.finished-earlier: the earlier restore is finished: its data was correct
    restore.found: {name}: {id}, {size}, {age} old
    restore.found-chain: {name}: {id}, {size} ({chain}), {age} old
    restore.goes-back: the data from before is in {copy}; to go back to it: {command}
    restore.half-made: {path} is a half-finished backup
    restore.half-made.why: its run did not finish
    restore.half-made.fix: Restore an older backup.
    restore.in-project: project {name}
    restore.is-of-other: {id} belongs to another platform: {name}
    restore.journal-stays: the restore did not finish cleanly
    restore.journal-stays.why: {why}
    restore.journal-stays.fix: Fix what is listed above and run the same restore.sh again: it first finishes
        this one. If it cannot be fixed, give it up, which shows what is left where: {abandon}
    restore.journal-stays.why-1: the data is restored and correct, but the data from before is not cleared away
    restore.journal-stays.why-2: not all of the old data is back
    restore.kept-aside: old data is still kept aside, and no restore starts while it is. Before the next one,
        type: {command}
    restore.keys-about: {count|# key|# keys} of {name} on {host} ({root}) will be as in the backup. Names under which
        there is a key now, which will be replaced: {present}. No service stops
    restore.keys-done: {count|# key is|# keys are} back in {name}
    restore.keys-kept: what was under these names before is kept in {path}. To have it back, type: {command} – the
        file holds values in the clear: remove it when you no longer need it
    restore.keys-none: --keys needs a Redis component
    restore.keys-none.fix: Omit --no-redis, and name a Redis in --only.
    restore.keys-several: --keys takes one Redis, and there are {names}
    restore.keys-several.fix: Add --only {first}.
    restore.left-behind: {component}: not undone: {words}
    restore.log-flawed: {name}: {id} leads to that moment and cannot be used ({flaw}); the last backup before it is taken
    restore.manifest-damaged: Damaged archive: {path}
    restore.manifest-damaged.why: its digest does not match
    restore.manifest-damaged.fix: Use an older backup.
    restore.manifest-later: {path} is in format {format}, and this Garde supports formats up to {known}
    restore.manifest-later.why: the backup was made by a later release; the last lines of the manifest name it,
        under tool
    restore.manifest-later.fix: Install that release here, or a later one, and run the command again.
    restore.manifest-lost: the manifest of this backup is missing
    restore.manifest-lost.why: {path} was written by Garde, which always writes one
    restore.manifest-lost.fix: Copy manifest.json back, or restore the files by hand as described in BackupFormat.
    restore.may-be-unfinished: {path} has no manifest: its run may not have finished
    restore.named-flawed: {name}: {id}: {flaw}
    restore.newer-is-damaged: Damaged archive: {path}/manifest.json
    restore.newer-is-damaged.why: it is newer than {older}, which latest would use
    restore.newer-is-damaged.fix: Restore that one by its id: {older}
    restore.newer-messages: {name}: messages here that are newer than the backup and will be gone: {count}
    restore.no-backup: {path} contains no backup
    restore.no-backup.fix: Give the folder of a backup, its id, or latest.
    restore.no-copy-named: {url} does not name a backup
    restore.no-copy-named.fix: Write {url}/latest, or an id listed by: {programPath} list --remote {url}
    restore.no-such-source: no backup {argument}
    restore.no-such-source.why: it is neither a folder, an archive, nor an id in {root}
    restore.no-such-source.fix: Type: {command}
    restore.no-terminal: there is nobody to confirm this restore
    restore.no-terminal.why: there is no terminal
    restore.no-terminal.fix: Add --yes to continue without asking.
    restore.no-terminal-to-abandon: there is nobody to confirm that this restore is given up
    restore.no-terminal-to-abandon.why: there is no terminal
    restore.no-terminal-to-abandon.fix: Add --yes to continue without asking.
    restore.none-good: {name}: there is no good backup for latest
    restore.none-good.why: {why}
    restore.none-good.fix: To use it anyway, type: {command}
    restore.newest-flawed: the newest, {id}: {value}
    restore.not-confirmed: not confirmed, nothing was changed
    restore.not-held: not in {source}: {list}
    restore.not-held.fix: Leave it out of --only, or choose another backup. Type: {command}
    restore.not-held.why: --only names what this source does not contain
    restore.not-in-backup: {name} is not in this backup
    restore.not-in-recipe: the recipe {recipe} does not contain it, and a restore of it is unfinished
    restore.not-in-recipe.fix: Run the same command with the recipe as it was then.
    restore.nothing-chosen-to-restore: there is nothing to restore
    restore.nothing-chosen-to-restore.why: every component is skipped
    restore.nothing-chosen-to-restore.fix: Remove one of the --no-…, --only or --skip options.
    restore.nothing-in-backup: the backup contains none of the selected components
    restore.nothing-to-abandon: no restore is unfinished, there is nothing to give up
    restore.of-old-data: before the restore: {text}
    restore.old-data-aside: the data is restored, but not all services are healthy
    restore.old-data-aside.why: the old data is still kept aside
    restore.old-data-aside.fix: Fix the service, or go back to the data from before: {command}
    restore.old-data-stays: {component}: the safety copy of it is incomplete, so the old data stays in {place};
        remove it when you are sure that you do not need it
    restore.only-not-so: {names}: {flag} cannot restore that
    restore.only-not-so.fix: Restore it in a call of its own, without {flag}.
    restore.others-only: {place} contains no backup of this platform
    restore.others-only.why: they belong to {shown}
    restore.others-only.fix: To use the newest of those, type: {command}
    restore.others-unasked: {place} contains only backups of {shown}, and this platform has data: --yes does not answer for that
    restore.others-unasked.fix: Type: {command} – it says what goes, and asks. Where {shown} is what this platform was
        before, type first: {adopt}
    restore.outside-window: no backup holds {moment}
    restore.outside-window.fix: Name a moment between the two, or latest for the newest.
    restore.outside-window.why: restorable from {first} to {last}
    restore.passed-over: {path} is newer and has no manifest: latest ignores it. To restore it, give its path
    restore.passes-over: {name}: {newer} is newer, but {flaw}: latest uses {older}
    restore.path-of-none: --path {path} could belong to several components, or to none
    restore.path-of-none.fix: Put the component first, for example config/{path}
    restore.path-of-none.why: there are {list}
    restore.path-or-mailbox: --path does not go together with --mailbox or --replace
    restore.path-or-mailbox.fix: Use one of them at a time.
    restore.read-only-backups: {path} cannot be written
    restore.read-only-backups.why: {why}
    restore.read-only-backups.fix: It may stay read-only: use another place for the safety copy and the
        restore's journal. Type: {command}
    restore.reads: {name}: checking the backup {id}, {size}
    restore.restored: restored: {list}
    restore.safety-copy: safety copy: {folder}. To go back to it, type: {command}
    restore.safety-copy-failed: the safety copy could not be made, so nothing was changed
    restore.safety-copy-failed.fix: Fix what is listed, or continue without it: --force
    restore.saves-old: making a safety copy of what is there now: {list}
    restore.services-unwell: the data is restored, but not all services are healthy
    restore.services-unwell.fix: Fix what is listed above, and start the services.
    restore.several-machines: {place} contains backups of several machines, and none of this platform
    restore.several-machines.why: the newest of each: {shown}
    restore.several-machines.fix: Take this platform's own, by its id, or type first: adopt HOST:/FOLDER. Of the newest
        of all it would be: {command}
    restore.scratch-stays: {folder}, where dumps were unpacked, could not be removed: {why}. The next run removes it
    restore.stages: {name}: being restored
    restore.starts-servers: bare machine: starting the servers now
    restore.table-none: --table needs a PostgreSQL component
    restore.table-none.fix: Omit --no-postgres. For files, use --path.
    restore.table-not-named: --table names no table
    restore.table-not-named.fix: Name one, such as --table app.users
    restore.table-several: --table looks in one database, and several are chosen: {names}
    restore.table-several.fix: Name the one with the table. For the first, type: {command}
    restore.tables-done: restored into the schema {schema} of the database {database}. Nothing else was changed
    restore.takes-back: undoing everything
    restore.takes-back-after: {takesBack}: {cause}
    restore.takes-others: these backups belong to {shown}, not to {ownShown}, which has none here
    restore.to-done: {list} restored into {folder}. Nothing else was changed
    restore.to-live: {folder} is part of {path}, which is live
    restore.to-live.fix: Choose a folder beside the platform, such as /tmp/restored
    restore.to-none: --to needs a component that consists of files
    restore.to-none.fix: Omit the --no-… flags, or restore without --to.
    restore.to-not-empty: {folder} is not empty
    restore.to-not-empty.fix: Give a folder that is empty or does not exist.
    restore.took-back: everything is as it was before
    restore.type-yes: Type yes to continue: 
    restore.unfinished: an earlier restore did not finish
    restore.unfinished-by-other: a restore by {recipe} of {platform} did not finish
    restore.unfinished-by-other.fix: Finish that one first: {command}. If that recipe no longer exists, give its
        restore up: {abandon}
    restore.unknown-file: {path} is not a backup file that this version knows
    restore.unknown-file.fix: Use the version of Garde that made it, or a newer one.
    restore.until-exact: {name}: exactly as at {moment}
    restore.until-nearest: {name}: as saved at {moment}, {gap} before
    restore.without-docker: without Docker
    restore.without-rows: {name}: these tables come back empty, since the recipe left their rows out: {list}
    restore.would-restart: {name}: the server itself would be restarted
    restore.would-restore: would replace {name} with that of {id}
    restore.would-start: would start: {list}
    restore.would-start-all: would start all services
    restore.would-start-servers: bare machine: configuration and certificates first, then the servers are started, then
        the rest
    restore.would-stop: dry run, nothing is changed. Would stop: {list}

    schedule.by-recipe: {recipe}: as schedule(…) of the recipe says
    schedule.full-too-long: objectives(rpo:) cannot be met: at most {limit} of work may be lost
    schedule.full-too-long.fix: {fix}
    schedule.full-too-long.why: a full backup takes up to {took}, and no increment can be made during it
    schedule.keeps: {recipe}: at most {limit} of work may be lost; a run starts every {step} and takes up to {took}
    schedule.leaves-out: no schedule(…) saves {names}
    schedule.leaves-out.fix: Write it into only:, or a schedule(…) without only:
    schedule.no-minute: the runs of schedule(…) would begin in the same minute
    schedule.no-minute.why: one of them would find the lock taken and save nothing
    schedule.no-minute.fix: Write a longer every:, such as .minutes(2)
    schedule.restore: restoring everything takes about {took}; at most {limit} is allowed
    schedule.restore-unmeasured: how long a restore takes has never been measured ({limit} is allowed): restore once, on
        another machine
    schedule.run-too-long: objectives(rpo:) cannot be met: at most {limit} of work may be lost
    schedule.run-too-long.fix: {fix}
    schedule.run-too-long.why: a run takes up to {took}, and what is written during it is lost as well until the next one
    schedule.standard: the recipe has no objectives(rpo:): a backup a day
    schedule.time: schedule(full:) has no time of day: {time}
    schedule.time.fix: Write hours and minutes: "02:00"
    schedule.too-seldom: {names}: schedule(…) cannot keep objectives(rpo:): at most {limit} of work may be lost
    schedule.too-seldom.why: its runs are up to {pause} apart, and take up to {took}
    schedule.too-seldom.fix: Write a shorter every:, or objectives(rpo: .minutes({least})) at least
    schedule.uneven: schedule(every:) cannot be every {every}
    schedule.uneven.why: a crontab has whole minutes that divide an hour, or hours that divide a day
    schedule.uneven.fix: Write {better}
    schedule.unknown: schedule(only:) names {name}, which the recipe does not save
    schedule.unknown.fix: Write one of: {names}
    schedule.unmeasured: {recipe}: at most {limit} of work may be lost; a run starts every {step} and may take {spare}.
        None has been measured yet: run one, and ask again
    schedule.write-incremental: Every run saves {names} whole: where the word takes incremental: true, write it. Or write
        objectives(rpo: .minutes({least})) at least.
    schedule.write-objective: Write objectives(rpo: .minutes({least})) at least.

    services.data-in-container: {service} keeps its data in the container itself, and the configuration would
        recreate it without that data
    services.data-in-container.fix: Restore its data in the same run, without --no-…, --only and --skip; or leave
        out the configuration: --no-config
    services.data-in-container.why: the compose file gives it no volume
    services.data-in-use: the container {name} has {path} open
    services.data-in-use.why: {why}
    services.data-in-use.fix: If it belongs to this platform, run this from the folder where it was started:
        {root}. If not, stop it: docker stop {name}
    services.data-in-use-by-process: {name}, process {id}, has {path} open
    services.data-in-use-by-process.why: {why}
    services.data-in-use-by-process.fix: Stop that server; to see what it belongs to: cat /proc/{id}/cgroup
    services.data-in-use-of: the container {name} of the project {project} has {path} open
    services.data-in-use-of.why: {why}
    services.data-in-use-of.fix: If it belongs to this platform, run this from the folder where it was started:
        {root}. If not, stop it: docker stop {name}
    services.down: not all services are running again
    services.down.why: {why}
    services.files-not-saved: the platform was started with {list}, which are neither in the backup nor on this machine
    services.files-not-saved.fix: Put them back in place, then run the command again; config() without arguments
        saves them from then on.
    services.has-ended: has ended with code {code}
    services.is-unhealthy: is unhealthy
    services.mail-in-volume: {component}: they keep mail in a Docker volume. Add to the recipe, and run as root: {words}
    services.managed: the container {name} of the project {project} has {path} open, and was created from
        {folder}, which is not on this machine
    services.managed.why: it was started by a manager such as Portainer, Dockge or Coolify, which runs in a
        container itself
    services.managed.fix: If it is this platform, choose it in front of the command:
        COMPOSE_PROJECT_NAME={projectFix}. If not, stop it: docker stop {name}
    services.network-in-use: {list} would go on in the network {network}, which the restored compose files define otherwise
    services.network-in-use.fix: Type, then restore again: docker stop {list} – and afterwards: {compose} up -d
    services.network-in-use.why: Compose makes such a network anew, and cannot while anything runs in it: the restored services would not start
    services.network-missing: the network {name} does not exist
    services.network-missing.fix: Create it: docker network create {nameFix}
    services.network-missing.why: the compose files declare it as external, so Compose does not create it
    services.network-renewed: {list}: the restored compose files define this network otherwise: Compose makes it anew
    services.nobody-mounts: {component}: none of {list} has {path} open in its container: has the data moved elsewhere?
    services.not-of-backup: {name} exists here but not in the backup: it stays, and Compose will use it too. If
        that is not wanted, move it away first
    services.redefined: {list}: the running containers were created from other compose files or settings than
        those of the next start; to see those first: {compose} config
    services.remakes: the servers are recreated from the restored configuration before their data is loaded:
        {list} ({command})
    services.restarts: keeps restarting
    services.service-ended: the service {name} does not stay up
    services.service-ended.why: it ended with code {code}: {words}
    services.service-ended.fix: Type: {compose} logs {name}
    services.service-not-healthy: not healthy after {seconds} s: {names}
    services.service-not-healthy.fix: Type: {compose} logs {names}
    services.service-not-started: the service {name} does not start
    services.service-not-started.why: its start: succeeded, but it is not running
    services.service-stays: the service {name} does not stop
    services.service-stays.why: its stop: succeeded, but it is still running
    services.started: {name}: started in {time}
    services.starts-as: the platform will be started as before: {command}
    services.stopped: {name}: stopped in {time}
    services.storage-is-left: {service}: with the restored configuration its storage will be {newList}; the
        content of {oldList} is not moved there
    services.storage-moved: {service}: its storage is now {new}. Its previous content is still in {old}
    services.storage-would-move: with the restored configuration {service} would start on different storage,
        without its data
    services.storage-would-move.why: it has {old}, and would have {new}
    services.storage-would-move.fix: Restore its data in the same run: omit --no-…, --only and --skip.
    services.storage-will-move: {service}: with the restored configuration its storage will be {newList}; the
        data is loaded there, and the present data stays in {oldList}
    services.strayed: {service} has a folder open that is not {path}, where its path leads now
    services.strayed.fix: Put back what was moved; or, if the data there now is the right one, restart it:
        {compose} restart {service}
    services.strayed.why: a link or a folder was moved since it was started: at its next start it would use other data
    services.systemctl-refused: {what}
    services.systemctl-refused.why: {why}
    services.systemctl-refused.fix: Type: systemctl status {unit}
    services.two-servers: two servers on one data folder destroy it, so none is started
    services.unit-not-started: the service {unit} does not start
    services.unit-stays: the service {unit} does not stop
    services.unknown-service: there is no service named {name}
    services.unknown-service.why: {why}
    services.unknown-service.fix: Correct usedBy: in the recipe, or tell how to run it: service("{name}", stop:
        …, start: …, isRunning: …). If nothing uses the data now, add --no-stop --no-start.
    services.known-services: there are: {names}

    services.unwell: {service} {illness} already before the restore: it is started again, but not waited for; see {logs}
    services.volume-missing: the volume {name} does not exist
    services.volume-missing.fix: Create it: docker volume create {nameFix}
    services.volume-missing.why: the compose files declare it as external, so Compose does not create it
    sqlite.backup-damaged: the database of {name} in this backup is damaged
    sqlite.backup-damaged.why: {why}
    sqlite.backup-damaged.fix: Restore an older backup, or this one as it is with --force.
    sqlite.beside-exists: {path} is there already
    sqlite.beside-exists.fix: Choose another name, or move that file away.
    sqlite.beside-no-folder: {database} cannot be the name of a new file
    sqlite.beside-no-folder.why: {folder} is not a folder, or no file is named
    sqlite.beside-no-folder.fix: Name a file beside the live one (app_check.db), or a path to one (/tmp/app_check.db).
    sqlite.copied: {name}: {tables|# table|# tables}, {size}
    sqlite.damaged: the database {path} is damaged
    sqlite.damaged.why: PRAGMA integrity_check: {why}
    sqlite.damaged.fix: Restore it from a backup, or see what can be recovered: sqlite3 {word} .recover
    sqlite.in-use: {program} (process {id}) has {path} open
    sqlite.in-use.why: it would go on writing to the old file, and that data would be lost
    sqlite.in-use.fix: Stop it, or name its service in the recipe: usedBy: "service". Then restore without --no-stop.
    sqlite.is-back: {name}: identical to the backup: {tables|# table|# tables}, {size}
    sqlite.is-empty: it has no table
    sqlite.lies-at: {name}: {path} is behind a link; {place} is replaced
    sqlite.link: {path} is a symbolic link
    sqlite.link.why: SQLite keeps the log of a database next to the file itself, {target}
    sqlite.link.fix: Name that file in the recipe.
    sqlite.locked: the database {path} stays locked
    sqlite.locked.why: a program has locked it for {seconds} s
    sqlite.locked.fix: {fix}
    sqlite.look: To see who has it open: fuser -v {word}
    sqlite.missing: the database {path} does not exist
    sqlite.missing.fix: Correct the recipe. If it is in a Docker volume, use its path on this machine: docker
        volume inspect VOLUME
    sqlite.no-database: {path} is not an SQLite database
    sqlite.no-database.why: its header is a different one, or it is encrypted
    sqlite.no-database.fix: Type: file {word} – if it is not a database, save it with files(…).
    sqlite.no-file: {path} is not a file
    sqlite.no-file.fix: Name the database file in the recipe.
    sqlite.not-counted: {path}: the rows of {list} cannot be counted here, as that needs something from the application: {why}
    sqlite.not-opened: sqlite3 cannot open {path}
    sqlite.not-opened.why: {why}
    sqlite.not-opened.fix: Run this as root, or as the user who owns {folder}.
    sqlite.not-proved: {name}: PRAGMA integrity_check needs something from the application that is not on this
        machine ({said}); the database is copied without that check
    sqlite.program-missing: sqlite3 is not installed
    sqlite.program-missing.fix: Type: apt install sqlite3
    sqlite.size: {pages|# page|# pages} of {page}, {bytes}
    sqlite.stop: It is {program} (process {id}). Run this while it is idle, or stop it.
    sqlite.unsettled: {path} cannot be read where it is
    sqlite.unsettled.why: part of it is still in the -wal or -journal next to it, and the disk {disk} is read-only
    sqlite.unsettled.fix: Type: mount -o remount,rw {disk}

    status.about: about {time}
    status.ago: {age} ago
    status.any-moment: any moment
    status.at-most: at most
    status.certificate: certificate
    status.cut: {id}: a file is missing or truncated: {list}
    status.cut.why: it was changed after its run, by the disk or by somebody; this backup is not counted
    status.cut.fix: {fix}
    status.cut-off: did not finish
    status.end-done: done
    status.end-ended: ended by a signal
    status.end-failed: failed
    status.end-incomplete: incomplete
    status.end-locked: not run
    status.key: key
    status.last-run: last run
    status.log-held: log held
    status.log-lost: the server no longer holds the write-ahead log since the last backup of {name}
    status.log-lost.fix: {fix}
    status.log-lost.why: more than max_slot_wal_keep_size ({limit}) was written since then
    status.log-near-limit: the server soon gives up the write-ahead log since the last backup of {name}
    status.log-near-limit.fix: {fix}
    status.log-near-limit.why: it holds {held} back, of {limit} (max_slot_wal_keep_size)
    status.looked-at-outside: checked without decrypting
    status.missed: the run of {time} was missed
    status.missed.why: the last one of its kind began {last}
    status.missed.fix: {fix}
    status.never: never
    status.never-restored: never measured
    status.never-saved: there is no good backup of {name}
    status.never-saved.fix: {fix}
    status.never-sent: nothing has ever been sent to {url}
    status.never-sent.fix: {fix}
    status.not-recorded: none recorded
    status.problem: {what}
    status.problem.fix: Renew it, or remove it if nothing uses it.
    status.read-whole: read to the end
    status.restore: restore
    status.restore-too-long: a restore takes too long
    status.restore-too-long.why: judging by the last one, about {expected} for the current data, but {limit} is
        the limit
    status.restore-too-long.fix: Make it faster, or allow more time in the recipe: objectives(rto:)
    status.restored: {day}: {took} for {bytes}
    status.room: free space
    status.run-bad: the last run failed
    status.run-bad-ended: the last run was ended by a signal
    status.run-bad-incomplete: the last run was incomplete
    status.run-killed: the last run did not finish
    status.run-killed.why: it started on {started}, and was killed or lost power
    status.run-killed.fix: {fix}
    status.send: Type: {sending} – or, if that destination is abandoned, remove its lines from {record}
    status.sent: sent
    status.sent-long-ago: the newest copy in {url} is too old
    status.sent-long-ago.why: {id} is {age} old
    status.sent-long-ago.fix: {fix}
    status.suspect: {id} is suspect: {list}
    status.suspect.why: it is much smaller than before, and nothing is rotated until this is resolved
    status.suspect.fix: If this is expected, type: {command}
    status.then-type: Once that is fixed, type: {command}
    status.too-old: the last good backup of {name} is too old
    status.too-old.why: {id} is {age} old, but {limit} is the limit
    status.too-old.fix: {fix}
    status.type: Type: {command}
    status.under-way: in progress
    status.until: until {day}
    status.untold: {name} could not be notified about a run
    status.untold.why: {why}
    status.untold.fix: {fix}
    status.verified: verified
    status.verified-bad: {id} did not pass verify
    status.verified-bad.why: what did not pass is not counted as a backup; backup.log tells what is damaged
    status.verified-bad.fix: {fix}
    status.waiting: {count|# backup|# backups} could not be sent to {url}
    status.waiting.fix: {fix}
    status.waiting-copies: {count} to be sent
    status.whole: full

    system.archive-damaged: Damaged archive
    system.archive-damaged.why: what was compressed does not decompress to the same bytes
    system.archive-damaged.fix: Test the memory of this machine.
    system.cure: Check the disk. Type: dmesg | tail
    system.cure-file-too-large: Type: ulimit -f; findmnt -T {folder}
    system.cure-invalid-argument: Check what is mounted there; if it does not support this, use another place.
        Type: findmnt -T {folder}
    system.cure-io-error: Check the disk. Type: dmesg | tail
    system.cure-no-memory: Type: free -h
    system.cure-no-such-file-or-directory: Type: ls -la {folder}
    system.cure-not-permitted: Type: lsattr -d {folder} {path}; if there is an i or a: chattr -i -a, then run
        the same command again
    system.cure-permission-denied: Run this as a user who may read it. Type: id; ls -ld {folder} {path}
    system.cure-permission-denied-2: Run this as the user who may write there. Type: id; ls -ld {folder}
    system.cure-read-only-file-system: Find out why (dmesg | tail), then type: mount -o remount,rw {path}
    system.cure-too-many-open-files: Type: ulimit -n 1024, then run the same command again
    system.cure-too-many-open-files-in-system: Type: sysctl fs.file-max
    system.init: {error}
    system.no-answer: no answer in time
    system.cancelled: cancelled
    system.cure-file-system-damaged: Have it checked: unmount it, then type: fsck -n $(findmnt -no SOURCE {disk})
    system.cure-in-use: Stop the program. To see which, type: fuser -v {path}
    system.cure-mount-lost: Mount it again. Type: umount -l {disk}; mount {disk}
    system.cure-name-too-long: Use a place whose file system takes such names. Type: findmnt -T {folder}
    system.cure-no-space: Type: df -h; df -i
    system.let: {program} is not installed
    system.error: {self}
    system.error-that-means: {self} ({text})
    system.no-log: the log cannot be written: {why}
    system.no-space: Not enough disk space
    system.no-space.why: {name} did not fit; {free} are free without it
    system.no-space.fix: {fix}
    system.no-space.fix-1: No inodes are free. Type: df -i {disk}
    system.no-space.fix-2: Type: df -h {disk}
    system.not-locked: {path} cannot be locked
    system.not-locked.why: {why}
    system.not-locked.fix: Two runs at once would damage each other's work: use a BACKUP_ROOT on a file system
        with flock; for NFS, check rpc.statd. Type: findmnt -T {place}
    system.not-read: {name} cannot be read
    system.not-read.why: {why}
    system.not-read.fix: {fix}
    system.not-started: {program} cannot be started
    system.not-started.why: {why}
    system.not-started.fix: {fix}
    system.not-written-let: {name} cannot be written
    system.not-written-let.why: {why}
    system.not-written-let.fix: {fix}
    system.plain-meaning-file-too-large: it is longer than ulimit -f or its file system allows
    system.plain-meaning-invalid-argument: its file system does not support that
    system.plain-meaning-io-error: the disk failed
    system.plain-meaning-no-locks: its file system does not provide locks
    system.plain-meaning-not-permitted: it, or the folder that holds it, is immutable, or belongs to another user
    system.plain-meaning-read-only-file-system: its disk is mounted read-only
    system.plain-meaning-resource-busy: something is mounted there
    system.plain-meaning-stale-nfs-file-handle: the server of this mount has lost it
    system.plain-meaning-too-many-open-files: too many files are open
    system.quota-used-up: Not enough disk space
    system.quota-used-up.why: {name} did not fit: the quota of {user} or its group is used up
    system.quota-used-up.fix: Type: quota -s
    system.not-rdb: what Redis sent is not an RDB file
    system.plain-meaning-file-system-damaged: its file system is damaged
    system.plain-meaning-in-use: a program runs from it
    system.plain-meaning-mount-lost: the program or server behind this mount is gone
    system.plain-meaning-name-too-long: its name is too long for its file system
    system.plain-meaning-other-file-system: something else is mounted in between
    system.rdb-cut-short: the RDB stream is truncated
    system.redis-not-whole: the data of Redis did not arrive completely
    system.redis-not-whole.why: {why}
    system.tool-exited: {name} ended with code {code}
    system.tool-outlived: {name} exited, but a process that it had started was still working a minute later
    system.tool-signaled: {name} was ended by signal {signal}

    usage.announced: nothing will be written
    usage.announced-yes: no confirmation will be asked
    usage.argument-missing: {what}
    usage.argument-missing.fix: Give one, for example {command} {example}
    usage.closest-command: Did you mean {command}? {help} lists all commands
    usage.closest-component: Did you mean {flag} {closest}?
    usage.cut-off: ended by {signal} before the run had cleaned up
    usage.cut-off.why: still at work: {list}
    usage.cut-off.fix: The next run finishes the clean-up.
    usage.ends-by-itself: the run is cleaning up, and then ends on its own. Another Ctrl-C ends it at once: the
        next run then finishes the clean-up
    usage.help-lists-commands: {help} lists all commands
    usage.id-missing: {rawValue} needs the id of a backup
    usage.backup-missing: {rawValue} needs a backup
    usage.encryption-stays: ENCRYPT_BACKUP=false is ignored: the recipe encrypts
    usage.ended: ended by {signal}, nothing of this run is kept
    usage.env-file: {variable}={value} (.env)
    usage.environment: {variable}={value}
    usage.few-descriptors: only {limit} files may be open at once, but a run needs {needed}
    usage.few-descriptors.fix: Type as root: ulimit -n 1024, then run the same command again; for a service, set
        LimitNOFILE=1024
    usage.few-threads: only {found} threads can be started, but a run needs {needed}
    usage.few-threads.fix: Raise the limit: ulimit -u and ulimit -v, TasksMax= of the service, pids.max of the
        container; then run the same command again
    usage.flag: {flag} {value}
    usage.from-environment: {variable} is set in the environment: {effect}
    usage.json-of-plan: prune --json only goes with --plan
    usage.json-of-plan.fix: Add --plan
    usage.named-and-off: --only names {name}, and {variable}=false leaves it out
    usage.named-and-off.fix: Type {variable}=true before the command, or leave {name} out of --only.
    usage.no-arguments: the arguments of this command line cannot be read
    usage.no-arguments.why: /proc/self/cmdline cannot be opened
    usage.no-arguments.fix: Type: mount -t proc proc /proc
    usage.no-destination: sync is on without a destination
    usage.no-destination.fix: Set one: --remote-dest s3://bucket/path, or REMOTE_DESTINATION
    usage.no-effect: {flag} has no effect without {needed}
    usage.no-names: {flag} names no component
    usage.no-names.fix: Write {flag} with one of them, or several separated by commas.
    usage.no-names.why: this recipe has {list}
    usage.no-platform: no platform in {path}
    usage.no-platform.why: it contains neither a compose file nor .env nor data/ nor config/
    usage.no-platform.fix: {fix}
    usage.no-recipient: encryption is on but nobody could read the backup
    usage.no-recipient.fix: Name a key: --gpg-recipient ID, or GPG_RECIPIENT
    usage.no-shell: completion needs the name of a shell
    usage.no-shell.fix: Type one of {list}, for example: {command} bash
    usage.no-shell.why: {word} is none of {list}
    usage.no-such-root: the platform's root {path} is not a folder
    usage.no-such-root.fix: {fix}
    usage.not-both: {one} and {other} cannot be used together
    usage.not-both.fix: Restore in two calls, each with one of them.
    usage.nothing-left: --only, --skip and the --no-… options leave no component
    usage.nothing-left.fix: Name one that no other option leaves out.
    usage.nothing-left.why: this recipe has {list}
    usage.only-with: {flag} needs {needed}
    usage.only-with.fix: Add {needed}, or omit {flag}
    usage.path-missing: cat needs a backup and a path
    usage.path-missing.fix: Give both, for example {command} latest config/nginx/site.conf
    usage.pattern-missing: find needs a pattern
    usage.pattern-missing.fix: Give one, for example {command} '*.conf'
    usage.recipe: {variable}={value} (recipe)
    usage.remote-forms: s3://bucket/path is expected, or rclone's name:path
    usage.set-platform-root: Set PLATFORM_ROOT to the folder of the platform
    usage.set-platform-root-in: Write its folder into {path}: PLATFORM_ROOT=/folder/of/the/platform
    usage.several-sources: restore takes one backup, but several are given
    usage.several-sources.why: newest first: {list}
    usage.several-sources.fix: Run the same command with one of them.
    usage.takes-no-value: {name} takes no value
    usage.too-many: unexpected argument {word}
    usage.too-many.why: {why}
    usage.too-many.fix: {fix}
    usage.two-arguments: {rawValue} takes at most two arguments
    usage.type-joined: Type: {command} {url}/{word}
    usage.options-only: {rawValue} takes options only
    usage.one-argument: {rawValue} takes one argument
    usage.unknown-command: there is no command {word}
    usage.unknown-command.fix: {fix}
    usage.unknown-component: {flag} {name}: there is no such component
    usage.unknown-component.fix: {fix}
    usage.unknown-component.why: this recipe has {list}
    usage.unknown-option: unknown option {name}
    usage.unknown-option.why: {why}
    usage.unknown-option.fix: {fix}
    usage.help-lists: --help lists them all
    usage.closest-option: Did you mean {closest}? --help lists all options
    usage.belongs-to: it belongs to {rawValue}
    usage.until-of-one: --until does not go with {source}
    usage.until-of-one.fix: Leave {source} out; for copies elsewhere, write URL/latest.
    usage.until-of-one.why: it finds the backups by itself
    usage.value-missing: {name} needs a value
    usage.value-missing.fix: Write {name} {metavar}
    usage.waits-for: ended by {signal}; {list} is still at work, and the run ends once that is over, within {limit} at
        most. Another Ctrl-C ends it at once: the next run then finishes the clean-up

    value.date: DATE
    value.days: DAYS
    value.folder: FOLDER
    value.id: ID
    value.lang: LANG
    value.mailbox: MAILBOX
    value.moment: MOMENT
    value.n: N
    value.name: NAME
    value.names: NAMES
    value.path: PATH
    value.pattern: PATTERN
    value.pwd: PWD
    value.table: TABLE
    value.type: TYPE
    value.url: URL
    verify.builds-on: {component} builds on {list}
    verify.builds-on-bad: {component}: it builds on {id}, which is damaged
    verify.builds-on-bad.fix: Restore a backup from before {id}, or a full one from after it.
    verify.component-missing: {name} is not in {folder}
    verify.component-missing.why: according to the manifest it is saved there
    verify.component-missing.fix: Copy the backup again, use an older one, or skip it: --no-…
    verify.damaged: Damaged archive: {path}
    verify.damaged.why: {why}
    verify.damaged.fix: Copy the backup again, or use an older one.
    verify.decompressed: {count|# file|# files} read to {count|its end|their ends}
    verify.digest-differs: its digest or size differs from the manifest
    verify.digests-match: , digests right
    verify.dump-is-newer-than-tools: the dump was decompressed, but not read by PostgreSQL's tools: it was made
        by a newer pg_dump than the tools here
    verify.dump-not-read: the dump was decompressed, but not read by PostgreSQL's tools: pg_restore is missing.
        Type: apt install postgresql-client
    verify.from-outside: {count|# encrypted file intact, its content not read|# encrypted files intact, their
        content not read}
    verify.holds-nothing: it is empty
    verify.no-message: {component}: {id} contains no message
    verify.no-message.fix: Type: {command} – or, if the mail was empty then: {anyway}
    verify.no-message.why: {older}, which is older, contains more
    verify.not-decompressed: it cannot be decompressed
    verify.not-read-by-tool: {path} is unchanged since it was stored, but could not be read here: {tool}
    verify.not-read-by-tool.why: {why}
    verify.not-read-by-tool.fix: The backup is not the cause: free what this machine lacks (files, memory,
        disk), then run the same command again
    verify.not-encrypted: {path} is not encrypted
    verify.not-encrypted.why: according to the manifest it is
    verify.not-encrypted.fix: Anyone can read it without a key: treat it accordingly, make a new backup with
        --encrypt, then remove it.
    verify.not-opened: encrypted files are checked without decrypting: {failure}
    verify.not-verified: not verified: {count} of {shown}, which only its own program can verify
    verify.only: only read: {list}; the rest of the backup is not verified
    verify.read-to-its-end: {name}: {bytes}
    verify.reads-anew: {name}: a run put increments together in it meanwhile: it is read again
    verify.removed-meanwhile: {name}: a run removed it meanwhile: there is nothing to verify
    verify.verified: {folder}: {parts}{digests}
    verify.without-digests: ; the manifest has no digests to compare with

    words.or:  or 
    words.semicolon: ; 
    """#
