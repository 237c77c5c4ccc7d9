"""
Fuzzes every door, or those named, for some seconds each, and prints what was tried and what broke.

    python -m tests.fuzz --seconds 60
    python -m tests.fuzz --seconds 600 notice docket
    python -m tests.fuzz --replay .fuzz/notice/finding-0 notice      what one input does

With atheris the inputs follow the code they reach; without it they are spoiled by chance. Exits with 1 on any finding.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from .contract import ROOT, Held
from .doors import NAMES, door

WORK = ROOT / ".fuzz"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fuzz(name: str, seconds: int, seed: int) -> tuple[int, bool]:
    """Fuzz one door in a process of its own and tell about it; how many inputs it took, and whether it held."""
    work = WORK / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    call = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(work), str(seed)]
    with (work / "log").open("wb") as log:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(call, stdout=log, stderr=log, check=False, cwd=ROOT, env=env, timeout=seconds + 300)
    said = (work / "log").read_text(encoding="utf-8", errors="replace")
    try:
        tally = json.loads((work / "tally.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        say(f"{name}: not run" + (f", status {done.returncode}, see {work / 'log'}" if done.returncode else ""))
        return 0, done.returncode == 0
    covered = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", said)
    told = ", {} edges, {} features, {} inputs kept".format(*covered[-1]) if covered else ", not guided by coverage"
    ended = "" if done.returncode == 0 else f", ended with status {done.returncode}: see {work / 'log'}"
    findings = tally["findings"]
    say(
        f"{name}: {tally['inputs']:,} inputs in {tally['seconds']:.0f} s, {tally['refused']:,} refused, "
        f"the slowest {tally['slowest']:.2f} s{told}; {len(findings)} findings{ended}"
    )
    for number, finding in enumerate(findings):
        say(f"  {finding}\n    {work / f'finding-{number}'}")
    return tally["inputs"], not findings and done.returncode == 0


def main() -> int:
    """The status to exit with."""
    options = argparse.ArgumentParser()
    options.add_argument("doors", nargs="*", choices=[*NAMES, []], metavar="door")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--replay", type=Path)
    asked = options.parse_args()
    if asked.replay:
        found = door(asked.doors[0])
        assert found is not None
        Held(found).hold(asked.replay.read_bytes())
        return 0
    say(f"seed {asked.seed}, {asked.seconds} s a door")
    tried = [fuzz(name, asked.seconds, asked.seed) for name in asked.doors or NAMES]
    held, inputs = sum(held for _, held in tried), sum(inputs for inputs, _ in tried)
    say(f"{inputs:,} inputs; {held} of {len(tried)} doors held")
    return int(held != len(tried))


if __name__ == "__main__":
    sys.exit(main())
