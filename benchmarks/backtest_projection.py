"""Backtest of projected years: each annual notice is hidden in turn, with all that came out after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, partial
from statistics import mean, median
from unittest.mock import patch

import attrs

from gov_deadlines import WorkCalendar
from gov_deadlines.civil import ONE_DAY
from gov_deadlines.show import as_text
from gov_deadlines.workdays import calendar, packaged, projection

YEARS = range(2014, 2027)
NUMBERS = range(1, 61)
DEGREES = (1, 2, 3, 5, 7, 9, projection.NEAREST, 15, 20, 30)
COVERAGE, WIDTH = 0.995, 2
LAW_CHANGED_WITH_NOTICE = {2014: "2008", 2025: "2014"}
HEAD = ("", "cases", "inside", "guess right", "width n=20: median", "mean", "90 %", "largest", "width all n: mean")


@attrs.frozen
class Case:
    """One start and one number of working days, answered without the notice and with it."""

    n: int
    guess: date
    earliest: date
    latest: date
    truth: date

    @property
    def inside(self) -> bool:
        return self.earliest <= self.truth <= self.latest

    @property
    def width(self) -> int:
        return (self.latest - self.earliest).days


def days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def winter(year: int) -> tuple[date, date]:
    """The starts that matter most: those whose counts run into a year not yet arranged."""
    return date(year - 1, 11, 1), date(year, 1, 31)


def summer(year: int) -> tuple[date, date]:
    """The starts whose short counts meet the later festivals."""
    return date(year, 2, 1), date(year, 10, 15)


@cache
def cases(
    year: int,
    nearest: int = projection.NEAREST,
    law: str | None = None,
    starts: tuple[date, date] | None = None,
    numbers: range = NUMBERS,
) -> tuple[Case, ...]:
    """Every case of one hidden year; the truth is the calendar as known on the day its notice came out."""
    every, public = WorkCalendar.load("CN"), packaged.notice(f"CN/{year}").known_from
    # The notice is hidden, the law is not: those of 2014 and 2025 came out with their notices or hours before.
    regulation = next((r for r in packaged.regulations() if r.id == law), packaged.regulation(year))
    calendar._ahead.cache_clear()  # a calendar does not remember how cautious it was asked to be
    with patch.object(projection, "project", partial(projection.project, nearest=nearest)):
        guess = every.known_as_of(public - ONE_DAY).projected(year, regulation=regulation)
    truth = every.known_as_of(public)
    return tuple(
        Case(n, guess.shift(day, n), *guess.bounds(day, n), truth.shift(day, n))
        for day in days(*(starts or winter(year)))
        for n in numbers
    )


def row(label: str, found: Iterable[Case]) -> tuple[str, ...]:
    found = list(found)
    widths = sorted(case.width for case in found if case.n == 20)
    return (
        label,
        f"{len(found)}",
        f"{mean(case.inside for case in found):.3%}",
        f"{mean(case.guess == case.truth for case in found):.1%}",
        f"{median(widths):g}",
        f"{mean(widths):.2f}",
        f"{widths[len(widths) * 9 // 10]}",
        f"{widths[-1]}",
        f"{mean(case.width for case in found):.2f}",
    )


def coverage(years: Iterable[int], nearest: int) -> float:
    return mean(case.inside for year in years for case in cases(year, nearest))


def chosen_without(year: int) -> int:
    """The least cautious degree that covers enough of the other years: the choice of one who never saw *year*."""
    others = [other for other in YEARS if other != year]
    return next(nearest for nearest in DEGREES if coverage(others, nearest) >= COVERAGE)


def report() -> bool:
    """Prints every table; returns whether the goal is reached."""
    everything = [case for year in YEARS for case in cases(year)]
    print(f"starts November to January, n = 1..60, {projection.NEAREST} nearest arrangements, by hidden year")
    print(as_text(HEAD, [*(row(f"{year}", cases(year)) for year in YEARS), row("all", everything)]))
    across = [case for year in YEARS for case in cases(year) if case.truth >= date(year - 1, 12, 20)]
    print(as_text(HEAD, [row("all, due from 20 December on", across)]))

    print("\ncoverage against width: how many nearest arrangements are compared")
    sweep = [row(f"{k}", (case for year in YEARS for case in cases(year, k))) for k in DEGREES]
    print(as_text(("nearest", *HEAD[1:]), sweep))

    print("\nhad the least cautious sufficient degree been chosen on the other twelve years")
    picks = {year: chosen_without(year) for year in YEARS}
    held_out = [case for year, nearest in picks.items() for case in cases(year, nearest)]
    degrees = ", ".join(f"{nearest} ({list(picks.values()).count(nearest)}x)" for nearest in sorted({*picks.values()}))
    print(as_text(HEAD, [row(f"degrees {degrees}", held_out)]))

    print("\nbeyond the goal: the law as it stood the day before, fewer earlier notices, the rest of the year")
    rest = (case for year in YEARS for case in cases(year, starts=summer(year), numbers=range(1, 21)))
    rows = [row(f"{year} by the law of {law}", cases(year, law=law)) for year, law in LAW_CHANGED_WITH_NOTICE.items()]
    rows += [row(f"{year}", cases(year)) for year in range(2008, 2014)]
    rows += [row("starts February to 15 October, n = 1..20", rest)]
    print(as_text(HEAD, rows))

    widths = [case.width for case in everything if case.n == 20]
    reached = mean(case.inside for case in everything) >= COVERAGE and median(widths) <= WIDTH
    print(f"\ngoal {'reached' if reached else 'MISSED'}: inside >= {COVERAGE:.1%}, median width n=20 <= {WIDTH} days")
    return reached


if __name__ == "__main__":
    raise SystemExit(not report())
