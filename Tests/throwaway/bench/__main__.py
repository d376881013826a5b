# Measures Garde beside what else is there, on throwaway data, in one run; see README, Speed.

import argparse
import os
import signal
import subprocess
import sys

import others
import report as reports
from measure import Trouble, can_drop_caches
from rows import table
from scene import GARDE, THROWAWAY, Scene

SIZES = {
    "quick": {"messages": 1500, "bytes": 50_000_000, "small": 4000, "rows": 2000, "journal": 150_000, "keys": 20_000, "copied": 200_000_000},
    "default": {"messages": 6000, "bytes": 200_000_000, "small": 20_000, "rows": 10_000, "journal": 800_000, "keys": 300_000, "copied": 1_000_000_000},
    "full": {"messages": 40_000, "bytes": 1_300_000_000, "small": 200_000, "rows": 50_000, "journal": 13_000_000, "keys": 4_000_000, "copied": 1_000_000_000},
}
QUICK = ["mail-6", "day", "database", "platform", "extract", "verify"]


def words():
    ids = [row.id for row in table()] + ["neighbour"]
    parser = argparse.ArgumentParser(
        prog="bench", formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
        description="Measures Garde beside its peers on throwaway data, and prints a Markdown table.", epilog=f"Rows: {' '.join(ids)}.",
    )  # fmt: skip
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--full", action="store_true", help="40,000 messages of 1.3 GB, a database of 2 GB, Redis of 500 MB, 200,000 small messages: hours")
    what.add_argument("--quick", action="store_true", help="under three minutes; exit 1 where a ratio fell by a fifth since it was stored")
    what.add_argument("--growth", action="store_true", help="cost at 10,000, 100,000 and 1,000,000 messages on each number of cores")
    what.add_argument("--increments", action="store_true", help="what increments every few minutes cost")
    parser.add_argument("--only", action="append", choices=ids, metavar="ROW", default=[], help="this row alone; may be repeated")
    parser.add_argument("--runs", type=int, metavar="COUNT", help="runs of each, 5 by default")
    parser.add_argument("--store", action="store_true", help="with --quick: keep these ratios as those to compare with")
    parser.add_argument("--output", metavar="FOLDER", default=os.path.join(GARDE, ".build/bench"), help="where bench.md, bench.fr.md, .json and .svg go; .build/bench by default")
    asked = parser.parse_args()
    if asked.store and not asked.quick:
        parser.error("--store goes with --quick")
    if asked.runs is not None and asked.runs < 1:
        parser.error("--runs is at least 1")
    return asked


def build():
    subprocess.run([os.path.join(THROWAWAY, "install"), "build", "servers", "bench"], check=True)
    if "GARDE_BIN" not in os.environ:
        subprocess.run([os.path.join(GARDE, "bin/recipe"), "build", "mssante"], check=True, stdout=sys.stderr)


def called(asked):
    """The command as another machine would repeat it."""
    words = [f"--{word}" for word in ("full", "quick", "store") if getattr(asked, word)]
    words += [word for row in asked.only for word in ("--only", row)] + (["--runs", str(asked.runs)] if asked.runs else [])
    return " ".join(["bin/bench", *words])


def measure(asked):
    size = SIZES["quick" if asked.quick else "full" if asked.full else "default"]
    runs = asked.runs or (3 if asked.quick else 5)
    chosen = asked.only or (QUICK if asked.quick else [row.id for row in table()] + ["neighbour"])
    scene = Scene(size)
    try:
        version = scene.shell('"$GARDE" --version').strip()
        report = reports.facts(called(asked), size, runs, scene.env, version)
        report["notes"] = []
        for row in table():
            if row.id not in chosen:
                continue
            if row.cold and not can_drop_caches():
                report["notes"] += ["Cold caches: not measured, as only root can empty them.", ""]
                continue
            scene.need(*row.needs)
            report["rows"].append(reports.entry(row, scene.stopwatch.take(row, runs)))
            # Hours of work are not lost by what comes later.
            reports.write(report, asked.output)
        if "neighbour" in chosen:
            report["notes"] += others.neighbour(scene, min(runs, 3))
        report["notes"] += others.memory(report)
        reports.write(report, asked.output)
        return report
    finally:
        scene.close()


def main():
    asked = words()
    if asked.increments:
        # Python ignores it, and shells that are started so have their pipes complain.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execv(os.path.join(THROWAWAY, "bench-increments"), ["bench-increments", str(asked.runs or 3)])
    build()
    if asked.growth:
        return others.growth((10_000, 100_000, 1_000_000), lambda text: print(text, flush=True))
    report = measure(asked)
    print(reports.markdown(report), end="")
    if not asked.quick:
        return None
    now = reports.ratios(report)
    if asked.store:
        return others.store(now)
    fell = others.fallen(now, others.read_stored())
    return "\n".join(fell) if fell else None


for ending in (signal.SIGHUP, signal.SIGTERM):
    signal.signal(ending, lambda number, _: sys.exit(128 + number))
try:
    sys.exit(main())
except Trouble as trouble:
    sys.exit(f"bench: {trouble}")
except (KeyboardInterrupt, BrokenPipeError):
    sys.exit(130)
