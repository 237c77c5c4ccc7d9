"""Statutory holidays by the version of the 放假办法 in force: fewer than the days a notice sets off, and certain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs


@attrs.frozen
class StatutoryHoliday:
    """A holiday of one regulation: *days* days, the first of them *first* days from its fixed date or its feast."""

    festival: str
    days: int
    fixed: str = ""
    """Month and day, ``05-01``; empty when the holiday follows a feast."""
    feast: str = ""
    """A feast by the lunar calendar or the solar terms: spring_festival, qingming, dragon_boat, mid_autumn."""
    first: int = 0

    def anchor(self, year: int, feasts: Feasts) -> date:
        """The fixed date or the feast that the holiday keeps to in *year*."""
        feast: date = date.fromisoformat(f"{year}-{self.fixed}") if self.fixed else getattr(feasts, self.feast)
        return feast

    def days_in(self, year: int, feasts: Feasts) -> tuple[date, ...]:
        """Its statutory days in *year*, in order."""
        begins = self.anchor(year, feasts) + timedelta(days=self.first)
        return tuple(begins + timedelta(days=offset) for offset in range(self.days))


@attrs.frozen(cache_hash=True)
class Regulation:
    """One version of 全国年节及纪念日放假办法."""

    id: str
    document_number: str
    in_force_from: date
    holidays: tuple[StatutoryHoliday, ...]
    title: str = ""
    signed: date | None = None
    public: date | None = None
    mark: str = "V"


@attrs.frozen
class Feasts:
    """The solar dates of one year's feasts."""

    spring_festival: date
    qingming: date
    dragon_boat: date
    mid_autumn: date


def regulation_of(year: int, regulations: Iterable[Regulation]) -> Regulation:
    """The version in force on the first day of *year*: none has begun inside a year and touched its holidays."""
    return max((r for r in regulations if r.in_force_from <= date(year, 1, 1)), key=lambda r: r.in_force_from)


def statutory_days(year: int, feasts: Feasts, regulation: Regulation) -> dict[date, str]:
    """
    Each statutory day of *year* with its festival; two festivals may share a day (国庆节、中秋节 on 2020-10-01).

    Source: 全国年节及纪念日放假办法第二条.
    """
    days: dict[date, str] = {}
    for holiday in regulation.holidays:
        for day in holiday.days_in(year, feasts):
            days[day] = f"{days[day]}、{holiday.festival}" if day in days else holiday.festival
    return days


def computed_feasts(year: int) -> Feasts:
    """
    The feasts of a year for which no file carries them, by the lunar tables of the ``holidays`` package.

    Raises: LookupError, when those tables do not reach *year*.
    """
    import holidays  # loaded only here: it costs more than building the whole calendar

    named: dict[str, date] = {}
    for day, names in sorted(holidays.country_holidays("CN", years=year, language="zh_CN").items()):
        for name in names.split("; "):
            named.setdefault(name, day)
    try:
        return Feasts(
            spring_festival=named["春节"],
            qingming=named["清明节"],
            dragon_boat=named["端午节"],
            mid_autumn=named["中秋节"],
        )
    except KeyError:
        raise LookupError(f"no lunar table reaches {year}") from None
