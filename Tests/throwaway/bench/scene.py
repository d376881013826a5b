# A platform with servers of its own in a folder of its own, as large as asked for; all of it is gone afterwards.

import os
import shutil
import subprocess
import tempfile
import time

from forged import forge
from measure import Stopwatch

HERE = os.path.dirname(os.path.abspath(__file__))
THROWAWAY = os.path.dirname(HERE)
GARDE = os.path.dirname(os.path.dirname(THROWAWAY))

# Rows of a real journal: some of their words are the same, some are not.
JOURNAL = """
create table journal as
select i as id, timestamptz '2024-01-01' + i * interval '37 seconds' as received, md5(i::text) as token,
  (array['INFO','WARN','ERROR'])[1 + abs(hashint4(i)) % 3] as level, 'user' || abs(hashint4(i + 7)) % 5000 as who,
  concat_ws(' ', w[1 + abs(hashint4(i)) % 24], w[1 + abs(hashint4(i * 3 + 1)) % 24], abs(hashint4(i * 5 + 2)) % 100000,
    w[1 + abs(hashint4(i * 7 + 3)) % 24], w[1 + abs(hashint4(i * 11 + 4)) % 24], w[1 + abs(hashint4(i * 13 + 5)) % 24],
    w[1 + abs(hashint4(i * 17 + 6)) % 24], w[1 + abs(hashint4(i * 19 + 7)) % 24]) as line
from generate_series(1, :rows) i, (select string_to_array('patient consultation traitement examen bilan courrier dossier tension '
  'radiographie scanner prescription surveillance favorable stable intervention chirurgie allergie vaccin rappel cardiologie '
  'urgence transfert domicile biologique', ' ') as w) words;
alter table journal add primary key (id);
"""


