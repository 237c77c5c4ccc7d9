"""From what a phrase says to what counts: a period, a date, a recurrence, a rule; or why there is none."""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence

import attrs

from ..errors import BadInput, Undecidable
from ..law.rule import Document, Every, Rank, Recurrence, Rule, Version, Weekday
from ..period import FixedDate, Period
from ..unit import HOUR, WORKING_DAY, Roll, Unit
from .readings import (
    Anytime,
    AtEvent,
    BeforeEvent,
    Fixed,
    From,
    LongTerm,
    Periodic,
    Promptly,
    PublicNoticePeriod,
    Reading,
    Realtime,
    Reference,
    Unclear,
    UponApplication,
    Within,
)
from .spoken import every_zh, spoken

Countable = Period | FixedDate | Recurrence

# The events of law/data/anchors.toml that the anchors of catalogues are.
_EVENTS = {
    From.FORMED: "formed",
    From.FORMED_OR_CHANGED: "formed",
    From.CHANGED: "changed",
    From.DECIDED: "decided",
    From.RECEIVED_APPLICATION: "received",
    From.RECEIVED_DOCUMENT: "received",
    From.APPROVED: "approved",
    From.ISSUED: "issued",
    From.PUBLISHED: "published",
    From.ACCEPTED: "accepted",
    From.OCCURRED: "occurred",
}
_WEEKDAYS = dict(zip("Mon Tue Wed Thu Fri Sat Sun".split(), Weekday, strict=True))
_TENTH_ENDS = {"early": 10, "mid": 20}
_QUARTER_ENDS = {"Q1": (3, 31), "Q2": (6, 30), "Q3": (9, 30), "Q4": (12, 31)}
_FEBRUARY = 2
_YIELDS = (Rank.LAW, Rank.ADMINISTRATIVE_REGULATION, Rank.LOCAL_REGULATION)


def chosen(parts: Sequence[Reading], part: int | None) -> Reading:
    """
    The one reading that is asked for.

    Raises: Undecidable, naming them, when there are several and none was chosen.
    """
    if part is None and len(parts) == 1:
        return parts[0]
    if part is None:
        names = [f"part={number}: {reading.scope or reading.kind}" for number, reading in enumerate(parts)]
        raise Undecidable(f"the phrase says {len(parts)} things", f"该单元格有{len(parts)}个部分", names)
    if not 0 <= part < len(parts):
        en, zh = f"{part!r} is no part; there are {len(parts)}, from 0", f"没有第{part}部分；共{len(parts)}部分，自0起"
        raise BadInput.of("part", en, zh)
    return parts[part]


def limit_of(reading: Reading) -> Countable:
    """
    What *reading* lets one count.

    A law that says its days are working days has been heeded. Raises: Undecidable, saying why nothing counts.
    """
    if isinstance(reading, Within | BeforeEvent):
        return Period(reading.n, _unit(reading))
    if isinstance(reading, Fixed):
        return _date(reading.month, reading.day, reading.year or None)
    if isinstance(reading, Periodic):
        return _periodic(reading)
    raise _uncountable(reading)


def _unit(reading: Within | BeforeEvent | PublicNoticePeriod) -> Unit:
    return WORKING_DAY if reading.unit_by_source_law else reading.unit


def _date(month: int, day: int | str, year: int | None = None) -> FixedDate:
    """The last day that *day* allows: of a third of the month its last, of 底 that of the month."""
    if isinstance(day, int):
        return FixedDate(month, day, year)
    if day in _TENTH_ENDS:
        return FixedDate(month, _TENTH_ENDS[day], year)
    if month == _FEBRUARY and year is None:
        raise Undecidable(
            "the last day of February is not the same each year; name the year",
            "二月的最后一日每年不同；请写明年份",
        )
    return FixedDate(month, months.monthrange(year or 2001, month)[1], year)


def _periodic(reading: Periodic) -> FixedDate | Recurrence:
    by = (reading.by or "").removeprefix("next:")
    if reading.interval > 1 or reading.every not in {every.value for every in Every}:
        raise Undecidable(
            f"a duty that comes round every {reading.interval or ''} {reading.every} has no date that is counted here; "
            "set its dates yourself",
            f"“{every_zh(reading)}”不是可以自动推算的周期；请自行设定日期",
        )
    every = Every(reading.every)
    if every is Every.YEAR and by:
        return _in_year(by, reading)
    if every is Every.WEEK and by in _WEEKDAYS:
        return Recurrence(every, _WEEKDAYS[by], _times(reading), within=reading.by == by)
    if by:
        raise Undecidable(
            f"'{reading.by}' of each {reading.every} is no limit counted here; set the date of each turn yourself",
            f"“{spoken(reading)}”没有对应的期限类型；请逐期设定日期",
        )
    return Recurrence(every, at_least=_times(reading), within=True)


def _times(reading: Periodic) -> int:
    return reading.min_times or reading.times or 1


