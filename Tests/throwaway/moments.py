#!/usr/bin/python3
# bin/prove moments: a chain of increments under load is restored to random moments; each must be exactly the commits until then.
# Usage: moments.py WORK SCRIPTS --count N --seed TEXT --interval SECONDS [--markdown FILE]

import argparse
import hashlib
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from datetime import datetime, timezone
from decimal import Decimal

from load import DATABASES, Platform, Postgres, Trouble, lines, options_of, publish

# Neither Redis nor files: what has no log is restored by nearest run, which is not what is proved here.
ONLY = ["--no-redis", "--no-mail", "--no-config"]
SCHEMA = """
CREATE TABLE audit (id bigint PRIMARY KEY, kind text, began timestamptz DEFAULT now(), giver int, taker int, amount int,
    object oid, digest text, role text);
CREATE TABLE accounts (n int PRIMARY KEY, balance bigint DEFAULT 0);
INSERT INTO accounts SELECT generate_series(0, 39);
"""


class Client(threading.Thread):
    """Transactions one after the other; each notes itself in its own transaction."""

    numbers = itertools.count(1)

    def __init__(self, platform, database, which, kinds, dice, pause):
        super().__init__(daemon=True)
        self.platform, self.database, self.which, self.kinds, self.dice, self.pause = platform, database, which, kinds, dice, pause
        self.ends, self.trouble, self.done = threading.Event(), None, 0

    def run(self):
        try:
            session = Postgres(self.platform.place, self.database)
            while not self.ends.wait(self.pause * self.dice.uniform(0.3, 1.7)):
                for sql in getattr(self, self.dice.choice(self.kinds))():
                    session.run(sql)
                self.done += 1
        except Exception as error:
            self.trouble = error

    def transfer(self, kind):
        """Accounts of this client's own: a long transaction must not make the others wait."""
        giver, taker, amount = self.which * 2, self.which * 2 + 1, self.dice.randrange(1, 100)
        return (
            f"INSERT INTO audit (id, kind, giver, taker, amount) VALUES ({next(self.numbers)}, '{kind}', {giver}, {taker}, {amount});"
            f"UPDATE accounts SET balance = balance - {amount} WHERE n = {giver};"
            f"UPDATE accounts SET balance = balance + {amount} WHERE n = {taker}"
        )

    def short(self):
        yield "BEGIN"
        yield self.transfer("short")
        yield "COMMIT"

    def long(self):
        yield "BEGIN"
        for _ in range(4):
            yield self.transfer("long")
            self.ends.wait(self.dice.uniform(0.3, 3))
        yield "ROLLBACK" if self.dice.random() < 0.2 else "COMMIT"

    def nested(self):
        yield "BEGIN"
        yield self.transfer("nested")
        yield "SAVEPOINT one"
        yield self.transfer("nested, kept")
        yield "SAVEPOINT two"
        yield self.transfer("nested, taken back")
        self.ends.wait(self.dice.uniform(0, 0.6))
        yield "ROLLBACK TO two"
        yield self.transfer("nested, instead")
        yield "RELEASE one"
        yield "COMMIT"

    def role(self):
        number = next(self.numbers)
        note = f"INSERT INTO audit (id, kind, role) VALUES ({number}, 'role', 'role_{number}')"
        yield f"BEGIN; CREATE ROLE role_{number} PASSWORD 'p{number}'; {note}; COMMIT"

    def large(self):
        number = next(self.numbers)
        data = hashlib.sha256(str(number).encode()).hexdigest() * self.dice.randrange(1, 200)
        digest = hashlib.md5(data.encode()).hexdigest()
        values = f"({number}, 'large', lo_from_bytea(0, '{data}'), '{digest}')"
        yield f"BEGIN; INSERT INTO audit (id, kind, object, digest) VALUES {values}; COMMIT"


