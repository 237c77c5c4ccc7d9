"""Timings to a table of ratios, each goal beside the row it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rounds import Timing

from gov_deadlines.show import as_text

HEAD = ("case", "median", "+-", "x ours", "x limit", "goal", "in this run")


def goal_at_most(times: float, name: str, ratio: float) -> tuple[str, str]:
    """The two cells of a goal that a ratio stays under."""
    return f"<= {times:g}x {name}", "met" if ratio <= times else f"MISSED by {ratio / times - 1:.0%}"


def goal_at_least(times: float, name: str, ratio: float) -> tuple[str, str]:
    """The two cells of a goal that a ratio reaches."""
    return f">= {times:g}x {name}", "met" if ratio >= times else f"MISSED by {1 - ratio / times:.0%}"


def printed(
    timings: Iterable[Timing], ours: Timing, limit: Timing, goals: Mapping[str, tuple[str, str]], unit: str
) -> str:
    """The table: per case its median, its spread, both ratios and its goal."""
    rows = [
        (
            timing.name,
            f"{figure(timing.median)} {unit}",
            f"{timing.spread:.0%}",
            f"{figure(timing.over(ours))}x",
            f"{figure(timing.over(limit))}x",
            *goals.get(timing.name, ("", "")),
        )
        for timing in timings
    ]
    return as_text(HEAD, rows)


def figure(value: float) -> str:
    """*value* with as many digits as it deserves."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:#.3g}"
