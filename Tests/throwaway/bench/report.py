# What was measured as Markdown, as JSON, and as a chart.

import json
import os
import platform
import re
import statistics
import subprocess
from datetime import datetime

from french import french
from rows import OURS

TOOLS = {
    "gzip": "gzip --version", "pigz": "pigz --version 2>&1", "tar": "tar --version", "restic": "restic version", "borg": "borg --version",
    "pg_dump": "pg_dump --version", "redis-cli": "redis-cli --version", "aws": "aws --version 2>&1", "rclone": "rclone --version",
    "gpg": "gpg --version", "kopia": "kopia --version",
}  # fmt: skip


def load():
    return round(os.getloadavg()[0], 1)


def versions(env):
    found = {}
    for name, command in TOOLS.items():
        said = subprocess.run(["sh", "-c", command], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        number = re.search(r"\d+(\.\d+)+", said)
        found[name] = number.group() if number else "not installed"
    return found


def machine():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)|CPU part\s*: (.*)", file.read())
    with open("/etc/os-release") as file:
        system = re.search(r'PRETTY_NAME="(.*)"', file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model.group(1) or model.group(2) if model else platform.machine()}), {memory} GiB, {system.group(1) if system else 'Linux'}"


def facts(command, size, runs, env, version):
    return {
        "date": datetime.now().strftime("%Y-%m-%d"), "command": command, "machine": machine(), "load_before": load(), "runs": runs,
        "version": version, "size": size, "tools": versions(env), "rows": [],
    }  # fmt: skip


def entry(row, taken):
    """One row as JSON has it; ratios are peers' medians by Garde's."""
    ours = next(one for one in taken if one.name == OURS)
    return {
        "id": row.id, "work": row.work, "limit": row.limit or None,
        "measured": [
            {
                "name": one.name, "median": round(one.median, 3), "seconds": [round(second, 3) for second in one.seconds],
                "processor": round(statistics.median(one.processor), 2), "bytes": one.size or None, "peak_mib": round(one.peak / 1024, 1),
                "ratio": None if one is ours else round(one.median / ours.median, 2), "aim": row.aims.get(one.name),
            }
            for one in taken
        ],
    }  # fmt: skip


def ratios(report):
    """By row and peer, where there is an aim."""
    return {f"{row['id']}, {one['name']}": one["ratio"] for row in report["rows"] for one in row["measured"] if one["aim"]}


# MARK: Markdown


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def line(row, one):
    mine = one["name"] == OURS
    size = number(one["bytes"] / 1e6) if one["bytes"] else ""
    ratio = "" if mine else f"{one['ratio']:.1f}"
    aim = f"{one['aim']:g}" if one["aim"] else f"{row['limit']:g} s" if mine and row["limit"] else ""
    if aim:
        aim += "" if reached(row, one) else ", missed"
    return f"| {row['work'] if mine else ''} | {one['name']} | {number(one['median'])} | {ratio} | {aim} | {number(one['processor'])} | {size} | {one['peak_mib']:.0f} |"


def reached(row, one):
    return one["median"] <= row["limit"] if one["name"] == OURS else one["ratio"] >= one["aim"]


def markdown(report):
    tools = ", ".join(f"{name} {version}" for name, version in report["tools"].items())
    size = ", ".join(f"{name} {value:,}" for name, value in report["size"].items())
    lines = [
        f"`{report['command']}`, {report['date']}, {report['version']}, {report['machine']}, load before {report['load_before']}; medians of {report['runs']} runs in turn; "
        "everybody's files are on the disk (fsync) when time stops.",
        "",
        "| work | | seconds | Garde is × as fast | aim | processor s | MB | peak MiB |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
        *(line(row, one) for row in report["rows"] for one in row["measured"]),
        "",
        *report.get("notes", []),
        f"Sizes: {size}. Tools: {tools}.",
    ]
    return "\n".join(lines) + "\n"


# MARK: Chart


def chart(report):
    """A bar for each ratio that has an aim, as long as it is of the aim; the line is the aim."""
    found = [(row, one) for row in report["rows"] for one in row["measured"] if one["aim"]]
    width, height, left, full = 900, 34 + 22 * len(found), 430, 240
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="18" font-weight="bold">How many times as fast Garde is; the line is the aim. {report["date"]}</text>',
    ]
    for place, (row, one) in enumerate(found):
        y, share = 30 + 22 * place, one["ratio"] / one["aim"]
        colour = "#2e7d32" if share >= 1 else "#c77700"
        out += [
            f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escaped(row["id"] + " / " + one["name"])}</text>',
            f'<rect x="{left}" y="{y + 2}" width="{min(share, 1.4) * full:.0f}" height="15" fill="{colour}"/>',
            f'<text x="{left + min(share, 1.4) * full + 6:.0f}" y="{y + 13}">{one["ratio"]:.1f} of {one["aim"]:g}</text>',
        ]
    out += [f'<line x1="{left + full}" y1="26" x2="{left + full}" y2="{height - 4}" stroke="#000000"/>', "</svg>"]
    return "\n".join(out) + "\n"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(report, folder):
    os.makedirs(folder, exist_ok=True)
    table = markdown(report)
    for name, text in (("bench.md", table), ("bench.fr.md", french(table)), ("bench.json", json.dumps(report, indent=1) + "\n"), ("bench.svg", chart(report))):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)
