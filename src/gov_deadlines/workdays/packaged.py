"""The calendar data that ships with the library, read from its packed form, each part when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BadInput, Fault
from .notice import Notice, NoticeKind
from .region import NATION, Region
from .statutory import Feasts, Regulation, StatutoryHoliday, computed_feasts, regulation_of, statutory_days

FOLDER = Path(__file__).with_name("data")
PROJECTION = "projection"
_SATURDAY = 5


class Act(NamedTuple):
    """What counting needs of a notice: runs are alternating day ordinals and lengths."""

    id: str
    known_from: int
    covers: int
    """The year it arranges whole, or 0."""
    off: tuple[int, ...]
    worked: tuple[int, ...]
    notice: Notice | None = None
    """The notice itself when it came from outside the package; else it is looked up by its id."""

    @classmethod
    def of(cls, notice: Notice) -> Act:
        """The act of a notice from outside the package."""
        return cls(*act_fields(notice), notice)

    @property
    def year(self) -> int:
        """The year it belongs to: shipped ids read ``region/year``, with a letter for second notices."""
        return self.notice.year if self.notice else int(self.id.partition("/")[2][:4])

    @property
    def first(self) -> int:
        """The ordinal of the first day it sets; beyond all days when it sets none."""
        return min((*self.off[::2], *self.worked[::2]), default=date.max.toordinal())

    @property
    def is_projection(self) -> bool:
        """Whether no official act stands behind it."""
        return self.id.startswith(PROJECTION)


def act_fields(notice: Notice) -> tuple[str, int, int, tuple[int, ...], tuple[int, ...]]:
    """The packed form of *notice*."""
    covers = notice.year if notice.kind is NoticeKind.ANNUAL else 0
    return notice.id, notice.known_from.toordinal(), covers, runs_of(notice.off), runs_of(notice.worked)


def runs_of(days: Iterable[date]) -> tuple[int, ...]:
    """Days as alternating ordinals and lengths of runs."""
    runs: list[int] = []
    for day in sorted(days):
        ordinal = day.toordinal()
        if runs and ordinal == runs[-2] + runs[-1]:
            runs[-1] += 1
        else:
            runs += [ordinal, 1]
    return tuple(runs)


@cache
def acts() -> dict[str, tuple[Act, ...]]:
    """Per region its acts, in the order in which the public came to know them."""
    packed = json.loads((FOLDER / "index.json").read_bytes())
    return {
        region: tuple(Act(id, known, covers, tuple(off), tuple(worked)) for id, known, covers, off, worked in acts)
        for region, acts in packed.items()
    }


@cache
def _proof() -> dict[str, Any]:
    proof: dict[str, Any] = json.loads((FOLDER / "notices.json").read_bytes())
    return proof


@cache
def notice(id: str) -> Notice:
    """The shipped notice with that id, ``CN/2020b``."""
    return Notice.from_plain(_proof()["notices"][id])


def notices(region: str) -> tuple[Notice, ...]:
    """All shipped notices of one region, in the order in which the public came to know them."""
    return tuple(notice(act.id) for act in acts().get(region, ()))


@cache
def regions() -> dict[str, Region]:
    """Per code the regions that have days off of their own."""
    found = {}
    for code, entry in _proof()["regions"].items():
        missing = {int(year): tuple(festivals) for year, festivals in entry["missing"].items()}
        found[code] = Region(**{**entry, "festivals": tuple(entry["festivals"]), "missing": missing})
    return found


@cache
def regulations() -> tuple[Regulation, ...]:
    """The versions of 全国年节及纪念日放假办法."""

    def read(entry: dict[str, Any]) -> Regulation:
        dates = {
            name: entry[name] and date.fromisoformat(entry[name]) for name in ("in_force_from", "signed", "public")
        }
        return Regulation(**{**entry, **dates, "holidays": tuple(StatutoryHoliday(**h) for h in entry["holidays"])})

    return tuple(read(entry) for entry in _proof()["regulations"])


def feasts(year: int) -> Feasts:
    """The feasts of *year*: as shipped, or computed for a year that has no file yet."""
    shipped = _proof()["feasts"].get(str(year))
    if shipped is None:
        return computed_feasts(year)
    return Feasts(**{name: date.fromisoformat(day) for name, day in shipped.items()})


def regulation(year: int, known: date | None = None) -> Regulation:
    """The version of the 放假办法 for *year*, of those public by the end of *known*."""
    out = [r for r in regulations() if known is None or r.public is None or r.public <= known]
    return regulation_of(year, out)


def refuse_unless_whole(notice: Notice) -> None:
    """
    Let pass what is no annual national notice, and such a one that has every statutory day of its year off.

    Raises: BadInput, with a fault for each statutory day left to be worked: the year it settles would be counted wrong.
    """
    if notice.kind is not NoticeKind.ANNUAL or notice.region != NATION:
        return
    try:
        lawful = statutory_days(notice.year, feasts(notice.year), regulation(notice.year))
    except LookupError:  # past the lunar tables nothing can be held against it
        return
    faults = [
        Fault(
            notice.id,
            f"leaves {day} to be worked, a statutory day ({name}); an annual notice must be taken in whole",
            f"未将法定节假日{day}（{name}）列为放假；年度通知须完整导入",
        )
        for day, name in sorted(lawful.items())
        if day not in notice.off and (day.weekday() < _SATURDAY or day in notice.worked)
    ]
    if faults:
        raise BadInput(faults)


@cache
def statutory(year: int, regulation: Regulation) -> dict[date, str]:
    """Each statutory day of *year* with its festival, one-off days that the State Council added included."""
    days = statutory_days(year, feasts(year), regulation)
    extra = [date.fromisoformat(day) for day in _proof()["extra_statutory"]]
    return days | {day: "" for day in extra if day.year == year}
