# What bin/prove writes with, and what it looks with: a platform of real servers, writers of numbers that know when each was
# acknowledged, and plain tools that say which are there.
# Not a command itself.

import hashlib
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from datetime import datetime

HERE = os.path.dirname(os.path.abspath(__file__))
DATABASES = ["mssante", "shop"]
PASSWORD = "proved"


class Trouble(Exception):
    """What keeps a proof from being one."""


def tool(*words, env=None, check=True, text=None):
    """What a plain tool prints."""
    done = subprocess.run(words, env=env, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if check and done.returncode != 0:
        raise Trouble(f"{' '.join(words[:3])}: {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def lines(text):
    return text.split("\n")[:-1]


# MARK: Processes


def field(pid, number):
    """Of proc_pid_stat(5), counted from the state; None for a process that is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[number]
    except (OSError, IndexError):
        return None


def everybody():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def descendants(pids):
    """These processes and all that came of them; Garde's children have sessions of their own."""
    parents = {pid: field(pid, 1) for pid in everybody()}
    found = list(pids)
    for pid in found:
        found += [child for child, parent in parents.items() if parent == str(pid) and child not in found]
    return found


def signal_each(pids, what):
    for pid in pids:
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            pass


def kill_all(pids):
    """SIGKILL to these and all that came of them; stopped before, none can start another meanwhile."""
    stopped, fresh = [], list(pids)
    while fresh:
        signal_each(fresh, signal.SIGSTOP)
        stopped += fresh
        fresh = [pid for pid in descendants(pids) if pid not in stopped]
    signal_each(stopped, signal.SIGKILL)


# MARK: Two protocols, as far as writers need them


class Stream:
    def __init__(self, family, address):
        self.socket = socket.socket(family)
        self.socket.connect(address)
        self.file = self.socket.makefile("rb")

    def exactly(self, count):
        data = self.file.read(count)
        if len(data) < count:
            raise ConnectionError
        return data

    def close(self):
        self.file.close()
        self.socket.close()


class Postgres(Stream):
    """A session by the server's socket; "run" returns once the server has answered, so a COMMIT is acknowledged then."""

    def __init__(self, place, database):
        super().__init__(socket.AF_UNIX, f"{place['POSTGRES_SOCKET']}/.s.PGSQL.{place['PGPORT']}")
        words = b"user\0mssante\0database\0" + database.encode() + b"\0\0"
        self.socket.sendall(struct.pack("!ii", len(words) + 8, 196608) + words)
        self.answer()

    def run(self, sql):
        self.socket.sendall(b"Q" + struct.pack("!i", len(sql.encode()) + 5) + sql.encode() + b"\0")
        return self.answer()

    def answer(self):
        rows, trouble = [], None
        while True:
            kind, size = struct.unpack("!ci", self.exactly(5))
            body = self.exactly(size - 4)
            if kind == b"D":
                row, at = [], 2
                for _ in range(struct.unpack("!h", body[:2])[0]):
                    length = struct.unpack("!i", body[at : at + 4])[0]
                    row.append(None if length < 0 else body[at + 4 : at + 4 + length].decode())
                    at += 4 + max(length, 0)
                rows.append(row)
            elif kind == b"E":
                trouble = body.replace(b"\0", b" ").decode()
            elif kind == b"Z":
                if trouble:
                    raise Trouble(trouble)
                return rows


class Redis(Stream):
    def __init__(self, place):
        super().__init__(socket.AF_INET, ("127.0.0.1", int(place["REDIS_PORT"])))

    def run(self, *words):
        parts = [b"$%d\r\n%s\r\n" % (len(word), word) for word in map(str.encode, words)]
        self.socket.sendall(b"*%d\r\n%s" % (len(parts), b"".join(parts)))
        answer = self.file.readline()
        if not answer.startswith(b"+"):
            raise ConnectionError if not answer else Trouble(answer.decode())


# MARK: A platform


class Platform:
    """Two databases of one PostgreSQL, a Redis, mailboxes, uploads and an .env below "folder"."""

    SETTINGS = ["wal_level=replica", "max_slot_wal_keep_size=2GB", "fsync=on", "synchronous_commit=on", "full_page_writes=on"]

    def __init__(self, folder, backups, more=()):
        self.folder, self.backups, self.more = folder, backups, list(more)
        self.root = f"{folder}/platform"
        self.place = {}

    def script(self, name, *words):
        # Small segments: each increment of each database stores at least one, mostly zeros.
        return tool(f"{HERE}/{name}", *words, env={**os.environ, "WAL_SEGMENT_MB": "1"})

    def start(self):
        """Servers that hold nothing, and an empty root."""
        os.makedirs(self.root)
        for name, words in [("postgres", self.SETTINGS + self.more), ("redis", ["--with", "repl-diskless-sync-delay 0"])]:
            for line in lines(self.script(name, "start", f"{self.folder}/{name}", *words)):
                self.place.update([line.split("=", 1)])
            self.unit({"postgres": "postgresql", "redis": "redis-server"}[name], f"{HERE}/{name}", f"{self.folder}/{name}")
        session = Postgres(self.place, "postgres")
        session.run(f"ALTER ROLE mssante PASSWORD '{PASSWORD}'")
        session.close()
        self.place["PGPASSWORD"] = PASSWORD
        os.mkdir(f"{self.folder}/programs")
        os.symlink(f"{HERE}/systemctl", f"{self.folder}/programs/systemctl")

    def unit(self, *words):
        self.script("systemctl", "create", f"{self.folder}/units", *words)

    def fill(self):
        """What is there before the first number."""
        with open(os.open(f"{self.root}/.env", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"POSTGRES_USER=mssante\nPOSTGRES_DB=mssante\nPOSTGRES_PASSWORD={PASSWORD}\nREDIS_PASSWORD=\n")
        for part in ("new", "cur", "tmp"):
            os.makedirs(f"{self.mail}/{part}")
        os.makedirs(self.uploads)
        for name in DATABASES:
            self.psql("postgres", f"CREATE DATABASE {name}")

    @property
    def mail(self):
        return f"{self.root}/data/mail/domain.example/user"

    @property
    def uploads(self):
        return f"{self.root}/data/uploads"

    def variables(self, **more):
        """Those of a run of Garde; nothing else of this process's is one."""
        place = {name: self.place[name] for name in ("PGHOST", "PGPORT", "REDIS_HOST", "REDIS_PORT")}
        path = f"{self.folder}/programs:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        whole = {"PATH": path, "HOME": "/nonexistent", "LANG": "C.UTF-8", "PLATFORM": "here", "UNITS": f"{self.folder}/units"}
        return {**whole, **place, "PLATFORM_ROOT": self.root, "BACKUP_ROOT": self.backups, **more}

    def servers(self):
        """Every process of both servers."""
        places = {f"{self.folder}/postgres/cluster", f"{self.folder}/redis/data"}
        found = []
        for pid in everybody():
            try:
                if os.readlink(f"/proc/{pid}/cwd") in places:
                    found.append(pid)
            except OSError:
                pass
        return found

    def stop(self):
        for name in ("postgres", "redis"):
            self.script(name, "stop", f"{self.folder}/{name}")

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # What is there, by plain tools.

    def psql(self, database, sql):
        return tool("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql, env={**os.environ, **self.place})

    def numbers(self, kind):
        """The numbers that are there; throws what is half there."""
        if kind in DATABASES:
            found, second = (set(map(int, lines(self.psql(kind, f"SELECT n FROM {table}")))) for table in ("numbers", "again"))
            if found != second:
                raise Trouble(f"{kind}: {len(found ^ second)} transactions are half there")
            return found
        if kind == "redis":
            keys = lines(tool("redis-cli", "-p", self.place["REDIS_PORT"], "--scan", "--pattern", "number:*"))
            return {int(key.split(":")[1]) for key in keys}
        top = self.mail if kind == "mail" else self.uploads
        listed = lines(tool("find", top, "-type", "f", "!", "-path", f"{top}/tmp/*", "-printf", "%f\t%p\n"))
        found = set()
        for name, path in (line.split("\t") for line in listed):
            if match := re.match(r"(?:\d+\.M|upload-)(\d+)[P.]", name):
                number = int(match[1])
                with open(path, "rb") as file:
                    if file.read() != content(number):
                        raise Trouble(f"{kind}: {name} has another content")
                if number in found:
                    raise Trouble(f"{kind}: {number} is there twice")
                found.add(number)
        return found


# MARK: Writers


def content(number):
    return b"Subject: %d\n\n" % number + b"%d\n" % number * (number * 37 % 400 + 1)


def place(draft, target, data):
    """Acknowledged is what a fsync of file and folder has returned for."""
    with open(draft, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.rename(draft, target)
    folder = os.open(os.path.dirname(target), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


class Writer(threading.Thread):
    """Writes the next number each "period" seconds, until it is told to stop or its server is gone."""

    def __init__(self, kind, platform, period, dice, log):
        super().__init__(daemon=True)
        self.kind, self.platform, self.period, self.dice, self.log = kind, platform, period, dice, log
        self.ends = threading.Event()
        self.trouble = None

    def run(self):
        try:
            write = self.open()
            while not self.ends.wait(self.period * self.dice.uniform(0.5, 1.5)):
                self.log.attempt()
                write(self.log.attempted)
                self.log.acknowledge()
        except Exception as error:
            self.trouble = error

    def open(self):
        if self.kind in DATABASES:
            session = Postgres(self.platform.place, self.kind)
            session.run(
                "CREATE TABLE IF NOT EXISTS numbers (n bigint PRIMARY KEY, at timestamptz DEFAULT clock_timestamp());"
                "CREATE TABLE IF NOT EXISTS again (n bigint PRIMARY KEY)"
            )
            # Each a transaction over two tables, of several commands.
            return lambda n: session.run(f"BEGIN; INSERT INTO numbers VALUES ({n}); INSERT INTO again VALUES ({n}); COMMIT")
        if self.kind == "redis":
            session = Redis(self.platform.place)
            return lambda n: session.run("SET", f"number:{n}", "x" * (n % 100))
        return self.deliver if self.kind == "mail" else self.upload

    def deliver(self, number):
        mail, name = self.platform.mail, f"{1700000000 + number}.M{number}P1.host"
        place(f"{mail}/tmp/{name}", f"{mail}/new/{name}", content(number))
        # People read: an older message gets another name now and then.
        waiting = os.listdir(f"{mail}/new") if number % 4 == 0 else []
        if waiting:
            read = self.dice.choice(waiting)
            os.rename(f"{mail}/new/{read}", f"{mail}/cur/{read}:2,S")

    def upload(self, number):
        folder = f"{self.platform.uploads}/{number % 7}/{number // 100}"
        os.makedirs(folder, exist_ok=True)
        place(f"{folder}/.draft-{number}", f"{folder}/upload-{number}.txt", content(number))


class Log:
    """When each number of a kind was acknowledged."""

    def __init__(self):
        self.lock = threading.Lock()
        self.attempted, self.times = 0, {}

    def attempt(self):
        with self.lock:
            self.attempted += 1

    def acknowledge(self):
        with self.lock:
            self.times[self.attempted] = time.time()

    def copy(self):
        with self.lock:
            return self.attempted, dict(self.times)

    def go_on_from(self, found):
        """What is gone was written in a time that never was: numbers above the highest are given again."""
        self.attempted = max(found, default=0)
        self.times = {number: self.times.get(number, 0) for number in found}


# MARK: Old backups


def plant(backups, model, number):
    """A full backup of long ago, for a rotation to remove: a real one under another date."""
    at = datetime.fromtimestamp(1_600_000_000 + number * 60).astimezone()
    name = at.strftime("%Y%m%d_%H%M%S")
    folder = f"{backups}/{name}.new"
    os.mkdir(folder, 0o700)
    for file in os.listdir(f"{backups}/{model}"):
        if file != "manifest.json":
            os.link(f"{backups}/{model}/{file}", f"{folder}/{file.replace(model, name)}")
    with open(f"{backups}/{model}/manifest.json") as file:
        text = file.read().replace(model, name)
    text = re.sub(r'("date": )"[^"]*"', rf'\1"{at.isoformat(timespec="seconds")}"', text)
    text = re.sub(r'("uuid": "[0-9A-Fa-f-]{24})[0-9A-Fa-f]*"', rf'\g<1>{number:012d}"', text)
    # Its last key is the digest of all lines before.
    text = "\n".join(text.split("\n")[:-3]) + "\n"
    text += f'    "sha256": "{hashlib.sha256(text.encode()).hexdigest()}"\n}}\n'
    with open(os.open(f"{folder}/manifest.json", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    os.rename(folder, folder.removesuffix(".new"))


def options_of(parser, arguments):
    """What both proofs are called with, and these arguments of their own: a name and its default each."""
    parser.add_argument("work")
    parser.add_argument("scripts")
    parser.add_argument("--seed", default="garde")
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--markdown")
    for name, default in arguments.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    options = parser.parse_args()
    options.deadline = time.time() + options.minutes * 60
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return options


def publish(lines, options):
    """The tables, as they are printed and kept."""
    text = "\n".join(lines) + "\n" if lines else ""
    print(text, end="")
    if options.markdown:
        with open(options.markdown, "w") as file:
            file.write(text)
