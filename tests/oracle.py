"""
What the answers are held against, and how: nothing here looks into the package.

The calendar is read a second time, from tables that a jurist can check (``answers/*.csv``); working days are counted
by stepping one day at a time; and the steps of a count are replayed without any calendar at all.
"""

from __future__ import annotations

import csv
import functools
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pendulum

ANSWERS = Path(__file__).with_name("answers")
ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)

Works = Callable[[date], bool]

# None of them is a day, though each is a `date` by its class.
INSTANTS = (
    datetime(2020, 5, 20),  # noqa: DTZ001
    datetime(2020, 5, 20, tzinfo=UTC),
    pendulum.datetime(2020, 5, 20),
)

# The day the public knew of each notice: press dates, since an official database shows upload dates for the old ones.
# The days on which the notices for 2004 and 2005 came out were not found; the eve of their first day stands in.
PUBLIC = {
    id: date.fromisoformat(day)
    for id, day in {
        "CN/2004": "2003-12-31",
        "CN/2005": "2004-12-31",
        "CN/2006": "2005-12-22",
        "CN/2007": "2006-12-18",
        "CN/2008": "2007-12-18",
        "CN/2009": "2008-12-10",
        "CN/2010": "2009-12-08",
        "CN/2011": "2010-12-10",
        "CN/2012": "2011-12-06",
        "CN/2013": "2012-12-10",
        "CN/2014": "2013-12-11",
        "CN/2015": "2014-12-16",
        "CN/2015b": "2015-05-13",
        "CN/2016": "2015-12-10",
        "CN/2017": "2016-12-01",
        "CN/2018": "2017-11-30",
        "CN/2019": "2018-12-06",
        "CN/2019b": "2019-03-22",
        "CN/2020": "2019-11-21",
        "CN/2020b": "2020-01-27",
        "CN/2021": "2020-11-25",
        "CN/2022": "2021-10-25",
        "CN/2023": "2022-12-08",
        "CN/2024": "2023-10-25",
        "CN/2025": "2024-11-12",
        "CN/2026": "2025-11-04",
    }.items()
}


class OutsideError(LookupError):
    """The walk left the calendar."""


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    """Each day from *first* through *last*."""
    while first <= last:
        yield first
        first += ONE_DAY


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one answer table."""
    with (ANSWERS / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@functools.cache
def nation(known: date | None = None) -> Mapping[date, bool]:
    """
    Whether the nation works, by day, from 2004 on, according to the notices public by the end of *known*.

    It ends with the last year that has its annual notice; a later notice beats an earlier one.
    """
    out = [id for id, public in PUBLIC.items() if known is None or public <= known]
    last = date(max(int(id[3:7]) for id in out), 12, 31)
    works = {day: day.weekday() < 5 for day in days(FIRST, last)}
    for id in out:
        works |= {
            date.fromisoformat(row["date"]): row["setting"] == "on"
            for row in rows("national_changes.csv")
            if row["notice"] == id
        }
    return {day: works[day] for day in days(FIRST, last)}


def deciders() -> dict[date, str]:
    """The id of the national notice whose word stands, by day: a later notice speaks over an earlier one."""
    table = sorted(rows("national_changes.csv"), key=lambda row: row["notice"])
    return {date.fromisoformat(row["date"]): row["notice"] for row in table}


@functools.cache
def place(code: str) -> Mapping[date, bool]:
    """Whether state organs of *code* work, by day: the nation's days, then those of each wider and its own region."""
    works = dict(nation())
    for length in range(2, len(code) + 1, 2):
        for row in rows("regional.csv"):
            if row["code"] == code[:length] and row["setting"] != "off_for_some":
                works[date.fromisoformat(row["date"])] = row["setting"] != "off"
    return works


def places() -> list[str]:
    """The codes that have rows of their own."""
    return sorted({row["code"] for row in rows("regional.csv")})


