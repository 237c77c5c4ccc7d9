"""
Prints how fast the library is, as ratios to its peers and to the least that the work can cost.

    python benchmarks/run.py                # all of them
    python benchmarks/run.py g1 --rounds 81
    python benchmarks/run.py --keep benchmarks/releases/26.11.0.json

At the end all goals stand in one table, each beside what the last release reached, where that is on file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from table import Goal, figure

from gov_deadlines.show import as_text

RELEASES = Path(__file__).with_name("releases")

GOALS = {
    "g1": "g1_shift",
    "g2": "g2_count",
    "g3": "g3_deadline",
    "g4": "g4_dates",
    "g5": "g5_numbers",
    "g6": "g6_columns",
    "g7": "g7_spark",
    "g9": "g9_fold",
    "g10": "g10_record",
    "g11": "g11_claim",
    "g12": "g12_recompute",
    "g13": "g13_import",
}
PACKAGES = (
    "gov-deadlines",
    "attrs",
    "holidays",
    "chinesecalendar",
    "workalendar",
    "bizdays",
    "numpy",
    "pandas",
    "polars",
    "duckdb",
    "pyarrow",
    "pyspark",
    "pendulum",
    "transitions",
    "python-statemachine",
    "sqlalchemy",
    "psycopg",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Ratios of gov-deadlines to its peers and limits.")
    parser.add_argument("goals", nargs="*", metavar="goal", help=f"any of {', '.join(GOALS)}; all by default")
    parser.add_argument("--rounds", type=int, help="rounds in which all cases run in turn")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write the goals there as JSON")
    asked = parser.parse_args()
    unknown = [name for name in asked.goals if name not in GOALS]
    if unknown:
        parser.error(f"unknown goal {', '.join(unknown)}; expected any of {', '.join(GOALS)}")
    print(header())
    found: dict[str, dict[str, Goal]] = {}
    for name in asked.goals or GOALS:
        print(flush=True)
        report = import_module(GOALS[name]).report
        found[name] = report(asked.rounds) if asked.rounds else report()
    print(f"\n{summary(found, last_release())}")
    if asked.keep:
        asked.keep.parent.mkdir(parents=True, exist_ok=True)
        asked.keep.write_text(json.dumps(plain(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def summary(found: dict[str, dict[str, Goal]], before: dict[str, Any]) -> str:
    """Every goal with what was reached, how steadily, and by how much that differs from the last release."""
    head = ("goal", "of", "asked", "reached", "+-", "in this run", "/ last release")
    rows = []
    for name, goals in found.items():
        for about, goal in goals.items():
            asked, verdict = goal.cells
            then = before.get(name, {}).get(about)
            spread = "" if goal.spread is None else f"{goal.spread:.0%}"
            change = f"{goal.value / then['value']:.2f}" if then else ""
            rows.append((name.upper(), about, asked, f"{figure(goal.value)}{goal.unit}", spread, verdict, change))
    met = sum(goal.is_met for goals in found.values() for goal in goals.values())
    return f"{as_text(head, rows)}\n{met} of {len(rows)} met"


def last_release() -> dict[str, Any]:
    """The goals of the latest release that are on file: none before the first."""
    files = sorted(RELEASES.glob("*.json"), key=lambda file: [int(part) for part in file.stem.split(".")])
    return json.loads(files[-1].read_text(encoding="utf-8"))["goals"] if files else {}


def plain(found: dict[str, dict[str, Goal]]) -> dict[str, Any]:
    """The goals as JSON keeps them, with what they were measured with."""
    goals = {
        name: {
            about: {
                "bound": goal.bound,
                "unit": goal.unit,
                "value": goal.value,
                "spread": goal.spread,
                "met": goal.is_met,
            }
            for about, goal in goals.items()
        }
        for name, goals in found.items()
    }
    return {"measured": header().splitlines()[:2], "goals": goals}


def header() -> str:
    """What the figures were measured with, and what they are worth."""
    load = f", load {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs{load}"
    lines = (
        f"{datetime.now(UTC):%Y-%m-%d}, {python}, {machine}",
        ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
        "Medians over rounds in which all cases ran in turn; ratios are medians of the ratios within each round.",
        "Other processes disturb: +- is half the distance between the quartiles; run again when it is large,",
        "and quote the ratios, not the times.",
    )
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed" if package != "gov-deadlines" else "from source"


if __name__ == "__main__":
    main()
