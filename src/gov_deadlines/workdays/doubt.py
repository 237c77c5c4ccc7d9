"""What a calendar does not know, and how far that can move a count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol

import attrs

from ..civil import ONE_DAY
from ..errors import Lang, said


class Doubt(Protocol):
    """Something a calendar does not know: how many working days more or fewer a span may turn out to hold."""

    def swing(self, after: date, through: date) -> tuple[int, int]:
        """The most working days that (*after*, *through*] may lose (<= 0) and gain (>= 0)."""
        ...

    def touches(self, after: date, through: date) -> bool:
        """Whether it bears on (*after*, *through*]."""
        ...

    def reason(self, lang: Lang) -> str:
        """Why it is in doubt, and what the bounds rest on."""
        ...


@attrs.frozen
class Unpublished:
    """A year without a notice: from *first* on, its days rest on a projection, even where no swap is in doubt."""

    year: int
    first: date
    last: date

    def swing(self, after: date, through: date) -> tuple[int, int]:
        """None of its own: what may be swapped is told festival by festival."""
        return 0, 0

    def touches(self, after: date, through: date) -> bool:
        """Whether the span reaches the days that the missing notice may set."""
        return after < self.last and through >= self.first

    def reason(self, lang: Lang) -> str:
        """That the notice is not out, and from which day that matters."""
        return said(
            lang,
            f"{self.year}年放假安排通知尚未公布，{self.first}起的日子为推算",
            f"no holiday notice for {self.year} is out; from {self.first} on the days are projected",
        )


def bound(
    day: date, due: date, n: int, doubts: Iterable[Doubt], count: Callable[[date, date], int], *, most: bool
) -> date:
    """
    The *n*-th working day from *day* when all that is in doubt adds working days (*most*) or takes them away.

    *due* is the answer without doubts. The count under a scenario only grows with the window, so one walk from there
    finds where it reaches n.
    """
    told = tuple(doubts)

    def counted(end: date) -> int:
        after, through = (day, end) if n > 0 else (end - ONE_DAY, day - ONE_DAY)
        plain = count(after, through)
        return plain + sum(gain if most else loss for loss, gain in (doubt.swing(after, through) for doubt in told))

    outward, wanted = (ONE_DAY, n) if n > 0 else (-ONE_DAY, -n)
    while counted(due) < wanted:
        due += outward
    while counted(due - outward) >= wanted:
        due -= outward
    return due
