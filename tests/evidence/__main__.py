"""
Tries what the library claims, one command after another, and keeps what each found, of which docs/evidence.md is made.

    python -m tests.evidence               everything, for hours
    python -m tests.evidence law peers     these claims alone
    python -m tests.evidence --pages       nothing: the pages are written from what is kept

What is kept stays until its claim is tried again, and bears the commit it was tried on. A command that fails is kept as
one that failed. Exits with 1 when a claim that was tried did not hold.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from .kept import CLAIMS, ROOT, Claim, Finding, keep
from .page import write_pages

# What a test runner draws while it works, what make says of commands that it runs, and pip of where it looks.
DRAWN = re.compile(
    r"^[.sxXFE]+ *\[ *\d+%\]$|^make(\[\d+\])?: |^\.venv\S*/bin/|^command -v "
    r"|^(WARNING|DEPRECATION): |^\[notice\]|^Looking "
)
ABSOLUTE = re.compile(r"(?<![\w.~:/])/(?:[\w.-]+/)+[\w.-]*")


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def git(*words: str) -> str:
    """What git says."""
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def machine() -> str:
    """What a claim is tried on."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"


def telling(said: str) -> Iterator[str]:
    """The lines of an output that say something, without where this machine keeps its files."""
    home = str(Path.home())
    for drawn in said.split("\n"):
        line = drawn.rstrip().rpartition("\r")[2].replace(str(ROOT), ".").replace(home, "~")
        line = ABSOLUTE.sub("(a path)", line)  # such as one that was cut short
        if line.strip("= ") and not DRAWN.match(line):
            yield line


def tried(claim: Claim) -> Finding:
    """What the command of a claim finds now."""
    commit = git("rev-parse", "HEAD")
    whole = not git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/evidence*", ":!docs/_evidence")
    began, start = datetime.now(UTC), time.monotonic()
    done = subprocess.run(
        shlex.split(claim.command),
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = list(telling(done.stdout.decode(errors="replace")))
    return Finding(
        commit=commit if whole else f"{commit} with changes",
        day=f"{began:%Y-%m-%d}",
        seconds=round(time.monotonic() - start),
        status=done.returncode,
        machine=machine(),
        said=tuple(lines[-claim.lines :]),
    )


def main(asked: list[str]) -> int:
    """Try the claims that are asked for, all unless some are; 1 when one did not hold."""
    unknown = [name for name in asked if name not in CLAIMS and name != "--pages"]
    if unknown:
        say(f"unknown claim {', '.join(unknown)}; expected any of {', '.join(CLAIMS)}")
        return 2
    if "--pages" in asked:
        write_pages()
        say("pages written; nothing was tried")
        return 0
    failed = []
    for name in asked or CLAIMS:
        finding = tried(CLAIMS[name])
        keep(name, finding)
        write_pages()
        say(f"{name}: {'held' if finding.held else 'DID NOT HOLD'} in {finding.seconds} s: {finding.last}")
        failed += [] if finding.held else [name]
    say(f"did not hold: {', '.join(failed)}" if failed else "all that was tried held")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
