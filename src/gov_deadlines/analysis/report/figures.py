"""How one group of duties stood to its limits: how many on time, late, open, overdue, and by how much."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from statistics import median
from typing import Any

import attrs

from ...civil import civil_day
from ...deadline import Certainty
from ...errors import BadInput, CalendarNotPublished
from ...matters.assessment import in_time_by
from ...matters.obligation import Obligation
from ...matters.procedure import Clock
from ...matters.timeliness import Timeliness
from ...unit import Unit
from .sheets import Words


class Stand(Enum):
    """How a duty is counted; each is counted once."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    VOID = "void"
    UNLIMITED = "unlimited"
    UNTOLD = "untold"

    @property
    def words(self) -> Words:
        """Its name in Chinese and English."""
        return {
            "on_time": ("按期", "on time"),
            "late": ("逾期完成", "late"),
            "open": ("未到期", "open"),
            "overdue": ("逾期未完成", "overdue"),
            "void": ("不再需要", "void"),
            "unlimited": ("没有数字期限", "no numbered limit"),
            "untold": ("无法判断", "cannot be told"),
        }[self.value]


def stand_of(duty: Obligation) -> Stand:
    """
    How *duty* is counted, by what the engine says of it.

    A duty without a number (及时), and a period that must be waited for, is neither in time nor late.
    """
    timeliness = duty.timeliness
    if timeliness is None:
        return Stand.UNTOLD
    if timeliness is Timeliness.VOID:
        return Stand.VOID
    found = duty.deadline
    if found is None:
        return Stand.OPEN if duty.clock is Clock.STOPPED else Stand.UNLIMITED
    if found.version.minimum:
        return Stand.UNLIMITED
    return _STANDS.get(timeliness, Stand.OPEN)


_STANDS = {Timeliness.ON_TIME: Stand.ON_TIME, Timeliness.LATE: Stand.LATE, Timeliness.OVERDUE: Stand.OVERDUE}


def _passed_by(duty: Obligation) -> tuple[int, int | None] | None:
    """The calendar days and the working days by which the limit was passed; ``None`` where it was not."""
    late = duty.late_by
    if late is None or duty.deadline is None:
        return None
    if late.unit is Unit.WORKING_DAY:
        return late.days, late.n
    due = duty.deadline.due or civil_day(duty.deadline.due_at)
    try:
        return late.days, duty.deadline.calendar.count(due, civil_day(duty.fulfilled_at or duty.moment))
    except CalendarNotPublished:
        return late.days, None


@attrs.frozen
class Standing:
    """
    How one duty stood: *by* how many calendar days and working days its limit was passed, if it was.

    *is_cleared* says that it is in time by another defensible reading.
    """

    stand: Stand
    by: tuple[int, int | None] | None
    is_cleared: bool
    is_provisional: bool

    @classmethod
    def of(cls, duty: Obligation) -> Standing:
        """How *duty* stands, by what the engine says of it."""
        stand, by = stand_of(duty), _passed_by(duty)
        act = duty.fulfilled_at or duty.moment
        cleared = by is not None and bool(in_time_by(duty.alternatives, act))
        provisional = stand is not Stand.VOID and duty.certainty is Certainty.PROVISIONAL
        return cls(stand, by, cleared, provisional)


@attrs.frozen
class Excess:
    """
    By how much limits were passed: of how many duties, the middle and the worst, and whose that is.

    *cleared* of them are in time by another defensible reading.
    Units: calendar days, and working days as the engine counts them; ``None`` where no notice covers them.
    """

    n: int
    median_days: float
    worst_days: int
    median_working_days: float | None
    worst_working_days: int | None
    worst: str
    cleared: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The figures in plain values, for JSON."""
        return attrs.asdict(self)


def _stand(named: Stand | str) -> Stand:
    """The stand of that name. Raises: BadInput."""
    try:
        return Stand(named)
    except ValueError:
        known = [stand.value for stand in Stand]
        en = f"{named!r} is no way to stand to a limit; expected one of {', '.join(known)}"
        raise BadInput.of("stand", en, f"{named!r} 不是计数的名称；应为 {'、'.join(known)} 之一") from None


@attrs.define
class Figures:
    """
    The figures of one group of duties, while they are counted and after.

    *provisional* are those whose end a missing notice, or a start not on record, could move.
    """

    stands: Counter[Stand] = attrs.field(factory=Counter)
    passed: dict[Stand, list[tuple[int, int | None]]] = attrs.field(factory=dict)
    worst: dict[Stand, tuple[int, str]] = attrs.field(factory=dict)
    cleared: Counter[Stand] = attrs.field(factory=Counter)
    provisional: int = 0

    def add(self, one: Standing, matter: str) -> None:
        """Count one duty of *matter*."""
        self.stands[one.stand] += 1
        self.provisional += one.is_provisional
        if one.by is not None:
            self.passed.setdefault(one.stand, []).append(one.by)
            self.cleared[one.stand] += one.is_cleared
            if one.by[0] > self.worst.get(one.stand, (-1, ""))[0]:
                self.worst[one.stand] = one.by[0], matter

    def take_in(self, other: Figures) -> None:
        """Count all that *other* has counted."""
        self.stands.update(other.stands)
        self.cleared.update(other.cleared)
        self.provisional += other.provisional
        for stand, passed in other.passed.items():
            self.passed.setdefault(stand, []).extend(passed)
            worst = self.worst.get(stand, (-1, "")), other.worst[stand]
            self.worst[stand] = max(worst, key=lambda each: each[0])

    @property
    def total(self) -> int:
        """All duties of the group."""
        return self.stands.total()

    def number(self, stand: Stand | str) -> int:
        """How many duties stand so: ``late``, ``on_time``. Raises: BadInput, for what is no such word."""
        return self.stands[_stand(stand)]

    def excess(self, stand: Stand | str) -> Excess | None:
        """By how much limits were passed by the duties that are ``late``, or ``overdue``; ``None`` where none is."""
        stand = _stand(stand)
        passed = self.passed.get(stand)
        if not passed:
            return None
        days = [each for each, _ in passed]
        worked = [each for _, each in passed if each is not None]
        middle, most = (float(median(worked)), max(worked)) if worked else (None, None)
        return Excess(
            len(days), float(median(days)), max(days), middle, most, self.worst[stand][1], self.cleared[stand]
        )

    def to_dict(self) -> dict[str, Any]:
        """The figures in plain values, for JSON."""
        late, overdue = self.excess(Stand.LATE), self.excess(Stand.OVERDUE)
        return {
            "total": self.total,
            **{stand.value: self.stands[stand] for stand in Stand},
            "late_by": late.to_dict() if late else None,
            "overdue_by": overdue.to_dict() if overdue else None,
            "provisional": self.provisional,
        }
