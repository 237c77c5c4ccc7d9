"""
Prints how fast the library is, as ratios to its peers and to the least that the work can cost.

    python benchmarks/run.py                # all of them
    python benchmarks/run.py g1 --rounds 81
"""

from __future__ import annotations

import argparse
import os
import platform
from datetime import UTC, datetime
from importlib import import_module, metadata

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
    asked = parser.parse_args()
    unknown = [name for name in asked.goals if name not in GOALS]
    if unknown:
        parser.error(f"unknown goal {', '.join(unknown)}; expected any of {', '.join(GOALS)}")
    print(header())
    for name in asked.goals or GOALS:
        print(flush=True)
        report = import_module(GOALS[name]).report
        report(asked.rounds) if asked.rounds else report()


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
