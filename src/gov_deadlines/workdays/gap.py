"""A region's year without a sourced notice: not the same as the national calendar, only bounded by experience."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import attrs

from ..civil import ONE_DAY
from ..errors import Lang
from . import packaged
from .index import CUSTOM, Layers
from .notice import Notice
from .region import NATION, Region

# With fewer sourced years than this a region's own record is too thin to bound anything by.
ENOUGH_YEARS = 3


@attrs.frozen
class RegionGap:
    """
    One year of one region whose own notice is not in the data.

    The days could lie anywhere in the year, so a span may lose as many working days as the region has ever taken in
    a year, and gain as many as it has ever set weekends to be worked.
    """

    region: Region
    year: int
    missing: tuple[str, ...]
    _through: dict[date, int] = attrs.field(eq=False, repr=False)

    def swing(self, after: date, through: date) -> tuple[int, int]:
        """The most working days that (*after*, *through*] may lose and gain by the missing notice."""
        begin, end = max(after, self.region.reach(self.year) - ONE_DAY), min(through, date(self.year, 12, 31))
        if begin >= end:
            return 0, 0
        working = self._through[end] - self._through.get(begin, 0)
        off, worked = record(self.region.code)
        return -min(off, working), min(worked, (end - begin).days - working)

    def touches(self, after: date, through: date) -> bool:
        """Whether the span reaches into the region's year."""
        return self.swing(after, through) != (0, 0)

    def reason(self, lang: Lang) -> str:
        """Which notice is missing, and what the bounds rest on."""
        off, worked = record(self.region.code)
        festivals = "、".join(self.missing)
        if lang == "zh":
            missing = f"（{festivals}）不在数据中" if self.region.festivals else "有无未查明"
            return (
                f"{self.region.name}{self.year}年自行放假的通知{missing}；"
                f"上下限按已有地方通知一年最多多放{off}个工作日、多上{worked}个休息日估计"
            )
        return (
            f"the {self.year} notice of {self.region.en} ({festivals}) is not in the data; bounds: at most {off} "
            f"working days off and {worked} rest days worked, the most that local notices have set in a year"
        )


def gaps(layers: Layers, years: Iterable[int], through: dict[date, int]) -> tuple[RegionGap, ...]:
    """
    One doubt per year for which a region of *layers* has days of its own but no notice is known.

    A festival that a narrower place sets for itself is no doubt of the wider one's: it is told, or missed, there.
    """
    found: list[RegionGap] = []  # widest place first, like the layers
    set_within: set[str] = set()
    for code, acts in reversed(layers):
        place = packaged.regions().get(code) if code not in (NATION, CUSTOM) else None
        if place is None:
            continue
        public, handed_in = {act.year for act in acts}, {act.year for act in acts if act.notice}
        told = {year: [f for f in place.gap(year, public=year in public) if f not in set_within] for year in years}
        found[:0] = [
            RegionGap(place, year, tuple(missing), through)
            for year, missing in told.items()
            if missing and year not in handed_in
        ]
        set_within |= set(place.festivals)
    return tuple(found)


@cache
def record(code: str) -> tuple[int, int]:
    """
    The most working days set off and rest days set to be worked in one year by *code*'s own notices.

    Where too few of its years are sourced, the most of any region stands in.
    """
    own = _yearly(code)
    if len(own) < ENOUGH_YEARS:
        own = [swing for other in packaged.acts() if other != NATION for swing in _yearly(other)]
    return max(off for off, _ in own), max(worked for _, worked in own)


def _yearly(code: str) -> list[tuple[int, int]]:
    """Per sourced year of *code*: working days set off, and rest days set to be worked."""
    years: dict[int, list[Notice]] = {}
    for notice in packaged.notices(code):
        years.setdefault(notice.year, []).append(notice)
    return [
        (
            sum(_national_workday(day) for notice in notices for day in notice.off),
            sum(not _national_workday(day) for notice in notices for day in notice.worked),
        )
        for notices in years.values()
    ]


def _national_workday(day: date) -> bool:
    """Whether the nation works on *day*: by the last notice that speaks of it, else by the ordinary week."""
    return _national_word().get(day, day.weekday() < 5)


@cache
def _national_word() -> dict[date, bool]:
    word: dict[date, bool] = {}
    for notice in packaged.notices(NATION):
        word |= dict.fromkeys(notice.off, False) | dict.fromkeys(notice.worked, True)
    return word
