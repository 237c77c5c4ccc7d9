"""Timings to a table of ratios, each goal beside the row it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from rounds import Timing

from gov_deadlines.show import as_text

HEAD = ("case", "median", "+-", "x ours", "x limit")
GOAL = ("goal", "in this run")


@attrs.frozen
class Goal:
    """A bound that *value* may not pass, or is to reach, and how far the rounds were apart where there were several."""

    bound: float
    unit: str
    value: float
    is_most: bool
    spread: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the value keeps to the bound."""
        return self.value <= self.bound if self.is_most else self.value >= self.bound

    @property
    def cells(self) -> tuple[str, str]:
        """The goal, and what became of it in this run."""
        share = self.value / self.bound
        missed = f"MISSED by {share - 1 if self.is_most else 1 - share:.0%}"
        return f"{'<=' if self.is_most else '>='} {self.bound:g}{self.unit}", "met" if self.is_met else missed


Goals = dict[str, Goal]
"""By what was measured."""


def at_most(bound: float, unit: str, value: float) -> Goal:
    """The goal that *value* does not pass."""
    return Goal(bound, unit, value, is_most=True, spread=getattr(value, "spread", None))


def at_least(bound: float, unit: str, value: float) -> Goal:
    """The goal that *value* reaches."""
    return Goal(bound, unit, value, is_most=False, spread=getattr(value, "spread", None))


def named(about: str, goals: Mapping[str, Goal]) -> Goals:
    """*goals*, each with what it is *about* before its name."""
    return {f"{about}: {name}": goal for name, goal in goals.items()}


def printed(
    timings: Iterable[Timing],
    ours: Timing,
    limit: Timing,
    unit: str,
    goals: Mapping[str, Goal] | None = None,
) -> str:
    """The table: per case its median, its spread, both ratios and, where there are any, the goals."""
    rows = [
        (
            timing.name,
            f"{figure(timing.median)} {unit}",
            f"{timing.spread:.0%}",
            f"{figure(timing.over(ours))}x",
            f"{figure(timing.over(limit))}x",
            *(goals[timing.name].cells if timing.name in (goals or ()) else ("", "") if goals else ()),
        )
        for timing in timings
    ]
    return as_text((*HEAD, *GOAL) if goals else HEAD, rows)


def figure(value: float) -> str:
    """*value* with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".") if value >= 0.001 else f"{value:.1g}"
