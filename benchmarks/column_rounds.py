"""Times whole columns: each case answers a column of its own length, in turn, round after round."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence

import attrs
import numpy as np
from rounds import Timing

from gov_deadlines import WorkCalendar
from gov_deadlines.analysis.columns.days import arrays_of

CALENDAR = WorkCalendar.load("CN")
ROUNDS = 11
ROWS = 10_000_000
FEWER = 100_000
"""For peers that take hundreds of nanoseconds a row: what they take does not depend on how many there are."""


@attrs.frozen
class Column:
    """One way to answer a column of *rows* rows."""

    name: str
    answer: Callable[[], object]
    rows: int = ROWS


def in_turn(cases: Sequence[Column], rounds: int) -> dict[str, Timing]:
    """Per case the nanoseconds per row, all cases in turn in each round; each has run once before."""
    figures: dict[str, list[float]] = {case.name: [] for case in cases}
    for case in cases:
        case.answer()
    for number in range(rounds):
        first = number % len(cases)
        for case in (*cases[first:], *cases[:first]):
            gc.collect()
            begun = time.perf_counter_ns()
            case.answer()
            figures[case.name].append((time.perf_counter_ns() - begun) / case.rows)
    return {name: Timing(name, tuple(values)) for name, values in figures.items()}


def random_days(rows: int, *, margin: int = 400, seed: int = 0) -> np.ndarray:
    """Days drawn from the calendar but for *margin* days at its end, so that every one has an answer."""
    days = arrays_of(CALENDAR)
    return np.random.default_rng(seed).integers(days.first, days.last - margin, rows)


def rest_days() -> np.ndarray:
    """Every rest day: what libraries that know only a week and holidays must be told to be exact."""
    days = arrays_of(CALENDAR)
    return np.arange(days.first, days.last + 1)[~days.works].view("M8[D]")
