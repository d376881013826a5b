# What is no race: how cost grows, what a server beside a backup loses, memory, and what fell since the last time.

import json
import os
import re
import subprocess
import time
from statistics import median

from measure import Taken, Trouble
from rows import OURS, garde
from scene import HERE, Scene

STORED = os.path.join(HERE, "ratios.json")


def memory(report):
    """The most that a row of ours took beside its aim."""
    peaks = [(one["peak_mib"], row["id"]) for row in report["rows"] for one in row["measured"] if one["name"] == OURS]
    if not peaks:
        return []
    peak, row = max(peaks)
    limit = 64 + 8 * len(os.sched_getaffinity(0))
    return [f"Memory: {peak:.0f} MiB at most (row {row}); aim: under {limit} MiB.", ""]


# MARK: A server beside a backup


def neighbour(scene, runs, seconds=20):
    """What pgbench loses while backups run without a pause, the lost share for each, and what one backup costs it."""
    scene.need("postgres", "redis")
    scene.shell("createdb --maintenance-db=postgres bench; pgbench -q -i -s 10 bench")
    loops = {"alone": None, OURS: '"$GARDE" backup --quiet', "nice Garde": 'setsid --wait nice -n 19 ionice -c 3 "$GARDE" backup --quiet',
             "bash script": '"$THROWAWAY/backup-by-hand" "$PLATFORM_ROOT" "$OUT"'}  # fmt: skip
    found = {name: [] for name in loops}
    for _ in range(runs):
        for name, command in loops.items():
            found[name].append(throughput(scene, command, seconds))
    # Whoever is done sooner makes more backups in that time.
    alone, middle = median(tps for tps, _ in found["alone"]), {}
    for name, taken in found.items():
        if name != "alone":
            middle[name] = (1 - median(tps for tps, _ in taken) / alone, median(pause for _, pause in taken))
    said = ", ".join(f"{name} {share:.0%}" for name, (share, _) in middle.items())
    each = ", ".join(f"{name} {max(0, share * alone * pause):.0f}" for name, (share, pause) in middle.items())
    first = f"pgbench -c 2 beside backups without a pause loses of its {alone:.0f} transactions a second: {said}; aim: under 15 %."
    return [f"{first} One backup takes it so many transactions: {each}.", ""]


def throughput(scene, command, seconds):
    """Transactions a second, and the seconds from one backup beside to the next; 0 without one."""
    beside, began = None, time.monotonic()
    if command:
        loop = f'until [ -e "$WORK/enough" ]; do rm -rf "$OUT"; mkdir "$OUT"; {command}; echo >>"$WORK/made"; done'
        beside = subprocess.Popen(["sh", "-c", loop], env=scene.env, cwd=scene.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        said = scene.shell(f"pgbench -n -c 2 -T {seconds} bench")
    finally:
        scene.shell('touch "$WORK/enough"')
        if beside:
            beside.wait()
        made = scene.shell('cat "$WORK/made" 2>/dev/null | wc -l; rm -f "$WORK/enough" "$WORK/made"')
    pause = (time.monotonic() - began) / int(made) if beside else 0
    return float(re.search(r"tps = ([\d.]+)", said).group(1)), pause


# MARK: Growth


def growth(counts, say):
    """Full backups and increments of 4 KiB messages, a line for each count and number of cores."""
    say("| messages | cores | full, s | µs a message | MB/s | peak MiB | increment without changes, s | µs a message |\n|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count in counts:
        scene = Scene({"messages": count, "bytes": count * 4096})
        try:
            scene.need("platform")
            for cores in range(1, len(os.sched_getaffinity(0)) + 1):
                say(growth_line(scene, count, cores))
        finally:
            scene.close()


def growth_line(scene, count, cores):
    watch, pinned = scene.stopwatch, f"taskset -c 0-{cores - 1} "
    full, increment = Taken("full"), Taken("increment")
    for _ in range(3 if count < 500_000 else 1):
        scene.shell('rm -rf "$OUT"; mkdir "$OUT"; sync -f "$OUT"')
        for words, taken in (("--only mail", full), ("--type incremental --only mail", increment)):
            contender = garde(words)
            contender.command = pinned + contender.command
            watch.once(contender, taken)
    whole, again = full.median, increment.median
    per = 1e6 / count
    return f"| {count:,} | {cores} | {whole:.2f} | {whole * per:.0f} | {count * 4096 / 1e6 / whole:.0f} | {full.peak / 1024:.0f} | {again:.2f} | {again * per:.1f} |"


# MARK: The last time


def fallen(now, before):
    """What is slower beside its peer than it was, by more than a fifth."""
    return [f"{name}: {before[name]:.1f} times as fast then, {ratio:.1f} now" for name, ratio in now.items() if name in before and ratio < 0.8 * before[name]]


def read_stored():
    try:
        with open(STORED) as file:
            return json.load(file)
    except FileNotFoundError as missing:
        raise Trouble(f"{STORED} is not there: run bench --quick --store") from missing


def store(now):
    with open(STORED, "w") as file:
        file.write(json.dumps(now, indent=1, sort_keys=True) + "\n")
