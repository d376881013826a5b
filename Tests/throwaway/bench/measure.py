# Runs commands in turn and remembers what they took. Nothing counts that is not on the disk: each command ends with its sync.

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field


class Trouble(Exception):
    """What keeps a measurement from being one."""


@dataclass
class Contender:
    name: str
    command: str
    before: str = ":"
    after: str = ":"
    # Seconds to the first line that it prints, not to its end.
    first_line: bool = False


@dataclass
class Taken:
    """What one contender took."""

    name: str
    seconds: list = field(default_factory=list)
    # Seconds of processor time, of all its cores; a busy machine changes them least.
    processor: list = field(default_factory=list)
    peak: int = 0  # KiB
    size: int = 0  # bytes that it left

    @property
    def median(self):
        return statistics.median(self.seconds)


DROP_CACHES = "/proc/sys/vm/drop_caches"


def can_drop_caches():
    return os.access(DROP_CACHES, os.W_OK)


def drop_caches():
    os.sync()
    with open(DROP_CACHES, "w") as file:
        file.write("3\n")


def stored(folder):
    """Bytes of the files in a folder; what is hidden is an index, and not in what is carried away."""
    total = 0
    for at, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        total += sum(os.lstat(os.path.join(at, name)).st_size for name in names if not name.startswith("."))
    return total


class Stopwatch:
    def __init__(self, env, work):
        self.env, self.work, self.out = env, work, os.path.join(work, "out")
        # What contenders made goes here: ext4 looks at each inode that was freed in the last minutes before it takes
        # another one, which would count for whoever makes files next.
        self.past = os.path.join(work, "past")

    def shell(self, script):
        done = subprocess.run(["sh", "-euc", script], env=self.env, cwd=self.work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise Trouble(f"{script}: {done.returncode}: {done.stdout[-2000:]}")
        return done.stdout

    def take(self, row, runs):
        """Each contender once, then each a second time, and so on."""
        taken = [Taken(contender.name) for contender in row.contenders]
        for _ in range(row.runs or runs):
            for contender, result in zip(row.contenders, taken):
                self.put_away()
                self.shell(contender.before)
                there = stored(self.out)
                drop_caches() if row.cold else self.shell('sync -f "$OUT"')
                self.once(contender, result)
                result.size = stored(self.out) - there if row.counts_size else 0
                self.shell(contender.after)
                print(f"{row.id}: {contender.name}: {result.seconds[-1]:.2f} s", file=sys.stderr, flush=True)
        self.put_away()
        if not row.makes_files:
            shutil.rmtree(self.past)
        return taken

    def put_away(self):
        past = os.path.join(self.past, str(time.monotonic_ns()))
        os.makedirs(past)
        self.shell(f'mv -- "$OUT" "$CACHE" {past} && mkdir "$OUT" "$CACHE"')

    def once(self, contender, result):
        # A child's peak would begin with that of this process; time's own is small.
        note, said = os.path.join(self.work, "time"), os.path.join(self.work, "said")
        words = ["/usr/bin/time", "-q", "-o", note, "-f", "%M %U %S", "sh", "-euc", contender.command]
        with open(said, "w") as errors:
            began = time.perf_counter()
            process = subprocess.Popen(words, env=self.env, cwd=self.work, stdout=subprocess.PIPE, stderr=errors)
            process.stdout.readline() if contender.first_line else process.stdout.read()
            seconds = time.perf_counter() - began
            process.stdout.read()
            code = process.wait()
            seconds = seconds if contender.first_line else time.perf_counter() - began
        if code:
            with open(said) as errors:
                raise Trouble(f"{contender.name}: {contender.command}: {code}: {errors.read()[-2000:]}")
        with open(note) as file:
            peak, user, system = file.read().split()
        result.peak = max(result.peak, int(peak))
        result.processor.append(float(user) + float(system))
        result.seconds.append(seconds)
