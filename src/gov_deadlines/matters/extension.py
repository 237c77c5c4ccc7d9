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
    standing = setting.standing(rule, start) if rule else None
    return standing.binding if standing else None


def named_day(event: Event | None) -> date | None:
    """The day that an extension names as its end."""
    told = event.get("until") if event else None
    return date.fromisoformat(told) if told else None


def taken(event: Event, most: Version, unextended: Deadline | None) -> Period | None:
    """
    How much of *most* the extension takes, counted for a named day from the end of *unextended*; ``None`` for nothing.

    What goes beyond the most that the law allows extends nothing.
    """
    limit, until, n = most.limit, named_day(event), event.get("working_days")
    if not isinstance(limit, Period):
        return None
    if n is None and until is not None and unextended is not None and unextended.due is not None:
        after, calendar = unextended.due, unextended.calendar
        n = calendar.count(after, until) if limit.unit is Unit.WORKING_DAY else (until - after).days
    n = limit.n if n is None else min(n, limit.n)
    return Period(n, limit.unit) if n > 0 else None


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
        latest = latest_day(record)
        return until > after and (latest is None or until <= latest)
    start = record.day if limit is None else civil_day(limit.start)
    most = extending(record.setting, record.setting.procedure.duties[0].extension, start)
    return most is None or not isinstance(most.limit, Period) or n <= most.limit.n


def latest_day(record: Record) -> date | None:
    """The last day to which the main limit can be extended; ``None`` while no day can be told."""
    limit, setting = record.limit(), record.setting
    most = extending(setting, setting.procedure.duties[0].extension, civil_day(limit.start)) if limit else None
    if limit is None or most is None:
        return None
    try:
        course = attrs.evolve(limit.course, extension=most, taken=None)
        return setting.due(limit.rule.id, limit.start, course=course, cases=limit.cases).due
    except GovDeadlinesError:
        return None
