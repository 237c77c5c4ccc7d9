"""Checks what a clause says of its days as a whole: their number, how they hang together, what is worked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import pairwise

from ...civil import ONE_DAY
from .sentence import Statement, Verb

GIVES_OFF = (Verb.OFF, Verb.MADE_UP, Verb.SWAPPED)
GAP = timedelta(days=7)
NEAR = timedelta(days=21)

Said = Sequence[tuple[Statement, tuple[date, ...]]]
Report = Callable[[str, str, str], None]


def check_near(off: AbstractSet[date], on: AbstractSet[date], fault: Report) -> None:
    """Report days off that do not hang together, and days worked that lie far from them: then a month is a slip."""
    if not off:
        return
    for before, day in pairwise(sorted(off)):
        if day - before > GAP:
            _astray(day, fault, f"more than {GAP.days} days after the last day off", f"距前一放假日超过{GAP.days}天")
    for day in sorted(on):
        if not min(off) - NEAR <= day <= max(off) + NEAR:
            _astray(day, fault, f"more than {NEAR.days} days from the days off", f"与放假日期相距超过{NEAR.days}天")


def check_moved(facts: Said, off: AbstractSet[date], fault: Report) -> None:
    """Where a clause says both which rest days move away and which are worked, report those said of one only."""
    moved = {day for said, days in facts if said.verb is Verb.MOVED for day in days if day not in off}
    worked = {day for said, days in facts if said.verb is Verb.WORKED for day in days}
    for day in sorted(moved ^ worked) if moved and worked else ():
        if day in moved:
            _astray(day, fault, "among the days moved, but not among those worked", "已调走，却未列入上班日期")
        else:
            _astray(day, fault, "among the days worked, but not among those moved", "列为上班，却未列入调走的公休日")


def check_counts(facts: Said, fault: Report) -> None:
    """
    Report each number of days that fits none of the days it may count.

    It counts the days off just named, or all named so far; with 与周末连休 also the weekend that joins them; and where
    none is named yet, those that follow.
    """
    joined = any(said.verb is Verb.JOINED for said, _ in facts)
    named: list[tuple[date, ...]] = []
    waiting: Statement | None = None
    for said, days in facts:
        if said.verb in GIVES_OFF:
            named.append(days)
            if waiting:
                _check(waiting, named, fault, joined=joined)
                waiting = None
        if said.count is None or said.verb is Verb.MOVED:
            continue
        if named:
            _check(said, named, fault, joined=joined)
        else:
            waiting = said
    if waiting:
        fault(waiting.text, "counts days that the clause does not name", "只有天数，没有日期")


def with_weekends(days: Iterable[date]) -> set[date]:
    """*days* and the weekend days that lie next to them."""
    joined = set(days)
    for step in (ONE_DAY, -ONE_DAY):
        for day in sorted(joined):
            following = day + step
            while following.weekday() >= 5:
                joined.add(following)
                following += step
    return joined


def _astray(day: date, fault: Report, en: str, zh: str) -> None:
    fault(f"{day.month}月{day.day}日", f"{day} lies {en}; check the days", f"{day}{zh}；请核对日期")


def _check(said: Statement, named: list[tuple[date, ...]], fault: Report, *, joined: bool) -> None:
    every = {day for days in named for day in days}
    sizes = {len(set(named[-1])), len(every)}
    if joined:
        sizes.add(len(with_weekends(every)))
    if said.count not in sizes:
        counted = [f"{size}" for size in sorted(sizes)]
        fault(
            said.text,
            f"the days named are {' or '.join(counted)}, not {said.count}; check the days or the number",
            f"所列日期为{'或'.join(counted)}天，不是{said.count}天；请核对日期或天数",
        )
