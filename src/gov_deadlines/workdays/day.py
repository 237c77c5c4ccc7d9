"""What one day is, and who decided it."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from .notice import Notice


class DayKind(Enum):
    """Why a day counts or does not."""

    WORKDAY = "workday"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def zh(self) -> str:
        """The Chinese word for the kind."""
        return {"workday": "工作日", "makeup": "调休上班", "weekend": "周末", "holiday": "放假"}[self.value]


@attrs.frozen
class Day:
    """
    One day of a calendar: whether it counts, what it is, and the notice that decided it.

    *notice* is ``None`` where no notice touches the day, so that the ordinary week decides
    (国务院关于职工工作时间的规定第七条), and in calendars made by hand.
    """

    date: date
    kind: DayKind
    name: str = ""
    statutory: bool = False
    notice: Notice | None = None
    projected: bool = False

    @property
    def working(self) -> bool:
        """Whether state organs work on it."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKEUP)

    def to_dict(self) -> dict[str, object]:
        """The day in plain values, for JSON."""
        return {
            "date": self.date.isoformat(),
            "kind": self.kind.value,
            "name": self.name,
            "statutory": self.statutory,
            "notice": self.notice.id if self.notice else None,
            "citation": self.notice.citation if self.notice else None,
            "projected": self.projected,
        }

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"].partition("\n")[0]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Text, Markdown and HTML for notebooks, in Chinese."""
        from .shown import of_day  # only here: it is asked for in notebooks alone

        return of_day(self)
