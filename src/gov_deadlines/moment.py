"""Days and instants as text: the one place that reads them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime

from .civil import aware
from .errors import BadInput

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_USUAL = re.compile(r"\s*(\w{4})(?:[-/.]|年)(\w{1,3})(?:[-/.]|月)(\w{1,3}?)[日号]?\s*|\s*(\d{4})(\d\d)(\d\d)\s*")
"""How a day is written elsewhere, the year first, after full-width characters were narrowed."""
_LONGEST = 30
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\S+", re.ASCII)


def read_day(text: object, path: str = "day") -> date:
    """
    The day that *text* writes, ``2020-05-20``.

    Raises: BadInput, for anything else.
    """
    if isinstance(text, str) and _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    en, zh = _remedy(text)
    raise BadInput.of(
        path, f"{text!r} is no day; expected one like 2020-05-20{en}", f"{text!r} 不是日期；应如 2020-05-20{zh}"
    )


def read_moment(text: object, path: str = "start") -> date | datetime:
    """
    The day ``2020-05-20`` or the instant ``2020-05-20T09:00:00+08:00`` that *text* writes.

    Raises: BadInput, for anything else, an instant without its offset included.
    """
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if moment.utcoffset() is not None:
                return aware(moment, path)
            raise BadInput.of(
                path,
                f"{text!r} names no time zone; expected an instant like 2020-05-20T09:00:00+08:00",
                f"{text!r} 未注明时区；应如 2020-05-20T09:00:00+08:00",
            )
    elif isinstance(text, str) and _DAY.fullmatch(text):
        return read_day(text, path)
    en, zh = _remedy(text)
    raise BadInput.of(
        path,
        f"{text!r} is neither a day like 2020-05-20 nor an instant like 2020-05-20T09:00:00+08:00{en}",
        f"{text!r} 既不是日期（如 2020-05-20）也不是带时区的时刻（如 2020-05-20T09:00:00+08:00）{zh}",
    )


def _remedy(text: object) -> tuple[str, str]:
    """
    What to do about *text*, in both languages: how its day is to be written, or that there is none.

    Days are never read so: who writes 2026/3/1 today writes 3/1/26 tomorrow, and only a person knows what that means.
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        return "", ""
    found = _USUAL.fullmatch(unicodedata.normalize("NFKC", text))
    numbers = [_number(told) for told in found.groups() if told] if found else []
    if len(numbers) != 3 or None in numbers:
        return "", ""
    year, month, day = (number or 0 for number in numbers)
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return "", ""
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        en = f"; {year:04}-{month:02} has {last} days"
        return en, f"；{year}年{month}月只有{last}天"
    return f"; write {date(year, month, day)}", f"；请写作 {date(year, month, day)}"


def _number(text: str) -> int | None:
    """The number that figures of any script write, or 二十一, or 二〇二六; ``None`` for what is none."""
    total, ten = 0, False
    for char in text:
        value = unicodedata.numeric(char, -1)
        if value not in range(11):
            return None
        if ten:
            total += int(value)
        elif value == 10:
            total = (total or 1) * 10
        else:
            total = total * 10 + int(value)
        ten = value == 10
    return total
