"""Times cases in turn, round after round, in one process: what disturbs one then disturbs its neighbours too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

import attrs

ROUNDS = 41
MOST_ROWS, LEAST_ROWS = 20_000, 3
BATCH = 500
BUDGET_NS = 2_000_000
COLD_ROWS, EVICTED_BYTES = 200, 1 << 26

# As in timeit, the statement is pasted into the loop: no call of ours stands between the clock and what is timed,
# and each case has code of its own, so that the interpreter specialises it for that case alone.
_SOURCE = """
def loop(_rows, _clock, {names}):
    _begin = _clock()
    for {target} in _rows:
        {expression}
    return _clock() - _begin

def answer({target}, {names}):
    return {expression}
"""

Rows = Callable[[int], Sequence[Any]]


@attrs.frozen
class Case:
    """
    One expression to be timed, evaluated once per row with the row bound to *target* and *names* as local names.

    *rows* makes that many fresh rows: a date met before has its hash in store, and a real caller's has not.
    A case runs once untimed before it is timed, so that its data are in the processor's caches, as in a loop; a *cold*
    one is timed after they were filled with something else, as for one call among other work.
    """

    name: str
    expression: str
    rows: Rows
    names: Mapping[str, object] = attrs.field(factory=dict)
    target: str = "day"
    cold: bool = False

    def compiled(self) -> tuple[Callable[..., int], Callable[..., Any]]:
        """The timed loop over rows, and the expression as a function of one row."""
        made: dict[str, Any] = {}
        fields = {"names": ", ".join(self.names), "target": self.target, "expression": self.expression}
        exec(_SOURCE.format(**fields), made)
        return made["loop"], made["answer"]


@attrs.frozen
class Timing:
    """What one case took: a figure per round, in one unit for all cases that are compared."""

    name: str
    figures: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median over the rounds."""
        return median(self.figures)

    @property
    def spread(self) -> float:
        """How disturbed the rounds were."""
        return _spread(self.figures)

    def over(self, other: Timing) -> Ratio:
        """How many times the other this took: the median of the ratios within each round."""
        return Ratio.of([mine / its for mine, its in zip(self.figures, other.figures, strict=True)])


class Ratio(float):
    """A median of ratios that knows how far they lay apart."""

    spread: float

    @classmethod
    def of(cls, ratios: Sequence[float]) -> Ratio:
        made = cls(median(ratios))
        made.spread = _spread(ratios)
        return made


def _spread(figures: Sequence[float]) -> float:
    """Half the distance between the quartiles, as a share of the median."""
    ordered = sorted(figures)
    quarter = len(ordered) // 4
    return (ordered[-1 - quarter] - ordered[quarter]) / 2 / median(ordered)


def in_rounds(cases: Sequence[Case], rounds: int = ROUNDS) -> dict[str, Timing]:
    """Per case the nanoseconds per row, all cases in turn in each round, with the garbage collector at rest."""
    loops = {case.name: case.compiled()[0] for case in cases}
    counts = {case.name: _count(case, loops[case.name]) for case in cases}
    figures: dict[str, list[float]] = {case.name: [] for case in cases}
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for number in range(rounds):
            first = number % len(cases)
            for case in (*cases[first:], *cases[:first]):
                figures[case.name].append(_nanoseconds(case, loops[case.name], counts[case.name]))
            gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
    return {name: Timing(name, tuple(values)) for name, values in figures.items()}


def _nanoseconds(case: Case, loop: Callable[..., int], count: int) -> float:
    if case.cold:
        rows = case.rows(count)
        _ = bytearray(b"x") * EVICTED_BYTES
        return loop(rows, time.perf_counter_ns, **case.names) / count
    _pass(case, loop, count)
    return _pass(case, loop, count) / count


def _pass(case: Case, loop: Callable[..., int], count: int) -> int:
    """The nanoseconds for all rows, made a few at a time: a long list of them would itself fill the caches."""
    sizes = [min(BATCH, count - done) for done in range(0, count, BATCH)]
    return sum(loop(case.rows(size), time.perf_counter_ns, **case.names) for size in sizes)


def _count(case: Case, loop: Callable[..., int]) -> int:
    """As many rows as fit the budget of a round: where they are cheap, enough to visit every part of the calendar."""
    if case.cold:
        return COLD_ROWS
    estimate = min(_nanoseconds(case, loop, LEAST_ROWS) for _ in range(3))
    return int(min(max(BUDGET_NS / estimate, LEAST_ROWS), MOST_ROWS))