def within(works: Mapping[date, bool]) -> Works:
    """*works* as a predicate that refuses every day it does not hold."""

    def answer(day: date) -> bool:
        if day not in works:
            raise OutsideError(day)
        return works[day]

    return answer


def shift(day: date, n: int, works: Works) -> date:
    """The n-th working day after *day*, or before it, one day at a time."""
    works(day)
    step = ONE_DAY if n > 0 else -ONE_DAY
    for _ in range(abs(n)):
        day += step
        while not works(day):
            day += step
    return day


def roll(day: date, works: Works) -> date:
    """*day* or the first working day after it, one day at a time."""
    while not works(day):
        day += ONE_DAY
    return day


def count(after: date, through: date, works: Works) -> int:
    """The working days in (*after*, *through*], one day at a time; negative when reversed."""
    works(after), works(through)
    if through < after:
        return -count(through, after, works)
    return sum(works(day) for day in days(after + ONE_DAY, through))


def nominal(start: date, n: int, unit: str) -> date:
    """Where *n* (maybe negative) days, weeks, months or years from *start* end by the plain calendar."""
    if unit in ("day", "week"):
        return date.fromordinal(start.toordinal() + n * (7 if unit == "week" else 1))
    months = start.year * 12 + start.month - 1 + n * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


class Replay:
    """
    A count done again from its steps alone: their kinds and spans, and the number and unit that were asked for.

    It holds the steps to their own rules on the way and raises AssertionError where one of them does not fit.
    """

    def __init__(self, steps: Iterable[tuple[str, date, date, datetime | None]], n: int, unit: str, *, before: bool):
        steps = list(steps)
        assert steps[0][0] == "start"
        assert [kind for kind, *_ in steps].count("start") == 1
        self.steps, self.n, self.unit, self.before = steps, n, unit, before
        _, self.start, last, self.instant = steps[0]
        assert self.start == last
        self.skipped: set[date] = set()
        made_up: set[date] = set()
        for kind, first, last, _ in steps[1:]:
            assert first <= last
            target = {"skipped": self.skipped, "made_up": made_up}.get(kind)
            if target is not None:
                fresh = set(days(first, last))
                assert not target & fresh
                target |= fresh
        assert not self.skipped & made_up
        assert all(day.weekday() >= 5 for day in made_up)
        self.made_up = made_up

    def due(self) -> date:
        """The day the steps lead to."""
        if self.unit == "working_day":
            return self._working_days()
        end = nominal(self.start, -self.n if self.before else self.n, self.unit)
        lacking = self.unit in ("month", "year") and end.day != self.start.day
        assert self._only("clamped" if lacking else "reached") == (end, end)
        due = end
        while due in self.skipped:
            due += ONE_DAY
        assert self.skipped == set(days(end, due - ONE_DAY))
        if due == end:
            assert not self._all("rolled")
        else:
            assert self._only("rolled") == (end, due)
        return due

    def instant_due(self) -> datetime:
        """The instant the steps of a period in hours lead to."""
        assert self.instant is not None
        end = self.instant.astimezone(UTC) + timedelta(hours=-self.n if self.before else self.n)
        (reached,) = [at for kind, *_, at in self.steps if kind == "reached"]
        assert reached is not None
        assert reached.astimezone(UTC) == end
        assert len(self.steps) == 2
        return end

    def _working_days(self) -> date:
        day, step, left = self.start, -ONE_DAY if self.before else ONE_DAY, self.n
        passed: set[date] = set()
        while left:
            day += step
            passed.add(day)
            if day not in self.skipped:
                assert (day.weekday() >= 5) == (day in self.made_up)
                left -= 1
        assert self.skipped <= passed
        assert self.made_up <= passed
        assert self._only("reached") == (day, day)
        return day

    def _all(self, wanted: str) -> list[tuple[date, date]]:
        return [(first, last) for kind, first, last, _ in self.steps if kind == wanted]

    def _only(self, wanted: str) -> tuple[date, date]:
        (span,) = self._all(wanted)
        return span
