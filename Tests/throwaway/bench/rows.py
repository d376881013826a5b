# The table: what is measured, beside whom, and how many times as fast Garde is to be.

from dataclasses import dataclass, field

from measure import Contender

OURS = "Garde"


@dataclass
class Row:
    id: str
    work: str
    needs: list
    contenders: list
    # A peer's name and the factor; "limit" in seconds where there is no peer.
    aims: dict = field(default_factory=dict)
    limit: float = 0
    cold: bool = False
    counts_size: bool = True
    # So many that the next row begins before they are removed.
    makes_files: bool = False
    runs: int = 0


def tar(program, level=6):
    return Contender(
        f"tar, {program} -{level}",
        f'tar -C "$PLATFORM_ROOT/data" -cf - mail | {program} -{level} >"$OUT/mail.tar.gz"; sync "$OUT/mail.tar.gz"',
    )


def garde(words, name=OURS, **more):
    return Contender(name, f'"$GARDE" backup --quiet {words}', **more)


def mail(id, title, **more):
    peers = [
        tar("gzip"),
        tar("pigz"),
        Contender("restic", 'restic backup -q -r "$OUT/restic" "$MAIL"', before='restic init -q -r "$OUT/restic"'),
        Contender("borg -C zlib,6", 'borg create -C zlib,6 "$OUT/borg::one" "$MAIL"', before='borg init -e none "$OUT/borg"'),
    ]
    return Row(id, title, ["platform"], [garde("--only mail"), *peers], **more)


def mail_at(level, factor):
    return Row(
        f"mail-{level}", f"The same, level {level}", ["platform"],
        [garde(f"--only mail --compress-level {level}"), tar("gzip", level)], {f"tar, gzip -{level}": factor},
    )  # fmt: skip


def day():
    def back(name):
        return f'cp -a "$SAVED/day-{name}/." "$WORK"'

    return Row(
        "day", "An increment after a day of small messages: 1 % new, 5 % flagged", ["day"],
        [
            Contender(OURS, 'PLATFORM_ROOT="$SMALL" "$GARDE" backup --quiet --type incremental --only mail', before=back("garde")),
            Contender(
                "tar -g, gzip -6",
                'tar -C "$SMALL/data" --listed-incremental="$CACHE/snapshot" -cf - mail | gzip -6 >"$OUT/day.tar.gz"; sync "$OUT/day.tar.gz"',
                before=back("tar"),
            ),
            Contender("restic", 'restic backup -q -r "$OUT/restic" "$SMALL/data/mail"', before=back("restic")),
            Contender("borg", 'borg create -C zlib,6 "$OUT/borg::day" "$SMALL/data/mail"', before=back("borg")),
        ],
        {"tar -g, gzip -6": 10, "restic": 5},
    )  # fmt: skip


def database():
    def pipe(program):
        return Contender(f"pg_dump -Fc -Z0, {program} -6", f'pg_dump -Fc -Z0 | {program} -6 >"$OUT/dump.gz"; sync "$OUT/dump.gz"')

    return Row(
        "database", "A database of PostgreSQL, level 6", ["postgres"],
        [
            garde("--only postgresql"),
            pipe("gzip"),
            pipe("pigz"),
            Contender("pg_dump -Fc", 'pg_dump -Fc -f "$OUT/dump"'),
            Contender("pg_dump -Fd -j2", 'pg_dump -Fd -j2 -f "$OUT/dump"'),
            Contender("pg_dump -Fc -Z0 >/dev/null", "pg_dump -Fc -Z0 >/dev/null"),
        ],
        {"pg_dump -Fc -Z0, gzip -6": 3, "pg_dump -Fc -Z0, pigz -6": 1.3},
    )  # fmt: skip


def by_hand(name, variables):
    return Contender(name, variables + '"$THROWAWAY/backup-by-hand" "$PLATFORM_ROOT" "$OUT"')


def platform():
    return Row(
        "platform", "Whole platform: that database, that mail, Redis, configuration", ["postgres", "redis"],
        [garde(""), by_hand("bash script, gzip", ""), by_hand("bash script, pigz", "COMPRESS=pigz ")],
        {"bash script, gzip": 6},
    )  # fmt: skip


def encrypted():
    return Row(
        "encrypted", "The same, encrypted", ["postgres", "redis", "keys"],
        [garde("--encrypt --gpg-recipient bench@example.com"), by_hand("bash script, gzip and gpg", "RECIPIENT=bench@example.com ")],
        {"bash script, gzip and gpg": 6},
    )  # fmt: skip


