"""Timings to a table of ratios, each goal beside the row it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rounds import Timing

from gov_deadlines.show import as_text

HEAD = ("case", "median", "+-", "x ours", "x limit")
GOAL = ("goal", "in this run")


def at_most(bound: float, unit: str, value: float) -> tuple[str, str]:
    """The two cells of a goal that *value* may not pass."""
    return f"<= {bound:g}{unit}", "met" if value <= bound else f"MISSED by {value / bound - 1:.0%}"


def at_least(bound: float, unit: str, value: float) -> tuple[str, str]:
    """The two cells of a goal that *value* is to reach."""
    return f">= {bound:g}{unit}", "met" if value >= bound else f"MISSED by {1 - value / bound:.0%}"


def printed(
    timings: Iterable[Timing],
    ours: Timing,
    limit: Timing,
    unit: str,
    goals: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """The table: per case its median, its spread, both ratios and, where there are any, the goals."""
    rows = [
        (
            timing.name,
            f"{figure(timing.median)} {unit}",
            f"{timing.spread:.0%}",
            f"{figure(timing.over(ours))}x",
            f"{figure(timing.over(limit))}x",
            *(goals.get(timing.name, ("", "")) if goals else ()),
        )
        for timing in timings
    ]
    return as_text((*HEAD, *GOAL) if goals else HEAD, rows)


def figure(value: float) -> str:
    """*value* with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:#.3g}".rstrip(".") if value >= 0.001 else f"{value:.1g}"
