"""When to be warned: rungs before and after a due date, as facts that follow from it and are stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum

import attrs

from ..civil import ONE_DAY, SHANGHAI, civil_day
from ..deadline import Deadline
from ..errors import BadInput, CalendarNotPublished
from .timeliness import Timeliness, instant


class Rung(Enum):
    """A step on the way to lateness, in order."""

    WARNING = "warning"
    DUE = "due"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"


@attrs.frozen
class WarningPolicy:
    """
    How long before a limit ends its holder is warned, and how long after it the delay is grave.

    *fractions* are parts of an hour limit's length, from its start; *days_before* and *days_after* working days. None
    of it is law: it is the host's choice.
    """

    fractions: tuple[float, ...] = (0.5, 0.8)
    days_before: tuple[int, ...] = (3,)
    days_after: int = 20

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.fractions, tuple) or not all(map(_is_part, self.fractions)):
            en = f"{self.fractions!r} are no parts of a whole; expected a tuple of numbers between 0 and 1"
            raise BadInput.of("fractions", en, f"{self.fractions!r} 应为0至1之间的数组成的元组")
        if not isinstance(self.days_before, tuple) or not all(map(_is_count, self.days_before)):
            en = f"{self.days_before!r} are no numbers of working days; expected a tuple of whole numbers from 1"
            raise BadInput.of("days_before", en, f"{self.days_before!r} 应为不小于1的整数组成的元组")
        if not _is_count(self.days_after):
            en = f"{self.days_after!r} is no number of working days; expected a whole number from 1"
            raise BadInput.of("days_after", en, f"{self.days_after!r} 应为不小于1的整数")


def _is_part(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < 1


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 1


USUAL = WarningPolicy()


@attrs.frozen
class Alert:
    """A rung and when it is reached: a day from whose beginning on it stands, or an instant for hour limits."""

    rung: Rung
    at: date | datetime
    text: str


def rungs(deadline: Deadline, policy: WarningPolicy = USUAL) -> tuple[Alert, ...]:
    """The rungs of *deadline*, in order: warnings, the due day or instant, lateness, grave lateness."""
    if deadline.due is None:
        return tuple(_of_hours(deadline, policy))
    due, start = deadline.due, civil_day(deadline.start)
    early = [
        Alert(Rung.WARNING, max(day, start), f"-{n}")
        for n in sorted(policy.days_before, reverse=True)
        if (day := _shifted(deadline, due, -n)) is not None
    ]
    if due == date.max:
        return (*early, Alert(Rung.DUE, due, "0"))
    late = _shifted(deadline, due, policy.days_after)
    grave = (Alert(Rung.VERY_OVERDUE, late + ONE_DAY, f"+{policy.days_after}"),) if late else ()
    return (*early, Alert(Rung.DUE, due, "0"), Alert(Rung.OVERDUE, due + ONE_DAY, "+1"), *grave)


def _of_hours(deadline: Deadline, policy: WarningPolicy) -> Iterator[Alert]:
    assert isinstance(deadline.start, datetime)
    # In UTC: the hours that elapse, also where clocks are set forward meanwhile.
    start, end = instant(deadline.start), instant(deadline.due_at)
    for part in sorted(policy.fractions):
        yield Alert(Rung.WARNING, (start + (end - start) * part).astimezone(SHANGHAI), f"{part:.0%}")
    yield Alert(Rung.DUE, end.astimezone(SHANGHAI), "100%")
    yield Alert(Rung.OVERDUE, (end + timedelta(microseconds=1)).astimezone(SHANGHAI), "")


def reached(alerts: Iterable[Alert], rung: Rung, moment: date | datetime) -> bool:
    """Whether one of *alerts* is of that rung and reached at *moment*; a day stands for its end."""
    day, now = civil_day(moment), instant(moment)
    own = (alert.at for alert in alerts if alert.rung is rung)
    return any(at.astimezone(UTC) <= now if isinstance(at, datetime) else at <= day for at in own)


def unmet(found: Deadline, moment: date | datetime, policy: WarningPolicy | None = USUAL) -> Timeliness:
    """
    How a duty that is not met by *moment* stands to its limit; without a *policy* no one is warned of it.

    A period that must be waited for is never overdue: when it has run, the next step is lawful.
    """
    day = civil_day(moment)
    if found.version.minimum:
        return Timeliness.ON_TIME if found.due is not None and day > found.due else Timeliness.NOT_DUE
    if day > found.due if found.due is not None else found.due_at.astimezone(UTC) < instant(moment):
        return Timeliness.OVERDUE
    if found.due == day:
        return Timeliness.DUE_TODAY
    soon = policy is not None and reached(rungs(found, policy), Rung.WARNING, moment)
    return Timeliness.DUE_SOON if soon else Timeliness.NOT_DUE


def _shifted(deadline: Deadline, day: date, n: int) -> date | None:
    """The day *n* working days from *day*, or ``None`` where no notice covers it."""
    try:
        return deadline.calendar.shift(day, n)
    except CalendarNotPublished:
        return None