def redis():
    delay = 'redis-cli -p "$REDIS_PORT" config set repl-diskless-sync-delay '
    command = 'redis-cli -p "$REDIS_PORT" --rdb "$OUT/dump.rdb"; gzip -6 "$OUT/dump.rdb"; sync "$OUT/dump.rdb.gz"'
    return Row(
        "redis", "Redis, whose diskless transfer waits for 5 s", ["redis"],
        [
            garde("--only redis"),
            Contender("redis-cli --rdb, gzip -6", command),
            Contender("the same, told not to wait", command, before=delay + "0", after=delay + "5"),
        ],
        {"the same, told not to wait": 0.8},
    )  # fmt: skip


def extract():
    return Row(
        "extract", "Decompress and extract that mail", ["mail_saved"],
        [
            Contender(OURS, 'BACKUP_ROOT="$SAVED/mail" "$GARDE" restore --yes --only mail --to "$OUT/mail" latest'),
            Contender("tar -xzf", 'tar -C "$OUT" -xzf "$SAVED/mail.tar.gz"; sync -f "$OUT"'),
            Contender("pigz -d, tar -x", 'pigz -dc "$SAVED/mail.tar.gz" | tar -C "$OUT" -xf -; sync -f "$OUT"'),
        ],
        {"tar -xzf": 2.5}, counts_size=False, makes_files=True,
    )  # fmt: skip


def restore():
    return Row(
        "restore", "Restore of that platform, safety copy included", ["all_saved"],
        [
            Contender(
                OURS, 'BACKUP_ROOT="$SAVED/all" "$GARDE" restore --yes --force "$(ls "$SAVED/all" | grep ^2)"',
                before='rm -rf "$SAVED"/all/pre_restore_*',
            ),
            Contender("the same steps in bash", '"$THROWAWAY/restore-by-hand" "$SAVED"/by-hand/2* "$PLATFORM_ROOT" "$OUT"'),
        ],
        {"the same steps in bash": 2}, counts_size=False, makes_files=True,
    )  # fmt: skip


def verify():
    return Row(
        "verify", "Verify that backup", ["all_saved"],
        [
            Contender(OURS, 'BACKUP_ROOT="$SAVED/all" "$GARDE" verify --quiet'),
            Contender("gzip -t, sha256sum", 'cd "$SAVED"/all/2*; gzip -t ./*.gz; sha256sum ./*'),
        ],
        {"gzip -t, sha256sum": 3}, counts_size=False,
    )  # fmt: skip


def copies():
    # Garde copies what no place has, then the run's own small backup: time stops when it says that the first is there, proven.
    ours = (
        'mkfifo "$CACHE/said"; BACKUP_ROOT="$OUT/s3" "$GARDE" backup --only certificates --sync-remote --remote-dest s3://bench/garde >"$CACHE/said" & '
        'run=$!; grep -m 1 "] $WAITING " "$CACHE/said"; kill "$run"; wait "$run" || :'
    )
    clean = "aws s3 rm --quiet --recursive s3://bench"
    # Its notes on what is where are as they were before the first run.
    waiting = '; mkdir "$OUT/s3"; cp -a "$SAVED"/s3/.[a-z]* "$OUT/s3"; cp -al "$SAVED/s3/$WAITING" "$OUT/s3"'
    return Row(
        "s3", "Copy of a backup of 20 files to S3 (moto)", ["s3"],
        [
            Contender(OURS, ours, before=clean + waiting, first_line=True),
            Contender("aws s3 sync", 'aws s3 sync --only-show-errors "$SAVED/s3" s3://bench/aws --exclude ".*"', before=clean),
            Contender("rclone copy", 'rclone copy "$SAVED/s3" bench:bench/rclone --exclude "/.*"', before=clean),
        ],
        {"aws s3 sync": 1, "rclone copy": 1}, counts_size=False,
    )  # fmt: skip


def start(words, title, seconds):
    return Row(
        words.split("--")[-1], title, ["postgres", "redis"], [Contender(OURS, f'"$GARDE" {words}', first_line=True)],
        limit=seconds, counts_size=False, runs=20,
    )  # fmt: skip


def table():
    everybody = {"tar, gzip -6": 8, "tar, pigz -6": 3.5, "restic": 2.5}
    return [
        mail("mail-6", "Full mail backup, 60 % base64, level 6, warm", aims=everybody),
        mail("cold", "The same, cold caches", aims={"tar, gzip -6": 5}, cold=True),
        mail_at(1, 12),
        mail_at(9, 6),
        day(),
        database(),
        platform(),
        encrypted(),
        redis(),
        extract(),
        restore(),
        verify(),
        copies(),
        start("--help", "Start to the first line of --help", 0.010),
        start("backup --dry-run", "Start to the first line of --dry-run", 0.100),
    ]
