/// What Garde says in English: `id: sentence`, the clauses of a failure one below the other.
let englishSentences = #"""
    accept.accepted: {id} is accepted: {list}
    accept.no-such-backup: no backup {id} in {root}
    accept.no-such-backup.fix: Type: ls {root}
    accept.not-suspect: {id} is not suspect

    adopt.adopted-copies: no backup of {shown} lies here; its copies elsewhere are those of {ownShown} now. If that name
        is wrong, take its line out of {note}
    adopt.first-beside-living: this is the first backup of this platform, beside those of others that live here
    adopt.first-beside-living.why: {shown}: they are neither compared with nor rotated
    adopt.first-beside-others: this is the first backup of this platform, beside those of another one
    adopt.first-beside-others.why: {shown}: they are neither compared with nor rotated
    adopt.first-beside-others.fix: If this is that platform, moved or restored, type: {command} {first} – if not,
        nothing is to be done
    adopt.nobody-else: {root} holds no other platform's backups
    adopt.other-subject: {name} is {now} now, and was {before}: it is not compared with earlier backups
    adopt.passing-host: this container is called {host}, and the next one otherwise: each run makes another platform's
        first backup
    adopt.passing-host.why: nothing is compared, and nothing old is removed
    adopt.passing-host.fix: Give it a name that stays: docker run --hostname …, or hostname: in the compose file. Then
        adopt.
    adopt.predecessor: {count} backups of {shown}, the newest {newest}, count for nothing here. If this platform is that
        one, type: {command}
    adopt.still-here: {shown} is still there
    adopt.still-here.why: its backups would no longer be its own
    adopt.still-here.fix: If this platform takes its place all the same, type: {command} {shownFix}
    adopt.text: the backups of {shown} are those of {ownShown} now: {count}, the newest {newest}. To undo this, take its
        line out of {note}
    adopt.who-else: whose backups are to be adopted?
    adopt.who-else.why: there are {shown}
    adopt.who-else.fix: Name one: {command} {first}

    backup.begins: backup begins ({type}): {list}
    backup.closed-folder: you may not read {closed}
    backup.closed-folder.fix: Type the same as the user who makes the backups, often root: sudo …
    backup.committed: backup complete: {place}, {bytes} in {took}
    backup.disk-not-mounted: the disk of the backups is not mounted
    backup.disk-not-mounted.why: /etc/fstab names {point}
    backup.disk-not-mounted.fix: Type: mount {point}
    backup.holds-nothing: {name} holds nothing
    backup.holds-nothing.why: {why}
    backup.holds-nothing.fix: Look whether this is the right one. If it is, type: {command}
    backup.incomplete: the backup is incomplete: {place}
    backup.incomplete.fix: Mend what is named above, then run it again.
    backup.left-out: {name} is left out
    backup.little-room: only {free} are free in {folder}
    backup.look: It may wait for a lock. Type in SQL: {sql}
    backup.look-2: Look at the disk. Type: dmesg | tail
    backup.look-3: Type: {command}
    backup.lost: {name} shrank suspiciously
    backup.lost.why: of {last} files {now} are left
    backup.lost.fix: Look whether it is mounted and filled. If this is right, type: {command}
    backup.no-backup-root: {path} is no folder
    backup.no-backup-root.fix: Set BACKUP_ROOT to the folder of the backups.
    backup.no-backups: no backup in {root}
    backup.no-backups.fix: Set BACKUP_ROOT, or run a backup.
    backup.no-longer-encrypted: this backup is not encrypted, and {id} was
    backup.not-enough-room: Not enough disk space
    backup.not-enough-room.why: about {expected} are needed in {folder}, {free} are free
    backup.not-enough-room.fix: Type: df -h {folder}
    backup.not-writable: {folder} is not writable
    backup.not-writable.fix: Give this user the right to write there, or set BACKUP_ROOT.
    backup.nothing-chosen: nothing is left to save
    backup.nothing-chosen.why: every component is left out
    backup.nothing-chosen.fix: Take away one of the --no-… options.
    backup.of: {component}: {what}
    backup.of.why: {why}
    backup.of.fix: {fix}
    backup.old-data-kept: the last restore keeps the old data aside, as a service was not well; restore.sh removes it
        when it runs again
    backup.restore-unfinished: a restore did not come to its end
    backup.restore-unfinished.why: the platform is neither what it was nor what it was to be
    backup.restore-unfinished.fix: Type the same restore.sh again: it begins by ending the first one. Where that fails
        for good: {abandon}
    backup.saved: {name}: {bytes} in {took}
    backup.secret-unreadable: {path} holds a setting and cannot be read
    backup.secret-unreadable.fix: Type: ls -l {path}
    backup.secret-unreadable.why: {why}
    backup.shrank: {name} shrank suspiciously
    backup.shrank.why: from {last} to {now} before compression
    backup.shrank.fix: Look whether it is mounted and filled. If this is right, type: {command}
    backup.stalled: no byte for {minutes} minutes: {waiting} wait for {slow}. {stall}
    backup.swept: removed {name}, left by a run that was killed
    backup.unfinished-elsewhere: a restore of {shown} did not come to its end. If this is that machine under another
        name, type: {adopt}
    backup.unreadable: {path}: its manifest is damaged
    backup.value-missing: {path} is empty
    backup.value-missing.fix: Write the value into its first line
    backup.value-missing.why: {variable} names it
    backup.would-create: dry run, nothing is written. A run would create {folder} (gzip level {level})
    backup.would-write: would write {file}

    bytes: {size}

    certificates.certificate-expired: certificate {name}: expired {days} days ago
    certificates.certificate-expires: certificate {name}: {days} days left
    certificates.openssl-missing: the certificates' expiry is unknown. Type: apt install openssl

    chain.broken: {child} needs the backup {id}
    chain.broken.why: it is an increment, and {id} is not in {list}
    chain.broken.fix: Copy {id} beside it, or restore a full backup. Type: ls {place}
    chain.foreign: {id} is not the backup that {child} builds on
    chain.foreign.why: the digest of its manifest is another one
    chain.foreign.fix: Copy the right one beside it, or restore a full backup.
    chain.incomplete: {component}: Damaged archive
    chain.incomplete.why: {name} comes from an earlier increment, and none holds it
    chain.incomplete.fix: Restore an older backup.
    chain.increment-alone: {path} is an increment
    chain.increment-alone.why: nothing says what it builds on
    chain.increment-alone.fix: Restore it with its manifest, from a folder that holds the full backup before it.
    chain.no-full-before: {id} needs the full backup before it
    chain.no-full-before.why: it is an increment, and {list} holds no earlier full backup of the old script's
    chain.no-full-before.fix: Copy that one and all increments since beside it.
    chain.round: the increments lead back to {id}
    chain.round.fix: Restore a full backup.
    chain.unnamed: {id} is an increment that does not say of what
    chain.unnamed.fix: Restore a full backup.

    command.left-input: {program} has not loaded everything
    command.left-input.why: it ended with code 0 and did not read the last {left} bytes
    command.left-input.fix: load: in the recipe has to read its standard input to the end.
    command.missing: {program} cannot be run
    command.missing.fix: Install it or correct the recipe.
    command.not-undone: {name} cannot be put back by itself
    command.not-undone.why: {why}
    command.not-undone.fix: Load it by hand from an older backup.
    command.no-safety-copy: no safety copy holds it
    command.rolled-back: the dump ends with a ROLLBACK: the database is damaged
    command.rolled-back.fix: Type: sqlite3 FILE "PRAGMA integrity_check" – and save the database by sqlite("FILE") in the recipe
    command.rolled-back.why: sqlite3 could not read all of it, and what it wrote would be undone when it is loaded
    command.safety-copy-gone: the safety copy {copy} is gone
    command.said-nothing: the dump command wrote nothing
    command.said-nothing.why: an empty file would restore nothing

    command.still-loads: {component} is still being loaded by an earlier restore, which was killed
    command.still-loads.fix: Type: kill -9 {list} – then the same command again

    compose.data-not-saved: config: services keep data in {list}, and no component saves it. Add to the recipe: {words}
    compose.not-in-backup: not saved: {path}, from which the service {service} is built
    compose.mounted-not-saved: not saved: {path}, which the service {service} mounts
    compose.engine-closed: {user} may not speak to the Docker engine
    compose.engine-closed-2: Type the same as root, or type once: usermod -aG docker {user}
    compose.engine-silent: Type: {command} – or, if the servers run without Docker, set PLATFORM=here.
    compose.files-lost: what the running containers were made from is not there: {list}
    compose.files-lost.fix: Put it back, or start the platform with the files that are there, and type the same again.
    compose.foreign-project: the container of {service} belongs to another project
    compose.foreign-project.why: its folder is {folder}
    compose.foreign-project.fix: Set PLATFORM_ROOT to that folder, or COMPOSE_PROJECT_NAME to this platform's own name.
    compose.no-such-service: there is no service {service}
    compose.no-such-service.why: Compose knows {list}
    compose.no-such-service.fix: Name the right one in the recipe: in: "…"
    compose.not-installed: {what} is not installed here
    compose.not-installed-2: Type: apt install docker.io docker-compose – or, if the servers run without Docker, set
        PLATFORM=here.
    compose.not-saved: config: Docker Compose needs {list} to start the platform, and no component saves it. Name it in
        the recipe: config(with: …)
    compose.refused: {command} failed
    compose.refused.why: {why}
    compose.refused.fix: Type: docker compose ps -a
    compose.service-not-running: the service {service} is not running
    compose.service-not-running.fix: Type: {command}
    compose.service-paused: the service {service} is paused
    compose.service-paused.fix: Type: {command}
    compose.several-projects: several Compose projects run from {root}: {list}
    compose.several-projects.why: nothing says which one is meant
    compose.several-projects.fix: Stop the others, or name it before the command: COMPOSE_PROJECT_NAME={names}
    compose.silent: Docker Compose does not answer
    compose.silent.why: {why}
    compose.silent.fix: {fix}
    compose.unread: config: {file}, line {line}, is no YAML ({reason}): the files that it names are not known

    copy.ended-while-sending: the run was ended while it was sent
    copy.far-differs: the copy in {url} is not what was sent
    copy.far-differs.why: missing there, or of another size or digest: {list}
    copy.far-differs.fix: The next run sends it again; if that goes on, look at the store.
    copy.far-missing: Damaged archive: {url}/{name}
    copy.far-missing.why: it is missing or of another size
    copy.far-missing.fix: Use another backup: {programPath} list --remote {url}
    copy.fetching: fetching {id} from {url}: {bytes}
    copy.foreign: {id} in {url} is another backup, nothing there is overwritten
    copy.foreign.why: {why}
    copy.foreign.fix: Give each machine a place of its own, as in {url}/{own}
    copy.made-on: it was made on {value}
    copy.made-elsewhere: another machine sends there too
    copy.from-future: {url} holds backups from the future: find out who writes there, or look at the clock: {list}
    copy.frozen: {url} keeps it in cold storage
    copy.frozen.why: it has to be thawed first, which takes hours
    copy.frozen.fix: Type this, and come back when it is done: {list}
    copy.gone-unsent: {id} was not sent to {url} and is gone here
    copy.held: no old copy is removed in {url}
    copy.held.why: {why}
    copy.held.fix: {fix}
    copy.invalid-endpoint: AWS_ENDPOINT_URL is no address of a server
    copy.invalid-endpoint.why: https://host is expected, without user and password
    copy.lacking: DAMAGED, missing or cut there: {list}
    copy.local-damaged: Damaged archive: {path}
    copy.local-damaged.why: its digest is not that of the manifest
    copy.local-damaged.fix: It is not sent. Run a full backup, and have this disk checked.
    copy.local-unreadable: {path} cannot be read
    copy.local-unreadable.why: {why}
    copy.local-unreadable.fix: It is not sent. Run a full backup, and have this disk checked.
    copy.lock: under a legal hold
    copy.locked-until: locked until {readable}
    copy.locked: {id} in {url} is {why}: it stays
    copy.never-made: {url} holds backups that this machine never made
    copy.never-made.why: newer than the newest one here: {list}
    copy.never-made.fix: Find out who writes there; change that access. Nothing is removed until they are gone.
    copy.no-copies: no backup in {url}
    copy.no-copies.fix: Look at the name of the place, or send one.
    copy.no-copy: no backup {id} in {url}
    copy.no-copy.fix: Type: {programPath} list --remote {url}
    copy.no-known-place: no place of copies is known
    copy.no-known-place.fix: Type: {command} s3://bucket/path – or set REMOTE_DESTINATION
    copy.no-place: {word} is no place of copies
    copy.no-place.why: {why}
    copy.no-rule: no place has a rule for old copies
    copy.no-rule.fix: Give it one in the recipe: sync(to: "…", keep: .daily(90))
    copy.not-listed: unexpected argument {word}
    copy.not-listed.why: list takes options, and the URL of copies
    copy.not-ours: {id} cannot be sent
    copy.not-ours.why: its manifest names no files
    copy.not-sent: {id} is saved here, but not away from this machine
    copy.not-sent.why: {why}
    copy.not-sent.fix: {fix}
    copy.remote-credentials: {url} refuses this machine
    copy.remote-credentials.why: {why}
    copy.remote-credentials.fix: Look at its credentials and rights. Type: {look}
    copy.remote-frozen: {url} does not answer as it should
    copy.remote-frozen.why: {why}
    copy.remote-frozen.fix: Look whether it can be reached and has room. Type: {look}
    copy.remote-full: {url} is full
    copy.remote-full.why: {why}
    copy.remote-full.fix: Make room there, or have old copies removed: sync(to:, keep:)
    copy.remote-missing: {url} does not exist
    copy.remote-missing.why: {why}
    copy.remote-missing.fix: Create it, or look at its name: {look}
    copy.remote-stranger: {url}: the server's key is not the one that is known here
    copy.remote-stranger.why: {why}
    copy.remote-stranger.fix: It may be another server. Compare its key on the spot, then mend known_hosts.
    copy.removed-there: removed {id} from {url}
    copy.sending: sending {name} to {url}
    copy.sending-backup: sending {id} to {url}: {bytes}
    copy.sent: {id} is in {url}, read back: {count} of {total} files sent, {bytes}
    copy.sent-again: the next run that copies to {url} compares these, and sends again what differs: {list}
    copy.too-many-there: {url} holds {count} folders named like backups; only the newest are looked at
    copy.tool-missing: {tool} is not installed
    copy.tool-missing.why: {url} is reached through it
    copy.tool-missing.fix: Type: apt install {package}
    copy.tries-again: {what} failed, again in {seconds} s
    copy.unknown-remote: rclone knows no remote {name}
    copy.unknown-remote.why: {why}
    copy.unknown-remote.fix: {fix}
    copy.bucket-is-written: A bucket is written s3://{path}
    copy.configure-rclone: Type: rclone config
    copy.no-remotes-here: it has none here
    copy.remotes-here: it has {list}
    copy.vanished: copies that were proven to be in {url} are gone or cut there
    copy.vanished.why: {why}
    copy.vanished.fix: Find out who removed them; what is still here is sent again.
    copy.would-send: would send to {url} by {tool}: {list}

    dotenv.bad-variable: “{open}” is not followed by a name and “{close}” (write $$ for a plain $)
    dotenv.name-with-space: a variable's name cannot contain a space
    dotenv.not-utf8: its value is not UTF-8 text
    dotenv.open-quote: a quote is opened and never closed
    dotenv.problem: .env: {reason}
    dotenv.problem-at: .env, line {line}: {reason}
    dotenv.problem-of: .env: {variable} is ignored: {reason}
    dotenv.problem-of-at: .env, line {line}: {variable} is ignored: {reason}
    dotenv.required: it needs {name}, which is not set
    dotenv.unexpected: “{sign}” cannot stand in a variable's name
    dotenv.unreadable: it cannot be read ({error}), so none of it counts

    duration: {time}

    encryption.card-missing: the private key is on a card that is not here
    encryption.card-missing.fix: Put the card in and type: gpg --card-status (without that program: apt install
        scdaemon)
    encryption.encrypted: the backup is encrypted
    encryption.encrypted.fix: Add --decrypt, and where the private key has a passphrase --gpg-passphrase or
        GPG_PASSPHRASE_FILE.
    encryption.encrypts-to: encrypted for {name} ({fingerprint})
    encryption.extend: Where its private half is, type: {command}; then import its public half here once more.
    encryption.give-passphrase: Give it in --gpg-passphrase, GPG_PASSPHRASE, or GPG_PASSPHRASE_FILE (a file whose first
        line it is).
    encryption.gpg-ended-early: gpg ended before the encrypted message did
    encryption.gpg-ended-early.fix: Type: dmesg | tail
    encryption.harmful-setting: gpg's settings of this machine could change what is kept
    encryption.harmful-setting.why: {why}
    encryption.harmful-setting.fix: Take that line out of the file, or move it to the gpg.conf of the user who needs it.
    encryption.key-ambiguous: {keys} keys are called {name}
    encryption.key-ambiguous.why: {why}
    encryption.key-ambiguous.fix: Name the right one by its fingerprint: --gpg-recipient {fingerprint}
    encryption.key-cannot-encrypt: the key of {name} cannot encrypt
    encryption.key-cannot-encrypt.why: no part of {fingerprint} is for encrypting and neither expired nor revoked
    encryption.key-cannot-encrypt.fix: Where its private half is, type: gpg --quick-add-key {fingerprint} cv25519 encr
        3y; then import its public half here once more.
    encryption.key-disabled: the key of {name} is disabled
    encryption.key-disabled.why: {why}
    encryption.key-disabled.fix: Type: gpg --edit-key {fingerprint} enable save
    encryption.key-ends: the key of {name} expires on {day}, and backups stop then. {extend}
    encryption.key-expired: the key of {name} has expired
    encryption.key-expired.why: {why}
    encryption.key-expired.fix: {fix}
    encryption.key-revoked: the key of {name} is revoked
    encryption.key-revoked.why: {why}
    encryption.key-revoked.fix: Import the key that replaces it: gpg --import /path/to/new-public.key
    encryption.message-damaged: the encrypted message is damaged, cut short, or none
    encryption.no-agent: gpg-agent, which holds the private keys, does not start
    encryption.no-agent.why: {why}
    encryption.no-agent.fix: Type: gpgconf --launch gpg-agent. A GNUPGHOME of over 90 characters is too long for it.
    encryption.no-loopback: gpg-agent does not take the passphrase that was given
    encryption.no-loopback.why: no-allow-loopback-pinentry stands in its gpg-agent.conf
    encryption.no-loopback.fix: Take that line out, then type: gpgconf --kill gpg-agent
    encryption.no-private-key: GPG: No secret key
    encryption.no-private-key.why: none of the keys that can open the backup is on this machine
    encryption.no-private-key.fix: Type: gpg --import backup-private.key
    encryption.no-public-key: GPG: No public key for {name}
    encryption.no-public-key.fix: Type: gpg --import /path/to/backup-public.key
    encryption.not-read-back: {name} cannot be read back, nothing is kept
    encryption.not-read-back.why: {why}
    encryption.open-pgp-key-unusable: gpg cannot encrypt to the key
    encryption.open-pgp-key-unusable.why: {why}
    encryption.open-pgp-no-engine: gpg is not installed
    encryption.open-pgp-no-engine.fix: Type: apt install gnupg
    encryption.open-pgp-other: gpg failed
    encryption.open-pgp-other.why: {why}
    encryption.passphrase-needed: the private key has a passphrase
    encryption.passphrase-needed.why: none was given, and nobody could be asked
    encryption.passphrase-needed.fix: {fix}
    encryption.read-back: {name} was decrypted and read back
    encryption.seen-from-outside: the private key is not at hand: every file is a whole message for the keys above, its
        content is not read back
    encryption.wrong-passphrase: the passphrase of the private key is wrong
    encryption.wrong-passphrase.fix: {fix}

    files.about: {shown} ({why})
    files.absolute-name: its name is absolute
    files.aside-lost: {name} cannot be put back
    files.aside-lost.why: what was there before the restore is not where it was kept
    files.aside-lost.fix: Look for it in the folders .garde-new-…, or restore the safety copy.
    files.attributes-lost: {component}: ACLs or attributes are not kept here: {list}
    files.cannot-move: {component}: {path} cannot be moved
    files.cannot-move.why: {error}
    files.cannot-move.fix: Restore where the data lies: on the host, or into a volume.
    files.cannot-replace: {folder} cannot be written
    files.cannot-replace.fix: Run the restore as root, or as the owner of that folder.
    files.capabilities-lost: {component}: restored without their file capabilities, which setcap gives: {list}
    files.changed-since: {component}: changed by running services since it was restored: {list}
    files.changed-while-read: changed while it was read
    files.cure: Give the backup the right to read them, then run it again.
    files.cure-2: Run the backup again when nobody writes there.
    files.delivered-meanwhile: {component}: messages delivered while it was restored, kept in {folder}: {count}
    files.device: it is a device
    files.doubled: its name is a folder's and something else's too
    files.empty-name: it has no name of its own
    files.entry-refused: {component}: the backup holds what is not restored: {name}
    files.entry-refused.why: {why}
    files.entry-refused.fix: Restore an older backup.
    files.entry-not-restored: {path} holds what is not restored: {name}
    files.entry-not-restored.why: {why}
    files.entry-not-restored.fix: Use an older backup, or unpack this one by hand into an empty folder: tar -xf {path}
    files.environment-stays: .env stays; it is the backup's
    files.environment-differs: .env stays (--force replaces it); not as in the backup: {list}
    files.entry-damaged: its header is damaged
    files.entry-two-sizes: its headers give two sizes
    files.entry-nul-in-name: its name holds a NUL
    files.entry-unknown-kind: its kind is unknown
    files.fixed: {list} cannot be replaced
    files.fixed.why: chattr made it immutable or append-only
    files.fixed.fix: Type: chattr -i -a {words}, then the same again
    files.is-device: a device
    files.is-no-file-now: no file any more
    files.is-socket: a socket
    files.lacking: {name}: {count} file(s) could not be saved
    files.lacking.why: {why}
    files.lacking.fix: {fix}
    files.link-followed: {name}: {path} is a link: the content of {target} is saved. A restore writes there while the link stands, and a plain file where it is gone
    files.links-out: {name}: links lead to what no component saves, and the backup has the links alone: {links}. Name the
        folders behind them in the recipe, as in files("disk2", "/srv/disk2")
    files.links-give-way: {component}: folders of the backup take the place of these links; what is behind them stays and is
        used no more: {links}
    files.leaves-folder: its name leads out by ..
    files.link-target: it links to what is not there
    files.looked-at: {name}: {count} known messages looked at again
    files.messages: mail: {count} messages
    files.never-at-rest: never at rest in {passes} passes
    files.no-message: {component}: {id} holds no message: a restore leaves no mail
    files.not-in-recipe: {component}: {name} is in the backup but not in the recipe; it is not restored
    files.nothing-missing: no message of {id} is missing; --replace puts the mailbox back as it was then
    files.nothing-of-this: {id} holds nothing of {component}
    files.nothing-of-this.fix: {fix}
    files.leave-out: Leave it out with {flag}, or choose another backup.
    files.choose-another: Choose another backup.
    files.other-kind: {component}: {name} cannot be replaced
    files.other-kind.why: it is a folder in one place and something else in the other, here and in the backup
    files.other-kind.fix: Move it out of the way, then restore again.
    files.owners-lost: {component}: {count} entries could not be given to their owners; only root can
    files.path-missing: {name}: {path} is not there
    files.remarks: {name}: {shown}
    files.set-id: it is setuid or setgid
    files.set-id-lost: {component}: restored without the setuid or setgid bit: {list}
    files.source-missing: {list} is not there
    files.source-missing.fix: Mount it or correct the recipe; --no-… leaves a component out.
    files.staging-left: {component}: {folder} is left of an earlier restore
    files.staging-left.why: it may hold the data of before
    files.staging-left.fix: Look into it, then move it away.
    files.still-aside: {folder} is not as it was
    files.still-aside.why: what was there before lies in {folder}/.garde-new-…
    files.still-aside.fix: Put it back by hand, or restore the safety copy.
    files.stop-writer: Something else wrote there: a cron job, a synchronisation, a service that usedBy: does not name.
        Stop it, then type the same again. Type: lsof +D {list}
    files.stop-writer-2: {name}, process {id}, writes there. Stop it, then type the same again.
    files.tar-damaged: {component}: Damaged archive
    files.tar-damaged.why: {why}
    files.tar-damaged.fix: Restore an older backup.
    files.through-link: it lies below what is no folder
    files.too-big-here: this file system has no file of that size
    files.too-deep: it lies too deep
    files.too-large: there is more than the {expected} bytes expected
    files.too-long: its name is too long
    files.tree-differs: {component}: what is in place is not what the backup holds
    files.tree-differs.why: {why}
    files.tree-differs.fix: {fix}

    help.argument: BACKUP
    help.argument-accept: ID
    help.argument-adopt: [HOST:PATH]
    help.argument-list: [URL|ID]
    help.examples: Examples
    help.exit-done: all done
    help.exit-failed: failed or refused
    help.exit-incomplete: saved, but not everything that was asked for
    help.exit-locked: another run holds the lock
    help.exit-signal: ended by signal n
    help.exit-codes: Exit codes
    help.expectation: a whole number of at least {lowerBound} is expected
    help.expectation-number: a whole number from {lowerBound} to {upperBound} is expected
    help.expectation-boolean: true, false, yes, no, 1 or 0 is expected
    help.expectation-choice: {choices} is expected
    help.expectation-date: a day or an id is expected, as in 2024-03-15 or 20240315_020000
    help.expectation-duration: seconds, or a number with s, m, h or d is expected, as in 600, 10m or 6h
    help.expectation-text: a text is expected
    help.false-as: false: as 
    help.libpq: libpq's own, for a direct connection
    help.options: Options
    help.purpose-accept: Accepts a suspect backup as good.
    help.purpose-adopt: Takes another platform's backups for this one's, which was moved.
    help.purpose-backup: Saves the platform.
    help.purpose-kit: Prints what a bare machine needs.
    help.purpose-list: Lists the backups.
    help.purpose-notify: Tries who is told how runs end.
    help.purpose-prune: Removes old backups.
    help.purpose-restore: Restores all or part of a backup.
    help.purpose-status: Says whether the backups are as they should be; exit code 1 when not.
    help.purpose-verify: Reads backups back and checks them.
    help.same-as: as 
    help.usage: Usage
    help.variables: Variables
    help.leave-out: Leave out {what}
    help.do-not-restore: Do not restore {what}

    kit.backups: Backups:         {path}
    kit.copies: Copies:          {list}
    kit.never: never
    kit.private-half-elsewhere:     its private half is not on this machine, as it should be. It is kept at: ______________________
    kit.expires: expires: {day}
    kit.keys: 2. KEYS THAT OPEN THE BACKUPS
    kit.no-keys: None: they are not encrypted.
    kit.newest: Newest backup:   {backup}
    kit.nowhere-else: nowhere else
    kit.what-and-where: 1. WHAT AND WHERE
    kit.platform: Platform:        {path}
    kit.private-half-here: its private half IS ON THIS MACHINE: whoever takes the machine reads the backups
    kit.program: Program:         {path} (Garde {version})
    kit.title: RECOVERY KIT  {name} on {host}, {day}
    kit.keep-it: Print it, and keep it apart from this machine and from the private key. It holds no secret.
    kit.with-garde: 3. RESTORE WITH GARDE
    kit.without-garde: 4. RESTORE WITHOUT GARDE, in the backup's folder, ID being its name

    list.bad: verify found it damaged
    list.bad-of: DAMAGED: {list}
    list.broken: a backup that it builds on is missing
    list.cut: a file of it is missing or cut
    list.cut-2: FILE MISSING OR CUT: {list}
    list.future: from the future by this clock
    list.incomplete: incomplete: {count}
    list.lacking: incomplete
    list.lacking-of: incomplete: {list}
    list.made-by: of {name}
    list.other-subject: of another database or folder of that name
    list.without-manifest: {name} has no manifest: neither latest nor rotation takes it; verify {name} reads it, restore
        {name} restores it
    list.orphan: orphan: {what}
    list.suspect: suspect and not accepted
    list.suspect-of: suspect: {list}
    list.unsaved: its run could not save it
    list.unsaved-of: not saved: {list}

    lock.held: another run is under way: {holder}
    lock.held.fix: Wait until it ends; LOCK_WAIT says how long a run waits by itself.
    lock.waits-for-lock: waiting for another run: {holder}

    mail.about: {name}: {why}
    mail.attributes-taken: has lost its attributes
    mail.bad: {id} is damaged
    mail.bad-mailbox: --mailbox {text}
    mail.bad-mailbox.why: user@domain, a path below the folder of all mail, or one folder of either is expected
    mail.changed-much: too much has changed
    mail.dbox: mdbox and sdbox have no increments: their files hold many messages and change
    mail.first: there is no index of an earlier backup
    mail.increment-of: {component}: increment of {parent}, base {base}
    mail.index-damaged: the index is damaged
    mail.index-of-another: the index belongs to {id}, which is not there as it was
    mail.mailbox-without-mail: --mailbox needs the mail
    mail.mailbox-without-mail.why: the recipe saves none, or --no-mail leaves it out
    mail.mailbox-behind-link: {path} leads to {place}, which the safety copy does not hold
    mail.mailbox-behind-link.fix: Take --replace away: missing messages come back, and none goes. Or put the folder in the
        place of the link first.
    mail.new-base: {component}: saved whole, as a new base: {why}
    mail.no-mailboxes: {id} has no maildir
    mail.no-maildir: {name} is no maildir
    mail.no-maildir.why: single messages come back into maildirs only
    mail.no-maildir.fix: --replace puts it back as it was then.
    mail.no-such-folder: the backup has no folder {name}
    mail.no-such-folder.why: that mailbox has INBOX, {list}
    mail.no-such-mailbox: the backup has no mailbox {name}
    mail.no-such-mailbox.why: {why}
    mail.no-such-mailbox.fix: mssante list ID --mailboxes shows all of them, as --mailbox takes them.
    mail.mailboxes-there: it has {list}
    mail.old: the last one is {days} days old
    mail.only-mailbox: of all mail only {name}, replaced
    mail.only-missing-messages: of all mail only {name}: messages that are missing come back, nothing else changes
    mail.other-kind: was a folder, or is one now
    mail.other-place: the last one is of {path}
    mail.overlapping: one of its paths leads through a link into another one
    mail.replace-without-mailbox: --replace says how --mailbox is restored
    mail.replace-without-mailbox.fix: Add --mailbox user@domain, or leave it out.
    mail.several-mailboxes: {name} is several mailboxes of the backup
    mail.several-mailboxes.why: {why}
    mail.several-mailboxes.fix: Give --mailbox one of these paths.
    mail.shrank: of {before} files {now} are left
    mail.unreadable: cannot be read

    mariadb.accounts-kept: these accounts are there already, with another password or other settings than in the
        backup, and stay as they are: {list}
    mariadb.accounts-not-saved: the accounts of the server of {name} are not saved
    mariadb.accounts-not-saved.why: {why}
    mariadb.accounts-not-saved.fix: Let the administrator ask: MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER where
        that is not root.
    mariadb.broken-views: these views show what is no longer there, and are not saved: {list}
    mariadb.broken-views-go: these views show what is not there, and go with the restore; only the backup can bring them back, and a restore that is taken back cannot: {list}
    mariadb.busy: a table of the database stays in use
    mariadb.busy.why: {why}
    mariadb.busy.fix: Stop what uses it; SHOW PROCESSLIST; names it: {session}
    mariadb.client-missing: the programs mariadb and mariadb-dump are not installed
    mariadb.client-missing.fix: Type: apt install mariadb-client
    mariadb.cut-short: the dump is cut short
    mariadb.cut-short.why: its last line is missing
    mariadb.differs: the database {database} does not hold what the backup holds
    mariadb.differs.why: {list}
    mariadb.dump-missing: the backup has no dump of {name}
    mariadb.history-lost: the history of these system-versioned tables is not saved, only their rows of today, since
        that takes a server and mariadb-dump of 10.11: {list}
    mariadb.is-back: {database} is back: {tables|# table|# tables}, {rows|# row|# rows}, as many in each as the
        backup has
    mariadb.is-other: this server is not MariaDB
    mariadb.is-other.why: it is {version}
    mariadb.is-other.fix: Save it with command(…) and the programs of its own.
    mariadb.left-behind: the tables of the database {live} may be in {old}, where that is there: RENAME TABLE moves
        them back; triggers, events, routines and views of {live} are in the safety copy. Where {new} is there: DROP
        DATABASE `{new}`;
    mariadb.may-not-make: {user} may not restore a database
    mariadb.may-not-make.why: a new one is made beside it, and it lacks on the whole server: {rights}
    mariadb.may-not-make.fix: Let the administrator restore: MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER where that
        is not root.
    mariadb.newer-dump: the backup is of a newer MariaDB than this server
    mariadb.newer-dump.why: it was made by {dump}, and this server is {server}
    mariadb.newer-dump.fix: Restore into {dump} or newer, or try it with --force: the live database stays as it is
        when it fails.
    mariadb.no-room: not enough disk space for the new database
    mariadb.no-room.why: {place} has {have}, {need} are needed
    mariadb.no-room.fix: Type: df -h
    mariadb.no-such-database: MariaDB has no database {name}
    mariadb.no-such-database.why: it has {list}
    mariadb.no-such-database.fix: Set MARIADB_DATABASE to one of these.
    mariadb.no-table: the database {database} has no table
    mariadb.not-named: nobody says which database is meant
    mariadb.not-named.why: the server has {list}
    mariadb.not-named.fix: Set MARIADB_DATABASE, or name it in the recipe: mariadb(database: "…")
    mariadb.not-of-one-moment: {count|# table is|# tables are} not saved as of one moment, their engine having no
        transactions: {list}. ALTER TABLE … ENGINE=InnoDB; mends that
    mariadb.not-staged: nothing is staged for {name}
    mariadb.packet: the backup holds a longer statement than this server takes
    mariadb.packet.why: it has {bytes}, and max_allowed_packet is {limit}
    mariadb.packet.fix: Type in SQL: SET GLOBAL max_allowed_packet = 1073741824;
    mariadb.password: MariaDB does not let us in
    mariadb.password.why: {why}
    mariadb.password.fix: Set MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER where that is not root, then try it:
        {session}
    mariadb.referred: tables of other databases refer to those of {database}
    mariadb.referred.why: their foreign keys would follow the old tables: {list}
    mariadb.referred.fix: Drop these keys (ALTER TABLE … DROP FOREIGN KEY …;), restore, and make them again.
    mariadb.refused: MariaDB refuses
    mariadb.refused.why: {why}
    mariadb.rights: a right is missing on the server of MariaDB
    mariadb.rights.why: {why}
    mariadb.rights.fix: Let the administrator ask: MARIADB_ROOT_PASSWORD, and MARIADB_ROOT_USER where that is not
        root.
    mariadb.rights-left-out: {count|# statement|# statements} for accounts refused, often since what they are about
        is not here: {list}
    mariadb.rows-changed: services go on writing, so that rows differ from the backup: {list}
    mariadb.short-numbers: a dump writes numbers of type FLOAT with six digits, so these come back rounded. Make them DOUBLE: {list}
    mariadb.starting: the container is still making a new server of MariaDB
    mariadb.starting.fix: Try again in a minute.
    mariadb.unknown-database: MariaDB does not know the database
    mariadb.unknown-database.why: {why}
    mariadb.unknown-database.fix: Set MARIADB_DATABASE to one that SHOW DATABASES; names: {session}
    mariadb.unreachable: MariaDB does not answer
    mariadb.unreachable.why: {why}
    mariadb.unreachable.fix: See whether it runs, and where: {session}
    mariadb.unsaved: no recipe saves these databases of the server: {list}

    notify.accepted: {name}: accepted
    notify.address-not-ascii: no mail can be sent to or from {address}
    notify.address-not-ascii.why: before its @ it has letters beyond ASCII, which most mail servers refuse
    notify.address-not-ascii.fix: Give another address of that mailbox, such as its alias without accents.
    notify.answered: the answer is {code}
    notify.backup: Backup: {id} ({kind}), {size}, {took}
    notify.certificate-refused: the server's certificate is not trusted here
    notify.certificate-refused.why: {why}
    notify.certificate-refused.fix: Put its authority into /usr/local/share/ca-certificates/NAME.crt and type:
        update-ca-certificates; or name its file in CURL_CA_BUNDLE.
    notify.curl-missing: curl is not installed
    notify.curl-missing.fix: Type: apt install curl
    notify.ending-recovered: backup done again
    notify.ending-done: backup done
    notify.ending-ended: backup ENDED by a signal
    notify.ending-failed: backup FAILED
    notify.ending-incomplete: backup INCOMPLETE
    notify.ending-locked: backup NOT RUN, another holds the lock
    notify.full: full
    notify.increment: incremental
    notify.is-off: {word} is off: {variable} is not set
    notify.log: Log: {path}
    notify.look-at-address: Look at the address in the recipe or its variable, and type this again.
    notify.metrics-not-written: the metrics are not written ({file}): {why}
    notify.next: Once that is mended, type: {command}
    notify.no-address: no such address
    notify.no-address.fix: It begins with {schemes}
    notify.no-answer: no answer within {limit}
    notify.no-sendmail: there is no sendmail here
    notify.no-sendmail.fix: Set SMTP_URL, as in smtp://relay.example.com, or type: apt install msmtp-mta
    notify.nobody-is-told: nobody is told how runs end
    notify.nobody-is-told.fix: Set ALERT_EMAIL or SLACK_WEBHOOK_URL, or add notify(…) to the recipe.
    notify.not-told: notification not sent ({name}): {why}
    notify.nothing-saved: Begun {readable}, {took}; no backup was made
    notify.platform: Platform: {root}
    notify.redirected: the answer is {code}, towards another place at {server}
    notify.redirected.fix: Set the address that the service itself shows, and let its proxy pass it without a login
    notify.saved: Saved: {list}
    notify.saved-one: {name} {size}
    notify.subject: {recipe} on {host}: {end}
    notify.test: {recipe} on {host}: this is a test
    notify.test-line: The backups of {root} tell you here how they end.
    notify.test-only: notify sends nothing by itself
    notify.test-only.fix: Type: notify --test
    notify.told: notification sent ({name})
    notify.would-tell: would send to {name}

    option.abandon: Give up a restore that cannot be ended; say what is left
    option.alert-email: Mail address that hears how runs end
    option.alert-from: Sender of those letters
    option.alert-webhook-url: Web hook that takes the same as JSON
    option.app-version: Version for the manifest, without git
    option.at: With --plan: as if it were that day
    option.backup-root: Folder of the backups
    option.backup-type: Type: full or incremental (mail only)
    option.bandwidth-limit: Most that copies use, in kB a second
    option.compose-file: Compose files (and all of COMPOSE_*)
    option.compress-level: Level of gzip (1-9)
    option.decrypt-backup: Decrypt GPG files
    option.dry-run: Say what would happen, change nothing
    option.encrypt-backup: Encrypt with GPG
    option.force: Force (overwrite .env)
    option.gpg-passphrase: Passphrase of the GPG key
    option.gpg-passphrase-file: File whose first line is the passphrase
    option.gpg-recipient: GPG recipient, or several with commas between
    option.heartbeat-url: Dead man's switch (healthchecks.io)
    option.help: Show this help
    option.json: Print it for programs
    option.lock-wait-default: 6h, 10m if incremental
    option.lock-wait: How long to wait for another run
    option.mailbox: Only user@domain[/Folder], or a path: missing messages come back
    option.mailboxes: Show the mailboxes of a backup, as --mailbox takes them
    option.mariadb-database: Database of MariaDB
    option.mariadb-host: Host of MariaDB
    option.mariadb-port: Its port
    option.mariadb-root-password: Password of the administrator of MariaDB
    option.mariadb-root-user: Administrator of MariaDB, where not root
    option.mariadb-socket: Unix socket of MariaDB, instead of a host
    option.metrics-file: File for Prometheus, written after each run
    option.part-certs: the certificates
    option.part-config: the configuration
    option.part-force: an existing .env will be overwritten
    option.part-mail: mail
    option.part-postgres: PostgreSQL
    option.part-redis: Redis
    option.plan: Show what stays, what goes and why; remove nothing
    option.platform-default: by the compose file
    option.platform: Where the servers run, compose or here
    option.platform-root-default: found from the launcher
    option.platform-root: Root of the platform
    option.postgres-db: Name of the database
    option.postgres-db-file: File that holds the name of the database
    option.postgres-password: Its password
    option.postgres-password-file: File that holds the password
    option.postgres-user: User of the database
    option.postgres-user-file: File that holds the user
    option.quiet: Say nothing but errors
    option.recheck: Increment: look at every message, not at a share of them
    option.redis-host: Host of Redis
    option.redis-password: Its password
    option.redis-port: Port of Redis
    option.redis-socket: Its Unix socket, instead
    option.redis-tls: Speak TLS with Redis
    option.redis-tls-ca-file: Certificate of its authority
    option.redis-tls-cert-file: Our certificate
    option.redis-tls-key-file: Its key
    option.redis-username: User of Redis (ACL)
    option.remote: Look at the copies elsewhere: REMOTE_DESTINATION, or the URL given
    option.remote-destination: Where to: s3://bucket/path or remote:path
    option.replace: Put that mailbox back as it was
    option.retention-days: Days that backups stay
    option.retention-monthly: Months that keep their newest full backup
    option.retention-weekly: Weeks that keep their newest full backup
    option.skip-confirmation: Ask no confirmation
    option.slack-webhook-url: Slack web hook that hears how runs end
    option.smtp-url: Server that takes them, if not sendmail
    option.start-services: Do not start the services again
    option.stop-services: Do not stop the services
    option.storage-class: S3 storage class of the copies
    option.sync-remote: Copy the backup to another place
    option.test: Send a test to everybody who would be told
    option.verbose: Say every detail
    option.version: Show the version
    option.yes: Remove also when many go at once, or nothing good is new

    postgres.belongs-to-superuser: what is in the backup belongs to {list}, which only a superuser may give things to: {user}
        is none
    postgres.belongs-to-superuser.fix: Restore as {owner}, in POSTGRES_USER; or give what is of {owner} to {user} before the next
        backup (ALTER … OWNER TO). Do not make {user} a member of {owner}: that would make a superuser of it.
    postgres.client-missing: no pg_dump for a PostgreSQL {value} server
    postgres.database-named-by-shell: which database is meant is not clear: POSTGRES_DB is {own} in .env, and PGDATABASE is {other} in the environment
    postgres.database-named-by-shell.fix: Take PGDATABASE out of the crontab or the profile; or set POSTGRES_DB beside it
    postgres.database-named-twice: which database is meant is not clear: POSTGRES_DB is {own} in .env, and {other} in the container of {service}
    postgres.database-named-twice.fix: Set POSTGRES_DB in the crontab line or the environment; or make .env and what runs agree
    postgres.database-named-twice.why: the container was made with other settings than .env has now
    postgres.holds-other-database: {name}: the backup holds the database {saved}, which would replace {target}
    postgres.no-client: {what}
    postgres.no-client.fix: Type: {command}
    postgres.client-tools-missing: PostgreSQL's client tools are missing
    postgres.database: Set POSTGRES_DB to one of these: {list}
    postgres.database-not-named: which database is meant is not said, and the server has several
    postgres.database-not-named.why: {why}
    postgres.database-not-named.fix: Set POSTGRES_DB to one of them.
    postgres.database-closed: the database {name} takes no connections
    postgres.database-closed.fix: Type in SQL, in the database postgres: ALTER DATABASE {identifier} ALLOW_CONNECTIONS true;
    postgres.database-not-open: {name} takes no connections
    postgres.database-of-another: the database {database} belongs to {owner}, {user} may not replace it
    postgres.database-of-another.fix: Use {owner} or a superuser in POSTGRES_USER, or type as a superuser: {command}
    postgres.database-replaced: {name} is not the database that was restored: something else made or renamed one since
    postgres.do-not-move: the restore needs a database beside, as these cannot move aside: {list}
    postgres.do-not-move.fix: Use a role with CREATEDB in POSTGRES_USER. If the database can do without, type in SQL:
        DROP {names};
    postgres.dump-cut-short: the dump is cut short
    postgres.dump-cut-short.why: pg_restore did not reach its end
    postgres.dump-is-newer: the dump is of PostgreSQL {dump}, the server is PostgreSQL {server}
    postgres.dump-is-newer.fix: Restore into a server of version {dump} or newer.
    postgres.dump-missing: the backup holds no dump of {name}
    postgres.dump-unreadable: the database's dump cannot be read
    postgres.dump-unreadable.why: {why}
    postgres.dump-unreadable.fix: {fix}
    postgres.newer-dump: It was made by a newer pg_dump: install that postgresql-client, or restore into a
        newer server.
    postgres.choose-another: Choose another backup.
    postgres.event-trigger-left-out: the event trigger {name} was left out
    postgres.event-trigger-left-out.fix: Have a superuser create it again.
    postgres.exchanges: {user} may not create databases: the restore goes into {database} itself, in one transaction;
        what {user} owns there moves aside until all is well (schemas garde_before_…), and the server needs room for
        both. Extensions, rights on schemas and what belongs to others stay as they are
    postgres.extension-rows-stay: rows of extensions' own tables stay as the database has them, those of the backup are left out:
        {list}
    postgres.extensions-of-superuser: {user} may not create these extensions of the dump in a new database: {list}
    postgres.extensions-of-superuser.fix: Restore as a superuser, in POSTGRES_USER.
    postgres.extensions-of-the-owner: extensions of the dump are not in the database, and {user} may not create them:
        {list}
    postgres.extensions-of-the-owner.fix: {fix}
    postgres.type-in-sql-after: Give its functions what they need (ALTER FUNCTION … SET search_path = …;), then type in SQL: 
    postgres.type-in-sql: Type in SQL: 
    postgres.view-without-data: the materialised view {name} came back without its data
    postgres.index-left-out: the index {name} did not come back
    postgres.large-objects-stay: large objects cannot be exchanged without a database beside
    postgres.large-objects-stay.fix: Use a role with CREATEDB in POSTGRES_USER.
    postgres.left-behind: the database {live} may be shut; type in SQL, in the database postgres: ALTER DATABASE {live}
        ALLOW_CONNECTIONS true; – where {old} is there, it is the old one; where {new} is, it is the restored one: DROP DATABASE
        {new};
    postgres.load-with-search-path: If a function looks for it by search_path, load into a new database NEW by hand:
        {command}
    postgres.may-not-dump: the role of the backup may not read the whole database
    postgres.may-not-dump.fix: {fix}
    postgres.may-not-dump.why: {why}
    postgres.may-not-give: what is in the backup belongs to {list}, of which {user} is no member
    postgres.may-not-give.fix: Type as a superuser: {command}
    postgres.may-not-make-databases: {user} may not create databases
    postgres.may-not-make-databases.fix: Use a superuser, or the managed server's administrator, in POSTGRES_USER, or
        type as one: ALTER ROLE {userFix} CREATEDB;
    postgres.may-not-make-roles: {user} may not create roles
    postgres.may-not-make-roles.fix: {fix}
    postgres.may-not-make-schemas: {user} may neither create databases nor schemas in {database}
    postgres.may-not-make-schemas.fix: {fix}
    postgres.missing-extensions: extensions are missing on the server: {list}
    postgres.missing-extensions.fix: Install their packages.
    postgres.missing-locale: the server lacks the locale {name}
    postgres.missing-locale.why: {why}
    postgres.missing-locale.fix: Type: dpkg-reconfigure locales, then restart PostgreSQL
    postgres.missing-roles: the dump needs roles that are neither here nor in the backup: {list}
    postgres.missing-roles.fix: Type in SQL: {command}
    postgres.missing-tablespaces: tablespaces are missing on the server: {list}
    postgres.missing-tablespaces.fix: Type in SQL: {command}
    postgres.name-of-two-lines: the name of the database holds a line break, and PostgreSQL's own tools do not restore into
        such a one: {name}
    postgres.name-of-two-lines.fix: Type in SQL, in another database: {command} Then set POSTGRES_DB to the new name.
    postgres.newer-client: PostgreSQL {server} is dumped by the tools of PostgreSQL {client}: only tools as new read the
        dump. Type: {command}
    postgres.no-roles-file: the backup holds no roles: those of the server stay as they are
    postgres.no-room: Not enough disk space
    postgres.no-room.why: {place} has {have} MiB, {need} are needed
    postgres.no-room.fix: Type: df -h
    postgres.no-such-database: PostgreSQL has no database {name}
    postgres.no-such-database.why: it has {list}
    postgres.no-such-database.fix: Set POSTGRES_DB to one of these.
    postgres.no-table: the database {database} has no table
    postgres.not-analyzed: the new database has no statistics yet: {failure}. Type: vacuumdb --analyze-only
    postgres.not-exchanged: the dump could not be loaded
    postgres.not-exchanged.why: {why}
    postgres.not-exchanged.fix: {fix}
    postgres.not-exchanged.fix-1: Stop what is connected; look in SQL: SELECT * FROM pg_stat_activity;
    postgres.not-loaded: the dump could not be loaded
    postgres.not-loaded.why: {why}
    postgres.not-loaded.fix: {fix}
    postgres.nothing-staged: no new database of {name} stands ready
    postgres.old-database-gone: the database that {name} was before the restore is gone
    postgres.old-database-gone.fix: Restore the safety copy.
    postgres.others-in-the-way: tables and views in the way are not of {user}: {list}
    postgres.others-in-the-way.fix: {fix}
    postgres.own-role-kept: the role {user}, which the restore connects as, keeps its attributes
    postgres.parameter-left-out: a setting of the backup was left out: {failure}
    postgres.password: Set POSTGRES_PASSWORD to the password of {user}, then try it: {session}
    postgres.pooler: This is a pooler, such as PgBouncer, which passes no options on: a restore connects to the server itself. Set
        PGHOST and PGPORT to those of the server, not of the pooler.
    postgres.prepared-transactions: prepared transactions hold the database: {list}
    postgres.prepared-transactions.fix: End each by COMMIT PREPARED or ROLLBACK PREPARED {names}.
    postgres.publication-left-out: the publication {name} is not ours to fill: it lacks tables that the restore brought
    postgres.publication-left-out.fix: {fix}
    postgres.publications-stay: publications that {user} may not change stay, without the tables that come in: {publications}
    postgres.refused: PostgreSQL refused
    postgres.refused.why: {why}
    postgres.relies-on-search-path: a restore may have to do without the data of these materialised views, or without
        these indexes, as their functions rely on search_path: {list}. Type in SQL, for each function: {cure}
    postgres.replication-slots: logical replication slots hold the database: {list}
    postgres.replication-slots.fix: {fix}
    postgres.restore-as-superuser: Restore as a superuser, in POSTGRES_USER.
    postgres.role-stays: a role that the restore made stays: {failure}
    postgres.roles-cut-short: the list of roles is cut short
    postgres.roles-cut-short.why: pg_dumpall did not reach its end
    postgres.roles-left-out: the roles file holds {count} statements that are not about roles and were left out: {names}
    postgres.roles-not-replaced: existing roles keep their passwords: only a superuser may read and replace them
    postgres.roles-not-saved: {name}: the roles are not saved, the database is
    postgres.roles-not-saved.why: {why}
    postgres.roles-not-saved.fix: {fix}
    postgres.roles-not-text: the roles file is not text
    postgres.roles-not-text.fix: Choose another backup.
    postgres.roles-skipped: the roles file speaks of roles that it does not make and the server lacks: {names}
    postgres.roles-stay: {user} may not create roles: those of the server stay as they are
    postgres.roles-without-passwords: the roles are saved without their passwords: {user} may not read pg_authid, as on
        managed servers. Where there is a superuser, use it in POSTGRES_USER
    postgres.room-unknown: how much room the database server has cannot be told from here
    postgres.rows-differ: the database does not hold what the dump holds
    postgres.rows-differ.why: {why}
    postgres.rules: Set PGSSLMODE (and PGSSLROOTCERT) to what the server's pg_hba.conf asks for, then try it: {session}
    postgres.schemas-shut: {user} may not make tables in these schemas of the dump: {list}
    postgres.schemas-shut.fix: {fix}
    postgres.server-is-standby: this PostgreSQL server is a standby
    postgres.server-is-standby.fix: Restore into its primary server.
    postgres.sessions-of-others: sessions of {list} hold the database, and {user} may not end them
    postgres.sessions-of-others.fix: Stop what is connected, or type as a superuser: {command}
    postgres.sessions-stay: sessions in {list} do not end
    postgres.sessions-stay.fix: Look in SQL: SELECT * FROM pg_stat_activity;
    postgres.settings-stay: settings, comment and rights of the database {database} itself stay as they are
    postgres.slot-is-idle: Type in SQL: {command}
    postgres.slot-is-read: First stop what reads it ({reader}), then type in SQL: {command}
    postgres.slow: See what the server is busy with: {session} -c 'SELECT * FROM pg_stat_activity'
    postgres.socket: Set PGHOST=127.0.0.1 and POSTGRES_PASSWORD, or run this as the user {user} of this machine.
    postgres.subscription-is-off: the subscription {name} comes back switched off. Type in SQL: {enable} Then, by
        itself: {refresh} Changes that the publisher made since the backup are missing then; to have them, TRUNCATE its tables and say copy_data = true. If
        the publisher has lost the slot, first type there: {make}
    postgres.subscriptions: the database subscribes to others: {list}
    postgres.subscriptions.fix: Type in SQL: {command}
    postgres.table-relies-on-search-path: tables that a restore may be refused, as functions of their checks or
        generated columns rely on search_path: {list}. Type in SQL, for each function: {cure}
    postgres.tables-missing: {names} tables of the dump are missing
    postgres.tables-missing.why: {why}
    postgres.text: PostgreSQL cannot be reached
    postgres.text.why: {why}
    postgres.text.fix: {fix}
    postgres.together: {database} cannot be restored here
    postgres.together.why: {why}
    postgres.too-few-locks: {tables} tables and indexes are too many for one transaction of this server, which has
        {room} locks
    postgres.too-few-locks.fix: Raise max_locks_per_transaction, or use a role with CREATEDB in POSTGRES_USER.
    postgres.trigger-may-refuse: If an event trigger of the database refused it ({list}), have a superuser type: {command}
    postgres.typed: Type: {command}
    postgres.typed-2: Have a superuser type: {command}
    postgres.unsaved-databases: no recipe saves these databases of the server: {list}
    postgres.use-administrator: Use a superuser, or the managed server's administrator, in POSTGRES_USER.
    postgres.warnings: what belonged to {owners} will belong to {user}, who is no member of it
    postgres.warnings-2: rights of roles that are not here, or not ours to give, are left out: {grantees}
    postgres.warnings-3: event triggers, which only a superuser makes, are left out: {triggers}

    prune.days: {count} d
    prune.from-future: {name} is more than two hours in the future: it stays and is not counted. Look at the clock
    prune.future: more than two hours in the future
    prune.held: no old backup is removed
    prune.held.why: {why}
    prune.held.fix: {fix}
    prune.holds-more: it is a link, or folders lie in it
    prune.folders-inside: {name} would be removed, but folders lie in it, or it is a link: move them away
    prune.incomplete: the newest backup, {id}, is incomplete
    prune.make-whole-first: Make a whole one first. Type: {command}
    prune.last-good: one of the last three good fulls
    prune.locked: locked where it lies
    prune.month: newest full of its month
    prune.needed: {id} builds on it
    prune.newest-copies: one of the newest two safety copies
    prune.not-rotated: not all old backups are removed
    prune.not-rotated.why: {why}
    prune.not-after-incomplete: no old backup is removed after a run that is incomplete
    prune.old-copy: old safety copy
    prune.old-increment: increment that nothing builds on
    prune.on-day:  on {day}
    prune.on-later-day:  on {day}, if good backups go on being made
    prune.outlived: not the newest full of a week or month that counts
    prune.reason-of: {names}: {reason}
    prune.removed: removed {name}, {age} days old: {reason}
    prune.rotated: rotation in {place}: {removed} removed, {stay} stay
    prune.rules: {place}{when}: {daily} days, {weekly} weeks, {monthly} months
    prune.stale: the last good one is over 8 days old
    prune.held-stale: nothing that holds {component} is removed: its last good backup is over 8 days old
    prune.stranger: made by {who}, not counted
    prune.suspect: suspect and not accepted: {list}
    prune.held-suspect: Look whether it holds everything. If it does, type: {command} – if not, remove its folder
    prune.too-many: {count} would go at once, at most {limit} may: the clock, or a setting, may be wrong
    prune.look-at-plan: Look at prune --plan. If this is right, type: {command}
    prune.verdict-goes: goes
    prune.verdict-held: held back
    prune.verdict-stays: stays
    prune.week: newest full of its week
    prune.would-remove: would remove {name}, {age} days old: {reason}
    prune.young: at most {days} days old

    recipe.empty: {part} of {word} is empty
    recipe.empty.fix: Write what belongs there
    recipe.fingerprint: "{digits}" is no whole fingerprint
    recipe.fingerprint.why: it has not 40 hexadecimal digits
    recipe.fingerprint.fix: Copy it from: gpg --fingerprint
    recipe.heartbeat-hears-all: a heartbeat takes no on:
    recipe.heartbeat-hears-all.why: one ping that is left out would raise the alarm
    recipe.heartbeat-hears-all.fix: Take on: away
    recipe.level: compress(level: {level}) is no level of gzip
    recipe.level.fix: Write 1 (fast) to 9 (small)
    recipe.name: no component can be called "{name}"
    recipe.name.why: its files begin with the name
    recipe.name.fix: Use a to z, 0 to 9, _ and -, a letter or digit first, and not manifest
    recipe.nothing-to-save: the recipe saves nothing
    recipe.nothing-to-save.fix: Add what to save, as in postgres() or files("website", "/srv/www")
    recipe.password-in-server: a password never stands in a recipe
    recipe.password-in-server.fix: Write through: .environment("SMTP_URL") and set that variable
    recipe.path: {component} cannot use the path "{path}"
    recipe.path.fix: Write it from / or from the platform's root, without .. and ~
    recipe.remote: "{url}" is no remote destination
    recipe.remote.fix: Write s3://bucket/prefix, or name:path with a name that rclone listremotes shows
    recipe.repeated-name: two components are called {name}
    recipe.repeated-name.fix: Name one of them otherwise, as in postgres("second", …) or files("second", …)
    recipe.repeated-path: the recipe saves {path} more than once
    recipe.repeated-path.fix: Leave it in one component
    recipe.repeated-service: two services are called {name}
    recipe.repeated-service.fix: Leave one of them
    recipe.repeated-source: {one} and {other} are the same data
    recipe.repeated-source.fix: Leave one of them, or say in the other what it is: database: "…", in: "…"
    recipe.repeated-word: the recipe says {word} more than once
    recipe.repeated-word.fix: Leave one of them
    recipe.share: suspectBelow: {share} of {component} is no share
    recipe.share.fix: Write 0 (never suspect) to 1, as in suspectBelow: 0.5
    recipe.stops-its-place: {name} runs in {service}, which usedBy: stops while it is restored
    recipe.stops-its-place.fix: Leave {service} out of usedBy:
    recipe.taken-name: no component can be called {name}
    recipe.taken-name.why: {other} has a file of that name
    recipe.taken-name.fix: Choose another name
    recipe.too-few: {written} is too few
    recipe.too-few.fix: Write at least {least}
    recipe.unset: {word} needs {variable}, which is not set
    recipe.unset.fix: Set it, or write its value in the recipe

    redis.address-not-ours: no second Redis can listen at {address}
    redis.address-not-ours.why: that is where Redis sees this machine, which it has to copy from
    redis.address-not-ours.fix: Run this on a machine that Redis reaches without address translation.
    redis.aof-not-saved: the append-only files are not saved, the RDB is: {why}
    redis.aof-unreadable: {path} cannot be read
    redis.aof-unreadable.why: {why}
    redis.cannot-be-put-back: this backup cannot be put back into this Redis: it refuses CONFIG and REPLICAOF ({said}).
        ACL that helps: +config +replicaof +psync
    redis.client-missing: redis-cli is missing
    redis.client-missing.fix: Type: apt install redis-tools
    redis.cluster: this Redis is a node of a cluster
    redis.cluster.fix: A single node without its slots: redis-cli CLUSTER ADDSLOTS $(seq 0 16383). A larger cluster: redis-cli --cluster backup HOST:PORT FOLDER
    redis.cluster.why: it knows {nodes} nodes, which serve {slots} of the 16,384 slots: only one that serves all holds every key
    redis.copies: Redis will copy its keys from a second server that runs here for a moment: {why}
    redis.does-not-copy: Redis does not copy the backup
    redis.does-not-copy.why: it does not reach {address}:{port}, where its copy waits (master_link_status {status})
    redis.does-not-copy.fix: Look at its log, and at the firewall between both.
    redis.does-not-start: Redis does not start ({service})
    redis.does-not-start.why: {why}
    redis.does-not-start.fix: Look at its log.
    redis.dump-cut-short: the backup's RDB file is cut short
    redis.dump-damaged: {path} is no whole RDB file
    redis.dump-damaged.fix: Take another backup.
    redis.elsewhere: Redis' files are not on this machine
    redis.elsewhere.why: the server runs elsewhere, or its process is not ours to look at
    redis.elsewhere.fix: Run the backup as root beside the server, or as the service of Compose it is
        (PLATFORM=compose).
    redis.folder-elsewhere: Redis' folder {folder} is not on this machine
    redis.folder-elsewhere.why: the server that answers runs elsewhere, or in a container
    redis.folder-elsewhere.fix: Run this where Redis runs; in a container, say so: redis(in: "service").
    redis.encryption: Set REDIS_TLS_CA_FILE to the certificate of its authority, or take REDIS_TLS away where it has no
        TLS.
    redis.encryption-2: Set REDIS_TLS=yes where it speaks TLS only, with REDIS_TLS_CA_FILE.
    redis.evicted: Redis evicts restored keys: {count} so far
    redis.evicted.why: maxmemory is less than they need
    redis.evicted.fix: Give it more (redis-cli CONFIG SET maxmemory …, and in its configuration), and restore again.
    redis.file-missing: Redis' file {path} is missing
    redis.file-missing.why: Redis says that it reads it when it starts
    redis.folder-read-only: nothing can be written to Redis' folder {folder}
    redis.folder-read-only.fix: Run this as root, or as Redis' own user.
    redis.gives-no-keys: Redis gives its keys in no way
    redis.gives-no-keys.why: {refusal} / BGSAVE: {why}
    redis.gives-no-keys.fix: Give its user +sync +replconf, and SYNC its own name: redis-cli ACL SETUSER … +sync
        +replconf
    redis.has-fewer-databases: this Redis has too few databases
    redis.has-fewer-databases.why: the backup has keys in database {needed}
    redis.has-fewer-databases.fix: Start it with: databases {neededFix}
    redis.has-replicas: this Redis has replicas: {count}
    redis.has-replicas.why: one of them may take over while it is stopped
    redis.has-replicas.fix: Stop the replicas, or type on each: redis-cli REPLICAOF NO ONE
    redis.has-sentinel: a Sentinel watches this Redis
    redis.has-sentinel.why: it would make another server the master while this one is stopped
    redis.has-sentinel.fix: Stop the Sentinels for the restore.
    redis.hides-settings: Redis does not say where its files are
    redis.hides-settings.why: CONFIG GET gives nothing
    redis.hides-settings.fix: Give its user the right +config|get.
    redis.in-cluster: this Redis is a node of a cluster
    redis.in-cluster.why: it knows {nodes} nodes, which serve {slots} of the 16,384 slots: only one that serves all holds every key
    redis.is-empty: Redis holds no key
    redis.is-replica: this Redis is a replica
    redis.is-replica.why: its master would undo the restore
    redis.is-replica.fix: Restore its master: set REDIS_HOST.
    redis.is-sentinel: this is a Sentinel, not a Redis with data
    redis.is-sentinel.fix: Set REDIS_PORT to the server's own.
    redis.keys-back: Redis: {count} keys in {databases} databases are as in the backup
    redis.keys-changed: Redis: {found} keys where the backup has {expected}, or others; services that were not stopped
        may have written
    redis.keys-differ: Redis' keys are not those of the backup
    redis.keys-differ.why: it holds {found} of the {expected} keys that cannot have expired, or others
    redis.keys-differ.fix: Look at Redis' log.
    redis.keys-expired: keys of the backup that have expired since and will not come back: {count}
    redis.lacks-modules: this Redis lacks modules that the backup needs
    redis.lacks-modules.why: it holds values of {names}
    redis.loading: Redis is still loading its data
    redis.loading.fix: Wait, then run the backup again.
    redis.memory-limit: the backup took {needed} MiB of memory, maxmemory allows {limit}: Redis may evict keys or refuse
        writes
    redis.must-run: Redis has to run, so that it says where its files are
    redis.must-run.why: {why}
    redis.must-run.fix: Start it. If damaged files keep it from starting, move them away and start it empty.
    redis.never-ends: Redis has been saving or rewriting for an hour
    redis.never-ends.fix: Look at the server's log.
    redis.no-password: The server has no password: take REDIS_PASSWORD away.
    redis.no-redis-dump: the backup {id} holds no RDB file
    redis.no-redis-dump.fix: Take another backup, or add --no-redis.
    redis.no-room: Not enough disk space for Redis
    redis.no-room.why: {needed} MiB are needed, {free} are free
    redis.no-room.fix: Type: df -h
    redis.not-controlled: nothing is known that stops and starts Redis
    redis.not-controlled.why: its file can be exchanged only while it is stopped
    redis.not-controlled.fix: Add to the recipe: service("{name}", stop: […], start: […], isRunning: […])
    redis.not-followed: the RDB file has entries of the unknown kind {kind}: keys cannot be compared after the restore
    redis.not-persisted: Redis did not put the restored keys on its disk: {failure}. Type: redis-cli SAVE
    redis.password: Set REDIS_PASSWORD to the password of the user {user}, which this tries: {PING}
    redis.refuses-dump: this Redis cannot read the backup
    redis.refuses-dump.why: redis-check-rdb says: {said}
    redis.refuses-dump.fix: Take another backup, or install the Redis that wrote it.
    redis.refuses-to-copy: nothing can put keys back into this Redis
    redis.refuses-to-copy.why: {why} / REPLICAOF: {other}
    redis.refuses-to-copy.fix: Give its user +replicaof +psync, or name in the recipe what stops it: service("…", stop:
        […], start: […]).
    redis.replica: this Redis is a replica
    redis.replica.fix: Save its master: set REDIS_HOST.
    redis.rights: Give the user {user} what is named. Its rights: {command}
    redis.save-failed: Redis could not save its data
    redis.save-failed.why: BGSAVE did not end well
    redis.save-failed.fix: Look at the server's log and at its disk.
    redis.scratch-is-open: Redis refuses CONFIG: for the time of the copy the keys can be read here without a password
    redis.stream-ended: Redis ended its stream before all keys were in it
    redis.stream-ended.why: {said} / BGSAVE: {why}
    redis.stream-ended.fix: The server's log says why. A redis-cli that is older than the server may be the cause: install
        the server's own tools here (apt install valkey-tools, or its newer redis-tools)
    redis.stream-ended-bgsave: Redis ended its stream ({why}); BGSAVE is used instead. A redis-cli as new as the server
        gives the stream
    redis.scratch-too-old: {program} {version} of this machine cannot hold the keys of Redis {server}
    redis.scratch-too-old.why: where nothing stops Redis and starts it, it copies a second one that runs here for a moment
    redis.scratch-too-old.fix: Install the server's own release here, for Valkey: apt install valkey-server && systemctl
        disable --now valkey-server – or name in the recipe what stops it: service("redis", stop: […], start: […],
        isRunning: […])
    redis.server-missing: redis-server is missing
    redis.server-missing.why: where nothing stops Redis and starts it, it copies a second one that runs here for a
        moment
    redis.server-missing.fix: Type: apt install redis-server && systemctl disable --now redis-server
    redis.starts-elsewhere: Redis starts in another folder than it ran in
    redis.starts-elsewhere.why: it ran in {folder} and starts in {afterFolder}
    redis.starts-elsewhere.fix: Type: redis-cli CONFIG REWRITE, or correct dir in its configuration.
    redis.starts-otherwise: Redis starts with other settings than it ran with (CONFIG SET without CONFIG REWRITE):
        {changes}
    redis.still-runs: Redis still runs after the service {service} was stopped
    redis.still-runs.why: something else started it
    redis.still-runs.fix: Name in the recipe what stops it: service("{service}", …).
    redis.too-old: this Redis is too old for the backup
    redis.too-old.why: the backup is of version {writer} (RDB {format}), the server of version {text}
    redis.too-old.fix: Install Redis {writer} or newer.
    redis.typed: Type: {command}
    redis.unreachable: Redis cannot be reached or refuses
    redis.unreachable.why: {why}
    redis.unreachable.fix: {fix}
    redis.without-sync: Redis refuses its stream ({said}); BGSAVE is used instead. ACL that helps: +sync +replconf
    redis.would-start-otherwise: Redis runs with appendonly {runs} and would start with appendonly {starts}
    redis.would-start-otherwise.why: somebody typed CONFIG SET appendonly {runs}; a restart would lose what it holds now
    redis.would-start-otherwise.fix: Write it into its configuration, or type: redis-cli CONFIG SET appendonly {starts}

    restore.abandoned: given up; its journal is kept in {folder}. Start what it stopped, and look at what is named above
        before the next backup
    restore.abandons: an unfinished restore by {recipe} of {platform}, which stays as it is now:
    restore.about-to-replace: on {host}, in {root}, {project}, these will be replaced: {list}
    restore.absent-now: {name}: nothing there to save first
    restore.chain: chain of {count} backups
    restore.file-missing: Damaged archive: {path} is missing
    restore.file-missing.why: the manifest names it
    restore.file-missing.fix: Copy the backup once more, or use an older one.
    restore.finished-earlier: the earlier restore is finished: its data was right
    restore.found: {name}: {id}, {size}, {age}
    restore.found-chain: {name}: {id}, {size} ({chain}), {age}
    restore.goes-back: the data of before is in {copy}; to go back to it: {command}
    restore.half-made: {path} is half a backup
    restore.half-made.why: its run did not come to its end
    restore.half-made.fix: Restore an older backup.
    restore.in-project: project {name}
    restore.is-of-other: {id} is another platform's: {name}
    restore.journal-stays: the restore could not be ended cleanly
    restore.journal-stays.why: {why}
    restore.journal-stays.fix: Mend what is named above and type the same restore.sh again: it begins by ending this
        one. Where it cannot be mended, end it by hand, which shows what is left where: {abandon}
    restore.journal-stays.why-1: the data is restored and right, what was there before is not cleared away
    restore.journal-stays.why-2: not all of the old data is back
    restore.kept-aside: data is kept aside, and no restore begins beside it. Before the next one, type: {command}
    restore.left-behind: {component}: not taken back: {words}
    restore.manifest-damaged: Damaged archive: {path}
    restore.manifest-damaged.why: its digest does not match
    restore.manifest-damaged.fix: Use an older backup.
    restore.manifest-later: {path} is in format {format}, and this Garde knows formats up to {known}
    restore.manifest-later.why: a later release made the backup; the manifest's last lines say which, under tool
    restore.manifest-later.fix: Install that release here, or a later one, and type the command again.
    restore.manifest-lost: the manifest of this backup is lost
    restore.manifest-lost.why: {path} was written by Garde, which always writes one
    restore.manifest-lost.fix: Copy manifest.json back, or restore the files by hand as BackupFormat shows.
    restore.may-be-unfinished: {path} has no manifest: its run may not have come to its end
    restore.named-flawed: {name}: {id}: {flaw}
    restore.newer-is-damaged: Damaged archive: {path}/manifest.json
    restore.newer-is-damaged.why: it is newer than {older}, which latest would take
    restore.newer-is-damaged.fix: Restore that one by its id: {older}
    restore.newer-messages: {name}: messages here that are newer than the backup, and will be gone: {count}
    restore.no-backup: {path} holds no backup
    restore.no-backup.fix: Give the folder of a backup, its id, or latest.
    restore.no-copy-named: {url} names no backup
    restore.no-copy-named.fix: Write {url}/latest, or an id that this shows: {programPath} list --remote {url}
    restore.no-such-source: no backup {argument}
    restore.no-such-source.why: it is no folder, no archive, and no id in {root}
    restore.no-such-source.fix: Type: ls {root}
    restore.no-terminal: nobody can confirm this restore
    restore.no-terminal.why: there is no terminal
    restore.no-terminal.fix: Add --yes to go on without asking.
    restore.no-terminal-to-abandon: nobody can confirm that this restore is given up
    restore.no-terminal-to-abandon.why: there is no terminal
    restore.no-terminal-to-abandon.fix: Add --yes to go on without asking.
    restore.none-good: {name}: latest has no good backup to take
    restore.none-good.why: {why}
    restore.none-good.fix: To take it all the same, type: {command}
    restore.newest-flawed: the newest, {id}: {value}
    restore.not-confirmed: not confirmed, nothing was touched
    restore.not-in-backup: {name} is not in this backup
    restore.not-in-recipe: the recipe {recipe} does not have it, and a restore of it is unfinished
    restore.not-in-recipe.fix: Type the same with the recipe as it was then.
    restore.nothing-chosen-to-restore: nothing is left to restore
    restore.nothing-chosen-to-restore.why: every component is left out
    restore.nothing-chosen-to-restore.fix: Take away one of the --no-… options.
    restore.nothing-in-backup: the backup holds none of the chosen components
    restore.nothing-to-abandon: no restore is unfinished, there is nothing to give up
    restore.of-old-data: before the restore: {text}
    restore.old-data-aside: the data is restored, but not all services are well
    restore.old-data-aside.why: the old data is still kept aside
    restore.old-data-aside.fix: Mend the service, or go back to the data of before: {command}
    restore.old-data-stays: {component}: the safety copy does not have it whole, so the old data stays in {place}; remove it
        once nobody misses it
    restore.others-only: {place} holds no backup of this platform
    restore.others-only.why: they are of {shown}
    restore.others-only.fix: To take the newest of those, type: {command}
    restore.passed-over: {path} is newer and has no manifest: latest passes it over. Give its path to restore it
    restore.passes-over: {name}: {newer} is newer, but {flaw}: latest takes {older}
    restore.read-only-backups: {path} cannot be written
    restore.read-only-backups.why: {why}
    restore.read-only-backups.fix: That can stay so: give the safety copy and the restore's journal another place. Type:
        {command}
    restore.restored: restored: {list}
    restore.safety-copy: safety copy: {folder}
    restore.safety-copy-failed: the safety copy could not be made, nothing was touched
    restore.safety-copy-failed.fix: Mend what is named, or go on without it: --force
    restore.services-unwell: the data is restored, but not all services are well
    restore.services-unwell.fix: Mend what is named above, and start the services.
    restore.several-machines: {place} holds backups of several machines, and none of this platform
    restore.several-machines.why: the newest of each: {shown}
    restore.several-machines.fix: Give an id instead of latest.
    restore.stages: {name}: being restored
    restore.starts-servers: bare machine: the servers are started now
    restore.takes-back: putting everything back as it was
    restore.takes-back-after: {takesBack}: {cause}
    restore.takes-others: these backups are of {shown}, not of {ownShown}, which has none here
    restore.took-back: everything is as it was before
    restore.type-yes: Type yes to go on: 
    restore.unfinished: an earlier restore did not come to its end
    restore.unfinished-by-other: a restore by {recipe} of {platform} did not come to its end
    restore.unfinished-by-other.fix: End that one first: {command}. Where that recipe is gone, give its restore up:
        {abandon}
    restore.unknown-file: {path} is no file of a backup that this version knows
    restore.unknown-file.fix: Use the version of Garde that made it, or a newer one.
    restore.without-docker: without Docker
    restore.would-restart: {name}: the server itself would be restarted
    restore.would-restore: would replace {name} by that of {id}
    restore.would-start: would start: {list}
    restore.would-start-all: would start every service
    restore.would-start-servers: bare machine: configuration and certificates first, then the servers are started, then
        the rest
    restore.would-stop: dry run, nothing is changed. Would stop: {list}

    services.data-in-container: {service} keeps its data in the container itself, and the configuration would make it anew without
    services.data-in-container.fix: Restore its data in the same run, without --no-… and --only-…; or leave the configuration out: --no-config
    services.data-in-container.why: the compose file gives it no volume
    services.data-in-use: the container {name} has {path} open
    services.data-in-use.why: {why}
    services.data-in-use.fix: If it is part of this platform, run this where it was started from: {root}. If not, stop
        it: docker stop {name}
    services.data-in-use-by-process: {name}, process {id}, has {path} open
    services.data-in-use-by-process.why: {why}
    services.data-in-use-by-process.fix: Stop that server; what it belongs to is in: cat /proc/{id}/cgroup
    services.data-in-use-of: the container {name} of the project {project} has {path} open
    services.data-in-use-of.why: {why}
    services.data-in-use-of.fix: If it is part of this platform, run this where it was started from: {root}. If not,
        stop it: docker stop {name}
    services.down: not all services run again
    services.down.why: {why}
    services.files-not-saved: the platform was started with {list}, which the backup does not hold and this machine does not have
    services.files-not-saved.fix: Put that back in its place, then type the command again; config() without arguments saves it from then on.
    services.has-ended: has ended with code {code}
    services.is-unhealthy: is unhealthy
    services.mail-in-volume: {component}: they keep mail in a volume of Docker. Write in the recipe, and run as root: {words}
    services.managed: the container {name} of the project {project} has {path} open, and was made from {folder}, which
        is not on this machine
    services.managed.why: a manager such as Portainer, Dockge or Coolify, itself in a container, has started it
    services.managed.fix: If it is this platform, name it before the command: COMPOSE_PROJECT_NAME={projectFix}. If not,
        stop it: docker stop {name}
    services.network-missing: the network {name} does not exist
    services.network-missing.fix: Make it: docker network create {nameFix}
    services.network-missing.why: the compose files take it as given (external), so that Compose makes none
    services.nobody-mounts: {component}: none of {list} has {path} open in its container: does it lie somewhere else by now?
    services.not-of-backup: {name} is here and not in the backup: it stays, and what Compose starts follows it too. Move
        it away first where it is not meant
    services.redefined: {list}: what runs was made from other compose files or settings than it will start from; to see them first: {compose} config
    services.remakes: the servers follow the restored configuration before their data is loaded: {list} ({command})
    services.restarts: ends and starts again
    services.service-ended: the service {name} does not stay up
    services.service-ended.why: it ended with code {code}: {words}
    services.service-ended.fix: Type: docker compose logs {name}
    services.service-not-healthy: not healthy after {seconds} s: {names}
    services.service-not-healthy.fix: Type: docker compose logs {names}
    services.service-not-started: the service {name} does not start
    services.service-not-started.why: its start: succeeded, and it does not run
    services.service-stays: the service {name} does not stop
    services.service-stays.why: its stop: succeeded, and it still runs
    services.starts-as: the platform will be started as it was: {command}
    services.storage-is-left: {service}: with the restored configuration its storage will be {newList}; what is in
        {oldList} is not taken along
    services.storage-moved: {service}: its storage is now {new}. What it held before stays in {old}
    services.storage-would-move: with the restored configuration {service} would start on other storage, without its data
    services.storage-would-move.why: it has {old}, and would have {new}
    services.storage-would-move.fix: Restore its data in the same run: leave out --no-… and --only-….
    services.storage-will-move: {service}: with the restored configuration its storage will be {newList}; it is loaded
        there, and what it holds now stays in {oldList}
    services.strayed: {service} has another folder open than {path}, where its path leads now
    services.strayed.fix: Put back what was moved; or, if what lies there now is right, start it on that: {compose} restart {service}
    services.strayed.why: a link or a folder was moved since it was started: at its next start it would begin with what lies there
    services.systemctl-refused: {what}
    services.systemctl-refused.why: {why}
    services.systemctl-refused.fix: Type: systemctl status {unit}
    services.two-servers: two servers on one data folder ruin it, so none is started
    services.unit-not-started: the service {unit} does not start
    services.unit-stays: the service {unit} does not stop
    services.unknown-service: there is no service called {name}
    services.unknown-service.why: {why}
    services.unknown-service.fix: Correct usedBy: in the recipe, or say how it is run: service("{name}", stop: …, start:
        …, isRunning: …). Where nothing uses the data now, add --no-stop --no-start.
    services.known-services: there are: {names}

    services.unwell: {service} {illness} already before the restore: it is started again and not waited for; see {logs}
    services.volume-missing: the volume {name} does not exist
    services.volume-missing.fix: Make it: docker volume create {nameFix}
    services.volume-missing.why: the compose files take it as given (external), so that Compose makes none
    sqlite.backup-damaged: the database of {name} in this backup is not whole
    sqlite.backup-damaged.why: {why}
    sqlite.backup-damaged.fix: Restore an older backup, or this one as it is with --force.
    sqlite.copied: {name}: {tables|# table|# tables}, {size}
    sqlite.damaged: the database {path} is damaged
    sqlite.damaged.why: PRAGMA integrity_check: {why}
    sqlite.damaged.fix: Restore it from a backup, or see what can be read: sqlite3 {word} .recover
    sqlite.in-use: {program} (process {id}) has {path} open
    sqlite.in-use.why: it would go on writing to the old file, and that would be lost
    sqlite.in-use.fix: Stop it, or name its service in the recipe: usedBy: "service". Then restore without --no-stop.
    sqlite.is-back: {name}: every byte is as the backup has it: {tables|# table|# tables}, {size}
    sqlite.is-empty: it has no table
    sqlite.lies-at: {name}: {path} leads through a link; what is replaced is {place}
    sqlite.link: {path} is a symbolic link
    sqlite.link.why: SQLite keeps the log of a database beside the file itself, {target}
    sqlite.link.fix: Name that file in the recipe.
    sqlite.locked: the database {path} stays locked
    sqlite.locked.why: a program has kept others out for {seconds} s
    sqlite.locked.fix: {fix}
    sqlite.look: See who has it open: fuser -v {word}
    sqlite.missing: there is no database {path}
    sqlite.missing.fix: Correct the recipe. If it lies in a volume of Docker, name its place on this machine:
        docker volume inspect VOLUME
    sqlite.no-database: {path} is not a database of SQLite
    sqlite.no-database.why: its beginning is another one, or it is encrypted
    sqlite.no-database.fix: Type: file {word} – what is no database is saved by files(…).
    sqlite.no-file: {path} is not a file
    sqlite.no-file.fix: Name the file of the database in the recipe.
    sqlite.not-opened: sqlite3 cannot open {path}
    sqlite.not-opened.why: {why}
    sqlite.not-opened.fix: Run this as root, or as the user who owns {folder}.
    sqlite.not-proved: {name}: PRAGMA integrity_check needs something of the application that this machine does not have
        ({said}); the database is copied as it is
    sqlite.program-missing: sqlite3 is not installed
    sqlite.program-missing.fix: Type: apt install sqlite3
    sqlite.size: {pages|# page|# pages} of {page}, {bytes}
    sqlite.stop: It is {program} (process {id}). Run this while it is idle, or stop it.
    sqlite.unsettled: {path} cannot be read where it is
    sqlite.unsettled.why: a part of it is still in the -wal or -journal beside it, and the disk {disk} is read-only
    sqlite.unsettled.fix: Type: mount -o remount,rw {disk}

    status.about: about {time}
    status.ago: {age} ago
    status.at-most: at most
    status.certificate: certificate
    status.cut: {id}: a file is missing or cut: {list}
    status.cut.why: the disk, or somebody, changed it after its run; it counts as none
    status.cut.fix: {fix}
    status.cut-off: did not come to its end
    status.end-done: done
    status.end-ended: ended by a signal
    status.end-failed: failed
    status.end-incomplete: incomplete
    status.end-locked: not run
    status.key: key
    status.last-run: last run
    status.looked-at-outside: seen from outside
    status.never: never
    status.never-restored: never measured
    status.never-saved: there is no good backup of {name}
    status.never-saved.fix: {fix}
    status.never-sent: nothing was ever sent to {url}
    status.never-sent.fix: {fix}
    status.not-recorded: none recorded
    status.problem: {what}
    status.problem.fix: Renew it, or take it away where nothing uses it.
    status.read-whole: read to the end
    status.restore: restore
    status.restore-too-long: a restore takes too long
    status.restore-too-long.why: by the last one, about {expected} for what there is now, and {limit} is the most
    status.restore-too-long.fix: Make it quicker, or say a longer time in the recipe: objectives(rto:)
    status.restored: {day}: {took} for {bytes}
    status.room: room
    status.run-bad: the last run failed
    status.run-bad-ended: the last run was ended by a signal
    status.run-bad-incomplete: the last run did not do everything
    status.run-killed: the last run did not come to its end
    status.run-killed.why: it began on {started}, and was killed or lost its power
    status.run-killed.fix: {fix}
    status.send: Type: {sending} – or, where that place is given up, take its lines out of {record}
    status.sent: sent
    status.sent-long-ago: the newest copy in {url} is too old
    status.sent-long-ago.why: {id} is {age} old
    status.sent-long-ago.fix: {fix}
    status.suspect: {id} is suspect: {list}
    status.suspect.why: it is much smaller than before, and nothing is rotated meanwhile
    status.suspect.fix: If this is right, type: {command}
    status.then-type: Once that is mended, type: {command}
    status.too-old: the last good backup of {name} is too old
    status.too-old.why: {id} is {age} old, and {limit} is the most
    status.too-old.fix: {fix}
    status.type: Type: {command}
    status.under-way: under way
    status.until: until {day}
    status.untold: {name} could not be told how a run went
    status.untold.why: {why}
    status.untold.fix: {fix}
    status.verified: verified
    status.verified-bad: {id} did not pass verify
    status.verified-bad.why: it counts as no backup; backup.log says what is bad
    status.verified-bad.fix: {fix}
    status.waiting: {count} backup(s) could not be sent to {url}
    status.waiting.fix: {fix}
    status.waiting-copies: {count} to be sent
    status.whole: full

    system.archive-damaged: Damaged archive
    system.archive-damaged.why: what was compressed does not decompress to the same bytes
    system.archive-damaged.fix: Have this machine's memory tested.
    system.cure: Look at the disk. Type: dmesg | tail
    system.cure-file-too-large: Type: ulimit -f; findmnt -T {folder}
    system.cure-invalid-argument: Look what is mounted there, and choose another place where it cannot do it. Type:
        findmnt -T {folder}
    system.cure-io-error: Look at the disk. Type: dmesg | tail
    system.cure-no-memory: Type: free -h
    system.cure-no-such-file-or-directory: Type: ls -la {folder}
    system.cure-not-permitted: Type: lsattr -d {folder} {path}; where there is an i or a: chattr -i -a, then the same
        again
    system.cure-permission-denied: Run this as a user who may read it. Type: id; ls -ld {folder} {path}
    system.cure-permission-denied-2: Run this as the user who may write there. Type: id; ls -ld {folder}
    system.cure-read-only-file-system: Look why (dmesg | tail), then type: mount -o remount,rw {path}
    system.cure-too-many-open-files: Type: ulimit -n 1024, then the same again
    system.cure-too-many-open-files-in-system: Type: sysctl fs.file-max
    system.init: {error}
    system.no-answer: no answer in time
    system.cancelled: cancelled
    system.let: {program} is not installed
    system.error: {self}
    system.error-that-means: {self} ({text})
    system.no-log: the log cannot be written: {why}
    system.no-space: Not enough disk space
    system.no-space.why: {name} had no room; {free} are free without it
    system.no-space.fix: {fix}
    system.no-space.fix-1: No inode is free. Type: df -i {disk}
    system.no-space.fix-2: Type: df -h {disk}
    system.not-locked: no lock can be had on {path}
    system.not-locked.why: {why}
    system.not-locked.fix: Two runs at once would spoil each other: use a BACKUP_ROOT whose file system has flock; of
        NFS, look at rpc.statd. Type: findmnt -T {place}
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
    system.plain-meaning-invalid-argument: its file system cannot do that
    system.plain-meaning-io-error: the disk failed
    system.plain-meaning-no-locks: its file system grants no locks
    system.plain-meaning-not-permitted: it, or the folder that holds it, is immutable, or belongs to another user
    system.plain-meaning-read-only-file-system: its disk is mounted read-only
    system.plain-meaning-resource-busy: something is mounted there
    system.plain-meaning-stale-nfs-file-handle: the server of this mount has lost it
    system.plain-meaning-too-many-open-files: too many files are open
    system.quota-used-up: Not enough disk space
    system.quota-used-up.why: {name} had no room: the quota of {user} or its group is used up
    system.quota-used-up.fix: Type: quota -s
    system.not-rdb: what Redis sent is no RDB file
    system.rdb-cut-short: the RDB stream is cut short
    system.redis-not-whole: Redis' data did not arrive whole
    system.redis-not-whole.why: {why}
    system.tool-exited: {name} ended with code {code}
    system.tool-outlived: {name} exited, and what it had started was still at work a minute later
    system.tool-signaled: {name} was ended by signal {signal}

    usage.announced: nothing will be written
    usage.announced-yes: no confirmation will be asked
    usage.argument-missing: {what}
    usage.argument-missing.fix: Name one, such as {rawValue} 20240315_020000
    usage.ends-by-itself: the run is leaving everything as it was, and then ends by itself. One more Ctrl-C ends it at once: what is half done then is ended by the next run
    usage.id-missing: accept needs the id of a backup
    usage.backup-missing: {rawValue} needs a backup
    usage.encryption-stays: ENCRYPT_BACKUP=false is ignored: the recipe encrypts
    usage.ended: ended by a signal, nothing of this run is kept
    usage.env-file: {variable}={value} (.env)
    usage.environment: {variable}={value}
    usage.few-descriptors: only {limit} files may be open at once, and a run needs {needed}
    usage.few-descriptors.fix: Type as root: ulimit -n 1024, then the same again; of a service, set LimitNOFILE=1024
    usage.few-threads: only {found} threads can be started, and a run needs {needed}
    usage.few-threads.fix: Raise what limits them: ulimit -u and ulimit -v, TasksMax= of the service, pids.max of the
        container; then the same again
    usage.flag: {flag} {value}
    usage.from-environment: {variable} is set in the environment: {effect}
    usage.no-arguments: the words of this command line cannot be read
    usage.no-arguments.why: /proc/self/cmdline does not open
    usage.no-arguments.fix: Type: mount -t proc proc /proc
    usage.no-destination: sync is on without a destination
    usage.no-destination.fix: Give one: --remote-dest s3://bucket/path, or REMOTE_DESTINATION
    usage.no-effect: {flag} has no effect without {needed}
    usage.no-platform: no platform in {path}
    usage.no-platform.why: it holds neither a compose file nor .env nor data/ nor config/
    usage.no-platform.fix: {fix}
    usage.no-recipient: encryption is on but nobody could read the backup
    usage.no-recipient.fix: Name a key: --gpg-recipient ID, or GPG_RECIPIENT
    usage.no-such-root: the platform's root {path} is no folder
    usage.no-such-root.fix: {fix}
    usage.only-with: {flag} needs {needed}
    usage.only-with.fix: Add {needed}, or take {flag} away
    usage.recipe: {variable}={value} (recipe)
    usage.remote-forms: s3://bucket/path is expected, or rclone's name:path
    usage.set-platform-root: Set PLATFORM_ROOT to the folder that holds it
    usage.several-sources: restore takes one backup, and there are several
    usage.several-sources.why: newest first: {list}
    usage.several-sources.fix: Type the same with one of them.
    usage.takes-no-value: {name} takes no value
    usage.too-many: unexpected argument {word}
    usage.too-many.why: {why}
    usage.too-many.fix: {fix}
    usage.type-joined: Type: {rawValue} {url}/{word}
    usage.options-only: {rawValue} takes options only
    usage.one-argument: {rawValue} takes one argument
    usage.unknown-option: unknown option {name}
    usage.unknown-option.why: {why}
    usage.unknown-option.fix: {fix}
    usage.help-lists: --help lists them all
    usage.closest-option: The closest one is {closest}; --help lists them all
    usage.belongs-to: it belongs to {rawValue}
    usage.value-missing: {name} needs a value
    usage.value-missing.fix: Write {name} {metavar}

    verify.builds-on: {component} builds on {list}
    verify.builds-on-bad: {component}: it builds on {id}, which is damaged
    verify.builds-on-bad.fix: Restore a backup from before {id}, or a full one from after it.
    verify.component-missing: {name} is not in {folder}
    verify.component-missing.why: the manifest says that it is saved there
    verify.component-missing.fix: Copy the backup once more, use an older one, or leave it out: --no-…
    verify.damaged: Damaged archive: {path}
    verify.damaged.why: {why}
    verify.damaged.fix: Copy the backup once more, or use an older one.
    verify.decompressed: {count|# file|# files} read to {count|its end|their ends}
    verify.digest-differs: its digest or size is not the manifest's
    verify.digests-match: , digests right
    verify.dump-is-newer-than-tools: the dump is decompressed but not read as PostgreSQL would: it was made by a newer
        pg_dump than the tools here
    verify.dump-not-read: the dump is decompressed but not read as PostgreSQL would: pg_restore is missing. Type: apt
        install postgresql-client
    verify.from-outside: {count|# encrypted file whole as seen from outside, its content not read|# encrypted files
        whole as seen from outside, their content not read}
    verify.holds-nothing: it is empty
    verify.no-message: {component}: {id} holds no message
    verify.no-message.fix: Restore {older}; {id} all the same, by its id, if the mail was empty then.
    verify.no-message.why: {older}, which is older, holds more
    verify.not-decompressed: it does not decompress
    verify.not-read-by-tool: {path} is as it was stored, but could not be read here: {tool}
    verify.not-read-by-tool.why: {why}
    verify.not-read-by-tool.fix: The backup is not to blame: free what this machine lacks (files, memory, disk), then the
        same again
    verify.not-encrypted: {path} is not encrypted
    verify.not-encrypted.why: the manifest says that it is
    verify.not-encrypted.fix: Whoever reads it needs no key: treat it as such, make a new backup with --encrypt, then
        remove it.
    verify.not-opened: encrypted files are looked at from outside only: {failure}
    verify.not-verified: not verified: {count} of {shown}, which are for its own program to verify
    verify.read-to-its-end: {name}: {bytes}
    verify.verified: {folder}: {parts}{digests}
    verify.without-digests: ; the manifest has no digests to compare with

    words.or:  or 
    words.semicolon: ; 
    """#
