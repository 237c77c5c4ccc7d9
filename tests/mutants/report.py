"""Tells what became of the mutants, by room, and which were noticed by nothing and are not explained."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

from .verdicts import KILLED, LEFT, SURVIVED, TIMED_OUT, UNREACHED

GOAL = 0.95
HERE = Path(__file__).parent
TYPED, EXPLAINED, UNTRIED = "typed", "explained", "untried"

Change = tuple[str, tuple[str, ...]]  # a function, and the lines that a mutant takes from it and puts into it


def explained() -> dict[Change, str]:
    """The changes that nothing can notice, each with the reason."""
    listed = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8")).get("mutant", [])
    return {
        (each["function"], tuple(line.strip() for line in change.strip().splitlines())): each["why"]
        for each in listed
        for change in each["changes"]
    }


def report(
    mutants: Iterable[str],
    typed: Collection[str],
    verdicts: Mapping[str, str],
    reasons: Mapping[Change, str],
    change_of: Callable[[str], Change],
    say: Callable[[str], object] = sys.stdout.write,
) -> int:
    """Say how many were noticed, and how; 1 when too few were, or a reason is given for none."""
    used: set[Change] = set()
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    left: list[tuple[str, Change]] = []
    for mutant in mutants:
        verdict = TYPED if mutant in typed else verdicts.get(mutant, UNTRIED)
        if verdict in LEFT:
            change = change_of(mutant)
            if change in reasons:
                used.add(change)
                verdict = EXPLAINED
            else:
                left.append((verdict, change))
        rooms[mutant.split(".")[1]][verdict] += 1
    for verdict, (function, change) in left:
        say(f"{verdict}: {function}\n" + "".join(f"    {line}\n" for line in change))
    idle = [change for change in reasons if change not in used]
    for function, change in idle:
        say(f"explained, but noticed or gone: {function}: {' '.join(change)}\n")
    for room, found in sorted(rooms.items()):
        say(f"{room}: {told(found)}\n")
    every = sum(rooms.values(), Counter())
    say(f"all: {told(every)}\n")
    return int(score(every) < GOAL or bool(idle) or every[UNTRIED] > 0)


def score(found: Counter[str]) -> float:
    """The share of those noticed by tests among those that types let through and no reason is given for."""
    noticed = found[KILLED] + found[TIMED_OUT]
    return noticed / max(1, noticed + found[SURVIVED] + found[UNREACHED] + found[UNTRIED])


def told(found: Counter[str]) -> str:
    """The counts of a room, in words."""
    noticed, total = found[TYPED] + found[KILLED] + found[TIMED_OUT], found.total()
    words = [
        f"{total:,} mutants",
        f"{found[TYPED]:,} noticed by types",
        f"{found[KILLED]:,} by tests",
        f"{found[TIMED_OUT]:,} ran on",
        f"{found[EXPLAINED]:,} explained as equivalent",
        f"{found[SURVIVED]:,} survived",
        f"{found[UNREACHED]:,} reached by no test",
    ]
    words += [f"{found[UNTRIED]:,} NOT TRIED"] if found[UNTRIED] else []
    of_all = noticed / max(1, total - found[EXPLAINED])
    return f"{', '.join(words)}; score {score(found):.1%} of what types let through, {of_all:.1%} of all"