def script(name, *words, env=None):
    return subprocess.run([os.path.join(THROWAWAY, name), *map(str, words)], env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def settings(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


class Scene:
    """What is asked for is made when it is first needed."""

    def __init__(self, size):
        self.size, self.parts = size, set()
        self.work = tempfile.mkdtemp(prefix="garde-bench.", dir=os.environ.get("TMPDIR", "/var/tmp"))
        at = lambda name: os.path.join(self.work, name)
        bins = os.environ.get("GARDE_BIN") or os.path.join(GARDE, ".build/recipes")
        self.env = {name: value for name, value in os.environ.items() if name in ("HOME", "USER", "TMPDIR")}
        self.env |= {
            "PATH": at("programs") + ":" + os.environ["PATH"], "LC_ALL": "C.UTF-8", "GARDE": os.path.join(bins, "mssante"), "THROWAWAY": THROWAWAY,
            "OUT": at("out"), "CACHE": at("cache"), "SAVED": at("saved"), "BACKUP_ROOT": at("out"), "PLATFORM": "here", "PLATFORM_ROOT": at("platform"),
            "MAIL": at("platform/data/mail"), "RESTIC_PASSWORD": "bench", "RESTIC_CACHE_DIR": at("cache"), "BORG_BASE_DIR": at("cache"),
            "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes", "BORG_RELOCATED_REPO_ACCESS_IS_OK": "yes", "UNITS": at("units"),
            "COPY_PROGRAM": "false",
            "GNUPGHOME": at("gnupg"), "OWNER": at("owner"), "WORK": self.work,
        }  # fmt: skip
        self.stopwatch = Stopwatch(self.env, self.work)
        for name in ("out", "cache", "saved", "programs"):
            os.mkdir(at(name))

    def shell(self, text):
        return self.stopwatch.shell(text)

    def need(self, *parts):
        for part in parts:
            if part not in self.parts:
                self.parts.add(part)
                getattr(self, "make_" + part)()

    def close(self):
        for server in ("postgres", "redis"):
            script(server, "stop", os.path.join(self.work, server))
        if "s3" in self.parts:
            script("s3", "stop", os.path.join(self.work, "s3"))
        if "keys" in self.parts:
            self.shell('gpgconf --homedir "$GNUPGHOME" --kill all')
        shutil.rmtree(self.work, ignore_errors=True)

    # MARK: Parts

    def make_platform(self):
        words = ["--set", "POSTGRES_DB=mssante", "--set", "POSTGRES_USER=mssante", "--set", "REDIS_PASSWORD=bench"]
        messages = ["--messages", self.size["messages"], "--bytes", self.size["bytes"]]
        script("platform", "create", self.env["PLATFORM_ROOT"], *messages, *words)
        # The cache is warm: all was written just now, and is read once more.
        self.shell('tar -C "$MAIL" -cf - . | wc -c')

    def make_postgres(self):
        self.need("platform")
        folder = os.path.join(self.work, "postgres")
        durable = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=4GB"]
        self.env |= settings(script("postgres", "start", folder, *durable)) | {"PGDATABASE": "mssante"}
        script("postgres", "fill", folder, "mssante", self.size["rows"])
        subprocess.run(["psql", "-Xq", "-v", f"rows={self.size['journal']}"], input=JOURNAL, env=self.env, check=True, text=True)
        self.shell("psql -Xqc 'vacuum analyze'; printf '%s\\n' \"POSTGRES_PASSWORD=$PGPASSWORD\" >>\"$PLATFORM_ROOT/.env\"")

    def make_redis(self):
        self.need("platform")
        folder = os.path.join(self.work, "redis")
        self.env |= settings(script("redis", "start", folder, "--password", "bench")) | {"REDISCLI_AUTH": "bench"}
        script("redis", "fill", folder, self.size["keys"])

    def make_units(self):
        """A stand-in for systemd, whose servers are real."""
        self.need("postgres", "redis")
        os.symlink(os.path.join(THROWAWAY, "systemctl"), os.path.join(self.work, "programs/systemctl"))
        for unit, server in (("postgresql", "postgres"), ("redis-server", "redis")):
            script("systemctl", "create", self.env["UNITS"], unit, os.path.join(THROWAWAY, server), os.path.join(self.work, server))
        for unit in ("api", "frontend", "postfix", "dovecot"):
            script("systemctl", "create", self.env["UNITS"], unit)
            open(os.path.join(self.env["UNITS"], unit + ".up"), "w").close()

    def make_keys(self):
        """A server's keyring: it can encrypt and not read."""
        self.shell(
            'mkdir -m 700 "$GNUPGHOME" "$OWNER"; '
            "gpg --homedir \"$OWNER\" --batch --quiet --passphrase '' --quick-gen-key bench@example.com rsa3072 sign,cert,encr never; "
            'gpg --homedir "$OWNER" --batch --export bench@example.com | gpg --batch --quiet --import; gpgconf --homedir "$OWNER" --kill all'
        )

    def make_mail_saved(self):
        self.need("platform")
        self.shell(
            'tar -C "$PLATFORM_ROOT/data" -cf - mail | gzip -6 >"$SAVED/mail.tar.gz"; '
            'BACKUP_ROOT="$SAVED/mail" "$GARDE" backup --quiet --only mail'
        )

    def make_all_saved(self):
        self.need("units")
        self.shell(
            'BACKUP_ROOT="$SAVED/all" "$GARDE" backup --quiet; mkdir "$SAVED/by-hand"; "$THROWAWAY/backup-by-hand" "$PLATFORM_ROOT" "$SAVED/by-hand"'
        )

    def make_day(self):
        """Small messages, saved by each tool, and then a day of them."""
        self.need("platform")
        self.env["SMALL"] = os.path.join(self.work, "small")
        script("platform", "create", self.env["SMALL"], "--messages", self.size["small"], "--bytes", self.size["small"] * 4096)
        # What is newer than two seconds counts as changing still, and is saved once more by the next increment.
        time.sleep(3)
        keep = lambda name: f'mkdir "$SAVED/{name}"; mv "$OUT" "$CACHE" "$SAVED/{name}"; mkdir "$OUT" "$CACHE"; '
        self.shell(
            'tar -C "$SMALL/data" --listed-incremental="$CACHE/snapshot" -cf - mail | gzip -1 >"$OUT/base.tar.gz"; ' + keep("day-tar")
            + 'PLATFORM_ROOT="$SMALL" "$GARDE" backup --quiet --only mail; ' + keep("day-garde")
            + 'restic init -q -r "$OUT/restic"; restic backup -q -r "$OUT/restic" "$SMALL/data/mail"; ' + keep("day-restic")
            + 'borg init -e none "$OUT/borg"; borg create -C zlib,6 "$OUT/borg::base" "$SMALL/data/mail"; ' + keep("day-borg")
            + '"$THROWAWAY/mail-day.py" "$SMALL/data/mail" "$WORK/delivered"; rm -r "$WORK/delivered"'
        )  # fmt: skip

    def make_s3(self):
        """A backup that no place has yet, WAITING, and a place."""
        self.need("platform")
        script("s3", "install")
        found = settings(script("s3", "start", os.path.join(self.work, "s3"), "bench"))
        self.env |= {"AWS_ENDPOINT_URL": found["S3_DIRECT"], "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
        self.env |= {f"RCLONE_CONFIG_BENCH_{name}": value for name, value in {
            "TYPE": "s3", "PROVIDER": "Other", "ENV_AUTH": "true", "ENDPOINT": found["S3_DIRECT"], "REGION": "us-east-1", "FORCE_PATH_STYLE": "true"}.items()}  # fmt: skip
        self.shell(
            'BACKUP_ROOT="$SAVED/s3" AWS_ENDPOINT_URL=http://127.0.0.1:1 AWS_MAX_ATTEMPTS=1 "$GARDE" backup --quiet --only config '
            '--sync-remote --remote-dest s3://bench/garde || [ $? = 3 ]; rm "$SAVED/s3/backup.log"'
        )
        self.env["WAITING"] = forge(os.path.join(self.work, "saved/s3"), 20, self.size["copied"])
