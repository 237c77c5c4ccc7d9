"""The steps of a count: what was passed over, what was counted, where it ended, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from .civil import ONE_DAY
from .exclusion import Exclusion
from .workdays.calendar import WorkCalendar
from .workdays.day import Day, DayKind
from .workdays.doubt import Doubt
from .workdays.notice import Notice


class StepKind(Enum):
    """What happened in one step of a count."""

    START = "start"
    SKIPPED = "skipped"
    MADE_UP = "made_up"
    REACHED = "reached"
    CLAMPED = "clamped"
    ROLLED = "rolled"
    EXCLUDED = "excluded"
    EXTENDED = "extended"
    DOUBT = "doubt"


@attrs.frozen
class Step:
    """
    One step of a count, from *first* through *last*.

    ``start``: the day (or instant) counted from, itself not counted. ``skipped``: rest days that do not count.
    ``made_up``: a weekend day that is worked and counts. ``reached``: the day the period itself ends on. ``clamped``:
    the month has no such day, so its last. ``rolled``: the last day moved off a rest day. ``excluded``: days left
    out although they were worked. ``extended``: the day the limit would have ended on, had it not been extended.
    ``doubt``: what the answer rests on. *projected* marks days that rest on no notice.
    """

    kind: StepKind
    first: date
    last: date
    name: str = ""
    notice: Notice | None = None
    at: datetime | None = None
    doubt: Doubt | None = None
    projected: bool = False
    exclusion: Exclusion | None = None

    def to_dict(self) -> dict[str, Any]:
        """The step in plain strings, without what is empty."""
        why = self.doubt.reason("en") if self.doubt else self.exclusion.en if self.exclusion else ""
        why_zh = self.doubt.reason("zh") if self.doubt else self.exclusion.zh if self.exclusion else ""
        plain = {
            "kind": self.kind.value,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "name": self.name,
            "notice": self.notice.citation if self.notice else "",
            "notice_id": self.notice.id if self.notice else "",
            "at": self.at.isoformat() if self.at else "",
            "reason": why,
            "reason_zh": why_zh,
            "projected": self.projected,
        }
        return {key: value for key, value in plain.items() if value}


def walked(calendar: WorkCalendar, first: date, last: date, excluded: Sequence[Exclusion]) -> Iterator[Step]:
    """What a count went over from *first* through *last*: the steps of :func:`passed`, and the days left out."""
    for each in excluded:
        if each.through < first or each.after >= last:
            continue
        yield from passed(calendar, first, each.after)
        begin, first = max(first, each.after + ONE_DAY), each.through + ONE_DAY
        yield Step(StepKind.EXCLUDED, begin, min(each.through, last), exclusion=each)
    yield from passed(calendar, first, last)


def passed(calendar: WorkCalendar, first: date, last: date) -> Iterator[Step]:
    """The rest days from *first* through *last*, neighbours of one origin together, and the weekend days worked."""
    run: list[Day] = []

    def flush() -> Iterator[Step]:
        if run:
            yield Step(
                StepKind.SKIPPED, run[0].date, run[-1].date, _label(run[0]), run[0].notice, projected=run[0].projected
            )
            run.clear()

    day = first
    while day <= last:
        found = calendar.day(day)
        if found.working or (run and _origin(run[0]) != _origin(found)):
            yield from flush()
        if found.kind is DayKind.MAKEUP:
            yield Step(StepKind.MADE_UP, day, day, _label(found), found.notice, projected=found.projected)
        elif not found.working:
            run.append(found)
        day += ONE_DAY
    yield from flush()


def _origin(day: Day) -> tuple[DayKind, str, str, bool]:
    return day.kind, day.name, day.notice.id if day.notice else "", day.projected


def _label(day: Day) -> str:
    return day.name or day.kind.zh
