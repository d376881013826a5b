#!/usr/bin/python3
# bin/prove rpo: loses a platform under load again and again, restores it from what is left, and counts what is gone.
# Usage: losses.py WORK SCRIPTS --runs N --seed TEXT --interval SECONDS --full-every RUNS [--markdown FILE]

import argparse
import json
import os
import queue
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from datetime import datetime

from load import (
    DATABASES, Log, Platform, Trouble, Writer, kill_all, options_of, plant, publish, signal_each, tool,
)

KINDS = {"mssante": "postgresql", "shop": "shop", "redis": "redis", "mail": "mail", "uploads": "uploads"}
# Seconds from a number to the next.
PERIODS = {"mssante": 0.05, "shop": 0.07, "redis": 0.05, "mail": 0.3, "uploads": 0.4}
STAGES = ["idle", "before the lock", "looking", "dumping", "committing", "committed, rotating"]
ENDING = threading.Event()
ID = re.compile(r"\d{8}_\d{6}(_\d+)?$")


def say(text):
    print(text, file=sys.stderr, flush=True)


def ids(root):
    return {name for name in os.listdir(root) if ID.match(name)}


class Loss:
    """An instant, what was acknowledged until then, and what lies on the disk that is left."""

    def __init__(self, number, stage, began, logs, is_real):
        self.number, self.stage, self.is_real = number, stage, is_real
        self.time = time.time()
        # Since when the run that was hit had been going on; nil between two.
        self.running = began and self.time - began
        self.logs = {kind: log.copy() for kind, log in logs.items()}
        self.found, self.lost, self.claims, self.moments, self.seconds = {}, {}, {}, {}, 0
        self.skipped = dict.fromkeys(KINDS, 0)

    def ask(self, platform, scripts, backups):
        """What status says of the backups that are left."""
        asks = platform.variables(BACKUP_ROOT=backups)
        seen = subprocess.run([f"{scripts}/quarter", "status", "--json"], env=asks, stdout=subprocess.PIPE, text=True)
        for one in json.loads(seen.stdout)["components"]:
            if one["date"]:
                self.claims[one["name"]] = datetime.fromisoformat(one["date"]).timestamp()
                with open(f"{backups}/{one['backup']}/manifest.json") as file:
                    position = json.load(file).get("wal", {}).get(one["name"])
                if position and position["restore_point"]:
                    self.moments[one["name"]] = datetime.fromisoformat(position["moment"]).timestamp()

    def restore(self, platform, scripts, troubles):
        """Restores the newest there is, and looks."""
        began = time.monotonic()
        done = subprocess.run(
            [f"{scripts}/restore.sh", "--yes", "latest"], env=platform.variables(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self.seconds = time.monotonic() - began
        if done.returncode != 0:
            troubles.append(f"instant {self.number}, {self.stage}: restore.sh ended with {done.returncode}: {done.stdout[-3000:]}")
            return
        for kind, name in KINDS.items():
            try:
                self.found[kind] = platform.numbers(kind)
                troubles += [f"instant {self.number}, {self.stage}: {text}" for text in self.judge(kind, name)]
            except Trouble as error:
                troubles.append(f"instant {self.number}, {self.stage}: {error}")
        if not os.path.exists(f"{platform.root}/.env"):
            troubles.append(f"instant {self.number}, {self.stage}: config is not back")

    def judge(self, kind, name):
        """What the platform must not have lost, and must not have; notes how far back the loss reaches."""
        (attempted, times), found = self.logs[kind], self.found[kind]
        gone = {number: at for number, at in times.items() if at <= self.time and number not in found}
        self.lost[kind] = self.time - min(gone.values()) if gone else 0
        skipped = [number for number in gone if number < max(found, default=0)]
        self.skipped[kind] = len(skipped)
        invented = [number for number in found if number > attempted]
        if invented:
            yield f"{kind}: {len(invented)} numbers that nobody wrote, from {min(invented)}"
        # A tree is no transaction: what came while it was read may be there in part, what was there before may not.
        if skipped and kind not in ("mail", "uploads"):
            yield f"{kind}: {len(skipped)} numbers are missing below the highest, from {min(skipped)}"
        if name not in self.claims:
            yield f"{kind}: status knows of no good backup"
            return
        claim = self.moments.get(name, self.claims[name])
        early = [number for number, at in gone.items() if at < claim]
        if early:
            late = claim - gone[early[0]]
            yield f"{kind}: {len(early)} numbers are missing that were acknowledged {late:.2f} s before the backup began, from {min(early)}"


class Series(threading.Thread):
    """A platform that is lost again and again; several are, beside each other."""

    def __init__(self, options, which, runs):
        super().__init__()
        self.options, self.which, self.runs = options, which, runs
        self.seed = f"{options.seed} {which}"
        self.dice = random.Random(self.seed)
        self.scripts, self.work = options.scripts, options.work
        self.backups = f"{options.work}/backups-{which}"
        self.platform = Platform(f"{options.work}/platform-{which}", self.backups)
        self.logs = {kind: Log() for kind in KINDS}
        self.writers, self.losses, self.troubles, self.durations, self.planted = [], [], [], [], 0
        self.process = self.began = self.next = None
        # The first run has to be full.
        self.since_full, self.fulls, self.good = self.options.full_every, 0, 0
        self.waiting = queue.Queue()

    # MARK: Load

    def write(self):
        for kind in KINDS:
            dice = random.Random(f"{self.seed} {kind}")
            self.writers.append(Writer(kind, self.platform, PERIODS[kind], dice, self.logs[kind]))
        for writer in self.writers:
            writer.start()

    def still(self):
        for writer in self.writers:
            writer.ends.set()
        for writer in self.writers:
            writer.join()
        self.writers = []

    # MARK: Runs

    def start_run(self):
        if self.fulls:
            self.planted += 1
            plant(self.backups, min(one for one in ids(self.backups) if one > "2021"), self.planted)
        kind = "full" if self.since_full >= self.options.full_every else "incremental"
        with open(f"{self.work}/run-{self.which}.log", "wb") as log:
            self.process = subprocess.Popen(
                [f"{self.scripts}/backup.sh", "--type", kind, "--quiet"],
                env=self.platform.variables(RETENTION_DAYS="1", RETENTION_WEEKLY="0", RETENTION_MONTHLY="0"),
                stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )
        self.began, self.kind = time.time(), kind
        self.before, self.log_size = ids(self.backups), self.log_bytes()
        self.stale = {name for name in os.listdir(self.backups) if name.endswith(".partial")}
        self.next = self.began + self.options.interval

    def log_bytes(self):
        try:
            return os.path.getsize(f"{self.backups}/backup.log")
        except OSError:
            return 0

    def look(self):
        """Starts a run when its time has come, and sees one that has ended; none while two losses wait to be restored."""
        if self.process is None:
            if time.time() >= self.next and self.waiting.qsize() < 2:
                self.start_run()
        elif self.process.poll() is not None:
            self.see(self.process.returncode)
            self.process = self.began = None
        for writer in self.writers:
            if writer.trouble:
                raise Trouble(f"{writer.kind}: {writer.trouble!r}")

    def see(self, status):
        """What a run that came to its end made."""
        with open(f"{self.work}/run-{self.which}.log") as log:
            said = log.read()
        # Where the log has a hole, that is said, and everything is saved.
        if status != 0 and not (status == 3 and "the increments end with" in said):
            return self.troubles.append(f"{self.kind} run ended with {status}: {said[-2000:]}")
        self.good += 1
        self.durations.append(time.time() - self.began)
        self.fulls += self.kind == "full"
        self.since_full = 0 if self.kind == "full" else self.since_full + 1
        new = max(ids(self.backups) - self.before)
        with open(f"{self.backups}/{new}/manifest.json") as file:
            manifest = json.load(file)
        # An increment, or where the log has a hole the base of another chain.
        if not {"postgresql", "shop"} <= manifest.get("wal", {}).keys():
            self.troubles.append(f"{self.kind} run {new} made neither increments nor bases of both databases")

    def until(self, is_time):
        while not is_time():
            if ENDING.is_set():
                raise Trouble("ended before its time")
            self.look()
            time.sleep(0.003)

    # MARK: An instant

    def instant(self, number):
        """Waits for a run that went well since the last loss, then for a random moment of the time from a run to the next."""
        good = self.good
        self.until(lambda: self.good > good and self.waiting.qsize() < 2)
        aim = {1: "committing", 4: "rotating"}.get(number % 5)
        if aim:
            self.aim(aim)
        else:
            end = time.time() + self.dice.uniform(0, self.options.interval + statistics.median(self.durations[-9:]))
            self.until(lambda: time.time() >= end)

    def aim(self, stage):
        """Commits and rotations are short: two of five instants wait for one, and a little longer."""
        self.until(lambda: self.process is not None)
        while self.process.poll() is None:
            new = [name for name in os.listdir(self.backups) if ID.match(name.removesuffix(".partial")) and name not in self.before]
            if stage == "committing":
                if any(os.path.exists(f"{self.backups}/{name}/manifest.json") for name in new):
                    break
            elif any(ID.match(name) for name in new):
                time.sleep(self.dice.uniform(0, 0.03))
                break
            time.sleep(0.0003)

    def stage(self):
        """Where the run was, by what it left."""
        if self.process is None:
            return "idle"
        there = set(os.listdir(self.backups))
        if {name for name in there if ID.match(name)} - self.before:
            return STAGES[-1]
        partial = [name for name in there if name.endswith(".partial") and name not in self.stale]
        if partial:
            return "committing" if os.path.exists(f"{self.backups}/{partial[0]}/manifest.json") else "dumping"
        return "looking" if self.log_bytes() > self.log_size else "before the lock"

    def lose(self, number):
        """The backup is killed, and for a real loss everything is; what is left is what lies in BACKUP_ROOT then."""
        is_real = number % 10 == 3
        victims = [self.process.pid] if self.process else []
        if is_real:
            signal_each(victims, signal.SIGSTOP)
            victims += self.platform.servers()
        kill_all(victims)
        loss = Loss(number, self.stage(), self.began, self.logs, is_real)
        if self.process:
            self.process.wait()
            self.process = self.began = None
        if is_real:
            loss.ask(self.platform, self.scripts, self.backups)
            self.still_after_loss(loss)
        else:
            copy = f"{self.work}/left-{self.which}-{number}"
            self.copy(copy)
            loss.ask(self.platform, self.scripts, copy)
            self.waiting.put((loss, copy))
        self.losses.append(loss)

    def copy(self, target):
        """BACKUP_ROOT as it is; files of backups that are committed are never written again, so theirs are links."""
        os.mkdir(target, 0o700)
        for name in os.listdir(self.backups):
            way = "-al" if ID.match(name) else "-a"
            tool("cp", way, f"{self.backups}/{name}", target)

    def aside(self, place):
        """Restores each copy into servers that hold nothing and a root that is empty, while the load goes on."""
        while (one := self.waiting.get()) is not None:
            loss, copy = one
            if ENDING.is_set():
                shutil.rmtree(copy, ignore_errors=True)
                continue
            platform = Platform(f"{self.work}/aside-{self.which}-{place}", copy)
            try:
                platform.start()
                loss.restore(platform, self.scripts, self.troubles)
            except Exception as error:
                self.troubles.append(f"instant {loss.number}: {error!r}")
            finally:
                platform.remove()
                shutil.rmtree(copy, ignore_errors=True)
            self.tell(loss)

    def still_after_loss(self, loss):
        """Everything is gone but BACKUP_ROOT: the platform is restored in its place, and goes on from there."""
        self.still()
        self.platform.remove()
        self.platform = Platform(self.platform.folder, self.backups)
        self.platform.start()
        loss.restore(self.platform, self.scripts, self.troubles)
        if len(loss.found) < len(KINDS):
            raise Trouble(f"instant {loss.number}: nothing to go on from")
        for kind, found in loss.found.items():
            self.logs[kind].go_on_from(found)
        self.write()
        self.tell(loss)
        # A new base comes with the next run by itself, but Garde makes not more than two of them in a day, and a day of this
        # clock is minutes: from the second loss on the next run is told to be full.
        if self.fulls > 1:
            self.since_full = self.options.full_every
        self.start_run()

    def tell(self, loss):
        far = " ".join(f"{kind} {loss.lost[kind]:.1f}" for kind in KINDS if kind in loss.lost)
        stage = loss.stage + ", everything" * loss.is_real
        say(f"{self.which}: {loss.number}/{self.runs} {stage}: lost {far} s; restored in {loss.seconds:.1f} s")

    # MARK: All of them

    def run(self):
        try:
            self.go()
        except Exception as error:
            self.troubles.append(str(error) or repr(error))
        if not self.durations:
            return
        # By the clock of the schedule, whatever status says.
        for one in self.losses:
            limit = max(self.options.interval, max(self.durations)) + max([one.running or 0] + self.durations) + 1
            for kind, lost in one.lost.items():
                if lost > limit:
                    what = f"{kind} lost {lost:.1f} s, more than an interval and a run ({limit:.1f} s)"
                    self.troubles.append(f"instant {one.number}, {one.stage}: {what}")

    def go(self):
        os.mkdir(self.backups, 0o700)
        self.platform.start()
        self.platform.fill()
        self.write()
        time.sleep(1)
        workers = [threading.Thread(target=self.aside, args=[place]) for place in range(2)]
        for worker in workers:
            worker.start()
        try:
            self.start_run()
            for number in range(1, self.runs + 1):
                self.instant(number)
                self.lose(number)
                if time.time() > self.options.deadline:
                    break
        finally:
            for worker in workers:
                self.waiting.put(None)
            for worker in workers:
                worker.join()
            if self.process:
                kill_all([self.process.pid])
                self.process.wait()
            self.still()
            self.platform.stop()


def seconds(values):
    return f"{statistics.median(values):.1f} | {max(values):.1f}" if values else "– | –"


def table(all_series, losses, options):
    """What was measured, as Markdown."""
    durations = [seconds for series in all_series for seconds in series.durations]
    run, slowest = statistics.median(durations), max(durations)
    good, fulls = (sum(getattr(series, name) for series in all_series) for name in ("good", "fulls"))
    real = sum(one.is_real for one in losses)
    yield (
        f"{len(losses)} losses, {real} of them of everything with the restore in its place; platforms beside each other: {len(all_series)}; "
        f"a run each {options.interval:g} s, {good} of them good ({fulls} full; median {run:.1f} s, longest {slowest:.1f} s); seed {options.seed}."
    )
    yield ""
    yield "| | lost, seconds: median | worst | in intervals: median | worst | status said, seconds: worst | later than said |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for kind, name in KINDS.items():
        lost = [one.lost[kind] for one in losses if kind in one.lost]
        said = [one.time - one.claims[name] for one in losses if name in one.claims] or [0]
        beyond = sum(one.lost[kind] > one.time - one.claims[name] for one in losses if kind in one.lost and name in one.claims)
        parts = [value / options.interval for value in lost]
        title = f"PostgreSQL, {kind}" if kind in DATABASES else {"redis": "Redis", "mail": "mail", "uploads": "files"}[kind]
        yield f"| {title} | {seconds(lost)} | {statistics.median(parts):.2f} | {max(parts):.2f} | {max(said):.1f} | {beyond} |"
    yield ""
    yield "| Where the run was | losses | lost, seconds: median | worst | restored in seconds: median | worst |"
    yield "|---|---:|---:|---:|---:|---:|"
    for stage in STAGES:
        hit = [one for one in losses if one.stage == stage]
        worst = [max(one.lost.values()) for one in hit]
        yield f"| {stage} | {len(hit)} | {seconds(worst)} | {seconds([one.seconds for one in hit])} |"
    yield f"| all | {len(losses)} | {seconds([max(one.lost.values()) for one in losses])} | {seconds([one.seconds for one in losses])} |"


def main():
    options = options_of(argparse.ArgumentParser(), {"runs": 200, "interval": 4.0, "full-every": 12, "platforms": 4})
    count = min(options.platforms, options.runs)
    shares = [options.runs // count + (which < options.runs % count) for which in range(count)]
    all_series = [Series(options, which, runs) for which, runs in enumerate(shares, 1)]
    for series in all_series:
        series.start()
    try:
        for series in all_series:
            series.join()
    finally:
        ENDING.set()
    everything = [one for series in all_series for one in series.losses]
    losses = [one for one in everything if one.lost]
    publish(table(all_series, losses, options) if losses else [], options)
    troubles = [f"platform {series.which}: {trouble}" for series in all_series for trouble in series.troubles]
    for trouble in troubles:
        say(f"✘ {trouble}")
    if len(losses) < len(everything) or not losses or troubles:
        say(f"✘ {len(troubles)} times not as promised")
        sys.exit(1)
    say("✔ nothing that was acknowledged before the last good run began is missing, and nothing was invented")


main()
