"""Legal days and instants: a legal day is a civil day in China, and an instant becomes one here and nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .errors import BadInput, Lang, quoted, said

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
_MIDNIGHT = time()
# The years in which instants end: of the standard library, and of pandas.
_BRINKS = (1, 9999, 1677, 2262)
WEEKDAYS = {
    "zh": "一二三四五六日",
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""The days of the week by language, Monday first."""


def civil_day(moment: date | datetime, path: str = "start") -> date:
    """
    The legal day of *moment*: a date as it is, an aware instant as its day in Asia/Shanghai.

    Raises: BadInput at *path*, for a naive datetime, whose day depends on where the reader is, and for anything else.

    >>> from datetime import UTC
    >>> civil_day(datetime(2020, 5, 20, 17, 0, tzinfo=UTC))
    datetime.date(2020, 5, 21)
    """
    if type(moment) is date:
        return moment
    if isinstance(moment, datetime):
        there = moment if moment.tzinfo is SHANGHAI else aware(moment, path).astimezone(SHANGHAI)
        return datetime.date(there)
    if isinstance(moment, date):
        return date(moment.year, moment.month, moment.day)
    what = quoted(moment)
    raise BadInput.of(
        path,
        f"{what} is neither a date nor an aware datetime; expected one like date(2020, 5, 20), and text of that form "
        "becomes one by date.fromisoformat",
        f"{what} 既不是日期，也不是带时区的时刻；应如 date(2020, 5, 20)，文字可用 date.fromisoformat 转换",
    )


def legal_day(value: date, path: str = "day") -> date:
    """
    *value*, once it is sure that it is a day.

    Raises: BadInput, for an instant, which must become a day in Asia/Shanghai first, and for anything else.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise BadInput.of(
            path,
            f"{value!r} is no legal day; expected a date (an instant must first become a day in Asia/Shanghai)",
            f"{value!r} 不是日期；应为 date（时刻须先换算为北京时间的日期）",
        )
    return value


def aware(moment: datetime, path: str = "start") -> datetime:
    """
    *moment*, once it is sure which instant it names.

    Raises: BadInput, for a naive datetime, and for one that is on no day of any year in UTC or in China.
    """
    if moment.year in _BRINKS:
        moment = _at_brink(moment, path)
    if moment.year != moment.year or moment.utcoffset() is None:  # pandas' NaT is a datetime of the year nan
        raise BadInput.of(
            path,
            f"{moment!r} names no time zone; expected an aware datetime, such as one with ZoneInfo('Asia/Shanghai'), "
            "or its date() where the day is meant",
            f"{moment!r} 未注明时区；应为带时区的时刻，如 ZoneInfo('Asia/Shanghai')；只指日期的用其 date()",
        )
    return moment


def _at_brink(moment: datetime, path: str) -> datetime:
    """
    *moment* as the standard library has it, whose instants go on where those of pandas end.

    Raises: BadInput, where its day in UTC or in China lies in no year.
    """
    plain = datetime.combine(datetime.date(moment), datetime.timetz(moment))
    try:
        if plain.utcoffset() is not None:
            plain.astimezone(UTC)
            plain.astimezone(SHANGHAI)
    except OverflowError:
        raise _beyond(moment, path) from None
    return plain


def start_of(day: date) -> datetime:
    """The instant at which *day* begins: 00:00 in Asia/Shanghai."""
    return datetime.combine(day, _MIDNIGHT, SHANGHAI)


def end_of(day: date) -> datetime:
    """The instant at which *day* ends: 24:00 in Asia/Shanghai, written as 00:00 of the next day."""
    try:
        following = day + ONE_DAY
    except OverflowError:
        raise _beyond(day) from None
    return datetime.combine(following, _MIDNIGHT, SHANGHAI)


def day_zh(day: date) -> str:
    """``2020年5月29日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_text(day: date, lang: Lang) -> str:
    """``2020年5月29日（星期五）``, ``2020-05-29 (Friday)``."""
    weekday = day.weekday()
    return said(lang, f"{day_zh(day)}（星期{WEEKDAYS['zh'][weekday]}）", f"{day} ({WEEKDAYS['en'][weekday]})")


def after_hours(start: datetime, hours: int) -> datetime:
    """
    The instant *hours* elapsed hours after *start*, or before it when negative, in Asia/Shanghai.

    Elapsed, not read off the wall: China had daylight saving time in 1986-1991, and adding to the wall clock would
    gain or lose an hour on the days it changed.
    """
    try:
        return (aware(start).astimezone(UTC) + timedelta(hours=hours)).astimezone(SHANGHAI)
    except OverflowError:
        raise _beyond(start) from None


def _beyond(moment: date, path: str = "start") -> BadInput:
    return BadInput.of(
        path,
        f"{moment} leads out of the years 1 to 9999; check the date and the length of the period",
        f"{moment} 超出公历1年至9999年；请核对日期和期间长度",
    )
