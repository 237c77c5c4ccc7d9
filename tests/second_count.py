"""
The legal counting done a second time, by walking: nothing here looks into the package; it reads the law as plain TOML.

Which text binds is found among the tables of ``law/data``; where its limit ends, by going one day at a time over a set
of working days. ``make soak-due`` and tests/test_second_count.py hold every answer of ``due`` against it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from . import oracle

LAW = Path(__file__).parents[1] / "src" / "gov_deadlines" / "law" / "data"
RANKS = (
    "law", "administrative_regulation", "judicial_interpretation", "state_council_document", "department_rule",
    "department_document", "local_regulation", "local_document",
)  # fmt: skip
FAR = date(9999, 12, 31)
NOT_PUBLISHED, NO_RULE, UNDECIDABLE = "calendar_not_published", "no_rule_in_force", "undecidable"
Span = tuple[date, date]
"""Days left out: those after the first through the last."""


@dataclass(frozen=True)
class Limit:
    """A number and a unit, a month and day (``fixed``), the day itself (``same_day``), or only a word."""

    unit: str
    n: int = 0
    month: int = 0
    day: int = 0
    roll: str = "none"
    before: bool = False
    minimum: bool = False


@dataclass(frozen=True, eq=False)
class Text:
    """One ``[[version]]`` table with what it takes from its document."""

    limit: Limit
    anchor: str
    first: date
    last: date
    place: str
    rank: int
    narrow: bool
    from_memory: bool
    locator: str
    document: str
    adds_to: str

    @property
    def level(self) -> tuple[int, int]:
        return self.rank, len(self.place)


@cache
def law() -> Mapping[str, tuple[Text, ...]]:
    """Every text by its rule, in the order of the files."""
    rolls = {kind: told["roll"] for kind, told in _toml(LAW / "conventions.toml")["readings"].items()}
    found: dict[str, list[Text]] = {each["id"]: [] for each in _toml(LAW / "rules.toml")["rule"]}
    for path in sorted(LAW.glob("*.toml")):
        if path.stem not in ("rules", "conventions", "anchors"):
            told = _toml(path)
            for table in told.get("version", ()):
                found[table["rule"]].append(_text(told["document"], table, rolls))
    return {rule: tuple(texts) for rule, texts in found.items()}


def binding(rule: str, day: date, chain: Sequence[str]) -> Text | None:
    """
    The text that binds in the innermost place of *chain*.

    The highest text with a number for everybody, unless one further down asks for more; what is known from memory gives
    way to what was read, where the two say the same.
    """
    found = [text for text in law()[rule] if text.place in chain and text.first <= day <= text.last]
    return _strongest(tuple(found)) if found else None


@cache
def _strongest(found: tuple[Text, ...]) -> Text:
    ladder = sorted(found, key=lambda t: (t.limit.unit == "word", t.narrow, t.level, -t.first.toordinal()))
    best = ladder[0]
    for text in ladder[1:]:
        if text.level > best.level and _as_wide(text, best) and _asks_more(text.limit, best.limit):
            best = text
    same = (t for t in ladder if _as_wide(t, best) and (t.limit, t.anchor) == (best.limit, best.anchor))
    return next((t for t in same if not t.from_memory), best) if best.from_memory else best


def _as_wide(text: Text, other: Text) -> bool:
    return text.limit.unit != "word" and (not text.narrow or other.narrow)


def _asks_more(one: Limit, other: Limit) -> bool:
    if one.unit == "same_day" or one.unit != other.unit:
        return one.unit == "same_day" != other.unit
    if one.unit == "fixed":
        return bool(one.n) is bool(other.n) and (one.n, one.month, one.day) < (other.n, other.month, other.day)
    return one.n > other.n if one.minimum else one.n < other.n


def end(limit: Limit, start: date | datetime, works: Mapping[date, bool], out: Sequence[Span] = (), extra: int = 0,
        holidays: frozenset[date] = frozenset()) -> date | datetime | str:  # fmt: skip
    """
    The last day of *limit*, the last instant for hours, or the code of the refusal.

    *out* are days left out of it, *extra* how many more units an extension gives; *holidays* are the days set off,
    which a roll by the letter steps over.
    """
    day = start.date() if isinstance(start, datetime) else start
    if limit.unit == "hour":
        return start.astimezone(UTC) + timedelta(hours=limit.n + extra) if isinstance(start, datetime) else UNDECIDABLE
    if limit.unit in ("word", "same_day"):
        return UNDECIDABLE if limit.unit == "word" else day
    step, left = -oracle.ONE_DAY if limit.before else oracle.ONE_DAY, limit.n + extra
    gone = {each for after, through in out for each in oracle.days(after + oracle.ONE_DAY, through)}
    try:
        if limit.unit == "working_day":
            works[day]
            while left:
                day += step
                left -= works[day] and day not in gone
            return day
        if limit.unit == "fixed":
            years = (limit.n,) if limit.n else (day.year, day.year + 1)
            day = next(d for d in (date(y, limit.month, limit.day) for y in years) if limit.n or d > day)
        else:
            nominal = oracle.nominal(day, -left if limit.before else left, limit.unit)
            left = abs((nominal - day).days) if gone else 0
            while left:
                day += step
                left -= day not in gone
            day = day if gone else nominal
        if limit.roll == "day_after" and not limit.before and works[day] is False and day in holidays:
            while day in holidays and works[day] is False:
                day += oracle.ONE_DAY
            return day
        while limit.roll != "none" and not limit.before and not works[day]:
            day += oracle.ONE_DAY
        return day
    except KeyError:
        return NOT_PUBLISHED


def _text(document: dict[str, Any], table: dict[str, Any], rolls: Mapping[str, str]) -> Text:
    kind = next(kind for kind in ("limit", "fixed", "same_day", "word") if table.get(kind))
    unit, n, month, day = kind, 0, 0, 0
    if kind == "limit":
        unit, n = table["limit"]["unit"], table["limit"]["n"]
    if kind == "fixed":
        *year, month, day = map(int, table["fixed"].split("-"))
        n = year[0] if year else 0
    flags = table.get("direction") == "before", table.get("bound") == "minimum"
    place = document["jurisdiction"]
    while place.isdigit() and len(place) > 2 and place.endswith("00"):
        place = place[:-2]
    return Text(
        Limit(unit, n, month, day, table.get("roll") or rolls.get(unit, "none"), *flags),
        table["anchor"],
        table.get("in_force_from") or document["in_force_from"],
        table.get("in_force_to") or document.get("in_force_to") or FAR,
        place,
        RANKS.index(document["rank"]),
        bool(document.get("bound_zh") or table.get("condition_zh")),
        (table.get("mark") or document["mark"]) == "M",
        table["locator"],
        document["id"],
        table.get("adds_to", ""),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
