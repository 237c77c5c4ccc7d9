"""
Tries every property of matters on ten thousand random histories each: the invariants, and the ledger of a request.

    python tests/soak/matters.py            ten thousand examples of each
    python tests/soak/matters.py 50000      as many as asked for

Tells for each property on how many examples it held, as counted by what drew them, and how long that took. Exits with 1
when one of them failed or ran on fewer than asked for; the failing history is shown, as short as it could be made.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).parents[1]
MODULES = ("test_matter_invariants.py", "test_request_oracle.py")
EXAMPLES = 10_000


def properties() -> list[str]:
    """Every property, by the name pytest knows it under."""
    found = []
    for module in MODULES:
        functions = (TESTS / module).read_text(encoding="utf-8").split("\n\n\n")
        drawing = "\n\n".join(function for function in functions if "@given(" in function)
        found += [f"{TESTS / module}::{name}" for name in re.findall(r"^def (test_\w+)", drawing, re.MULTILINE)]
    return found


def try_one(name: str, wanted: int) -> tuple[bool, int, float, str]:
    """Whether the property held, on how many examples, in how many seconds, and all that was said of it."""
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rP",
        "--hypothesis-show-statistics",
        f"--rootdir={TESTS.parent}",
        name,
    ]
    world = {**os.environ, "MATTER_EXAMPLES": str(wanted), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=world, cwd=TESTS.parent)
    examples = sum(map(int, re.findall(r"(\d+) passing", done.stdout)))
    return done.returncode == 0, examples, time.perf_counter() - began, done.stdout + done.stderr


def main(asked: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Try each property, two or more at a time, and tell what was tried; 1 when anything failed or fell short."""
    wanted = int(asked[0]) if asked else EXAMPLES
    began, names, held = time.perf_counter(), properties(), 0
    with ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as workers:
        for name, (passed, examples, seconds, said) in zip(
            names, workers.map(lambda name: try_one(name, wanted), names), strict=True
        ):
            enough = passed and examples >= wanted
            # What is counted on the way to the shortest failing history says nothing, so it is not told.
            word = f"{'held' if enough else 'fell short'} on {examples} examples" if passed else "FAILED"
            say(f"{name.partition('::')[2]}: {word}, {seconds:.0f} s\n")
            if not passed:
                say(f"{said}\n")
            held += enough
    say(f"{held} of {len(names)} properties held on {wanted} examples; {time.perf_counter() - began:.0f} s in all\n")
    return int(held != len(names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
