"""An extension: how much of what the law allows was taken, all of it unless a number of days or a day was named."""

from __future__ import annotations

from datetime import date

import attrs

from ..civil import civil_day
from ..deadline import Deadline
from ..errors import GovDeadlinesError
from ..law.rule import Version
from ..period import Period
from ..unit import Unit
from .event import Event
from .record import Record, Setting


def extending(setting: Setting, rule: str, start: date) -> Version | None:
    """The text that says how much an extension by *rule* may add to a limit that started on *start*."""
    standing = setting.standing(rule, start)
    return standing.binding if standing else None


def named_day(event: Event | None) -> date | None:
    """The day that an extension names as its end."""
    told = event.get("until") if event else None
    return date.fromisoformat(told) if told else None


def granted(event: Event, unit: Unit, unextended: Deadline | None) -> int | None:
    """
    How much the extension grants by what it says, counted for a named day from the end of *unextended*.

    Units: *unit*, that of what the law allows. ``None`` where it says nothing, and grants all of that.
    """
    until, n = named_day(event), event.get("working_days")
    if n is not None or until is None or unextended is None or unextended.due is None:
        return n if n is None else int(n)
    after, calendar = unextended.due, unextended.calendar
    return calendar.count(after, until) if unit is Unit.WORKING_DAY else (until - after).days


def within_most(record: Record, event: Event) -> bool:
    """Whether an extension that says how long it is goes beyond the limit, and no further than the law allows."""
    until, n = named_day(event), event.get("working_days")
    if until is None and n is None:
        return True
    if until is not None and n is not None:
        return False
    limit = record.limit()
    if until is not None:
        after = event.day if limit is None or limit.due is None else limit.due
        latest = [day for day in (latest_day(record), latest_day(record, event.day)) if day is not None]
        return until > after and (not latest or until <= max(latest))
    rule = record.setting.procedure.duties[0].extension
    texts = [extending(record.setting, rule, day) for day in (_started(record), event.day)]
    allowed = [text.limit.n for text in texts if text is not None and isinstance(text.limit, Period)]
    return not allowed or (n is not None and n <= max(allowed))


def latest_day(record: Record, on: date | None = None) -> date | None:
    """
    The last day to which the main limit can be extended; ``None`` while no day can be told.

    By the law under which the limit started, or by that of the day *on*: which of them governs an extension decided
    under another text, no text says.
    """
    limit, setting = record.limit(), record.setting
    if limit is None:
        return None
    most = extending(setting, setting.procedure.duties[0].extension, on or _started(record))
    if most is None:
        return None
    try:
        course = attrs.evolve(limit.course, extension=most, granted=None)
        return setting.due(limit.rule.id, limit.start, course=course, cases=limit.cases).due
    except GovDeadlinesError:
        return None


def _started(record: Record) -> date:
    """The day the main limit started, or the matter while no limit can be told."""
    limit = record.limit()
    return civil_day(limit.start) if limit else record.day