def _in_year(by: str, reading: Periodic) -> FixedDate:
    if by in _QUARTER_ENDS:
        return FixedDate(*_QUARTER_ENDS[by])
    if by == "year_end":
        raise Undecidable("年底 and 年终 name no day; give one", "“年底”“年终”没有写明日期；请写明")
    month, _, day = by.removeprefix("M").partition("-")  # the first month of a year is January
    if not month.isdigit():
        raise Undecidable(
            f"'{reading.by}' hangs on the end of the year; count it from 31 December, with Period.end",
            f"“{spoken(reading)}”自年度终了起算；请以12月31日为起点计算",
        )
    return _date(int(month), int(day) if day.isdigit() else day)


def _uncountable(reading: Reading) -> Undecidable:
    if isinstance(reading, Unclear):
        return Undecidable(reading.refusal.message("en"), reading.refusal.message("zh"))
    if isinstance(reading, PublicNoticePeriod):
        return Undecidable(
            f"{reading.min_n} {reading.unit.en(reading.min_n)} is how long a notice stays up, not by when it is due",
            f"{reading.min_n}{reading.unit.zh}是公示的时长，不是公开的期限",
        )
    en, zh = _REASONS[type(reading)]
    return Undecidable(en, zh)


_REASONS: dict[type[Reading], tuple[str, str]] = {
    Realtime: ("实时 is a word that no number stands for", "“实时”没有数字，不能换算为期限"),
    Promptly: (
        "及时 is a word that no number stands for; the statutory outer limit applies beside it",
        "“及时”没有数字，不能换算为期限；法定的最长期限仍然适用",
    ),
    Anytime: ("随时 is a word that no number stands for", "“随时”没有数字，不能换算为期限"),
    LongTerm: (
        "长期 says how long it stays up and nothing of when it must first appear",
        "“长期”是保留多久，没有说何时必须公开",
    ),
    UponApplication: (
        "依申请 is no proactive limit; see request.answer",
        "“依申请公开”没有主动公开期限；见 request.answer",
    ),
    AtEvent: ("it is due together with an event; record that event", "与某一事件同时公开；请记录该事件"),
    Reference: ("it refers to another cell or text; read that", "该单元格指向他处；请先读取所指的内容"),
}


def rule_of(
    reading: Reading,
    id: str,
    document: Document,
    *,
    locator: str,
    zh: str,
    en: str,
    anchor: str,
    roll: Roll | None,
    note: str,
) -> Rule:
    """
    A rule of *document* with what *reading* says as its only version.

    Raises: Undecidable, when there is nothing to hold to, or nothing to count from and no *anchor* was given.
    """
    version = Version(
        rule=id,
        document=document,
        locator=locator,
        limit=None,
        anchor=anchor or _event(reading),
        roll=Roll.NONE,
        in_force_from=document.in_force_from,
        in_force_to=document.in_force_to,
        mark=document.mark,
        anchor_stated=not (isinstance(reading, Within) and reading.anchor is From.UNSPECIFIED),
        condition_zh=reading.scope,
        condition_en=reading.scope,
        yields_to=_YIELDS if reading.deferral else (),
        note_zh=note,
    )
    return Rule(id, zh or id, en or id, (_filled(version, reading, roll),))


def _filled(version: Version, reading: Reading, roll: Roll | None) -> Version:
    """*version* with the limit, the word or the recurrence of *reading*."""
    if isinstance(reading, PublicNoticePeriod):
        period = Period(reading.min_n, _unit(reading))
        return attrs.evolve(version, limit=period, roll=roll or _usual(period), minimum=True)
    if isinstance(reading, Promptly | Realtime | Anytime):
        words = {Promptly: "及时", Realtime: "实时", Anytime: "随时"}
        return attrs.evolve(version, word=getattr(reading, "word", "") or words[type(reading)])
    limit = limit_of(reading)
    if isinstance(limit, Recurrence):
        return attrs.evolve(version, word=limit.every.zh, recurs=limit)
    if isinstance(reading, BeforeEvent):
        return attrs.evolve(version, limit=limit, before=True, minimum=reading.window)
    recurs = Recurrence(Every.YEAR) if isinstance(reading, Periodic) else None
    target = "及时" if isinstance(reading, Within) and reading.also else ""
    unit_source = getattr(reading, "unit_by_source_law", "")
    return attrs.evolve(
        version, limit=limit, roll=roll or _usual(limit), recurs=recurs, target=target, unit_source=unit_source
    )


def _usual(limit: Period | FixedDate) -> Roll:
    """Where such a limit moves off a rest day when nothing says otherwise, as :meth:`Period.end` has it."""
    moves = isinstance(limit, Period) and limit.unit not in (HOUR, WORKING_DAY)
    return Roll.WORKING_DAY if moves else Roll.NONE


def _event(reading: Reading) -> str:
    """The event the law rooms know the anchor by."""
    if isinstance(reading, Periodic | Fixed):
        return "period_ended"
    if isinstance(reading, PublicNoticePeriod):
        return "published"
    if isinstance(reading, Within) and reading.anchor in _EVENTS:
        return _EVENTS[reading.anchor]
    if isinstance(reading, Promptly | Realtime | Anytime):
        return "formed"
    named = getattr(reading, "anchor_text", "") or getattr(reading, "event", "")
    raise Undecidable(
        f"no event of the law rooms is what it counts from ({named or 'the phrase does not say'}); give anchor=…",
        f"起算点（{named or '原文未写'}）没有对应的事件；请用 anchor= 指定",
    )
