"""Times cases in turn, round after round, in one process: what disturbs one then disturbs its neighbours too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

import attrs

ROUNDS = 41
MOST_ROWS, LEAST_ROWS = 4000, 3
BUDGET_NS = 2_000_000

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

Rows = Callable[[int], Sequence[object]]


@attrs.frozen
class Case:
    """
    One expression to be timed, evaluated once per row with the row bound to *target* and *names* as local names.

    *rows* makes that many fresh rows: a date met before has its hash in store, and a real caller's has not.
    """

    name: str
    expression: str
    rows: Rows
    names: Mapping[str, object] = attrs.field(factory=dict)
    target: str = "day"

    def compiled(self) -> tuple[Callable[..., int], Callable[..., Any]]:
        """The timed loop over rows, and the expression as a function of one row."""
        made: dict[str, Any] = {}
        fields = {"names": ", ".join(self.names), "target": self.target, "expression": self.expression}
        exec(_SOURCE.format(**fields), made)  # noqa: PLW0122 - see _SOURCE
        return made["loop"], made["answer"]

    def answer(self, *row: object) -> Any:
        """What the expression gives for one row."""
        return self.compiled()[1](*row, **self.names)


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
        """Half the distance between the quartiles, as a share of the median: how disturbed the rounds were."""
        ordered = sorted(self.figures)
        quarter = len(ordered) // 4
        return (ordered[-1 - quarter] - ordered[quarter]) / 2 / self.median

    def over(self, other: Timing) -> float:
        """How many times the other this took: the median of the ratios within each round."""
        return median(mine / its for mine, its in zip(self.figures, other.figures, strict=True))


def in_rounds(cases: Sequence[Case], rounds: int = ROUNDS) -> dict[str, Timing]:
    """Per case the nanoseconds per row, all cases in turn in each round, with the garbage collector at rest."""
    loops = {case.name: case.compiled()[0] for case in cases}

    def nanoseconds(case: Case, count: int) -> float:
        return loops[case.name](case.rows(count), time.perf_counter_ns, **case.names) / count

    counts = {}
    for case in cases:
        nanoseconds(case, LEAST_ROWS)
        estimate = nanoseconds(case, LEAST_ROWS)
        counts[case.name] = int(min(max(BUDGET_NS / estimate, LEAST_ROWS), MOST_ROWS))
    figures: dict[str, list[float]] = {case.name: [] for case in cases}
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for number in range(rounds):
            for case in cases[number % len(cases) :] + cases[: number % len(cases)]:
                figures[case.name].append(nanoseconds(case, counts[case.name]))
            gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
    return {name: Timing(name, tuple(values)) for name, values in figures.items()}