class Chain:
    def __init__(self, options):
        self.options, self.dice = options, random.Random(options.seed)
        self.platform = Platform(f"{options.work}/platform", f"{options.work}/backups", ["track_commit_timestamp=on"])
        self.made, self.troubles, self.took = [], [], []

    def call(self, name, *words):
        done = subprocess.run(
            [f"{self.options.scripts}/{name}", *words, *ONLY], env=self.platform.variables(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        if done.returncode != 0:
            raise Trouble(f"{name} {' '.join(words)} ended with {done.returncode}: {done.stdout[-3000:]}")
        return done.stdout

    def backup(self, kind):
        self.call("backup.sh", "--type", kind, "--quiet")
        newest = max(name for name in os.listdir(self.platform.backups) if name[0].isdigit())
        with open(f"{self.platform.backups}/{newest}/manifest.json") as file:
            manifest = json.load(file)
        names = ["postgresql", "shop"]
        if kind == "incremental" and [name for name in names if name not in manifest.get("increments", {})]:
            raise Trouble(f"{newest} is no increment")
        self.made.append([datetime.fromisoformat(manifest["wal"][name]["moment"].replace("Z", "+00:00")).timestamp() for name in names])

    # MARK: The chain

    def make(self):
        """A base, increments under load, and what was committed when."""
        os.mkdir(self.platform.backups, 0o700)
        self.platform.start()
        self.platform.fill()
        with open(f"{self.platform.uploads}/one", "w") as file:
            file.write("1\n")
        for name in DATABASES:
            self.platform.psql(name, SCHEMA)
        kinds = [(["short"], 0.05), (["short", "nested"], 0.1), (["long"], 0.4), (["long"], 0.2), (["nested"], 0.2), (["role", "large"], 0.5)]
        clients = [
            Client(self.platform, name, which, what, random.Random(f"{self.options.seed} {name} {which}"), pause)
            for name in DATABASES for which, (what, pause) in enumerate(kinds)
        ]
        for client in clients:
            client.start()
        self.backup("full")
        end = time.time() + self.options.seconds
        while time.time() < end:
            time.sleep(self.options.interval)
            self.backup("incremental")
        for client in clients:
            client.ends.set()
        for client in clients:
            client.join()
            if client.trouble:
                raise Trouble(f"a client of {client.database}: {client.trouble!r}")
        self.backup("incremental")

    def audit(self, database):
        """Every row of the audit table with the time that PostgreSQL says of its commit."""
        sql = """
            SELECT id, kind, extract(epoch FROM pg_xact_commit_timestamp(xmin)), extract(epoch FROM began),
                coalesce(giver, -1), coalesce(taker, -1), coalesce(amount, 0), coalesce(object, 0), digest, role FROM audit
        """
        rows = [line.split("|") for line in lines(self.platform.psql(database, sql))]
        return [(int(row[0]), row[1], Decimal(row[2]), Decimal(row[3]), *map(int, row[4:8]), row[8], row[9]) for row in rows]

    # MARK: The moments

    def go(self):
        self.make()
        self.history = {name: self.audit(name) for name in DATABASES}
        first, last = int(max(self.made[0])) + 1, int(min(self.made[-1]))
        moments = self.dice.sample(range(first, last + 1), min(self.options.runs, last - first + 1))
        self.first, self.last, self.moments, self.during, self.exact = first, last, [], 0, 0
        for number, moment in enumerate(moments, 1):
            found = len(self.troubles)
            self.restore(moment)
            self.moments.append(moment)
            self.exact += len(self.troubles) == found
            self.during += any(row[3] <= moment < row[2] for rows in self.history.values() for row in rows)
            how = "exact" if len(self.troubles) == found else "NOT exact"
            print(f"{number}/{len(moments)} {self.iso(moment)}: {how}, {self.took[-1]:.1f} s", file=sys.stderr, flush=True)
            if time.time() > self.options.deadline:
                break

    def iso(self, moment):
        return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="seconds")

    def roles(self):
        return set(lines(self.platform.psql("postgres", r"SELECT rolname FROM pg_roles WHERE rolname LIKE 'role\_%'")))

    def restore(self, moment):
        if there := self.roles():
            self.platform.psql("postgres", f"DROP ROLE {', '.join(sorted(there))}")
        began = time.monotonic()
        try:
            self.call("restore.sh", "--yes", "--until", self.iso(moment))
        except Trouble as error:
            self.troubles.append(str(error))
        self.took.append(time.monotonic() - began)
        roles = set()
        for name in DATABASES:
            rows = [row for row in self.history[name] if row[2] <= moment]
            roles |= {row[9] for row in rows if row[9]}
            for what, wanted, found in self.compare(name, rows):
                if wanted != found:
                    more, less = len(found - wanted), len(wanted - found)
                    self.troubles.append(f"{name} at {self.iso(moment)}: {what}: {more} too many, {less} too few of {len(wanted)}")
        if roles != self.roles():
            self.troubles.append(f"{self.iso(moment)}: roles differ: {sorted(roles ^ self.roles())[:5]}")

    def compare(self, name, rows):
        """What must be there and what is: rows, what they moved, large objects."""
        ask = lambda sql: set(lines(self.platform.psql(name, sql)))
        yield "rows of the audit table", {f"{row[0]}|{row[1]}" for row in rows}, ask("SELECT id, kind FROM audit")
        balance = defaultdict(int)
        for row in rows:
            balance[row[4]] -= row[6]
            balance[row[5]] += row[6]
        yield "balances", {f"{n}|{balance[n]}" for n in range(40)}, ask("SELECT n, balance FROM accounts")
        objects = {f"{row[7]}|{row[8]}" for row in rows if row[7]}
        yield "large objects", objects, ask("SELECT oid, md5(convert_from(lo_get(oid), 'UTF8')) FROM pg_largeobject_metadata")


def table(chain):
    rows = [row for all_rows in chain.history.values() for row in all_rows]
    kinds = defaultdict(int)
    for row in rows:
        kinds[row[1]] += 1
    commits = len({row[2] for row in rows})
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    yield (
        f"{commits} commits in two databases within {chain.last - chain.first} s ({told}); "
        f"a base and {len(chain.made) - 1} increments; seed {chain.options.seed}."
    )
    yield ""
    yield "| Moments | with a transaction under way | exactly the commits until then | seconds a restore: median | worst |"
    yield "|---:|---:|---:|---:|---:|"
    yield f"| {len(chain.moments)} | {chain.during} | {chain.exact} | {statistics.median(chain.took):.1f} | {max(chain.took):.1f} |"


def main():
    options = options_of(argparse.ArgumentParser(), {"runs": 60, "interval": 6.0})
    # Long enough for so many different seconds.
    options.seconds = max(20, options.runs * 1.2)
    chain = Chain(options)
    try:
        chain.go()
    except Trouble as error:
        sys.exit(f"✘ {error}")
    finally:
        chain.platform.stop()
    publish(table(chain), options)
    for trouble in chain.troubles:
        print(f"✘ {trouble}", file=sys.stderr)
    if chain.troubles or chain.exact < len(chain.moments):
        sys.exit(1)
    print("✔ every moment came back as it was", file=sys.stderr)


main()
